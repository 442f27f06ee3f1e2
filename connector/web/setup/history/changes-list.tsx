// Who changed what and when; every earlier state can be brought back, and that can be undone.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { announce } from '../../parts/announce.ts';
import { Fold } from '../../parts/fold.tsx';
import { LoadFailed, Notice } from '../../parts/notice.tsx';
import { RelativeTime, useRelativeTime } from '../../parts/relative-time.tsx';
import { asApiError } from '../../request.ts';
import { en } from '../../texts/en.ts';
import { useTexts } from '../../texts/texts.tsx';
import { Difference } from '../draft/difference.tsx';
import { hasKey } from '../phases/phase-words.ts';
import { RowsSkeleton } from '../phases/phase-skeleton.tsx';
import type { SetUpChange } from './history-api.ts';
import { useChanges, useRestore } from './history-queries.ts';
import classes from './history.module.css';

export function ChangesList({ revision, canRestore }: { revision: number; canRestore: boolean }) {
  const t = useTexts('setUpHistory');
  const tSetup = useTexts('setup');
  const tellRelative = useRelativeTime();
  const changes = useChanges();
  const restore = useRestore();
  // What was in force before the last bringing back, so that it can be undone.
  const [undo, setUndo] = useState<{ id: string | null; told: string } | null>(null);
  if (changes.isPending) return <RowsSkeleton label={tSetup('loading')} rows={4} />;
  if (changes.isError) {
    return (
      <LoadFailed
        what={t('failed')}
        error={asApiError(changes.error)}
        onRetry={() => void changes.refetch()}
        retrying={changes.isFetching}
      />
    );
  }
  const list = changes.data.changes;
  if (list.length === 0) return <p className={classes.quiet}>{t('empty')}</p>;
  const bringBack = (id: string, told: string, before: string | null): void =>
    restore.mutate(
      { id, revision },
      {
        onSuccess: () => {
          setUndo({ id: before, told });
          announce(told);
        },
      },
    );
  return (
    <>
      {undo && (
        <Notice
          tone="good"
          role="status"
          title={undo.told}
          actions={
            undo.id !== null && (
              <Button
                size="sm"
                variant="default"
                autoFocus
                loading={restore.isPending}
                onClick={() => bringBack(undo.id ?? '', t('undone'), null)}
              >
                {t('undo')}
              </Button>
            )
          }
        />
      )}
      {restore.isError && (
        <Notice tone="bad" role="alert" title={t('restoreFailed', { why: restore.error.message })}>
          {asApiError(restore.error).fix && <p>{asApiError(restore.error).fix}</p>}
        </Notice>
      )}
      <ol className={classes.changes}>
        {list.map((change, index) => {
          const when = tellRelative(change.at);
          return (
            <li key={change.id} className={classes.change}>
              <div className={classes.head}>
                <div>
                  <span className={classes.what}>
                    <Told change={change} />
                  </span>
                  <span className={classes.quiet}>
                    <RelativeTime at={change.at} />
                    {index === 0 && ` · ${t('now')}`}
                  </span>
                </div>
                {index > 0 && (
                  <Button
                    size="xs"
                    variant="default"
                    disabled={!canRestore}
                    loading={restore.isPending && restore.variables.id === change.id}
                    aria-label={`${t('restore')}: ${when}`}
                    onClick={() => bringBack(change.id, t('restored', { when }), list[0]?.id ?? null)}
                  >
                    {t('restore')}
                  </Button>
                )}
              </div>
              {change.lines.length > 0 && (
                <Fold summary={t('show')}>
                  <Difference lines={change.lines} label={t('show')} />
                </Fold>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

function Told({ change }: { change: SetUpChange }) {
  const t = useTexts('setUpHistory');
  const by = change.by ?? t('somebody');
  const action = hasKey(en.setUpHistory.actions, change.action) ? change.action : 'unknown';
  return t(`actions.${action}`, { by, count: change.lines.length });
}
