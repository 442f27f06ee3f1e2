// @salesforce/core makes a user, gives it a permission set and a password, and logs in as it.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, orgOf } from './sign-in.ts';

jest.setTimeout(60_000);

let running: RunningLocalOrg;
let folder: string;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  folder = mkdtempSync(join(tmpdir(), 'local-org-core-'));
});
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function trip(newUser: string, profile: string): Promise<unknown> {
  const guard = fileURLToPath(new URL('../../scripts/loopback-guard.cjs', import.meta.url));
  const home = mkdtempSync(join(folder, 'home-'));
  writeFileSync(join(home, 'cli.key'), running.cli.privateKey, { mode: 0o600 });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--require', guard, fileURLToPath(new URL('core-trip.ts', import.meta.url))],
    {
      cwd: home,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: home,
        LOOPBACK_GUARD_FILE: join(home, 'refused.txt'),
        SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
        SF_DISABLE_TELEMETRY: 'true',
        ORIGIN: orgOf(running).origin,
        CLIENT_ID: running.cli.clientId,
        KEY_FILE: join(home, 'cli.key'),
        ADMIN: 'admin@acme.example',
        NEW_USER: newUser,
        PROFILE: profile,
      },
    },
  );
  const answer: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  return answer;
}

test('makes a user and logs in as it', async () => {
  expect(await trip('core@acme.example', 'Standard User')).toMatchObject({
    devHub: true,
    user: {
      Username: 'core@acme.example',
      Profile: { Name: 'Standard User' },
      TimeZoneSidKey: 'America/New_York',
      IsActive: true,
    },
    identity: 'core@acme.example',
    frontDoor: expect.stringContaining('/secur/frontdoor.jsp?otp='),
  });
});

test('is told that a username is taken', async () => {
  expect(await trip('rep@acme.example', 'Standard User')).toMatchObject({
    error: expect.stringContaining('DUPLICATE_USERNAME'),
  });
});

test('is told that the licence does not allow a permission set', async () => {
  expect(await trip('program@acme.example', 'Minimum Access - API Only Integrations')).toMatchObject({
    error: expect.stringContaining("The user license doesn't allow the permission: Read"),
  });
});
