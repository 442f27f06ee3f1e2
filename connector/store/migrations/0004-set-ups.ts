// What a workspace has set in the phases field validation, field mapping and creation rules, and every change of it.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table set_ups (
     workspace_id text primary key,
     revision integer not null,
     document jsonb not null,
     confirmed jsonb not null,
     org_id text,
     org_name text,
     updated_at timestamptz not null,
     updated_by text,
     updated_by_name text not null
   )`,

  `create table set_up_changes (
     id text primary key,
     workspace_id text not null,
     revision integer not null,
     at timestamptz not null,
     by_user_id text,
     by_name text not null,
     action text not null check (action in ('saved', 'confirmed', 'restored', 'imported', 'carried_over')),
     document jsonb not null,
     summary jsonb not null
   )`,
  `create unique index set_up_changes_newest on set_up_changes (workspace_id, revision desc)`,

  `create table set_up_looks (
     workspace_id text primary key,
     org_id text not null,
     looked_at timestamptz not null,
     problems jsonb not null,
     other_syncs jsonb not null
   )`,
];
