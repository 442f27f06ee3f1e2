// JWT bearer over plain HTTP: what the sf CLI and every server connector send, and each way to be refused.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { assertionOf, jwtBearer, newKeys, token } from './assertions.ts';
import type { Claims } from './assertions.ts';
import { findOne } from './movie-org.ts';
import {
  appOf,
  callbackUrl,
  getTokens,
  keysOf,
  orderFault,
  orgOf,
  rest,
  signIn,
  valueAt,
} from './sign-in.ts';

const keys = newKeys();
const others = newKeys();
const time = new Date('2026-03-02T09:00:00Z');
let running: RunningLocalOrg;
let admin: Connection;

beforeAll(async () => {
  running = await startLocalOrg({
    callbackUrls: [callbackUrl],
    now: () => time,
    apps: [
      { name: 'Approved', certificate: keys.publicKey, preAuthorized: ['api-user@acme.example'] },
      { name: 'Everybody', certificate: keys.publicKey },
      {
        name: 'Without Refresh',
        certificate: keys.publicKey,
        scopes: ['api'],
        preAuthorized: ['admin@acme.example'],
      },
      { name: 'Without Certificate', preAuthorized: ['api-user@acme.example'] },
      {
        name: 'Local',
        certificate: keys.publicKey,
        scope: 'local',
        preAuthorized: ['api-user@acme.example'],
      },
      { name: 'Blocked', certificate: keys.publicKey, blocked: true },
    ],
  });
  admin = await signIn(running, { who: 'admin' });
});
afterAll(() => running.stop());

const inFiveMinutes = () => Math.floor(time.getTime() / 1000) + 300;

async function send(claims: Claims & { app?: string; host?: string; key?: string }) {
  const { app = 'Approved', host = running.login.production, key = keys.privateKey, ...changes } = claims;
  const assertion = await assertionOf(
    {
      iss: appOf(running, app).clientId,
      sub: 'api-user@acme.example',
      aud: running.login.production,
      exp: inFiveMinutes(),
      ...changes,
    },
    key,
  );
  return token(host, { grant_type: jwtBearer, assertion });
}

// Keys of the answer: https://tools.chilkat.io/PostmanCollection/lianja (Salesforce Platform APIs, JWT Bearer Token
// Flow), read 2026-11-23.
test('answers an assertion with an access token of the user, without a refresh token', async () => {
  const { status, body } = await send({});
  expect(status).toBe(200);
  expect(keysOf(body)).toEqual(['access_token', 'scope', 'instance_url', 'id', 'token_type']);
  expect(body).toMatchObject({ token_type: 'Bearer', instance_url: orgOf(running).origin, scope: 'api id' });
});

test('the token works in the API as the user it names', async () => {
  const { body } = await send({});
  const accessToken = String(valueAt(body, 'access_token'));
  const response = await fetch(`${orgOf(running).origin}/services/oauth2/userinfo`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  expect(await response.json()).toMatchObject({ preferred_username: 'api-user@acme.example' });
});

test('takes the same assertion again', async () => {
  const assertion = await assertionOf(
    {
      iss: appOf(running, 'Approved').clientId,
      sub: 'api-user@acme.example',
      aud: running.login.production,
      exp: inFiveMinutes(),
    },
    keys.privateKey,
  );
  for (const _ of [1, 2]) {
    expect((await token(running.login.production, { grant_type: jwtBearer, assertion })).status).toBe(200);
  }
});

// @salesforce/core lib/org/authInfo.js (9.4.0): exp is Date.now() + 300, milliseconds.
test('takes an end in milliseconds, as the CLI writes it', async () => {
  expect((await send({ exp: time.getTime() + 300 })).status).toBe(200);
});

test.each([
  ['the login host with a slash', () => ({ aud: `${running.login.production}/` })],
  ['My Domain', () => ({ aud: orgOf(running).origin, host: orgOf(running).origin })],
  ['the login host, at My Domain', () => ({ host: orgOf(running).origin })],
])('takes as audience: %s', async (_, change) => {
  expect((await send(change())).status).toBe(200);
});

// Wordings: https://github.com/frankkessler/salesforce-laravel-oauth2-rest/issues/68 (invalid assertion),
// https://salesforce.stackexchange.com/questions/282513 (expired authorization code),
// https://github.com/omniphx/forrest/issues/302 (audience is invalid),
// https://github.com/omniphx/forrest/issues/278 (user hasn't approved this consumer),
// public troubleshooting pages for invalid_app_access and app_not_found; all read 2026-11-23.
test.each([
  ['a key that is not the app’s', () => ({ key: others.privateKey }), 'invalid_grant', 'invalid assertion'],
  [
    'an app without a certificate',
    () => ({ app: 'Without Certificate' }),
    'invalid_grant',
    'invalid assertion',
  ],
  [
    'an end that has passed',
    () => ({ exp: inFiveMinutes() - 900 }),
    'invalid_grant',
    'expired authorization code',
  ],
  ['another audience', () => ({ aud: 'https://elsewhere.example' }), 'invalid_grant', 'audience is invalid'],
  ['the other login host', () => ({ aud: running.login.sandbox }), 'invalid_grant', 'audience is invalid'],
  [
    'an unknown user',
    () => ({ sub: 'nobody@acme.example' }),
    'invalid_grant',
    "user hasn't approved this consumer",
  ],
  [
    'a user who never approved',
    () => ({ app: 'Everybody' }),
    'invalid_grant',
    "user hasn't approved this consumer",
  ],
  [
    'a user who is not approved by an admin',
    () => ({ sub: 'rep@acme.example' }),
    'invalid_app_access',
    'user is not admin approved to access this app',
  ],
  [
    'an app without the scope refresh_token',
    () => ({ app: 'Without Refresh', sub: 'admin@acme.example' }),
    'invalid_grant',
    'refresh_token scope is required and the connected app should be installed and preauthorized',
  ],
  ['a blocked app', () => ({ app: 'Blocked' }), 'invalid_app_access', 'this app is blocked by admin'],
  ['an unknown app', () => ({ iss: 'nobody' }), 'invalid_client_id', 'client identifier invalid'],
  [
    'a local app at the login host',
    () => ({ app: 'Local' }),
    'app_not_found',
    'External client app is not installed in this org',
  ],
])('refuses %s', async (_, change, error, description) => {
  expect(await send(change())).toEqual({
    status: 400,
    body: { error, error_description: description },
  });
});

test('a local app works at its own My Domain', async () => {
  expect((await send({ app: 'Local', host: orgOf(running).origin })).status).toBe(200);
});

test.each(['HS256', 'none'])('refuses the algorithm %s', async (alg) => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: appOf(running, 'Approved').clientId,
    sub: 'api-user@acme.example',
    aud: running.login.production,
    exp: inFiveMinutes(),
  };
  const assertion = `${encode({ alg })}.${encode(claims)}.${alg === 'none' ? '' : encode('signature')}`;
  expect(await token(running.login.production, { grant_type: jwtBearer, assertion })).toEqual({
    status: 400,
    body: { error: 'invalid_grant', error_description: 'invalid assertion' },
  });
});

test('refuses what is no assertion, and a missing one', async () => {
  const host = running.login.production;
  expect((await token(host, { grant_type: jwtBearer, assertion: 'nonsense' })).body).toEqual({
    error: 'invalid_grant',
    error_description: 'invalid assertion',
  });
  expect((await token(host, { grant_type: jwtBearer })).body).toMatchObject({ error: 'invalid_request' });
});

test('a user who allowed the app in the browser once may use it by assertion', async () => {
  await getTokens(running, { who: 'standard', app: 'Everybody' });
  expect((await send({ app: 'Everybody', sub: 'rep@acme.example' })).status).toBe(200);
});

test('refuses a frozen and an inactive user', async () => {
  const user = await findOne(admin, "SELECT Id FROM User WHERE Username = 'api-user@acme.example'");
  const login = await findOne(admin, `SELECT Id FROM UserLogin WHERE UserId = '${user['Id']}'`);
  await admin.sobject('UserLogin').update({ Id: login['Id'] ?? '', IsFrozen: true });
  expect((await send({})).body).toEqual({ error: 'invalid_grant', error_description: 'user is locked' });
  await admin.sobject('UserLogin').update({ Id: login['Id'] ?? '', IsFrozen: false });
  await admin.sobject('User').update({ Id: user['Id'] ?? '', IsActive: false });
  expect((await send({})).body).toEqual({ error: 'inactive_user', error_description: 'inactive user' });
  await admin.sobject('User').update({ Id: user['Id'] ?? '', IsActive: true });
  expect((await send({})).status).toBe(200);
});

test('every active user of every org may log in with the key pair the local org makes', async () => {
  const { clientId, privateKey } = running.cli;
  for (const org of running.orgs) {
    for (const { username } of org.users) {
      const claims = { iss: clientId, sub: username, aud: `${org.origin}/`, exp: Date.now() + 300 };
      const assertion = await assertionOf(claims, privateKey);
      const answer = await token(org.origin, { grant_type: jwtBearer, assertion });
      expect(answer).toMatchObject({ status: 200, body: { instance_url: org.origin } });
    }
  }
});

// `sf org login access-token` keeps the slash of the address it was given.
test('answers paths that begin with two slashes', async () => {
  const answer = await rest(admin, '//services/data/v67.0/limits');
  expect([answer.status, answer.body]).toEqual([
    200,
    expect.objectContaining({ DailyApiRequests: expect.anything() }),
  ]);
});

test('answers any other error of Salesforce on order', async () => {
  await orderFault(running, { kind: 'token_error', error: 'invalid_grant', description: 'ip restricted' });
  expect((await send({})).body).toEqual({ error: 'invalid_grant', error_description: 'ip restricted' });
  expect((await send({})).status).toBe(200);
});
