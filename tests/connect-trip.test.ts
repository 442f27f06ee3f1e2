// Trip 1 as people walk it: connect, wrong user, another org, reconnect, disconnect. Over HTTP, against the real local org.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CookieJar } from '../local-org/browser-walk.ts';
import {
  apiUser,
  confirm,
  connect,
  field,
  logIn,
  login,
  open,
  openWorld,
  originOf,
  readConnection,
} from './connect-world.ts';
import type { Kind, World } from './connect-world.ts';
import { countCalls, plantFault } from './salesforce-side.ts';

describe('the first connection', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  test('asks whether this is the API user, then passes every check, with at most 3 API calls', async () => {
    const jar: CookieJar = new Map();
    const before = await countCalls(world);
    const attempt = await login(world, { jar });
    expect(attempt).toMatchObject({
      stage: 'confirming',
      concerns: [],
      found: {
        username: apiUser('production'),
        orgName: 'Acme Bikes',
        kind: 'production',
        edition: 'Enterprise Edition',
        profile: 'System Administrator',
        license: 'Salesforce',
      },
    });
    expect(attempt.previous).toBeUndefined();
    expect((await world.browser.get('/api/connection')).body).toMatchObject({ connection: null });

    const connection = await confirm(world, attempt);
    expect(open(connection)).toEqual([]);
    expect(connection).toMatchObject({
      state: 'ready',
      kind: 'production',
      username: apiUser('production'),
      orgId: world.org.orgs.find(({ kind }) => kind === 'production')?.orgId,
      edition: 'Enterprise Edition',
      waitingBookings: 0,
    });
    expect(connection.problem).toBeUndefined();
    expect(connection.checks).toHaveLength(13);
    expect((await countCalls(world)) - before).toBeLessThanOrEqual(3);
    expect(world.wakes).toHaveLength(1);
  });

  test('pressing "Use this user" twice saves nothing twice', async () => {
    const attempt = await login(world, { username: 'admin@acme.example' });
    const connections = await Promise.all([confirm(world, attempt), confirm(world, attempt)]);
    const [first, second] = connections;
    expect(first?.id).toBe(second?.id);
    const generation = await world.database.db
      .selectFrom('connections')
      .select('token_generation')
      .executeTakeFirstOrThrow();
    expect(generation.token_generation).toBe(2);
    await connect(world);
  });

  test('keeps tokens and secrets sealed, and out of the log', async () => {
    const row = await world.database.db.selectFrom('connections').selectAll().executeTakeFirstOrThrow();
    const client = await world.clients.clientFor(row.id);
    const { clientSecret = '' } = world.org.apps[0] ?? {};
    const inClear = JSON.stringify(row);
    expect(inClear).not.toContain(clientSecret);
    expect(inClear).not.toContain('!AQ');
    expect(client.instanceOrigin).toBe(originOf(world, 'production'));
    expect(world.log()).not.toContain(clientSecret);
    expect(world.log()).not.toContain('!AQ');
    expect(world.log()).not.toMatch(/[?&](code|state)=(?!\[hidden\])/);
  });

  test('the same user in the same org reconnects without a question', async () => {
    const attempt = await login(world);
    expect(attempt.stage).toBe('saved');
    expect((await readConnection(world)).state).toBe('ready');
  });
});

describe('a login with the wrong user', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  test('says what speaks against the user, and can be rejected without a trace', async () => {
    const attempt = await login(world, { username: 'rep@acme.example' });
    expect(attempt).toMatchObject({ stage: 'confirming', found: { profile: 'Standard User' } });
    expect(attempt.concerns).toEqual([
      expect.stringContaining('"Standard User": it cannot create and change records for everyone'),
    ]);
    const answer = await world.browser.post(`/api/connection/attempts/${attempt.id}/reject`);
    expect(answer.body).toEqual({ logoutUrl: `${originOf(world, 'production')}/secur/logout.jsp` });
    const ended = await world.browser.get(`/api/connection/attempts/${attempt.id}`);
    expect(ended.body).toMatchObject({ stage: 'failed', error: { code: 'user_rejected' } });
    expect((await world.browser.get('/api/connection')).body).toMatchObject({ connection: null });
    const confirmed = await world.browser.post(`/api/connection/attempts/${attempt.id}/confirm`);
    expect(confirmed).toMatchObject({ status: 409, body: { error: { code: 'attempt_ended' } } });
  });

  test('an open Salesforce session is not used silently: Salesforce asks to log in again', async () => {
    const jar: CookieJar = new Map();
    await login(world, { username: 'rep@acme.example', jar });
    const attempt = await login(world, { jar });
    expect(attempt.found?.['username']).toBe(apiUser('production'));
  });

  test('used all the same, it is saved but bookings wait', async () => {
    const connection = await connect(world, { username: 'rep@acme.example' });
    expect(connection.state).toBe('needs_attention');
    expect(open(connection)).toEqual(expect.arrayContaining(['user_profile', 'modify_all_data']));
    expect(connection.problem).toMatchObject({ code: 'check_user_profile' });
  });

  test('a different user than before is asked about, with both names', async () => {
    const attempt = await login(world);
    expect(attempt).toMatchObject({
      stage: 'confirming',
      found: { username: apiUser('production') },
      previous: { username: 'rep@acme.example', orgName: 'Acme Bikes' },
    });
    expect(await confirm(world, attempt)).toMatchObject({ state: 'ready' });
  });

  test('a different org than before is asked about', async () => {
    const attempt = await login(world, { environment: 'sandbox' });
    expect(attempt).toMatchObject({ stage: 'confirming', found: { kind: 'sandbox' } });
    expect(attempt.previous?.['orgId']).not.toBe(attempt.found?.['orgId']);
    expect(await confirm(world, attempt)).toMatchObject({ state: 'ready', kind: 'sandbox' });
  });
});

describe('My Domain', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  test('connects through the org itself, which says what kind it is', async () => {
    const myDomain = originOf(world, 'sandbox');
    const connection = await connect(world, {
      environment: 'my_domain',
      myDomain,
      username: apiUser('sandbox'),
    });
    expect(connection).toMatchObject({ state: 'ready', kind: 'sandbox' });
  });

  test.each([
    ['https://acme.lightning.force.com/lightning/page/home', 'my_domain_is_lightning_url'],
    ['https://evil.example', 'bad_my_domain'],
    ['', 'my_domain_missing'],
  ])('"%s" is refused with %s', async (myDomain, code) => {
    const answer = await world.browser.post('/api/connection/authorize', {
      environment: 'my_domain',
      myDomain,
    });
    expect(answer).toMatchObject({ status: 400, body: { error: { code } } });
  });
});

describe('the kind of org that was chosen', () => {
  test.each<[Kind, Kind]>([
    ['sandbox', 'production'],
    ['production', 'sandbox'],
  ])('%s chosen, %s found: saved with a red check, bookings wait', async (chosen, found) => {
    const world = await openWorld({
      environment: (org) => ({ [`SALESFORCE_${chosen.toUpperCase()}_LOGIN_URL`]: org.login[found] }),
    });
    const connection = await connect(world, { environment: chosen, username: apiUser(found) });
    expect(connection.state).toBe('needs_attention');
    expect(open(connection)).toEqual(['org_kind']);
    const check = connection.checks.find(({ id }) => id === 'org_kind');
    expect(check?.found).toContain(`is a ${found} org, but ${chosen} was chosen`);
    await world.close();
  });
});

describe('an OAuth app that is local to one org', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({
      localOrg: { apps: [{ name: 'Local app', scope: 'local', org: 'production' }] },
      environment(org) {
        const app = org.apps.find(({ name }) => name === 'Local app');
        return {
          SALESFORCE_PRODUCTION_CLIENT_ID: app?.clientId ?? '',
          SALESFORCE_PRODUCTION_CLIENT_SECRET: app?.clientSecret ?? '',
        };
      },
    });
  });
  afterAll(() => world.close());

  test("at a login host ends on Salesforce's own page, whose code the connector explains", async () => {
    const end = await logIn(world);
    expect(end).toMatchObject({
      callbackUrl: undefined,
      text: expect.stringContaining('OAUTH_EC_APP_NOT_FOUND'),
    });
    const answer = await world.browser.get('/api/connection/errors/OAUTH_EC_APP_NOT_FOUND');
    expect(answer.body).toMatchObject({
      error: { code: 'oauth_ec_app_not_found', fix: expect.stringContaining('My Domain') },
    });
  });

  test("connects through its org's My Domain", async () => {
    const connection = await connect(world, {
      environment: 'my_domain',
      myDomain: originOf(world, 'production'),
    });
    expect(connection.state).toBe('ready');
  });
});

describe('disconnecting', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  test('revokes at Salesforce and deletes the tokens; bookings and set-up stay', async () => {
    const { id } = await connect(world);
    const client = await world.clients.clientFor(id);
    await expect(
      client.request({ method: 'GET', path: '/services/data/v67.0/limits' }),
    ).resolves.toMatchObject({
      status: 200,
    });
    await plantWaitingBooking(world);
    const answer = await world.browser.post('/api/connection/disconnect');
    expect(field(answer.body, 'connection')).toMatchObject({
      id,
      state: 'disconnected',
      username: apiUser('production'),
      waitingBookings: 1,
    });
    expect(field(field(answer.body, 'connection'), 'problem')).toBeUndefined();
    // The token itself is dead, not only forgotten.
    await expect(
      client.request({ method: 'GET', path: '/services/data/v67.0/limits' }),
    ).rejects.toMatchObject({
      code: 'reconnect_needed',
    });
    await expect(world.clients.clientFor(id)).rejects.toMatchObject({ retry: 'reconnect' });
    const row = await world.database.db.selectFrom('connections').selectAll().executeTakeFirstOrThrow();
    expect([row.access_token_sealed, row.refresh_token_sealed]).toEqual([null, null]);
  });

  test('twice is the same as once', async () => {
    const answer = await world.browser.post('/api/connection/disconnect');
    expect(answer).toMatchObject({ status: 200, body: { connection: { state: 'disconnected' } } });
  });

  test('connecting again makes the waiting bookings due', async () => {
    world.wakes.length = 0;
    const attempt = await login(world);
    expect(attempt.stage).toBe('saved');
    expect(await readConnection(world)).toMatchObject({ state: 'ready', waitingBookings: 0 });
    const booking = await world.database.db.selectFrom('bookings').select('sync').executeTakeFirstOrThrow();
    expect(booking.sync).toBe('pending');
    expect(world.wakes).toHaveLength(1);
  });

  test('while Salesforce is down deletes the tokens all the same and says that it could not be revoked', async () => {
    await world.org.stop();
    const answer = await world.browser.post('/api/connection/disconnect');
    expect(field(answer.body, 'connection')).toMatchObject({
      state: 'disconnected',
      problem: { code: 'not_revoked', fix: expect.stringContaining('Revoke it by hand') },
    });
    await expect(plantFault(world, {})).rejects.toThrow();
  });
});

/** A booking through the public door, in the state in which the worker leaves it while no API user is connected. */
async function plantWaitingBooking(world: World): Promise<void> {
  const made = await world.browser.post('/api/sources', { kind: 'generic', name: 'Own tool' });
  const id = String(field(field(made.body, 'source'), 'id'));
  const sent = await world.browser.post(`/api/sources/${id}/sample`);
  expect(sent.status).toBe(202);
  await world.database.db.updateTable('bookings').set({ sync: 'waiting' }).execute();
}
