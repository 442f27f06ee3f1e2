// Trip 2, stage `inbox`: one event becomes history and, if it says something new, its booking's present state.
// One transaction per event. Once it returned, the event is on disk; sent again, it changes nothing.
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Database, Db } from '../store/schema.ts';
import type { AdmittedEvent, Message, ParsedEvent } from './booking.ts';
import { applyMessage } from './state/apply-message.ts';
import type { Applied, Place } from './state/apply-message.ts';
import type { Waits } from '../waits.ts';

export type FiledEvent = Omit<Applied, 'state'> & { state: Applied['state'] | 'repeated' | 'held' };

/** `paused`: the source is; its events are kept, and applied when it goes on. */
export type Envelope = Place & { correlationId: string; paused?: boolean };

type Trx = Transaction<Database>;
type InboxWaits = Pick<Waits, 'predecessor'>;

const deadlock = '40P01';
const dayMs = 86_400_000;

/** Files an admitted event. Throws only what the database throws. */
export async function fileEvent(
  db: Db,
  admitted: AdmittedEvent,
  envelope: Envelope,
  waits: InboxWaits,
): Promise<FiledEvent> {
  return againOnDeadlock(() => db.transaction().execute((trx) => fileOnce(trx, admitted, envelope, waits)));
}

/** Two events that join the same two bookings may each hold what the other needs; one of them simply begins again. */
export async function againOnDeadlock<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (tries >= 5 || codeOf(error) !== deadlock) throw error;
    }
  }
}

/** An event about several customers of one meeting is a row of history for each; the first one's booking is answered. */
async function fileOnce(
  trx: Trx,
  { event, eventKey, body }: AdmittedEvent,
  envelope: Envelope,
  waits: InboxWaits,
): Promise<FiledEvent> {
  if ('ignored' in event) {
    const id = await addRow(trx, { event, eventKey, body, message: null }, envelope);
    return id === null
      ? repeated(trx, envelope.sourceId, eventKey)
      : { eventId: id, bookingId: null, state: 'ignored' };
  }
  let first: FiledEvent | null = null;
  for (const [at, message] of [event.message, ...(event.others ?? [])].entries()) {
    const key = at === 0 ? eventKey : `${eventKey}#${at}`;
    const filed = await fileMessage(trx, { event, eventKey: key, body, message }, envelope, waits);
    first ??= filed;
    if (filed.state === 'applied') first = { ...first, state: 'applied' };
  }
  // An event has at least one message.
  return first ?? repeated(trx, envelope.sourceId, eventKey);
}

type Filing = { event: ParsedEvent; eventKey: string; body: unknown; message: Message | null };

async function fileMessage(
  trx: Trx,
  filing: Filing & { message: Message },
  envelope: Envelope,
  waits: InboxWaits,
): Promise<FiledEvent> {
  const { event, eventKey, message } = filing;
  const id = await addRow(trx, filing, envelope);
  if (id === null) return repeated(trx, envelope.sourceId, eventKey);
  if (envelope.paused === true) return { eventId: id, bookingId: null, state: 'held' };
  const occurredAt = timeOf(event.occurredAt, envelope.receivedAt);
  return applyMessage(trx, { id, type: event.type, message, occurredAt }, envelope, waits);
}

/** The row's id, or null when this event was filed before. */
async function addRow(
  trx: Trx,
  { event, eventKey, body, message }: Filing,
  { workspaceId, sourceId, receivedAt, correlationId, paused }: Envelope,
): Promise<string | null> {
  const ignored = 'ignored' in event ? event.ignored.text : null;
  const row = await trx
    .insertInto('booking_events')
    .values({
      id: randomUUID(),
      workspace_id: workspaceId,
      source_id: sourceId,
      event_key: eventKey,
      type: event.type,
      state: ignored === null ? (paused === true ? 'held' : 'received') : 'ignored',
      reason: ignored,
      booking_id: null,
      occurred_at: timeOf(event.occurredAt, receivedAt),
      received_at: receivedAt,
      body: JSON.stringify(body),
      words: message === null ? null : JSON.stringify(message),
      correlation_id: correlationId,
    })
    .onConflict((conflict) => conflict.columns(['source_id', 'event_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
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

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
