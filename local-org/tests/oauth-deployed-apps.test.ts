// Apps that an administrator has deployed to an org: they work at once, as their settings and policies say.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { generate } from 'selfsigned';
import { walkAuthorization } from '../browser-walk.ts';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { assertionOf, jwtBearer, token } from './assertions.ts';
import { deploy, retrieve, xml } from './metadata-client.ts';
import { findOne } from './movie-org.ts';
import { callbackUrl, orgOf, personOf, signIn, valueAt } from './sign-in.ts';

const key = 'a1b2c3d4e5f60718a1b2c3d4e5f60718';
const secret = 'SECRETSECRETSECRET0123456789';
let running: RunningLocalOrg;
let admin: Connection;
let time = new Date('2026-03-02T09:00:00Z');
let certificate: { cert: string; private: string };

beforeAll(async () => {
  certificate = await generate([{ name: 'commonName', value: 'visits.example' }], { keySize: 2048 });
  running = await startLocalOrg({ callbackUrls: [callbackUrl], now: () => time });
  admin = await signIn(running, { who: 'admin' });
  const { failures } = await deploy(admin, {
    types: {
      PermissionSet: ['Visits_Access'],
      ExternalClientApplication: ['Visits'],
      ExtlClntAppGlobalOauthSettings: ['Visits_glbloauth'],
      ExtlClntAppOauthSettings: ['Visits_oauth'],
    },
    files: {
      'permissionsets/Visits_Access.permissionset': xml('PermissionSet', '<label>Visits Access</label>'),
      ...app(),
    },
  });
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  const set = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Visits_Access'");
  const user = await findOne(admin, "SELECT Id FROM User WHERE Username = 'api-user@acme.example'");
  await admin
    .sobject('PermissionSetAssignment')
    .create({ AssigneeId: user['Id'], PermissionSetId: set['Id'] });
});
afterAll(() => running.stop());

function app(changes = '') {
  return {
    'externalClientApps/Visits.eca': xml(
      'ExternalClientApplication',
      `<contactEmail>visits@acme.example</contactEmail><distributionState>Local</distributionState><isProtected>false</isProtected><label>Visits</label>`,
    ),
    ...globalSettings(changes),
    'extlClntAppOauthSettings/Visits_oauth.ecaOauth': xml(
      'ExtlClntAppOauthSettings',
      `<commaSeparatedOauthScopes>Api, Basic, RefreshToken</commaSeparatedOauthScopes><externalClientApplication>Visits</externalClientApplication><label>Visits OAuth</label>`,
    ),
  };
}

const globalSettings = (changes = '') => ({
  'extlClntAppGlobalOauthSets/Visits_glbloauth.ecaGlblOauth': xml(
    'ExtlClntAppGlobalOauthSettings',
    `<callbackUrl>${callbackUrl}</callbackUrl><certificate>${certificate.cert}</certificate><consumerKey>${key}</consumerKey><consumerSecret>${secret}</consumerSecret><externalClientApplication>Visits</externalClientApplication><isPkceRequired>false</isPkceRequired>${changes}<label>Visits global</label>`,
  ),
});

/** The policies as the org made them, with some elements put in place of its own. */
async function setPolicy(elements: Record<string, string>) {
  const type = 'ExtlClntAppOauthConfigurablePolicies';
  const { files } = await retrieve(admin, { [type]: ['*'] });
  const [path = '', before = ''] =
    Object.entries(files).find(([name]) => name.endsWith('.ecaOauthPlcy')) ?? [];
  let body = before;
  for (const [name, value] of Object.entries(elements)) {
    body = body.replace(new RegExp(`\\s*<${name}>[^<]*</${name}>`), '');
    body = body.replace(`</${type}>`, `<${name}>${value}</${name}></${type}>`);
  }
  const name = path.replace(/^.*\//, '').replace('.ecaOauthPlcy', '');
  const result = await deploy(admin, { types: { [type]: [name] }, files: { [path]: body } });
  expect(result.failures).toEqual([]);
}

const preAuthorized = {
  permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
  commaSeparatedPermissionSet: 'Visits_Access',
};

async function byAssertion(username: string, origin = orgOf(running).origin) {
  const exp = Math.floor(time.getTime() / 1000) + 300;
  const assertion = await assertionOf({ iss: key, sub: username, aud: origin, exp }, certificate.private);
  return token(origin, { grant_type: jwtBearer, assertion });
}

function authorizeUrl(host: string) {
  const query = new URLSearchParams({ response_type: 'code', client_id: key, redirect_uri: callbackUrl });
  return `${host}/services/oauth2/authorize?${query.toString()}`;
}

async function byBrowser(host = orgOf(running).origin) {
  const { username, password } = personOf(running, 'api-user');
  return walkAuthorization({ authorizeUrl: authorizeUrl(host), username, password });
}

async function tokensByBrowser() {
  const end = await byBrowser();
  const code = new URL(end.callbackUrl ?? '').searchParams.get('code') ?? '';
  const fields = { grant_type: 'authorization_code', code, redirect_uri: callbackUrl };
  return token(orgOf(running).origin, { ...fields, client_id: key, client_secret: secret });
}

const refresh = (refreshToken: unknown) =>
  token(orgOf(running).origin, {
    grant_type: 'refresh_token',
    refresh_token: String(refreshToken),
    client_id: key,
    client_secret: secret,
  });

test('an app with AllSelfAuthorized lets people in after consent, by code', async () => {
  const { status, body } = await tokensByBrowser();
  expect(status).toBe(200);
  expect(String(valueAt(body, 'scope')).split(' ').toSorted()).toEqual(['api', 'id', 'refresh_token']);
});

test('a local app is unknown at the login host and in another org, with Salesforce’s page', async () => {
  for (const host of [running.login.production, orgOf(running, 'sandbox').origin]) {
    const answer = await fetch(authorizeUrl(host), { redirect: 'manual' });
    expect(answer.headers.get('location')).toContain('error=OAUTH_EC_APP_NOT_FOUND');
    expect((await byAssertion('api-user@acme.example', host)).body).toEqual({
      error: 'app_not_found',
      error_description: 'External client app is not installed in this org',
    });
  }
});

test('AdminApprovedPreAuthorized lets in who holds the permission set, and nobody else', async () => {
  await setPolicy(preAuthorized);
  expect((await byAssertion('api-user@acme.example')).status).toBe(200);
  expect((await byAssertion('rep@acme.example')).body).toEqual({
    error: 'invalid_app_access',
    error_description: 'user is not admin approved to access this app',
  });
  const { username, password } = personOf(running, 'standard');
  const end = await walkAuthorization({
    authorizeUrl: authorizeUrl(orgOf(running).origin),
    username,
    password,
  });
  expect(end.callbackUrl).toContain('error=OAUTH_APP_ACCESS_DENIED');
});

test('the right goes with the permission set, at once', async () => {
  const assignment = await findOne(
    admin,
    "SELECT Id, AssigneeId, PermissionSetId FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Visits_Access'",
  );
  await admin.sobject('PermissionSetAssignment').destroy(assignment['Id'] ?? '');
  expect((await byAssertion('api-user@acme.example')).body).toMatchObject({ error: 'invalid_app_access' });
  const { AssigneeId, PermissionSetId } = assignment;
  await admin.sobject('PermissionSetAssignment').create({ AssigneeId, PermissionSetId });
  expect((await byAssertion('api-user@acme.example')).status).toBe(200);
});

test('a profile in the policy lets its users in', async () => {
  await setPolicy({ ...preAuthorized, commaSeparatedProfile: 'Standard' });
  expect((await byAssertion('rep@acme.example')).status).toBe(200);
});

test.each([
  ['Zero', {}, 0, false],
  ['SpecificLifetime', { refreshTokenValidityPeriod: '2', refreshTokenValidityUnit: 'Days' }, 47, true],
  ['SpecificLifetime', { refreshTokenValidityPeriod: '2', refreshTokenValidityUnit: 'Days' }, 49, false],
  ['SpecificInactivity', { refreshTokenValidityPeriod: '5', refreshTokenValidityUnit: 'Hours' }, 4, true],
  ['SpecificInactivity', { refreshTokenValidityPeriod: '5', refreshTokenValidityUnit: 'Hours' }, 6, false],
  ['Infinite', {}, 9_000, true],
])('refresh token policy %s %j after %d hours', async (refreshTokenPolicyType, more, hours, works) => {
  await setPolicy({ refreshTokenPolicyType, ...more });
  const { body } = await tokensByBrowser();
  time = new Date(time.getTime() + hours * 3_600_000);
  const answer = await refresh(valueAt(body, 'refresh_token'));
  admin = await signIn(running, { who: 'admin' });
  const problem = valueAt(answer.body, 'error_description');
  expect([answer.status, problem]).toEqual(works ? [200, undefined] : [400, 'expired access/refresh token']);
});

test('each use of a refresh token begins its time of inactivity anew', async () => {
  const fiveHours = { refreshTokenValidityPeriod: '5', refreshTokenValidityUnit: 'Hours' };
  await setPolicy({ refreshTokenPolicyType: 'SpecificInactivity', ...fiveHours });
  const { body } = await tokensByBrowser();
  for (const _ of [1, 2, 3]) {
    time = new Date(time.getTime() + 4 * 3_600_000);
    expect((await refresh(valueAt(body, 'refresh_token'))).status).toBe(200);
  }
  admin = await signIn(running, { who: 'admin' });
});

test('client credentials need the flow in both files and a user to run as', async () => {
  const grant = { grant_type: 'client_credentials', client_id: key, client_secret: secret };
  const { origin } = orgOf(running);
  expect((await token(origin, grant)).body).toMatchObject({
    error_description: 'client credentials flow not enabled',
  });
  const type = 'ExtlClntAppGlobalOauthSettings';
  const { failures } = await deploy(
    admin,
    {
      types: { [type]: ['Visits_glbloauth'] },
      files: Object.fromEntries(
        Object.entries(
          globalSettings('<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>'),
        ).map(([path, text]) => [
          path,
          text.replace(/<consumer(Key|Secret)>[^<]*<\/consumer(Key|Secret)>/g, ''),
        ]),
      ),
    },
    { ignoreWarnings: true },
  );
  expect(failures).toEqual([]);
  await setPolicy({
    ...preAuthorized,
    isClientCredentialsFlowEnabled: 'true',
    clientCredentialsFlowUser: 'api-user@acme.example',
  });
  const { status, body } = await token(origin, grant);
  expect([status, body]).toEqual([200, expect.objectContaining({ scope: 'api id' })]);
});

test('a disabled app is unknown, and back when it is enabled', async () => {
  const type = 'ExtlClntAppConfigurablePolicies';
  const { files } = await retrieve(admin, { [type]: ['*'] });
  const [path = '', body = ''] = Object.entries(files).find(([name]) => name.endsWith('.ecaPlcy')) ?? [];
  const name = path.replace(/^.*\//, '').replace('.ecaPlcy', '');
  const enable = async (isEnabled: boolean) => {
    const text = body.replace(/<isEnabled>[^<]*</, `<isEnabled>${isEnabled}<`);
    expect((await deploy(admin, { types: { [type]: [name] }, files: { [path]: text } })).failures).toEqual(
      [],
    );
  };
  await enable(false);
  expect((await byAssertion('api-user@acme.example')).body).toEqual({
    error: 'invalid_client_id',
    error_description: 'client identifier invalid',
  });
  await enable(true);
  expect((await byAssertion('api-user@acme.example')).status).toBe(200);
});

test('an app that is taken away is unknown', async () => {
  const { failures } = await deploy(admin, {
    destructive: {
      ExtlClntAppOauthSettings: ['Visits_oauth'],
      ExtlClntAppGlobalOauthSettings: ['Visits_glbloauth'],
      ExternalClientApplication: ['Visits'],
    },
  });
  expect(failures).toEqual([]);
  expect((await byAssertion('api-user@acme.example')).body).toMatchObject({ error: 'invalid_client_id' });
});
