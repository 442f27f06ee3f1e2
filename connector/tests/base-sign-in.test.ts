// Sign-in over HTTP: the owner link, sessions, refusals, and requests from other sites.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getMigrations } from 'better-auth/db/migration';
import { authOptions } from '../accounts/auth.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { openBrowser, owner, signInAsOwner } from './browser.ts';
import { startConnector } from './start-connector.ts';
import type { RunningConnector } from './start-connector.ts';
import { openTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';

let database: TestDatabase;
let connector: RunningConnector;

beforeAll(async () => {
  database = await openTestDatabase();
  connector = await startConnector({ databaseUrl: database.databaseUrl });
});
afterAll(async () => {
  await connector.stop();
  await database.close();
});

const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';

describe('the first run', () => {
  test('is announced as long as nobody has an account', async () => {
    const answer = await openBrowser(connector.origin).get('/api/session');
    expect(answer.body).toEqual({ state: 'first_run', tryOut: null });
    expect(connector.output()).toContain(`${connector.origin}/first-run?token=`);
  });

  test('names what has to be corrected, field by field', async () => {
    const browser = openBrowser(connector.origin);
    const token = tokenOf(connector.link);
    const empty = await browser.post('/api/first-run', {
      token,
      name: ' ',
      email: 'olga',
      password: 'x',
      workspaceName: '',
    });
    expect(empty.status).toBe(400);
    expect(empty.body).toMatchObject({
      error: {
        code: 'bad_input',
        fields: {
          name: expect.any(String),
          email: expect.any(String),
          password: expect.any(String),
          workspaceName: expect.any(String),
        },
      },
    });
    const weak = await browser.post('/api/first-run', { token, ...owner, password: 'aaaaaaaaaaaaaaa' });
    expect(weak.body).toMatchObject({
      error: { code: 'weak_password', fields: { password: expect.any(String) } },
    });
  });

  test('refuses a link that is not ours, and keeps the real one good', async () => {
    const answer = await openBrowser(connector.origin).post('/api/first-run', { token: 'forged', ...owner });
    expect([answer.status, answer.body]).toEqual([
      404,
      { error: expect.objectContaining({ code: 'owner_link_invalid' }) },
    ]);
  });

  test('makes one account of two requests with the same link, signs it in, and is over', async () => {
    const token = tokenOf(connector.link);
    const browsers = [openBrowser(connector.origin), openBrowser(connector.origin)];
    const answers = await Promise.all(
      browsers.map((browser) => browser.post('/api/first-run', { token, ...owner })),
    );
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    const winner = answers[0]?.status === 201 ? browsers[0] : browsers[1];
    const session = await winner?.get('/api/session');
    expect(session?.body).toEqual({
      state: 'signed_in',
      user: { name: owner.name, email: owner.email },
      workspace: { id: expect.any(String), name: owner.workspaceName },
      role: 'owner',
      workspaces: [{ id: expect.any(String), name: owner.workspaceName }],
      tryOut: null,
    });
    const people = await database.pool.query('select count(*)::int as n from users');
    expect(people.rows).toEqual([{ n: 1 }]);
    const stored = await database.pool.query(
      `select value::text as value from settings where name = 'owner_link'`,
    );
    expect(JSON.stringify(stored.rows)).not.toContain(token);
  });
});

describe('sign-in', () => {
  test('lets the owner in with a cookie that scripts cannot read, and out again', async () => {
    const browser = await signInAsOwner(connector).catch(() => openBrowser(connector.origin));
    const answer = await browser.post('/api/sign-in', {
      email: ` ${owner.email.toUpperCase()}`,
      password: owner.password,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie().join()).toMatch(/HttpOnly; SameSite=Lax/);
    expect((await browser.post('/api/sign-out')).status).toBe(204);
    expect((await browser.get('/api/session')).body).toEqual({ state: 'signed_out', tryOut: null });
  });

  test('a session that was signed out is over, also for a copy of its cookie', async () => {
    const browser = openBrowser(connector.origin);
    await browser.post('/api/sign-in', { email: owner.email, password: owner.password });
    const cookie = browser.cookies();
    await browser.post('/api/sign-out');
    const answer = await fetch(`${connector.origin}/api/session`, { headers: { cookie } });
    expect(await answer.json()).toMatchObject({ state: 'signed_out' });
  });

  test('a request from another site is refused, and so is one that does not say where it comes from', async () => {
    const body = JSON.stringify({ email: owner.email, password: owner.password });
    const json = { 'content-type': 'application/json' };
    for (const headers of [
      json,
      { ...json, origin: 'https://evil.example' },
      { ...json, 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await fetch(`${connector.origin}/api/sign-in`, { method: 'POST', headers, body });
      expect([answer.status, await answer.json()]).toEqual([
        403,
        { error: expect.objectContaining({ code: 'cross_origin' }) },
      ]);
    }
  });

  test('the library behind it cannot be reached from outside', async () => {
    const browser = openBrowser(connector.origin);
    for (const path of ['/internal/auth/sign-up/email', '/api/auth/sign-up/email']) {
      const answer = await browser.post(path, {
        email: 'eve@evil.example',
        password: owner.password,
        name: 'Eve',
      });
      expect(answer.status).toBe(404);
    }
  });

  test('after too many tries even the right password has to wait', async () => {
    const browser = openBrowser(connector.origin);
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) {
      statuses.push(
        (await browser.post('/api/sign-in', { email: owner.email, password: 'wrong password' })).status,
      );
    }
    expect(statuses).toContain(401);
    expect(statuses.at(-1)).toBe(429);
    const answer = await browser.post('/api/sign-in', { email: owner.email, password: owner.password });
    expect(answer.body).toMatchObject({ error: { code: 'too_many_tries', retry: 'soon' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const kept = await database.pool.query('select count(*)::int as n from rate_limits');
    expect(kept.rows).not.toEqual([{ n: 0 }]);
  });
});

test('behind https the cookie is for https only, and the caller is who the trusted proxy says', async () => {
  const origin = 'https://book.example.com';
  const secure = await startConnector({
    databaseUrl: database.databaseUrl,
    // Its secret key lies there.
    dataFolder: connector.dataFolder,
    environment: { PUBLIC_URL: origin, TRUSTED_PROXIES: 'loopback' },
  });
  const answer = await fetch(`http://localhost:${secure.port}/api/sign-in`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin,
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-proto': 'https',
    },
    body: JSON.stringify({ email: owner.email, password: owner.password }),
  });
  await secure.stop();
  expect(answer.status).toBe(200);
  expect(answer.headers.getSetCookie().join()).toMatch(/__Secure-bookbridge[^;]*;.*Secure/);
  expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
  const callers = await database.pool.query('select distinct "ipAddress" as ip from sessions');
  expect(callers.rows).toContainEqual({ ip: '192.0.2.7' });
});

test('the tables of sign-in are those which the library asks for', async () => {
  const config = readConfig({
    SALESFORCE_PRODUCTION_CLIENT_ID: 'a',
    SALESFORCE_PRODUCTION_CLIENT_SECRET: 'b',
  });
  const log = createLog({ logLevel: 'warn' });
  const plan = await getMigrations(authOptions({ db: database.db, config, secret: 'x'.repeat(43), log }));
  expect({ created: plan.toBeCreated, added: plan.toBeAdded, problems: plan.schemaProblems }).toEqual({
    created: [],
    added: [],
    problems: [],
  });
});
