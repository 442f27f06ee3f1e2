// The other ways to the same end: least privilege, a sandbox that takes its time, Ctrl-C in the middle.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adminOf } from './org-admin.ts';
import { openOrgCommand } from './org-command.ts';
import type { OrgCommand } from './org-command.ts';

let command: OrgCommand;

beforeAll(async () => {
  command = await openOrgCommand({ orgSpeed: { sandboxMs: 1_500, scratchMs: 1_000 } }, { oneProcess: true });
});
afterAll(async () => await command.close());

test('--secure: an API-only user with its permission set licence, connected without a browser and without a secret', async () => {
  const made = await command.create(['--alias', 'secure', '--secure', '--private-sharing', '--connect']);
  expect(made.report.error).toBeUndefined();
  expect(made).toMatchObject({ code: 0, report: { status: 'ready' } });
  const detail = (id: string): string => made.report.steps.find((step) => step.id === id)?.detail ?? '';
  expect(detail('api-user')).toMatch(
    /Salesforce Integration licence 1 of 5, Minimum Access - API Only Integrations/,
  );
  expect(detail('permission-set-license')).toMatch(/assigned \(1 of 5\)/);
  expect(detail('permission-sets')).toMatch(
    /^Bookbridge App Access, Bookbridge API User, Bookbridge API User: Private Sharing assigned/,
  );
  const settings = readFileSync(join(command.dataFolder, 'settings.env'), 'utf8');
  expect(settings).toMatch(/^SALESFORCE_SANDBOX_FLOW=jwt_bearer$/m);
  expect(settings).toMatch(/^SALESFORCE_SANDBOX_MODE=secure$/m);
  expect(settings).not.toContain('CLIENT_SECRET=');
  // Only pre-authorised users get in: the policy is the org's own.
  const admin = await adminOf(command.org, made.report.org);
  const policy = await admin.metadata.list({ type: 'ExtlClntAppOauthConfigurablePolicies' }, '67.0');
  expect(policy).toMatchObject([{ fullName: 'Bookbridge_defaultPolicy' }]);
  const approved = await admin.query(
    `SELECT Parent.Name FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalClientApplication'`,
  );
  expect(approved.records).toMatchObject([{ Parent: { Name: 'Bookbridge_App_Access' } }]);
}, 60_000);

test('the mode is remembered: without flags nothing is amiss, and another mode needs a person who agrees', async () => {
  const checked = await command.report(['check', '-o', 'secure']);
  expect(checked).toMatchObject({ code: 0, report: { status: 'ready' } });
  const again = await command.report(['setup', '-o', 'secure', '--connect']);
  expect(again).toMatchObject({ code: 0, report: { status: 'ready' } });
  const states = Object.fromEntries(again.report.steps.map(({ id, state }) => [id, state]));
  expect(states).toMatchObject({ 'oauth-app': 'already', 'api-user': 'already', connect: 'already' });
  expect(again.report.connection?.workspace).toBe('Bookbridge');
  const other = await command.report(['setup', '-o', 'secure', '--standard']);
  expect(other).toMatchObject({ code: 1, report: { error: { code: 'other_mode' } } });
  expect(other.report.steps.filter(({ state }) => state === 'done')).toEqual([]);
  // From another computer nothing is remembered: then the user itself tells.
  const elsewhere = await command.report([
    'check',
    '-o',
    'secure',
    '--data',
    join(command.home, 'elsewhere'),
  ]);
  expect(elsewhere.code).toBe(1);
}, 60_000);

test('a workspace that is connected to another org is connected elsewhere only with --fix', async () => {
  const refused = await command.create(['--alias', 'elsewhere', '--connect']);
  expect(refused).toMatchObject({ code: 1, report: { error: { code: 'connected_elsewhere' } } });
  const agreed = await command.create(['--alias', 'elsewhere', '--connect', '--fix']);
  expect(agreed).toMatchObject({ code: 0, report: { status: 'ready' } });
  expect(agreed.report.steps.filter(({ state }) => state === 'done').map(({ id }) => id)).toEqual([
    'checks',
    'connect',
  ]);
}, 60_000);

test('--secure --browser: a user with minimum access that can log in in a browser', async () => {
  const made = await command.create(['--alias', 'browser', '--secure', '--browser']);
  expect(made.report.error).toBeUndefined();
  expect(made).toMatchObject({ code: 0, report: { status: 'ready' } });
  expect(made.report.steps.find(({ id }) => id === 'api-user')?.detail).toMatch(
    /Minimum Access - Salesforce/,
  );
  const mode = await command.report(['check', '-o', 'browser']);
  expect(mode).toMatchObject({ code: 0 });
}, 60_000);

test('a sandbox that is not ready is gone on with by the same command, and asked for once', async () => {
  const args = ['create', '--sandbox', 'bookdev', '--local-org-url', command.org.login.production];
  const early = await command.report([...args, '--async']);
  expect(early).toMatchObject({
    code: 0,
    report: { status: 'waiting', error: { code: 'asked_not_to_wait' } },
  });
  const made = await command.report(args);
  expect(made.report.error).toBeUndefined();
  expect(made).toMatchObject({
    code: 0,
    report: { status: 'ready', org: { kind: 'sandbox', alias: 'bookdev' } },
  });
  expect(made.report.org?.username).toBe('admin@acme.example.bookdev');
  expect(command.org.orgs.filter(({ type }) => type === 'sandbox')).toHaveLength(2);
}, 60_000);

test('Ctrl-C in the middle says how to go on, and the same command goes on', async () => {
  const args = ['create', '--scratch', '--alias', 'stopped', '--local-org-url', command.org.login.production];
  const running = command.start(args);
  const deadline = Date.now() + 20_000;
  while (!running.said().includes('Salesforce is making the org') && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 10));
  running.kill('SIGINT');
  const stopped = await running.ended;
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toBe(
    'Stopped before the end.\nRun the same command again: it goes on where it stopped.\n',
  );
  const before = command.org.orgs.length;
  const made = await command.report(args);
  expect(made).toMatchObject({ code: 0, report: { status: 'ready' } });
  expect(command.org.orgs.length - before).toBeLessThanOrEqual(1);
  expect(
    command.org.orgs.filter(({ users }) => users.some(({ username }) => username.startsWith('scratch-'))),
  ).toHaveLength(4);
}, 60_000);

test('none of this contacted another host than this computer', () => {
  expect(command.refusedConnections()).toEqual([]);
});
