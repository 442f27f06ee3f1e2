// People, sign-in sessions, workspaces and members: the tables better-auth 1.7 works on, with our names for them.
// Written out instead of made by the library at start: a start stays quick, and an update of the library changes no table unseen
// (a test compares these with what the library asks for).
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table users (
     id text primary key,
     name text not null,
     email text not null unique,
     "emailVerified" boolean not null,
     image text,
     "createdAt" timestamptz not null default current_timestamp,
     "updatedAt" timestamptz not null default current_timestamp
   )`,

  `create table sessions (
     id text primary key,
     "expiresAt" timestamptz not null,
     token text not null unique,
     "createdAt" timestamptz not null default current_timestamp,
     "updatedAt" timestamptz not null,
     "ipAddress" text,
     "userAgent" text,
     "userId" text not null references users (id) on delete cascade,
     "activeWorkspaceId" text
   )`,
  `create index "sessions_userId_idx" on sessions ("userId")`,

  `create table sign_in_methods (
     id text primary key,
     "accountId" text not null,
     "providerId" text not null,
     "userId" text not null references users (id) on delete cascade,
     "accessToken" text,
     "refreshToken" text,
     "idToken" text,
     "accessTokenExpiresAt" timestamptz,
     "refreshTokenExpiresAt" timestamptz,
     scope text,
     password text,
     "createdAt" timestamptz not null default current_timestamp,
     "updatedAt" timestamptz not null
   )`,
  `create index "sign_in_methods_userId_idx" on sign_in_methods ("userId")`,

  `create table verifications (
     id text primary key,
     identifier text not null,
     value text not null,
     "expiresAt" timestamptz not null,
     "createdAt" timestamptz not null default current_timestamp,
     "updatedAt" timestamptz not null default current_timestamp
   )`,
  `create index "verifications_identifier_idx" on verifications (identifier)`,

  `create table workspaces (
     id text primary key,
     name text not null,
     slug text not null unique,
     logo text,
     "createdAt" timestamptz not null,
     metadata text
   )`,

  `create table workspace_members (
     id text primary key,
     "workspaceId" text not null references workspaces (id) on delete cascade,
     "userId" text not null references users (id) on delete cascade,
     role text not null,
     "createdAt" timestamptz not null
   )`,
  `create index "workspace_members_workspaceId_idx" on workspace_members ("workspaceId")`,
  `create index "workspace_members_userId_idx" on workspace_members ("userId")`,

  `create table workspace_invitations (
     id text primary key,
     "workspaceId" text not null references workspaces (id) on delete cascade,
     email text not null,
     role text,
     status text not null,
     "expiresAt" timestamptz not null,
     "createdAt" timestamptz not null default current_timestamp,
     "inviterId" text not null references users (id) on delete cascade
   )`,
  `create index "workspace_invitations_workspaceId_idx" on workspace_invitations ("workspaceId")`,
  `create index "workspace_invitations_email_idx" on workspace_invitations (email)`,

  `create table rate_limits (
     id text primary key,
     key text not null unique,
     count integer not null,
     "lastRequest" bigint not null
   )`,
];
