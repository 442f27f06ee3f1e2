// What is not saved yet, at the bottom of every phase: how much, undo of the last step, discard, and the one Save. Why a
// save was refused is told here in short and at each row in full.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { announce } from '../../parts/announce.ts';
import { Fold } from '../../parts/fold.tsx';
import { Notice } from '../../parts/notice.tsx';
import { asApiError } from '../../request.ts';
import { useTexts } from '../../texts/texts.tsx';
import { mappedObjects } from '../set-up-document.ts';
import { Conflict } from './conflict.tsx';
import { Difference } from './difference.tsx';
import { useDraft } from './draft.tsx';
import { useLineWords } from './line-words.tsx';
import classes from './save-bar.module.css';

export function SaveBar() {
  const t = useTexts('setup');
  const draft = useDraft();
  const { tellPath } = useLineWords();
  const [asked, setAsked] = useState(false);
  if (draft.lines.length === 0 && !draft.undo) return null;
  if (draft.merge) {
    return (
      <div className={classes.conflict}>
        <Conflict merge={draft.merge} />
      </div>
    );
  }
  const refusals = Object.keys(draft.refused).length;
  return (
    <section className={classes.bar} aria-label={t('draft.label')}>
      {draft.saveError && (
        <Notice tone="bad" role="alert" title={tellRefusal()}>
          {refusals === 0 && <p>{asApiError(draft.saveError).fix}</p>}
          {Object.entries(draft.refused).map(([path, why]) => (
            <p key={path}>
              <strong>{tellPath(isRow(path) ? `fields.${path}` : path, null)}</strong>: {why}
            </p>
          ))}
        </Notice>
      )}
      <div className={classes.row}>
        <div className={classes.count} role="status">
          {t('draft.count', { count: draft.lines.length })}
        </div>
        <div className={classes.actions}>
          {draft.undo && (
            <Button
              variant="subtle"
              size="sm"
              onClick={() => {
                draft.undo?.take();
                announce(t('draft.undone'));
              }}
            >
              {t('draft.undo', { what: draft.undo.what })}
            </Button>
          )}
          {asked ? (
            <>
              <Button variant="default" size="sm" onClick={() => setAsked(false)}>
                {t('draft.keepEditing')}
              </Button>
              <Button
                color="red"
                size="sm"
                autoFocus
                onClick={() => {
                  setAsked(false);
                  draft.discard();
                  document.querySelector('h1')?.focus();
                }}
              >
                {t('draft.discardAll')}
              </Button>
            </>
          ) : (
            <>
              <Button variant="default" size="sm" onClick={() => setAsked(true)}>
                {t('draft.discard')}
              </Button>
              <Button
                size="sm"
                loading={draft.saving}
                onClick={draft.save}
                disabled={draft.lines.length === 0}
              >
                {t('draft.save')}
              </Button>
            </>
          )}
        </div>
      </div>
      {draft.lines.length > 0 && (
        <Fold summary={t('draft.show')}>
          <div className={classes.changes}>
            <Difference lines={draft.lines} label={t('draft.label')} />
          </div>
        </Fold>
      )}
    </section>
  );

  function tellRefusal(): string {
    return refusals > 0
      ? t('draft.refused', { count: refusals })
      : t('draft.failed', { why: draft.saveError?.message ?? '' });
  }
}

/** `Lead.Company`, and not a rule. */
const isRow = (path: string): boolean => mappedObjects.some((object) => path.startsWith(`${object}.`));
