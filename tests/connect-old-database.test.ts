// A connection and a login under way in the tables of the version before connections without a browser: after the start of the
// present one it is as ready as before, and its session is renewed.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Pool } from 'pg';
import { checkConnection } from '../connector/connection/check-connection.ts';
import { createClients } from '../connector/connection/clients.ts';
import { createLog } from '../connector/log.ts';
import { openDatabase } from '../connector/store/database.ts';
import type { OpenDatabase } from '../connector/store/database.ts';
import * as bookings from '../connector/store/migrations/0001-bookings.ts';
import * as accounts from '../connector/store/migrations/0002-accounts.ts';
import { createTestDatabase } from '../connector/tests/test-database.ts';
import { connect, logIn, openWorld } from './connect-world.ts';
import type { World } from './connect-world.ts';
import { plantFault } from './salesforce-side.ts';

let world: World;
let old: { databaseUrl: string; drop: () => Promise<void> };
let opened: OpenDatabase | undefined;

beforeAll(async () => {
  world = await openWorld();
  old = await createTestDatabase();
});

afterAll(async () => {
  await opened?.close();
  await old?.drop();
  await world?.close();
});

test('is kept by the migration, ready and renewed', async () => {
  await connect(world);
  await logIn(world);
  await makeOldDatabase();
  opened = await openDatabase(
    { databaseUrl: old.databaseUrl, dataFolder: '' },
    createLog({ logLevel: 'silent' }),
  );
  const { db } = opened;
  const before = await db.selectFrom('connections').selectAll().executeTakeFirstOrThrow();
  expect(before).toMatchObject({ state: 'ready', flow: 'web_server', mode: 'standard', app_scope: 'global' });
  const attempt = { mode: 'standard', app_scope: 'global' };
  expect(await db.selectFrom('connection_attempts').selectAll().execute()).toEqual(
    expect.arrayContaining([expect.objectContaining(attempt)]),
  );
  const deps = { ...world.deps, db };
  await plantFault(world, { kind: 'session_expired' });
  await checkConnection(deps, createClients(deps), before.id);
  const after = await db.selectFrom('connections').selectAll().executeTakeFirstOrThrow();
  expect(after).toMatchObject({ state: 'ready', token_generation: before.token_generation + 1 });
});

/** The tables as they were, with the rows of the world in them. */
async function makeOldDatabase(): Promise<void> {
  const pool = new Pool({ connectionString: old.databaseUrl });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrations = { '0001-bookings': bookings, '0002-accounts': accounts };
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve(migrations) },
    }).migrateToLatest();
    if (error) throw new Error('The old tables could not be made.', { cause: error });
    for (const table of ['workspaces', 'connections', 'connection_attempts']) {
      const { rows } = await world.database.pool.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) as row from ${table} t`,
      );
      for (const { row } of rows) {
        // What came later was not there.
        const { rows: present } = await pool.query<{ name: string }>(
          'select column_name as name from information_schema.columns where table_name = $1',
          [table],
        );
        const columns = present.map(({ name }) => `"${name}"`);
        await pool.query(
          `insert into ${table} (${columns.join()}) select ${columns.join()} from jsonb_populate_record(null::${table}, $1)`,
          [JSON.stringify(row)],
        );
      }
    }
  } finally {
    await db.destroy();
  }
}
