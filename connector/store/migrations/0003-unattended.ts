// Connections without a browser (JWT bearer, client credentials) and secure mode.
// An app that signs with a key has no secret; a login through the browser has no key.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const mode = `mode text not null default 'standard' check (mode in ('standard', 'secure'))`;
const appScope = `app_scope text not null default 'global' check (app_scope in ('global', 'local'))`;

const statements = [
  `alter table connections
     add column flow text not null default 'web_server'
       check (flow in ('web_server', 'jwt_bearer', 'client_credentials')),
     add column ${mode},
     add column ${appScope},
     add column private_key_sealed text,
     alter column client_secret_sealed drop not null`,

  `alter table connection_attempts add column ${mode}, add column ${appScope}`,
];
