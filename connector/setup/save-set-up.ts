// Saving a set-up: only on the revision that was read, so that nobody's change is overwritten unseen, and never without a
// row in the history.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { AppError } from '../errors.ts';
import type { Database, Db } from '../store/schema.ts';
import type { SetUpAction } from '../store/set-up-tables.ts';
import { readSetUp } from './read-set-up.ts';
import type { Confirmed, ConfirmablePhase, StoredSetUp } from './read-set-up.ts';
import { compareSetUps } from './set-up-difference.ts';
import type { Line } from './set-up-difference.ts';
import type { SetUp } from './set-up-document.ts';

export type Author = { userId: string | null; name: string };

export type NewSetUp = {
  /** That the change was made on. */
  revision: number;
  setUp: SetUp;
  action: SetUpAction;
  /** Phases that somebody has looked at with this. */
  confirms: readonly ConfirmablePhase[];
};

/** Throws `setup_changed` (409) when somebody else was faster. A save that changes nothing makes no revision. */
export async function saveSetUp(
  db: Db,
  workspaceId: string,
  author: Author,
  wanted: NewSetUp,
  at: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // The row may not be there yet to be locked: two first saves meet here.
    await sql`select pg_advisory_xact_lock(hashtext(${`set-up ${workspaceId}`}))`.execute(trx);
    const before = await readSetUp(trx, workspaceId);
    requireRevision(before, wanted.revision);
    const lines = compareSetUps(before.setUp, wanted.setUp);
    const confirmed = confirm(before.confirmed, wanted.confirms, at);
    if (lines.length === 0 && wanted.action === 'saved' && before.revision > 0) return;
    await store(trx, workspaceId, author, wanted, { before, confirmed, lines, at });
  });
}

/** Throws `setup_changed` (409), naming who and when. */
export function requireRevision(stored: StoredSetUp, revision: number): void {
  if (stored.revision === revision) return;
  const by = stored.updatedBy ?? 'Somebody';
  const when = stored.updatedAt?.toISOString() ?? '';
  throw new AppError('setup_changed', `${by} has changed the set-up in the meantime. Nothing was saved.`, {
    status: 409,
    fix: `Load the set-up again, look at what ${by} changed (${when}), and make your change on top of it.`,
    fields: { by, at: when, revision: String(stored.revision) },
  });
}

function confirm(before: Confirmed, phases: readonly ConfirmablePhase[], at: Date): Confirmed {
  return { ...before, ...Object.fromEntries(phases.map((phase) => [phase, at.toISOString()])) };
}

async function store(
  trx: Transaction<Database>,
  workspaceId: string,
  author: Author,
  { setUp, action }: NewSetUp,
  { before, confirmed, lines, at }: { before: StoredSetUp; confirmed: Confirmed; lines: Line[]; at: Date },
): Promise<void> {
  const org = await trx
    .selectFrom('connections')
    .select(['org_id', 'org_name'])
    .where('workspace_id', '=', workspaceId)
    .where('state', '!=', 'disconnected')
    .executeTakeFirst();
  const revision = before.revision + 1;
  const document = JSON.stringify(setUp);
  const row = {
    revision,
    document,
    confirmed: JSON.stringify(confirmed),
    ...orgOf(action, before, org ? { id: org.org_id, name: org.org_name } : null),
    updated_at: at,
    updated_by: author.userId,
    updated_by_name: author.name,
  };
  await trx
    .insertInto('set_ups')
    .values({ workspace_id: workspaceId, ...row })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
    .execute();
  await trx
    .insertInto('set_up_changes')
    .values({
      id: randomUUID(),
      workspace_id: workspaceId,
      revision,
      at,
      by_user_id: author.userId,
      by_name: author.name,
      action,
      document,
      summary: JSON.stringify(lines),
    })
    .execute();
}

/** It stays the set-up of the org that it was made for until somebody says that it is carried over. */
function orgOf(
  action: SetUpAction,
  { org }: StoredSetUp,
  present: StoredSetUp['org'],
): { org_id: string | null; org_name: string | null } {
  const movesOn = org === null || action === 'carried_over' || action === 'imported';
  const kept = movesOn ? (present ?? org) : org;
  return { org_id: kept?.id ?? null, org_name: kept?.name ?? null };
}
