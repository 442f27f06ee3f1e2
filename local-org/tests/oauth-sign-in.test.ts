// The browser side of the code flow: who is asked what, what is remembered, and where each refusal shows.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import {
  appOf,
  authorize,
  authorizeUrl,
  callbackUrl,
  codeOf,
  getTokens,
  orgOf,
  personOf,
  signIn,
  valueAt,
} from './sign-in.ts';

let running: RunningLocalOrg;

beforeAll(async () => {
  running = await startLocalOrg({
    callbackUrls: [callbackUrl],
    apps: [
      { name: 'Local App', scope: 'local', org: 'production' },
      { name: 'Blocked App', blocked: true },
      { name: 'Admins Only', preAuthorized: ['admin@acme.example'] },
      { name: 'No PKCE', requirePkce: false },
    ],
  });
});
afterAll(() => running.stop());

function callbackParameters(end: { callbackUrl: string | undefined }): Record<string, string> {
  return Object.fromEntries(new URL(end.callbackUrl ?? 'none:').searchParams);
}

test('asks for login and consent and returns a code with the state', async () => {
  const { end } = await authorize(running, { state: 'a b&c' });
  expect(end.pages).toEqual(['Login | Salesforce', 'Allow Access?']);
  expect(callbackParameters(end)).toEqual({ code: expect.stringMatching(/^aPrx/), state: 'a b&c' });
});

test('returns access_denied when the user presses Deny', async () => {
  const { end } = await authorize(running, { who: 'standard', decision: 'deny', state: 's' });
  expect(callbackParameters(end)).toEqual({
    error: 'access_denied',
    error_description: 'end-user denied authorization',
    state: 's',
  });
});

test('does not ask again what the user allowed, unless prompt=consent', async () => {
  await authorize(running, { who: 'admin' });
  const again = await authorize(running, { who: 'admin' });
  expect(again.end.pages).toEqual(['Login | Salesforce']);
  const asked = await authorize(running, { who: 'admin', prompt: 'consent' });
  expect(asked.end.pages).toEqual(['Login | Salesforce', 'Allow Access?']);
});

test('uses the open session of the browser, which is how the wrong user gets connected', async () => {
  const jar = new Map<string, string>();
  await authorize(running, { who: 'standard', jar });
  const { end, verifier, host } = await authorize(running, { who: 'api-user', jar });
  expect(end.pages).toEqual([]);
  expect(verifier).not.toBe('');
  const code = codeOf(end);
  const { clientId, clientSecret } = appOf(running);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uri: callbackUrl,
    code,
    code_verifier: verifier,
  });
  const tokens: unknown = await (
    await fetch(`${host}/services/oauth2/token`, { method: 'POST', body })
  ).json();
  const { username } = personOf(running, 'standard');
  const identity = await fetch(String(valueAt(tokens, 'id')), {
    headers: { authorization: `Bearer ${String(valueAt(tokens, 'access_token'))}` },
  });
  expect(await identity.json()).toMatchObject({ username });
});

test('shows the login page with prompt=login even when a session is open', async () => {
  const jar = new Map<string, string>();
  await authorize(running, { who: 'standard', jar });
  const { end } = await authorize(running, { who: 'api-user', jar, prompt: 'login' });
  expect(end.pages[0]).toBe('Login | Salesforce');
  expect(end.callbackUrl).toBeDefined();
});

test('asks for a login again after /secur/logout.jsp', async () => {
  const jar = new Map<string, string>();
  await authorize(running, { jar });
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const logout = await fetch(`${orgOf(running).origin}/secur/logout.jsp`, { headers: { cookie } });
  expect(logout.status).toBe(200);
  const { end } = await authorize(running, { jar });
  expect(end.pages).toContain('Login | Salesforce');
});

test('keeps the sessions of the two orgs apart although they share one cookie jar', async () => {
  const jar = new Map<string, string>();
  await authorize(running, { jar });
  const sandbox = await authorize(running, { kind: 'sandbox', jar });
  expect(sandbox.end.pages[0]).toBe('Login | Salesforce');
  const production = await authorize(running, { jar });
  expect(production.end.pages).toEqual([]);
});

test('prefills the username from login_hint', async () => {
  const url = `${authorizeUrl(running, {}, 'v')}&login_hint=${encodeURIComponent('ana"<b>@acme.example')}`;
  const page = await (await fetch(url)).text();
  expect(page).toContain('value="ana&quot;&lt;b&gt;@acme.example"');
});

test('refuses a wrong password with the wording of Salesforce', async () => {
  const { username } = personOf(running, 'admin');
  const response = await fetch(running.login.production, {
    method: 'POST',
    body: new URLSearchParams({ username, pw: 'wrong' }),
  });
  expect(await response.text()).toContain('Please check your username and password.');
  expect(response.headers.getSetCookie()).toEqual([]);
});

test('does not know the users of the other kind of org', async () => {
  const { username, password } = personOf(running, 'admin', 'sandbox');
  const response = await fetch(running.login.production, {
    method: 'POST',
    body: new URLSearchParams({ username, pw: password }),
  });
  expect(await response.text()).toContain('Please check your username and password.');
});

test('does not lead a login to another address', async () => {
  const { username, password } = personOf(running, 'admin');
  for (const startURL of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
    const response = await fetch(running.login.production, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ username, pw: password, startURL }),
    });
    expect(response.headers.get('location')).not.toContain('evil.example');
  }
});

// https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flow_errors.htm (2026-11-23)
test.each([
  [
    'an unknown client id',
    { client_id: 'nobody' },
    'error=invalid_client_id&amp;error_description=client%20identifier%20invalid',
  ],
  [
    'a callback address that is not registered',
    { redirect_uri: 'http://localhost:3999/other' },
    'error=redirect_uri_mismatch&amp;error_description=redirect_uri%20must%20match%20configuration',
  ],
  [
    'no PKCE challenge',
    { code_challenge: '' },
    'error=invalid_request&amp;error_description=missing%20required%20code%20challenge',
  ],
])('shows its own page, without a redirect, for %s', async (_name, changes, shown) => {
  const url = new URL(authorizeUrl(running, {}, 'v'));
  for (const [key, value] of Object.entries(changes)) {
    if (value === '') url.searchParams.delete(key);
    else url.searchParams.set(key, value);
  }
  const response = await fetch(url, { redirect: 'manual' });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(shown);
});

test('takes an empty PKCE challenge for none', async () => {
  const url = new URL(authorizeUrl(running, {}, 'v'));
  url.searchParams.set('code_challenge', '');
  const response = await fetch(url, { redirect: 'manual' });
  expect(await response.text()).toContain('missing%20required%20code%20challenge');
});

test.each([
  ['invalid_scope', { scope: 'api web' }],
  ['unsupported_response_type', { response_type: 'device' }],
  ['invalid_request', { code_challenge_method: 'plain' }],
])('tells the app about %s', async (error, changes) => {
  const url = new URL(authorizeUrl(running, { state: 'x' }, 'v'));
  for (const [key, value] of Object.entries(changes)) url.searchParams.set(key, value);
  const response = await fetch(url, { redirect: 'manual' });
  const location = new URL(response.headers.get('location') ?? '');
  expect(location.searchParams.get('error')).toBe(error);
  expect(location.searchParams.get('state')).toBe('x');
});

test('knows a local app only at its own org', async () => {
  const own = await authorize(running, { app: 'Local App', myDomain: true });
  expect(own.end.callbackUrl).toBeDefined();
  for (const order of [{}, { kind: 'sandbox', myDomain: true }, { kind: 'sandbox' }] as const) {
    const { end } = await authorize(running, { app: 'Local App', ...order });
    expect(end).toMatchObject({ callbackUrl: undefined, status: 400 });
    expect('text' in end ? end.text : '').toContain(
      'OAUTH_EC_APP_NOT_FOUND : External client app is not installed in this org',
    );
  }
});

test('returns OAUTH_APP_BLOCKED for a blocked app', async () => {
  const { end } = await authorize(running, { app: 'Blocked App' });
  expect(callbackParameters(end)).toMatchObject({ error: 'OAUTH_APP_BLOCKED' });
});

test('returns OAUTH_APP_ACCESS_DENIED for a user the admin did not approve, and asks an approved one nothing', async () => {
  const refused = await authorize(running, { app: 'Admins Only', who: 'api-user' });
  expect(callbackParameters(refused.end)).toMatchObject({
    error: 'OAUTH_APP_ACCESS_DENIED',
    error_description: 'user is not admin approved to access this app',
  });
  const approved = await authorize(running, { app: 'Admins Only', who: 'admin' });
  expect(approved.end.pages).toEqual(['Login | Salesforce']);
  expect(codeOf(approved.end)).not.toBe('');
});

test('lets an app without the PKCE policy do without', async () => {
  const url = new URL(authorizeUrl(running, { app: 'No PKCE' }, 'v'));
  url.searchParams.delete('code_challenge');
  url.searchParams.delete('code_challenge_method');
  const response = await fetch(url, { redirect: 'manual' });
  expect(response.headers.get('location')).toContain('/setup/secur/RemoteAccessAuthorizationPage.apexp');
});

test('gives the app all its scopes when it names none, and only those it names', async () => {
  const all = await getTokens(running, {});
  expect(all.body['scope']?.split(' ').toSorted()).toEqual(['api', 'id', 'refresh_token']);
  const some = await getTokens(running, { scope: 'api' });
  expect(some.body['scope']).toBe('api');
  expect(some.body).not.toHaveProperty('refresh_token');
});

test('does not take a consent form without its token', async () => {
  const jar = new Map<string, string>();
  await authorize(running, { jar });
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const start = await fetch(authorizeUrl(running, { prompt: 'consent' }, 'v'), {
    redirect: 'manual',
    headers: { cookie },
  });
  const source =
    new URL(start.headers.get('location') ?? '', running.login.production).searchParams.get('source') ?? '';
  const response = await fetch(
    `${running.login.production}/setup/secur/RemoteAccessAuthorizationPage.apexp`,
    {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams({ source, save: 'Allow', token: 'guessed' }),
    },
  );
  expect(response.headers.get('location')).toContain('OAUTH_APPROVAL_ERROR_GENERIC');
});

test('shows OAUTH_APPROVAL_ERROR_GENERIC on its own page to a user who may only use the API', async () => {
  const admin = await signIn(running, { who: 'admin' });
  const profile = await admin.query("SELECT Id FROM Profile WHERE Name = 'Standard User'");
  const profileId = profile.records[0]?.Id ?? '';
  await admin.sobject('Profile').update({ Id: profileId, PermissionsApiUserOnly: true });
  const { end } = await authorize(running, { who: 'standard' });
  expect(end).toMatchObject({ callbackUrl: undefined, status: 400 });
  expect('text' in end ? end.text : '').toContain(
    'OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occurred during authentication. Please try again.',
  );
  await admin.sobject('Profile').update({ Id: profileId, PermissionsApiUserOnly: false });
  expect((await authorize(running, { who: 'standard' })).end.callbackUrl).toBeDefined();
});
