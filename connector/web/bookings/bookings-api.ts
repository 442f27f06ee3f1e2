// What the connector answers about bookings, as schemas, and one function per endpoint.
import { z } from 'zod';
import { problem } from '../api.ts';
import { get, nothing, post } from '../request.ts';
import { sourceKind } from '../sources/sources-api.ts';

const field = z.object({ object: z.string(), name: z.string(), label: z.string() });
export type ProblemField = z.infer<typeof field>;

const bookingProblem = problem.extend({ field: field.nullable() });
export type BookingProblem = z.infer<typeof bookingProblem>;

const record = z.object({ type: z.string(), id: z.string(), url: z.string(), label: z.string() });

const bookingRow = z.object({
  id: z.string(),
  person: z.object({ name: z.string(), email: z.string() }),
  title: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  timeZone: z.string(),
  status: z.enum(['requested', 'scheduled', 'rescheduled', 'canceled', 'rejected', 'completed', 'no_show']),
  sync: z.enum(['none', 'pending', 'claimed', 'waiting', 'parked', 'done']),
  problem: bookingProblem.nullable(),
  waitUntil: z.string().nullable(),
  source: z.object({ id: z.string(), name: z.string(), kind: sourceKind }),
  receivedAt: z.string(),
  writtenAt: z.string().nullable(),
  updatedAt: z.string(),
  written: z.array(record),
});
export type BookingRow = z.infer<typeof bookingRow>;

const counts = z.object({ all: z.number(), waiting: z.number(), parked: z.number(), done: z.number() });
export type BookingCounts = z.infer<typeof counts>;

const bookingList = z.object({ bookings: z.array(bookingRow), next: z.string().nullable(), counts });
export type BookingList = z.infer<typeof bookingList>;

const bookingEvent = z.object({
  id: z.string(),
  receivedAt: z.string(),
  occurredAt: z.string().nullable(),
  type: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  body: z.unknown(),
});
export type BookingEvent = z.infer<typeof bookingEvent>;

const storyEntry = z.object({ at: z.string(), stage: z.string(), code: z.string(), text: z.string() });
export type StoryEntry = z.infer<typeof storyEntry>;

const bookingDetail = z.object({
  booking: bookingRow.extend({
    location: z.string().nullable(),
    joinUrl: z.string().nullable(),
    host: z.object({ name: z.string().nullable(), email: z.string().nullable() }).nullable(),
    eventType: z.string().nullable(),
    phone: z.string().nullable(),
    company: z.string().nullable(),
    guests: z.array(z.string()),
    reason: z.string().nullable(),
    answers: z.array(z.object({ label: z.string(), value: z.string() })),
    bookingKey: z.string(),
    apiCalls: z.number(),
  }),
  story: z.array(storyEntry),
  records: z.array(record),
  events: z.array(bookingEvent),
});
export type BookingDetail = z.infer<typeof bookingDetail>;

export const causeSchema = z.object({
  cause: z.string(),
  state: z.enum(['parked', 'waiting']),
  code: z.string(),
  message: z.string(),
  fix: z.string().nullable(),
  field: field.nullable(),
  count: z.number(),
  until: z.string().nullable(),
});
export type Cause = z.infer<typeof causeSchema>;

const choices = z.object({
  eventTypes: z.array(z.object({ key: z.string(), name: z.string(), source: z.string() })),
  hosts: z.array(z.object({ key: z.string(), name: z.string() })),
});

const replay = z.object({ replayId: z.string(), replayed: z.number() });

/** As the connector takes it: `from` and `to` are moments here. */
export type BookingQuery = Record<string, string>;

/** Which bookings are replayed together. */
export type ReplayWhat = { state: 'parked'; cause?: string } | { ids: string[] };

const part = encodeURIComponent;

export const bookingsApi = {
  list: (query: BookingQuery, cursor: string | null, signal?: AbortSignal) => {
    const asked = new URLSearchParams(query);
    if (cursor) asked.set('cursor', cursor);
    return get(`/api/bookings?${asked}`, bookingList, signal);
  },
  one: (id: string, signal?: AbortSignal) => get(`/api/bookings/${part(id)}`, bookingDetail, signal),
  causes: (signal?: AbortSignal) =>
    get('/api/bookings/causes', z.object({ causes: z.array(causeSchema) }), signal),
  choices: (signal?: AbortSignal) => get('/api/bookings/choices', choices, signal),
  replay: (id: string) => post(`/api/bookings/${part(id)}/replay`, nothing),
  replayTogether: (what: ReplayWhat) => post('/api/bookings/replay', replay, what),
  replayProgress: (id: string, signal?: AbortSignal) =>
    get(`/api/bookings/replays/${part(id)}`, z.object({ counts }), signal),
  exportUrl: (query: BookingQuery, file: Record<string, string>) =>
    `/api/bookings/export.csv?${new URLSearchParams({ ...query, ...file })}`,
};
