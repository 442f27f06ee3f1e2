// Reads a booking of OnceHub, as its webhooks and its API give it, into our words. Empty texts and lists of one empty text
// stand for nothing there; the owner is an id or a whole user; the form is missing when a colleague made the booking.
import { z } from 'zod';
import { noPerson, nothingMore, textOf } from '../booking.ts';
import type { BookingDetails, Person } from '../booking.ts';
import { namesRecord, recordIdsIn, sortLinkValues } from './link-values.ts';
import { instant, maxIdLength, webLink } from './source-reader.ts';

const anyText = z.unknown().optional().transform(textOf);
const otherId = anyText.pipe(z.string().max(maxIdLength).nullable());
const texts = z
  .array(z.unknown())
  .nullish()
  .catch(null)
  .transform((list) => (list ?? []).map(textOf).filter((each) => each !== null));
const customFields = z
  .array(z.looseObject({ name: anyText, value: z.unknown().optional() }))
  .nullish()
  .catch(null);
const named = z
  .union([z.looseObject({ id: anyText, name: anyText }), z.string().transform((id) => ({ id, name: null }))])
  .nullish()
  .catch(null);

export const onceHubBookingSchema = z.looseObject({
  id: z.string().min(1).max(maxIdLength),
  subject: anyText,
  status: anyText,
  starting_time: instant,
  duration_minutes: z.number().positive().max(100_000),
  last_updated_time: instant.nullish().catch(null),
  customer_timezone: anyText,
  owner: z.looseObject({ email: anyText, first_name: anyText, last_name: anyText }).nullish().catch(null),
  attendees: texts,
  virtual_conferencing: z.looseObject({ join_url: anyText }).nullish().catch(null),
  location_description: anyText,
  rescheduled_booking_id: otherId,
  cancel_reschedule_information: z
    .union([
      z.array(z.looseObject({ reason: anyText })).transform((list) => list.at(-1)),
      z.looseObject({ reason: anyText }),
    ])
    .nullish()
    .catch(null),
  form_submission: z
    .looseObject({
      name: anyText,
      email: anyText,
      phone: anyText,
      mobile_phone: anyText,
      note: anyText,
      company: anyText,
      guests: texts,
      custom_fields: customFields,
    })
    .nullish()
    .catch(null),
  custom_fields: customFields,
  external_calendar: z.looseObject({ name: anyText, id: anyText }).nullish().catch(null),
  cancel_url: anyText,
  reschedule_url: anyText,
  cancel_reschedule_url: anyText,
  event_type: named,
  booking_calendar: named,
  booking_page: named,
  utm_params: z.record(z.string(), z.unknown()).nullish().catch(null),
});
export type OnceHubBooking = z.infer<typeof onceHubBookingSchema>;

/** `hostChanged`: the owner stays the first one when a booking is reassigned, so the calendar it lies in tells the host. */
export function detailsOf(
  booking: OnceHubBooking,
  parameter: string | null,
  hostChanged = false,
): BookingDetails {
  const form = booking.form_submission;
  const fields = [...(form?.custom_fields ?? []), ...(booking.custom_fields ?? [])].flatMap(
    ({ name, value }) => {
      const text = inWords(value);
      return name === null || text === null ? [] : [{ label: name, value: text, key: name }];
    },
  );
  const records = fields.filter(({ label }) => namesRecord(label, parameter));
  const host = hostOf(booking, hostChanged);
  const utm = Object.entries(booking.utm_params ?? {}).map(([name, value]): [string, unknown] => [
    `utm_${name}`,
    value,
  ]);
  const both = webLink(booking.cancel_reschedule_url);
  return {
    ...nothingMore,
    start: booking.starting_time,
    end: new Date(Date.parse(booking.starting_time) + booking.duration_minutes * 60_000).toISOString(),
    timeZone: booking.customer_timezone,
    title: booking.subject,
    description: form?.note ?? null,
    location: booking.location_description,
    joinUrl: webLink(booking.virtual_conferencing?.join_url ?? null) ?? webLink(booking.location_description),
    rescheduleUrl: webLink(booking.reschedule_url) ?? both,
    cancelUrl: webLink(booking.cancel_url) ?? both,
    person: personOf(booking, host?.email ?? null),
    host,
    answers: fields.filter((field) => !records.includes(field)),
    eventType: eventTypeOf(booking),
    guests: (form?.guests ?? []).map((email) => ({ name: null, email })),
    utm: sortLinkValues(Object.fromEntries<unknown>(utm), null).utm,
    recordIds: [...new Set(records.flatMap(({ value }) => recordIdsIn(value)))],
    reason: booking.cancel_reschedule_information?.reason ?? null,
  };
}

function personOf({ form_submission: form, attendees }: OnceHubBooking, hostEmail: string | null): Person {
  if (form) {
    const { name, email, company } = form;
    return { ...noPerson, name, email, phone: form.mobile_phone ?? form.phone, company };
  }
  const others = attendees.filter((each) => each.toLowerCase() !== hostEmail?.toLowerCase());
  return { ...noPerson, email: others.find((each) => each.includes('@')) ?? null };
}

function hostOf({ owner, external_calendar: calendar }: OnceHubBooking, hostChanged: boolean) {
  const inCalendar = [calendar?.name, calendar?.id].find((each) => each?.includes('@') === true) ?? null;
  const name = textOf([owner?.first_name, owner?.last_name].filter(Boolean).join(' '));
  if (hostChanged && inCalendar !== null) return { name: null, email: inCalendar };
  if (owner) return { name, email: owner.email };
  return inCalendar === null ? null : { name: null, email: inCalendar };
}

/** On pages without event types, the calendar or page says what is booked. */
function eventTypeOf({ event_type, booking_calendar, booking_page, subject }: OnceHubBooking) {
  const found = [event_type, booking_calendar, booking_page].find((each) => each?.id != null);
  return found?.id == null ? null : { key: found.id, name: found.name ?? subject ?? found.id };
}

function inWords(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return textOf(value.map(inWords).filter(Boolean).join(', '));
  return textOf(value);
}
