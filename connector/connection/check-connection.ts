// "Check again": runs the checks of a saved connection and lets its state follow. What an admin repaired in Salesforce
// brings the connection back without a new login, as long as Salesforce takes the refresh token again.
import { keepCheckRun } from '../checks/keep-check-run.ts';
import type { Refusal } from '../checks/facts.ts';
import { judgeRefused } from '../checks/run-checks.ts';
import { isAppError } from '../errors.ts';
import { isSalesforceError } from '../salesforce/errors.ts';
import { problemSchema } from './attempts.ts';
import type { Clients } from './clients.ts';
import { releaseWaitingBookings } from './save.ts';
import type { ConnectionRow } from './sealed-tokens.ts';
import type { ConnectionDeps, Validation } from './stages.ts';
import { readConnection } from './tokens.ts';
import { judgeConnection, validateConnection } from './validate.ts';

/** Throws when Salesforce could not be asked: the last result then stays as it is. */
export async function checkConnection(
  deps: ConnectionDeps,
  clients: Clients,
  connectionId: string,
): Promise<void> {
  const before = await readConnection(deps.db, connectionId);
  const validation = await validate(clients, before);
  if (validation === 'reconnect') {
    const after = await readConnection(deps.db, connectionId);
    if (after.connected_at.getTime() === before.connected_at.getTime()) await recordRefusal(deps, after);
    return;
  }
  const { state, checks, problem } = validation;
  const released = await deps.db.transaction().execute(async (trx) => {
    const saved = await trx
      .updateTable('connections')
      .set({
        state,
        checks: JSON.stringify(checks),
        checked_at: deps.now(),
        problem: problem && JSON.stringify(problem),
        updated_at: deps.now(),
      })
      .where('id', '=', connectionId)
      // Disconnected or connected anew while we asked: that stands, and was judged by itself.
      .where('state', '!=', 'disconnected')
      .where('connected_at', '=', before.connected_at)
      .returning('id')
      .executeTakeFirst();
    if (!saved) return false;
    await keepCheckRun(trx, { workspaceId: before.workspace_id, at: deps.now(), state, checks });
    if (state !== 'ready') return false;
    await releaseWaitingBookings(trx, before.workspace_id, deps.now());
    return true;
  });
  if (released) await deps.wake(before.workspace_id);
}

async function validate(clients: Clients, row: ConnectionRow): Promise<Validation | 'reconnect'> {
  try {
    return await validateConnection(await clients.clientForChecks(row.id), row.kind, row.mode);
  } catch (error) {
    if (isAppError(error) && error.code === 'reconnect_needed') return 'reconnect';
    // A new token was given and refused at once: Salesforce does that to a frozen user.
    if (isSalesforceError(error) && error.errorCode === 'INVALID_SESSION_ID') {
      const user = { userId: row.user_id, instanceOrigin: row.instance_origin };
      return judgeConnection(judgeRefused(user, row.kind, row.mode, 'user_frozen'));
    }
    throw error;
  }
}

const refusals: Record<string, Refusal> = {
  inactive_user: 'user_inactive',
  user_locked: 'user_frozen',
};

/** State and problem were set where the refresh was refused; here the list of checks follows. */
async function recordRefusal({ db, now }: ConnectionDeps, row: ConnectionRow): Promise<void> {
  if (row.state === 'disconnected') return;
  const code = problemSchema.safeParse(row.problem).data?.code ?? '';
  const user = { userId: row.user_id, instanceOrigin: row.instance_origin };
  const checks = judgeRefused(user, row.kind, row.mode, refusals[code] ?? 'token_refused');
  const saved = await db
    .updateTable('connections')
    .set({ checks: JSON.stringify(checks), checked_at: now(), updated_at: now() })
    .where('id', '=', row.id)
    .where('connected_at', '=', row.connected_at)
    .returning(['state', 'workspace_id'])
    .executeTakeFirst();
  if (saved)
    await keepCheckRun(db, { workspaceId: saved.workspace_id, at: now(), state: saved.state, checks });
}
