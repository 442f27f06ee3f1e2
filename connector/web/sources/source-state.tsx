// How a source is just now: as one word beside its name, and, until its first event, as a line that waits with the person.
import { useEffect, useState } from 'react';
import { announce } from '../parts/announce.ts';
import { Notice } from '../parts/notice.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { useTexts } from '../texts/texts.tsx';
import { useRefusalWords } from './refusal-list.tsx';
import type { Source } from './sources-api.ts';

export function SourceState({ source }: { source: Source }) {
  const t = useTexts('sources');
  if (source.pausedAt !== null)
    return (
      <StateWord tone="warn" mark="waiting">
        {t('card.pausedWord')}
      </StateWord>
    );
  if (source.awaitsSecret)
    return (
      <StateWord tone="warn" mark="attention">
        {t('card.needsSecret')}
      </StateWord>
    );
  if (source.lastEventAt === null)
    return (
      <StateWord tone="info" mark="working">
        {t('card.waiting')}
      </StateWord>
    );
  return (
    <StateWord tone="good" mark="done">
      {t('card.working')}
    </StateWord>
  );
}

/** The live test: says by itself when the first event arrived, or that one came and was refused. */
export function FirstEvent({ source }: { source: Source }) {
  const t = useTexts('sources');
  const words = useRefusalWords();
  const hasArrived = source.lastEventAt !== null;
  const [waited] = useState(!hasArrived);
  // Later ones are not the first.
  const arrived =
    source.events === 1 && source.lastEventType !== null
      ? t('card.arrived', { type: source.lastEventType })
      : t('card.arrivedSome');
  useEffect(() => {
    if (waited && hasArrived) announce(t('card.arrivedSome'));
  }, [hasArrived, t, waited]);
  const [refusal] = source.refusals;
  if (hasArrived) {
    return waited ? <Notice tone="good" role="status" title={arrived} /> : null;
  }
  if (refusal) {
    const { reason, fix } = words(refusal);
    return (
      <Notice tone="bad" role="status" title={t('card.arrivedRefused')}>
        <p>{reason}.</p>
        <p>{fix}</p>
      </Notice>
    );
  }
  return (
    <Notice tone="info" role="status" title={t('card.waiting')}>
      {t('card.waitingText')}
    </Notice>
  );
}
