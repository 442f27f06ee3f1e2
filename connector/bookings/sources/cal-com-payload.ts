// Reads the booking inside a Cal.com webhook into our words. Its shapes changed over the years and differ per trigger:
// three spellings of time, a phone number in three places, names whole or in parts, answers as text, list or object.
import { z } from 'zod';
import { noPerson, textOf } from '../booking.ts';
import type { BookingDetails, Person } from '../booking.ts';
import { answerOf, answersSchema, companyOf, listAnswers } from './cal-com-answers.ts';
import { sortLinkValues } from './link-values.ts';
import { instant, maxIdLength, webLink } from './source-reader.ts';

const anyText = z.unknown().optional().transform(textOf);
const uid = z.string().min(1).max(maxIdLength);
// What is no text is no id; what is too long to be kept is an error.
const otherUid = anyText.pipe(z.string().max(maxIdLength).nullable());
const hostSchema = z.looseObject({ name: anyText, email: anyText }).nullish().catch(null);

const attendeeSchema = z.looseObject({
  name: anyText,
  email: anyText,
  firstName: anyText,
  lastName: anyText,
  phoneNumber: anyText,
  timeZone: anyText,
  noShow: z.unknown().optional(),
  bookingSeat: z.looseObject({ referenceUid: anyText }).nullish().catch(null),
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
    eventTypeId: anyText,
    eventTitle: anyText,
    type: anyText,
    seatsPerTimeSlot: z.number().nullish().catch(null),
    attendeeSeatId: anyText,
    recurringEvent: z.unknown().optional(),
    responses: answersSchema,
    userFieldsResponses: answersSchema,
    organizer: hostSchema,
    user: hostSchema,
    smsReminderNumber: anyText,
    videoCallData: z.looseObject({ url: anyText }).nullish().catch(null),
    metadata: z.looseObject({ videoCallUrl: anyText }).nullish().catch(null),
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
export type CalBooking = z.infer<typeof bookingSchema>;
type CalAttendee = CalBooking['attendees'][number];

export const absenceSchema = z.looseObject({ bookingUid: uid });

export const attendanceSchema = z.looseObject({
  bookingUid: uid,
  attendees: z.array(z.looseObject({ email: anyText, noShow: z.boolean() })).min(1),
});

/** Several customers share the meeting, each with a seat; otherwise all but the first are guests. */
export function isSeated({ seatsPerTimeSlot, attendeeSeatId, attendees }: CalBooking): boolean {
  return (
    (seatsPerTimeSlot ?? 0) > 0 ||
    attendeeSeatId !== null ||
    attendees.some(({ bookingSeat }) => bookingSeat?.referenceUid != null)
  );
}

/** Cal.com gives one address one seat in a meeting; it stands in every message, the seat's own id does not. */
export function attendeeKey(attendee: CalAttendee): string | null {
  return attendee.email?.toLowerCase() ?? attendee.bookingSeat?.referenceUid ?? null;
}

/** `attendee`: whose booking it is, where several customers share the meeting. */
export function detailsOf(
  booking: CalBooking,
  parameter: string | null,
  attendee: CalAttendee | undefined = booking.attendees[0],
): BookingDetails {
  const { bookerUrl, location, metadata } = booking;
  const links = webLink(bookerUrl)?.replace(/\/+$/, '') ?? null;
  const host = booking.organizer ?? booking.user;
  const answers = listAnswers(booking, parameter);
  const { videoCallUrl, ...passed } = metadata ?? {};
  const link = sortLinkValues({ ...passed, ...answers.hidden }, parameter);
  return {
    start: booking.startTime,
    end: booking.endTime,
    timeZone: attendee?.timeZone ?? null,
    title: booking.title,
    description: booking.additionalNotes ?? booking.description,
    location: placeOf(location),
    // `metadata` can be written by whoever opens the booking link.
    joinUrl:
      webLink(textOf(videoCallUrl)) ?? webLink(booking.videoCallData?.url ?? null) ?? webLink(location),
    rescheduleUrl:
      links === null || booking.disableRescheduling === true
        ? null
        : `${links}/reschedule/${encodeURIComponent(booking.uid)}`,
    cancelUrl:
      links === null || booking.disableCancelling === true
        ? null
        : `${links}/booking/${encodeURIComponent(booking.uid)}?cancel=true`,
    person: personOf(booking, attendee),
    host: host ? { name: host.name, email: host.email } : null,
    answers: answers.shown,
    eventType: eventTypeOf(booking),
    guests: isSeated(booking)
      ? []
      : booking.attendees.slice(1).map(({ name, email }) => ({ name, email: emailOf(email) })),
    utm: link.utm,
    hidden: link.hidden,
    recordIds: link.recordIds,
    reason: textOf(answerOf(booking.responses, 'rescheduleReason')),
  };
}

/** Some messages carry only the id of the event type; its name is known from others then. */
function eventTypeOf({ eventTypeId, eventTitle, type }: CalBooking): BookingDetails['eventType'] {
  const name = eventTitle ?? type;
  const key = eventTypeId ?? type;
  return key === null || name === null ? null : { key, name };
}

/** Null for the address that Cal.com invents when somebody books with a phone number only. */
export function emailOf(value: string | null): string | null {
  return value === null || /@sms\.cal\.com$/i.test(value) ? null : value;
}

function personOf(booking: CalBooking, attendee: CalAttendee | undefined): Person {
  const { responses, userFieldsResponses } = booking;
  // The answers are the first customer's, or of the one whom the message is about.
  const isFirst = attendee === booking.attendees[0];
  const answer = (key: string): unknown => (isFirst ? answerOf(responses, key) : undefined);
  const asked = answer('name');
  const parts = z.looseObject({ firstName: anyText, lastName: anyText }).safeParse(asked);
  return {
    ...noPerson,
    name: attendee?.name ?? textOf(asked),
    firstName: attendee?.firstName ?? (parts.success ? parts.data.firstName : null),
    lastName: attendee?.lastName ?? (parts.success ? parts.data.lastName : null),
    email: emailOf(attendee?.email ?? textOf(answer('email'))),
    phone:
      textOf(answer('attendeePhoneNumber')) ??
      attendee?.phoneNumber ??
      (isFirst ? booking.smsReminderNumber : null) ??
      textOf(answer('smsReminderNumber')),
    company: isFirst ? (companyOf(responses) ?? companyOf(userFieldsResponses)) : null,
  };
}

/** `integrations:daily` and the like name a tool, not a place. */
function placeOf(location: string | null): string | null {
  if (location === null || !location.startsWith('integrations:')) return location;
  return location === 'integrations:daily' ? 'Cal Video' : 'Video call';
}
