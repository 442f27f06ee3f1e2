// What an administrator takes away after people were let in: approval, assignment, certificate. A login that worked
// before is refused from then on.
// https://help.salesforce.com/apex/HTViewHelpDoc?id=xcloud.preauth_user_app_access_through_eca.htm (2026-11-24): who is
// not authorized loses access when the app's policy changes.

import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { generate } from 'selfsigned';
import { walkAuthorization } from '../browser-walk.ts';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { assertionOf, jwtBearer, postForm, token } from './assertions.ts';
import { deploy, xml } from './metadata-client.ts';
import { create, findOne } from './movie-org.ts';
import { callbackUrl, orgOf, personOf, signIn, valueAt } from './sign-in.ts';

const key = 'TourDesk00000001';
const secret = 'TOURDESKSECRET00000001';
const notApproved = {
  error: 'invalid_app_access',
  error_description: 'user is not admin approved to access this app',
};
let running: RunningLocalOrg;
let admin: Connection;
let time = new Date('2026-03-02T09:00:00Z');
let first: { cert: string; private: string };
let second: { cert: string; private: string };
let permissionSet: string;
let user: string;

beforeAll(async () => {
  const name = [{ name: 'commonName', value: 'tours.example' }];
  [first, second] = [await generate(name, { keySize: 2048 }), await generate(name, { keySize: 2048 })];
  running = await startLocalOrg({
    callbackUrls: [callbackUrl],
    now: () => time,
    connectedAppCreation: true,
  });
  admin = await signIn(running, { who: 'admin' });
  const set = xml('PermissionSet', '<label>Tour Desk Access</label>');
  const { failures } = await deploy(admin, {
    types: { PermissionSet: ['Tour_Desk_Access'] },
    files: { 'permissionsets/Tour_Desk_Access.permissionset': set },
  });
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  permissionSet = await idOf("PermissionSet WHERE Name = 'Tour_Desk_Access'");
  user = await idOf("User WHERE Username = 'api-user@acme.example'");
});
afterAll(() => running.stop());

async function idOf(from: string): Promise<string> {
  return (await findOne(admin, `SELECT Id FROM ${from}`))['Id'] ?? '';
}

type Settings = { cert?: string; isStrict?: boolean; more?: string };

/** A Connected App: it works at the login host too. */
async function deployApp({ cert = first.cert, isStrict = false, more = '' }: Settings = {}) {
  const body = `<contactEmail>tours@acme.example</contactEmail><label>Tour Desk</label>
    <oauthConfig><callbackUrl>${callbackUrl}</callbackUrl><certificate>${cert}</certificate>
      <consumerKey>${key}</consumerKey><consumerSecret>${secret}</consumerSecret>
      <isAdminApproved>${isStrict}</isAdminApproved>${more}
      <scopes>Api</scopes><scopes>Basic</scopes><scopes>RefreshToken</scopes></oauthConfig>
    ${isStrict ? '<permissionSetName>Tour_Desk_Access</permissionSetName>' : ''}`;
  const { failures } = await deploy(admin, {
    types: { ConnectedApp: ['Tour_Desk'] },
    files: { 'connectedApps/Tour_Desk.connectedApp': xml('ConnectedApp', body) },
  });
  expect(failures).toEqual([]);
}

const client = { client_id: key, client_secret: secret };

async function byAssertion(privateKey = first.private, sub = 'API-User@ACME.example') {
  const exp = Math.floor(time.getTime() / 1000) + 300;
  const aud = running.login.production;
  const claims = { iss: key, sub, aud, exp };
  return token(aud, { grant_type: jwtBearer, assertion: await assertionOf(claims, privateKey) });
}

async function newCode(who: 'api-user' | 'standard' = 'api-user') {
  const query = new URLSearchParams({ response_type: 'code', client_id: key, redirect_uri: callbackUrl });
  const { username, password } = personOf(running, who);
  const authorizeUrl = `${running.login.production}/services/oauth2/authorize?${query.toString()}`;
  const end = await walkAuthorization({ authorizeUrl, username, password });
  return new URL(end.callbackUrl ?? '').searchParams.get('code') ?? '';
}

const exchange = (code: string) =>
  token(running.login.production, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: callbackUrl,
    ...client,
  });

const refresh = (refreshToken: unknown, who: Record<string, string> = client) =>
  token(running.login.production, {
    grant_type: 'refresh_token',
    refresh_token: String(refreshToken),
    ...who,
  });

test('a policy that names others ends refresh tokens and codes of before, and gives them back with the set', async () => {
  await deployApp();
  const { body } = await exchange(await newCode());
  const refreshToken = valueAt(body, 'refresh_token');
  expect((await refresh(refreshToken)).status).toBe(200);
  const code = await newCode();
  await deployApp({ isStrict: true });
  expect((await refresh(refreshToken)).body).toEqual(notApproved);
  expect((await exchange(code)).body).toEqual(notApproved);
  await create(admin, 'PermissionSetAssignment', { AssigneeId: user, PermissionSetId: permissionSet });
  expect((await refresh(refreshToken)).status).toBe(200);
  expect((await byAssertion()).status).toBe(200);
});

test('an assignment that has come to its end approves nobody', async () => {
  const assignment = await idOf(`PermissionSetAssignment WHERE PermissionSetId = '${permissionSet}'`);
  const end = new Date(time.getTime() + 3_600_000).toISOString();
  await admin.sobject('PermissionSetAssignment').update({ Id: assignment, ExpirationDate: end });
  expect((await byAssertion()).status).toBe(200);
  time = new Date(time.getTime() + 3_600_000);
  expect((await byAssertion()).body).toEqual(notApproved);
  await admin.sobject('PermissionSetAssignment').destroy(assignment);
  await create(admin, 'PermissionSetAssignment', { AssigneeId: user, PermissionSetId: permissionSet });
  expect((await byAssertion()).status).toBe(200);
});

test('the key of a certificate that was replaced no longer signs', async () => {
  await deployApp({ isStrict: true, cert: second.cert });
  expect((await byAssertion(first.private)).body).toMatchObject({ error_description: 'invalid assertion' });
  expect((await byAssertion(second.private)).status).toBe(200);
});

// The classic confusion: the certificate is public, and taken for the secret of an HMAC it would sign for everybody.
test('refuses an HMAC made with the public certificate', async () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(time.getTime() / 1000) + 300;
  const claims = { iss: key, sub: 'api-user@acme.example', aud: running.login.production, exp };
  const text = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
  const signature = createHmac('sha256', second.cert).update(text).digest('base64url');
  const assertion = `${text}.${signature}`;
  expect((await token(running.login.production, { grant_type: jwtBearer, assertion })).body).toEqual({
    error: 'invalid_grant',
    error_description: 'invalid assertion',
  });
});

test('a user has approved an app until the last token of it is revoked', async () => {
  await deployApp();
  const answers = [await exchange(await newCode('standard')), await exchange(await newCode('standard'))];
  for (const { body } of answers) {
    expect((await byAssertion(first.private, 'rep@acme.example')).status).toBe(200);
    const revoked = await fetch(`${running.login.production}/services/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: String(valueAt(body, 'refresh_token')) }),
    });
    expect(revoked.status).toBe(200);
  }
  expect((await byAssertion(first.private, 'rep@acme.example')).body).toEqual({
    error: 'invalid_grant',
    error_description: "user hasn't approved this consumer",
  });
});

test('secrets: each flow asks for one unless its own setting says otherwise', async () => {
  const withoutSecret = { client_id: key };
  await deployApp({
    more: `<isClientCredentialEnabled>true</isClientCredentialEnabled><isConsumerSecretOptional>true</isConsumerSecretOptional>
      <oauthClientCredentialUser>api-user@acme.example</oauthClientCredentialUser>`,
  });
  const code = { grant_type: 'authorization_code', redirect_uri: callbackUrl, ...withoutSecret };
  const { status, body } = await token(running.login.production, { ...code, code: await newCode() });
  expect(status).toBe(200);
  const refused = { error: 'invalid_client', error_description: 'invalid client credentials' };
  expect((await refresh(valueAt(body, 'refresh_token'), withoutSecret)).body).toEqual(refused);
  const asItself = { grant_type: 'client_credentials' };
  expect((await token(orgOf(running).origin, { ...asItself, ...withoutSecret })).body).toEqual(refused);
  expect((await token(orgOf(running).origin, { ...asItself, ...client })).status).toBe(200);
  await deployApp({ more: '<isSecretRequiredForRefreshToken>false</isSecretRequiredForRefreshToken>' });
  expect((await refresh(valueAt(body, 'refresh_token'), withoutSecret)).status).toBe(200);
  const wrong = { ...withoutSecret, client_secret: 'wrong' };
  expect((await refresh(valueAt(body, 'refresh_token'), wrong)).body).toEqual(refused);
});

test('an app may introspect the tokens of others when its settings say so', async () => {
  const foreign = admin.accessToken ?? '';
  const introspect = () =>
    postForm(`${running.login.production}/services/oauth2/introspect`, { token: foreign, ...client });
  expect((await introspect()).body).toEqual({ active: false });
  await deployApp({ more: '<isIntrospectAllTokens>true</isIntrospectAllTokens>' });
  expect((await introspect()).body).toMatchObject({ active: true, username: 'admin@acme.example' });
});
