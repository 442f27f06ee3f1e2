// First tables of the connector: settings, connections, sources, and the inbox of bookings (schema.ts names every column).
// Frozen once released: a later change is a new migration beside it.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table settings (
     name text primary key,
     value jsonb not null,
     updated_at timestamptz not null
   )`,

  `create table connections (
     id text primary key,
     workspace_id text not null unique,
     state text not null check (state in ('ready', 'needs_attention', 'reconnect', 'disconnected')),
     kind text not null check (kind in ('production', 'sandbox')),
     login_origin text not null,
     instance_origin text not null,
     identity_url text not null,
     org_id text not null,
     org_name text not null,
     user_id text not null,
     username text not null,
     display_name text not null,
     edition text not null,
     api_version text not null,
     client_id text not null,
     client_secret_sealed text not null,
     access_token_sealed text,
     refresh_token_sealed text,
     token_generation integer not null,
     refreshed_at timestamptz,
     refresh_started_at timestamptz,
     checks jsonb not null,
     checked_at timestamptz,
     problem jsonb,
     paused_until timestamptz,
     pause_reason text,
     pause_count integer not null default 0,
     connected_at timestamptz not null,
     disconnected_at timestamptz,
     updated_at timestamptz not null
   )`,

  `create table connection_attempts (
     id text primary key,
     workspace_id text not null,
     state_hash text not null unique,
     session_id text not null,
     stage text not null check (stage in ('authorizing', 'confirming', 'saved', 'failed')),
     kind text not null check (kind in ('production', 'sandbox')),
     login_origin text not null,
     client_id text not null,
     client_secret_sealed text not null,
     verifier_sealed text not null,
     found_sealed text,
     found jsonb,
     error jsonb,
     created_at timestamptz not null,
     expires_at timestamptz not null,
     used_at timestamptz
   )`,
  `create index connection_attempts_by_expiry on connection_attempts (expires_at)`,
  `create index connection_attempts_by_workspace on connection_attempts (workspace_id, created_at desc)`,

  `create table sources (
     id text primary key,
     workspace_id text not null,
     kind text not null check (kind in ('cal-com', 'generic')),
     name text not null,
     secret_sealed text not null,
     created_at timestamptz not null,
     removed_at timestamptz,
     last_event_at timestamptz,
     refused integer not null default 0
   )`,
  `create index sources_by_workspace on sources (workspace_id, created_at)`,

  `create table bookings (
     id text primary key,
     workspace_id text not null,
     source_id text not null references sources (id),
     booking_key text not null,
     status text not null check (status in
       ('requested', 'scheduled', 'rescheduled', 'canceled', 'rejected', 'completed', 'no_show')),
     details jsonb not null,
     state_at timestamptz not null,
     version integer not null,
     written_version integer not null,
     sync text not null check (sync in ('none', 'pending', 'claimed', 'waiting', 'parked', 'done')),
     due_at timestamptz not null,
     tries integer not null,
     problem jsonb,
     claim_token text,
     claimed_by text,
     claimed_at timestamptz,
     write_number integer not null,
     attempted_version integer not null,
     org_id text,
     person_type text check (person_type in ('Lead', 'Contact')),
     person_id text,
     event_record_id text,
     booking_record_id text,
     api_calls integer not null,
     merged_into text references bookings (id),
     person_key text,
     unsettled boolean not null default false,
     attempted_person_keys text[] not null default '{}',
     search_text text not null,
     received_at timestamptz not null,
     updated_at timestamptz not null,
     unique (workspace_id, booking_key)
   )`,
  `create index bookings_due on bookings (workspace_id, sync, due_at)`,
  // The sweep looks over all workspaces; only rows that may need a write are in this index.
  `create index bookings_open on bookings (due_at) where sync in ('pending', 'claimed', 'waiting')`,
  `create index bookings_by_time on bookings (workspace_id, received_at desc, id desc)`,
  `create index bookings_by_sync on bookings (workspace_id, sync, received_at desc, id desc)`,
  `create index bookings_by_source on bookings (source_id, received_at desc, id desc)`,
  // "Nobody else may touch this person now" is asked at every claim; few rows are ever in this index.
  `create index bookings_unsettled on bookings (workspace_id) where unsettled`,
  `create index bookings_by_text on bookings using gin (to_tsvector('simple', search_text))`,

  `create table booking_events (
     id text primary key,
     workspace_id text not null,
     source_id text not null references sources (id),
     event_key text not null,
     type text not null,
     state text not null check (state in ('received', 'applied', 'ignored')),
     reason text,
     booking_id text references bookings (id) on delete cascade,
     occurred_at timestamptz not null,
     received_at timestamptz not null,
     body jsonb not null,
     words jsonb,
     correlation_id text not null,
     unique (source_id, event_key)
   )`,
  // Events that wait for the booking they speak of.
  `create index booking_events_waiting on booking_events (source_id, (words ->> 'bookingId')) where state = 'received'`,
  `create index booking_events_by_source on booking_events (source_id, received_at desc)`,
  `create index booking_events_by_booking on booking_events (booking_id, received_at)`,

  `create table booking_aliases (
     workspace_id text not null,
     source_id text not null references sources (id),
     alias text not null,
     booking_id text not null references bookings (id) on delete cascade,
     primary key (source_id, alias)
   )`,
  `create index booking_aliases_by_booking on booking_aliases (booking_id)`,

  `create table trail (
     id bigint generated always as identity primary key,
     workspace_id text not null,
     booking_id text not null references bookings (id) on delete cascade,
     at timestamptz not null,
     stage text not null,
     code text not null,
     text text not null,
     detail jsonb
   )`,
  `create index trail_by_booking on trail (booking_id, id)`,

  `create table running_slices (
     job_id text primary key,
     workspace_id text not null,
     process_key text not null,
     started_at timestamptz not null
   )`,
];
