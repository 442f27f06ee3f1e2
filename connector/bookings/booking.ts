// What a booking and a message about one are in our own words. Every source is parsed into these at the door,
// and everything behind it (inbox, match, map, write, report, pages) knows only these.
import { z } from 'zod';
import type { BookingStatus } from '../store/schema.ts';

/** The stages of trip 2 in order: file names, log field `stage`, trail rows and test titles use these words. */
export const stages = ['intake', 'inbox', 'match', 'map', 'write', 'report'] as const;
export type Stage = (typeof stages)[number];

/** One row of a booking's story: `code` for machines, `text` for people. */
export type TrailRow = { stage: Stage; code: string; text: string; detail?: Record<string, unknown> };

const text = z.string().nullable();

export const personSchema = z.object({
  name: text,
  firstName: text,
  lastName: text,
  email: text,
  phone: text,
  company: text,
});

const presentDetailsSchema = z.object({
  /** ISO 8601 in UTC. Null only in a message that does not carry it. */
  start: text,
  end: text,
  timeZone: text,
  title: text,
  description: text,
  location: text,
  joinUrl: text,
  rescheduleUrl: text,
  cancelUrl: text,
  person: personSchema,
  host: z.object({ name: text, email: text }).nullable(),
  /** `key`: the source's own name of the question, which stays when its label is changed. */
  answers: z.array(z.object({ label: z.string(), value: z.string(), key: z.string().optional() })),
  /** What kind of meeting it is; `key` is the source's own id of it. */
  eventType: z.object({ key: z.string(), name: z.string() }).nullable().default(null),
  /** Who comes beside the person who booked. */
  guests: z.array(z.object({ name: text, email: text })).default([]),
  /** utm_source, utm_medium, utm_campaign, utm_term, utm_content. */
  utm: z.record(z.string(), z.string()).default({}),
  /** What came with the booking link or as a hidden field. */
  hidden: z.record(z.string(), z.string()).default({}),
  /** Salesforce record ids from the booking link, of whichever object: hints, never proofs. */
  recordIds: z.array(z.string()).default([]),
  /** Why it was canceled or moved. */
  reason: text,
});

/** Bookings that were stored before links could name several records have one id, in the person. */
export const detailsSchema = z.preprocess((stored) => {
  const old = z.looseObject({ person: z.looseObject({ recordId: z.string() }) }).safeParse(stored);
  return old.success && !('recordIds' in old.data)
    ? { ...old.data, recordIds: [old.data.person.recordId] }
    : stored;
}, presentDetailsSchema);
export type Person = z.infer<typeof personSchema>;
export type BookingDetails = z.infer<typeof detailsSchema>;

/**
 * What a message does to its booking. `updated` changes details only; `attendance` says who was (not) there;
 * `requested` is read for its ids and written nowhere.
 */
export const changes = [
  'requested',
  'scheduled',
  'rescheduled',
  'canceled',
  'rejected',
  'completed',
  'attendance',
  'updated',
] as const;
export type Change = (typeof changes)[number];

export const messageSchema = z.object({
  change: z.enum(changes),
  /** The source's id of the booking that the message is about. */
  bookingId: z.string(),
  /** The id which that booking had before it was moved, when the message says so. */
  previousId: text,
  /** The id which it has from now on: it was moved, and the new time comes in another message. */
  nextId: z.string().optional(),
  /** Which of several customers who share the meeting: each has a booking of its own. */
  attendee: z.string().optional(),
  /** All later meetings of the series were canceled too, though the message names only this one. */
  endsSeries: z.boolean().optional(),
  /** Null: a message that tells only what changed, and needs a booking that is known already. */
  details: detailsSchema.nullable(),
  /**
   * Who was (not) there: an e-mail of null means the person who booked. `attendee`: who it is where several customers
   * share the meeting.
   */
  noShow: z.array(z.object({ email: text, noShow: z.boolean(), attendee: z.string().optional() })),
});
export type Message = z.infer<typeof messageSchema>;

/** What a source's parser makes of a body. */
export type ParsedEvent = {
  /** The source's own name of the event, kept as it is. */
  type: string;
  /** The source's event id, when it has one. */
  eventId: string | null;
  /** Source's own time of the event; null: when it was received. */
  occurredAt: Date | null;
} & (
  | { message: Message; /** Of further customers in the same meeting. */ others?: readonly Message[] }
  | { ignored: { code: string; text: string } }
);

/** A booking as its messages, taken together, describe it. */
export type BookingState = {
  status: BookingStatus;
  details: BookingDetails;
  /** False while nothing of it may be in Salesforce: only requested, or rejected before it took place. */
  toWrite: boolean;
  stateAt: Date;
};

/** An event whose sender is proven and whose body was read. */
export type AdmittedEvent = { event: ParsedEvent; eventKey: string; body: unknown };

/** A person in the org. */
export type PersonRecord = { type: 'Lead' | 'Contact'; id: string };

/** What many sources never say; spread first, so that what is known replaces it. */
export const nothingMore = {
  eventType: null,
  guests: [],
  utm: {},
  hidden: {},
  recordIds: [],
} satisfies Partial<BookingDetails>;

export const noPerson: Person = {
  name: null,
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  company: null,
};

/** Text without surrounding space; null for what is empty or no text. */
export function textOf(value: unknown): string | null {
  const trimmed = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return trimmed === '' ? null : trimmed;
}

/** An address as Salesforce compares it: without regard to case. */
export function emailKey(email: string | null): string | null {
  return textOf(email)?.toLowerCase() ?? null;
}

/** The person's name in one piece, whichever way the source gave it. */
export function fullName(person: Person): string | null {
  return person.name ?? textOf([person.firstName, person.lastName].filter(Boolean).join(' '));
}
