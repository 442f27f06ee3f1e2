// Which booking row do these ids of a source mean? Tools change ids when a meeting moves, and their messages arrive in
// any order; so two rows may prove to be one. Part of the stage `inbox`, inside its transaction.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Selectable, Transaction } from 'kysely';
import type { BookingsTable, Database } from '../../store/schema.ts';
import type { Message } from '../booking.ts';
import { addTrail } from '../trail.ts';
import { idsOf, meetingIdsOf } from './booking-state.ts';

export type BookingRow = Selectable<BookingsTable>;

type Trx = Transaction<Database>;
type Place = { workspaceId: string; sourceId: string; receivedAt: Date };

/**
 * The locked row that a message's ids lead to, joined from two when they were two, or null when none of them was seen before.
 * All ids are held until the transaction ends: another event about one of them, or about the whole meeting, waits.
 */
export async function bookingOf(trx: Trx, place: Place, message: Message): Promise<BookingRow | null> {
  const ids = idsOf(message);
  const held = new Set([...ids, ...meetingIdsOf(message)]);
  for (const lock of [...held].map((id) => lockNumber(place.sourceId, id)).toSorted()) {
    await sql`select pg_advisory_xact_lock(${lock}::bigint)`.execute(trx);
  }
  for (;;) {
    const found = await aliasedTo(trx, place.sourceId, ids);
    if (found.length === 0) return null;
    const rows = await trx
      .selectFrom('bookings')
      .selectAll()
      .where('id', 'in', found)
      .orderBy('received_at')
      .orderBy('id')
      .forUpdate()
      .execute();
    // While we waited for a row, another transaction may have joined it with a third one.
    const now = await aliasedTo(trx, place.sourceId, ids);
    if (now.length !== found.length || !now.every((id) => found.includes(id))) continue;
    const [older, ...younger] = rows;
    if (older === undefined) return null;
    for (const row of younger) await joinInto(trx, older, row, place.receivedAt);
    return older;
  }
}

/** Who shares a meeting of several customers, as far as they are known. */
export async function attendeesOf(trx: Trx, sourceId: string, meeting: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('booking_aliases')
    .select('alias')
    .where('source_id', '=', sourceId)
    .where('meeting', '=', meeting)
    .orderBy('alias')
    .execute();
  return rows.map(({ alias }) => alias.slice(meeting.length + 1));
}

export async function addAliases(trx: Trx, bookingId: string, place: Place, message: Message): Promise<void> {
  const meetings = meetingIdsOf(message);
  await trx
    .insertInto('booking_aliases')
    .values(
      idsOf(message).map((alias, at) => ({
        workspace_id: place.workspaceId,
        source_id: place.sourceId,
        alias,
        booking_id: bookingId,
        meeting: message.attendee === undefined ? null : (meetings[at] ?? null),
      })),
    )
    .onConflict((conflict) => conflict.columns(['source_id', 'alias']).doNothing())
    .execute();
}

async function aliasedTo(trx: Trx, sourceId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await trx
    .selectFrom('booking_aliases')
    .select('booking_id')
    .distinct()
    .where('source_id', '=', sourceId)
    .where('alias', 'in', [...ids])
    .execute();
  return rows.map((row) => row.booking_id).toSorted();
}

/** The older row takes ids and messages of the younger; what the younger wrote is set canceled, never deleted. */
async function joinInto(trx: Trx, older: BookingRow, younger: BookingRow, at: Date): Promise<void> {
  await trx
    .updateTable('booking_aliases')
    .set({ booking_id: older.id })
    .where('booking_id', '=', younger.id)
    .execute();
  await trx
    .updateTable('booking_events')
    .set({ booking_id: older.id })
    .where('booking_id', '=', younger.id)
    .execute();
  // write_number counts claims: without one, nothing of it can be in the org.
  const mayBeWritten = younger.write_number > 0;
  const inFlight = younger.sync === 'claimed';
  await trx
    .updateTable('bookings')
    .set({
      merged_into: older.id,
      status: 'canceled',
      version: younger.version + 1,
      problem: null,
      tries: 0,
      updated_at: at,
      // The claim in flight ends first; its report sees the new version and asks for the next write.
      ...(!inFlight && { sync: mayBeWritten ? 'pending' : 'none', due_at: at }),
    })
    .where('id', '=', younger.id)
    .execute();
  await addTrail(trx, younger, at, [
    {
      stage: 'inbox',
      code: 'same_booking',
      text: 'This is the same meeting as an earlier booking, which goes on in its place. This one is canceled.',
      detail: { bookingKey: older.booking_key },
    },
  ]);
  await addTrail(trx, older, at, [
    {
      stage: 'inbox',
      code: 'joined',
      text: 'A later booking proved to be this meeting, moved. What was said about it counts here now.',
      detail: { bookingKey: younger.booking_key },
    },
  ]);
}

/** A signed 64-bit number for PostgreSQL's advisory locks. */
function lockNumber(sourceId: string, id: string): string {
  return createHash('sha256')
    .update(JSON.stringify([sourceId, id]))
    .digest()
    .readBigInt64BE()
    .toString();
}
