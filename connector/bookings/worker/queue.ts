// The queue of wake-ups: "this workspace has work". pg-boss in the same database; rows of `bookings` are the truth.
import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Log } from '../../log.ts';

export const bookingsQueue = 'bookings';

export type WakeUp = { workspaceId: string };

/** Started, with its queue in place. The caller stops it after the worker. */
export async function openQueue(connection: pg.ClientConfig, log: Log): Promise<PgBoss> {
  const { host, port, user, database, password, connectionString } = connection;
  const boss = new PgBoss({
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(database !== undefined && { database }),
    ...(typeof password === 'string' && { password }),
    ...(connectionString !== undefined && { connectionString }),
    application_name: 'bookbridge queue',
    schema: 'queue',
    max: 4,
    schedule: false,
    // Defaults of a minute would notice a worker that died a minute late.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    useListenNotify: true,
  });
  boss.on('error', (error) => log.error({ err: error }, 'the queue reports an error'));
  boss.on('warning', (warning) => log.warn({ queueWarning: warning.message }, 'the queue reports a warning'));
  await boss.start();
  const options = {
    // A failed slice is not repeated by the queue: the sweep wakes whatever is due.
    retryLimit: 0,
    heartbeatSeconds: 10,
    expireInSeconds: 300,
    // The sweep reads a workspace's jobs: ended ones are of no use to it.
    deleteAfterSeconds: 60,
    retentionSeconds: 3600,
    notify: true,
  };
  // stately: one job waits and one runs per workspace, so a wake-up during a slice is kept and none piles up.
  await boss.createQueue(bookingsQueue, { policy: 'stately', ...options });
  await boss.updateQueue(bookingsQueue, options);
  return boss;
}
