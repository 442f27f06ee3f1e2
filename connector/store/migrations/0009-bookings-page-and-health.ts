// For the pages Bookings and Health: since when a booking waits and when it was written, what it is filtered by, figures
// per hour, and the history of checks.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table bookings
     add column waiting_since timestamptz,
     add column written_at timestamptz,
     add column replay_id text`,

  // Many places make a booking due, hold it up or end it. That these two times agree with its state is kept here, once.
  `create function keep_booking_times() returns trigger language plpgsql as $$
   begin
     if tg_op = 'INSERT' then
       if new.sync in ('pending', 'claimed', 'waiting') then new.waiting_since := new.updated_at; end if;
       return new;
     end if;
     if new.written_version is distinct from old.written_version and new.written_version > 0 then
       new.written_at := new.updated_at;
     end if;
     if new.sync not in ('pending', 'claimed', 'waiting') then
       new.waiting_since := null;
     elsif old.sync not in ('pending', 'claimed', 'waiting') or new.written_version > old.written_version then
       new.waiting_since := new.updated_at;
     end if;
     return new;
   end $$`,
  `update bookings set waiting_since = updated_at where sync in ('pending', 'claimed', 'waiting')`,
  `update bookings set written_at = updated_at where sync = 'done' and written_version > 0`,
  `create trigger keep_booking_times before insert or update of sync, written_version on bookings
     for each row execute function keep_booking_times()`,

  `create index bookings_counted on bookings (workspace_id, sync) where merged_into is null`,
  `create index bookings_merged on bookings (workspace_id, sync) where merged_into is not null`,
  `create index bookings_by_cause on bookings (workspace_id, (problem ->> 'code'))
     where sync in ('parked', 'waiting')`,
  `create index bookings_by_replay on bookings (workspace_id, replay_id) where replay_id is not null`,
  // The start is ISO 8601 in UTC: it is ordered as it is written.
  `create index bookings_by_start on bookings (workspace_id, (details ->> 'start'))`,
  `create index bookings_by_event_type on bookings (source_id, (details -> 'eventType' ->> 'key'))`,
  `create index bookings_by_host on bookings
     (workspace_id, (lower(coalesce(details -> 'host' ->> 'email', details -> 'host' ->> 'name'))))`,
  `create index bookings_by_record on bookings using gin
     ((array_remove(array[person_id, event_record_id, booking_record_id], null)))`,

  `create index booking_events_by_time on booking_events (workspace_id, received_at)`,
  `create index trail_written on trail (workspace_id, at) where code = 'written'`,

  `create table hourly_figures (
     workspace_id text not null,
     hour timestamptz not null,
     received integer not null default 0,
     written integer not null default 0,
     parked integer not null default 0,
     oldest_waiting_s integer not null default 0,
     api_calls integer not null default 0,
     org_used integer,
     org_max integer,
     primary key (workspace_id, hour)
   )`,
  `create index hourly_figures_by_hour on hourly_figures (hour)`,

  `create table check_runs (
     id bigint generated always as identity primary key,
     workspace_id text not null,
     at timestamptz not null,
     state text not null,
     checks jsonb not null
   )`,
  `create index check_runs_by_workspace on check_runs (workspace_id, at desc)`,
];
