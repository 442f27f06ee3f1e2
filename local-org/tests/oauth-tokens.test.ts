// The token endpoint and revoke, in the wordings of Salesforce.

import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import {
  appOf,
  authorize,
  callbackUrl,
  codeOf,
  getTokens,
  orderFault,
  orgOf,
  postToken,
  rest,
  signIn,
} from './sign-in.ts';

let running: RunningLocalOrg;
let time = new Date('2026-03-02T09:00:00Z');

beforeAll(async () => {
  running = await startLocalOrg({
    callbackUrls: [callbackUrl],
    now: () => time,
    apps: [
      { name: 'Rotating', rotateRefreshTokens: true },
      { name: 'Local App', scope: 'local', org: 'production' },
    ],
  });
});
afterAll(() => running.stop());

const expired = { error: 'invalid_grant', error_description: 'expired access/refresh token' };

async function codeFields() {
  const { end, verifier, host } = await authorize(running);
  return {
    host,
    fields: {
      grant_type: 'authorization_code',
      code: codeOf(end),
      redirect_uri: callbackUrl,
      code_verifier: verifier,
    },
  };
}

// https://salesforce.stackexchange.com/questions/305477 (2020-05); the code flow adds refresh_token and scope.
test('answers a code with tokens, the org address and the identity URL, without expires_in', async () => {
  const { status, body } = await getTokens(running);
  const org = orgOf(running);
  expect(status).toBe(200);
  expect(Object.keys(body).toSorted()).toEqual(
    [
      'access_token',
      'id',
      'instance_url',
      'issued_at',
      'refresh_token',
      'scope',
      'signature',
      'token_type',
    ].toSorted(),
  );
  expect(body).toMatchObject({
    access_token: expect.stringMatching(new RegExp(`^${org.orgId.slice(0, 15)}![A-Za-z0-9._]+`)),
    instance_url: org.origin,
    id: expect.stringMatching(new RegExp(`^${running.login.production}/id/${org.orgId}/005[A-Za-z0-9]{15}$`)),
    token_type: 'Bearer',
    issued_at: String(time.getTime()),
  });
});

test('signs id and issued_at with the client secret', async () => {
  const { body } = await getTokens(running);
  const signature = createHmac('sha256', appOf(running).clientSecret)
    .update(`${body['id']}${body['issued_at']}`)
    .digest('base64');
  expect(body['signature']).toBe(signature);
});

test('takes a code once', async () => {
  const { host, fields } = await codeFields();
  expect((await postToken(running, host, fields)).status).toBe(200);
  expect(await postToken(running, host, fields)).toEqual({
    status: 400,
    body: { error: 'invalid_grant', error_description: 'expired authorization code' },
  });
});

test('takes a code for fifteen minutes', async () => {
  const { host, fields } = await codeFields();
  time = new Date(time.getTime() + 15 * 60_000 + 1);
  expect((await postToken(running, host, fields)).body['error_description']).toBe(
    'expired authorization code',
  );
});

test.each([
  ['an unknown code', { code: 'aPrxnobody' }, 'invalid_grant', 'invalid authorization code'],
  ['a wrong verifier', { code_verifier: 'x'.repeat(50) }, 'invalid_grant', 'invalid code verifier'],
  [
    'another callback address',
    { redirect_uri: 'http://localhost:1/' },
    'redirect_uri_mismatch',
    'redirect_uri must match configuration',
  ],
  ['a wrong secret', { client_secret: 'wrong' }, 'invalid_client', 'invalid client credentials'],
  ['a wrong client id', { client_id: 'wrong' }, 'invalid_client_id', 'client identifier invalid'],
  ['username and password', { grant_type: 'password' }, 'invalid_grant', 'authentication failure'],
  ['an unknown grant type', { grant_type: 'wish' }, 'unsupported_grant_type', 'grant type not supported'],
])('refuses %s', async (_name, changes, error, description) => {
  const { host, fields } = await codeFields();
  const { status, body } = await postToken(running, host, { ...fields, ...changes });
  expect({ status, body }).toEqual({ status: 400, body: { error, error_description: description } });
});

test('refuses a code without its verifier and leaves the code usable', async () => {
  const { host, fields } = await codeFields();
  const { code_verifier: verifier, ...without } = fields;
  expect((await postToken(running, host, without)).body['error_description']).toBe('invalid code verifier');
  expect((await postToken(running, host, { ...without, code_verifier: verifier })).status).toBe(200);
});

test('knows a code of production neither at the sandbox login host nor at the sandbox', async () => {
  const { fields } = await codeFields();
  for (const host of [running.login.sandbox, orgOf(running, 'sandbox').origin]) {
    expect((await postToken(running, host, fields)).body['error_description']).toBe(
      'invalid authorization code',
    );
  }
  expect((await postToken(running, orgOf(running).origin, fields)).status).toBe(200);
});

test('does not know a local app at the token endpoint of a login host', async () => {
  const { end, verifier, host } = await authorize(running, { app: 'Local App', myDomain: true });
  const fields = {
    grant_type: 'authorization_code',
    code: codeOf(end),
    redirect_uri: callbackUrl,
    code_verifier: verifier,
  };
  const refused = await postToken(running, running.login.production, fields, 'Local App');
  expect(refused.body).toEqual({
    error: 'invalid_client_id',
    error_description: 'client identifier invalid',
  });
  expect((await postToken(running, host, fields, 'Local App')).status).toBe(200);
});

test('takes client id and secret from a Basic header', async () => {
  const { host, fields } = await codeFields();
  const { clientId, clientSecret } = appOf(running);
  const response = await fetch(`${host}/services/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams(fields),
  });
  expect(response.status).toBe(200);
});

test('refreshes again and again with the same token when rotation is off', async () => {
  const { body } = await getTokens(running);
  const fields = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
  for (const _time of [1, 2]) {
    const again = await postToken(running, running.login.production, fields);
    expect(again.status).toBe(200);
    expect(again.body).not.toHaveProperty('refresh_token');
    expect(again.body['access_token']).not.toBe(body['access_token']);
  }
});

test('rotates the refresh token, and a used one ends everything', async () => {
  const first = await getTokens(running, { app: 'Rotating' });
  const host = running.login.production;
  const refresh = (token: string | undefined) =>
    postToken(running, host, { grant_type: 'refresh_token', refresh_token: token ?? '' }, 'Rotating');
  const second = await refresh(first.body['refresh_token']);
  expect(second.body['refresh_token']).not.toBe(first.body['refresh_token']);

  // https://github.com/airbytehq/airbyte, source-salesforce unit test (2026-11-23)
  expect(await refresh(first.body['refresh_token'])).toEqual({ status: 400, body: expired });
  expect(await refresh(second.body['refresh_token'])).toEqual({ status: 400, body: expired });
  const call = await fetch(`${orgOf(running).origin}/services/data/v67.0/limits`, {
    headers: { authorization: `Bearer ${second.body['access_token']}` },
  });
  expect(call.status).toBe(401);
});

test('revokes a grant by its refresh token, and an access token alone', async () => {
  const { body } = await getTokens(running);
  const revoke = (token: string | undefined) =>
    fetch(`${running.login.production}/services/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: token ?? '' }),
    });
  const refreshFields = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
  expect((await revoke(body['access_token'])).status).toBe(200);
  expect((await postToken(running, running.login.production, refreshFields)).status).toBe(200);
  expect((await revoke(body['refresh_token'])).status).toBe(200);
  expect((await postToken(running, running.login.production, refreshFields)).body).toEqual(expired);
  expect((await revoke(body['refresh_token'])).status).toBe(400);
});

test('pushes out the oldest of more than five grants of one user and app', async () => {
  const first = await getTokens(running, { who: 'admin' });
  for (const _more of [1, 2, 3, 4, 5]) {
    time = new Date(time.getTime() + 1_000);
    await getTokens(running, { who: 'admin' });
  }
  const fields = { grant_type: 'refresh_token', refresh_token: first.body['refresh_token'] ?? '' };
  expect((await postToken(running, running.login.production, fields)).body).toEqual(expired);
});

test('ends an access token that was idle for two hours', async () => {
  const connection = await signIn(running);
  expect((await rest(connection, '/services/data/v67.0/limits')).status).toBe(200);
  time = new Date(time.getTime() + 2 * 3_600_000 + 1);
  expect((await rest(connection, '/services/data/v67.0/limits')).status).toBe(401);
});

test('is refreshed by jsforce without its user noticing', async () => {
  const connection = await signIn(running);
  await orderFault(running, { kind: 'session_expired' });
  const before = connection.accessToken;
  expect((await connection.query('SELECT Id FROM Organization')).totalSize).toBe(1);
  expect(connection.accessToken).not.toBe(before);
});

test.each([
  ['token_unavailable', 503, 'text/plain'],
  ['token_html', 200, 'text/html'],
  ['html', 503, 'text/html'],
])('answers %s once and then works', async (kind, status, type) => {
  await orderFault(running, { kind, on: 'token' });
  const { host, fields } = await codeFields();
  const body = new URLSearchParams({
    ...fields,
    client_id: appOf(running).clientId,
    client_secret: appOf(running).clientSecret,
  });
  const response = await fetch(`${host}/services/oauth2/token`, { method: 'POST', body });
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain(type);
  expect((await postToken(running, host, fields)).status).toBe(200);
});

test('loses the answer of a refresh whose rotation is committed', async () => {
  const { body } = await getTokens(running, { app: 'Rotating' });
  const fields = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
  await orderFault(running, { kind: 'token_lost' });
  await expect(postToken(running, running.login.production, fields, 'Rotating')).rejects.toThrow();
  // The next one comes with a token that is used already.
  expect((await postToken(running, running.login.production, fields, 'Rotating')).body).toEqual(expired);
});

test('refuses a refresh of an inactive user', async () => {
  const admin = await signIn(running, { who: 'admin' });
  const { body } = await getTokens(running, { who: 'standard' });
  const userId = (body['id'] ?? '').split('/').at(-1) ?? '';
  await admin.sobject('User').update({ Id: userId, IsActive: false });
  const fields = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
  expect((await postToken(running, running.login.production, fields)).body['error']).toBe('inactive_user');
  await admin.sobject('User').update({ Id: userId, IsActive: true });
  expect((await postToken(running, running.login.production, fields)).status).toBe(200);
});

test('keeps tokens, key and secret over a restart', async () => {
  const data = mkdtempSync(join(tmpdir(), 'local-org-'));
  const options = { data, callbackUrls: [callbackUrl] };
  const before = await startLocalOrg(options);
  const { body } = await getTokens(before);
  await before.stop();
  const after = await startLocalOrg(options);
  try {
    expect(appOf(after)).toEqual(appOf(before));
    expect(orgOf(after).orgId).toBe(orgOf(before).orgId);
    const call = await fetch(`${orgOf(after).origin}/services/data/v67.0/limits`, {
      headers: { authorization: `Bearer ${body['access_token']}` },
    });
    expect(call.status).toBe(200);
    const fields = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
    expect((await postToken(after, after.login.production, fields)).status).toBe(200);
  } finally {
    await after.stop();
    rmSync(data, { recursive: true, force: true });
  }
});
