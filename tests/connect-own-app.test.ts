// An OAuth app that a connection brings with it, also where none is configured; and the choice of rights.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { walkAuthorization } from '../local-org/browser-walk.ts';
import type { Answer } from '../connector/tests/browser.ts';
import {
  apiUser,
  checkAgain,
  confirm,
  field,
  openCallback,
  openWorld,
  originOf,
  passwordOf,
  readAttempt,
  readConnection,
} from './connect-world.ts';
import type { Attempt, World } from './connect-world.ts';

const none = {
  SALESFORCE_PRODUCTION_CLIENT_ID: '',
  SALESFORCE_PRODUCTION_CLIENT_SECRET: '',
  SALESFORCE_PRODUCTION_LOGIN_URL: '',
  SALESFORCE_SANDBOX_CLIENT_ID: '',
  SALESFORCE_SANDBOX_CLIENT_SECRET: '',
  SALESFORCE_SANDBOX_LOGIN_URL: '',
};

let world: World;
beforeAll(async () => {
  world = await openWorld({
    localOrg: { apps: [{ name: 'Local app', scope: 'local', org: 'production' }] },
    environment: () => none,
  });
});
afterAll(() => world.close());

function localApp(): { use: 'own'; clientId: string; clientSecret: string; scope: string } {
  const { clientId = '', clientSecret = '' } = world.org.apps.find(({ name }) => name === 'Local app') ?? {};
  return { use: 'own', clientId, clientSecret, scope: 'local' };
}

const authorize = (body: Record<string, unknown>): Promise<Answer> =>
  world.browser.post('/api/connection/authorize', body);

async function walk(answer: Answer): Promise<Attempt> {
  expect(answer.status).toBe(200);
  const username = apiUser('production');
  const end = await walkAuthorization({
    authorizeUrl: String(field(answer.body, 'url')),
    username,
    password: passwordOf(world, username),
  });
  return readAttempt(world, await openCallback(world.browser, end.callbackUrl ?? ''));
}

const refusalOf = (answer: Answer): unknown => field(answer.body, 'error');

describe('without a configured OAuth app', () => {
  test('the page is told that nothing is available, and which callback to enter', async () => {
    const { body } = await world.browser.get('/api/connection');
    const environments = field(body, 'environments');
    expect(environments).toEqual([
      expect.objectContaining({ id: 'production', available: false, unavailable: 'no_app', mode: 'secure' }),
      expect.objectContaining({ id: 'sandbox', available: false, unavailable: 'no_app' }),
      expect.objectContaining({ id: 'my_domain', available: false, unavailable: 'no_app' }),
    ]);
    expect(field(body, 'callbackUrl')).toBe(`${world.origin}/oauth/salesforce/callback`);
    const answer = await authorize({ environment: 'production' });
    expect([answer.status, field(refusalOf(answer), 'code')]).toEqual([400, 'environment_not_available']);
  });

  test.each([
    [{ clientId: '' }, 'clientId', /Enter the consumer key/],
    [{ clientId: '3MVG9 x' }, 'clientId', /one word/],
    [{ clientId: 'Schlüssel' }, 'clientId', /one word/],
    [{ clientSecret: 'two\nlines' }, 'clientSecret', /one word/],
    [{ clientSecret: 'x'.repeat(301) }, 'clientSecret', /300/],
    [{ scope: 'everywhere' }, 'scope', /this org alone/],
  ])('refuses %j and names the field', async (wrong, name, words) => {
    const answer = await authorize({
      environment: 'my_domain',
      myDomain: originOf(world, 'production'),
      app: { ...localApp(), ...wrong },
    });
    expect(answer.status).toBe(400);
    expect(field(field(refusalOf(answer), 'fields'), name)).toMatch(words);
  });

  test.each([
    ['https://acme.lightning.force.com/lightning/page/home', 'my_domain_is_lightning_url'],
    ['acme.my.salesforce.com.evil.example', 'bad_my_domain'],
    ['https://acme.my.salesforce.com@evil.example', 'bad_my_domain'],
    ['http://acme.my.salesforce.com', 'bad_my_domain'],
    ['https://acme.my.salesforce.com:8443', 'bad_my_domain'],
    ['', 'my_domain_missing'],
  ])('sends no key of one’s own to %s', async (myDomain, code) => {
    const answer = await authorize({ environment: 'my_domain', myDomain, app: localApp() });
    expect([answer.status, field(refusalOf(answer), 'code')]).toEqual([400, code]);
  });

  test('says that an app of one org needs its My Domain', async () => {
    const answer = await authorize({ environment: 'production', app: localApp() });
    expect([answer.status, field(refusalOf(answer), 'code')]).toEqual([400, 'local_app_needs_my_domain']);
  });

  test('a wrong secret ends with what to compare', async () => {
    const attempt = await walk(
      await authorize({
        environment: 'my_domain',
        myDomain: originOf(world, 'production'),
        app: { ...localApp(), clientSecret: 'not-the-secret' },
      }),
    );
    expect(attempt).toMatchObject({ stage: 'failed', error: { code: 'invalid_client' } });
  });

  test('connects with an app of its own, in the mode that was chosen', async () => {
    const attempt = await walk(
      await authorize({
        environment: 'my_domain',
        myDomain: originOf(world, 'production'),
        mode: 'standard',
        app: localApp(),
      }),
    );
    await confirm(world, attempt);
    const { clientId } = localApp();
    expect(await readConnection(world)).toMatchObject({
      state: 'ready',
      mode: 'standard',
      app: { clientId, scope: 'local', own: true },
    });
  });

  test('keeps its secret sealed and out of every answer and log line', async () => {
    const { clientSecret } = localApp();
    const rows = await world.database.db.selectFrom('connections').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(clientSecret);
    expect((await world.browser.get('/api/connection')).text).not.toContain(clientSecret);
    expect(world.log()).not.toContain(clientSecret);
  });

  test('renews its token with that app', async () => {
    world.advance(8 * 24 * 60 * 60 * 1000);
    expect((await checkAgain(world)).state).toBe('ready');
  });

  test('connects again with the app it has, in another mode, without entering it once more', async () => {
    const attempt = await walk(
      await authorize({ environment: 'production', app: { use: 'present' }, mode: 'secure' }),
    );
    expect(attempt.stage).toBe('saved');
    expect(await readConnection(world)).toMatchObject({ mode: 'secure', app: { own: true } });
  });

  test.each([
    ['OAUTH_APP_BLOCKED', 'app_usage', '/lightning/setup/ConnectedAppsUsage/home'],
    ['redirect_uri_mismatch', 'app_manager', '/lightning/setup/ManageExternalClientApplication/home'],
    ['OAUTH_EC_APP_NOT_FOUND', 'my_domain', '/lightning/setup/OrgDomain/home'],
    ['inactive_user', 'user', '/lightning/setup/ManageUsers/page?address='],
    ['ip_restricted_or_unheard_of', 'login_history', '/lightning/setup/OrgLoginHistory/home'],
  ])('explains %s with a link into the Setup of the connected org', async (code, place, path) => {
    const { body } = await world.browser.get(`/api/connection/errors/${code}`);
    const link = field(field(body, 'error'), 'link');
    expect(link).toMatchObject({ place });
    expect(String(field(link, 'href'))).toContain(`${originOf(world, 'production')}${path}`);
  });
});
