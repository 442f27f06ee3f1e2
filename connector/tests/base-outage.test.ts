// The database goes away under a running connector: nobody's request hangs, the process survives, and all is well afterwards.
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { Client } from 'pg';
import { openBrowser, owner, signInAsOwner } from './browser.ts';
import type { Browser } from './browser.ts';
import { startConnector } from './start-connector.ts';
import type { RunningConnector } from './start-connector.ts';
import { createTestDatabase } from './test-database.ts';

jest.setTimeout(60_000);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let name: string;
/** The administrator's connections: one to another database, which survives everything, and one that holds locks. */
let admin: Client;
let holder: Client;
let connector: RunningConnector;
let browser: Browser;

beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(database.databaseUrl);
  name = url.pathname.slice(1);
  holder = new Client({ connectionString: url.href, application_name: 'holder' });
  url.pathname = '/postgres';
  admin = new Client({ connectionString: url.href, application_name: 'admin' });
  await Promise.all([admin.connect(), holder.connect()]);
  connector = await startConnector({ databaseUrl: database.databaseUrl });
  browser = await signInAsOwner(connector);
});
beforeEach(async () => {
  await until(async () => (await browser.get('/health/ready')).status === 200);
});
afterAll(async () => {
  await connector.stop();
  await holder.end();
  await admin.end();
  await database.drop();
});

test('a query that is cut in the middle ends in a clear answer, and the process goes on', async () => {
  await holder.query('begin');
  await holder.query('lock table connections in access exclusive mode');
  const cut = browser.get('/api/connection');
  await until(async () => (await waitingForLocks()) > 0);
  await endConnections();
  const answer = await cut;
  await holder.query('rollback');
  expect(answer).toMatchObject({
    status: 503,
    body: { error: { code: 'database_unavailable', retry: 'soon', fix: expect.any(String) } },
  });
  await until(async () => (await browser.get('/api/connection')).status === 200);
  expect(connector.log()).not.toContain('a failure was not handled');
});

test('a login that comes back meanwhile lands on a page, and its code does not stay in the address', async () => {
  await holder.query('begin');
  await holder.query('lock table sessions in access exclusive mode');
  const cut = browser.get('/oauth/salesforce/callback?code=x&state=y');
  await until(async () => (await waitingForLocks()) > 0);
  await endConnections();
  const answer = await cut;
  await holder.query('rollback');
  expect([answer.status, answer.headers.get('location')]).toEqual([
    302,
    '/setup/api-connection?error=login_not_finished',
  ]);
});

test('a database that takes no new connections for a while is back by itself', async () => {
  await admin.query(`alter database ${name} with allow_connections false`);
  await endConnections();
  const answer = await openBrowser(connector.origin).post('/api/sign-in', {
    email: owner.email,
    password: owner.password,
  });
  expect(answer.status).toBe(503);
  expect((await browser.get('/health/ready')).status).toBe(503);
  expect((await browser.get('/health/live')).status).toBe(200);
  await admin.query(`alter database ${name} with allow_connections true`);
  await until(async () => (await browser.get('/api/session')).status === 200);
  expect((await browser.get('/api/session')).body).toMatchObject({ state: 'signed_in' });
});

async function endConnections(): Promise<void> {
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = $1 and application_name like 'bookbridge%'`,
    [name],
  );
}

async function waitingForLocks(): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where datname = $1 and application_name = 'bookbridge' and wait_event_type = 'Lock'`,
    [name],
  );
  return rows[0]?.n ?? 0;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('waited too long');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
