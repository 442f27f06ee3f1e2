// Somebody else has saved in the meantime: who and when, what they and I have changed, and the ways out. Nothing of either is
// lost before a button says so.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Fold } from '../../parts/fold.tsx';
import { Notice } from '../../parts/notice.tsx';
import { useRelativeTime } from '../../parts/relative-time.tsx';
import { useTexts } from '../../texts/texts.tsx';
import classes from './conflict.module.css';
import { Difference } from './difference.tsx';
import { useDraft } from './draft.tsx';
import { useLineWords } from './line-words.tsx';
import type { Merge } from './set-up-diff.ts';

export function Conflict({ merge }: { merge: Merge }) {
  const t = useTexts('setup');
  const { answer, saveOnTop, discard, saving } = useDraft();
  const tellRelative = useRelativeTime();
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set());
  const by = answer.updatedBy ?? '';
  const when = answer.updatedAt ? tellRelative(answer.updatedAt) : '';
  const choose = (path: string, takeTheirs: boolean): void => {
    const next = new Set(theirs);
    if (takeTheirs) next.add(path);
    else next.delete(path);
    setTheirs(next);
  };
  return (
    <Notice
      tone="warn"
      role="alert"
      title={by ? t('conflict.title', { by, when }) : t('conflict.titleUnknown', { when })}
      actions={
        <>
          <Button size="sm" loading={saving} onClick={() => saveOnTop(theirs)}>
            {t('conflict.both')}
          </Button>
          <Button size="sm" variant="default" onClick={discard}>
            {t('conflict.drop')}
          </Button>
        </>
      }
    >
      <p>{t('conflict.nothingLost')}</p>
      <p>
        {merge.collisions.length === 0
          ? t('conflict.fits')
          : t('conflict.collides', { count: merge.collisions.length })}
      </p>
      {merge.collisions.map((collision) => (
        <Collision
          key={collision.path}
          collision={collision}
          by={by}
          takeTheirs={theirs.has(collision.path)}
          onChoose={(takeTheirs) => choose(collision.path, takeTheirs)}
        />
      ))}
      <Fold summary={by ? t('conflict.theirs', { by }) : t('conflict.theirsUnknown')}>
        <Difference lines={merge.theirs} label={t('conflict.theirsUnknown')} />
      </Fold>
      <Fold summary={t('conflict.allMine')}>
        <Difference lines={merge.mine} label={t('draft.label')} />
      </Fold>
    </Notice>
  );
}

function Collision(props: {
  collision: Merge['collisions'][number];
  by: string;
  takeTheirs: boolean;
  onChoose: (takeTheirs: boolean) => void;
}) {
  const t = useTexts('setup');
  const { tellPath, tellValue } = useLineWords();
  const { path, before, mine, theirs } = props.collision;
  const choices = [
    { isTheirs: false, who: t('conflict.mine'), value: mine },
    {
      isTheirs: true,
      who: props.by ? t('conflict.their', { by: props.by }) : t('conflict.theirUnknown'),
      value: theirs,
    },
  ];
  return (
    <fieldset className={classes.collision}>
      <legend className={classes.what}>{tellPath(path, mine ?? theirs ?? before)}</legend>
      {choices.map(({ isTheirs, who, value }) => (
        <label key={String(isTheirs)} className={classes.choice}>
          <input
            type="radio"
            name={path}
            checked={props.takeTheirs === isTheirs}
            onChange={() => props.onChoose(isTheirs)}
          />
          <span>
            <strong>{who}</strong>: {tellValue(path, value)}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
