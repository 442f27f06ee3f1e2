// Every error of the OAuth flow that Salesforce documents and that no setting here brings about is ordered over the
// control API: at the callback, on the error page, at the token endpoint.
// https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flow_errors.htm (2026-11-24)

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { authorize, authorizeUrl, callbackUrl, codeOf, getTokens, postToken } from './sign-in.ts';

let running: RunningLocalOrg;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
});

afterAll(() => running.stop());

const order = (fault: Record<string, unknown>) =>
  fetch(`${running.login.production}/__local/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
const query = (url: string | undefined) =>
  Object.fromEntries(new URL(url ?? 'http://nowhere.example').searchParams);

describe('at the callback', () => {
  test.each([
    ['access_denied', 'end-user denied authorization'],
    ['inactive_user', 'user is inactive'],
    ['inactive_org', 'organization is inactive'],
    ['rate_limit_exceeded', 'login rate exceeded'],
    ['invalid_client', 'app must be installed into org'],
    ['invalid_scope', 'the requested scope is not allowed'],
    ['unsupported_response_type', 'response type not supported'],
    ['OAUTH_APP_BLOCKED', 'this app is blocked by admin'],
    ['OAUTH_APP_ACCESS_DENIED', 'user is not admin approved to access this app'],
    ['server_error', 'an error has occurred'],
    ['temporarily_unavailable', 'try again later'],
  ])('%s', async (error, description) => {
    expect((await order({ kind: 'authorize_error', error, description })).status).toBe(201);
    const { end } = await authorize(running, { state: 's 1' });
    expect(query(end.callbackUrl)).toEqual({ error, error_description: description, state: 's 1' });
    // Once, and then all is as before.
    expect(codeOf((await authorize(running)).end)).not.toBe('');
  });

  test('immediate_unsuccessful for who is not logged in, and a code for who is and has approved', async () => {
    const url = (verifier: string) => `${authorizeUrl(running, { state: 'i' }, verifier)}&immediate=true`;
    const stranger = await fetch(url('a'.repeat(43)), { redirect: 'manual' });
    expect(query(stranger.headers.get('location') ?? undefined)).toMatchObject({
      error: 'immediate_unsuccessful',
      state: 'i',
    });
    const jar = new Map<string, string>();
    await authorize(running, { jar });
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const first = await fetch(url('b'.repeat(43)), { redirect: 'manual', headers: { cookie } });
    const consent = new URL(first.headers.get('location') ?? '', running.login.production);
    const second = await fetch(consent, { redirect: 'manual', headers: { cookie } });
    expect(query(second.headers.get('location') ?? undefined)).toMatchObject({
      code: expect.any(String),
      state: 'i',
    });
  });
});

test.each(['OAUTH_APPROVAL_ERROR_GENERIC', 'OAUTH_EC_APP_NOT_FOUND', 'invalid_client'])(
  'on the error page: %s, and nothing comes back',
  async (error) => {
    await order({ kind: 'authorize_error', error, description: 'ordered', place: 'error_page' });
    const { end } = await authorize(running);
    expect(end.callbackUrl).toBeUndefined();
    expect(JSON.stringify(end)).toContain(error);
  },
);

describe('at the token endpoint', () => {
  test.each([
    ['invalid_grant', 'ip restricted'],
    ['invalid_grant', 'invalid login hours'],
    ['invalid_grant', 'ip restricted or invalid login hours'],
    ['invalid_grant', 'inactive user'],
    ['invalid_grant', 'user is locked'],
    ['invalid_grant', 'authentication failure'],
    ['inactive_user', 'user is inactive'],
    ['inactive_org', 'organization is inactive'],
    ['invalid_client', 'invalid client credentials'],
    ['invalid_client_credentials', 'client secret invalid'],
    ['invalid_client_id', 'client identifier invalid'],
    ['invalid_app_access', 'user is not admin approved to access this app'],
    ['invalid_scope', 'no valid scopes defined'],
    ['unsupported_grant_type', 'grant type not supported'],
    ['invalid_request', 'missing required parameter'],
    ['rate_limit_exceeded', 'too many requests'],
  ])('%s: %s', async (error, description) => {
    const { body } = await getTokens(running);
    await order({ kind: 'token_error', error, description });
    const fields = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
    const refused = await postToken(running, running.login.production, fields);
    expect(refused).toEqual({ status: 400, body: { error, error_description: description } });
    expect((await postToken(running, running.login.production, fields)).status).toBe(200);
  });
});

test('an order that makes no sense is refused', async () => {
  expect((await order({ kind: 'authorize_error', error: 'no spaces' })).status).toBe(400);
  expect((await order({ kind: 'authorize_error', place: 'nowhere' })).status).toBe(400);
});
