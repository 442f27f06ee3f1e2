// What a tool says now against what is known here: which message has to be filed so that both say the same. Pure, except for
// looking the booking up by its id. The same ids as the webhooks use make that nothing is there twice.
import { sql } from 'kysely';
import type { Db } from '../../store/schema.ts';
import { detailsSchema, emailKey, noPerson, nothingMore } from '../booking.ts';
import type { BookingDetails, Message } from '../booking.ts';
import type { BookingRow } from '../state/booking-chain.ts';
import { idsOf } from '../state/booking-state.ts';
import type { ToolBooking } from './tools/tool.ts';

/** `new`: never heard of. `same`: nothing to do. The rest names what differs. */
export type Difference = 'new' | 'same' | 'canceled' | 'moved' | 'changed' | 'confirmed';
export type Compared = { difference: Difference; message: Message | null; bookingId: string | null };

const live = new Set(['scheduled', 'rescheduled']);

export async function compare(db: Db, sourceId: string, booking: ToolBooking): Promise<Compared> {
  const { message } = booking;
  const [own = ''] = idsOf(message);
  const row = await findBooking(db, sourceId, own);
  if (row === null) {
    // Canceled before we ever heard of it: there is nothing to bring up to date. A new half of a move is always taken.
    const isNews = booking.state === 'live' || booking.state === 'requested';
    return { difference: isNews ? 'new' : 'same', message: isNews ? message : null, bookingId: null };
  }
  const told = tell(booking, row, detailsSchema.parse(row.details));
  return { ...told, bookingId: row.id };
}

function tell(booking: ToolBooking, row: BookingRow, ours: BookingDetails): Omit<Compared, 'bookingId'> {
  const { state, message } = booking;
  const same: Omit<Compared, 'bookingId'> = { difference: 'same', message: null };
  if (state === 'canceled') return live.has(row.status) ? { difference: 'canceled', message } : same;
  // The other half of the move says when it is now.
  if (state === 'moved' || state === 'requested' || message.details === null) return same;
  if (row.status === 'requested') return { difference: 'confirmed', message };
  if (!live.has(row.status)) return same;
  const { start, end, host, joinUrl } = message.details;
  const isMoved = start !== ours.start || end !== ours.end;
  const hostChanged =
    emailKey(host?.email ?? null) !== null &&
    emailKey(host?.email ?? null) !== emailKey(ours.host?.email ?? null);
  const hasNewLink = ours.joinUrl === null && joinUrl !== null;
  if (!isMoved && !hostChanged && !hasNewLink) return same;
  return {
    difference: isMoved ? 'moved' : 'changed',
    message: {
      ...message,
      change: isMoved ? 'rescheduled' : 'updated',
      // Only what differs: the tool's API tells less about a booking than its webhooks did.
      details: {
        ...noDetails,
        start: isMoved ? start : null,
        end: isMoved ? end : null,
        host: hostChanged ? host : null,
        joinUrl: hasNewLink ? joinUrl : null,
      },
    },
  };
}

const noDetails: BookingDetails = {
  ...nothingMore,
  start: null,
  end: null,
  timeZone: null,
  title: null,
  description: null,
  location: null,
  joinUrl: null,
  rescheduleUrl: null,
  cancelUrl: null,
  person: noPerson,
  host: null,
  answers: [],
  reason: null,
};

export async function findBooking(db: Db, sourceId: string, alias: string): Promise<BookingRow | null> {
  const row = await db
    .selectFrom('bookings')
    .innerJoin('booking_aliases', 'booking_aliases.booking_id', 'bookings.id')
    .selectAll('bookings')
    .where('booking_aliases.source_id', '=', sourceId)
    .where('booking_aliases.alias', '=', alias)
    .executeTakeFirst();
  return row ?? null;
}

export type KnownBooking = { id: string; bookingId: string; attendee: string | null };

/** Live bookings of a source that begin after `from`, each with the id that it has now. */
export async function upcomingOf(
  db: Db,
  sourceId: string,
  from: Date,
  limit: number,
): Promise<KnownBooking[]> {
  const { rows } = await sql<{ id: string; words: { bookingId: string; attendee?: string } }>`
    select b.id, e.words from bookings b
      join lateral (
        select words from booking_events
         where booking_id = b.id and words is not null and words -> 'nextId' is null
         order by occurred_at desc, received_at desc limit 1) e on true
     where b.source_id = ${sourceId} and b.merged_into is null and b.status in ('scheduled', 'rescheduled')
       and b.details ->> 'start' > ${from.toISOString()}
     order by b.details ->> 'start' limit ${limit}`.execute(db);
  return rows.map(({ id, words }) => ({ id, bookingId: words.bookingId, attendee: words.attendee ?? null }));
}
