// The figures of seven days as charts, each with the same figures as a table for whoever cannot see them.
import '@mantine/core/styles/ColorSwatch.css';
import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import type { ReactNode } from 'react';
import { Fold } from '../parts/fold.tsx';
import { Card } from '../parts/screen.tsx';
import { useLanguage, useTexts } from '../texts/texts.tsx';
import type { Health, HealthHour } from './health-api.ts';
import classes from './health.module.css';

const height = 220;
// Nothing to reach by keyboard in what is hidden from screen readers.
const quiet = { accessibilityLayer: false };

/** An axis of seven days has room for the days. */
function dayOf(hour: string): string {
  return hour.slice(0, Math.max(hour.lastIndexOf(','), 0)) || hour;
}

type Column = { key: string; label: string; value: (hour: HealthHour) => number };

export function HealthCharts({ hours, api }: { hours: HealthHour[]; api: Health['api'] }) {
  const t = useTexts('health');
  const tellHour = useTellHour();
  const data = hours.map((hour) => ({
    hour: tellHour(hour.hour),
    received: hour.received,
    written: hour.written,
    parked: hour.parked,
    minutes: minutesOf(hour),
    calls: hour.apiCalls,
  }));
  const sum = (value: (hour: HealthHour) => number): number =>
    hours.reduce((all, hour) => all + value(hour), 0);
  const common = {
    h: height,
    data,
    dataKey: 'hour',
    withLegend: true,
    tickLine: 'none' as const,
    xAxisProps: { interval: 'equidistantPreserveStart' as const, minTickGap: 32, tickFormatter: dayOf },
    yAxisProps: { allowDecimals: false, width: 44 },
  };
  return (
    <>
      <Chart
        title={t('charts.bookings')}
        lead={t('charts.bookingsLead', {
          received: sum((hour) => hour.received),
          written: sum((hour) => hour.written),
          parked: sum((hour) => hour.parked),
        })}
        hours={hours}
        columns={[
          { key: 'received', label: t('charts.received'), value: (hour) => hour.received },
          { key: 'written', label: t('charts.written'), value: (hour) => hour.written },
          { key: 'parked', label: t('charts.parked'), value: (hour) => hour.parked },
        ]}
      >
        <BarChart
          {...common}
          barChartProps={quiet}
          series={[
            { name: 'received', label: t('charts.received'), color: 'gray.5' },
            { name: 'written', label: t('charts.written'), color: 'blue.6' },
            { name: 'parked', label: t('charts.parked'), color: 'red.6' },
          ]}
        />
      </Chart>
      <Chart
        title={t('charts.age')}
        lead={t('charts.ageLead', { minutes: Math.max(0, ...hours.map(minutesOf)) })}
        hours={hours}
        columns={[{ key: 'minutes', label: t('charts.minutes'), value: minutesOf }]}
        empty={t('charts.ageEmpty')}
      >
        <LineChart
          {...common}
          lineChartProps={quiet}
          withLegend={false}
          withDots={false}
          curveType="stepAfter"
          series={[{ name: 'minutes', label: t('charts.minutes'), color: 'orange.7' }]}
        />
      </Chart>
      <Chart
        title={t('charts.api')}
        lead={`${t('charts.apiLead', { own: api.own })} ${
          api.org ? t('charts.apiOrg', api.org) : t('charts.apiUnknown')
        }`}
        hours={hours}
        columns={[{ key: 'calls', label: t('charts.own'), value: (hour) => hour.apiCalls }]}
      >
        <BarChart
          {...common}
          barChartProps={quiet}
          withLegend={false}
          series={[{ name: 'calls', label: t('charts.own'), color: 'blue.6' }]}
        />
      </Chart>
    </>
  );
}

function Chart(props: {
  title: string;
  lead: string;
  hours: HealthHour[];
  columns: Column[];
  empty?: string;
  children: ReactNode;
}) {
  const t = useTexts('health');
  const tellHour = useTellHour();
  const { columns } = props;
  const busy = props.hours.filter((hour) => columns.some(({ value }) => value(hour) > 0));
  return (
    <Card title={props.title}>
      <p className={classes.quiet}>{props.lead}</p>
      {busy.length === 0 ? (
        <p className={classes.empty}>{props.empty ?? t('charts.empty')}</p>
      ) : (
        <>
          {/* The table below says the same to who cannot see it. */}
          <div aria-hidden className={classes.chart}>
            {props.children}
          </div>
          <Fold summary={t('charts.table')}>
            <p className={classes.quiet}>{t('charts.onlyBusy')}</p>
            <div className={classes.scroll}>
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
                  {busy.toReversed().map((hour) => (
                    <tr key={hour.hour}>
                      <td>{tellHour(hour.hour)}</td>
                      {columns.map(({ key, value }) => (
                        <td key={key} className={classes.number}>
                          {value(hour)}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Fold>
        </>
      )}
    </Card>
  );
}

function minutesOf({ oldestWaitingSeconds }: HealthHour): number {
  return Math.ceil(oldestWaitingSeconds / 60);
}

function useTellHour(): (hour: string) => string {
  const { language } = useLanguage();
  const format = new Intl.DateTimeFormat(language === 'de' ? 'de' : 'en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (hour) => format.format(new Date(hour));
}
