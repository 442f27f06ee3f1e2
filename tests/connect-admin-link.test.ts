// A link for the Salesforce admin: whoever holds it connects an API user once, in the browser that began, and sees nothing else
// of the workspace.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { walkAuthorization } from '../local-org/browser-walk.ts';
import { openBrowser } from '../connector/tests/browser.ts';
import type { Answer, Browser } from '../connector/tests/browser.ts';
import { apiUser, field, openWorld, passwordOf, readConnection } from './connect-world.ts';
import type { World } from './connect-world.ts';

const hour = 60 * 60 * 1000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.database.db.deleteFrom('connections').execute();
});
afterAll(() => world.close());

async function makeLink(): Promise<string> {
  const answer = await world.browser.post('/api/connection/admin-links');
  expect(answer.status).toBe(201);
  const url = new URL(String(field(answer.body, 'url')));
  expect(url.origin).toBe(world.origin);
  return url.pathname.replace('/connect/', '');
}

async function begin(browser: Browser, token: string, username = apiUser('production')): Promise<string> {
  const answer = await browser.post(`/api/admin-link/${token}/authorize`, { environment: 'production' });
  expect(answer.status).toBe(200);
  const authorizeUrl = String(field(answer.body, 'url'));
  const end = await walkAuthorization({ authorizeUrl, username, password: passwordOf(world, username) });
  return end.callbackUrl ?? '';
}

/** Where the callback sends this browser. */
async function land(browser: Browser, callbackUrl: string): Promise<URL> {
  const { pathname, search } = new URL(callbackUrl);
  const answer = await browser.get(pathname + search);
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '', world.origin);
}

async function beginAndLand(browser: Browser, token: string, username?: string): Promise<string> {
  const landing = await land(browser, await begin(browser, token, username));
  expect(landing.pathname).toBe(`/connect/${token}`);
  return landing.searchParams.get('attempt') ?? `error ${landing.searchParams.get('error')}`;
}

const confirm = (browser: Browser, token: string, attempt: string): Promise<Answer> =>
  browser.post(`/api/admin-link/${token}/attempts/${attempt}/confirm`);
const look = async (browser: Browser, token: string): Promise<unknown> =>
  (await browser.get(`/api/admin-link/${token}`)).body;
const codeOf = (answer: Answer): unknown => field(field(answer.body, 'error'), 'code');
const made = async (): Promise<unknown> =>
  field((await world.browser.get('/api/connection/admin-links')).body, 'link');

describe('an admin link', () => {
  test('says who asks and for whom, and nothing else of the workspace', async () => {
    const token = await makeLink();
    const seen = await look(openBrowser(world.origin), token);
    expect(seen).toMatchObject({ state: 'open', workspace: 'Acme Bikes', sentBy: 'Olga Owner' });
    expect(typeof seen === 'object' && seen !== null ? Object.keys(seen).toSorted() : seen).toEqual([
      'callbackUrl',
      'connection',
      'environments',
      'expiresAt',
      'sentBy',
      'state',
      'workspace',
    ]);
    expect(await made()).toMatchObject({ state: 'open', openedAt: expect.any(String) });
  });

  test('connects without an account; afterwards its browser sees the checks, and the workspace who used it', async () => {
    const token = await makeLink();
    const guest = openBrowser(world.origin);
    const attempt = await beginAndLand(guest, token);
    const question = await guest.get(`/api/admin-link/${token}/attempts/${attempt}`);
    expect(question.body).toMatchObject({ stage: 'confirming', found: { username: apiUser('production') } });
    const confirmed = await confirm(guest, token, attempt);
    expect(confirmed.body).toMatchObject({ connection: { state: 'ready', username: apiUser('production') } });

    expect(await look(guest, token)).toMatchObject({ state: 'used', connection: { state: 'ready' } });
    const checked = await guest.post(`/api/admin-link/${token}/check`);
    expect(checked.body).toMatchObject({ connection: { state: 'ready' } });
    expect((await readConnection(world)).state).toBe('ready');
    expect(await made()).toMatchObject({
      state: 'used',
      usedBy: apiUser('production'),
      usedAt: expect.any(String),
    });
  });

  test('opens no other door: its browser is nobody elsewhere', async () => {
    const token = await makeLink();
    const guest = openBrowser(world.origin);
    const attempt = await beginAndLand(guest, token);
    await confirm(guest, token, attempt);
    for (const path of [
      '/api/connection',
      '/api/bookings',
      '/api/sources',
      '/api/installation',
      '/api/setup',
    ])
      expect((await guest.get(path)).status).toBe(401);
    expect((await guest.post('/api/connection/disconnect')).status).toBe(401);
    expect((await guest.get(`/api/connection/attempts/${attempt}`)).status).toBe(401);
  });

  test('works once: afterwards another browser learns only that it was used', async () => {
    const token = await makeLink();
    const guest = openBrowser(world.origin);
    await confirm(guest, token, await beginAndLand(guest, token));
    const other = openBrowser(world.origin);
    expect(await look(other, token)).toMatchObject({ state: 'used', connection: null });
    const again = await other.post(`/api/admin-link/${token}/authorize`, { environment: 'production' });
    expect([again.status, codeOf(again)]).toEqual([410, 'admin_link_used']);
    expect((await other.post(`/api/admin-link/${token}/check`)).status).toBe(404);
  });

  test('of two browsers that reach the question, the first one connects and the other is refused', async () => {
    const token = await makeLink();
    const [one, other] = [openBrowser(world.origin), openBrowser(world.origin)];
    const attempts = [await beginAndLand(one, token), await beginAndLand(other, token)];
    expect((await confirm(one, token, attempts[0] ?? '')).status).toBe(200);
    const late = await confirm(other, token, attempts[1] ?? '');
    expect([late.status, codeOf(late)]).toEqual([410, 'admin_link_used']);
    const seen = await other.get(`/api/admin-link/${token}/attempts/${attempts[1]}`);
    expect(seen.body).toMatchObject({ stage: 'failed', error: { code: 'admin_link_used' } });
  });

  test('binds a login to the browser that began it', async () => {
    const token = await makeLink();
    const guest = openBrowser(world.origin);
    const callbackUrl = await begin(guest, token);
    const stranger = openBrowser(world.origin);
    const landing = await land(stranger, callbackUrl);
    expect(landing.searchParams.get('error')).toBe('state_of_another_session');
    const attempt = (await land(guest, callbackUrl)).searchParams.get('attempt') ?? '';
    await begin(stranger, token);
    expect((await stranger.get(`/api/admin-link/${token}/attempts/${attempt}`)).status).toBe(404);
    expect((await confirm(stranger, token, attempt)).status).toBe(404);
    expect((await confirm(guest, token, attempt)).status).toBe(200);
  });

  test('stays open after the wrong user was rejected', async () => {
    const token = await makeLink();
    const guest = openBrowser(world.origin);
    const attempt = await beginAndLand(guest, token, 'rep@acme.example');
    const rejected = await guest.post(`/api/admin-link/${token}/attempts/${attempt}/reject`);
    expect(field(rejected.body, 'logoutUrl')).toMatch(/\/secur\/logout\.jsp$/);
    expect(await look(guest, token)).toMatchObject({ state: 'open' });
    expect((await confirm(guest, token, await beginAndLand(guest, token))).status).toBe(200);
  });

  test('a newer one replaces it, also in the middle of a login', async () => {
    const token = await makeLink();
    const guest = openBrowser(world.origin);
    const attempt = await beginAndLand(guest, token);
    const newer = await makeLink();
    const late = await confirm(guest, token, attempt);
    expect([late.status, codeOf(late)]).toEqual([410, 'admin_link_replaced']);
    expect(await look(guest, token)).toMatchObject({ state: 'replaced' });
    expect(await look(guest, newer)).toMatchObject({ state: 'open' });
    await world.browser.delete('/api/connection/admin-links');
    expect(await look(guest, newer)).toMatchObject({ state: 'replaced' });
  });

  test('of somebody signed in leads each login back to where it began', async () => {
    const token = await makeLink();
    const landing = await land(world.browser, await begin(world.browser, token));
    expect(landing.pathname).toBe(`/connect/${token}`);
    const own = await world.browser.post('/api/connection/authorize', { environment: 'production' });
    const end = await walkAuthorization({
      authorizeUrl: String(field(own.body, 'url')),
      username: apiUser('production'),
      password: passwordOf(world, apiUser('production')),
    });
    expect((await land(world.browser, end.callbackUrl ?? '')).pathname).toBe('/setup/api-connection');
  });

  test('tells an admin of another org nothing of the present connection', async () => {
    const guest = openBrowser(world.origin);
    const first = await makeLink();
    await confirm(guest, first, await beginAndLand(guest, first));
    const token = await makeLink();
    const answer = await guest.post(`/api/admin-link/${token}/authorize`, { environment: 'sandbox' });
    const end = await walkAuthorization({
      authorizeUrl: String(field(answer.body, 'url')),
      username: apiUser('sandbox'),
      password: passwordOf(world, apiUser('sandbox')),
    });
    const attempt = (await land(guest, end.callbackUrl ?? '')).searchParams.get('attempt');
    const question = await guest.get(`/api/admin-link/${token}/attempts/${attempt}`);
    expect(field(question.body, 'stage')).toBe('confirming');
    expect(field(question.body, 'previous')).toBeUndefined();
  });

  test('is unknown when a letter is wrong', async () => {
    const answer = await openBrowser(world.origin).get('/api/admin-link/not-a-link');
    expect([answer.status, codeOf(answer)]).toEqual([404, 'admin_link_unknown']);
  });

  test('is neither in the log nor readable in the database', async () => {
    const token = await makeLink();
    const guest = openBrowser(world.origin);
    await look(guest, token);
    await beginAndLand(guest, token);
    await guest.get(`/connect/${token}`);
    expect(world.log()).not.toContain(token);
    const rows = JSON.stringify([
      await world.database.db.selectFrom('admin_links').selectAll().execute(),
      await world.database.db.selectFrom('connection_attempts').selectAll().execute(),
    ]);
    expect(rows).not.toContain(token);
    const secret = /bookbridge-admin-link=[\w-]+\.([\w-]+)/.exec(guest.cookies())?.[1] ?? 'missing';
    expect(rows).not.toContain(secret);
    expect(world.log()).not.toContain(secret);
  });

  test('ends after 24 hours, also in the middle of a login', async () => {
    const token = await makeLink();
    const guest = openBrowser(world.origin);
    world.advance(24 * hour - 60_000);
    const attempt = await beginAndLand(guest, token);
    world.advance(2 * 60_000);
    const late = await confirm(guest, token, attempt);
    expect([late.status, codeOf(late)]).toEqual([410, 'admin_link_expired']);
    expect(await look(guest, token)).toMatchObject({ state: 'expired' });
    expect(await made()).toMatchObject({ state: 'expired', usedAt: null });
  });
});
