// A Connected App that was deployed to an org: known at the org's login host and My Domain, not installed elsewhere.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { generate } from 'selfsigned';
import { walkAuthorization } from '../browser-walk.ts';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { assertionOf, jwtBearer, token } from './assertions.ts';
import { deploy, xml } from './metadata-client.ts';
import { findOne } from './movie-org.ts';
import { callbackUrl, orgOf, personOf, signIn, valueAt } from './sign-in.ts';

const key = 'ConnectedVisits0001';
const secret = 'CONNECTEDSECRET000001';
let running: RunningLocalOrg;
let admin: Connection;
let certificate: { cert: string; private: string };

beforeAll(async () => {
  certificate = await generate([{ name: 'commonName', value: 'visits.example' }], { keySize: 2048 });
  running = await startLocalOrg({ callbackUrls: [callbackUrl], connectedAppCreation: true });
  admin = await signIn(running, { who: 'admin' });
  const { failures } = await deploy(admin, {
    types: { PermissionSet: ['Visits_Access'], ConnectedApp: ['Visits'] },
    files: {
      'permissionsets/Visits_Access.permissionset': xml('PermissionSet', '<label>Visits Access</label>'),
      'connectedApps/Visits.connectedApp': xml(
        'ConnectedApp',
        `<contactEmail>visits@acme.example</contactEmail><label>Visits</label>
         <oauthConfig><callbackUrl>${callbackUrl}</callbackUrl><certificate>${certificate.cert}</certificate>
         <consumerKey>${key}</consumerKey><consumerSecret>${secret}</consumerSecret><isAdminApproved>true</isAdminApproved>
         <isRefreshTokenRotationEnabled>true</isRefreshTokenRotationEnabled>
         <scopes>Api</scopes><scopes>Basic</scopes><scopes>RefreshToken</scopes></oauthConfig>
         <oauthPolicy><ipRelaxation>ENFORCE</ipRelaxation><refreshTokenPolicy>infinite</refreshTokenPolicy></oauthPolicy>
         <permissionSetName>Visits_Access</permissionSetName>`,
      ),
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

async function byAssertion(host: string, username: string) {
  const exp = Math.floor(Date.now() / 1000) + 300;
  const assertion = await assertionOf({ iss: key, sub: username, aud: host, exp }, certificate.private);
  return token(host, { grant_type: jwtBearer, assertion });
}

function authorizeUrl(host: string) {
  const query = new URLSearchParams({ response_type: 'code', client_id: key, redirect_uri: callbackUrl });
  return `${host}/services/oauth2/authorize?${query.toString()}`;
}

test.each(['login host', 'My Domain'])('lets approved people in at the %s', async (place) => {
  const host = place === 'My Domain' ? orgOf(running).origin : running.login.production;
  expect((await byAssertion(host, 'api-user@acme.example')).status).toBe(200);
  expect((await byAssertion(host, 'rep@acme.example')).body).toMatchObject({ error: 'invalid_app_access' });
});

// https://help.salesforce.com/s/articleView?id=005132365 and public reports of the page, read 2026-11-23.
test('is not installed in another org', async () => {
  const notInstalled = { error: 'invalid_client', error_description: 'app must be installed into org' };
  const { origin } = orgOf(running, 'sandbox');
  const { username } = personOf(running, 'api-user', 'sandbox');
  for (const host of [running.login.sandbox, origin]) {
    expect((await byAssertion(host, username)).body).toEqual(notInstalled);
    const answer = await fetch(authorizeUrl(host), { redirect: 'manual' });
    const page = new URL(answer.headers.get('location') ?? '', host);
    expect(page.pathname).toBe('/setup/secur/RemoteAccessErrorPage.apexp');
    expect(page.searchParams.get('error')).toBe('invalid_client');
    expect(page.searchParams.get('error_description')).toBe('app must be installed into org');
  }
});

test('asks nobody for consent who is approved beforehand, and rotates refresh tokens', async () => {
  const { username, password } = personOf(running, 'api-user');
  const end = await walkAuthorization({
    authorizeUrl: authorizeUrl(running.login.production),
    username,
    password,
  });
  expect(end.pages).toEqual(['Login | Salesforce']);
  const code = new URL(end.callbackUrl ?? '').searchParams.get('code') ?? '';
  const client = { client_id: key, client_secret: secret };
  const first = await token(running.login.production, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: callbackUrl,
    ...client,
  });
  const old = String(valueAt(first.body, 'refresh_token'));
  const again = { grant_type: 'refresh_token', refresh_token: old, ...client };
  const second = await token(running.login.production, again);
  const fresh = String(valueAt(second.body, 'refresh_token'));
  expect([second.status, fresh === old]).toEqual([200, false]);
  expect((await token(running.login.production, again)).status).toBe(400);
  expect((await token(running.login.production, { ...again, refresh_token: fresh })).status).toBe(400);
});
