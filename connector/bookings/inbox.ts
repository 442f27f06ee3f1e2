// Trip 2, stage `inbox`: one event becomes history and, if it says something new, its booking's present state.
// One transaction per event. Once it returned, the event is on disk; sent again, it changes nothing.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { Database, Db } from '../store/schema.ts';
import { detailsSchema, messageSchema } from './booking.ts';
import type { AdmittedEvent, BookingDetails, BookingState, Message } from './booking.ts';
import { foldMessages, idsOf } from './state/booking-state.ts';
import type { TimedMessage } from './state/booking-state.ts';
import { bookingOfIds } from './state/booking-chain.ts';
import type { BookingRow } from './state/booking-chain.ts';
import { saveState } from './pages/booking-rows.ts';
import { tellState } from './state/inbox-words.ts';
import { addTrail } from './trail.ts';
import type { Waits } from '../waits.ts';

export type FiledEvent = {
  eventId: string;
  bookingId: string | null;
  state: 'received' | 'applied' | 'ignored' | 'repeated';
};

export type Envelope = { workspaceId: string; sourceId: string; receivedAt: Date; correlationId: string };

type Trx = Transaction<Database>;

const deadlock = '40P01';
const dayMs = 86_400_000;

/** Files an admitted event. Throws only what the database throws. */
export async function fileEvent(
  db: Db,
  admitted: AdmittedEvent,
  envelope: Envelope,
  waits: Pick<Waits, 'predecessor'>,
): Promise<FiledEvent> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute((trx) => fileOnce(trx, admitted, envelope, waits));
    } catch (error) {
      // Two events that join the same two bookings may each hold what the other needs; one of them simply begins again.
      if (tries >= 5 || codeOf(error) !== deadlock) throw error;
    }
  }
}

async function fileOnce(
  trx: Trx,
  { event, eventKey, body }: AdmittedEvent,
  envelope: Envelope,
  waits: Pick<Waits, 'predecessor'>,
): Promise<FiledEvent> {
  const { workspaceId, sourceId, receivedAt } = envelope;
  const eventId = randomUUID();
  const message = 'message' in event ? event.message : null;
  const occurredAt = timeOf(event.occurredAt, receivedAt);
  const inserted = await trx
    .insertInto('booking_events')
    .values({
      id: eventId,
      workspace_id: workspaceId,
      source_id: sourceId,
      event_key: eventKey,
      type: event.type,
      state: 'ignored' in event ? 'ignored' : 'received',
      reason: 'ignored' in event ? event.ignored.text : null,
      booking_id: null,
      occurred_at: occurredAt,
      received_at: receivedAt,
      body: JSON.stringify(body),
      words: message === null ? null : JSON.stringify(message),
      correlation_id: envelope.correlationId,
    })
    .onConflict((conflict) => conflict.columns(['source_id', 'event_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return repeated(trx, sourceId, eventKey);
  if (message === null) return { eventId, bookingId: null, state: 'ignored' };
  const found = await bookingOfIds(trx, envelope, idsOf(message));
  const said = found === null ? [] : await messagesOf(trx, found.id);
  const waiting = await messagesWaitingFor(trx, sourceId, idsOf(message), eventId);
  const timed = { message, occurredAt };
  const after = foldMessages([...said, ...waiting].map((each) => each.timed).concat(timed));
  // A message that needs a booking we do not know yet stays "received" until that booking comes.
  if (after === null) return { eventId, bookingId: null, state: 'received' };
  const before = found && { status: found.status, details: detailsSchema.parse(found.details) };
  const changed = found === null || before === null || !saysTheSame(found, before.details, after);
  const row = await saveState(trx, found, after, message, envelope, {
    changed,
    predecessorKnown: knowsPredecessors(
      [...said, ...waiting].map((each) => each.timed.message).concat(message),
    ),
    waits,
  });
  const ids = [...waiting.map((each) => each.id), eventId];
  await trx
    .updateTable('booking_events')
    .set({ booking_id: row.id, state: 'applied' })
    .where('id', 'in', ids)
    .execute();
  if (!changed) {
    const reason = reasonOf(
      message,
      timed,
      said.map((each) => each.timed),
    );
    await trx
      .updateTable('booking_events')
      .set({ state: 'ignored', reason })
      .where('id', '=', eventId)
      .execute();
    await addTrail(trx, row, receivedAt, [
      { stage: 'inbox', code: 'nothing_new', text: reason, detail: { type: event.type } },
    ]);
    return { eventId, bookingId: row.id, state: 'ignored' };
  }
  await addTrail(trx, row, receivedAt, [
    { stage: 'inbox', code: 'applied', text: tellState(before, after), detail: { type: event.type } },
  ]);
  return { eventId, bookingId: row.id, state: 'applied' };
}

/** A time far ahead would make every later message of the booking look old; nobody's clock is a day wrong by chance. */
function timeOf(occurredAt: Date | null, receivedAt: Date): Date {
  if (occurredAt === null || occurredAt.getTime() > receivedAt.getTime() + dayMs) return receivedAt;
  return occurredAt;
}

async function repeated(trx: Trx, sourceId: string, eventKey: string): Promise<FiledEvent> {
  const first = await trx
    .selectFrom('booking_events')
    .select(['id', 'booking_id'])
    .where('source_id', '=', sourceId)
    .where('event_key', '=', eventKey)
    .executeTakeFirstOrThrow();
  return { eventId: first.id, bookingId: first.booking_id, state: 'repeated' };
}

type StoredMessage = { id: string; timed: TimedMessage };

async function messagesOf(trx: Trx, bookingId: string): Promise<StoredMessage[]> {
  const rows = await trx
    .selectFrom('booking_events')
    .select(['id', 'words', 'occurred_at'])
    .where('booking_id', '=', bookingId)
    .where('words', 'is not', null)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  return rows.map(storedMessage);
}

async function messagesWaitingFor(
  trx: Trx,
  sourceId: string,
  ids: string[],
  except: string,
): Promise<StoredMessage[]> {
  const rows = await trx
    .selectFrom('booking_events')
    .select(['id', 'words', 'occurred_at'])
    .where('source_id', '=', sourceId)
    .where('state', '=', 'received')
    .where(sql<string>`words ->> 'bookingId'`, 'in', ids)
    .where('id', '!=', except)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  return rows.map(storedMessage);
}

function storedMessage(row: { id: string; words: unknown; occurred_at: Date }): StoredMessage {
  return { id: row.id, timed: { message: messageSchema.parse(row.words), occurredAt: row.occurred_at } };
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

/** False while a message names an earlier id that no message of ours was about. */
function knowsPredecessors(messages: readonly Message[]): boolean {
  const spokenOf = new Set(messages.map((message) => message.bookingId));
  return messages.every(({ previousId }) => previousId === null || spokenOf.has(previousId));
}

function reasonOf(message: Message, timed: TimedMessage, said: readonly TimedMessage[]): string {
  if (message.change === 'requested')
    return 'Another time was asked for. Nothing is written until it is confirmed.';
  const newer = said.some(({ occurredAt }) => occurredAt.getTime() > timed.occurredAt.getTime());
  return newer
    ? 'An older message came late. What is known already is newer and stays.'
    : 'The scheduling tool said the same again. There is nothing to change.';
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
