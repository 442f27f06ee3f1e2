// Sign-in through a real OpenID provider on loopback: who is on the list comes in, nobody else does.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { once } from 'node:events';
import { Provider } from 'oidc-provider';
import { openBrowser, owner, signInAsOwner } from './browser.ts';
import type { Browser } from './browser.ts';
import { startConnector } from './start-connector.ts';
import type { RunningConnector } from './start-connector.ts';
import { openTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';

const clientSecret = 'secret-of-bookbridge-at-the-provider';
let database: TestDatabase;
let provider: Server;
let connector: RunningConnector;
let duringOutage: { status: number; code: unknown };

const codeOf = (body: unknown): unknown => Reflect.get(Object(Reflect.get(Object(body), 'error')), 'code');

/** Addresses that the provider has not verified. */
const unproven = new Set(['unproven@acme.example']);

beforeAll(async () => {
  database = await openTestDatabase();
  const server = createServer();
  const unwell: RequestListener = (_request, response) => void response.writeHead(503).end();
  server.on('request', unwell);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const issuer = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
  provider = server;
  // Known before the provider is made, because its redirect address is registered there.
  connector = await startConnector({
    databaseUrl: database.databaseUrl,
    environment: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'bookbridge',
      OIDC_CLIENT_SECRET: clientSecret,
      OIDC_ALLOWED: '@acme.example',
      OIDC_NAME: 'Acme',
    },
  });
  const oidc = new Provider(issuer, {
    clients: [
      {
        client_id: 'bookbridge',
        client_secret: clientSecret,
        redirect_uris: [`${connector.origin}/oauth/oidc/callback`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { email: ['email', 'email_verified'], profile: ['name'], openid: ['sub'] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: !unproven.has(id), name: `Name of ${id}` }),
    }),
    cookies: { keys: ['key of the cookies'] },
  });
  oidc.on('server_error', (_context, error) => {
    throw error;
  });
  await signInAsOwner(connector);
  const refused = await openBrowser(connector.origin).post('/api/single-sign-on');
  duringOutage = { status: refused.status, code: codeOf(refused.body) };
  server.off('request', unwell);
  const handle = oidc.callback();
  server.on('request', (request, response) => void handle(request, response));
}, 60_000);
afterAll(async () => {
  await connector.stop();
  provider.closeAllConnections();
  provider.close();
  await database.close();
});

/** Walks through the provider's login and consent pages as a browser would; gives the path it ends at. */
async function signInAs(browser: Browser, login: string): Promise<string> {
  const begun = await browser.post('/api/single-sign-on');
  expect(begun.status).toBe(200);
  let url = new URL(String(Reflect.get(Object(begun.body), 'url')));
  const jar = new Map<string, string>();
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 15; step += 1) {
    if (url.origin === connector.origin) break;
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { body: form }),
    });
    form = null;
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const location = response.headers.get('location');
    if (location) {
      url = new URL(location, url);
      continue;
    }
    const page = await response.text();
    const [, action = ''] = /<form[^>]*action="([^"]+)"/.exec(page) ?? [];
    const [, prompt = ''] = /name="prompt" value="([^"]+)"/.exec(page) ?? [];
    url = new URL(action, url);
    form = new URLSearchParams({ prompt, ...(prompt === 'login' && { login, password: 'any' }) });
  }
  const back = await browser.get(`${url.pathname}${url.search}`);
  return back.headers.get('location') ?? `stayed with ${back.status}: ${back.text}`;
}

describe('single sign-on', () => {
  test('a provider that is down keeps nobody from signing in by password, and is used once it is back', () => {
    expect(duringOutage).toEqual({ status: 502, code: 'single_sign_on_failed' });
  });

  test('is offered by name', async () => {
    const answer = await openBrowser(connector.origin).get('/api/session');
    expect(answer.body).toMatchObject({ state: 'signed_out', singleSignOn: { name: 'Acme' } });
  });

  test('somebody of the domain comes in as a viewer of the workspace', async () => {
    const browser = openBrowser(connector.origin);
    expect(await signInAs(browser, 'nina@acme.example')).toBe('/');
    expect((await browser.get('/api/session')).body).toMatchObject({
      state: 'signed_in',
      role: 'viewer',
      user: { email: 'nina@acme.example', name: 'Name of nina@acme.example' },
      workspace: { name: owner.workspaceName },
    });
  });

  test("an address that the provider has not proven opens nobody else's account", async () => {
    unproven.add(owner.email);
    const browser = openBrowser(connector.origin);
    expect(await signInAs(browser, owner.email)).toMatch(/^\/sign-in\?single-sign-on=/);
    expect((await browser.get('/api/session')).body).toMatchObject({ state: 'signed_out' });
    unproven.delete(owner.email);
  });

  test('who has an account already keeps it, and the role', async () => {
    const browser = openBrowser(connector.origin);
    expect(await signInAs(browser, owner.email)).toBe('/');
    expect((await browser.get('/api/session')).body).toMatchObject({
      role: 'owner',
      user: { name: owner.name },
    });
  });

  test.each([
    ['of another domain', 'eve@elsewhere.example'],
    ['with a domain that only ends alike', 'eve@not-acme.example'],
    ['whose address the provider has not proven', 'unproven@acme.example'],
  ])('somebody %s does not come in', async (_who, login) => {
    const browser = openBrowser(connector.origin);
    expect(await signInAs(browser, login)).toMatch(/^\/sign-in\?single-sign-on=/);
    expect((await browser.get('/api/session')).body).toMatchObject({ state: 'signed_out' });
    const { users } = await database.db
      .selectFrom('users')
      .select(({ fn }) => fn.countAll<string>().as('users'))
      .where('email', '=', login)
      .executeTakeFirstOrThrow();
    expect(users).toBe('0');
  });

  test('a callback that nobody asked for leads to the sign-in page', async () => {
    const answer = await openBrowser(connector.origin).get('/oauth/oidc/callback?code=abc&state=def');
    expect(answer.headers.get('location')).toBe('/sign-in?single-sign-on=failed');
  });
});
