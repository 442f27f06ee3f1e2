// The messages in `booking_events`, read back: those about a booking, and those that waited for one to be heard of.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { Database } from '../../store/schema.ts';
import { messageSchema } from '../booking.ts';
import type { Message } from '../booking.ts';
import { meetingIdsOf, messageFor } from './booking-state.ts';
import type { TimedMessage } from './booking-state.ts';

type Trx = Transaction<Database>;

export type StoredMessage = { id: string; timed: TimedMessage };

export async function messagesOf(trx: Trx, bookingId: string): Promise<StoredMessage[]> {
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

/** Messages that came before the booking they are about, oldest first; `except`: the one in hand. */
export async function messagesWaitingFor(
  trx: Trx,
  sourceId: string,
  message: Message,
  except: string,
): Promise<StoredMessage[]> {
  const rows = await trx
    .selectFrom('booking_events')
    .select(['id', 'words', 'occurred_at'])
    .where('source_id', '=', sourceId)
    .where('state', '=', 'received')
    .where(sql<string>`words ->> 'bookingId'`, 'in', meetingIdsOf(message))
    .where('id', '!=', except)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  const waiting: StoredMessage[] = [];
  for (const stored of rows.map(storedMessage)) {
    const { attendee } = stored.timed.message;
    if (attendee === message.attendee) waiting.push(stored);
    else if (attendee === undefined && message.attendee !== undefined)
      waiting.push(...(await copyOf(trx, stored, message.attendee)));
  }
  return waiting;
}

/** What was said about the whole meeting counts for one of its customers by a row of its own. */
async function copyOf(trx: Trx, stored: StoredMessage, attendee: string): Promise<StoredMessage[]> {
  const message = messageFor(attendee, stored.timed.message);
  const id = message && (await copyFor(trx, stored.id, message));
  return message && id ? [{ id, timed: { ...stored.timed, message } }] : [];
}

/** The id of the new row, or null when there is one for this customer already. */
export async function copyFor(trx: Trx, eventId: string, message: Message): Promise<string | null> {
  const id = randomUUID();
  const { attendee = '' } = message;
  const { rows } = await sql<{ id: string }>`
    insert into booking_events
      (id, workspace_id, source_id, event_key, type, state, reason, booking_id, occurred_at, received_at, body, words,
       correlation_id)
    select ${id}, workspace_id, source_id, event_key || '@' || ${attendee}, type, 'received', null, null, occurred_at,
           received_at, body, ${JSON.stringify(message)}::jsonb, correlation_id
      from booking_events where id = ${eventId}
    on conflict (source_id, event_key) do nothing
    returning id`.execute(trx);
  return rows[0]?.id ?? null;
}

function storedMessage(row: { id: string; words: unknown; occurred_at: Date }): StoredMessage {
  return { id: row.id, timed: { message: messageSchema.parse(row.words), occurredAt: row.occurred_at } };
}
