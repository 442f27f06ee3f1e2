// What is left of a removed source on this screen: one line with Undo.
import { Button } from '@mantine/core';
import { announce } from '../parts/announce.ts';
import { Notice } from '../parts/notice.tsx';
import { useTexts } from '../texts/texts.tsx';
import { useRestoreSource } from './source-queries.ts';
import type { Source } from './sources-api.ts';

export function RemovedSource({ source, onGone }: { source: Source; onGone: () => void }) {
  const t = useTexts('sources');
  const restore = useRestoreSource();
  const { name } = source;
  const undo = () =>
    restore.mutate(source.id, {
      onSuccess: () => {
        announce(t('removed.back', { name }));
        onGone();
      },
    });
  return (
    <Notice
      tone="quiet"
      title={t('removed.title', { name })}
      role="status"
      actions={
        <>
          <Button variant="default" size="sm" autoFocus loading={restore.isPending} onClick={undo}>
            {t('removed.undo')}
          </Button>
          <Button variant="subtle" size="sm" onClick={onGone} aria-label={t('removed.hideNamed', { name })}>
            {t('removed.hide')}
          </Button>
        </>
      }
    >
      <p>{t('removed.text')}</p>
      {restore.isError && <p>{t('removed.failed', { why: restore.error.message })}</p>}
    </Notice>
  );
}
