// Source "generic JSON": any tool that can send our own words with an API key. The schema below is the whole contract;
// generic-openapi.ts describes it for other people's tools and docs/generic-source.md for people.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { textOf } from '../booking.ts';
import type { BookingDetails, Change, Message, ParsedEvent } from '../booking.ts';
import { namesRecord, recordIdsIn, sortLinkValues } from './link-values.ts';
import { instant, maxIdLength, notABooking, readWith, webLink } from './source-reader.ts';
import type { Sample, SourceReader } from './source-reader.ts';

export const genericTypes = [
  'scheduled',
  'rescheduled',
  'canceled',
  'completed',
  'no_show',
  'no_show_undone',
  'updated',
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
  attendeeId: z
    .string()
    .min(1)
    .max(maxIdLength)
    .nullish()
    .describe(
      'When several customers share a meeting with one id: your id of the one that this event is about. Each of them becomes a booking.',
    ),
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
      recordId: short.describe('Id of one Salesforce record; the same as one in recordIds.'),
    })
    .refine((person) => Object.values(person).some((value) => textOf(value) !== null), {
      message: 'needs at least a name, an e-mail or a phone number',
    })
    .describe('Who booked.'),
  host: z
    .object({ name: short, email: short })
    .nullish()
    .describe('With whom. Send "updated" with another host when it is reassigned.'),
  guests: z
    .array(z.object({ name: short, email: short }))
    .max(200)
    .nullish()
    .describe('Who comes beside the person who booked.'),
  eventType: z
    .object({ id: z.string().min(1).max(300), name: short })
    .nullish()
    .describe('What kind of meeting it is: your id of it, and how it is called.'),
  answers: z
    .array(
      z.object({
        label: z.string().max(1000),
        value: z.string().max(10_000),
        key: z.string().max(300).optional().describe('Your id of the question, which outlives a new label.'),
      }),
    )
    .max(200)
    .nullish(),
  utm: z
    .object({ source: short, medium: short, campaign: short, term: short, content: short })
    .nullish()
    .describe('Campaign parameters of the booking link.'),
  hidden: z
    .record(z.string().max(300), z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]))
    .nullish()
    .describe('Whatever else came with the booking link.'),
  recordIds: z
    .array(z.string().max(100))
    .max(10)
    .nullish()
    .describe('Ids of Salesforce records (Lead, Contact, Account, Case, Opportunity) from the booking link.'),
  reason: long.describe('Why it was canceled or moved.'),
});
type GenericEvent = z.infer<typeof genericSchema>;

const changeOf: Record<GenericEvent['type'], Change> = {
  scheduled: 'scheduled',
  rescheduled: 'rescheduled',
  canceled: 'canceled',
  completed: 'completed',
  no_show: 'attendance',
  no_show_undone: 'attendance',
  updated: 'updated',
  requested: 'requested',
  rejected: 'rejected',
};

export const generic: SourceReader = {
  proof: 'the API key in the header "Authorization: Bearer …" or "X-API-Key"',
  prove: (secret, _rawBody, headers) => (isSameText(apiKeyIn(headers), secret) ? 'genuine' : 'forged'),
  secretBy: 'bookbridge',
  refuseSecret: () => 'is made by Bookbridge for this kind of source',
  read: (body, { recordIdParameter }) => readGenericEvent(body, recordIdParameter),
  makeSecret: () => `bbk_${randomBytes(24).toString('base64url')}`,
  sample(secret, sample) {
    return {
      body: JSON.stringify(sampleEvent(sample)),
      headers: { 'content-type': 'application/json', 'x-api-key': secret },
    };
  },
};

export function sampleEvent({ id, start, end, createdAt, person }: Sample) {
  return {
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
    eventType: { id: 'introduction', name: 'Introduction' },
    answers: [{ label: 'What would you like to talk about?', value: 'This is a sample booking.' }],
  };
}

/** `below`: where in the sender's body these fields stand. */
export function readGenericEvent(body: unknown, parameter: string | null, below = ''): ParsedEvent {
  const { type } = readWith(z.looseObject({ type: z.string() }), body);
  if (!genericTypes.some((known) => known === type)) {
    return {
      type,
      eventId: null,
      occurredAt: null,
      ignored: { code: 'unknown_type', text: `"${type}" is not a type of event that is known here.` },
    };
  }
  const event = readWith(genericSchema, body, below);
  if (event.end <= event.start) throw notABooking({ end: 'is not after the start' });
  return {
    type,
    eventId: textOf(event.eventId),
    occurredAt: new Date(event.occurredAt),
    message: messageOf(event, parameter),
  };
}

function messageOf(event: GenericEvent, parameter: string | null): Message {
  const attendee = textOf(event.attendeeId);
  const isAttendance = event.type === 'no_show' || event.type === 'no_show_undone';
  return {
    change: changeOf[event.type],
    bookingId: event.id,
    previousId: textOf(event.previousId),
    ...(attendee !== null && { attendee }),
    details: detailsOf(event, parameter),
    noShow: isAttendance ? [{ email: null, noShow: event.type === 'no_show' }] : [],
  };
}

function detailsOf(event: GenericEvent, parameter: string | null): BookingDetails {
  const { person, host, eventType } = event;
  const answers = event.answers ?? [];
  const named = answers.filter(({ label, key }) => namesRecord(key ?? label, parameter));
  const link = sortLinkValues(event.hidden ?? {}, parameter);
  const utm = Object.entries(event.utm ?? {}).map(([name, value]): [string, unknown] => [
    `utm_${name}`,
    value,
  ]);
  const ids = [textOf(person.recordId), ...(event.recordIds ?? []), ...named.map(({ value }) => value)];
  return {
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
    },
    host: host ? { name: textOf(host.name), email: textOf(host.email) } : null,
    answers: answers
      .filter((answer) => !named.includes(answer))
      .map(({ label, value, key }) => ({ label, value, ...(key !== undefined && { key }) })),
    eventType: eventType ? { key: eventType.id, name: textOf(eventType.name) ?? eventType.id } : null,
    guests: (event.guests ?? []).map((guest) => ({ name: textOf(guest.name), email: textOf(guest.email) })),
    utm: { ...link.utm, ...sortLinkValues(Object.fromEntries<unknown>(utm), null).utm },
    hidden: link.hidden,
    recordIds: [...new Set([...ids.flatMap(recordIdsIn), ...link.recordIds])],
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
