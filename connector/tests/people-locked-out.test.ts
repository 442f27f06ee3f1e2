// Nobody can come in any more: the operator's command makes a link beside the running connector, and the log says so.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { openBrowser, owner, signInAsOwner } from './browser.ts';
import type { Browser } from './browser.ts';
import { startConnector } from './start-connector.ts';
import type { RunningConnector } from './start-connector.ts';
import { openTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';

let database: TestDatabase;
let connector: RunningConnector;
let olga: Browser;

beforeAll(async () => {
  database = await openTestDatabase();
  connector = await startConnector({ databaseUrl: database.databaseUrl });
  olga = await signInAsOwner(connector);
});
afterAll(async () => {
  await connector.stop();
  await database.close();
});

type Ended = { code: number; out: string; err: string };

function account(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(import.meta.dirname, '..', '..', 'scripts', 'account.ts'), ...args],
      {
        env: {
          PATH: process.env['PATH'] ?? '',
          BOOKBRIDGE_DATA: connector.dataFolder,
          DATABASE_URL: database.databaseUrl,
          PUBLIC_URL: connector.origin,
        },
      },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

test('prints a link that works once, ends every session, and is seen in the audit log', async () => {
  const { code, out, err } = await account('reset-password', owner.email.toUpperCase());
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const [, token = ''] = /\/new-password\/([\w-]{43})\n/.exec(out) ?? [];
  expect(out).toContain(`${connector.origin}/new-password/${token}`);
  const path = `/api/entry/password-links/${token}`;
  const anybody = openBrowser(connector.origin);
  expect((await anybody.get(path)).body).toEqual({ email: owner.email });
  const password = 'a password of the operator';
  expect((await anybody.post(path, { password })).status).toBe(204);
  expect((await anybody.post(path, { password })).status).toBe(409);
  expect((await olga.get('/api/team')).status).toBe(401);
  expect((await anybody.post('/api/sign-in', { email: owner.email, password })).status).toBe(200);
  expect((await anybody.get('/api/team/audit-log')).body).toMatchObject({
    entries: expect.arrayContaining([
      expect.objectContaining({ by: 'Operator', action: 'password_link_by_operator' }),
    ]),
  });
});

test.each([
  ['an address without account', ['reset-password', 'nobody@acme.example'], 1, /Nobody has an account/],
  ['no address', ['reset-password'], 2, /Name one e-mail address/],
  ['another command', ['delete', owner.email], 2, /only command/],
])('refuses %s', async (_what, args, code, message) => {
  const ended = await account(...args);
  expect([ended.code, ended.out]).toEqual([code, '']);
  expect(ended.err).toMatch(message);
});
