// The figures of a chart hour by hour, the newest first, for who cannot see the chart and for who wants the numbers.
import { Fold } from '../parts/fold.tsx';
import { useTexts } from '../texts/texts.tsx';
import type { HealthHour } from './health-api.ts';
import classes from './health.module.css';
import { useHourWords, useNumberWords } from './hour-words.ts';

/** `value` null: nobody knows it of that hour. */
export type Column = { key: string; label: string; value: (hour: HealthHour) => number | null };

export function HourTable(props: { title: string; hours: HealthHour[]; columns: Column[] }) {
  const { title, hours, columns } = props;
  const t = useTexts('health');
  const { tellHour } = useHourWords();
  const tellNumber = useNumberWords();
  return (
    <Fold summary={t('charts.table')}>
      <p className={classes.quiet}>{t('charts.onlyBusy')}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must scroll by keyboard too */}
      <div className={classes.scroll} role="region" aria-label={t('charts.tableOf', { title })} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('charts.hour')}</th>
              {columns.map(({ key, label }) => (
                <th key={key} scope="col" className={classes.number}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hours.toReversed().map((hour) => (
              <tr key={hour.hour}>
                <th scope="row">{tellHour(hour.hour)}</th>
                {columns.map(({ key, value }) => {
                  const found = value(hour);
                  return (
                    <td key={key} className={classes.number}>
                      {found === null ? '–' : tellNumber(found)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Fold>
  );
}
