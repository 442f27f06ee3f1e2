// What is parked or waits, each cause once, with the way to those bookings.
import { Link } from 'react-router';
import { useProblemWords } from '../bookings/booking-words.ts';
import type { Cause } from '../bookings/bookings-api.ts';
import { searchOf } from '../bookings/booking-filter.ts';
import { RelativeTime } from '../parts/relative-time.tsx';
import { Card } from '../parts/screen.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './health.module.css';

export function HealthCauses({ causes }: { causes: Cause[] }) {
  const t = useTexts('health');
  const words = useProblemWords();
  if (causes.length === 0)
    return (
      <Card title={t('causes.title')}>
        <p className={classes.quiet}>{t('causes.none')}</p>
      </Card>
    );
  return (
    <Card title={t('causes.title')}>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('causes.cause')}</th>
              <th scope="col">{t('causes.state')}</th>
              <th scope="col" className={classes.number}>
                {t('causes.count')}
              </th>
              <th scope="col">{t('causes.next')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('causes.show')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {causes.map(({ cause, state, count, until, ...problem }) => {
              const { message, ours } = words(problem);
              return (
                <tr key={`${state} ${cause}`}>
                  <td lang={ours ? undefined : 'en'}>{message}</td>
                  <td>
                    <StateWord
                      tone={state === 'parked' ? 'bad' : 'warn'}
                      mark={state === 'parked' ? 'attention' : 'waiting'}
                    >
                      {t(`causes.${state}`)}
                    </StateWord>
                  </td>
                  <td className={classes.number}>{count}</td>
                  <td>{until === null ? '–' : <RelativeTime at={until} />}</td>
                  <td>
                    <Link
                      to={`/bookings?${searchOf({ state, cause })}`}
                      aria-label={t('causes.showNamed', { cause: message })}
                    >
                      {t('causes.show')}
                    </Link>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
