// What has run out is taken away, and what is still in use stays.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { signInAsOwner } from './browser.ts';
import type { Browser } from './browser.ts';
import { startConnector } from './start-connector.ts';
import type { RunningConnector } from './start-connector.ts';
import { openTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';

jest.setTimeout(60_000);

let database: TestDatabase;
let connector: RunningConnector;
let browser: Browser;

beforeAll(async () => {
  database = await openTestDatabase();
  connector = await startConnector({ databaseUrl: database.databaseUrl });
  browser = await signInAsOwner(connector);
});
afterAll(async () => {
  await connector.stop();
  await database.close();
});

test('a start removes sessions, counts of tries and logins that have expired, and nothing else', async () => {
  const old = new Date(Date.now() - 8 * 24 * 3600 * 1000);
  const { dataFolder, port } = connector;
  const { userId } = await database.db.selectFrom('sessions').select('userId').executeTakeFirstOrThrow();
  await database.pool.query(
    `insert into sessions (id, "expiresAt", token, "updatedAt", "userId") values ('old', $1, 'old', $1, $2)`,
    [old, userId],
  );
  await database.db
    .insertInto('rate_limits')
    .values({ id: 'old', key: 'old', count: 3, lastRequest: String(old.getTime()) })
    .execute();
  for (const [id, expires] of [
    ['old', old],
    ['new', new Date(Date.now() + 60_000)],
  ] as const) {
    await database.db
      .insertInto('connection_attempts')
      .values({
        id,
        workspace_id: 'w',
        state_hash: randomUUID(),
        session_id: 's',
        stage: 'authorizing',
        kind: 'production',
        login_origin: 'https://login.salesforce.com',
        client_id: 'c',
        client_secret_sealed: 'x',
        verifier_sealed: 'x',
        created_at: old,
        expires_at: expires,
      })
      .execute();
  }
  await connector.kill();
  connector = await startConnector({ databaseUrl: database.databaseUrl, dataFolder, port });
  await until(async () => (await idsOf('connection_attempts')).length === 1);
  expect(await idsOf('connection_attempts')).toEqual(['new']);
  expect(await idsOf('rate_limits')).not.toContain('old');
  const sessions = await idsOf('sessions');
  expect(sessions).toHaveLength(1);
  expect(sessions).not.toContain('old');
  expect((await browser.get('/api/session')).body).toMatchObject({ state: 'signed_in' });
});

async function idsOf(table: 'sessions' | 'rate_limits' | 'connection_attempts'): Promise<string[]> {
  return (await database.db.selectFrom(table).select('id').execute()).map(({ id }) => id);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('waited too long');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
