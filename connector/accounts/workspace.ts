// The workspace that set-up without a browser works on, and how the first account takes it over when it has no members yet.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { Database, Db } from '../store/schema.ts';

const nameUntilTaken = 'Bookbridge';
/** Marks the workspace that waits for its first member; one whose members all left belongs to them still, with all that is in it. */
const slugUntilTaken = 'set-up';

/** The oldest workspace that somebody works in; without any, one is made that nobody is a member of until the first run. */
export async function claimableWorkspace(
  db: Db,
  now: Date,
): Promise<{ id: string; name: string; isNew: boolean }> {
  return db.transaction().execute(async (trx) => {
    await lockWorkspaces(trx);
    const present = await trx
      .selectFrom('workspaces')
      .select(['id', 'name'])
      .where(({ or, eb, exists, selectFrom }) =>
        or([
          eb('slug', '=', slugUntilTaken),
          exists(
            selectFrom('workspace_members')
              .select('workspace_members.id')
              .whereRef('workspace_members.workspaceId', '=', 'workspaces.id'),
          ),
        ]),
      )
      .orderBy('createdAt')
      .orderBy('id')
      .executeTakeFirst();
    if (present) return { ...present, isNew: false };
    const id = randomUUID();
    await trx
      .insertInto('workspaces')
      .values({ id, name: nameUntilTaken, slug: slugUntilTaken, createdAt: now })
      .execute();
    return { id, name: nameUntilTaken, isNew: true };
  });
}

/** The workspace of the first account: the one that set-up has made, with its connection, else a new one. */
export async function makeFirstWorkspace(
  trx: Transaction<Database>,
  name: string,
  now: Date,
): Promise<string> {
  await lockWorkspaces(trx);
  const waiting = await trx
    .selectFrom('workspaces')
    .select('id')
    .where('slug', '=', slugUntilTaken)
    .executeTakeFirst();
  if (waiting) {
    await trx
      .updateTable('workspaces')
      .set({ name, slug: waiting.id })
      .where('id', '=', waiting.id)
      .execute();
    return waiting.id;
  }
  const id = randomUUID();
  await trx.insertInto('workspaces').values({ id, name, slug: id, createdAt: now }).execute();
  return id;
}

/** Set-up and the first run at the same moment must not make two. */
async function lockWorkspaces(trx: Transaction<Database>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('bookbridge first workspace', 0))`.execute(trx);
}
