// What is parked or waits, each cause once, with the way to those bookings.
import { Link } from 'react-router';
import { useProblemWords } from '../bookings/booking-words.ts';
import type { Cause } from '../bookings/bookings-api.ts';
import { searchOf } from '../bookings/booking-filter.ts';
import { Card } from '../parts/screen.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { useTexts } from '../texts/texts.tsx';
import { useNextTry } from './next-try.ts';
import classes from './health.module.css';

export function HealthCauses({ causes }: { causes: Cause[] }) {
  const t = useTexts('health');
  const words = useProblemWords();
  const tellNextTry = useNextTry();
  return (
    <Card title={t('causes.title')}>
      {causes.length === 0 && <p className={classes.quiet}>{t('causes.none')}</p>}
      {causes.length > 0 && (
        <ul className={classes.causes}>
          {causes.map(({ cause, state, count, until, ...problem }) => {
            const { message, ours } = words(problem);
            const isParked = state === 'parked';
            return (
              <li key={`${state} ${cause}`} className={classes.cause}>
                <div className={classes.words}>
                  <p lang={ours ? undefined : 'en'}>{message}</p>
                  <p className={classes.standing}>
                    <StateWord tone={isParked ? 'bad' : 'warn'} mark={isParked ? 'attention' : 'waiting'}>
                      {t(`causes.${state}`, { count })}
                    </StateWord>
                    {until !== null && <span className={classes.next}>{tellNextTry(until)}</span>}
                  </p>
                </div>
                <Link
                  to={`/bookings?${searchOf({ state, cause })}`}
                  aria-label={t('causes.showNamed', { count, cause: message })}
                >
                  {t('causes.show', { count })}
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
