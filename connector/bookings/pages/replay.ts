// "Try again": a booking, or all parked ones, become due at once. A booking that is done is written anew.
import { AppError } from '../../errors.ts';
import type { Db } from '../../store/schema.ts';
import type { BookingRow } from '../state/booking-chain.ts';
import { addTrail } from '../trail.ts';

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
      .set(({ eb }) => ({
        sync: 'pending',
        due_at: now,
        tries: 0,
        problem: null,
        updated_at: now,
        // Without a new version, the look-up would find it written already.
        version: eb('version', '+', 1),
      }))
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

export async function replayParked(db: Db, workspaceId: string, who: string, now: Date): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .updateTable('bookings')
      .set({ sync: 'pending', due_at: now, tries: 0, problem: null, updated_at: now })
      .where('workspace_id', '=', workspaceId)
      .where('sync', '=', 'parked')
      .returning(['id', 'workspace_id'])
      .execute();
    for (const row of rows) {
      await addTrail(trx, row, now, [
        { stage: 'inbox', code: 'replayed', text: `${who} replayed all parked bookings.` },
      ]);
    }
    return rows.length;
  });
}
