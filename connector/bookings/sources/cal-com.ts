// Source Cal.com: its signature and the events of its webhook (payload versions 2021-10-20 and 2026-07-27).
// https://cal.com/docs/developing/guides/automation/webhooks. Bodies are read by cal-com-payload.ts.
// Seats and series are taken like single bookings for now: each message counts for the booking id it names.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Message, ParsedEvent } from '../booking.ts';
import { absenceSchema, attendanceSchema, bookingSchema, detailsOf, emailOf } from './cal-com-payload.ts';
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

type Reading = Omit<Message, 'noShow'> & Partial<Pick<Message, 'noShow'>>;

/** Triggers about a booking, with what their payload means. A string instead of a reading: ignored, and why. */
const readings: Record<string, (payload: unknown, below: string) => Reading | string> = {
  BOOKING_REQUESTED: (payload, below) => readBooking('requested', payload, below),
  // Not confirmed before it is paid; then BOOKING_CREATED and BOOKING_PAID come, in either order.
  BOOKING_PAYMENT_INITIATED: (payload, below) => readBooking('requested', payload, below),
  BOOKING_CREATED: (payload, below) => readBooking('scheduled', payload, below),
  BOOKING_PAID: (payload, below) =>
    readBooking(isPending(payload) ? 'requested' : 'scheduled', payload, below),
  BOOKING_RESCHEDULED: (payload, below) => readBooking('rescheduled', payload, below),
  BOOKING_CANCELLED: (payload, below) => readBooking('canceled', payload, below),
  BOOKING_REJECTED: (payload, below) => readBooking('rejected', payload, below),
  BOOKING_REASSIGNED: (payload, below) => readBooking('updated', payload, below),
  BOOKING_LOCATION_UPDATED: (payload, below) => readBooking('updated', payload, below),
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
  isGenuine(secret, rawBody, headers) {
    const given = headers['x-cal-signature-256'];
    // Without a secret Cal.com sends the words "no-secret-provided": not 64 hex digits, so refused like any other.
    if (secret === '' || typeof given !== 'string' || !/^[0-9a-f]{64}$/i.test(given)) return false;
    return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', secret).update(rawBody).digest());
  },
  read: readCalCom,
  makeSecret: () => randomBytes(24).toString('base64url'),
  sample(secret, { id, start, end, createdAt, person }) {
    const name = `${person.firstName} ${person.lastName}`;
    const body = JSON.stringify({
      triggerEvent: 'BOOKING_CREATED',
      createdAt: createdAt.toISOString(),
      payload: {
        uid: id,
        type: 'introduction',
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

function readCalCom(body: unknown): ParsedEvent {
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
  const read = reading(isFlat ? body : payload, isFlat ? '' : 'payload');
  if (typeof read === 'string') return { ...event, ignored: { code: 'not_a_change', text: read } };
  const message: Message = { noShow: [], ...read };
  const occurredAt = isFlat && message.details?.end ? new Date(message.details.end) : event.occurredAt;
  return { ...event, occurredAt, message };
}

function readBooking(change: Message['change'], payload: unknown, below: string): Reading {
  const booking = readWith(bookingSchema, payload, below);
  const details = detailsOf(booking);
  const reason =
    change === 'canceled'
      ? booking.cancellationReason
      : change === 'rejected'
        ? booking.rejectionReason
        : change === 'rescheduled'
          ? details.reason
          : null;
  return {
    change,
    bookingId: booking.uid,
    previousId: booking.rescheduleUid ?? null,
    details: { ...details, reason: reason ?? null },
  };
}

function readEnded(payload: unknown, below: string): Reading | string {
  const booking = readWith(bookingSchema, payload, below);
  if (booking.status !== 'ACCEPTED')
    return `The time of a meeting passed that was ${booking.status ?? 'not confirmed'}.`;
  return {
    change: 'completed',
    bookingId: booking.uid,
    previousId: booking.fromReschedule ?? null,
    details: detailsOf(booking),
    noShow: [],
  };
}

/** Somebody marked attendees by hand; names only them and the booking. */
function readAttendance(payload: unknown, below: string): Reading {
  const { bookingUid, attendees } = readWith(attendanceSchema, payload, below);
  return {
    change: 'attendance',
    bookingId: bookingUid,
    previousId: null,
    details: null,
    noShow: attendees.map(({ email, noShow }) => ({ email: emailOf(email), noShow })),
  };
}

/** Cal Video saw no guest in the call. */
function readAbsence(payload: unknown, below: string): Reading {
  const { bookingUid } = readWith(absenceSchema, payload, below);
  const noShow = [{ email: null, noShow: true }];
  return { change: 'attendance', bookingId: bookingUid, previousId: null, details: null, noShow };
}

function isPending(payload: unknown): boolean {
  return z.looseObject({ status: z.literal('PENDING') }).safeParse(payload).success;
}
