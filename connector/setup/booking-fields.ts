// What a booking can give to a Salesforce field: the list for the pages, and the value of each for one booking. Pure.
import { fullName } from '../bookings/booking.ts';
import { readCompanyDomain } from './company-domain.ts';
import type { BookingDetails, Person } from '../bookings/booking.ts';
import type { BookingStatus } from '../store/schema.ts';
import { noCompany } from './default-set-up.ts';

export type BookingFieldGroup = 'person' | 'meeting' | 'host' | 'link' | 'booking';

export const bookingFieldTypes = [
  'text',
  'long_text',
  'email',
  'phone',
  'url',
  'date_time',
  'date',
  'number',
  'boolean',
  'list',
  'user_id',
] as const;
/** `list`: several values joined by "; ". `user_id`: the id of a Salesforce user. */
export type BookingFieldType = (typeof bookingFieldTypes)[number];

export type BookingField = { id: string; group: BookingFieldGroup; type: BookingFieldType };

export type BookingForMapping = {
  details: BookingDetails;
  status: BookingStatus;
  bookingKey: string;
  sourceName: string;
  /** The Salesforce user whom the host is matched to. */
  hostUserId: string | null;
};

export type BookingValue = string | number | boolean | null;

type Row = BookingField & { value: (booking: BookingForMapping) => BookingValue };

const rows: readonly Row[] = [
  person('person.name', 'text', (one) => fullName(one)),
  person('person.firstName', 'text', (one) => namesOf(one).firstName),
  person('person.lastName', 'text', (one) => namesOf(one).lastName),
  person('person.email', 'email', (one) => one.email),
  person('person.phone', 'phone', (one) => one.phone),
  person('person.company', 'text', (one) => one.company),
  person('person.companyWebsite', 'url', websiteOf),
  meeting('person.timeZone', 'text', (details) => details.timeZone, 'person'),
  meeting('meeting.title', 'text', titleOf),
  meeting('meeting.notes', 'long_text', (details) => details.description),
  meeting('meeting.summary', 'long_text', describeMeeting),
  meeting('meeting.start', 'date_time', (details) => details.start),
  meeting('meeting.end', 'date_time', (details) => details.end),
  meeting('meeting.date', 'date', dateOf),
  meeting('meeting.durationMinutes', 'number', minutesOf),
  meeting('meeting.timeZone', 'text', (details) => details.timeZone),
  meeting('meeting.location', 'text', (details) => details.location),
  meeting('meeting.place', 'text', (details) => details.location ?? details.joinUrl),
  meeting('meeting.joinUrl', 'url', (details) => details.joinUrl),
  meeting('meeting.rescheduleUrl', 'url', (details) => details.rescheduleUrl),
  meeting('meeting.cancelUrl', 'url', (details) => details.cancelUrl),
  meeting('meeting.eventType', 'text', (details) => details.eventType?.name ?? null),
  meeting('meeting.guests', 'list', guestsOf),
  booking('booking.status', 'text', ({ status }) => statusInOrg[status]),
  booking('booking.reason', 'long_text', ({ details }) => details.reason),
  booking('booking.source', 'text', ({ sourceName }) => sourceName),
  booking('booking.key', 'text', ({ bookingKey }) => bookingKey),
  booking('booking.isCanceled', 'boolean', ({ status }) => statusInOrg[status] === 'Canceled'),
  meeting('host.name', 'text', ({ host }) => host?.name ?? null, 'host'),
  meeting('host.email', 'email', ({ host }) => host?.email ?? null, 'host'),
  { id: 'host.userId', group: 'host', type: 'user_id', value: ({ hostUserId }) => hostUserId },
  ...(['source', 'medium', 'campaign', 'term', 'content'] as const).map((name) =>
    meeting(`utm.${name}`, 'text', ({ utm }) => utm[`utm_${name}`] ?? utm[name] ?? null, 'link'),
  ),
];

/** Those that every booking has; answers and hidden fields come with the bookings (seen-in-bookings.ts). */
export const bookingFields: readonly BookingField[] = rows.map(({ id, group, type }) => ({
  id,
  group,
  type,
}));

const byId = new Map(rows.map((row) => [row.id, row]));

/** An answer is named by the source's key of its question, else by its label: the key stays when the label changes. */
export const answerPrefix = 'answer:';
export const hiddenPrefix = 'hidden:';

/** Null for a field that nobody knows. */
export function bookingFieldType(fieldId: string): BookingFieldType | null {
  if (fieldId.startsWith(answerPrefix)) return 'long_text';
  if (fieldId.startsWith(hiddenPrefix)) return 'text';
  return byId.get(fieldId)?.type ?? null;
}

/** Null when the booking has nothing there; never an empty text. */
export function valueOf(fieldId: string, of: BookingForMapping): BookingValue {
  const value = rawValue(fieldId, of);
  return typeof value === 'string' && value.trim() === '' ? null : value;
}

function rawValue(fieldId: string, of: BookingForMapping): BookingValue {
  if (fieldId.startsWith(answerPrefix)) return answerOf(of.details, fieldId.slice(answerPrefix.length));
  if (fieldId.startsWith(hiddenPrefix)) {
    const name = fieldId.slice(hiddenPrefix.length);
    return Object.hasOwn(of.details.hidden, name) ? (of.details.hidden[name] ?? null) : null;
  }
  return byId.get(fieldId)?.value(of) ?? null;
}

/** Key before label: a question may be labelled like another one's key. */
function answerOf({ answers }: BookingDetails, name: string): string | null {
  const found =
    answers.find(({ key }) => key === name) ??
    answers.find(({ key, label }) => key === undefined && label === name) ??
    answers.find(({ label }) => label === name);
  return found?.value ?? null;
}

/** As the companion app's status fields know them. */
export const statusInOrg: Record<BookingStatus, string> = {
  // Requested bookings are not written; the value only completes the list.
  requested: 'Scheduled',
  scheduled: 'Scheduled',
  rescheduled: 'Rescheduled',
  canceled: 'Canceled',
  rejected: 'Canceled',
  completed: 'Completed',
  no_show: 'No-Show',
};

/** A Lead needs a last name. Of one piece, the last word is it; without a name, the front of the address. */
export function namesOf(of: Person): { firstName: string | null; lastName: string } {
  if (of.lastName !== null) return { firstName: of.firstName, lastName: of.lastName };
  const words = (of.name ?? of.firstName ?? '').split(/\s+/).filter(Boolean);
  const last = words.pop();
  if (last === undefined) return { firstName: null, lastName: of.email?.split('@')[0] || noCompany };
  return { firstName: words.length === 0 ? null : words.join(' '), lastName: last };
}

export function titleOf(details: BookingDetails): string {
  return details.title ?? `Meeting with ${fullName(details.person) ?? 'an unnamed person'}`;
}

export function describeMeeting(details: BookingDetails): string | null {
  const { description, joinUrl, rescheduleUrl, cancelUrl, answers, host } = details;
  const lines = [
    description,
    joinUrl && `Join: ${joinUrl}`,
    host && `Host: ${[host.name, host.email && `<${host.email}>`].filter(Boolean).join(' ')}`,
    answers.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    rescheduleUrl && `Reschedule: ${rescheduleUrl}`,
    cancelUrl && `Cancel: ${cancelUrl}`,
  ];
  return lines.filter(Boolean).join('\n\n') || null;
}

function guestsOf({ guests }: BookingDetails): string | null {
  const named = guests.map(({ name, email }) => [name, email && `<${email}>`].filter(Boolean).join(' '));
  return named.filter(Boolean).join('; ') || null;
}

/** The day on which the person who booked has the meeting; in UTC when their time zone is not known. */
function dateOf({ start, timeZone }: BookingDetails): string | null {
  if (start === null) return null;
  const day = (zone: string): string =>
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date(start));
  try {
    return day(timeZone ?? 'UTC');
  } catch {
    // Not a time, or a time zone that only the source knows.
    return Number.isNaN(Date.parse(start)) ? null : day('UTC');
  }
}

function minutesOf({ start, end }: BookingDetails): number | null {
  const minutes = Math.round((Date.parse(end ?? '') - Date.parse(start ?? '')) / 60_000);
  return Number.isFinite(minutes) && minutes >= 0 ? minutes : null;
}

function person(id: string, type: BookingFieldType, value: (one: Person) => BookingValue): Row {
  return { id, group: 'person', type, value: ({ details }) => value(details.person) };
}

function meeting(
  id: string,
  type: BookingFieldType,
  value: (details: BookingDetails) => BookingValue,
  group: BookingFieldGroup = 'meeting',
): Row {
  return { id, group, type, value: ({ details }) => value(details) };
}

function booking(id: string, type: BookingFieldType, value: Row['value']): Row {
  return { id, group: 'booking', type, value };
}

/** The site that goes with a company's address: by it the next person of that company finds the same Account. */
function websiteOf({ email }: Person): string | null {
  const domain = readCompanyDomain(email, []);
  return domain?.kind === 'company' ? `https://${domain.hosts.at(-1)}` : null;
}
