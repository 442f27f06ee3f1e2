// Reads the booking inside a Cal.com webhook into our words. Its shapes changed over the years and differ per trigger:
// three spellings of time, a phone number in three places, names whole or in parts, answers as text, list or object.
import { z } from 'zod';
import { noPerson, nothingMore, textOf } from '../booking.ts';
import type { BookingDetails, Person } from '../booking.ts';
import { instant, maxIdLength, webLink } from './source-reader.ts';

const anyText = z.unknown().optional().transform(textOf);
const uid = z.string().min(1).max(maxIdLength);
// What is no text is no id; what is too long to be kept is an error.
const otherUid = anyText.pipe(z.string().max(maxIdLength).nullable());
const answerSchema = z.union([
  z.looseObject({ label: anyText, value: z.unknown().optional() }),
  z.unknown().transform((value) => ({ label: null, value })),
]);
const answersSchema = z.record(z.string(), answerSchema).nullish().catch(null);
const hostSchema = z.looseObject({ name: anyText, email: anyText }).nullish().catch(null);

const attendeeSchema = z.looseObject({
  name: anyText,
  email: anyText,
  firstName: anyText,
  lastName: anyText,
  phoneNumber: anyText,
  timeZone: anyText,
});

export const bookingSchema = z
  .looseObject({
    uid,
    rescheduleUid: otherUid,
    fromReschedule: otherUid,
    startTime: instant,
    endTime: instant,
    title: anyText,
    status: anyText,
    additionalNotes: anyText,
    description: anyText,
    location: anyText,
    attendees: z.array(attendeeSchema),
    responses: answersSchema,
    userFieldsResponses: answersSchema,
    organizer: hostSchema,
    user: hostSchema,
    smsReminderNumber: anyText,
    videoCallData: z.looseObject({ url: anyText }).nullish().catch(null),
    metadata: z.looseObject({ videoCallUrl: anyText, salesforce_record_id: anyText }).nullish().catch(null),
    bookerUrl: anyText,
    disableRescheduling: z.unknown().optional(),
    disableCancelling: z.unknown().optional(),
    cancellationReason: anyText,
    rejectionReason: anyText,
  })
  .refine((booking) => booking.endTime > booking.startTime, {
    path: ['endTime'],
    message: 'must be after startTime',
  })
  .refine(
    (booking) => booking.attendees.length > 0 || textOf(answerOf(booking.responses, 'email')) !== null,
    {
      path: ['attendees'],
      message: 'must name the person who booked',
    },
  );
type CalBooking = z.infer<typeof bookingSchema>;
type Answers = z.infer<typeof answersSchema>;

export const absenceSchema = z.looseObject({ bookingUid: uid });

export const attendanceSchema = z.looseObject({
  bookingUid: uid,
  attendees: z.array(z.looseObject({ email: anyText, noShow: z.boolean() })).min(1),
});

export function detailsOf(booking: CalBooking): BookingDetails {
  const { bookerUrl, location } = booking;
  const links = webLink(bookerUrl)?.replace(/\/+$/, '') ?? null;
  const host = booking.organizer ?? booking.user;
  return {
    ...nothingMore,
    start: booking.startTime,
    end: booking.endTime,
    timeZone: booking.attendees[0]?.timeZone ?? null,
    title: booking.title,
    description: booking.additionalNotes ?? booking.description,
    location: placeOf(location),
    // `metadata` can be written by whoever opens the booking link.
    joinUrl:
      webLink(booking.metadata?.videoCallUrl ?? null) ??
      webLink(booking.videoCallData?.url ?? null) ??
      webLink(location),
    rescheduleUrl:
      links === null || booking.disableRescheduling === true
        ? null
        : `${links}/reschedule/${encodeURIComponent(booking.uid)}`,
    cancelUrl:
      links === null || booking.disableCancelling === true
        ? null
        : `${links}/booking/${encodeURIComponent(booking.uid)}?cancel=true`,
    person: personOf(booking),
    host: host ? { name: host.name, email: host.email } : null,
    answers: listAnswers(booking),
    reason: textOf(answerOf(booking.responses, 'rescheduleReason')),
  };
}

/** Null for the address that Cal.com invents when somebody books with a phone number only. */
export function emailOf(value: string | null): string | null {
  return value === null || /@sms\.cal\.com$/i.test(value) ? null : value;
}

function personOf(booking: CalBooking): Person {
  const { attendees, responses, userFieldsResponses, metadata } = booking;
  const attendee = attendees[0];
  const asked = answerOf(responses, 'name');
  const parts = z.looseObject({ firstName: anyText, lastName: anyText }).safeParse(asked);
  const whole = attendee?.name ?? textOf(asked);
  const first = attendee?.firstName ?? (parts.success ? parts.data.firstName : null);
  const last = attendee?.lastName ?? (parts.success ? parts.data.lastName : null);
  return {
    ...noPerson,
    name: whole,
    firstName: first,
    lastName: last,
    email: emailOf(attendee?.email ?? textOf(answerOf(responses, 'email'))),
    phone:
      textOf(answerOf(responses, 'attendeePhoneNumber')) ??
      attendee?.phoneNumber ??
      booking.smsReminderNumber ??
      textOf(answerOf(responses, 'smsReminderNumber')),
    company: companyOf(responses) ?? companyOf(userFieldsResponses),
    recordId: metadata?.salesforce_record_id ?? textOf(answerOf(responses, 'salesforce_record_id')),
  };
}

function companyOf(answers: Answers): string | null {
  for (const [key, { label, value }] of Object.entries(answers ?? {})) {
    if (/^(your[ _-])?company([ _-]name)?$/i.test(key) || /^(your )?company( name)?\??$/i.test(label ?? '')) {
      const company = textOf(value);
      if (company !== null) return company;
    }
  }
  return null;
}

/** `integrations:daily` and the like name a tool, not a place. */
function placeOf(location: string | null): string | null {
  if (location === null || !location.startsWith('integrations:')) return location;
  return location === 'integrations:daily' ? 'Cal Video' : 'Video call';
}

/** What became a field of its own, or is no answer. */
const notAnswers = new Set([
  'name',
  'email',
  'location',
  'title',
  'attendeePhoneNumber',
  'smsReminderNumber',
  'rescheduleReason',
  'salesforce_record_id',
]);

function listAnswers(booking: CalBooking): BookingDetails['answers'] {
  const all = { ...booking.responses, ...booking.userFieldsResponses };
  return Object.entries(all).flatMap(([key, answer]) => {
    const value = notAnswers.has(key) ? null : inWords(answer.value);
    return value === null ? [] : [{ label: labelOf(answer.label ?? key), value }];
  });
}

/** Labels of Cal.com's own questions are keys like `additional_notes` on create and `notes` on cancel. */
function labelOf(label: string): string {
  if (!/^[a-z]+(_[a-z]+)*$/.test(label)) return label;
  const words = label.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function inWords(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value))
    return textOf(
      value
        .map(inWords)
        .filter((each) => each !== null)
        .join(', '),
    );
  if (typeof value === 'object' && value !== null) return inWords(Object.values(value));
  return textOf(value);
}

function answerOf(answers: Answers, key: string): unknown {
  return answers !== null && answers !== undefined && Object.hasOwn(answers, key)
    ? answers[key]?.value
    : undefined;
}
