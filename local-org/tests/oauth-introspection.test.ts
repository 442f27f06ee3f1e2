// Introspection and OpenID Connect, through openid-client and plain HTTP.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { allowInsecureRequests, discovery, tokenIntrospection } from 'openid-client';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { cliToken, postForm } from './assertions.ts';
import { appOf, callbackUrl, getTokens, orgOf, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let time = new Date();

beforeAll(async () => {
  running = await startLocalOrg({
    callbackUrls: [callbackUrl],
    now: () => time,
    apps: [
      { name: 'Other' },
      { name: 'OpenID', scopes: ['api', 'id', 'openid', 'refresh_token'] },
      { name: 'Short', refreshTokenPolicy: 'specific_inactivity:2:HOURS' },
    ],
  });
});
afterAll(() => running.stop());

async function introspect(token: string, app = 'Bookbridge', host = running.login.production) {
  const { clientId, clientSecret } = appOf(running, app);
  const fields = { token, client_id: clientId, client_secret: clientSecret };
  return postForm(`${host}/services/oauth2/introspect`, fields);
}

// https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oidc_token_introspection.htm: keys of the answer.
test('describes a live access token of the app that asks', async () => {
  const { body } = await getTokens(running);
  const answer = await introspect(body['access_token'] ?? '');
  const issuedAt = Math.floor(time.getTime() / 1000);
  expect(answer).toEqual({
    status: 200,
    body: {
      active: true,
      scope: 'api id refresh_token',
      client_id: appOf(running).clientId,
      username: 'api-user@acme.example',
      sub: body['id'],
      token_type: 'access_token',
      exp: issuedAt + 7_200,
      iat: issuedAt,
      nbf: issuedAt,
    },
  });
});

test('a refresh token has an end when its policy has one', async () => {
  const { body } = await getTokens(running, { app: 'Short' });
  expect((await introspect(body['refresh_token'] ?? '', 'Short')).body).toMatchObject({
    active: true,
    token_type: 'refresh_token',
    exp: Math.floor(time.getTime() / 1000) + 7_200,
  });
});

test('is not active: nonsense, another app’s token, an ended and a revoked one', async () => {
  const { body } = await getTokens(running);
  const accessToken = body['access_token'] ?? '';
  const inactive = { status: 200, body: { active: false } };
  expect(await introspect('nonsense')).toEqual(inactive);
  expect(await introspect(accessToken, 'Other')).toEqual(inactive);
  const revoke = `${running.login.production}/services/oauth2/revoke`;
  await fetch(revoke, { method: 'POST', body: new URLSearchParams({ token: accessToken }) });
  expect(await introspect(accessToken)).toEqual(inactive);
  const second = (await getTokens(running)).body['access_token'] ?? '';
  time = new Date(time.getTime() + 7_200_001);
  expect(await introspect(second)).toEqual(inactive);
});

test('refuses a wrong secret and a request without a token', async () => {
  const { clientId, clientSecret } = appOf(running);
  const address = `${running.login.production}/services/oauth2/introspect`;
  expect(await postForm(address, { token: 'x', client_id: clientId, client_secret: 'wrong' })).toEqual({
    status: 400,
    body: { error: 'invalid_client', error_description: 'invalid client credentials' },
  });
  expect((await postForm(address, { client_id: clientId, client_secret: clientSecret })).status).toBe(400);
});

test('openid-client finds every endpoint by discovery and introspects through it', async () => {
  const { clientId, clientSecret } = appOf(running);
  const server = new URL(orgOf(running).origin);
  const config = await discovery(server, clientId, clientSecret, undefined, {
    // oxlint-disable-next-line typescript/no-deprecated -- It is marked so to warn; the local org speaks http on this computer.
    execute: [allowInsecureRequests],
  });
  expect(config.serverMetadata()).toMatchObject({
    issuer: orgOf(running).origin,
    token_endpoint: `${orgOf(running).origin}/services/oauth2/token`,
  });
  const { body } = await getTokens(running, { myDomain: true });
  expect(await tokenIntrospection(config, body['access_token'] ?? '')).toMatchObject({ active: true });
});

test('the ID token of the scope openid is signed with a published key and names user and app', async () => {
  const { body } = await getTokens(running, { app: 'OpenID', scope: 'api openid' });
  const keys = createRemoteJWKSet(new URL(`${running.login.production}/id/keys`));
  const { payload } = await jwtVerify(body['id_token'] ?? '', keys, {
    issuer: running.login.production,
    audience: appOf(running, 'OpenID').clientId,
    currentDate: time,
  });
  expect(payload.sub).toBe(body['id']);
});

test('without the scope openid there is no ID token', async () => {
  expect((await getTokens(running, { app: 'OpenID', scope: 'api' })).body).not.toHaveProperty('id_token');
});

// https://help.salesforce.com/s/articleView?id=xcloud.frontdoor_singleaccess.htm
test('an access token with the scope web opens a browser session once', async () => {
  const { origin } = orgOf(running);
  const accessToken = await cliToken(running.cli, origin, 'rep@acme.example');
  const answer = await fetch(`${origin}/services/oauth2/singleaccess?redirect_uri=/lightning/page/home`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const answered: unknown = await answer.json();
  const frontDoor = String(valueAt(answered, 'frontdoor_uri'));
  expect(frontDoor).toMatch(/^http:\/\/localhost:\d+\/secur\/frontdoor\.jsp\?otp=/);
  const entered = await fetch(frontDoor, { redirect: 'manual' });
  expect([entered.status, entered.headers.get('location')]).toEqual([302, `${origin}/lightning/page/home`]);
  expect(entered.headers.get('set-cookie')).toContain('sid_');
  const again = await fetch(frontDoor, { redirect: 'manual' });
  expect(again.headers.get('location')).toBe('/?ec=302');
});

// A path that begins with two slashes names a host: the browser would leave.
test.each([
  '/.//elsewhere.example/x',
  '//elsewhere.example',
  'https://elsewhere.example',
  String.raw`\\elsewhere.example`,
])('a session opened for %s stays in the org', async (startUrl) => {
  const { origin } = orgOf(running);
  const sid = await cliToken(running.cli, origin, 'rep@acme.example');
  const query = new URLSearchParams({ sid, startURL: startUrl });
  const answer = await fetch(`${origin}/secur/frontdoor.jsp?${query.toString()}`, { redirect: 'manual' });
  const end = new URL(answer.headers.get('location') ?? '', origin);
  expect(end.hostname).toBe('localhost');
});

test('refuses single access to a token without the scope web, and a session to an address elsewhere', async () => {
  const connection = await signIn(running);
  const refused = await rest(connection, '/services/oauth2/singleaccess');
  expect([refused.status, refused.bodyText]).toEqual([403, 'Bad_OAuth_Scope']);
});
