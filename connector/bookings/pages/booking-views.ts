// Bookings as the pages see them: rows of the list, and one booking with its story, records and events.
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { ConnectionsTable, Db } from '../../store/schema.ts';
import type { SourcesTable } from '../../store/source-tables.ts';
import type { BookingRow } from '../state/booking-chain.ts';
import { detailsSchema, fullName } from '../booking.ts';

type Source = Pick<Selectable<SourcesTable>, 'id' | 'name' | 'kind'>;
type Org = Pick<Selectable<ConnectionsTable>, 'org_id' | 'instance_origin'> | undefined;

const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  fix: z
    .string()
    .nullish()
    .transform((fix) => fix ?? null),
  /** The one that Salesforce refused, or that has no value. */
  field: z
    .object({ object: z.string(), name: z.string(), label: z.string() })
    .nullish()
    .transform((field) => field ?? null)
    .catch(null),
});

export function problemOf(row: BookingRow): z.infer<typeof problemSchema> | null {
  return problemSchema.nullable().catch(null).parse(row.problem);
}

type RecordLink = { type: string; id: string; url: string; label: string };

/** `org`: the connected one; records in another org have no link. */
export function showBooking(row: BookingRow, source: Source, org: Org) {
  const details = detailsSchema.parse(row.details);
  return {
    id: row.id,
    person: { name: fullName(details.person) ?? '', email: details.person.email ?? '' },
    title: details.title ?? '',
    startsAt: details.start ?? '',
    endsAt: details.end ?? '',
    timeZone: details.timeZone ?? '',
    status: row.status,
    sync: row.sync,
    problem: problemOf(row),
    waitUntil: row.sync === 'waiting' ? row.due_at.toISOString() : null,
    source: { id: source.id, name: source.name, kind: source.kind },
    receivedAt: row.received_at.toISOString(),
    writtenAt: row.written_at?.toISOString() ?? null,
    waitingSince: row.waiting_since?.toISOString() ?? null,
    updatedAt: row.updated_at.toISOString(),
    written: recordsOf(row, details.title ?? 'Event', fullName(details.person), org),
  };
}

/** Everything about one booking. */
export async function showBookingDetail(db: Db, row: BookingRow, source: Source, org: Org) {
  const details = detailsSchema.parse(row.details);
  const booking = showBooking(row, source, org);
  const trail = await db
    .selectFrom('trail')
    .select(['at', 'stage', 'code', 'text'])
    .where('booking_id', '=', row.id)
    .orderBy('id')
    .execute();
  const events = await db
    .selectFrom('booking_events')
    .selectAll()
    .where('booking_id', '=', row.id)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  return {
    booking: {
      ...booking,
      location: details.location,
      joinUrl: details.joinUrl,
      host: details.host,
      eventType: details.eventType?.name ?? null,
      phone: details.person.phone,
      company: details.person.company,
      guests: details.guests.flatMap(({ name, email }) => name ?? email ?? []),
      reason: details.reason,
      answers: details.answers.map(({ label, value }) => ({ label, value })),
      bookingKey: row.booking_key,
      apiCalls: row.api_calls,
    },
    story: trail.map(({ at, ...rest }) => ({ at: at.toISOString(), ...rest })),
    records: booking.written,
    events: events.map((event) => ({
      id: event.id,
      receivedAt: event.received_at.toISOString(),
      occurredAt: event.occurred_at.toISOString(),
      type: event.type,
      state: event.state,
      reason: event.reason,
      body: event.body,
    })),
  };
}

function recordsOf(row: BookingRow, title: string, name: string | null, org: Org): RecordLink[] {
  const origin = org && org.org_id === row.org_id ? org.instance_origin : null;
  const link = (type: string | null, id: string | null, label: string): RecordLink[] =>
    type === null || id === null
      ? []
      : [{ type, id, label, url: origin === null ? '' : `${origin}/lightning/r/${type}/${id}/view` }];
  return [
    ...link(row.person_type, row.person_id, name ?? row.person_type ?? ''),
    ...link('Event', row.event_record_id, title),
    ...link('Booking__c', row.booking_record_id, 'Booking'),
  ];
}
