// Source Calendly: webhooks of its API v2. Each message is about one invitee, whose address is the booking's id; a move gives
// a new address. https://developer.calendly.com/api-docs/overview/webhooks. Bodies are read by calendly-payload.ts.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Message, ParsedEvent } from '../booking.ts';
import { detailsOf, inviteeSchema } from './calendly-payload.ts';
import type { Invitee } from './calendly-payload.ts';
import { proveTimedHeader, timedHeader } from './signatures.ts';
import { instant, readWith } from './source-reader.ts';
import type { SourceReader } from './source-reader.ts';

/** Calendly tries again for 24 hours, maybe with the first try's time. */
const maxAgeMs = 26 * 3_600_000;

const envelopeSchema = z.looseObject({
  event: z.string().min(1),
  created_at: z.unknown().optional(),
  payload: z.unknown().optional(),
});

type Reading = { message: Message; occurredAt: string | null; eventId: string | null };

const readings: Record<string, (invitee: Invitee, parameter: string | null) => Reading> = {
  'invitee.created': readCreated,
  'invitee.canceled': readCanceled,
  'invitee_no_show.created': (invitee) => readAttendance(invitee, true),
  'invitee_no_show.deleted': (invitee) => readAttendance(invitee, false),
};

export const calendly: SourceReader = {
  proof: 'the header "Calendly-Webhook-Signature" made with the signing key of the webhook subscription',
  prove(secret, rawBody, headers, now) {
    const given = { secret, rawBody, now, maxAgeMs };
    return proveTimedHeader(headers['calendly-webhook-signature'], 'v1', given);
  },
  secretBy: 'either',
  refuseSecret: () => null,
  makeSecret: () => randomBytes(32).toString('base64url'),
  read(body, { recordIdParameter }): ParsedEvent {
    const { event: type, created_at, payload } = readWith(envelopeSchema, body);
    const sentAt = instant.safeParse(created_at);
    const event = { type, eventId: null, occurredAt: sentAt.success ? new Date(sentAt.data) : null };
    const reading = Object.hasOwn(readings, type) ? readings[type] : undefined;
    if (reading === undefined) {
      const known = /^(routing_form_submission|event_type|contact|meeting_recap)\./.test(type);
      return {
        ...event,
        ignored: known
          ? { code: 'not_a_change', text: `"${type}" is not about a booking.` }
          : { code: 'unknown_type', text: `"${type}" is not an event of Calendly that is known here.` },
      };
    }
    const { message, occurredAt, eventId } = reading(
      readWith(inviteeSchema, payload, 'payload'),
      recordIdParameter,
    );
    // Calendly gives no id of the delivery, and two subscriptions send the same thing twice.
    return {
      type,
      eventId: eventId === null ? null : `${type} ${eventId}`,
      occurredAt: occurredAt === null ? event.occurredAt : new Date(occurredAt),
      message,
    };
  },
  sample(secret, { id, start, end, createdAt, person }) {
    const meeting = `https://api.calendly.com/scheduled_events/${id}`;
    const body = JSON.stringify({
      event: 'invitee.created',
      created_at: createdAt.toISOString(),
      created_by: 'https://api.calendly.com/users/SAMPLE',
      payload: {
        uri: `${meeting}/invitees/${id}`,
        event: meeting,
        email: person.email,
        name: `${person.firstName} ${person.lastName}`,
        first_name: person.firstName,
        last_name: person.lastName,
        status: 'active',
        timezone: 'Europe/London',
        created_at: createdAt.toISOString(),
        updated_at: createdAt.toISOString(),
        questions_and_answers: [
          { question: 'Company', answer: person.company, position: 0 },
          {
            question: 'What would you like to talk about?',
            answer: 'This is a sample booking.',
            position: 1,
          },
        ],
        text_reminder_number: person.phone,
        tracking: { utm_source: 'sample', utm_medium: null, utm_campaign: null, salesforce_uuid: null },
        rescheduled: false,
        old_invitee: null,
        new_invitee: null,
        scheduled_event: {
          uri: meeting,
          name: 'Introduction',
          status: 'active',
          start_time: start.toISOString(),
          end_time: end.toISOString(),
          event_type: 'https://api.calendly.com/event_types/SAMPLE',
          location: { type: 'zoom', status: 'pushed', join_url: `https://meet.example.com/${id}` },
          event_memberships: [{ user_email: 'robin.sample@example.com', user_name: 'Robin Sample' }],
          event_guests: [],
        },
      },
    });
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'calendly-webhook-signature': timedHeader('v1', secret, body, createdAt),
      },
    };
  },
};

function readCreated(invitee: Invitee, parameter: string | null): Reading {
  const previousId = invitee.old_invitee;
  return {
    message: {
      change: previousId === null ? 'scheduled' : 'rescheduled',
      bookingId: invitee.uri,
      previousId,
      details: detailsOf(invitee, parameter),
      noShow: [],
    },
    occurredAt: invitee.created_at,
    eventId: invitee.uri,
  };
}

/** The first half of a move cancels nothing: the meeting goes on as the invitee that it names. */
function readCanceled(invitee: Invitee, parameter: string | null): Reading {
  const details = { ...detailsOf(invitee, parameter), reason: invitee.cancellation?.reason ?? null };
  const nextId = invitee.rescheduled ? invitee.new_invitee : null;
  const message: Message = {
    change: invitee.rescheduled ? 'updated' : 'canceled',
    bookingId: invitee.uri,
    previousId: invitee.old_invitee,
    ...(nextId !== null && { nextId }),
    details,
    noShow: [],
  };
  return {
    message,
    occurredAt: invitee.cancellation?.created_at ?? invitee.updated_at,
    eventId: invitee.uri,
  };
}

function readAttendance(invitee: Invitee, noShow: boolean): Reading {
  return {
    message: {
      change: 'attendance',
      bookingId: invitee.uri,
      previousId: invitee.old_invitee,
      details: null,
      noShow: [{ email: null, noShow }],
    },
    // A mark that was taken away again is a mark of its own: its address tells the two apart.
    occurredAt: noShow ? (invitee.no_show?.created_at ?? null) : null,
    eventId: invitee.no_show?.uri ?? null,
  };
}
