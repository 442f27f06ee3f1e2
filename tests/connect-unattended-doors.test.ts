// Who may connect without a browser, where to, and into which workspace: other sites, strangers, other workspaces and hosts that
// are not Salesforce stay out, and neither key nor secret comes back out.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { claimableWorkspace } from '../connector/accounts/workspace.ts';
import { issueOwnerLink } from '../connector/accounts/owner-link.ts';
import { openBrowser, owner } from '../connector/tests/browser.ts';
import type { Browser } from '../connector/tests/browser.ts';
import { field, originOf } from './connect-world.ts';
import { keys, lowlyUser, openUnattendedWorld, ownSecretLogin, signedLogin } from './unattended-world.ts';
import type { UnattendedWorld } from './unattended-world.ts';

const path = '/api/connection/unattended';
let here: UnattendedWorld;

beforeAll(async () => {
  here = await openUnattendedWorld();
});

afterAll(() => here?.world.close());

const rows = () => here.world.database.db.selectFrom('connections').selectAll().execute();

/** As on an installation whose owner link is not used yet: somebody else's first run. */
async function firstRun(email: string): Promise<Browser> {
  const { db } = here.world.database;
  await db.deleteFrom('settings').where('name', '=', 'owner_link').execute();
  const token = await issueOwnerLink(db, new Date());
  const browser = openBrowser(here.world.origin);
  const answer = await browser.post('/api/first-run', { token, ...owner, email, workspaceName: email });
  if (answer.status !== 201) throw new Error(answer.text);
  return browser;
}

describe('a request', () => {
  const body = () => JSON.stringify(signedLogin(here.world));
  const send = (headers: Record<string, string>) =>
    fetch(`${here.world.origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: body(),
    });

  test.each([
    ['of another site', { origin: 'https://evil.example' }, 403, 'cross_origin'],
    ['of a frame without an origin', { origin: 'null' }, 403, 'cross_origin'],
    ['without any origin', {}, 403, 'cross_origin'],
  ])('%s is refused', async (_of, headers, status, code) => {
    const answer = await send(headers);
    expect(answer.status).toBe(status);
    expect(field(field(await answer.json(), 'error'), 'code')).toBe(code);
  });

  test('of nobody who is signed in is refused', async () => {
    const answer = await send({ origin: here.world.origin });
    expect(answer.status).toBe(401);
    expect(await rows()).toEqual([]);
  });

  test.each([
    'http://169.254.169.254',
    'http://localhost:5432',
    'http://127.0.0.1',
    'https://acme.my.salesforce.com.evil.example',
    'https://acme.my.salesforce.com@evil.example',
    'https://evil.example/.my.salesforce.com',
    'https://acme.my.salesforce.com:8443',
    'http://acme.my.salesforce.com',
    'https://user:secret@acme.my.salesforce.com',
    'https://my.salesforce.com',
    'file:///etc/passwd',
    'acme',
  ])('to log in at %s sends nothing anywhere', async (loginOrigin) => {
    const answer = await here.world.browser.post(path, signedLogin(here.world, { loginOrigin }));
    expect({ status: answer.status, code: field(field(answer.body, 'error'), 'code') }).toEqual({
      status: 400,
      code: 'login_host_not_allowed',
    });
  });

  test('never gives back what it was given: neither key nor secret nor token', async () => {
    const { browser } = here.world;
    const answers = [
      await browser.post(path, signedLogin(here.world)),
      await browser.post(path, ownSecretLogin(here.world, { clientSecret: 'a-wrong-secret' })),
      await browser.post(path, signedLogin(here.world, { privateKey: 'a-text-that-is-no-key' })),
      await browser.post(path, ownSecretLogin(here.world)),
      await browser.get('/api/connection'),
    ];
    const secrets = [
      keys.privateKey.split('\n')[3] ?? '',
      String(ownSecretLogin(here.world)['clientSecret']),
      'a-wrong-secret',
      'a-text-that-is-no-key',
    ];
    for (const text of [...answers.map(({ text: each }) => each), here.world.log()]) {
      for (const secret of secrets) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/00D\w{12,15}!|eyJhbGciOi/);
    }
  });
});

describe('workspaces', () => {
  test('two owners who connect at the same moment end with one connection that works', async () => {
    const other = await here.world.signInElsewhere();
    const answers = await Promise.all([
      here.world.browser.post(path, signedLogin(here.world)),
      other.post(path, ownSecretLogin(here.world)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await rows()).toHaveLength(1);
    const checked = await other.post('/api/connection/check');
    expect(field(checked.body, 'connection')).toMatchObject({ state: 'ready', username: lowlyUser });
  });

  test('an owner connects the own workspace, and leaves that of somebody else alone', async () => {
    const before = await rows();
    const second = await firstRun('second@acme.example');
    expect(field((await second.get('/api/connection')).body, 'connection')).toBeNull();
    const login = signedLogin(here.world, { loginOrigin: originOf(here.world, 'production') });
    expect((await second.post(path, login)).status).toBe(200);
    const after = await rows();
    expect(after).toHaveLength(2);
    expect(after.find(({ id }) => id === before[0]?.id)).toEqual(before[0]);
  });

  test('the first run takes over the workspace of set-up, once, and never one that its people have left', async () => {
    const { db } = here.world.database;
    const theirs = (await db.selectFrom('workspaces').select('id').execute()).map(({ id }) => id);
    await db.deleteFrom('workspace_members').execute();
    const prepared = await claimableWorkspace(db, new Date());
    expect(prepared.isNew).toBe(true);
    expect(theirs).not.toContain(prepared.id);
    expect(await claimableWorkspace(db, new Date())).toMatchObject({ id: prepared.id, isNew: false });
    const third = await firstRun('third@acme.example');
    expect(field((await third.get('/api/session')).body, 'workspace')).toMatchObject({ id: prepared.id });
    const fourth = await firstRun('fourth@acme.example');
    const id = field(field((await fourth.get('/api/session')).body, 'workspace'), 'id');
    expect([...theirs, prepared.id]).not.toContain(id);
    expect(field((await fourth.get('/api/connection')).body, 'connection')).toBeNull();
  });
});
