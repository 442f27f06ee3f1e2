// Five kinds of sources: secrets that are changed, pauses, refusals with their reasons, imports, and several customers in
// one meeting.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table sources drop constraint sources_kind_check`,
  `alter table sources
     add constraint sources_kind_check
       check (kind in ('cal-com', 'calendly', 'oncehub', 'standard-webhooks', 'generic')),
     add column awaits_secret boolean not null default false,
     add column previous_secret_sealed text,
     add column previous_secret_until timestamptz,
     add column paused_at timestamptz,
     add column api_key_sealed text,
     add column api_base_url text,
     add column api_account text,
     add column reconcile_at timestamptz,
     add column reconciled jsonb`,
  `create index sources_to_reconcile on sources (reconcile_at) where reconcile_at is not null`,

  `create table source_refusals (
     source_id text not null references sources (id),
     code text not null,
     message text not null,
     fix text,
     count integer not null,
     last_at timestamptz not null,
     primary key (source_id, code)
   )`,

  `alter table booking_events drop constraint booking_events_state_check`,
  `alter table booking_events add constraint booking_events_state_check
     check (state in ('received', 'held', 'applied', 'ignored'))`,
  `create index booking_events_held on booking_events (source_id, received_at) where state = 'held'`,

  // Where one meeting has several customers, each has a booking; this names the meeting that they share.
  `alter table booking_aliases add column meeting text`,
  `create index booking_aliases_by_meeting on booking_aliases (source_id, meeting) where meeting is not null`,

  `create table source_imports (
     id text primary key,
     workspace_id text not null,
     source_id text not null references sources (id),
     kind text not null check (kind in ('backfill', 'file')),
     state text not null check (state in ('reading', 'previewed', 'running', 'done', 'failed')),
     file_name text,
     preview jsonb not null,
     messages jsonb not null,
     total integer not null,
     position integer not null default 0,
     counts jsonb not null,
     problem jsonb,
     created_at timestamptz not null,
     created_by_name text not null,
     finished_at timestamptz,
     lease_until timestamptz
   )`,
  `create index source_imports_by_source on source_imports (source_id, created_at desc)`,
  `create index source_imports_running on source_imports (lease_until) where state = 'running'`,

  `alter table connections add column paused_by_user_at timestamptz`,
];
