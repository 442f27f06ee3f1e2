// People over HTTP: invitations, roles, a new password, keys, sessions, and who did what. A real mail server on loopback.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { openBrowser, owner, signInAsOwner } from './browser.ts';
import type { Answer, Browser } from './browser.ts';
import { startMailServer } from './mail-server.ts';
import type { MailServer } from './mail-server.ts';
import { startConnector } from './start-connector.ts';
import type { RunningConnector } from './start-connector.ts';
import { openTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';

let database: TestDatabase;
let mail: MailServer;
let connector: RunningConnector;
let olga: Browser;

beforeAll(async () => {
  [database, mail] = await Promise.all([openTestDatabase(), startMailServer()]);
  connector = await startConnector({
    databaseUrl: database.databaseUrl,
    environment: {
      SMTP_URL: mail.url,
      MAIL_FROM: 'Bookbridge <bookbridge@acme.example>',
      TRUSTED_PROXIES: 'loopback',
    },
  });
  olga = await signInAsOwner(connector);
});
afterAll(async () => {
  await connector.stop();
  await Promise.all([database.close(), mail.close()]);
});

let addresses = 0;
/** Everybody at another address: a sign-in counts against the address it comes from. */
const fromElsewhere = (): Browser => openBrowser(connector.origin, `192.0.2.${(addresses += 1)}`);

const pathOf = (url: unknown): string => new URL(String(url)).pathname;
const tokenOf = (url: unknown): string => pathOf(url).split('/').at(-1) ?? '';
const field = (answer: Answer, name: string): unknown => Reflect.get(Object(answer.body), name);
const row = z.looseObject({
  id: z.string().default(''),
  userId: z.string().default(''),
  email: z.string().default(''),
  isThis: z.boolean().default(false),
});
const rowsOf = (answer: Answer, name: string): z.infer<typeof row>[] =>
  z.array(row).parse(field(answer, name));
const errorOf = (answer: Answer): unknown => Reflect.get(Object(answer.body), 'error');
const password = 'a quite long password';

async function invite(email: string, role: string): Promise<string> {
  const answer = await olga.post('/api/team/invitations', { email, role });
  expect(answer.status).toBe(201);
  return tokenOf(field(answer, 'url'));
}

async function join(email: string, role: string): Promise<Browser> {
  const browser = fromElsewhere();
  const answer = await browser.post(`/api/entry/invitations/${await invite(email, role)}/accept`, {
    name: `Name of ${email}`,
    password,
  });
  expect(answer.status).toBe(201);
  return browser;
}

async function memberId(email: string): Promise<string> {
  const members = rowsOf(await olga.get('/api/team'), 'members');
  return members.find((each) => each.email === email)?.userId ?? '';
}

describe('an invitation', () => {
  test('arrives by mail, says who invites where, makes the account and signs in, and works once', async () => {
    const token = await invite('ines@acme.example', 'admin');
    const [letter] = mail.mails.filter(({ to }) => to.includes('ines@acme.example'));
    expect(letter?.text).toContain(`${connector.origin}/invitation/${token}`);
    const browser = fromElsewhere();
    expect((await browser.get(`/api/entry/invitations/${token}`)).body).toEqual({
      invitation: {
        workspace: owner.workspaceName,
        email: 'ines@acme.example',
        role: 'admin',
        by: owner.name,
        hasAccount: false,
        signedInAs: null,
      },
    });
    const weak = await browser.post(`/api/entry/invitations/${token}/accept`, { name: ' ', password: 'x' });
    expect(errorOf(weak)).toMatchObject({ code: 'bad_input', fields: { name: expect.any(String) } });
    const accepted = await browser.post(`/api/entry/invitations/${token}/accept`, { name: 'Ines', password });
    expect(accepted.body).toMatchObject({ state: 'signed_in', role: 'admin', user: { name: 'Ines' } });
    expect(await browser.get(`/api/entry/invitations/${token}`)).toMatchObject({ status: 409 });
  });

  test.each([
    ['taken back', 'link_replaced', 410],
    ['invented', 'link_invalid', 404],
    ['replaced by a newer one', 'link_replaced', 410],
  ])('%s is refused', async (what, code, status) => {
    const email = `${what.replaceAll(' ', '-')}@acme.example`;
    let token = await invite(email, 'viewer');
    if (what === 'taken back') {
      const list = rowsOf(await olga.get('/api/team/invitations'), 'invitations');
      const id = list.find((each) => each.email === email)?.id ?? '';
      await olga.delete(`/api/team/invitations/${id}`);
    } else if (what === 'invented') token = 'A'.repeat(43);
    else await invite(email, 'viewer');
    const answer = await fromElsewhere().get(`/api/entry/invitations/${token}`);
    expect([answer.status, errorOf(answer)]).toEqual([status, expect.objectContaining({ code })]);
  });

  test('for somebody who has an account asks them to sign in with it', async () => {
    const zoe = await join('zoe@acme.example', 'viewer');
    await olga.delete(`/api/team/members/${await memberId('zoe@acme.example')}`);
    expect((await zoe.get('/api/team')).status).toBe(401);
    const token = await invite('zoe@acme.example', 'admin');
    const stranger = await fromElsewhere().post(`/api/entry/invitations/${token}/accept`, {
      name: 'Not Zoe',
      password,
    });
    expect(errorOf(stranger)).toMatchObject({ code: 'sign_in_first' });
    const back = await zoe.post(`/api/entry/invitations/${token}/accept`);
    expect(back.body).toMatchObject({ state: 'signed_in', role: 'admin' });
  });
});

describe('roles', () => {
  test('a viewer looks at everything of the workspace and changes nothing', async () => {
    const vera = await join('vera@acme.example', 'viewer');
    for (const path of ['/api/bookings', '/api/sources', '/api/connection', '/api/setup', '/api/team'])
      expect([path, (await vera.get(path)).status]).toEqual([path, 200]);
    for (const [method, path] of [
      ['post', '/api/sources'],
      ['post', '/api/connection/authorize'],
      ['put', '/api/setup'],
      ['post', '/api/bookings/replay'],
      ['post', '/api/team/invitations'],
      ['post', '/api/team/api-keys'],
      ['delete', `/api/team/members/${await memberId(owner.email)}`],
    ] as const) {
      const answer = await vera[method](path, {});
      expect({ path, status: answer.status, error: errorOf(answer) }).toMatchObject({
        path,
        status: 403,
        error: { code: 'not_allowed' },
      });
    }
    for (const path of ['/api/team/invitations', '/api/team/api-keys', '/api/team/audit-log'])
      expect((await vera.get(path)).status).toBe(403);
  });

  test('an admin cannot make an owner, unmake one, or take over an owner by a password link', async () => {
    const adam = await join('adam@acme.example', 'admin');
    const olgaId = await memberId(owner.email);
    for (const answer of [
      await adam.patch(`/api/team/members/${olgaId}`, { role: 'viewer' }),
      await adam.delete(`/api/team/members/${olgaId}`),
      await adam.patch(`/api/team/members/${await memberId('adam@acme.example')}`, { role: 'owner' }),
      await adam.post(`/api/team/members/${olgaId}/password-link`),
      await adam.post('/api/team/invitations', { email: 'new-owner@acme.example', role: 'owner' }),
    ])
      expect({ status: answer.status, error: errorOf(answer) }).toMatchObject({
        status: 403,
        error: { code: 'not_allowed' },
      });
  });

  test('the last owner stays', async () => {
    const olgaId = await memberId(owner.email);
    const answer = await olga.delete(`/api/team/members/${olgaId}`);
    expect({ status: answer.status, error: errorOf(answer) }).toMatchObject({
      status: 409,
      error: { code: 'last_owner' },
    });
  });
});

describe('a new password', () => {
  test('by mail: the same answer for everybody, one link, other sessions end', async () => {
    const paul = await join('paul@acme.example', 'viewer');
    const anybody = fromElsewhere();
    const before = mail.mails.length;
    for (const email of ['paul@acme.example', 'nobody@acme.example'])
      expect(await anybody.post('/api/entry/password-links', { email })).toMatchObject({
        status: 202,
        body: { mail: true },
      });
    const letters = await mailsSince(before, 1);
    expect(letters.map(({ to }) => to)).toEqual([['paul@acme.example']]);
    const [link = ''] = /http:\S+\/new-password\/\S+/.exec(letters[0]?.text ?? '') ?? [];
    const path = `/api/entry/password-links/${tokenOf(link)}`;
    expect((await anybody.get(path)).body).toEqual({ email: 'paul@acme.example' });
    expect(errorOf(await anybody.post(path, { password: 'short' }))).toMatchObject({ code: 'weak_password' });
    expect((await anybody.post(path, { password: 'another long password' })).status).toBe(204);
    expect((await paul.get('/api/team')).status).toBe(401);
    expect((await anybody.post(path, { password: 'one more long password' })).status).toBe(409);
    const credentials = { email: 'paul@acme.example', password: 'another long password' };
    expect((await anybody.post('/api/sign-in', credentials)).status).toBe(200);
  });

  test('a mailbox is not flooded', async () => {
    await join('flo@acme.example', 'viewer');
    const anybody = fromElsewhere();
    const before = mail.mails.length;
    for (let count = 0; count < 6; count += 1)
      await anybody.post('/api/entry/password-links', { email: 'flo@acme.example' });
    // Asked for after the others: once its mail is here, no other is on its way.
    await anybody.post('/api/entry/password-links', { email: owner.email });
    const letters = await mailsSince(before, 4);
    expect(letters.filter(({ to }) => to.includes('flo@acme.example'))).toHaveLength(3);
  });

  test('handed over by an owner where no mail is read', async () => {
    await join('hans@acme.example', 'admin');
    const answer = await olga.post(`/api/team/members/${await memberId('hans@acme.example')}/password-link`);
    const path = `/api/entry/password-links/${tokenOf(field(answer, 'url'))}`;
    const hans = fromElsewhere();
    expect((await hans.post(path, { password: 'fresh and long enough' })).status).toBe(204);
  });
});

describe('API keys', () => {
  test('work without cookie or origin, in their role, until taken back', async () => {
    const made = await olga.post('/api/team/api-keys', { name: 'Report', role: 'viewer' });
    const key = String(field(made, 'key'));
    const call = async (path: string, method = 'GET'): Promise<number> =>
      (
        await fetch(new URL(path, connector.origin), {
          method,
          headers: { authorization: `Bearer ${key}` },
        })
      ).status;
    expect([await call('/api/bookings'), await call('/api/bookings/replay', 'POST')]).toEqual([200, 403]);
    const listed = await olga.get('/api/team/api-keys');
    expect(listed.text).not.toContain(key);
    expect(JSON.stringify(listed.body)).toContain(key.slice(0, 10));
    const { id } = row.parse(field(made, 'apiKey'));
    expect((await olga.delete(`/api/team/api-keys/${id}`)).status).toBe(204);
    expect(await call('/api/bookings')).toBe(401);
    expect(connector.log()).not.toContain(key);
  });
});

describe('sessions and the audit log', () => {
  test('a person sees their sessions and ends the others', async () => {
    const first = await join('sam@acme.example', 'viewer');
    const second = fromElsewhere();
    await second.post('/api/sign-in', { email: 'sam@acme.example', password });
    const list = rowsOf(await second.get('/api/account/sessions'), 'sessions');
    expect([list.length, list.filter(({ isThis }) => isThis).length]).toEqual([2, 1]);
    expect((await second.post('/api/account/sessions/end-others')).body).toEqual({ ended: 1 });
    expect((await first.get('/api/team')).status).toBe(401);
  });

  test('a changed password ends the other sessions and the wrong one is refused', async () => {
    const first = await join('carla@acme.example', 'viewer');
    const wrong = await first.post('/api/account/password', {
      current: 'not it at all',
      next: 'next long password',
    });
    expect(errorOf(wrong)).toMatchObject({ code: 'wrong_password', fields: { current: expect.any(String) } });
    const next = 'next long password';
    expect((await first.post('/api/account/password', { current: password, next })).status).toBe(204);
    expect((await first.get('/api/team')).status).toBe(200);
  });

  test('who did what is told, without bodies, page by page', async () => {
    await olga.post('/api/sources', { kind: 'generic', name: 'Audited source' });
    const log = await olga.get('/api/team/audit-log');
    expect(rowsOf(log, 'entries')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'POST /api/sources', by: owner.name }),
        expect.objectContaining({ action: 'sign_in' }),
        expect.objectContaining({ action: 'password_changed' }),
      ]),
    );
    expect(log.text).not.toContain('Audited source');
  });
});

async function mailsSince(before: number, count: number): Promise<MailServer['mails']> {
  const deadline = Date.now() + 10_000;
  while (mail.mails.length < before + count && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return mail.mails.slice(before);
}
