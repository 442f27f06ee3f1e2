// Who works on which booking. A claim carries a token, and nothing is written to a row without its present token; it
// counts `write_number` up, which is the fence in the org. Rows are the truth; the queue's jobs are only wake-ups.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../../store/schema.ts';
import type { BookingRow } from '../state/booking-chain.ts';
import { addTrail } from '../trail.ts';

export type Claim = {
  row: BookingRow;
  token: string;
  /** What the claim before this one set out to write: found so in the org, it arrived though we never heard. */
  last: { writeNumber: number; version: number };
  /** That earlier write has no known end: it may still arrive. */
  wasUnsettled: boolean;
};

/**
 * Takes the next due booking of a workspace, or null. Bookings whose last write has no known end come first; others of
 * the same person wait for them, because both might create that person.
 */
export async function claimNext(
  db: Db,
  workspaceId: string,
  processKey: string,
  now: Date,
): Promise<Claim | null> {
  return db.transaction().execute(async (trx) => {
    // One at a time: two claims of one person at the same moment would not see each other.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`claim ${workspaceId}`}, 0))`.execute(trx);
    const next = await trx
      .selectFrom('bookings as booking')
      .select(['id', 'write_number', 'attempted_version', 'unsettled'])
      .where('workspace_id', '=', workspaceId)
      .where('sync', 'in', ['pending', 'waiting'])
      .where('due_at', '<=', now)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('bookings as other')
              .select('other.id')
              .whereRef('other.workspace_id', '=', 'booking.workspace_id')
              .where('other.unsettled', '=', true)
              .where(sql<boolean>`booking.person_key = any(other.attempted_person_keys)`)
              // Two unsettled ones must not wait for each other: the smaller id goes first.
              .where(
                sql<boolean>`other.id <> booking.id and (not booking.unsettled or other.id < booking.id)`,
              ),
          ),
        ),
      )
      .orderBy('unsettled', 'desc')
      .orderBy('due_at')
      .orderBy('received_at')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!next) return null;
    const token = randomUUID();
    const row = await trx
      .updateTable('bookings')
      .set(({ ref }) => ({
        sync: 'claimed',
        claim_token: token,
        claimed_by: processKey,
        claimed_at: now,
        write_number: next.write_number + 1,
        attempted_version: ref('version'),
        unsettled: true,
        attempted_person_keys: sql<string[]>`array_remove(
          case when unsettled then attempted_person_keys else '{}' end || person_key, null)`,
      }))
      .where('id', '=', next.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const last = { writeNumber: next.write_number, version: next.attempted_version };
    return { row, token, last, wasUnsettled: next.unsettled };
  });
}

/** Frees what a dead process held; its last write has no known end, so these bookings stay unsettled and go first. */
export async function freeClaimsOf(db: Db, processKey: string, now: Date): Promise<number> {
  return free(db, now, 'Bookbridge was stopped while it wrote this booking.', (query) =>
    query.where('claimed_by', '=', processKey),
  );
}

/** Frees claims of processes that live but are stuck; the token and the fence keep the stuck one from doing harm. */
export async function freeClaimsBefore(db: Db, claimedBefore: Date, now: Date): Promise<number> {
  return free(db, now, 'Writing this booking took too long.', (query) =>
    query.where('claimed_at', '<', claimedBefore),
  );
}

/**
 * Frees claims of this process that nobody in it works on any more: their end could not be noted, because the database
 * was away. `inHand`: tokens that are worked on; a claim made just now may not be among them yet.
 */
export async function freeLostClaims(
  db: Db,
  processKey: string,
  inHand: ReadonlySet<string>,
  now: Date,
): Promise<number> {
  const madeBefore = new Date(now.getTime() - 5_000);
  return free(db, now, 'The database was away while this booking was written.', (query) => {
    const own = query.where('claimed_by', '=', processKey).where('claimed_at', '<', madeBefore);
    return inHand.size === 0 ? own : own.where('claim_token', 'not in', [...inHand]);
  });
}

/** Keys of all processes that hold a claim or a job. */
export async function claimingProcesses(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('bookings')
    .select('claimed_by as key')
    .where('sync', '=', 'claimed')
    .where('claimed_by', 'is not', null)
    .union(db.selectFrom('running_slices').select('process_key as key'))
    .execute();
  return rows.flatMap(({ key }) => (key === null ? [] : [key]));
}

function claimedRows(db: Db, now: Date) {
  return db
    .updateTable('bookings')
    .set({ sync: 'pending', due_at: now, claim_token: null, claimed_by: null, claimed_at: null })
    .where('sync', '=', 'claimed');
}

async function free(
  db: Db,
  now: Date,
  why: string,
  only: (query: ReturnType<typeof claimedRows>) => ReturnType<typeof claimedRows>,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const freed = await only(claimedRows(trx, now)).returning(['id', 'workspace_id']).execute();
    for (const booking of freed) {
      await addTrail(trx, booking, now, [
        {
          stage: 'report',
          code: 'claim_freed',
          text: `${why} What arrived in Salesforce is looked up, then it goes on.`,
        },
      ]);
    }
    return freed.length;
  });
}
