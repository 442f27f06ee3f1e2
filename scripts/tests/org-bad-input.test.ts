// What a person or an org can do wrong: each ends in one sentence with what to do, exit code 1, and nothing that a second
// run does not finish.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Connection } from 'jsforce';
import { adminOf, hubAdmin } from './org-admin.ts';
import { openOrgCommand } from './org-command.ts';
import type { OrgCommand } from './org-command.ts';

let command: OrgCommand;
/** The admin of the one scratch org that most of this happens in, and of the Dev Hub. */
let admin: Connection;
let hub: Connection;
let apiUser: string;
let orgId: string;

beforeAll(async () => {
  command = await openOrgCommand({ limits: { activeScratchOrgs: 1 } }, { oneProcess: true });
  const made = await command.create(['--alias', 'one']);
  if (made.report.status !== 'ready') throw new Error(JSON.stringify(made.report));
  admin = await adminOf(command.org, made.report.org);
  apiUser = made.report.apiUser ?? '';
  orgId = made.report.org?.orgId ?? '';
  const production = command.org.orgs.find(({ type }) => type === 'production');
  hub = await adminOf(command.org, { instanceUrl: production?.origin ?? '', username: hubAdmin });
}, 60_000);
afterAll(async () => await command.close());

type Ran = Awaited<ReturnType<OrgCommand['report']>>;

/** How a run ends that could not do what was asked: exit code 1, one sentence, and what to do about it. */
function problem(code: string, fix: RegExp): Record<string, unknown> {
  const message = expect.stringMatching(/^[A-Z“0-9a-z].*[.)]$/s);
  const error = { code, message, fix: expect.stringMatching(fix) };
  return { code: 1, report: { status: 'failed', error } };
}

const setUp = async (...args: string[]): Promise<Ran> =>
  await command.report(['setup', '-o', 'one', ...args]);

const setUpThree = async (): Promise<Ran> => await command.report(['setup', '-o', 'three']);

async function changeApiUser(changes: Record<string, unknown>): Promise<void> {
  const { records } = await admin.query(`SELECT Id FROM User WHERE Username = '${apiUser}'`);
  await admin.sobject('User').update({ Id: records[0]?.Id ?? '', ...changes });
}

async function profileId(name: string): Promise<string> {
  const { records } = await admin.query(`SELECT Id FROM Profile WHERE Name = '${name}'`);
  return records[0]?.Id ?? '';
}

describe('the API user', () => {
  test('whose username is taken in another org', async () => {
    expect(await setUp('--username', 'rep@acme.example')).toMatchObject(
      problem('username_taken', /--username/),
    );
  });

  test('that cannot be made: what a person does instead is told, too', async () => {
    const told = await command.run(['setup', '-o', 'one', '--username', 'rep@acme.example']);
    expect(told.code).toBe(1);
    expect(told.stderr).toMatch(
      /\nBy hand: In http:\S+\/lightning\/setup\/ManageUsers\/home make a user .*\.\n$/,
    );
  });

  test('of a profile that the org does not have', async () => {
    const ran = await setUp('--username', 'new@example.com', '--profile', 'Chefin');
    expect(ran).toMatchObject(problem('profile_unknown', /"System Administrator"/));
  });

  test('that is inactive is woken up only when a person agrees', async () => {
    await changeApiUser({ IsActive: false });
    expect(await setUp()).toMatchObject(problem('api_user_inactive', /--fix/));
    const mended = await setUp('--fix');
    expect(mended).toMatchObject({ code: 0, report: { status: 'ready' } });
  });

  test('that has another profile gets the right one only when a person agrees', async () => {
    await changeApiUser({ ProfileId: await profileId('Standard User') });
    expect(await setUp()).toMatchObject(problem('api_user_other_profile', /--fix/));
    const { records } = await admin.query(`SELECT Profile.Name FROM User WHERE Username = '${apiUser}'`);
    expect(records[0]).toMatchObject({ Profile: { Name: 'Standard User' } });
    expect(await setUp('--fix')).toMatchObject({ code: 0, report: { status: 'ready' } });
  });

  test('for whom no licence is left', async () => {
    const profile = await profileId('System Administrator');
    for (let number = 0; ; number++) {
      const { records } = await admin.query(
        `SELECT TotalLicenses, UsedLicenses FROM UserLicense WHERE Name = 'Salesforce'`,
      );
      const [license] = records;
      if (license?.['UsedLicenses'] === license?.['TotalLicenses']) break;
      await admin.sobject('User').create({
        Username: `filler-${number}@one.example`,
        LastName: 'Filler',
        Alias: 'filler',
        Email: 'f@example.com',
        ProfileId: profile,
        TimeZoneSidKey: 'Europe/Berlin',
        LocaleSidKey: 'en_US',
        LanguageLocaleKey: 'en_US',
        EmailEncodingKey: 'UTF-8',
      });
    }
    expect(await setUp('--username', 'one-more@example.com')).toMatchObject(
      problem('no_license_left', /Deactivate|--username/),
    );
  });

  test('of another integration keeps its profile and password, and gets only what it lacks', async () => {
    const other = 'filler-0@one.example';
    const ran = await setUp('--username', other, '--secure', '--browser', '--fix');
    expect(ran.report.error).toBeUndefined();
    expect(ran.report.steps).toContainEqual(expect.objectContaining({ id: 'api-user', state: 'already' }));
    expect(ran.report.steps).toContainEqual(
      expect.objectContaining({ id: 'permission-sets', state: 'done' }),
    );
    expect(await setUp()).toMatchObject({ code: 0 });
  });
});

describe('the files here', () => {
  test('a certificate that cannot be read is never silently replaced', async () => {
    const file = join(command.dataFolder, 'keys', `${orgId}.key`);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, 'not a key');
    const ran = await setUp();
    writeFileSync(file, text);
    expect(ran).toMatchObject(problem('certificate_unreadable', /--fix/));
    expect(ran.report.error?.message).toContain(file);
  });

  test('a definition file that is not there', async () => {
    const ran = await command.create(['--alias', 'two', '--definition-file', '/nowhere.json']);
    expect(ran).toMatchObject(problem('definition_unreadable', /--definition-file/));
  });
});

describe('the deploy', () => {
  test('that the org refuses half-way names the component and keeps nothing', async () => {
    // A field of ours that is there as another type, with data in it, cannot be changed by a deploy.
    const renamed = {
      fullName: 'Booking__c.Trail__c',
      label: 'Trail',
      type: 'Checkbox',
      defaultValue: 'false',
    };
    await admin.metadata.delete('CustomField', 'Booking__c.Trail__c');
    await admin.metadata.create('CustomField', [renamed]);
    const ran = await setUp();
    expect(ran).toMatchObject(problem('deploy_failed', /run the same command again/));
    expect(ran.report.error?.message).toMatch(/CustomField Booking__c\.Trail__c/);
    await admin.metadata.delete('CustomField', 'Booking__c.Trail__c');
    expect(await setUp()).toMatchObject({ code: 0 });
  });

  test('of a Connected App, which Salesforce no longer allows in most orgs', async () => {
    expect(await setUp('--app', 'connected')).toMatchObject(problem('deploy_failed', /External Client App/));
  });
});

describe('the Dev Hub', () => {
  test('that has as many scratch orgs as it may have', async () => {
    expect(await command.create(['--alias', 'two'])).toMatchObject(
      problem('active_scratch_orgs_reached', /npm run org -- delete/),
    );
  });

  test('is not there: no local org runs', async () => {
    const ran = await command.report(['create', '--scratch', '--local-org-url', 'http://localhost:9']);
    expect(ran).toMatchObject(problem('local_org_not_running', /npm start/));
  });

  test('is not named', async () => {
    expect(await command.report(['create', '--scratch', '--alias', 'two'])).toMatchObject(
      problem('no_dev_hub', /--target-dev-hub/),
    );
  });
});

describe('the target', () => {
  test('that is production is not touched without --yes', async () => {
    const before = await hub.query('SELECT Id FROM User');
    const ran = await command.report(['setup', '-o', 'bookbridge-local-hub']);
    expect(ran).toMatchObject(problem('production_needs_yes', /--yes/));
    const after = await hub.query('SELECT Id FROM User');
    expect(after.totalSize).toBe(before.totalSize);
    const kept = await command.report(['delete', '-o', 'bookbridge-local-hub', '--yes']);
    expect(kept).toMatchObject(problem('production_is_kept', /--target-org/));
  });

  test('that the CLI has no login to', async () => {
    expect(await command.report(['setup', '-o', 'nobody'])).toMatchObject(
      problem('org_unknown', /sf org login web/),
    );
    expect(await command.report(['check'])).toMatchObject(problem('no_target_org', /--target-org/));
  });

  test('that was deleted in the meantime: its login fails at home only, and create makes a new one', async () => {
    const { records } = await hub.query(`SELECT Id FROM ActiveScratchOrg`);
    await hub
      .sobject('ActiveScratchOrg')
      .destroy(records.flatMap(({ Id }) => (Id === undefined ? [] : [Id])));
    const lost = await setUp();
    expect(['login_expired', 'org_unreachable']).toContain(lost.report.error?.code);
    const made = await command.create(['--alias', 'one']);
    expect(made.report.error).toBeUndefined();
    expect(made.report.org?.orgId).not.toBe(orgId);
  });
});

describe('sign-up', () => {
  test('that Salesforce gives up is told by its code, and the same command then makes a new one', async () => {
    await command.report(['delete', '-o', 'one', '--yes']);
    await command.fault({ kind: 'scratch_error', code: 'C-1007' });
    const ran = await command.create(['--alias', 'two']);
    expect(ran).toMatchObject(problem('scratch_org_refused', /again/));
    expect(ran.report.error?.message).toContain('C-1007');
    expect(await command.create(['--alias', 'two'])).toMatchObject({ code: 0, report: { status: 'ready' } });
  });

  test('of a sandbox that stays in Processing is told, and the same command goes on with it', async () => {
    await command.fault({ kind: 'sandbox_stuck' });
    const waiting = await command.report([
      'create',
      '--sandbox',
      'slow',
      '--wait',
      '0',
      '--local-org-url',
      command.org.login.production,
    ]);
    expect(waiting).toMatchObject({
      code: 1,
      report: { status: 'waiting', error: { code: 'still_creating' } },
    });
    expect(waiting.report.error?.message).toMatch(/slow is not ready yet \(Processing/);
    await command.clearFaults();
    const { totalSize } = await hub.tooling.query(`SELECT Id FROM SandboxInfo WHERE SandboxName = 'slow'`);
    expect(totalSize).toBe(1);
  });

  test('--async comes back at once, and the same command finishes', async () => {
    await command.report(['delete', '-o', 'two', '--yes']);
    const asked = await command.create(['--alias', 'three', '--async']);
    expect(asked).toMatchObject({
      code: 0,
      report: { status: 'waiting', error: { code: 'asked_not_to_wait' } },
    });
    expect(await command.create(['--alias', 'three'])).toMatchObject({
      code: 0,
      report: { status: 'ready' },
    });
    expect(command.org.orgs.filter(({ type }) => type === 'scratch')).toHaveLength(1);
  });
});

test('a data folder that cannot be written', async () => {
  const file = join(command.home, 'a-file');
  mkdirSync(command.home, { recursive: true });
  writeFileSync(file, '');
  const ran = await command.report(['setup', '-o', 'three', '--data', file]);
  expect(ran).toMatchObject({ code: 1, report: { status: 'failed' } });
  expect(ran.report.error?.message).toContain(file);
});

test('a login of the CLI that has expired', async () => {
  await command.fault({ kind: 'session_expired', times: 20 });
  await command.fault({ kind: 'token_invalid_grant', times: 20 });
  const ran = await setUpThree();
  await command.clearFaults();
  expect(ran).toMatchObject(problem('login_expired', /sf org login web/));
  expect(await setUpThree()).toMatchObject({ code: 0 });
});

test('another set-up of the same org is waited for, a dead one is not', async () => {
  const { org } = (await command.report(['check', '-o', 'three'])).report;
  const lock = join(command.dataFolder, 'orgs', `${org?.orgId}.lock`);
  writeFileSync(lock, `${process.pid}\n`);
  expect(await command.report(['setup', '-o', 'three'])).toMatchObject(
    problem('already_running', /run the same command again/),
  );
  // No process has this number: it is above what systems give.
  writeFileSync(lock, '999999999\n');
  expect(await command.report(['setup', '-o', 'three'])).toMatchObject({ code: 0 });
  expect(existsSync(lock)).toBe(false);
});

test('none of this contacted another host than this computer', () => {
  expect(command.refusedConnections()).toEqual([]);
});
