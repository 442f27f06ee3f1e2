// Source "generic JSON": any tool that can send our own words with an API key. The schema below is the whole contract;
// generic-openapi.ts describes it for other people's tools and docs/generic-source.md for people.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { textOf, nothingMore } from '../booking.ts';
import type { BookingDetails, Change, Message, ParsedEvent } from '../booking.ts';
import { instant, maxIdLength, notABooking, readWith, webLink } from './source-reader.ts';
import type { SourceReader } from './source-reader.ts';

export const genericTypes = [
  'scheduled',
  'rescheduled',
  'canceled',
  'completed',
  'no_show',
  'requested',
  'rejected',
] as const;

const short = z.string().max(1000).nullish();
const long = z.string().max(100_000).nullish();

export const genericSchema = z.object({
  type: z.enum(genericTypes).describe('What happened to the booking.'),
  id: z
    .string()
    .min(1)
    .max(maxIdLength)
    .describe('Your id of the booking; the same in every event about it.'),
  eventId: z
    .string()
    .min(1)
    .max(maxIdLength)
    .nullish()
    .describe('Your id of this event: sent twice, it counts once.'),
  previousId: z
    .string()
    .min(1)
    .max(maxIdLength)
    .nullish()
    .describe('The id before it was moved, when moving gives a new one.'),
  occurredAt: instant.describe('When it happened. An older event never overwrites a newer one.'),
  start: instant.describe('Start of the meeting, with an offset or Z.'),
  end: instant.describe('End of the meeting, with an offset or Z; after the start.'),
  timeZone: short.describe("The person's time zone, e.g. Europe/Berlin."),
  title: short.describe('Subject of the meeting.'),
  description: long.describe('Notes; they become the description of the Salesforce Event.'),
  location: short.describe('Where it takes place, in words.'),
  joinUrl: short.describe('Where to join the call.'),
  rescheduleUrl: short.describe('Where the person can move the meeting.'),
  cancelUrl: short.describe('Where the person can cancel it.'),
  person: z
    .object({
      name: short,
      firstName: short,
      lastName: short,
      email: z.email().max(254).nullish(),
      phone: short,
      company: short,
      recordId: short.describe('Id of a Salesforce Lead or Contact, from the booking link.'),
    })
    .refine((person) => Object.values(person).some((value) => textOf(value) !== null), {
      message: 'needs at least a name, an e-mail or a phone number',
    })
    .describe('Who booked.'),
  host: z.object({ name: short, email: short }).nullish().describe('With whom.'),
  answers: z
    .array(z.object({ label: z.string().max(1000), value: z.string().max(10_000) }))
    .max(200)
    .nullish(),
  reason: long.describe('Why it was canceled or moved.'),
});
type GenericEvent = z.infer<typeof genericSchema>;

const changeOf: Record<GenericEvent['type'], Change> = {
  scheduled: 'scheduled',
  rescheduled: 'rescheduled',
  canceled: 'canceled',
  completed: 'completed',
  no_show: 'attendance',
  requested: 'requested',
  rejected: 'rejected',
};

export const generic: SourceReader = {
  proof: 'the API key in the header "Authorization: Bearer …" or "X-API-Key"',
  isGenuine: (secret, _rawBody, headers) => isSameText(apiKeyIn(headers), secret),
  read: readGeneric,
  makeSecret: () => `bbk_${randomBytes(24).toString('base64url')}`,
  sample(secret, { id, start, end, createdAt, person }) {
    const event = {
      type: 'scheduled',
      id,
      occurredAt: createdAt.toISOString(),
      start: start.toISOString(),
      end: end.toISOString(),
      timeZone: 'Europe/London',
      title: `Introduction with ${person.firstName} ${person.lastName}`,
      location: 'Video call',
      joinUrl: `https://meet.example.com/${id}`,
      person,
      host: { name: 'Robin Sample', email: 'robin.sample@example.com' },
      answers: [{ label: 'What would you like to talk about?', value: 'This is a sample booking.' }],
    };
    return {
      body: JSON.stringify(event),
      headers: { 'content-type': 'application/json', 'x-api-key': secret },
    };
  },
};

function readGeneric(body: unknown): ParsedEvent {
  const { type } = readWith(z.looseObject({ type: z.string() }), body);
  if (!genericTypes.some((known) => known === type)) {
    return {
      type,
      eventId: null,
      occurredAt: null,
      ignored: { code: 'unknown_type', text: `"${type}" is not a type of event that is known here.` },
    };
  }
  const event = readWith(genericSchema, body);
  if (event.end <= event.start) throw notABooking({ end: 'is not after the start' });
  return {
    type,
    eventId: textOf(event.eventId),
    occurredAt: new Date(event.occurredAt),
    message: messageOf(event),
  };
}

function messageOf(event: GenericEvent): Message {
  return {
    change: changeOf[event.type],
    bookingId: event.id,
    previousId: textOf(event.previousId),
    details: detailsOf(event),
    noShow: event.type === 'no_show' ? [{ email: null, noShow: true }] : [],
  };
}

function detailsOf(event: GenericEvent): BookingDetails {
  const { person, host } = event;
  return {
    ...nothingMore,
    start: event.start,
    end: event.end,
    timeZone: textOf(event.timeZone),
    title: textOf(event.title),
    description: textOf(event.description),
    location: textOf(event.location),
    joinUrl: webLink(textOf(event.joinUrl)),
    rescheduleUrl: webLink(textOf(event.rescheduleUrl)),
    cancelUrl: webLink(textOf(event.cancelUrl)),
    person: {
      name: textOf(person.name),
      firstName: textOf(person.firstName),
      lastName: textOf(person.lastName),
      email: textOf(person.email),
      phone: textOf(person.phone),
      company: textOf(person.company),
      recordId: textOf(person.recordId),
    },
    host: host ? { name: textOf(host.name), email: textOf(host.email) } : null,
    answers: event.answers ?? [],
    reason: textOf(event.reason),
  };
}

function apiKeyIn(headers: IncomingHttpHeaders): string {
  const own = headers['x-api-key'];
  if (typeof own === 'string') return own.trim();
  return /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1]?.trim() ?? '';
}

/** Compares hashes, so that neither the time nor the length tells anything about the key. */
function isSameText(given: string, expected: string): boolean {
  return expected !== '' && timingSafeEqual(sha256(given), sha256(expected));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
