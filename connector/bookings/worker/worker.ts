// Runs the slices of trip 2: takes wake-ups from the queue, and sweeps every few seconds for due bookings whose wake-up
// was lost and for processes that died. Everything it holds is freed by PostgreSQL itself when it is killed.
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { PgBoss } from 'pg-boss';
import { claimingProcesses, freeClaimsBefore, freeClaimsOf, freeLostClaims } from './claims.ts';
import { holdProcessLock, ifProcessIsDead } from './process-lock.ts';
import { bookingsQueue } from './queue.ts';
import type { WakeUp } from './queue.ts';
import { syncWorkspace } from './sync-workspace.ts';
import type { SliceDeps } from './sync-workspace.ts';
import type { Db } from '../../store/schema.ts';

export type WorkerDeps = Omit<SliceDeps, 'processKey' | 'inHand'> & {
  boss: PgBoss;
  connection: pg.ClientConfig;
};

export type Worker = {
  /** Says that a workspace has work; call it after the commit. Never throws: the sweep catches up. */
  wake(workspaceId: string): Promise<void>;
  /** Takes no new booking, waits for the one in hand, and gives back what it holds. */
  stop(): Promise<void>;
};

const workspacesAtOnce = 4;
const pollSeconds = 1;
const noteWithinMs = 1_500;

export async function startWorker(deps: WorkerDeps): Promise<Worker> {
  const { db, boss, log, waits, now } = deps;
  const lock = await holdProcessLock(deps.connection, log);
  const slices: SliceDeps = { ...deps, processKey: lock.key, inHand: new Set() };
  const stopping = new AbortController();

  async function wake(workspaceId: string): Promise<void> {
    try {
      await boss.send(bookingsQueue, { workspaceId }, { singletonKey: workspaceId });
    } catch (error) {
      log.warn({ err: error, workspaceId }, 'a wake-up could not be sent; the sweep will');
    }
  }

  async function runSlice(jobId: string, workspaceId: string, signal: AbortSignal): Promise<void> {
    if (stopping.signal.aborted) return;
    await db
      .insertInto('running_slices')
      .values({ job_id: jobId, workspace_id: workspaceId, process_key: lock.key, started_at: now() })
      .execute();
    try {
      const more = await syncWorkspace(slices, workspaceId, { abort: signal, drain: stopping.signal });
      if (more) await wake(workspaceId);
    } finally {
      await db.deleteFrom('running_slices').where('job_id', '=', jobId).execute();
    }
  }

  await sweep(slices, boss, wake);
  await boss.work<WakeUp>(
    bookingsQueue,
    {
      batchSize: 1,
      localConcurrency: workspacesAtOnce,
      pollingIntervalSeconds: pollSeconds,
      // A waiting job becomes runnable without a notification when another process's job is ended in its place.
      notifyPollingIntervalSeconds: pollSeconds,
      heartbeatRefreshSeconds: 3,
    },
    async (jobs) => {
      for (const job of jobs) await runSlice(job.id, job.data.workspaceId, job.signal);
    },
  );
  const sweeping = sweepUntil(stopping.signal, waits.sweep, async () => {
    await sweep(slices, boss, wake).catch((error: unknown) => log.error({ err: error }, 'the sweep failed'));
  });
  return {
    wake,
    async stop() {
      stopping.abort();
      await sweeping;
      await boss.offWork(bookingsQueue, { wait: true });
      await lock.release();
    },
  };
}

async function sweep(
  { db, log, waits, now, processKey, inHand }: SliceDeps,
  boss: PgBoss,
  wake: Worker['wake'],
): Promise<void> {
  for (const key of await claimingProcesses(db)) {
    if (key === processKey) continue;
    await ifProcessIsDead(db, key, async () => {
      const freed = await freeClaimsOf(db, key, now());
      // Until its job is ended, the queue would run no other for these workspaces.
      const slices = await db
        .deleteFrom('running_slices')
        .where('process_key', '=', key)
        .returning('job_id')
        .execute();
      if (slices.length > 0)
        await boss.cancel(
          bookingsQueue,
          slices.map((slice) => slice.job_id),
        );
      log.warn({ freed, jobs: slices.length }, 'a process ended in the middle of its work; it goes on here');
    });
  }
  await freeLostClaims(db, processKey, inHand, now());
  await freeClaimsBefore(db, new Date(now().getTime() - waits.lease), now());
  for (const workspaceId of await dueWorkspaces(db, now())) {
    await endUnknownJobs(db, boss, workspaceId, now());
    await wake(workspaceId);
  }
}

/** Ends jobs of a process that was killed after it took one and before it noted it: nobody else would for 10 seconds. */
async function endUnknownJobs(db: Db, boss: PgBoss, workspaceId: string, now: Date): Promise<void> {
  const jobs = await boss.findJobs<WakeUp>(bookingsQueue, { key: workspaceId });
  const noteBy = now.getTime() - noteWithinMs;
  const active = jobs.filter(({ state, startedOn }) => state === 'active' && startedOn.getTime() < noteBy);
  for (const { id } of active) {
    const noted = await db
      .selectFrom('running_slices')
      .select('job_id')
      .where('job_id', '=', id)
      .executeTakeFirst();
    if (!noted) await boss.cancel(bookingsQueue, id);
  }
}

async function dueWorkspaces(db: SliceDeps['db'], now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('bookings')
    .leftJoin('connections', 'connections.workspace_id', 'bookings.workspace_id')
    .select('bookings.workspace_id')
    .distinct()
    .where('bookings.sync', 'in', ['pending', 'waiting'])
    .where('bookings.due_at', '<=', now)
    .where((eb) =>
      eb.or([eb('connections.paused_until', 'is', null), eb('connections.paused_until', '<=', now)]),
    )
    .execute();
  return rows.map((row) => row.workspace_id);
}

/** Again and again with a pause between; ends with the signal, after the run under way. */
async function sweepUntil(signal: AbortSignal, everyMs: number, run: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await wait(everyMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await run();
  }
}
