// "Try again": one booking, those chosen, or all parked ones become due at once. What is done is written anew.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { AppError } from '../../errors.ts';
import type { Db } from '../../store/schema.ts';
import type { BookingRow } from '../state/booking-chain.ts';
import { addTrail } from '../trail.ts';
import { bookingFilter, matches } from './booking-filter.ts';

export type Replay = { replayId: string; replayed: number };

/** Throws `nothing_to_write` (409) for a booking that belongs to no record in this state. */
export async function replayBooking(
  db: Db,
  booking: BookingRow,
  who: string,
  now: Date,
): Promise<BookingRow> {
  if (booking.sync === 'none') {
    throw new AppError(
      'nothing_to_write',
      'Nothing of this booking is written to Salesforce in its present state.',
      {
        status: 409,
        fix: 'It is written as soon as the scheduling tool says that it is confirmed.',
      },
    );
  }
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('bookings')
      .set(dueAgain(randomUUID(), now))
      .where('id', '=', booking.id)
      .where('sync', 'not in', ['claimed', 'none'])
      .returningAll()
      .executeTakeFirst();
    // In hand at this moment: there is nothing to ask for.
    if (!row) return booking;
    await addTrail(trx, row, now, [{ stage: 'inbox', code: 'replayed', text: `${who} pressed Replay.` }]);
    return row;
  });
}

/** All parked ones, or those of one cause. */
export function replayParked(
  db: Db,
  workspaceId: string,
  cause: string,
  who: string,
  now: Date,
): Promise<Replay> {
  const parked = bookingFilter.parse({ state: 'parked', cause });
  const words = cause === '' ? 'all parked bookings' : 'all bookings that were parked for this cause';
  return replayWhere(db, matches(workspaceId, parked), `${who} replayed ${words}.`, now);
}

/** Those of the ids that belong to the workspace and have something to write. */
export function replayChosen(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
  who: string,
  now: Date,
): Promise<Replay> {
  const all = matches(workspaceId, bookingFilter.parse({}));
  return replayWhere(db, (eb) => eb.and([all(eb), eb('id', 'in', ids)]), `${who} pressed Replay.`, now);
}

/** One statement for the bookings and one for their trails, however many they are. */
function replayWhere(db: Db, chosen: ReturnType<typeof matches>, text: string, now: Date): Promise<Replay> {
  const replayId = randomUUID();
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('bookings')
      .set(dueAgain(replayId, now))
      .where(chosen)
      .where('sync', 'not in', ['claimed', 'none'])
      .executeTakeFirstOrThrow();
    await sql`
      insert into trail (workspace_id, booking_id, at, stage, code, text)
      select workspace_id, id, ${now}::timestamptz, 'inbox', 'replayed', ${text}
      from bookings where replay_id = ${replayId}`.execute(trx);
    return { replayId, replayed: Number(numUpdatedRows) };
  });
}

function dueAgain(replayId: string, now: Date) {
  return {
    sync: 'pending' as const,
    due_at: now,
    tries: 0,
    problem: null,
    updated_at: now,
    replay_id: replayId,
    // Without a new version, the look-up would find it written already.
    version: sql<number>`case when sync = 'done' then version + 1 else version end`,
    // Asked for by a person: what was changed in Salesforce by hand is written over.
    written: sql<null>`case when sync = 'done' then null else written end`,
  };
}
