// Asks OnceHub's API v2, whose bookings look as those in its webhooks do. https://help.oncehub.com/developers/
import { z } from 'zod';
import { onceHubBookingSchema } from '../oncehub-payload.ts';
import { messageOf } from '../oncehub.ts';
import { notUnderstood, orNull } from './call-tool.ts';
import type { Tool, ToolBooking } from './tool.ts';

const pageSize = 100;
const pageSchema = z.looseObject({ data: z.array(z.unknown()), has_more: z.boolean().nullish() });

export const onceHubTool: Tool = {
  baseUrl: 'https://api.oncehub.com',
  isSelfHosted: false,
  async identify(call) {
    const page = pageSchema.safeParse(await call('/v2/bookings?limit=1'));
    if (!page.success) throw notUnderstood('OnceHub', page.error);
    return null;
  },
  async *listUpcoming(call, from, parameter) {
    for (let after: string | null = null; ;) {
      const query = new URLSearchParams({
        'starting_time.gt': from.toISOString(),
        limit: String(pageSize),
        expand: 'owner',
        ...(after !== null && { after }),
      });
      const page = pageSchema.safeParse(await call(`/v2/bookings?${query.toString()}`));
      if (!page.success) throw notUnderstood('OnceHub', page.error);
      let last: string | null = null;
      for (const each of page.data.data) {
        const booking = toolBooking(each, parameter);
        last = z.looseObject({ id: z.string() }).safeParse(each).data?.id ?? last;
        if (booking) yield booking;
      }
      if (page.data.has_more !== true || last === null || last === after) return;
      after = last;
    }
  },
  async readBooking(call, { bookingId }, parameter) {
    const answer = await orNull(call(`/v2/bookings/${encodeURIComponent(bookingId)}?expand=owner`));
    return answer === null ? null : toolBooking(answer, parameter);
  },
};

const changes = { live: 'scheduled', requested: 'requested', canceled: 'canceled' } as const;

function toolBooking(given: unknown, parameter: string | null): ToolBooking | null {
  const read = onceHubBookingSchema.safeParse(given);
  if (!read.success) return null;
  const { status, last_updated_time } = read.data;
  const state = status === 'canceled' ? 'canceled' : status === 'requested' ? 'requested' : 'live';
  const message = messageOf(changes[state], '', read.data, parameter);
  const isMoved = state === 'live' && message.previousId !== null;
  return {
    state,
    message: isMoved ? { ...message, change: 'rescheduled' } : message,
    changedAt: last_updated_time == null ? null : new Date(last_updated_time),
    body: given,
  };
}
