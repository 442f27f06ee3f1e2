// Source OnceHub: webhooks v2. https://help.oncehub.com/developers/. The body is the booking itself (oncehub-payload.ts).
// What a move does to the id is not documented: a new id that names the old one, and the same id, are both understood.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Change, Message, ParsedEvent } from '../booking.ts';
import { detailsOf, onceHubBookingSchema } from './oncehub-payload.ts';
import type { OnceHubBooking } from './oncehub-payload.ts';
import { proveTimedHeader, timedHeader } from './signatures.ts';
import { instant, notABooking, readWith } from './source-reader.ts';
import type { SourceReader } from './source-reader.ts';

/** OnceHub tries again for 72 hours, maybe with the first try's time. */
const maxAgeMs = 80 * 3_600_000;

const envelopeSchema = z.looseObject({
  id: z.string().min(1).max(400),
  type: z.string().min(1),
  api_version: z.unknown().optional(),
  creation_time: z.unknown().optional(),
  data: z.unknown().optional(),
});

const changeOf: Record<string, (booking: OnceHubBooking) => Change> = {
  'booking.scheduled': () => 'scheduled',
  'booking.rescheduled': () => 'rescheduled',
  // With another host or page: the new meeting, or the old one that was canceled for it.
  'booking.canceled_then_rescheduled': (booking) =>
    booking.status === 'canceled' && previousOf(booking) === null ? 'canceled' : 'rescheduled',
  'booking.canceled_reschedule_requested': () => 'canceled',
  'booking.canceled': () => 'canceled',
  'booking.reassigned': () => 'updated',
  'booking.completed': () => 'completed',
  'booking.no_show': () => 'attendance',
};

export const onceHub: SourceReader = {
  proof: 'the header "Oncehub-Signature" made with the secret of the webhook',
  prove(secret, rawBody, headers, now) {
    return proveTimedHeader(headers['oncehub-signature'], 's', { secret, rawBody, now, maxAgeMs });
  },
  secretBy: 'tool',
  refuseSecret: () => null,
  makeSecret: () => randomBytes(16).toString('hex'),
  read(body, { recordIdParameter }): ParsedEvent {
    const { id, type, api_version, creation_time, data } = readWith(envelopeSchema, body);
    const at = instant.safeParse(creation_time);
    const event = {
      type,
      eventId: `${type} ${id}`,
      occurredAt: at.success ? new Date(at.data) : null,
    };
    const change = Object.hasOwn(changeOf, type) ? changeOf[type] : undefined;
    if (change === undefined) {
      return {
        ...event,
        ignored: type.startsWith('conversation.')
          ? { code: 'not_a_change', text: 'A conversation is not a booking.' }
          : { code: 'unknown_type', text: `"${type}" is not an event of OnceHub that is known here.` },
      };
    }
    const booking = readBooking(api_version, data);
    return { ...event, message: messageOf(change(booking), type, booking, recordIdParameter) };
  },
  sample(secret, { id, start, end, createdAt, person }) {
    const body = JSON.stringify({
      id: `EVNT-${id}`,
      object: 'event',
      creation_time: createdAt.toISOString(),
      type: 'booking.scheduled',
      api_version: 'v2',
      data: {
        object: 'booking',
        id: `BKNG-${id}`,
        tracking_id: id,
        subject: 'Introduction',
        status: 'scheduled',
        in_trash: false,
        creation_time: createdAt.toISOString(),
        starting_time: start.toISOString(),
        last_updated_time: createdAt.toISOString(),
        customer_timezone: 'Europe/London',
        duration_minutes: Math.round((end.getTime() - start.getTime()) / 60_000),
        owner: { id: 'USR-SAMPLE', object: 'user', email: 'robin.sample@example.com', first_name: 'Robin' },
        virtual_conferencing: { join_url: `https://meet.example.com/${id}` },
        location_description: '',
        rescheduled_booking_id: null,
        cancel_reschedule_information: null,
        attendees: [person.email],
        form_submission: {
          name: `${person.firstName} ${person.lastName}`,
          email: person.email,
          phone: person.phone,
          mobile_phone: '',
          note: 'This is a sample booking.',
          company: person.company,
          guests: [''],
          custom_fields: [],
        },
        event_type: { id: 'ET-SAMPLE', object: 'event_type', name: 'Introduction' },
      },
    });
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'oncehub-signature': timedHeader('s', secret, body, createdAt),
      },
    };
  },
};

function readBooking(version: unknown, data: unknown): OnceHubBooking {
  const parsed = onceHubBookingSchema.safeParse(data);
  // Version 1 has other keys and no id. The documentation shows bodies of version 2 that call themselves "v1".
  if (!parsed.success && version === 'v1') {
    throw notABooking({ api_version: 'is v1: choose API version v2 for this webhook in OnceHub' });
  }
  return parsed.success ? parsed.data : readWith(onceHubBookingSchema, data, 'data');
}

export function messageOf(
  change: Change,
  type: string,
  booking: OnceHubBooking,
  parameter: string | null,
): Message {
  // Completed after a no-show takes that back.
  const attended = change === 'completed' ? [{ email: null, noShow: false }] : [];
  return {
    change,
    bookingId: booking.id,
    previousId: previousOf(booking),
    details: detailsOf(booking, parameter, type === 'booking.reassigned'),
    noShow: change === 'attendance' ? [{ email: null, noShow: true }] : attended,
  };
}

/** Some answers name the booking itself here. */
function previousOf({ id, rescheduled_booking_id: previous }: OnceHubBooking): string | null {
  return previous === id ? null : previous;
}
