// Asks Calendly's API v2: meetings to come, then the invitees of each, because only they say who booked.
// https://developer.calendly.com/api-docs (list-scheduled-events, list-event-invitees)
import { z } from 'zod';
import { isAppError } from '../../../errors.ts';
import type { Message } from '../../booking.ts';
import { detailsOf, inviteeAloneSchema, lastPart, meetingSchema } from '../calendly-payload.ts';
import { notUnderstood, orNull } from './call-tool.ts';
import type { CallTool } from './call-tool.ts';
import type { Tool, ToolBooking } from './tool.ts';

const meSchema = z.looseObject({
  resource: z.looseObject({ uri: z.string(), email: z.string(), current_organization: z.string() }),
});
const pageSchema = z.looseObject({
  collection: z.array(z.unknown()),
  pagination: z
    .looseObject({ next_page_token: z.string().nullish(), next_page: z.string().nullish() })
    .nullish(),
});
type Meeting = z.infer<typeof meetingSchema>;

export const calendlyTool: Tool = {
  baseUrl: 'https://api.calendly.com',
  isSelfHosted: false,
  identify: async (call) => (await readMe(call)).email,
  async *listUpcoming(call, from, parameter) {
    const me = await readMe(call);
    const filter = { status: 'active', min_start_time: from.toISOString(), sort: 'start_time:asc' };
    for await (const each of listMeetings(call, me, filter)) {
      const meeting = meetingSchema.safeParse(each);
      if (!meeting.success || meeting.data.uri === null) continue;
      const path = `/scheduled_events/${encodeURIComponent(lastPart(meeting.data.uri))}/invitees`;
      for await (const invitee of listPages(call, path, { status: 'active' })) {
        const booking = toolBooking(meeting.data, invitee, parameter);
        if (booking) yield booking;
      }
    }
  },
  async readBooking(call, { bookingId }, parameter) {
    const [, meetingId, inviteeId] = /\/scheduled_events\/([^/]+)\/invitees\/([^/]+)$/.exec(bookingId) ?? [];
    if (meetingId === undefined || inviteeId === undefined) return null;
    const path = `/scheduled_events/${encodeURIComponent(meetingId)}`;
    const invitee = await orNull(call(`${path}/invitees/${encodeURIComponent(inviteeId)}`));
    const meeting = invitee === null ? null : await orNull(call(path));
    if (meeting === null) return null;
    const read = z.looseObject({ resource: meetingSchema }).safeParse(meeting);
    const alone = z.looseObject({ resource: z.unknown() }).safeParse(invitee);
    if (!read.success || !alone.success) throw notUnderstood('Calendly', read.error ?? alone.error);
    return toolBooking(read.data.resource, alone.data.resource, parameter);
  },
};

async function readMe(call: CallTool) {
  const me = meSchema.safeParse(await call('/users/me'));
  if (!me.success) throw notUnderstood('Calendly', me.error);
  return me.data.resource;
}

/** Of the whole organisation where the key may see it, else of its own user. */
async function* listMeetings(
  call: CallTool,
  me: { uri: string; current_organization: string },
  filter: Record<string, string>,
): AsyncGenerator {
  try {
    yield* listPages(call, '/scheduled_events', { ...filter, organization: me.current_organization });
  } catch (error) {
    // Thrown by the first page only: nothing was given yet.
    if (!isAppError(error) || error.code !== 'api_key_refused') throw error;
    yield* listPages(call, '/scheduled_events', { ...filter, user: me.uri });
  }
}

async function* listPages(call: CallTool, path: string, filter: Record<string, string>): AsyncGenerator {
  let token: string | null = null;
  do {
    const query = new URLSearchParams({
      ...filter,
      count: '100',
      ...(token !== null && { page_token: token }),
    });
    const page = pageSchema.safeParse(await call(`${path}?${query.toString()}`));
    if (!page.success) throw notUnderstood('Calendly', page.error);
    yield* page.data.collection;
    const { pagination } = page.data;
    // Some answers carry only the whole address of the next page.
    token = pagination?.next_page_token ?? tokenIn(pagination?.next_page ?? null);
  } while (token !== null);
}

function tokenIn(address: string | null): string | null {
  return address === null || !URL.canParse(address) ? null : new URL(address).searchParams.get('page_token');
}

function toolBooking(meeting: Meeting, given: unknown, parameter: string | null): ToolBooking | null {
  const read = inviteeAloneSchema.safeParse(given);
  if (!read.success) return null;
  const invitee = { ...read.data, scheduled_event: meeting };
  const isCanceled = invitee.status === 'canceled' || meeting.status === 'canceled';
  const isMoved = invitee.rescheduled || invitee.new_invitee !== null;
  const state = !isCanceled ? 'live' : isMoved ? 'moved' : 'canceled';
  const previousId = invitee.old_invitee;
  const change = {
    live: previousId === null ? 'scheduled' : 'rescheduled',
    moved: 'updated',
    canceled: 'canceled',
  } as const;
  const message: Message = {
    change: change[state],
    bookingId: invitee.uri,
    previousId,
    ...(isMoved && invitee.new_invitee !== null && { nextId: invitee.new_invitee }),
    details: { ...detailsOf(invitee, parameter), reason: invitee.cancellation?.reason ?? null },
    noShow: [],
  };
  // The meeting itself changes without the invitee when another host takes it over.
  const changedAt = [invitee.updated_at, meeting.updated_at]
    .filter((each) => each !== null)
    .toSorted()
    .at(-1);
  return {
    state,
    message,
    changedAt: changedAt === undefined ? null : new Date(changedAt),
    body: { invitee: given, meeting },
  };
}
