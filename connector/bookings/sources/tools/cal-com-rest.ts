// Reads a booking as Cal.com's API v2 gives it into our words. Its shape differs from that of the webhooks.
import { z } from 'zod';
import { noPerson, textOf } from '../../booking.ts';
import type { BookingDetails, Person } from '../../booking.ts';
import { answersSchema, companyOf, listAnswers } from '../cal-com-answers.ts';
import { emailOf } from '../cal-com-payload.ts';
import { sortLinkValues } from '../link-values.ts';
import { instant, maxIdLength, webLink } from '../source-reader.ts';

const anyText = z.unknown().optional().transform(textOf);
const otherUid = anyText.pipe(z.string().max(maxIdLength).nullable());
const someInstant = instant
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

const attendeeSchema = z.looseObject({
  name: anyText,
  email: anyText,
  timeZone: anyText,
  phoneNumber: anyText,
  seatUid: anyText,
  bookingFieldsResponses: answersSchema,
  metadata: z.record(z.string(), z.unknown()).nullish().catch(null),
});

export const restBookingSchema = z
  .looseObject({
    uid: z.string().min(1).max(maxIdLength),
    title: anyText,
    description: anyText,
    status: anyText,
    start: instant,
    end: instant,
    hosts: z
      .array(z.looseObject({ name: anyText, email: anyText }))
      .nullish()
      .catch(null),
    eventTypeId: anyText,
    eventType: z.looseObject({ slug: anyText }).nullish().catch(null),
    meetingUrl: anyText,
    location: anyText,
    attendees: z.array(attendeeSchema),
    guests: z.array(z.unknown()).nullish().catch(null),
    bookingFieldsResponses: answersSchema,
    metadata: z.record(z.string(), z.unknown()).nullish().catch(null),
    rescheduledFromUid: otherUid,
    rescheduledToUid: otherUid,
    cancellationReason: anyText,
    reschedulingReason: anyText,
    updatedAt: someInstant,
  })
  .refine((booking) => booking.end > booking.start && booking.attendees.length > 0);
export type RestBooking = z.infer<typeof restBookingSchema>;
type RestAttendee = RestBooking['attendees'][number];

/** Who has a booking of their own: all of a meeting with seats, else the first one. */
export function seatsOf({ attendees }: RestBooking): { attendee: string | null; person: RestAttendee }[] {
  const [first] = attendees;
  const seats = attendees.filter(({ seatUid }) => seatUid !== null);
  if (seats.length > 0)
    return seats.map((person) => ({ attendee: person.email?.toLowerCase() ?? person.seatUid, person }));
  return first === undefined ? [] : [{ attendee: null, person: first }];
}

export function detailsOfRest(
  booking: RestBooking,
  attendee: RestAttendee,
  parameter: string | null,
): BookingDetails {
  const responses = attendee.bookingFieldsResponses ?? booking.bookingFieldsResponses;
  const answers = listAnswers({ responses }, parameter);
  const { videoCallUrl, ...passed } = { ...booking.metadata, ...attendee.metadata };
  const link = sortLinkValues({ ...passed, ...answers.hidden }, parameter);
  const host = booking.hosts?.[0];
  const place = booking.location;
  const isTool = place?.startsWith('integrations:') === true;
  return {
    start: booking.start,
    end: booking.end,
    timeZone: attendee.timeZone,
    title: booking.title,
    description: booking.description,
    location: isTool ? (place === 'integrations:daily' ? 'Cal Video' : 'Video call') : place,
    joinUrl: webLink(textOf(videoCallUrl)) ?? webLink(booking.meetingUrl) ?? webLink(place),
    rescheduleUrl: null,
    cancelUrl: null,
    person: personOf(attendee, responses),
    host: host ? { name: host.name, email: host.email } : null,
    answers: answers.shown,
    eventType:
      booking.eventTypeId === null || booking.eventType?.slug == null
        ? null
        : { key: booking.eventTypeId, name: booking.eventType.slug },
    guests: (booking.guests ?? []).flatMap((guest) => {
      const email = emailOf(textOf(guest));
      return email === null ? [] : [{ name: null, email }];
    }),
    utm: link.utm,
    hidden: link.hidden,
    recordIds: link.recordIds,
    reason: booking.cancellationReason ?? booking.reschedulingReason,
  };
}

function personOf(attendee: RestAttendee, responses: RestBooking['bookingFieldsResponses']): Person {
  const phone = textOf(responses?.['attendeePhoneNumber']?.value);
  return {
    ...noPerson,
    name: attendee.name,
    email: emailOf(attendee.email),
    phone: attendee.phoneNumber ?? phone,
    company: companyOf(responses),
  };
}
