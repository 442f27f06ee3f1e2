// Holding up a whole connection: Salesforce is away, its limit is used up, or the connection itself needs a person.
// The bookings wait with the reason shown; the intake goes on.
import type { Selectable } from 'kysely';
import type { ConnectionsTable, Db } from '../../store/schema.ts';
import { backOff } from '../../waits.ts';
import type { Waits } from '../../waits.ts';
import type { Problem } from '../report.ts';

export type ConnectionRow = Selectable<ConnectionsTable>;

export type Hold = { problem: Problem; until: Date };

/** Bookings of a workspace that a person must help first look again by themselves after this long. */
const lookAgainMs = 600_000;

/** Why no booking of this workspace may be written now, or null when one may. */
export function holdOf(connection: ConnectionRow | null, now: Date): Hold | null {
  const until = new Date(now.getTime() + lookAgainMs);
  if (connection === null || connection.state === 'disconnected') return { problem: notConnected, until };
  if (connection.state === 'reconnect') return { problem: reconnectNeeded, until };
  if (connection.state === 'needs_attention') return { problem: readProblem(connection.problem), until };
  if (connection.paused_by_user_at !== null) return { problem: pausedByUser, until };
  if (connection.paused_until !== null && connection.paused_until > now) {
    return { problem: readProblem(connection.pause_reason), until: connection.paused_until };
  }
  return null;
}

/**
 * All bookings that are due now wait for whatever holds up their connection. Looked at once more under a lock: a login
 * saved a moment ago has released them, and they must not be put back to wait for what is over.
 */
export async function holdBookings(db: Db, workspaceId: string, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const connection = await trx
      .selectFrom('connections')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .forShare()
      .executeTakeFirst();
    const hold = holdOf(connection ?? null, now);
    if (!hold) return;
    await trx
      .updateTable('bookings')
      .set({ sync: 'waiting', due_at: hold.until, problem: JSON.stringify(hold.problem), updated_at: now })
      .where('workspace_id', '=', workspaceId)
      .where('sync', 'in', ['pending', 'waiting'])
      .where('due_at', '<=', now)
      .execute();
  });
}

/** Pauses the connection: longer with every failed probe in a row. Gives the end of the pause. */
export async function pauseConnection(
  db: Db,
  connection: ConnectionRow,
  problem: Problem,
  kind: 'unavailable' | 'limit',
  waits: Waits,
  now: Date,
): Promise<Date> {
  const count = connection.pause_count + 1;
  const ms = kind === 'limit' ? waits.limit : backOff(waits.unavailable, waits.unavailableMost, count);
  const until = new Date(now.getTime() + ms);
  await db
    .updateTable('connections')
    .set({ paused_until: until, pause_reason: JSON.stringify(problem), pause_count: count, updated_at: now })
    .where('id', '=', connection.id)
    .execute();
  return until;
}

export async function endPause(db: Db, connection: ConnectionRow, now: Date): Promise<void> {
  if (connection.pause_count === 0) return;
  await db
    .updateTable('connections')
    .set({ paused_until: null, pause_reason: null, pause_count: 0, updated_at: now })
    .where('id', '=', connection.id)
    .execute();
}

/** The org lost something that every booking needs; the checks of the connection say when it is back. */
export async function flagConnection(
  db: Db,
  connection: ConnectionRow,
  problem: Problem,
  now: Date,
): Promise<void> {
  await db
    .updateTable('connections')
    .set({ state: 'needs_attention', problem: JSON.stringify(problem), updated_at: now })
    .where('id', '=', connection.id)
    .where('state', '=', 'ready')
    .execute();
}

const notConnected: Problem = {
  code: 'not_connected',
  message: 'No Salesforce org is connected.',
  fix: 'Connect the API user on the page "API connection"; this booking is written then.',
};

const reconnectNeeded: Problem = {
  code: 'reconnect_needed',
  message: 'Salesforce no longer accepts the connection.',
  fix: 'Connect the API user again on the page "API connection"; this booking is written then.',
};

const pausedByUser: Problem = {
  code: 'paused_by_user',
  message: 'The connection is paused.',
  fix: 'Choose "Resume" on the page "API connection"; this booking is written then.',
};

const needsAttention: Problem = {
  code: 'connection_needs_attention',
  message: 'A check of the Salesforce connection fails.',
  fix: 'Open the page "API connection" and do what the failed check says; this booking is written then.',
};

/** A problem as it was stored (jsonb or its text); anything else gives the general one. */
function readProblem(stored: unknown): Problem {
  const value: unknown = typeof stored === 'string' ? parse(stored) : stored;
  if (typeof value !== 'object' || value === null || !('code' in value) || !('message' in value))
    return needsAttention;
  const fix = 'fix' in value && typeof value.fix === 'string' ? value.fix : null;
  return { code: String(value.code), message: String(value.message), fix };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
