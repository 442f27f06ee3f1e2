// Links for a Salesforce admin who connects without an account here, and installations of the companion app that go on while
// nobody looks.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table admin_links (
     id text primary key,
     workspace_id text not null,
     token_hash text not null unique,
     created_by_name text not null,
     created_at timestamptz not null,
     expires_at timestamptz not null,
     opened_at timestamptz,
     replaced_at timestamptz,
     used_at timestamptz,
     used_by_username text,
     used_session text
   )`,
  `create index admin_links_workspace on admin_links (workspace_id, created_at desc)`,

  `alter table connection_attempts
     add column admin_link_id text references admin_links (id) on delete cascade`,

  `create table installation_jobs (
     id text primary key,
     workspace_id text not null,
     connection_id text not null references connections (id) on delete cascade,
     state text not null check (state in ('running', 'done', 'failed')),
     steps jsonb not null,
     diff_id text,
     started_by_name text not null,
     started_at timestamptz not null,
     beat_at timestamptz not null,
     ended_at timestamptz
   )`,
  // One at a time: two deploys of the same components would queue up at Salesforce and hide each other's result.
  `create unique index installation_jobs_running on installation_jobs (connection_id) where state = 'running'`,
  `create index installation_jobs_latest on installation_jobs (workspace_id, started_at desc)`,
];
