// Connections without a browser against the real local org: a user that may do next to nothing is connected by a signed assertion
// or by the app's own secret and stays connected, and each refusal says what to change.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkAgain, field, open, originOf, readConnection } from './connect-world.ts';
import type { Connected } from './connect-world.ts';
import { plantFault } from './salesforce-side.ts';
import {
  appNamed,
  assign,
  countCallsOf,
  keys,
  lowlyUser,
  newKeys,
  nobodyApp,
  openUnattendedWorld,
  otherSignedApp,
  ownSecretApp,
  ownSecretLogin,
  signedApp,
  signedLogin,
} from './unattended-world.ts';
import type { UnattendedWorld } from './unattended-world.ts';

let here: UnattendedWorld;

beforeAll(async () => {
  here = await openUnattendedWorld();
});

afterAll(() => here?.world.close());

const path = '/api/connection/unattended';

async function connectBy(body: Record<string, unknown>): Promise<Connected> {
  const answer = await here.world.browser.post(path, body);
  if (answer.status !== 200) throw new Error(`Answered ${answer.status}: ${answer.text}`);
  return readConnection(here.world);
}

async function refusalOf(body: unknown): Promise<{ code: unknown; fix: unknown; status: number }> {
  const answer = await here.world.browser.post(path, body);
  const error = field(answer.body, 'error');
  return { code: field(error, 'code'), fix: field(error, 'fix'), status: answer.status };
}

async function rowOfConnection() {
  return here.world.database.db.selectFrom('connections').selectAll().executeTakeFirstOrThrow();
}

type LoginOf = typeof signedLogin;
const logins: [words: string, flow: string, loginOf: LoginOf, app: string][] = [
  ['a signed assertion', 'jwt_bearer', signedLogin, signedApp],
  ["the app's own secret", 'client_credentials', ownSecretLogin, ownSecretApp],
];

describe.each(logins)('a user with minimum access, by %s', (_words, flow, loginOf, app) => {
  test('is connected with every right proven, in at most 3 API calls', async () => {
    const before = await countCallsOf(here.world, app);
    const connection = await connectBy(loginOf(here.world));
    expect(connection).toMatchObject({ state: 'ready', username: lowlyUser, flow, mode: 'secure' });
    expect(open(connection)).toEqual([]);
    expect((await countCallsOf(here.world, app)) - before).toBeLessThanOrEqual(3);
  });

  test('gets a new session when Salesforce ends the present one, and keeps no refresh token', async () => {
    await connectBy(loginOf(here.world));
    const before = await rowOfConnection();
    await plantFault(here.world, { kind: 'session_expired' });
    expect(await checkAgain(here.world)).toMatchObject({ state: 'ready' });
    const after = await rowOfConnection();
    expect(after.token_generation).toBe(before.token_generation + 1);
    expect(after.refresh_token_sealed).toBeNull();
  });

  test('is not disconnected by a Salesforce that does not answer', async () => {
    await connectBy(loginOf(here.world));
    await plantFault(here.world, { kind: 'session_expired' });
    await plantFault(here.world, { kind: 'token_unavailable', on: 'token' });
    const answer = await here.world.browser.post('/api/connection/check');
    expect(field(field(answer.body, 'error'), 'code')).toBe('token_refresh_unanswered');
    expect(await readConnection(here.world)).toMatchObject({ state: 'ready' });
    expect(await checkAgain(here.world)).toMatchObject({ state: 'ready' });
  });

  test('that is deactivated needs somebody, and "check again" is enough once it is active again', async () => {
    await connectBy(loginOf(here.world));
    await here.admin.sobject('User').update({ Id: here.userId, IsActive: false });
    const away = await checkAgain(here.world);
    await here.admin.sobject('User').update({ Id: here.userId, IsActive: true });
    expect(away).toMatchObject({ state: 'reconnect', problem: { code: 'inactive_user' } });
    expect(away.checks.find(({ id }) => id === 'user_active')?.status).toBe('fail');
    expect(await checkAgain(here.world)).toMatchObject({ state: 'ready' });
  });

  test('leaves neither key nor secret in clear, and none at all once disconnected', async () => {
    const { clientSecret } = appNamed(here.world, app);
    await connectBy(loginOf(here.world));
    const secrets = [clientSecret, keys.privateKey.split('\n')[3] ?? '', '!AQ', 'eyJhbGciOi'];
    const inClear = JSON.stringify(await rowOfConnection());
    for (const secret of secrets) expect(inClear).not.toContain(secret);
    for (const secret of secrets) expect(here.world.log()).not.toContain(secret);
    const answer = await here.world.browser.post('/api/connection/disconnect');
    expect(field(answer.body, 'connection')).toMatchObject({ state: 'disconnected' });
    expect(await rowOfConnection()).toMatchObject({
      access_token_sealed: null,
      private_key_sealed: null,
      client_secret_sealed: null,
    });
  });
});

describe('a refusal', () => {
  const ec = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const locked = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a' },
  });
  type Case = [string, () => Record<string, unknown>, string, number, RegExp];
  const world = () => here.world;
  const cases: Case[] = [
    [
      'another key than the app has',
      () => signedLogin(world(), { clientId: appNamed(world(), otherSignedApp).clientId }),
      'assertion_not_accepted',
      422,
      /certificate/,
    ],
    [
      'an app without a certificate',
      () => signedLogin(world(), { clientId: appNamed(world(), nobodyApp).clientId }),
      'assertion_not_accepted',
      422,
      /certificate/,
    ],
    [
      'an app that does not exist',
      () => signedLogin(world(), { clientId: '3MVG9nobody' }),
      'app_unknown_here',
      422,
      /My Domain/,
    ],
    [
      'a user that is not approved beforehand',
      () => signedLogin(world(), { username: 'rep@acme.example' }),
      'invalid_app_access',
      422,
      /permission set/,
    ],
    [
      'a user that does not exist',
      () => signedLogin(world(), { username: 'nobody@acme.example' }),
      'not_preauthorized',
      422,
      /username/,
    ],
    [
      'the login address of sandboxes',
      () => signedLogin(world(), { loginOrigin: world().org.login.sandbox }),
      'not_preauthorized',
      422,
      /login address/,
    ],
    [
      'client credentials away from the My Domain',
      () => ownSecretLogin(world(), { loginOrigin: world().org.login.production }),
      'my_domain_needed',
      422,
      /My Domain/,
    ],
    [
      'an app that names nobody to run as',
      () => ownSecretLogin(world(), appNamed(world(), nobodyApp)),
      'flow_not_enabled',
      422,
      /Client Credentials/,
    ],
    [
      'a wrong secret',
      () => ownSecretLogin(world(), { clientSecret: 'wrong' }),
      'invalid_client',
      422,
      /secret/,
    ],
    [
      'an app that runs as somebody else',
      () => ownSecretLogin(world(), { username: 'api-user@acme.example' }),
      'another_user_answered',
      409,
      /Run As/,
    ],
    [
      'an address that is not Salesforce',
      () => signedLogin(world(), { loginOrigin: 'https://evil.example.com' }),
      'login_host_not_allowed',
      400,
      /login\.salesforce\.com/,
    ],
    [
      'a text that is no key',
      () => signedLogin(world(), { privateKey: 'hello' }),
      'private_key_unreadable',
      400,
      /PEM/,
    ],
    [
      'a public key',
      () => signedLogin(world(), { privateKey: keys.publicKey }),
      'private_key_is_certificate',
      400,
      /private key/,
    ],
    [
      'a key with a passphrase',
      () => signedLogin(world(), { privateKey: locked.privateKey }),
      'private_key_encrypted',
      400,
      /passphrase/,
    ],
    [
      'a key that is not RSA',
      () => signedLogin(world(), { privateKey: ec.privateKey }),
      'private_key_not_rsa',
      400,
      /rsa:2048/,
    ],
    [
      'a key that is too short',
      () => signedLogin(world(), { privateKey: newKeys(1024).privateKey }),
      'private_key_too_short',
      400,
      /rsa:2048/,
    ],
  ];

  test.each(cases)(
    'of %s has its own code and fix, and changes nothing',
    async (_what, body, code, status, fix) => {
      await connectBy(signedLogin(here.world));
      const before = await rowOfConnection();
      expect(await refusalOf(body())).toEqual({ code, status, fix: expect.stringMatching(fix) });
      expect(await rowOfConnection()).toEqual(before);
    },
  );

  test('of a Salesforce that does not answer says that it can be tried again', async () => {
    await plantFault(here.world, { kind: 'token_html', on: 'token' });
    expect(await refusalOf(signedLogin(here.world))).toMatchObject({
      code: 'token_endpoint_unavailable',
      status: 502,
    });
  });

  test.each([
    [{}, ['flow']],
    [{ flow: 'password' }, ['flow']],
    [{ flow: 'jwt_bearer' }, ['clientId', 'loginOrigin', 'privateKey', 'username']],
    [
      { flow: 'client_credentials', clientSecret: '' },
      ['clientId', 'clientSecret', 'loginOrigin', 'username'],
    ],
    [{ environment: 'moon' }, ['environment']],
    [{ environment: 'sandbox', privateKey: 'x' }, ['privateKey']],
  ])('of a request like %j names its fields', async (body, fields) => {
    const answer = await here.world.browser.post(path, body);
    expect(answer.status).toBe(400);
    const error = field(answer.body, 'error');
    expect(field(error, 'code')).toBe('bad_input');
    expect(keysOf(field(error, 'fields'))).toEqual(fields);
  });

  test('of an environment whose app needs a browser says so', async () => {
    expect(await refusalOf({ environment: 'sandbox' })).toMatchObject({
      code: 'environment_not_available',
      fix: expect.stringContaining('SALESFORCE_SANDBOX_FLOW'),
    });
  });

  test('of a member who does not own the workspace', async () => {
    const { db } = here.world.database;
    await db.updateTable('workspace_members').set({ role: 'member' }).execute();
    const refusal = await refusalOf(signedLogin(here.world));
    await db.updateTable('workspace_members').set({ role: 'owner' }).execute();
    expect(refusal).toMatchObject({ code: 'owners_only', status: 403 });
  });
});

describe('standard mode', () => {
  test('finds that the same user has neither licence nor profile for it, and is API-only', async () => {
    const connection = await connectBy(signedLogin(here.world, { mode: 'standard' }));
    expect(connection.state).toBe('needs_attention');
    expect(open(connection)).toEqual(
      expect.arrayContaining(['user_license', 'user_profile', 'modify_all_data', 'not_api_only']),
    );
  });
});

test('the other permission sets of the companion app can be given to such a user', async () => {
  await assign(here.admin, here.userId, 'Bookbridge_App_Access');
  await assign(here.admin, here.userId, 'Bookbridge_API_User_Private_Sharing');
  await assign(here.admin, here.userId, 'Bookbridge_Viewer');
  const connection = await connectBy(
    signedLogin(here.world, { loginOrigin: `${originOf(here.world, 'production')}/` }),
  );
  expect(open(connection)).toEqual([]);
});

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value).toSorted() : [];
}
