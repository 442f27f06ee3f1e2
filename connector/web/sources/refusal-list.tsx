// Why events were refused, each reason with how often, when last, and what to do.
import { useTexts } from '../texts/texts.tsx';
import { useRelativeTime } from '../parts/relative-time.tsx';
import classes from './source-card.module.css';
import type { Refusal, Source } from './sources-api.ts';

const known = [
  'signature_refused',
  'signature_too_old',
  'secret_missing',
  'not_json',
  'not_a_booking',
  'too_large',
  'packed_body',
] as const;

/** A reason of a newer connector is told in its own words. */
export function useRefusalWords(): (refusal: Refusal) => { reason: string; fix: string } {
  const t = useTexts('sources');
  return ({ code, message, fix }) => {
    const id = known.find((each) => each === code);
    return id === undefined
      ? { reason: message.replace(/\.$/, ''), fix: fix ?? '' }
      : { reason: t(`refusals.reasons.${id}`), fix: t(`refusals.fixes.${id}`) };
  };
}

export function RefusalList({ source }: { source: Source }) {
  const t = useTexts('sources');
  const words = useRefusalWords();
  const relative = useRelativeTime();
  return (
    <ul className={classes.rows}>
      {source.refusals.map((refusal) => {
        const { reason, fix } = words(refusal);
        return (
          <li key={refusal.code}>
            <p>
              <b>{reason}</b>: {t('refusals.times', { count: refusal.count, when: relative(refusal.lastAt) })}
            </p>
            {refusal.code === 'not_a_booking' && <p className={classes.detail}>{refusal.message}</p>}
            <p className={classes.detail}>{fix}</p>
          </li>
        );
      })}
    </ul>
  );
}
