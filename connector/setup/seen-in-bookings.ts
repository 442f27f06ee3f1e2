// What this workspace's bookings have carried so far: questions, hidden fields and event types that can be set by name,
// and recent bookings to compare a set-up with.
import { sql } from 'kysely';
import { detailsSchema, fullName } from '../bookings/booking.ts';
import type { Db } from '../store/schema.ts';
import { answerPrefix, bookingFields, hiddenPrefix, titleOf, valueOf } from './booking-fields.ts';
import type { BookingField, BookingForMapping } from './booking-fields.ts';

export type SeenField = BookingField & { label: string };
export type SeenEventType = {
  /** As in an override: `<sourceId>:<key>`. */
  key: string;
  name: string;
  source: string;
};
export type RecentBooking = {
  id: string;
  title: string;
  person: string;
  startsAt: string;
  eventType: SeenEventType | null;
  booking: BookingForMapping;
};
export type Seen = {
  /** Answers and hidden fields. */
  fields: readonly SeenField[];
  eventTypes: readonly SeenEventType[];
  /** Newest first. */
  recent: readonly RecentBooking[];
};

export const nothingSeen: Seen = { fields: [], eventTypes: [], recent: [] };

/** Names are looked for in so many bookings, and so many are compared with. */
const looked = 2_000;
const compared = 50;
const most = 500;

export async function seenInBookings(db: Db, workspaceId: string): Promise<Seen> {
  const [answers, hidden, eventTypes, recent] = await Promise.all([
    seenAnswers(db, workspaceId),
    seenHidden(db, workspaceId),
    seenEventTypes(db, workspaceId),
    recentBookings(db, workspaceId),
  ]);
  return { fields: [...answers, ...hidden], eventTypes, recent };
}

function latest(workspaceId: string) {
  return sql`(select source_id, details, received_at from bookings
    where workspace_id = ${workspaceId} order by received_at desc limit ${looked})`;
}

/** The newest label of a question wins; one that has no key of its source's is named by its label. */
async function seenAnswers(db: Db, workspaceId: string): Promise<SeenField[]> {
  const { rows } = await sql<{ name: string; label: string }>`
    select distinct on (name) coalesce(answer ->> 'key', answer ->> 'label') as name, answer ->> 'label' as label
    from ${latest(workspaceId)} as latest
    cross join lateral jsonb_array_elements(details -> 'answers') as answer
    where coalesce(answer ->> 'key', answer ->> 'label') <> ''
    order by name, received_at desc limit ${most}`.execute(db);
  return rows.map(({ name, label }) => ({
    id: `${answerPrefix}${name}`,
    group: 'person',
    type: 'long_text',
    label,
  }));
}

async function seenHidden(db: Db, workspaceId: string): Promise<SeenField[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct name from ${latest(workspaceId)} as latest
    cross join lateral jsonb_object_keys(coalesce(details -> 'hidden', '{}')) as name
    order by name limit ${most}`.execute(db);
  return rows.map(({ name }) => ({ id: `${hiddenPrefix}${name}`, group: 'link', type: 'text', label: name }));
}

async function seenEventTypes(db: Db, workspaceId: string): Promise<SeenEventType[]> {
  const { rows } = await sql<{ key: string; name: string; source: string }>`
    select distinct on (key) source_id || ':' || (details -> 'eventType' ->> 'key') as key,
      details -> 'eventType' ->> 'name' as name, sources.name as source
    from ${latest(workspaceId)} as latest
    join sources on sources.id = latest.source_id
    where details -> 'eventType' ->> 'key' <> ''
    order by key, received_at desc limit ${most}`.execute(db);
  return rows;
}

export async function recentBookings(db: Db, workspaceId: string, id?: string): Promise<RecentBooking[]> {
  const rows = await db
    .selectFrom('bookings')
    .innerJoin('sources', 'sources.id', 'bookings.source_id')
    .select(['bookings.id', 'source_id', 'details', 'status', 'booking_key', 'sources.name as sourceName'])
    .where('bookings.workspace_id', '=', workspaceId)
    .$if(id !== undefined, (query) => query.where('bookings.id', '=', id ?? ''))
    .orderBy('bookings.received_at', 'desc')
    .limit(compared)
    .execute();
  return rows.flatMap((row) => {
    const parsed = detailsSchema.safeParse(row.details);
    if (!parsed.success) return [];
    const details = parsed.data;
    const { eventType } = details;
    return [
      {
        id: row.id,
        title: titleOf(details),
        person: fullName(details.person) ?? details.person.email ?? '',
        startsAt: details.start ?? '',
        eventType: eventType && {
          key: `${row.source_id}:${eventType.key}`,
          name: eventType.name,
          source: row.sourceName,
        },
        booking: {
          details,
          status: row.status,
          bookingKey: row.booking_key,
          sourceName: row.sourceName,
          hostUserId: null,
        },
      },
    ];
  });
}

/** Every field that can be set now, with what the newest booking that has it says. */
export function fieldsWithSamples(
  seen: Seen,
): (BookingField & { label: string | null; sample: string | null })[] {
  const all = [...bookingFields.map((field) => ({ ...field, label: null })), ...seen.fields];
  return all.map((field) => ({ ...field, sample: sampleOf(field.id, seen) }));
}

const longestSample = 200;

function sampleOf(fieldId: string, { recent }: Seen): string | null {
  for (const { booking } of recent) {
    const value = valueOf(fieldId, booking);
    if (value !== null) return String(value).slice(0, longestSample);
  }
  return null;
}
