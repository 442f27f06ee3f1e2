// Client credentials: an app that logs in as itself.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { postForm } from './assertions.ts';
import { appOf, callbackUrl, orgOf, postToken } from './sign-in.ts';

let running: RunningLocalOrg;
const grant = { grant_type: 'client_credentials' };

beforeAll(async () => {
  const runAs = 'api-user@acme.example';
  running = await startLocalOrg({
    callbackUrls: [callbackUrl],
    apps: [
      { name: 'Server', clientCredentialsRunAs: runAs, scopes: ['api', 'id', 'refresh_token'] },
      { name: 'Local Server', clientCredentialsRunAs: runAs, scope: 'local' },
      { name: 'Nobody', clientCredentialsRunAs: 'gone@acme.example' },
      { name: 'Only Full', clientCredentialsRunAs: runAs, scopes: ['full', 'refresh_token'] },
      { name: 'Strict', clientCredentialsRunAs: runAs, preAuthorized: ['admin@acme.example'] },
    ],
  });
});
afterAll(() => running.stop());

// Keys: https://help.salesforce.com/apex/HTViewHelpDoc?id=service.conversation_transcript_api_sample1.htm (2026-11-23).
test('runs as the user of the policy, without a refresh token', async () => {
  const { status, body } = await postToken(running, orgOf(running).origin, grant, 'Server');
  expect(status).toBe(200);
  expect(Object.keys(body)).toEqual([
    'access_token',
    'signature',
    'scope',
    'instance_url',
    'id',
    'token_type',
    'issued_at',
  ]);
  expect(body['scope']).toBe('api id');
  const identity = await fetch(body['id'] ?? '', {
    headers: { authorization: `Bearer ${body['access_token']}` },
  });
  expect(await identity.json()).toMatchObject({ username: 'api-user@acme.example' });
});

test('takes key and secret as HTTP Basic too', async () => {
  const { clientId, clientSecret } = appOf(running, 'Server');
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const address = `${orgOf(running).origin}/services/oauth2/token`;
  expect((await postForm(address, grant, { authorization: `Basic ${basic}` })).status).toBe(200);
});

test('a local app works at its own My Domain', async () => {
  expect((await postToken(running, orgOf(running).origin, grant, 'Local Server')).status).toBe(200);
});

// Wordings seen in public troubleshooting pages (SumoLogic docs "No client credentials user enabled"; Splunk SOAR
// "request not supported on this domain"); `no valid scopes defined`: cloudwithabhi.com, 2025-10-17. Read 2026-11-23.
test.each([
  ['at a login host', 'Server', 'login', 'invalid_grant', 'request not supported on this domain'],
  [
    'for an app without the flow',
    'Bookbridge',
    'org',
    'invalid_grant',
    'client credentials flow not enabled',
  ],
  ['when nobody is set to run as', 'Nobody', 'org', 'invalid_grant', 'no client credentials user enabled'],
  ['when no scope is left', 'Only Full', 'org', 'invalid_grant', 'no valid scopes defined'],
  [
    'when the user is not approved',
    'Strict',
    'org',
    'invalid_app_access',
    'user is not admin approved to access this app',
  ],
])('refuses %s', async (_, app, place, error, description) => {
  const host = place === 'login' ? running.login.production : orgOf(running).origin;
  expect(await postToken(running, host, grant, app)).toEqual({
    status: 400,
    body: { error, error_description: description },
  });
});

test('refuses a wrong secret and another org', async () => {
  const wrong = { ...grant, client_secret: 'wrong' };
  expect((await postToken(running, orgOf(running).origin, wrong, 'Server')).body).toEqual({
    error: 'invalid_client',
    error_description: 'invalid client credentials',
  });
  // The sandbox's own users end in .dev: the user of the policy is not there.
  expect((await postToken(running, orgOf(running, 'sandbox').origin, grant, 'Server')).body).toEqual({
    error: 'invalid_grant',
    error_description: 'no client credentials user enabled',
  });
});
