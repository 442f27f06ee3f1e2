// Sandboxes hold the Connected Apps and the user ids they were copied with: what counts is the app, the policy and the
// approval of the org at hand.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { generate } from 'selfsigned';
import { walkAuthorization } from '../browser-walk.ts';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { assertionOf, jwtBearer, postForm, token } from './assertions.ts';
import { connect, connectToHub, until } from './hub-client.ts';
import { deploy, xml } from './metadata-client.ts';
import { callbackUrl, personOf, valueAt } from './sign-in.ts';

const client = { client_id: 'CopiedApp00000001', client_secret: 'COPIEDAPPSECRET00000001' };
let running: RunningLocalOrg;
let hub: Connection;
let keys: { cert: string; private: string };

beforeAll(async () => {
  keys = await generate([{ name: 'commonName', value: 'copies.example' }], { keySize: 2048 });
  running = await startLocalOrg({ callbackUrls: [callbackUrl], connectedAppCreation: true });
  hub = await connectToHub(running);
  await deployApp(hub, false);
  const { body } = await byBrowser(running.login.production, personOf(running, 'api-user').username);
  if (valueAt(body, 'refresh_token') === undefined) throw new Error(JSON.stringify(body));
  for (const name of ['left', 'right']) await sandbox(name);
});
afterAll(() => running.stop());

/** Key and secret are given once; later files change the rest. */
async function deployApp(org: Connection, isStrict: boolean, credentials = true) {
  const given = `<consumerKey>${client.client_id}</consumerKey><consumerSecret>${client.client_secret}</consumerSecret>`;
  const body = `<contactEmail>copies@acme.example</contactEmail><label>Copied App</label>
    <oauthConfig><callbackUrl>${callbackUrl}</callbackUrl><certificate>${keys.cert}</certificate>${credentials ? given : ''}
      <isAdminApproved>${isStrict}</isAdminApproved><isIntrospectAllTokens>true</isIntrospectAllTokens>
      <scopes>Api</scopes><scopes>RefreshToken</scopes></oauthConfig>`;
  const { failures } = await deploy(org, {
    types: { ConnectedApp: ['Copied_App'] },
    files: { 'connectedApps/Copied_App.connectedApp': xml('ConnectedApp', body) },
  });
  expect(failures).toEqual([]);
}

async function sandbox(SandboxName: string) {
  const before = running.orgs.length;
  await hub.tooling.sobject('SandboxInfo').create({ SandboxName, LicenseType: 'Developer' });
  await until(
    async () => running.orgs.length,
    (count) => count > before,
  );
}

function originOf(name: string): string {
  const org = running.orgs.find(({ users }) => users.some(({ username }) => username.endsWith(`.${name}`)));
  return org?.origin ?? '';
}

async function byBrowser(host: string, username: string) {
  const query = { response_type: 'code', client_id: client.client_id, redirect_uri: callbackUrl };
  const authorizeUrl = `${host}/services/oauth2/authorize?${new URLSearchParams(query).toString()}`;
  const { password } = personOf(running, 'api-user');
  const end = await walkAuthorization({ authorizeUrl, username, password });
  const code = new URL(end.callbackUrl ?? callbackUrl).searchParams.get('code') ?? '';
  const fields = { grant_type: 'authorization_code', code, redirect_uri: callbackUrl, ...client };
  return token(host, fields);
}

async function byAssertion(host: string, sub: string, aud = host) {
  const claims = { iss: client.client_id, sub, aud, exp: Math.floor(Date.now() / 1000) + 300 };
  return token(host, { grant_type: jwtBearer, assertion: await assertionOf(claims, keys.private) });
}

const refresh = (refreshToken: unknown) =>
  token(running.login.sandbox, {
    grant_type: 'refresh_token',
    refresh_token: String(refreshToken),
    ...client,
  });

test('who approved the app in production has not approved it in a sandbox', async () => {
  expect((await byAssertion(running.login.production, 'api-user@acme.example')).status).toBe(200);
  expect((await byAssertion(originOf('left'), 'api-user@acme.example.left')).body).toEqual({
    error: 'invalid_grant',
    error_description: "user hasn't approved this consumer",
  });
});

test('at the login host each sandbox’s user gets in with the sandbox’s own app and its policy', async () => {
  const tokens = new Map<string, unknown>();
  for (const name of ['left', 'right']) {
    const { status, body } = await byBrowser(running.login.sandbox, `api-user@acme.example.${name}`);
    expect([status, valueAt(body, 'instance_url')]).toEqual([200, originOf(name)]);
    tokens.set(name, valueAt(body, 'refresh_token'));
  }
  await deployApp(await connect(running, originOf('right'), 'admin@acme.example.right'), true, false);
  expect((await refresh(tokens.get('left'))).status).toBe(200);
  expect((await refresh(tokens.get('right'))).body).toMatchObject({ error: 'invalid_app_access' });
});

test('an assertion for one sandbox is no assertion for another', async () => {
  const { sandbox: login } = running.login;
  const sub = 'api-user@acme.example.left';
  expect((await byAssertion(login, sub)).status).toBe(200);
  expect((await byAssertion(login, sub, originOf('left'))).status).toBe(200);
  const refused = { error: 'invalid_grant', error_description: 'audience is invalid' };
  expect((await byAssertion(login, sub, originOf('right'))).body).toEqual(refused);
  expect((await byAssertion(login, sub, `${login}/services/oauth2/token`)).body).toEqual(refused);
});

test('introspecting all tokens ends at the org’s border', async () => {
  const introspect = (host: string, accessToken: string) =>
    postForm(`${host}/services/oauth2/introspect`, { token: accessToken, ...client });
  const left = await connect(running, originOf('left'), 'admin@acme.example.left');
  expect((await introspect(originOf('left'), left.accessToken ?? '')).body).toMatchObject({ active: true });
  expect((await introspect(originOf('right'), left.accessToken ?? '')).body).toEqual({ active: false });
  const first = await connect(
    running,
    running.orgs[1]?.origin ?? '',
    personOf(running, 'admin', 'sandbox').username,
  );
  // The first sandbox does not have the app at all, though it is behind the same login host.
  expect((await introspect(running.login.sandbox, first.accessToken ?? '')).body).toEqual({ active: false });
});
