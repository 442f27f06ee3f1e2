// Why bookings are parked or wait, each cause once with how many; and what a list can be narrowed by.
import { sql } from 'kysely';
import type { Db } from '../../store/schema.ts';
import { fieldKey, hostKey } from './booking-filter.ts';

export type Cause = {
  /** For the filter: the code, with the field when there is one. */
  cause: string;
  state: 'parked' | 'waiting';
  code: string;
  message: string;
  fix: string | null;
  field: { object: string; name: string; label: string } | null;
  count: number;
  /** When the next of them is tried again; null for parked ones. */
  until: string | null;
};

/** The largest first, parked ones before waiting ones. */
export async function readCauses(db: Db, workspaceId: string): Promise<Cause[]> {
  const { rows } = await sql<{
    sync: 'parked' | 'waiting';
    code: string;
    fieldKey: string;
    field: Cause['field'];
    message: string;
    fix: string | null;
    count: string;
    until: Date;
  }>`
    select sync, problem ->> 'code' as code, ${fieldKey} as "fieldKey", count(*), min(due_at) as until,
      (array_agg(problem -> 'field' order by updated_at desc))[1] as field,
      (array_agg(problem ->> 'message' order by updated_at desc))[1] as message,
      (array_agg(problem ->> 'fix' order by updated_at desc))[1] as fix
    from bookings
    where workspace_id = ${workspaceId} and sync in ('parked', 'waiting') and problem ->> 'code' is not null
    group by sync, problem ->> 'code', ${fieldKey}
    order by sync, count(*) desc, code limit 200`.execute(db);
  return rows.map((row) => ({
    cause: row.fieldKey === '' ? row.code : `${row.code} ${row.fieldKey}`,
    state: row.sync,
    code: row.code,
    message: row.message,
    fix: row.fix,
    field: row.fieldKey === '' ? null : row.field,
    count: Number(row.count),
    until: row.sync === 'waiting' ? row.until.toISOString() : null,
  }));
}

export type Choices = {
  eventTypes: { key: string; name: string; source: string }[];
  hosts: { key: string; name: string }[];
};

/** Names are looked for in so many of the latest bookings. */
const looked = 5_000;
const most = 300;

export async function readChoices(db: Db, workspaceId: string): Promise<Choices> {
  const latest = sql`(select source_id, details, received_at from bookings
    where workspace_id = ${workspaceId} order by received_at desc limit ${looked}) as latest`;
  const eventTypes = await sql<Choices['eventTypes'][number]>`
    select * from (
      select distinct on (key) source_id || ':' || (details -> 'eventType' ->> 'key') as key,
        details -> 'eventType' ->> 'name' as name, sources.name as source
      from ${latest} join sources on sources.id = latest.source_id
      where details -> 'eventType' ->> 'key' <> ''
      order by key, received_at desc
    ) as found order by lower(name), source limit ${most}`.execute(db);
  const hosts = await sql<Choices['hosts'][number]>`
    select * from (
      select distinct on (key) ${hostKey} as key,
        coalesce(details -> 'host' ->> 'name', details -> 'host' ->> 'email') as name
      from ${latest} where ${hostKey} <> ''
      order by key, received_at desc
    ) as found order by lower(name) limit ${most}`.execute(db);
  return { eventTypes: eventTypes.rows, hosts: hosts.rows };
}
