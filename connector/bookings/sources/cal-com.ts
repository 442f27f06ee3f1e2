// Source Cal.com: its signature and the events of its webhook (payload versions 2021-10-20 and 2026-07-27).
// https://cal.com/docs/developing/guides/automation/webhooks. Bodies are read by cal-com-payload.ts.
// Where seats are booked, each customer has a booking; a series is one booking per occurrence.
import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { textOf } from '../booking.ts';
import type { Message, ParsedEvent } from '../booking.ts';
import { answerOf } from './cal-com-answers.ts';
import {
  absenceSchema,
  attendanceSchema,
  attendeeKey,
  bookingSchema,
  detailsOf,
  emailOf,
  isSeated,
} from './cal-com-payload.ts';
import type { CalBooking } from './cal-com-payload.ts';
import { isHexHmac } from './signatures.ts';
import { instant, readWith } from './source-reader.ts';
import type { SourceReader } from './source-reader.ts';

/** What is known of a trigger that is no message about a booking: kept, and ignored for this reason. */
const ignoredTriggers = new Map([
  ['PING', 'Cal.com\'s "Ping test": the address and the secret are right.'],
  ['MEETING_STARTED', 'That a meeting began changes nothing in Salesforce.'],
  ['INSTANT_MEETING', 'An instant meeting that is only asked for has no time yet.'],
  ['INSTANT_MEETING_ACCEPTED', 'The instant meeting itself comes as a booking of its own.'],
  ['AFTER_HOSTS_CAL_VIDEO_NO_SHOW', 'The host did not join; that says nothing about the person who booked.'],
  ['FORM_SUBMITTED', 'A routing form is not a booking.'],
  ['FORM_SUBMITTED_NO_EVENT', 'A routing form is not a booking.'],
  ['OOO_CREATED', 'An out-of-office entry is not a booking.'],
  ['RECORDING_READY', 'Recordings are not written to Salesforce.'],
  ['RECORDING_TRANSCRIPTION_GENERATED', 'Transcripts are not written to Salesforce.'],
  ['WRONG_ASSIGNMENT_REPORT', 'A report about a wrong assignment changes no booking.'],
  ['DELEGATION_CREDENTIAL_ERROR', "About Cal.com's administration, not about a booking."],
  ['DELEGATION_CREDENTIAL_SECRET_ROTATED', "About Cal.com's administration, not about a booking."],
  ['DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED', "About Cal.com's administration, not about a booking."],
  ['DELEGATION_CREDENTIAL_ROTATION_REQUIRED', "About Cal.com's administration, not about a booking."],
]);

/** Where in the body the booking stands, and the workspace's name for record ids. */
type Place = { below: string; parameter: string | null };

/** Triggers about a booking, with what their payload means. A string instead of messages: ignored, and why. */
const readings: Record<string, (payload: unknown, place: Place) => Message[] | string> = {
  BOOKING_REQUESTED: (payload, place) => readBooking('requested', payload, place),
  // Not confirmed before it is paid; then BOOKING_CREATED and BOOKING_PAID come, in either order.
  BOOKING_PAYMENT_INITIATED: (payload, place) => readBooking('requested', payload, place),
  BOOKING_CREATED: (payload, place) => readBooking('scheduled', payload, place),
  BOOKING_PAID: (payload, place) =>
    readBooking(isPending(payload) ? 'requested' : 'scheduled', withoutMetadata(payload), place),
  BOOKING_RESCHEDULED: (payload, place) => readBooking('rescheduled', payload, place),
  BOOKING_CANCELLED: (payload, place) => readBooking('canceled', payload, place),
  BOOKING_REJECTED: (payload, place) => readBooking('rejected', payload, place),
  BOOKING_REASSIGNED: (payload, place) => readBooking('updated', payload, place),
  BOOKING_LOCATION_UPDATED: (payload, place) => readBooking('updated', payload, place),
  BOOKING_NO_SHOW_UPDATED: readAttendance,
  AFTER_GUESTS_CAL_VIDEO_NO_SHOW: readAbsence,
  MEETING_ENDED: readEnded,
};

const envelopeSchema = z.looseObject({
  triggerEvent: z.string().min(1),
  createdAt: z.unknown().optional(),
  payload: z.unknown().optional(),
});

export const calCom: SourceReader = {
  proof: 'the header "X-Cal-Signature-256" made with the secret of the webhook',
  prove(secret, rawBody, headers) {
    const given = headers['x-cal-signature-256'];
    // Without a secret Cal.com sends the words "no-secret-provided": not 64 hex digits, so refused like any other.
    return typeof given === 'string' && isHexHmac(given, secret, rawBody) ? 'genuine' : 'forged';
  },
  secretBy: 'either',
  refuseSecret: () => null,
  read: (body, { recordIdParameter }) => readCalCom(body, recordIdParameter),
  makeSecret: () => randomBytes(24).toString('base64url'),
  sample(secret, { id, start, end, createdAt, person }) {
    const name = `${person.firstName} ${person.lastName}`;
    const body = JSON.stringify({
      triggerEvent: 'BOOKING_CREATED',
      createdAt: createdAt.toISOString(),
      payload: {
        uid: id,
        type: 'introduction',
        eventTypeId: 1,
        eventTitle: 'Introduction',
        title: `Introduction between Robin Sample and ${name}`,
        startTime: start.toISOString(),
        endTime: end.toISOString(),
        organizer: { name: 'Robin Sample', email: 'robin.sample@example.com', timeZone: 'Europe/London' },
        attendees: [{ ...person, name, timeZone: 'Europe/London', phoneNumber: person.phone }],
        responses: {
          name: { label: 'your_name', value: name },
          email: { label: 'email_address', value: person.email },
          company: { label: 'Company', value: person.company },
          notes: { label: 'additional_notes', value: 'This is a sample booking.' },
        },
        location: 'integrations:daily',
        metadata: { videoCallUrl: `https://meet.example.com/${id}` },
        status: 'ACCEPTED',
      },
    });
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    return { body, headers: { 'content-type': 'application/json', 'x-cal-signature-256': signature } };
  },
};

function readCalCom(body: unknown, parameter: string | null): ParsedEvent {
  const { triggerEvent: type, createdAt, payload } = readWith(envelopeSchema, body);
  const at = instant.safeParse(createdAt);
  const event = { type, eventId: null, occurredAt: at.success ? new Date(at.data) : null };
  const why = ignoredTriggers.get(type);
  if (why !== undefined)
    return { ...event, ignored: { code: type === 'PING' ? 'ping' : 'not_a_change', text: why } };
  const reading = Object.hasOwn(readings, type) ? readings[type] : undefined;
  if (reading === undefined) {
    return {
      ...event,
      ignored: { code: 'unknown_type', text: `"${type}" is not an event of Cal.com that is known here.` },
    };
  }
  // MEETING_ENDED has no wrapper: the booking's columns stand beside triggerEvent, and createdAt is the booking's.
  const isFlat = payload === undefined;
  const read = reading(isFlat ? body : payload, { below: isFlat ? '' : 'payload', parameter });
  if (typeof read === 'string') return { ...event, ignored: { code: 'not_a_change', text: read } };
  const [message, ...others] = read;
  if (message === undefined) throw new TypeError('a reading gives at least one message');
  const occurredAt = isFlat && message.details?.end ? new Date(message.details.end) : event.occurredAt;
  return { ...event, occurredAt, message, ...(others.length > 0 && { others }) };
}

function readBooking(change: Message['change'], payload: unknown, { below, parameter }: Place): Message[] {
  const booking = readWith(bookingSchema, payload, below);
  const reasons: Partial<Record<Message['change'], string | null>> = {
    canceled: booking.cancellationReason,
    rejected: booking.rejectionReason,
    rescheduled: textOf(answerOf(booking.responses, 'rescheduleReason')),
  };
  const reason = reasons[change] ?? null;
  // Set on a cancellation only when the whole rest of the series was canceled.
  const endsSeries = change === 'canceled' && booking.recurringEvent != null;
  return messagesOf(booking, parameter).map((message) => ({
    ...message,
    change,
    ...(endsSeries && { endsSeries }),
    details: message.details && { ...message.details, reason },
  }));
}

function readEnded(payload: unknown, { below, parameter }: Place): Message[] | string {
  const booking = readWith(bookingSchema, payload, below);
  if (booking.status !== 'ACCEPTED')
    return `The time of a meeting passed that was ${booking.status ?? 'not confirmed'}.`;
  const noShow = booking.attendees.flatMap((attendee) =>
    attendee.noShow === true ? [absent(attendee.email, true)] : [],
  );
  return messagesOf(booking, parameter).map((message) => ({ ...message, change: 'completed', noShow }));
}

/** One message about the booking, or one for each customer who shares it. */
function messagesOf(booking: CalBooking, parameter: string | null): Message[] {
  const ids = {
    change: 'updated' as const,
    bookingId: booking.uid,
    previousId: booking.rescheduleUid ?? booking.fromReschedule ?? null,
    noShow: [],
  };
  const seats = isSeated(booking) ? booking.attendees : [];
  const each = seats.flatMap((seat) => {
    const attendee = attendeeKey(seat);
    return attendee === null ? [] : [{ ...ids, attendee, details: detailsOf(booking, parameter, seat) }];
  });
  return each.length > 0 ? each : [{ ...ids, details: detailsOf(booking, parameter) }];
}

/** Somebody marked attendees by hand; names only them and the booking. */
function readAttendance(payload: unknown, { below }: Place): Message[] {
  const { bookingUid, attendees } = readWith(attendanceSchema, payload, below);
  const noShow = attendees.map(({ email, noShow: isAbsent }) => absent(email, isAbsent));
  return [{ change: 'attendance', bookingId: bookingUid, previousId: null, details: null, noShow }];
}

/** Cal Video saw no guest in the call. */
function readAbsence(payload: unknown, { below }: Place): Message[] {
  const { bookingUid } = readWith(absenceSchema, payload, below);
  const noShow = [{ email: null, noShow: true }];
  return [{ change: 'attendance', bookingId: bookingUid, previousId: null, details: null, noShow }];
}

function absent(email: string | null, noShow: boolean): Message['noShow'][number] {
  return { email: emailOf(email), noShow, ...(email !== null && { attendee: email.toLowerCase() }) };
}

/** A payment replaces what the booking link had put there. */
function withoutMetadata(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null ? { ...payload, metadata: {} } : payload;
}

function isPending(payload: unknown): boolean {
  return z.looseObject({ status: z.literal('PENDING') }).safeParse(payload).success;
}
