// Keeps every run of the checks, so that the Health page can show since when something is wrong.
import type { Db } from '../store/schema.ts';
import type { Check } from './check.ts';

export type CheckRun = { workspaceId: string; at: Date; state: string; checks: readonly Check[] };

/** In the transaction that saves the checks with their connection. */
export async function keepCheckRun(db: Db, { workspaceId, at, state, checks }: CheckRun): Promise<void> {
  const kept = checks.map(({ id, title, status }) => ({ id, title, status }));
  await db
    .insertInto('check_runs')
    .values({ workspace_id: workspaceId, at, state, checks: JSON.stringify(kept) })
    .execute();
}
