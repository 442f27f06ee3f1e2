// The tokens of one connection in several real connector processes, and through kill -9 in the middle of a refresh.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { owner, openBrowser, signInAsOwner } from '../connector/tests/browser.ts';
import type { Browser } from '../connector/tests/browser.ts';
import { startConnector } from '../connector/tests/start-connector.ts';
import type { RunningConnector } from '../connector/tests/start-connector.ts';
import { openTestDatabase } from '../connector/tests/test-database.ts';
import type { TestDatabase } from '../connector/tests/test-database.ts';
import { startLocalOrg } from '../local-org/local-org.ts';
import type { RunningLocalOrg } from '../local-org/local-org.ts';
import { walkAuthorization } from '../local-org/browser-walk.ts';
import { apiUser, field, openCallback } from './connect-world.ts';
import { freePort } from '../scripts/free-port.ts';

let org: RunningLocalOrg;
let database: TestDatabase;
let ports: number[];
let running: RunningConnector[] = [];
const secretKey = randomBytes(32).toString('base64');

beforeAll(async () => {
  ports = [await freePort(), await freePort()];
  database = await openTestDatabase();
  org = await startLocalOrg({
    callbackUrls: ports.map((port) => `http://localhost:${port}/oauth/salesforce/callback`),
    rotateRefreshTokens: true,
  });
}, 60_000);

afterAll(async () => {
  for (const connector of running) await connector.stop();
  await org.stop();
  await database.close();
}, 60_000);

test('two processes that meet a dead token at once refresh it once, and both go on', async () => {
  const browser = await signInAsOwner(await start(0));
  await connect(browser);
  const second = await start(1);
  const other = openBrowser(second.origin);
  await other.post('/api/sign-in', { email: owner.email, password: owner.password });
  const { generation } = await tokens();
  await plant({ kind: 'session_expired' });
  // Long enough that the other process meets the dead token while this refresh is under way.
  await plant({ kind: 'slow', on: 'token', delayMs: 300 });
  const answers = await Promise.all([
    browser.post('/api/connection/check'),
    other.post('/api/connection/check'),
  ]);
  for (const answer of answers)
    expect(answer).toMatchObject({ status: 200, body: { connection: { state: 'ready' } } });
  expect((await tokens()).generation).toBe(generation + 1);
  await second.stop();
  running = running.filter((each) => each !== second);
}, 60_000);

test('kill -9 during a refresh: the lost answer is known after the start, and named when the retry is refused', async () => {
  const [before] = running;
  if (!before) throw new Error('The first test has not started a connector.');
  const browser = openBrowser(before.origin);
  await browser.post('/api/sign-in', { email: owner.email, password: owner.password });
  await plant({ kind: 'session_expired' });
  await plant({ kind: 'slow', on: 'token', delayMs: 200 });
  const cut = browser.post('/api/connection/check').catch(() => 'cut');
  await until(async () => (await faultsLeft()) === 0);
  await before.kill();
  await cut;
  running = running.filter((each) => each !== before);
  expect((await tokens()).refreshStartedAt).not.toBeNull();

  const after = await start(0);
  const again = openBrowser(after.origin);
  await again.post('/api/sign-in', { email: owner.email, password: owner.password });
  const answer = await again.post('/api/connection/check');
  expect(field(answer.body, 'connection')).toMatchObject({
    state: 'reconnect',
    problem: { code: 'refresh_answer_lost', message: expect.stringContaining('answer was lost') },
  });
  await connect(again);
  expect((await again.get('/api/connection')).body).toMatchObject({ connection: { state: 'ready' } });
}, 60_000);

test('asked to end while Salesforce is being called, it finishes the call, answers, and ends in order', async () => {
  const [connector] = running;
  if (!connector) throw new Error('The test before has not started a connector.');
  const browser = openBrowser(connector.origin);
  await browser.post('/api/sign-in', { email: owner.email, password: owner.password });
  await plant({ kind: 'slow', on: 'composite', delayMs: 1_000 });
  const call = browser.post('/api/connection/check');
  await until(async () => (await faultsLeft()) === 0);
  const code = await connector.stop();
  running = running.filter((each) => each !== connector);
  expect([(await call).status, code]).toEqual([200, 0]);
}, 60_000);

async function start(index: 0 | 1): Promise<RunningConnector> {
  const app = org.apps.find(({ name }) => name === 'Bookbridge');
  const port = ports[index] ?? 0;
  const connector = await startConnector({
    databaseUrl: database.databaseUrl,
    port,
    environment: {
      HOST: 'localhost',
      PUBLIC_URL: `http://localhost:${port}`,
      BOOKBRIDGE_SECRET_KEY: secretKey,
      SALESFORCE_PRODUCTION_CLIENT_ID: app?.clientId ?? '',
      SALESFORCE_PRODUCTION_CLIENT_SECRET: app?.clientSecret ?? '',
      SALESFORCE_PRODUCTION_LOGIN_URL: org.login.production,
      SALESFORCE_LOCAL_ORIGINS: [org.login.production, ...org.orgs.map(({ origin }) => origin)].join(','),
    },
  });
  running.push(connector);
  return connector;
}

async function connect(browser: Browser): Promise<void> {
  const { body } = await browser.post('/api/connection/authorize', { environment: 'production' });
  const user = org.orgs
    .flatMap(({ users }) => users)
    .find(({ username }) => username === apiUser('production'));
  const end = await walkAuthorization({
    authorizeUrl: String(field(body, 'url')),
    username: user?.username ?? '',
    password: user?.password ?? '',
  });
  const { attempt } = await openCallback(browser, end.callbackUrl ?? '');
  const state = await browser.get(`/api/connection/attempts/${attempt}`);
  if (field(state.body, 'stage') === 'confirming')
    await browser.post(`/api/connection/attempts/${attempt}/confirm`);
}

async function tokens(): Promise<{ generation: number; refreshStartedAt: Date | null }> {
  const row = await database.db
    .selectFrom('connections')
    .select(['token_generation', 'refresh_started_at'])
    .executeTakeFirstOrThrow();
  return { generation: row.token_generation, refreshStartedAt: row.refresh_started_at };
}

async function plant(fault: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${org.login.production}/__local/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  expect(answer.status).toBe(201);
}

async function faultsLeft(): Promise<number> {
  const answer: unknown = await (await fetch(`${org.login.production}/__local/faults`)).json();
  if (!Array.isArray(answer)) throw new Error('The local org gave no list of faults.');
  return answer.length;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It did not happen within 10 seconds.');
  }
}
