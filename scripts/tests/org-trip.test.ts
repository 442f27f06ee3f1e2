// The whole trip of a developer with the real command: plan, create, connect, again, check, mend, delete.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { adminOf } from './org-admin.ts';
import { openOrgCommand } from './org-command.ts';
import type { OrgCommand, OrgRun } from './org-command.ts';

let command: OrgCommand;

beforeAll(async () => {
  command = await openOrgCommand();
});
afterAll(async () => await command.close());

type Reported = Awaited<ReturnType<OrgCommand['report']>>;

function states({ report }: Reported): Record<string, string> {
  return Object.fromEntries(report.steps.map(({ id, state }) => [id, state]));
}

/** Everything that lies in the data folder and must not leave it. */
function secretsOf(dataFolder: string): string[] {
  const keys = join(dataFolder, 'keys');
  const files = readdirSync(keys).map((name) => readFileSync(join(keys, name), 'utf8'));
  return files.flatMap((text) =>
    text.split('\n').filter((line) => line.length > 40 && !line.startsWith('--')),
  );
}

function expectNoSecrets(dataFolder: string, ...runs: OrgRun[]): void {
  const secrets = secretsOf(dataFolder);
  expect(secrets.length).toBeGreaterThan(10);
  for (const { stdout, stderr } of runs) {
    for (const secret of secrets) expect(`${stdout}${stderr}`).not.toContain(secret);
    expect(`${stdout}${stderr}`).not.toMatch(/00D\w{12,15}!|eyJ|BEGIN/);
  }
}

describe('a scratch org in one command', () => {
  let made: Reported;

  test('--dry-run tells the steps and makes nothing', async () => {
    const planned = await command.create(['--dry-run', '--connect']);
    expect(planned).toMatchObject({ code: 0, report: { status: 'planned', org: null } });
    expect(states(planned)).toMatchObject({ org: 'planned', 'companion-app': 'planned', connect: 'planned' });
    expect(command.org.orgs).toHaveLength(2);
    expect(existsSync(join(command.dataFolder, 'settings.env'))).toBe(false);
  });

  test('is made, set up, checked and connected', async () => {
    made = await command.create(['--connect']);
    expect(made.report.error).toBeUndefined();
    expect(made).toMatchObject({
      code: 0,
      report: { status: 'ready', org: { kind: 'scratch', alias: 'bookbridge' } },
    });
    expect(made.report.checks.filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(made.report.checks.length).toBeGreaterThan(8);
    expect(made.report.connection?.workspace).toEqual(expect.any(String));
  }, 60_000);

  test('what the connector needs is written for this user only, and no secret was printed', () => {
    const settings = join(command.dataFolder, 'settings.env');
    const text = readFileSync(settings, 'utf8');
    expect(text).toMatch(/^SALESFORCE_SANDBOX_CLIENT_SECRET=[0-9a-f]{64}$/m);
    expect(text).toContain(`SALESFORCE_SANDBOX_LOGIN_URL=${made.report.org?.instanceUrl}`);
    const { orgId } = made.report.org ?? { orgId: '' };
    const files = ['settings.env', `keys/${orgId}.key`, `keys/${orgId}.secret`, `orgs/${orgId}.json`];
    for (const file of files) expect(statSync(join(command.dataFolder, file)).mode & 0o777).toBe(0o600);
    expectNoSecrets(command.dataFolder, made);
  });

  test('the same command again changes nothing, says so, and costs at most 12 API calls', async () => {
    const { calls, result } = await command.countCalls(
      async () => await command.run(['create', '--scratch', '--local-org-url', command.org.login.production]),
    );
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatch(/bookbridge is ready; nothing needed to be changed\.\n$/);
    expect(calls).toBeLessThanOrEqual(12);
    expect(command.org.orgs).toHaveLength(3);
    expectNoSecrets(command.dataFolder, result);
  });

  test('a field that an admin deleted is missed by check, and setup brings it back', async () => {
    const admin = await adminOf(command.org, made.report.org);
    await admin.metadata.delete('CustomField', 'Booking__c.Trail__c');
    const checked = await command.report(['check', '-o', 'bookbridge']);
    expect(checked).toMatchObject({ code: 1, report: { status: 'needs_attention' } });
    expect(checked.report.steps).toContainEqual(
      expect.objectContaining({
        id: 'companion-app',
        state: 'failed',
        detail: expect.stringContaining('Booking__c.Trail__c was missing'),
        byHand: `sf project deploy start --source-dir force-app --target-org ${checked.report.org?.username}`,
      }),
    );
    const mended = await command.report(['setup', '-o', 'bookbridge']);
    expect(mended).toMatchObject({ code: 0, report: { status: 'ready' } });
    expect(states(mended)).toMatchObject({
      'companion-app': 'done',
      'oauth-app': 'already',
      'api-user': 'already',
    });
  });

  test('a permission set that was taken from the API user is given back, and nothing else is touched', async () => {
    const admin = await adminOf(command.org, made.report.org);
    const { records } = await admin.query(
      `SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Bookbridge_API_User'`,
    );
    await admin
      .sobject('PermissionSetAssignment')
      .destroy(records.flatMap(({ Id }) => (Id === undefined ? [] : [Id])));
    const checked = await command.report(['check', '-o', 'bookbridge']);
    expect(checked).toMatchObject({ code: 1 });
    expect(checked.report.steps.find(({ id }) => id === 'permission-sets')?.byHand).toMatch(
      /^sf org assign permset --name .*Bookbridge_API_User.* --target-org \S+$/,
    );
    expect(checked.report.steps.filter(({ state }) => state === 'already')).not.toContainEqual(
      expect.objectContaining({ byHand: expect.anything() }),
    );
    const mended = await command.report(['setup', '-o', 'bookbridge']);
    expect(states(mended)).toMatchObject({
      'companion-app': 'already',
      'permission-sets': 'done',
      'oauth-policies': 'already',
    });
    expect(mended.report.steps.find(({ id }) => id === 'permission-sets')?.detail).toBe(
      'Bookbridge API User assigned',
    );
  });

  test('from another computer the app’s key is not guessed: it asks, and --fix renews its certificate', async () => {
    const elsewhere = ['setup', '-o', 'bookbridge', '--data', join(command.home, 'other-data')];
    const refused = await command.report(elsewhere);
    expect(refused).toMatchObject({ code: 1, report: { status: 'failed', error: { code: 'app_exists' } } });
    const unread = await command.report([...elsewhere, '--fix']);
    expect(unread).toMatchObject({ code: 1, report: { error: { code: 'secret_needed' } } });
    // What a person would copy from Setup.
    const { orgId } = made.report.org ?? { orgId: '' };
    const copied = readFileSync(join(command.dataFolder, 'keys', `${orgId}.secret`), 'utf8');
    const wrong = await command.report([...elsewhere, '--fix'], { BOOKBRIDGE_CLIENT_SECRET: 'mistyped' });
    expect(wrong).toMatchObject({ code: 1, report: { error: { code: 'secret_wrong' } } });
    const renewed = await command.report([...elsewhere, '--fix'], { BOOKBRIDGE_CLIENT_SECRET: copied });
    expectNoSecrets(command.dataFolder, unread, wrong, renewed);
    expect(renewed).toMatchObject({ code: 0, report: { status: 'ready' } });
    expect(states(renewed)).toMatchObject({ 'oauth-app': 'done', 'api-user': 'already' });
  });

  test('delete asks first, then takes away the org, its login and what was kept about it', async () => {
    const refused = await command.report(['delete', '-o', 'bookbridge']);
    expect(refused).toMatchObject({ code: 1, report: { error: { code: 'delete_needs_yes' } } });
    const deleted = await command.report(['delete', '-o', 'bookbridge', '--yes']);
    expect(deleted).toMatchObject({ code: 0, report: { status: 'deleted' } });
    expect(command.org.orgs).toHaveLength(2);
    expect(readFileSync(join(command.dataFolder, 'settings.env'), 'utf8')).not.toMatch(/^SALESFORCE/m);
    expect(readdirSync(join(command.dataFolder, 'keys'))).toEqual([]);
    const again = await command.report(['delete', '-o', 'bookbridge', '--yes']);
    expect(again).toMatchObject({ code: 1, report: { error: { code: 'org_unknown' } } });
  });
});

test('none of this contacted another host than this computer', () => {
  expect(command.refusedConnections()).toEqual([]);
});
