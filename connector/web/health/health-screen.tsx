// How are my bookings? One sentence first, then what waits and why, then the figures of seven days.
import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { LoadFailed } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { CheckRuns } from './check-runs.tsx';
import { useHealth } from './health-api.ts';
import { HealthCauses } from './health-causes.tsx';
import { HealthSentence } from './health-sentence.tsx';
import classes from './health.module.css';

const HealthCharts = lazy(async () => ({ default: (await import('./health-charts.tsx')).HealthCharts }));

export function HealthScreen() {
  const t = useTexts('health');
  const health = useHealth();
  return (
    <Screen title={t('title')} wide>
      <div className={classes.stack}>
        {health.isError && (
          <LoadFailed
            what={t(health.data ? 'refreshFailed' : 'loadFailed')}
            error={asApiError(health.error)}
            onRetry={() => void health.refetch()}
            retrying={health.isFetching}
          />
        )}
        {health.isPending && (
          <div role="status" aria-busy="true" aria-label={t('loading')} className={classes.stack}>
            <Skeleton height={127} radius="md" />
            <Skeleton height={100} radius="md" />
            <ChartSkeletons />
            <Skeleton height={158} radius="md" />
          </div>
        )}
        {health.data && (
          <>
            <HealthSentence sentence={health.data.sentence} />
            <HealthCauses causes={health.data.causes} />
            <Suspense
              fallback={
                <div role="status" aria-busy="true" aria-label={t('loading')} className={classes.stack}>
                  <ChartSkeletons />
                </div>
              }
            >
              <HealthCharts hours={health.data.hours} api={health.data.api} />
            </Suspense>
            <CheckRuns runs={health.data.checkRuns} />
          </>
        )}
      </div>
    </Screen>
  );
}

/** As tall as the three charts. */
function ChartSkeletons() {
  return (
    <>
      <Skeleton height={384} radius="md" />
      <Skeleton height={384} radius="md" />
      <Skeleton height={440} radius="md" />
    </>
  );
}
