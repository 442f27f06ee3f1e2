// The Dev Hub through @salesforce/core, unmodified, in a process of its own.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, jest, test } from '@jest/globals';
import { startLocalOrg } from '../local-org.ts';

jest.setTimeout(90_000);

test('makes, resumes and deletes scratch orgs and a sandbox for @salesforce/core', async () => {
  const home = mkdtempSync(join(tmpdir(), 'local-org-core-'));
  const running = await startLocalOrg({ callbackUrls: [], data: join(home, 'data') });
  try {
    const [hub] = running.orgs;
    const program = fileURLToPath(new URL('./hub-core-trip.ts', import.meta.url));
    const options = [
      hub?.origin ?? '',
      running.cli.clientId,
      running.cli.keyFile ?? '',
      'admin@acme.example',
    ];
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...options], {
      cwd: home,
      timeout: 80_000,
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        NODE_NO_WARNINGS: '1',
        SF_DISABLE_TELEMETRY: 'true',
        SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
        SF_DISABLE_DNS_CHECK: 'true',
        SF_CAPITALIZE_RECORD_TYPES: 'true',
      },
    });
    const lines: unknown[] = stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toEqual([
      { step: 'login', isDevHub: true, orgId: hub?.orgId },
      { step: 'scratch', isScratch: true, name: 'Core', orgId: expect.stringMatching(/^00D\w{15}$/) },
      { step: 'resume', isSame: true },
      {
        step: 'error',
        name: 'RemoteOrgSignupFailed',
        message: expect.stringContaining('Provide a valid country code'),
      },
      { step: 'deleted', left: 1 },
      { step: 'sandbox', status: 'Completed', isSandbox: true },
      { step: 'sandbox deleted', statuses: ['Deleted'] },
    ]);
  } finally {
    await running.stop();
    rmSync(home, { recursive: true, force: true });
  }
});
