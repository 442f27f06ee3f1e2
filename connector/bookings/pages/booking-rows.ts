// Puts a booking's state into its row and decides whether it has to be written. Part of the stage `inbox`.
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { BookingSync, Database } from '../../store/schema.ts';
import type { Waits } from '../../waits.ts';
import { addAliases } from '../state/booking-chain.ts';
import type { BookingRow } from '../state/booking-chain.ts';
import { bookingKeyOf } from '../state/booking-key.ts';
import { idsOf } from '../state/booking-state.ts';
import { emailKey, fullName } from '../booking.ts';
import { searchWords } from './search-words.ts';
import type { BookingDetails, BookingState, Message } from '../booking.ts';

type Place = { workspaceId: string; sourceId: string; receivedAt: Date };
type Change = { changed: boolean; predecessorKnown: boolean; waits: Pick<Waits, 'predecessor'> };

/** Makes the row, or brings it to the new state; the row is locked by this transaction either way. */
export async function saveState(
  trx: Transaction<Database>,
  found: BookingRow | null,
  state: BookingState,
  message: Message,
  place: Place,
  { changed, predecessorKnown, waits }: Change,
): Promise<BookingRow> {
  const at = place.receivedAt;
  const columns = {
    status: state.status,
    details: JSON.stringify(state.details),
    state_at: state.stateAt,
    person_key: emailKey(state.details.person.email),
    search_text: searchTextOf(state.details),
    updated_at: at,
  };
  const wait = predecessorKnown ? 0 : waits.predecessor;
  if (found === null) {
    const row = await trx
      .insertInto('bookings')
      .values({
        id: randomUUID(),
        workspace_id: place.workspaceId,
        source_id: place.sourceId,
        booking_key: bookingKeyOf(place.workspaceId, place.sourceId, idsOf(message)[0] ?? message.bookingId),
        ...columns,
        version: 1,
        written_version: 0,
        sync: state.toWrite ? 'pending' : 'none',
        due_at: new Date(at.getTime() + wait),
        tries: 0,
        problem: null,
        write_number: 0,
        attempted_version: 0,
        api_calls: 0,
        received_at: at,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await addAliases(trx, row.id, place, message);
    return row;
  }
  await addAliases(trx, found.id, place, message);
  // Before its first write, the wait for an unknown predecessor ends at the time it was given, or when that one comes.
  const waitsStill = found.write_number === 0 && !predecessorKnown;
  const dueAt = waitsStill ? new Date(found.received_at.getTime() + wait) : at;
  const sync = syncAfter(found, state.toWrite, changed);
  return trx
    .updateTable('bookings')
    .set({
      ...(changed && { ...columns, version: found.version + 1 }),
      sync,
      ...(sync === 'pending' &&
        (changed || found.write_number === 0) && { due_at: dueAt, tries: 0, problem: null }),
    })
    .where('id', '=', found.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

function syncAfter(found: BookingRow, toWrite: boolean, changed: boolean): BookingSync {
  // A claim in flight is left alone: its report sees the new version and asks for the next write.
  if (!changed || found.sync === 'claimed') return found.sync;
  // What was sent once is brought up to date, whatever later messages say about it.
  return toWrite || found.write_number > 0 ? 'pending' : 'none';
}

function searchTextOf({ person, title, host }: BookingDetails): string {
  return searchWords([fullName(person), person.email, person.company, title, host?.name].join(' ')).join(' ');
}
