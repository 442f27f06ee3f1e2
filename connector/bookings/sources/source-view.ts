// A source as the pages see it: how its events go, what was refused and why, which event types were seen, and what the last
// comparison with the tool found. No secret leaves through here.
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../store/schema.ts';
import type { BookingDeps } from '../booking-deps.ts';
import { addressOf } from './source-rows.ts';
import type { SourceRow } from './source-rows.ts';
import { toolOf } from './tools/tools.ts';

export async function showSource(deps: BookingDeps, row: SourceRow) {
  const { db, now } = deps;
  const [counts, last, refusals, eventTypes] = await Promise.all([
    countEvents(db, row.id),
    lastEvent(db, row.id),
    listRefusals(db, row.id),
    listEventTypes(db, row.id),
  ]);
  const until = row.previous_secret_until;
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    address: addressOf(deps, row),
    createdAt: row.created_at.toISOString(),
    awaitsSecret: row.awaits_secret,
    previousSecretUntil: until !== null && until > now() ? until.toISOString() : null,
    pausedAt: row.paused_at?.toISOString() ?? null,
    lastEventAt: row.last_event_at?.toISOString() ?? null,
    lastEventState: last?.state ?? null,
    lastEventType: last?.type ?? null,
    events: counts.events,
    held: counts.held,
    refused: row.refused,
    refusals,
    eventTypes,
    /** What asking the tool itself needs; null where the tool cannot be asked. */
    api: toolOf(row.kind)
      ? { account: row.api_account, baseUrl: row.api_base_url, hasKey: row.api_key_sealed !== null }
      : null,
    reconciled: row.reconciled,
  };
}
export type SourceView = Awaited<ReturnType<typeof showSource>>;

async function countEvents(db: Db, sourceId: string): Promise<{ events: number; held: number }> {
  const counted = await db
    .selectFrom('booking_events')
    .select(({ fn }) => [
      fn.countAll<string>().as('events'),
      sql<string>`count(*) filter (where state = 'held')`.as('held'),
    ])
    .where('source_id', '=', sourceId)
    .executeTakeFirstOrThrow();
  return { events: Number(counted.events), held: Number(counted.held) };
}

/** Of those that the tool sent: what was imported or compared is none. */
function lastEvent(db: Db, sourceId: string) {
  return db
    .selectFrom('booking_events')
    .select(['state', 'type'])
    .where('source_id', '=', sourceId)
    .where('correlation_id', 'not like', 'import-%')
    .where('correlation_id', 'not like', 'reconcile-%')
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function listRefusals(db: Db, sourceId: string) {
  const rows = await db
    .selectFrom('source_refusals')
    .selectAll()
    .where('source_id', '=', sourceId)
    .orderBy('last_at', 'desc')
    .limit(10)
    .execute();
  return rows.map(({ code, message, fix, count, last_at }) => ({
    code,
    message,
    fix,
    count,
    lastAt: last_at.toISOString(),
  }));
}

const eventTypeRow = z.object({ key: z.string(), name: z.string(), bookings: z.coerce.number() });

/** As they appear in bookings; by the tool's own id, with the newest name. */
async function listEventTypes(db: Db, sourceId: string) {
  const { rows } = await sql`
    select details -> 'eventType' ->> 'key' as key,
           (array_agg(details -> 'eventType' ->> 'name' order by updated_at desc))[1] as name,
           count(*) as bookings
      from bookings
     where source_id = ${sourceId} and jsonb_typeof(details -> 'eventType') = 'object'
     group by 1 order by count(*) desc, 1 limit 100`.execute(db);
  return z.array(eventTypeRow).parse(rows);
}
