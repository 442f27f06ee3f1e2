// The store: tables, sealed values, and the embedded server through clean stops and kills.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVault, deriveKey, loadSecretKey } from '../store/secrets.ts';
import { createLog } from '../log.ts';
import { openDatabase } from '../store/database.ts';
import { createTestDatabase, openTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';

describe('tables', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  test('a source cannot deliver one event twice, and a booking key is there once in a workspace', async () => {
    const { db } = database;
    const at = new Date();
    const [workspace_id, source_id] = ['w1', 's1'];
    const source = {
      id: source_id,
      workspace_id,
      kind: 'generic' as const,
      name: 'x',
      secret_sealed: 'x',
      created_at: at,
    };
    await db.insertInto('sources').values(source).execute();
    const event = {
      workspace_id,
      source_id,
      event_key: 'same',
      type: 'booked',
      state: 'received' as const,
      occurred_at: at,
      received_at: at,
      body: '{}',
      correlation_id: 'c1',
    };
    await db
      .insertInto('booking_events')
      .values({ id: 'e1', ...event })
      .execute();
    const again = db
      .insertInto('booking_events')
      .values({ id: 'e2', ...event })
      .execute();
    await expect(again).rejects.toMatchObject({ code: '23505' });
    const alias = { workspace_id, source_id, alias: 'uid-1', booking_id: 'not there' };
    await expect(db.insertInto('booking_aliases').values(alias).execute()).rejects.toMatchObject({
      code: '23503',
    });
  });

  test('a workspace has at most one connection', async () => {
    const rules = await database.pool.query<{ definition: string }>(
      `select pg_get_constraintdef(oid) as definition from pg_constraint
       where contype = 'u' and conrelid in ('connections'::regclass, 'bookings'::regclass, 'connection_attempts'::regclass)`,
    );
    expect(rules.rows.map((row) => row.definition)).toEqual(
      expect.arrayContaining([
        'UNIQUE (workspace_id)',
        'UNIQUE (workspace_id, booking_key)',
        'UNIQUE (state_hash)',
      ]),
    );
  });

  test('are made once when several processes start on an empty database', async () => {
    const { databaseUrl, drop } = await createTestDatabase();
    const log = createLog({ logLevel: 'error' });
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase({ databaseUrl, dataFolder: '' }, log)));
    const done = await opened[0]?.pool.query<{ name: string }>(
      'select name from kysely_migration order by name',
    );
    await Promise.all(opened.map((each) => each.close()));
    await drop();
    expect(done?.rows.map(({ name }) => name).slice(0, 3)).toEqual([
      '0001-bookings',
      '0002-accounts',
      '0003-unattended',
    ]);
  });

  test('of a newer Bookbridge are refused with what to do', async () => {
    const { databaseUrl, drop } = await createTestDatabase();
    const log = createLog({ logLevel: 'silent' });
    const first = await openDatabase({ databaseUrl, dataFolder: '' }, log);
    await first.pool.query(`insert into kysely_migration values ('9999-from-the-future', '2099-01-01')`);
    await first.close();
    const second = openDatabase({ databaseUrl, dataFolder: '' }, log);
    await expect(second).rejects.toMatchObject({
      code: 'migration_failed',
      fix: expect.stringContaining('newer'),
    });
    await drop();
  });
});

describe('sealed values', () => {
  test('open only for their own workspace and purpose', () => {
    const vault = createVault(randomBytes(32));
    const sealed = vault.seal('w1', 'access-token', 'clear');
    expect(vault.open('w1', 'access-token', sealed)).toBe('clear');
    expect(sealed).not.toContain('clear');
    for (const [workspace, purpose] of [
      ['w2', 'access-token'],
      ['w1', 'refresh-token'],
    ] as const) {
      expect(() => vault.open(workspace, purpose, sealed)).toThrow(
        expect.objectContaining({ code: 'sealed_value_unreadable' }),
      );
    }
  });

  test('open with an older key after the key was changed, and not without it', () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    const sealed = createVault(older).seal('w1', 'x', 'clear');
    expect(createVault(newer, older).open('w1', 'x', sealed)).toBe('clear');
    expect(() => createVault(newer).open('w1', 'x', sealed)).toThrow(
      expect.objectContaining({ code: 'sealed_value_unreadable' }),
    );
  });

  test('a changed byte, a cut tag and a foreign text do not open', () => {
    const vault = createVault(randomBytes(32));
    const sealed = vault.seal('w1', 'x', 'clear');
    const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
    for (const text of [changed, sealed.slice(0, 24), '', 'clear', `${sealed.split('.')[0]}.`]) {
      expect(() => vault.open('w1', 'x', text)).toThrow(
        expect.objectContaining({ code: 'sealed_value_unreadable' }),
      );
    }
  });

  test('the key file is made once by two starts at the same time, and read by both', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bookbridge-key-'));
    const keys = await Promise.all([1, 2, 3].map(() => loadSecretKey(null, folder)));
    await writeFile(join(folder, 'secret.key'), 'damaged');
    await expect(loadSecretKey(null, folder)).rejects.toMatchObject({ code: 'secret_key_unreadable' });
    await rm(folder, { recursive: true });
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(deriveKey(keys[0] ?? Buffer.alloc(0), 'a')).not.toBe(deriveKey(keys[0] ?? Buffer.alloc(0), 'b'));
  });
});
