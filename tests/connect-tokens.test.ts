// The life of a connection's tokens: one refresh at a time, rotation, lost answers, revocation. Against the real token
// endpoint, with rotation on, where a second use of a refresh token ends the whole grant.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { createClients } from '../connector/connection/clients.ts';
import type { SalesforceClient } from '../connector/salesforce/client.ts';
import { checkAgain, connect, openWorld, readConnection } from './connect-world.ts';
import type { World } from './connect-world.ts';
import { adminOf, clearFaults, faultsLeft, plantFault } from './salesforce-side.ts';

const limits = { method: 'GET', path: '/services/data/v67.0/limits' } as const;

let world: World;
let connectionId: string;

beforeAll(async () => {
  world = await openWorld({ localOrg: { rotateRefreshTokens: true } });
});
beforeEach(async () => {
  await clearFaults(world);
  connectionId = (await connect(world)).id;
});
afterAll(() => world.close());

const newClient = (): Promise<SalesforceClient> => world.clients.clientFor(connectionId);

async function row(): Promise<{ generation: number; refreshStartedAt: Date | null; sealed: string | null }> {
  const found = await world.database.db
    .selectFrom('connections')
    .select(['token_generation', 'refresh_started_at', 'refresh_token_sealed'])
    .executeTakeFirstOrThrow();
  return {
    generation: found.token_generation,
    refreshStartedAt: found.refresh_started_at,
    sealed: found.refresh_token_sealed,
  };
}

test('an expired session is renewed within the call, and the rotated refresh token is kept', async () => {
  const before = await row();
  const client = await newClient();
  await plantFault(world, { kind: 'session_expired' });
  await expect(client.request(limits)).resolves.toMatchObject({ status: 200 });
  const after = await row();
  expect(after.generation).toBe(before.generation + 1);
  expect(after.sealed).not.toBe(before.sealed);
  expect(after.refreshStartedAt).toBeNull();
  // The rotated one is really the one that was kept: it works again.
  await plantFault(world, { kind: 'session_expired' });
  await expect((await newClient()).request(limits)).resolves.toMatchObject({ status: 200 });
});

test('many calls of several processes that meet a dead token refresh it once', async () => {
  const others = await Promise.all(
    Array.from({ length: 4 }, () => createClients(world.deps).clientFor(connectionId)),
  );
  const before = await row();
  await plantFault(world, { kind: 'session_expired' });
  const calls = others.flatMap((client) => [
    client.request(limits),
    client.request(limits),
    client.request(limits),
  ]);
  const answers = await Promise.all(calls);
  expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
  expect((await row()).generation).toBe(before.generation + 1);
});

test('a client that was opened before another process renewed takes over the newer token', async () => {
  const old = await newClient();
  await plantFault(world, { kind: 'session_expired' });
  await (await createClients(world.deps).clientFor(connectionId)).request(limits);
  const { generation } = await row();
  await expect(old.request(limits)).resolves.toMatchObject({ status: 200 });
  expect((await row()).generation).toBe(generation);
});

test('after 7 idle days the refresh token is used once, so that Salesforce does not let it die', async () => {
  const { generation } = await row();
  world.advance(6.9 * 24 * 60 * 60 * 1000);
  await newClient();
  expect((await row()).generation).toBe(generation);
  world.advance(0.2 * 24 * 60 * 60 * 1000);
  await Promise.all([newClient(), newClient()]);
  expect((await row()).generation).toBe(generation + 1);
});

test('an idle refresh that gets no answer leaves the present access token in use', async () => {
  world.advance(8 * 24 * 60 * 60 * 1000);
  await plantFault(world, { kind: 'token_unavailable', on: 'token' });
  const client = await newClient();
  await expect(client.request(limits)).resolves.toMatchObject({ status: 200 });
  expect((await row()).refreshStartedAt).not.toBeNull();
  // And is not tried with every call: the next one would be the last if the answer was lost.
  await (await newClient()).request(limits);
  expect(await readConnection(world)).toMatchObject({ state: 'ready' });
});

describe('a token endpoint that is unwell never disconnects', () => {
  test.each(['token_unavailable', 'token_html'])('%s', async (kind) => {
    const client = await newClient();
    await plantFault(world, { kind: 'session_expired' });
    await plantFault(world, { kind, on: 'token' });
    await expect(client.request(limits)).rejects.toMatchObject({
      code: 'token_refresh_unanswered',
      retry: 'later',
    });
    expect(await readConnection(world)).toMatchObject({ state: 'ready' });
    await expect((await newClient()).request(limits)).resolves.toMatchObject({ status: 200 });
    expect((await row()).refreshStartedAt).toBeNull();
  });
});

test('a lost refresh answer gets one more try; when that is refused, the connection says what happened', async () => {
  const client = await newClient();
  await plantFault(world, { kind: 'session_expired' });
  await plantFault(world, { kind: 'token_lost', on: 'token' });
  await expect(client.request(limits)).rejects.toMatchObject({
    code: 'token_refresh_unanswered',
    retry: 'later',
  });
  expect(await readConnection(world)).toMatchObject({ state: 'ready' });
  // With rotation on, the answer that was lost held the only valid refresh token.
  await expect((await newClient()).request(limits)).rejects.toMatchObject({
    code: 'reconnect_needed',
    retry: 'reconnect',
  });
  expect(await readConnection(world)).toMatchObject({
    state: 'reconnect',
    problem: { code: 'refresh_answer_lost', fix: expect.stringContaining('Connect the API user again') },
  });
  await expect(newClient()).rejects.toMatchObject({ code: 'reconnect_needed' });
});

test('a connection that was revoked at Salesforce asks for a reconnect, and the same user needs no question', async () => {
  const client = await newClient();
  await plantFault(world, { kind: 'session_expired' });
  await plantFault(world, { kind: 'token_invalid_grant', on: 'token' });
  await expect(client.request(limits)).rejects.toMatchObject({ retry: 'reconnect' });
  expect(await readConnection(world)).toMatchObject({
    state: 'reconnect',
    problem: { code: 'invalid_grant' },
  });
  expect(await connect(world)).toMatchObject({ state: 'ready' });
});

test('what was refused but works again is brought back by a check', async () => {
  const client = await newClient();
  await plantFault(world, { kind: 'session_expired' });
  await plantFault(world, { kind: 'token_invalid_grant', on: 'token' });
  await expect(client.request(limits)).rejects.toMatchObject({ retry: 'reconnect' });
  world.wakes.length = 0;
  expect(await checkAgain(world)).toMatchObject({ state: 'ready' });
  expect(world.wakes).toHaveLength(1);
});

test('disconnecting while a refresh is under way leaves no token alive', async () => {
  const client = await newClient();
  await plantFault(world, { kind: 'session_expired' });
  await plantFault(world, { kind: 'slow', on: 'token', delayMs: 300 });
  const call = client.request(limits).catch((error: unknown) => error);
  await world.browser.post('/api/connection/disconnect');
  await call;
  const { sealed } = await row();
  expect(sealed).toBeNull();
  await expect(client.request(limits)).rejects.toMatchObject({ retry: 'reconnect' });
});

describe('the database goes away while Salesforce renews the session', () => {
  test('the rotated refresh token is kept as soon as the database is back, and nobody has to connect again', async () => {
    const client = await newClient();
    const before = await row();
    const admin = await adminOfDatabase(world);
    await plantFault(world, { kind: 'session_expired' });
    await plantFault(world, { kind: 'slow', on: 'token', delayMs: 500 });
    const call = client.request(limits);
    await until(async () => (await row()).refreshStartedAt !== null && (await faultsLeft(world)) === 0);
    await admin.closeDoor();
    // Until the answer of Salesforce has found no database.
    await until(() => world.log().includes('cannot be kept yet'));
    await admin.openDoor();
    await expect(call).resolves.toMatchObject({ status: 200 });
    expect(await row()).toMatchObject({ generation: before.generation + 1, refreshStartedAt: null });
    await plantFault(world, { kind: 'session_expired' });
    await expect((await newClient()).request(limits)).resolves.toMatchObject({ status: 200 });
    await admin.end();
  });
});

describe('the user at Salesforce', () => {
  type Case = { sObject: string; key: string; change: object; undo: object; check: string; problem: string };
  test.each<[string, Case]>([
    [
      'deactivated',
      {
        sObject: 'User',
        key: 'Id',
        change: { IsActive: false },
        undo: { IsActive: true },
        check: 'user_active',
        problem: 'inactive_user',
      },
    ],
    [
      'frozen',
      {
        sObject: 'UserLogin',
        key: 'UserId',
        change: { IsFrozen: true },
        undo: { IsFrozen: false },
        check: 'user_not_frozen',
        problem: 'user_locked',
      },
    ],
  ])(
    '%s turns its check red, and green again',
    async (_what, { sObject, key, change, undo, check, problem }) => {
      const admin = await adminOf(world, 'production');
      const { user_id: userId } = await world.database.db
        .selectFrom('connections')
        .select('user_id')
        .executeTakeFirstOrThrow();
      const found = await admin.query<{ Id: string }>(`SELECT Id FROM ${sObject} WHERE ${key} = '${userId}'`);
      const id = found.records[0]?.Id ?? '';
      await admin.sobject(sObject).update({ Id: id, ...change });
      const red = await checkAgain(world);
      expect(red).toMatchObject({ state: 'reconnect', problem: { code: problem } });
      expect(red.checks.find((each) => each.id === check)).toMatchObject({
        status: 'fail',
        fix: { href: expect.stringContaining('/lightning/setup/ManageUsers/') },
      });
      expect(red.checks.filter(({ status }) => status === 'pass')).toEqual([]);
      await admin.sobject(sObject).update({ Id: id, ...undo });
      expect(await checkAgain(world)).toMatchObject({ state: 'ready' });
    },
  );
});

/** Ends all connections to the world's database and lets nobody in, from a connection to another one. */
async function adminOfDatabase({ database }: World): Promise<{
  closeDoor: () => Promise<void>;
  openDoor: () => Promise<void>;
  end: () => Promise<void>;
}> {
  const url = new URL(database.databaseUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  const door = async (isOpen: boolean): Promise<void> => {
    await client.query(`alter database ${name} with allow_connections ${isOpen}`);
  };
  return {
    async closeDoor() {
      await door(false);
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    },
    openDoor: () => door(true),
    end: () => client.end(),
  };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It did not happen within 10 seconds.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
