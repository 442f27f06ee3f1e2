// The figures of seven days as charts, each with the same figures as a table. The library that draws them is large: this file
// comes in a chunk of its own, after the sentence.
import '@mantine/core/styles/ColorSwatch.css';
import '@mantine/charts/styles.css';
import { CompositeChart, type CompositeChartSeries } from '@mantine/charts';
import { Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import { Card } from '../parts/screen.tsx';
import { useTexts } from '../texts/texts.tsx';
import { axisMarks, fromFirstBusy, isShort } from './chart-hours.ts';
import type { Health, HealthHour } from './health-api.ts';
import classes from './health.module.css';
import { type Column, HourTable } from './hour-table.tsx';
import { useHourWords, useNumberWords } from './hour-words.ts';

const height = 220;
/** From here on other programs may find no calls left. */
const tightShare = 0.8;

const writes = 'blue.6';

type Looks = {
  type: CompositeChartSeries['type'];
  color: string;
  /** A line along the bottom would say nothing. */
  isNothingLeftOut?: boolean;
};
type Figure = Column & { looks?: Looks };

export function HealthCharts({ hours, api }: { hours: HealthHour[]; api: Health['api'] }) {
  const t = useTexts('health');
  const sum = (value: (hour: HealthHour) => number): number =>
    hours.reduce((all, hour) => all + value(hour), 0);
  const most = (value: (hour: HealthHour) => number): number => Math.max(0, ...hours.map(value));
  const longest = most(minutesOf);
  // The same for all charts, so that what happened at one time stands below each other.
  const shown = fromFirstBusy(
    hours,
    (hour) => hour.received + hour.written + hour.parked + hour.apiCalls > 0 || minutesOf(hour) > 0,
  );
  return (
    <>
      <Chart
        title={t('charts.bookings')}
        lead={t('charts.bookingsLead', {
          received: sum((hour) => hour.received),
          written: sum((hour) => hour.written),
          parked: most((hour) => hour.parked),
        })}
        empty={t('charts.empty')}
        hours={hours}
        shown={shown}
        figures={[
          {
            key: 'received',
            label: t('charts.received'),
            value: (hour) => hour.received,
            looks: { type: 'area', color: 'var(--bb-quiet)' },
          },
          {
            key: 'written',
            label: t('charts.written'),
            value: (hour) => hour.written,
            looks: { type: 'line', color: writes },
          },
          {
            key: 'parked',
            label: t('charts.parked'),
            value: (hour) => hour.parked,
            looks: { type: 'line', color: 'var(--bb-bad)', isNothingLeftOut: true },
          },
        ]}
      />
      <Chart
        title={t('charts.age')}
        lead={t('charts.ageLead', { hours: Math.floor(longest / 60), minutes: longest % 60 })}
        empty={t('charts.ageEmpty')}
        hours={hours}
        shown={shown}
        figures={[
          {
            key: 'minutes',
            label: t('charts.minutes'),
            value: minutesOf,
            looks: { type: 'area', color: 'var(--bb-warn)' },
          },
        ]}
      />
      <Chart
        title={t('charts.api')}
        lead={t('charts.apiLead', { own: api.own })}
        empty={t('charts.apiEmpty')}
        hours={hours}
        shown={shown}
        figures={[
          {
            key: 'calls',
            label: t('charts.own'),
            value: (hour) => hour.apiCalls,
            looks: { type: 'bar', color: writes },
          },
          { key: 'orgUsed', label: t('charts.orgUsed'), value: (hour) => hour.orgUsed },
          { key: 'orgMax', label: t('charts.orgMax'), value: (hour) => hour.orgMax },
        ]}
      >
        <OrgShare org={api.org} present={hours.at(-1)?.hour} />
      </Chart>
    </>
  );
}

/** How much of what all programs of the org may call together is used up, as Salesforce last said. */
function OrgShare({ org, present }: { org: Health['api']['org']; present: string | undefined }) {
  const t = useTexts('health');
  const { tellHour } = useHourWords();
  if (!org) return <p className={classes.quiet}>{t('charts.apiUnknown')}</p>;
  const share = org.max > 0 ? org.used / org.max : 0;
  return (
    <div className={classes.share}>
      <Progress
        value={Math.min(100, 100 * share)}
        color={share >= tightShare ? 'var(--bb-warn)' : writes}
        aria-label={t('charts.apiShare')}
      />
      <p className={classes.quiet}>
        {t('charts.apiOrg', { used: org.used, max: org.max, share })}
        {share >= tightShare && ` ${t('charts.apiTight')}`}
        {org.hour !== present && ` ${t('charts.apiOld', { when: tellHour(org.hour) })}`}
      </p>
    </div>
  );
}

function Chart(props: {
  title: string;
  lead: string;
  empty: string;
  hours: HealthHour[];
  shown: HealthHour[];
  /** Those without looks stand in the table only. */
  figures: Figure[];
  children?: ReactNode;
}) {
  const { hours, figures } = props;
  const drawn = figures.flatMap(({ looks, key, label, value }) =>
    looks ? [{ ...looks, name: key, label, value }] : [],
  );
  const isBusy = (hour: HealthHour): boolean => drawn.some(({ value }) => (value(hour) ?? 0) > 0);
  const busy = hours.filter(isBusy);
  return (
    <Card title={props.title}>
      {busy.length > 0 && <p className={classes.quiet}>{props.lead}</p>}
      {props.children}
      {busy.length === 0 ? (
        <p className={classes.empty}>{props.empty}</p>
      ) : (
        <>
          <Drawing hours={props.shown} drawn={drawn} />
          <HourTable title={props.title} hours={busy} columns={figures} />
        </>
      )}
    </Card>
  );
}

type Drawn = Looks & { name: string; label: string; value: Column['value'] };

function Drawing({ hours, drawn }: { hours: HealthHour[]; drawn: Drawn[] }) {
  const { tellHour, tellDay, tellTime } = useHourWords();
  const tellNumber = useNumberWords();
  const rows = hours.map((hour) => ({
    hour: hour.hour,
    ...Object.fromEntries(
      drawn.map(({ name, value, isNothingLeftOut }) => [
        name,
        isNothingLeftOut && value(hour) === 0 ? null : value(hour),
      ]),
    ),
  }));
  return (
    // The table says the same to who cannot see it.
    <div aria-hidden className={classes.chart}>
      <CompositeChart
        h={height}
        data={rows}
        dataKey="hour"
        // Nothing to reach by keyboard in what is hidden from screen readers.
        accessibilityLayer={false}
        series={drawn.map(({ name, label, color, type }) => ({ name, label, color, type }))}
        withLegend={drawn.length > 1}
        withDots={false}
        connectNulls={false}
        curveType="step"
        maxBarWidth={28}
        tickLine="x"
        valueFormatter={tellNumber}
        tooltipProps={{ labelFormatter: (label) => (typeof label === 'string' ? tellHour(label) : label) }}
        xAxisProps={{
          ticks: axisMarks(hours.map(({ hour }) => hour)),
          minTickGap: 12,
          tickFormatter: isShort(hours) ? tellTime : tellDay,
        }}
        yAxisProps={{ allowDecimals: false, width: 56 }}
      />
    </div>
  );
}

/** Who waited for less than a minute did not wait. */
function minutesOf({ oldestWaitingSeconds }: HealthHour): number {
  return Math.floor(oldestWaitingSeconds / 60);
}
