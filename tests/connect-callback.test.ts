// Everything that can come back from Salesforce's login, forged or real: refused with a clear error, and nothing is changed.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  confirm,
  field,
  login,
  logInToCallback,
  openCallback,
  openWorld,
  readAttempt,
} from './connect-world.ts';
import type { World } from './connect-world.ts';
import { clearFaults, plantFault } from './salesforce-side.ts';
import { openBrowser } from '../connector/tests/browser.ts';
import type { AppOptions } from '../local-org/oauth/apps.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => clearFaults(world));
afterAll(() => world.close());

async function nothingIsConnected(): Promise<void> {
  const answer = await world.browser.get('/api/connection');
  expect(field(answer.body, 'connection')).toBeNull();
}

describe('state', () => {
  test('missing: refused', async () => {
    const landing = await openCallback(world.browser, `${world.origin}/oauth/salesforce/callback?code=x`);
    expect(landing).toEqual({ attempt: null, error: 'state_missing' });
    await nothingIsConnected();
  });

  test('forged: refused, also without being signed in', async () => {
    const url = `${world.origin}/oauth/salesforce/callback?code=x&state=forged`;
    expect(await openCallback(world.browser, url)).toEqual({ attempt: null, error: 'state_unknown' });
    expect(await openCallback(openBrowser(world.origin), url)).toEqual({
      attempt: null,
      error: 'state_unknown',
    });
  });

  test('given twice: counts as missing', async () => {
    const url = `${world.origin}/oauth/salesforce/callback?code=x&state=a&state=b`;
    expect(await openCallback(world.browser, url)).toEqual({ attempt: null, error: 'state_missing' });
  });

  test('of another session: refused, and the rightful browser can still finish', async () => {
    const callbackUrl = await logInToCallback(world);
    const refused = { attempt: null, error: 'state_of_another_session' };
    expect(await openCallback(await world.signInElsewhere(), callbackUrl)).toEqual(refused);
    expect(await openCallback(openBrowser(world.origin), callbackUrl)).toEqual(refused);
    const landing = await openCallback(world.browser, callbackUrl);
    expect(await readAttempt(world, landing)).toMatchObject({ stage: 'confirming' });
    await nothingIsConnected();
  });

  test('of another workspace than the one the person is in now: refused', async () => {
    const callbackUrl = await logInToCallback(world);
    const { db } = world.database;
    const { workspaceId } = await db
      .selectFrom('workspace_members')
      .select('workspaceId')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('workspaces')
      .values({ id: 'other', name: 'Other', slug: 'other', createdAt: new Date() })
      .execute();
    await db.updateTable('workspace_members').set({ workspaceId: 'other' }).execute();
    const landing = await openCallback(world.browser, callbackUrl);
    await db.updateTable('workspace_members').set({ workspaceId }).execute();
    expect(landing).toEqual({ attempt: null, error: 'state_of_another_session' });
  });

  test('used before: refused, whatever became of the first', async () => {
    const callbackUrl = await logInToCallback(world);
    const first = await openCallback(world.browser, callbackUrl);
    expect(await openCallback(world.browser, callbackUrl)).toEqual({ attempt: null, error: 'state_used' });
    expect(await readAttempt(world, first)).toMatchObject({ stage: 'confirming' });
  });

  test('used twice at the same moment: one goes on', async () => {
    const callbackUrl = await logInToCallback(world);
    const landings = await Promise.all([1, 2, 3].map(() => openCallback(world.browser, callbackUrl)));
    expect(landings.filter(({ error }) => error === 'state_used')).toHaveLength(2);
    expect(landings.filter(({ attempt }) => attempt !== null)).toHaveLength(1);
  });

  test('older than 10 minutes: refused, and the attempt says so', async () => {
    const callbackUrl = await logInToCallback(world);
    world.advance(10 * 60 * 1000 + 1);
    const attempt = await readAttempt(world, await openCallback(world.browser, callbackUrl));
    expect(attempt).toMatchObject({ stage: 'failed', error: { code: 'state_expired' } });
    await nothingIsConnected();
  });

  test('each of these codes is explained', async () => {
    for (const code of ['state_missing', 'state_unknown', 'state_of_another_session', 'state_used']) {
      const answer = await world.browser.get(`/api/connection/errors/${code}`);
      expect(answer.body).toMatchObject({
        error: { code, message: expect.any(String), fix: expect.any(String) },
      });
    }
  });
});

describe('code', () => {
  test('of another login is refused by its proof', async () => {
    const stolen = new URL(await logInToCallback(world)).searchParams.get('code') ?? '';
    const own = new URL(await logInToCallback(world));
    own.searchParams.set('code', stolen);
    const attempt = await readAttempt(world, await openCallback(world.browser, own.href));
    expect(attempt).toMatchObject({ stage: 'failed', error: { code: 'invalid_code_verifier' } });
  });

  test('used twice is refused', async () => {
    const first = new URL(await logInToCallback(world));
    const second = new URL(await logInToCallback(world));
    await openCallback(world.browser, first.href);
    second.searchParams.set('code', first.searchParams.get('code') ?? '');
    const attempt = await readAttempt(world, await openCallback(world.browser, second.href));
    expect(attempt.stage).toBe('failed');
    expect(attempt.error?.code).toMatch(/^invalid_(authorization_code|code_verifier)$/);
    await nothingIsConnected();
  });

  test('missing is refused', async () => {
    const url = new URL(await logInToCallback(world));
    url.searchParams.delete('code');
    const attempt = await readAttempt(world, await openCallback(world.browser, url.href));
    expect(attempt).toMatchObject({ stage: 'failed', error: { code: 'code_missing' } });
  });
});

describe('at Salesforce', () => {
  test('Deny leaves everything as it was', async () => {
    // A user who has allowed the app before is not asked again.
    const attempt = await login(world, { decision: 'deny', username: 'admin@acme.example' });
    expect(attempt).toMatchObject({
      stage: 'failed',
      error: { code: 'access_denied', fix: expect.stringContaining('Allow') },
    });
    await nothingIsConnected();
  });

  test.each([
    ['is down', 'token_unavailable', 'token_endpoint_unavailable'],
    ['answers a page', 'token_html', 'token_endpoint_unavailable'],
    ['cuts the answer', 'token_lost', 'token_endpoint_unavailable'],
    ['says invalid_grant', 'token_invalid_grant', 'invalid_grant'],
  ])('the token endpoint %s', async (_what, kind, code) => {
    const callbackUrl = await logInToCallback(world);
    await plantFault(world, { kind, on: 'token' });
    const attempt = await readAttempt(world, await openCallback(world.browser, callbackUrl));
    expect(attempt).toMatchObject({ stage: 'failed', error: { code } });
    await nothingIsConnected();
  });

  test.each([
    ['unavailable', 'salesforce_unavailable'],
    ['html_200', 'salesforce_not_json'],
    ['reset', 'salesforce_unavailable'],
  ])('the API answers with %s while the user is identified', async (kind, code) => {
    const callbackUrl = await logInToCallback(world);
    await plantFault(world, { kind, on: 'composite' });
    const attempt = await readAttempt(world, await openCallback(world.browser, callbackUrl));
    expect(attempt).toMatchObject({
      stage: 'failed',
      error: {
        code,
        message: expect.stringMatching(/\. Nothing was connected or changed\.$/),
        fix: expect.stringContaining('Connect again'),
      },
    });
    await nothingIsConnected();
  });

  test('a failed look-up at "Use this user" keeps the question open, and pressing again goes on', async () => {
    const attempt = await login(world);
    await plantFault(world, { kind: 'unavailable', on: 'composite' });
    const answer = await world.browser.post(`/api/connection/attempts/${attempt.id}/confirm`);
    expect(answer).toMatchObject({
      status: 502,
      body: { error: { code: 'salesforce_unavailable', retry: 'later' } },
    });
    await nothingIsConnected();
    expect(await confirm(world, attempt)).toMatchObject({ state: 'ready' });
  });
});

describe('the question', () => {
  test('unanswered for 10 minutes is withdrawn', async () => {
    const attempt = await login(world, { username: 'rep@acme.example' });
    world.advance(10 * 60 * 1000 + 1);
    const answer = await world.browser.post(`/api/connection/attempts/${attempt.id}/confirm`);
    expect(answer).toMatchObject({ status: 410, body: { error: { code: 'state_expired' } } });
  });

  test('cannot be answered or read from another session', async () => {
    const attempt = await login(world, { username: 'rep@acme.example' });
    const elsewhere = await world.signInElsewhere();
    for (const answer of [
      await elsewhere.get(`/api/connection/attempts/${attempt.id}`),
      await elsewhere.post(`/api/connection/attempts/${attempt.id}/confirm`),
      await elsewhere.post(`/api/connection/attempts/${attempt.id}/reject`),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'attempt_not_found' } } });
    }
    const signedOut = await openBrowser(world.origin).get(`/api/connection/attempts/${attempt.id}`);
    expect(signedOut.status).toBe(401);
  });
});

describe('the OAuth app', () => {
  test('with a wrong secret is refused at the token endpoint', async () => {
    const environment = { SALESFORCE_PRODUCTION_CLIENT_SECRET: 'wrong' };
    const other = await openWorld({ environment: () => environment });
    expect(await login(other)).toMatchObject({ stage: 'failed', error: { code: 'invalid_client' } });
    await other.close();
  });

  const apps: [string, AppOptions, string][] = [
    ['blocked by an admin', { name: 'Own', blocked: true }, 'oauth_app_blocked'],
    [
      'for other users only',
      { name: 'Own', preAuthorized: ['admin@acme.example'] },
      'oauth_app_access_denied',
    ],
    ['without the scopes', { name: 'Own', scopes: ['api'] }, 'invalid_scope'],
  ];

  test.each(apps)('%s says so', async (_what, app, code) => {
    const other = await openWorld({
      localOrg: { apps: [app] },
      environment(org) {
        const own = org.apps.find(({ name }) => name === 'Own');
        return {
          SALESFORCE_PRODUCTION_CLIENT_ID: own?.clientId ?? '',
          SALESFORCE_PRODUCTION_CLIENT_SECRET: own?.clientSecret ?? '',
        };
      },
    });
    expect(await login(other)).toMatchObject({ stage: 'failed', error: { code } });
    await other.close();
  });
});
