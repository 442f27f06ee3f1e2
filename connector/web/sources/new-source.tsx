// Right after adding: address and secret to paste into the tool, with where to paste them. The secret is never shown again.
import { Button } from '@mantine/core';
import { CopyField } from '../parts/copy-field.tsx';
import { Notice } from '../parts/notice.tsx';
import { Card } from '../parts/screen.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './new-source.module.css';
import { SecretForm } from './secret-form.tsx';
import type { Source } from './sources-api.ts';
import { ToolSteps } from './tool-steps.tsx';

export function NewSource(props: {
  source: Source;
  /** Null: the tool makes it. */
  secret: string | null;
  tryOut: boolean;
  onDone: () => void;
}) {
  const { source, secret } = props;
  const t = useTexts('sources');
  const words = { secret: t(`secretWords.${source.kind}`), tool: t(`kinds.${source.kind}`) };
  return (
    <Card title={t('added.title', { name: source.name })} tone="accent">
      <div className={classes.fields}>
        <CopyField label={t('added.address')} value={source.address} />
        {secret !== null && <CopyField label={t(`secretNames.${source.kind}`)} value={secret} />}
      </div>
      {secret !== null && (
        <Notice tone="warn" title={t('added.onlyNow', words)}>
          {t('added.onlyNowText', words)}
        </Notice>
      )}
      {source.awaitsSecret && <SecretForm source={source} />}
      <ToolSteps source={source} {...(secret !== null && { secret })} heading="h3" />
      {props.tryOut && <p className={classes.detail}>{t('added.tryOut')}</p>}
      <div>
        <Button variant="default" onClick={props.onDone}>
          {secret === null ? t('added.doneWithout') : t('added.done', words)}
        </Button>
      </div>
    </Card>
  );
}
