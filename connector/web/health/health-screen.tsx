// How are my bookings? One sentence first, then what waits and why, then the figures of seven days.
import { Button, Skeleton } from '@mantine/core';
import { Link } from 'react-router';
import { LoadFailed, Notice } from '../parts/notice.tsx';
import { useRelativeTime } from '../parts/relative-time.tsx';
import { Screen } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { CheckRuns } from './check-runs.tsx';
import { type Health, useHealth } from './health-api.ts';
import { HealthCauses } from './health-causes.tsx';
import { HealthCharts } from './health-charts.tsx';
import classes from './health.module.css';

export function HealthScreen() {
  const t = useTexts('health');
  const health = useHealth();
  return (
    <Screen title={t('title')} wide>
      {health.isError && !health.data && (
        <LoadFailed
          what={t('loadFailed')}
          error={asApiError(health.error)}
          onRetry={() => void health.refetch()}
          retrying={health.isFetching}
        />
      )}
      {health.isPending && (
        <div role="status" aria-busy="true" aria-label={t('loading')} className={classes.stack}>
          <Skeleton height={84} radius="md" />
          <Skeleton height={150} radius="md" />
          <Skeleton height={330} radius="md" />
        </div>
      )}
      {health.data && (
        <div className={classes.stack}>
          <Sentence health={health.data} />
          <HealthCauses causes={health.data.causes} />
          <HealthCharts hours={health.data.hours} api={health.data.api} />
          <CheckRuns runs={health.data.checkRuns} />
        </div>
      )}
    </Screen>
  );
}

const ways = {
  not_connected: ['toConnection', '/setup/api-connection'],
  reconnect: ['toConnection', '/setup/api-connection'],
  needs_attention: ['toConnection', '/setup/api-connection'],
  paused_by_user: ['toConnection', '/setup/api-connection'],
  limit: ['toBookings', '/bookings?state=waiting'],
  unavailable: ['toBookings', '/bookings?state=waiting'],
  parked: ['toBookings', '/bookings?state=parked'],
  late: ['toBookings', '/bookings?state=waiting'],
  on_their_way: ['toBookings', '/bookings?state=waiting'],
  all_written: null,
  nothing_yet: ['toSources', '/sources'],
} as const;

const ofPause = new Set<string>(['limit', 'unavailable']);
const ofAge = new Set<string>(['late', 'on_their_way']);

function Sentence({ health }: { health: Health }) {
  const t = useTexts('health');
  const tell = useRelativeTime();
  const { code, tone, waiting, parked, at } = health.sentence;
  const way = ways[code];
  const isCounted = code === 'on_their_way' || code === 'parked' || waiting === 0;
  return (
    <Notice
      tone={tone}
      role="status"
      title={t(`sentence.${code}`, { waiting, parked })}
      actions={
        way && (
          <Button component={Link} to={way[1]} variant="default" size="sm">
            {t(way[0])}
          </Button>
        )
      }
    >
      <p>
        {t(`more.${code}`)} {!isCounted && t('waitingMore', { waiting })}{' '}
        {at !== null && code === 'all_written' && t('lastWritten', { when: tell(at) })}
        {at !== null && ofAge.has(code) && t('oldest', { when: tell(at) })}
        {at !== null && ofPause.has(code) && t('until', { when: tell(at) })}
      </p>
    </Notice>
  );
}
