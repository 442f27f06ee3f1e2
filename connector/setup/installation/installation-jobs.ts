// "Install for me" as a job: it goes on when the page is closed, is taken over by another process when its own has gone, and
// there is one at a time per connection. The database holds how far it came.
import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Clients } from '../../connection/clients.ts';
import { checkConnection } from '../../connection/check-connection.ts';
import type { ConnectionDeps } from '../../connection/stages.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { InstallationJobsTable } from '../../store/connecting-tables.ts';
import { runStep } from './install-steps.ts';
import { inOrder, newStep, stepSchema } from './install-wishes.ts';
import type { InstallStep, Wish } from './install-wishes.ts';

export type InstallationJob = Selectable<InstallationJobsTable>;

export type InstallerDeps = ConnectionDeps & {
  /** After an installation the org has other fields than before. */
  forgetDescribes?: (orgId: string) => void;
};

export type Installer = {
  /** Throws `installation_running` with the id of the job in `fields`. */
  start(
    connection: { id: string; workspaceId: string },
    wish: { what: readonly Wish[]; diffId: string | null; byName: string },
  ): Promise<string>;
  /** As it is now; one whose process is gone goes on here. Undefined when the workspace has no such job. */
  find(workspaceId: string, id: string): Promise<InstallationJob | undefined>;
  /** The newest of a workspace. */
  latest(workspaceId: string): Promise<InstallationJob | undefined>;
  /** When nothing of it runs in this process any more. */
  settled(): Promise<void>;
};

const beatMs = 5_000;
const goneMs = 30_000;

export function createInstaller(deps: InstallerDeps, clients: Clients): Installer {
  const { db, now, log } = deps;
  const running = new Map<string, Promise<void>>();

  function run(job: InstallationJob): void {
    if (running.has(job.id)) return;
    const beat = setInterval(() => {
      void db
        .updateTable('installation_jobs')
        .set({ beat_at: now() })
        .where('id', '=', job.id)
        .execute()
        .catch((error: unknown) => log.warn({ err: error }, 'an installation could not be noted as running'));
    }, beatMs);
    beat.unref();
    const work = runJob(deps, clients, job)
      .catch((error: unknown) => log.error({ err: error, jobId: job.id }, 'an installation was interrupted'))
      .finally(() => {
        clearInterval(beat);
        running.delete(job.id);
      });
    running.set(job.id, work);
  }

  /** A job whose process has not been heard of for a while is taken over by whoever asks first. */
  async function takeOver(job: InstallationJob): Promise<InstallationJob> {
    const isGone = job.state === 'running' && now().getTime() - job.beat_at.getTime() > goneMs;
    if (!isGone || running.has(job.id)) return job;
    const taken = await db
      .updateTable('installation_jobs')
      .set({ beat_at: now() })
      .where('id', '=', job.id)
      .where('state', '=', 'running')
      .where('beat_at', '=', job.beat_at)
      .returningAll()
      .executeTakeFirst();
    if (taken) run(taken);
    return taken ?? job;
  }

  async function one(where: { workspaceId: string; id?: string }): Promise<InstallationJob | undefined> {
    let query = db
      .selectFrom('installation_jobs')
      .selectAll()
      .where('workspace_id', '=', where.workspaceId)
      .orderBy('started_at', 'desc');
    if (where.id !== undefined) query = query.where('id', '=', where.id);
    const job = await query.executeTakeFirst();
    return job && takeOver(job);
  }

  return {
    async start(connection, { what, diffId, byName }) {
      const id = randomUUID();
      const inserted = await db
        .insertInto('installation_jobs')
        .values({
          id,
          workspace_id: connection.workspaceId,
          connection_id: connection.id,
          state: 'running',
          steps: JSON.stringify(inOrder(what).map(newStep)),
          diff_id: diffId,
          started_by_name: byName,
          started_at: now(),
          beat_at: now(),
        })
        .onConflict((conflict) => conflict.column('connection_id').where('state', '=', 'running').doNothing())
        .returningAll()
        .executeTakeFirst();
      if (inserted) {
        run(inserted);
        return id;
      }
      const other = await one({ workspaceId: connection.workspaceId });
      throw alreadyRunning(other);
    },
    find: (workspaceId, id) => one({ workspaceId, id }),
    latest: (workspaceId) => one({ workspaceId }),
    async settled() {
      await Promise.all(running.values());
    },
  };
}

export function stepsOf(job: InstallationJob): InstallStep[] {
  return z.array(stepSchema).parse(job.steps);
}

async function runJob(deps: InstallerDeps, clients: Clients, job: InstallationJob): Promise<void> {
  const steps = stepsOf(job);
  const save = async (): Promise<void> => {
    await deps.db
      .updateTable('installation_jobs')
      .set({ steps: JSON.stringify(steps), beat_at: deps.now() })
      .where('id', '=', job.id)
      .where('state', '=', 'running')
      .execute();
  };
  let hasFailed = false;
  for (const [place, step] of steps.entries()) {
    if (step.state === 'done' || step.state === 'failed') continue;
    if (hasFailed) steps[place] = { ...step, state: 'skipped' };
    else {
      const note = async (progress: InstallStep): Promise<void> => {
        steps[place] = progress;
        await save();
      };
      steps[place] = await doStep(deps, clients, job, step, note);
      hasFailed = steps[place].state === 'failed';
      deps.log.info({ jobId: job.id, step: step.what, outcome: steps[place].state }, 'installation step');
    }
    await save();
  }
  await tidyUp(deps, clients, job);
  await deps.db
    .updateTable('installation_jobs')
    .set({ state: hasFailed ? 'failed' : 'done', ended_at: deps.now(), steps: JSON.stringify(steps) })
    .where('id', '=', job.id)
    .where('state', '=', 'running')
    .execute();
}

async function doStep(
  deps: InstallerDeps,
  clients: Clients,
  job: InstallationJob,
  step: InstallStep,
  note: (progress: InstallStep) => Promise<void>,
): Promise<InstallStep> {
  try {
    const client = await clients.clientForChecks(job.connection_id);
    return await runStep({ client, diffId: job.diff_id, note }, step);
  } catch (error) {
    deps.log.error({ err: error, jobId: job.id, step: step.what }, 'an installation step failed');
    const known = isAppError(error) ? error : null;
    const problem = {
      code: known?.code ?? 'installation_failed',
      message: known?.message ?? 'Bookbridge could not go on because of an error of its own.',
      fix: known?.fix ?? 'Install again: what is there already is left alone. The log names the cause.',
    };
    return { ...step, state: 'failed', problem };
  }
}

/** The checks follow what was installed, so that the page need not ask for them. */
async function tidyUp(deps: InstallerDeps, clients: Clients, job: InstallationJob): Promise<void> {
  try {
    const row = await deps.db
      .selectFrom('connections')
      .select('org_id')
      .where('id', '=', job.connection_id)
      .executeTakeFirst();
    if (row) deps.forgetDescribes?.(row.org_id);
    await checkConnection(deps, clients, job.connection_id);
  } catch (error) {
    deps.log.warn({ err: error, jobId: job.id }, 'installed, but the checks could not be run');
  }
}

function alreadyRunning(job: InstallationJob | undefined): AppError {
  const by = job ? ` by ${job.started_by_name}` : '';
  return new AppError('installation_running', `An installation was started${by} and is not finished.`, {
    status: 409,
    fix: 'Wait until it has finished; this page shows how far it is.',
    ...(job && { fields: { jobId: job.id } }),
  });
}
