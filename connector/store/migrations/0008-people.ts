// A second factor (better-auth's plugin, with our names), one-time links, API keys, and who did what.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table users add column "twoFactorEnabled" boolean`,

  `create table two_factors (
     id text primary key,
     secret text not null,
     "backupCodes" text not null,
     "userId" text not null references users (id) on delete cascade,
     verified boolean,
     "failedVerificationCount" integer,
     "lockedUntil" timestamptz
   )`,
  `create index "two_factors_secret_idx" on two_factors (secret)`,
  `create index "two_factors_userId_idx" on two_factors ("userId")`,

  `create table account_links (
     id text primary key,
     kind text not null check (kind in ('invitation', 'password_reset')),
     token_hash text not null unique,
     workspace_id text references workspaces (id) on delete cascade,
     email text not null,
     role text,
     user_id text references users (id) on delete cascade,
     created_by_name text not null,
     created_at timestamptz not null,
     expires_at timestamptz not null,
     used_at timestamptz,
     revoked_at timestamptz
   )`,
  `create index account_links_workspace on account_links (workspace_id, created_at desc)`,
  `create index account_links_email on account_links (email, created_at desc)`,

  `create table api_keys (
     id text primary key,
     workspace_id text not null references workspaces (id) on delete cascade,
     name text not null,
     key_hash text not null unique,
     hint text not null,
     role text not null,
     created_by_name text not null,
     created_at timestamptz not null,
     expires_at timestamptz,
     last_used_at timestamptz,
     revoked_at timestamptz
   )`,
  `create index api_keys_workspace on api_keys (workspace_id, created_at)`,

  `create table audit_log (
     id text primary key,
     workspace_id text,
     at timestamptz not null,
     user_id text,
     by_name text not null,
     action text not null,
     detail jsonb not null,
     address text
   )`,
  `create index audit_log_workspace on audit_log (workspace_id, at desc, id desc)`,
  `create index audit_log_at on audit_log (at)`,
];
