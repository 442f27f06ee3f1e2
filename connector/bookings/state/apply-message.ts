// From one message to its booking's present state: found by any of its ids, folded with everything said before, saved, told.
// Part of the stage `inbox`, inside its transaction.
import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from 'kysely';
import type { Database } from '../../store/schema.ts';
import type { Waits } from '../../waits.ts';
import { detailsSchema } from '../booking.ts';
import type { BookingDetails, BookingState, Message } from '../booking.ts';
import { saveState } from '../pages/booking-rows.ts';
import { addTrail } from '../trail.ts';
import { attendeesOf, bookingOf } from './booking-chain.ts';
import type { BookingRow } from './booking-chain.ts';
import { foldMessages, messageFor } from './booking-state.ts';
import type { TimedMessage } from './booking-state.ts';
import { tellState } from './inbox-words.ts';
import { noteEndOfSeries } from './series.ts';
import { copyFor, messagesOf, messagesWaitingFor } from './stored-messages.ts';

export type Place = { workspaceId: string; sourceId: string; receivedAt: Date };

export type Applied = {
  eventId: string;
  bookingId: string | null;
  state: 'received' | 'applied' | 'ignored';
};

/** A row of `booking_events` whose message is to be applied. */
export type FiledMessage = { id: string; type: string; message: Message; occurredAt: Date };

type Trx = Transaction<Database>;
type ApplyWaits = Pick<Waits, 'predecessor'>;

export async function applyMessage(
  trx: Trx,
  filed: FiledMessage,
  place: Place,
  waits: ApplyWaits,
): Promise<Applied> {
  const { message } = filed;
  const found = await bookingOf(trx, place, message);
  if (found === null && message.attendee === undefined) {
    const attendees = await attendeesOf(trx, place.sourceId, message.bookingId);
    if (attendees.length > 0) return applyToEach(trx, filed, attendees, place, waits);
  }
  return applyToBooking(trx, filed, found, place, waits);
}

/** About a meeting of several customers as a whole. The row itself stays: who is heard of later needs it too. */
async function applyToEach(
  trx: Trx,
  filed: FiledMessage,
  attendees: readonly string[],
  place: Place,
  waits: ApplyWaits,
): Promise<Applied> {
  let first: Applied | null = null;
  for (const attendee of attendees) {
    const message = messageFor(attendee, filed.message);
    const id = message && (await copyFor(trx, filed.id, message));
    if (!message || !id) continue;
    const found = await bookingOf(trx, place, message);
    const applied = await applyToBooking(trx, { ...filed, id, message }, found, place, waits);
    if (first === null || first.state !== 'applied') first = applied;
  }
  await trx
    .updateTable('booking_events')
    .set({ reason: 'Several customers share this meeting: it counts for the booking of each of them.' })
    .where('id', '=', filed.id)
    .execute();
  return { ...(first ?? { bookingId: null, state: 'received' }), eventId: filed.id };
}

async function applyToBooking(
  trx: Trx,
  { id: eventId, type, message, occurredAt }: FiledMessage,
  found: BookingRow | null,
  place: Place,
  waits: ApplyWaits,
): Promise<Applied> {
  const said = found === null ? [] : await messagesOf(trx, found.id);
  const waiting = await messagesWaitingFor(trx, place.sourceId, message, eventId);
  const timed = { message, occurredAt };
  const known = [...said, ...waiting].map((each) => each.timed).concat(timed);
  const after = foldMessages(known);
  // A message that needs a booking we do not know yet stays "received" until that booking comes.
  if (after === null) return { eventId, bookingId: null, state: 'received' };
  const before = found && { status: found.status, details: detailsSchema.parse(found.details) };
  const changed = found === null || before === null || !saysTheSame(found, before.details, after);
  const row = await saveState(trx, found, after, message, place, {
    changed,
    predecessorKnown: knowsChain(known.map((each) => each.message)),
    waits,
  });
  await trx
    .updateTable('booking_events')
    .set({ booking_id: row.id, state: 'applied', reason: null })
    .where('id', 'in', [...waiting.map((each) => each.id), eventId])
    .execute();
  if (message.endsSeries === true) await noteEndOfSeries(trx, row, place);
  if (changed) {
    await addTrail(trx, row, place.receivedAt, [
      { stage: 'inbox', code: 'applied', text: tellState(before, after), detail: { type } },
    ]);
    return { eventId, bookingId: row.id, state: 'applied' };
  }
  const earlier = said.map((each) => each.timed);
  const reason = reasonOf(timed, earlier);
  await trx
    .updateTable('booking_events')
    .set({ state: 'ignored', reason })
    .where('id', '=', eventId)
    .execute();
  await addTrail(trx, row, place.receivedAt, [
    { stage: 'inbox', code: 'nothing_new', text: reason, detail: { type } },
  ]);
  return { eventId, bookingId: row.id, state: 'ignored' };
}

function saysTheSame(
  row: BookingRow,
  before: BookingDetails,
  { status, details, toWrite }: BookingState,
): boolean {
  // A booking that was only asked for may turn out to have been confirmed, with nothing else changed.
  if (toWrite && row.sync === 'none') return false;
  return row.status === status && isDeepStrictEqual(before, details);
}

/** False while a message names an earlier or a later id that no message of ours was about. */
function knowsChain(messages: readonly Message[]): boolean {
  const spokenOf = new Set(messages.map((message) => message.bookingId));
  return messages.every(
    ({ previousId, nextId }) =>
      (previousId === null || spokenOf.has(previousId)) && (nextId === undefined || spokenOf.has(nextId)),
  );
}

function reasonOf({ message, occurredAt }: TimedMessage, said: readonly TimedMessage[]): string {
  if (message.change === 'requested')
    return 'Another time was asked for. Nothing is written until it is confirmed.';
  if (message.nextId !== undefined) return 'It is moved. The new time comes in a message of its own.';
  const newer = said.some((each) => each.occurredAt.getTime() > occurredAt.getTime());
  return newer
    ? 'An older message came late. What is known already is newer and stays.'
    : 'The scheduling tool said the same again. There is nothing to change.';
}
