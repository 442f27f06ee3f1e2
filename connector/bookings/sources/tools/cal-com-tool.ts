// Asks Cal.com's API v2 for bookings. Two versions of paging: the hosted one has a cursor (2026-05-01), older installations
// take and skip (2024-08-13). https://cal.com/docs/api-reference/v2/bookings/get-all-bookings
import { z } from 'zod';
import { isAppError } from '../../../errors.ts';
import { textOf } from '../../booking.ts';
import type { Message } from '../../booking.ts';
import { detailsOfRest, restBookingSchema, seatsOf } from './cal-com-rest.ts';
import type { RestBooking } from './cal-com-rest.ts';
import { notUnderstood, orNull } from './call-tool.ts';
import type { CallTool } from './call-tool.ts';
import type { Tool, ToolBooking } from './tool.ts';

const pageSize = 100;
const newest = '2026-05-01';
const older = '2024-08-13';

const pageSchema = z.looseObject({
  data: z.array(z.unknown()),
  pagination: z
    .looseObject({
      nextCursor: z.union([z.string(), z.number()]).nullish(),
      hasMore: z.boolean().nullish(),
      hasNextPage: z.boolean().nullish(),
    })
    .nullish(),
});

export const calComTool: Tool = {
  baseUrl: 'https://api.cal.com',
  isSelfHosted: true,
  async identify(call) {
    const me = await orNull(call('/v2/me', { 'cal-api-version': older }));
    const found = z.looseObject({ data: z.looseObject({ email: z.string() }) }).safeParse(me);
    // An installation without this address still answers for its bookings.
    if (!found.success) await listPage(call, { status: 'upcoming', limit: '1' }, { take: '1' });
    return found.success ? found.data.data.email : null;
  },
  async *listUpcoming(call, from, parameter) {
    const seen = new Set<string>();
    // "upcoming" may leave out what belongs to a series or is not confirmed yet.
    for (const status of ['upcoming', 'recurring', 'unconfirmed']) {
      for await (const booking of listBookings(call, { status, afterStart: from.toISOString() })) {
        if (seen.has(booking.uid) || booking.start <= from.toISOString()) continue;
        seen.add(booking.uid);
        yield* toolBookings(booking, parameter);
      }
    }
  },
  async readBooking(call, { bookingId, attendee }, parameter) {
    const path = `/v2/bookings/${encodeURIComponent(bookingId)}`;
    const answer = await orNull(call(path, { 'cal-api-version': older }));
    if (answer === null) return null;
    const booking = z.looseObject({ data: restBookingSchema }).safeParse(answer);
    if (!booking.success) throw notUnderstood('Cal.com', booking.error);
    const all = toolBookings(booking.data.data, parameter);
    // A seat that was given up is not listed any more, though the meeting is.
    return all.find(({ message }) => (message.attendee ?? null) === attendee) ?? null;
  },
};

async function* listBookings(call: CallTool, filter: Record<string, string>): AsyncGenerator<RestBooking> {
  let cursor: string | null = null;
  for (let skip = 0; ; skip += pageSize) {
    const { data, pagination } = await listPage(
      call,
      { ...filter, limit: String(pageSize), ...(cursor !== null && { cursor }) },
      { ...filter, take: String(pageSize), skip: String(skip) },
    );
    for (const each of data) {
      const booking = restBookingSchema.safeParse(each);
      if (booking.success) yield booking.data;
    }
    cursor = textOf(pagination?.nextCursor);
    const hasMore =
      pagination?.hasMore ?? pagination?.hasNextPage ?? (cursor !== null || data.length === pageSize);
    if (!hasMore || data.length === 0) return;
  }
}

/** The version with a cursor, else the one before it: what an installation does not know, it does not find. */
async function listPage(call: CallTool, byCursor: Record<string, string>, bySkip: Record<string, string>) {
  const ask = (query: Record<string, string>, version: string): Promise<unknown> =>
    call(`/v2/bookings?${new URLSearchParams(query).toString()}`, { 'cal-api-version': version });
  let answer: unknown;
  try {
    if (Number(bySkip['skip'] ?? 0) > 0 && byCursor['cursor'] === undefined)
      answer = await ask(bySkip, older);
    else answer = await ask(byCursor, newest);
  } catch (error) {
    const isUnknown = isAppError(error) && (error.code === 'tool_not_found' || error.code === 'tool_failed');
    if (!isUnknown) throw error;
    answer = await ask(bySkip, older);
  }
  const page = pageSchema.safeParse(answer);
  if (!page.success) throw notUnderstood('Cal.com', page.error);
  return page.data;
}

function toolBookings(booking: RestBooking, parameter: string | null): ToolBooking[] {
  const state = stateOf(booking);
  const changes = {
    live: 'scheduled',
    requested: 'requested',
    canceled: 'canceled',
    moved: 'updated',
  } as const;
  const previousId = booking.rescheduledFromUid ?? null;
  const ids = {
    change: state === 'live' && previousId !== null ? ('rescheduled' as const) : changes[state],
    bookingId: booking.uid,
    previousId,
    ...(booking.rescheduledToUid != null && { nextId: booking.rescheduledToUid }),
    noShow: [],
  };
  return seatsOf(booking).map(({ attendee, person }) => {
    const message: Message = {
      ...ids,
      ...(attendee !== null && { attendee }),
      details: detailsOfRest(booking, person, parameter),
    };
    return {
      state,
      message,
      changedAt: booking.updatedAt === null ? null : new Date(booking.updatedAt),
      body: booking,
    };
  });
}

/** The old half of a move is "cancelled" too, and names the new one: that is no cancellation. */
function stateOf({ status, rescheduledToUid }: RestBooking): ToolBooking['state'] {
  if (rescheduledToUid != null) return 'moved';
  if (status === 'cancelled' || status === 'rejected') return 'canceled';
  return status === 'pending' ? 'requested' : 'live';
}
