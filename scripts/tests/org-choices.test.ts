// What can be chosen beside the usual: a Connected App where the org allows new ones, the password e-mail, a sandbox that
// hangs and then goes on, two set-ups at the same moment, a folder with spaces.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { adminOf } from './org-admin.ts';
import { openOrgCommand } from './org-command.ts';
import type { OrgCommand } from './org-command.ts';

let command: OrgCommand;

beforeAll(async () => {
  command = await openOrgCommand({ connectedAppCreation: true }, { oneProcess: true });
});
afterAll(async () => await command.close());

type Ran = Awaited<ReturnType<OrgCommand['report']>>;

function states({ report }: Ran): Record<string, string> {
  return Object.fromEntries(report.steps.map(({ id, state }) => [id, state]));
}

test('--app connected and --password-email: remembered, pre-authorised, and the e-mail is sent once', async () => {
  const made = await command.create(['--alias', 'old', '--app', 'connected', '--password-email']);
  expect(made.report.error).toBeUndefined();
  expect(made).toMatchObject({ code: 0, report: { status: 'ready' } });
  expect(made.report.steps.find(({ id }) => id === 'oauth-app')?.detail).toMatch(/^Connected App deployed/);
  expect(states(made)).toMatchObject({ 'password-email': 'done' });
  const admin = await adminOf(command.org, made.report.org);
  const approved = await admin.query(
    `SELECT Parent.Name FROM SetupEntityAccess WHERE SetupEntityType = 'ConnectedApplication'`,
  );
  expect(approved.records).toMatchObject([{ Parent: { Name: 'Bookbridge_App_Access' } }]);
  const again = await command.report(['setup', '-o', 'old', '--password-email']);
  expect(new Set(Object.values(states(again)))).toEqual(new Set(['already', 'skipped', 'done']));
  expect(again.report.steps.filter(({ state }) => state === 'done').map(({ id }) => id)).toEqual(['checks']);
  expect(states(again)).toMatchObject({ 'password-email': 'already' });
}, 60_000);

test('a sandbox stuck in Processing is gone on with once Salesforce goes on', async () => {
  const args = ['create', '--sandbox', 'stuck', '--local-org-url', command.org.login.production];
  await command.fault({ kind: 'sandbox_stuck' });
  const waiting = await command.report([...args, '--wait', '0']);
  expect(waiting).toMatchObject({ code: 1, report: { error: { code: 'still_creating' } } });
  await command.clearFaults();
  const made = await command.report(args);
  expect(made.report.error).toBeUndefined();
  expect(made).toMatchObject({ code: 0, report: { status: 'ready', org: { kind: 'sandbox' } } });
  // The one that every local org begins with, and this.
  expect(command.org.orgs.filter(({ type }) => type === 'sandbox')).toHaveLength(2);
}, 60_000);

test('two at the same moment make one org with one app: the other says so, or finds everything done', async () => {
  const args = ['create', '--scratch', '--alias', 'twice', '--local-org-url', command.org.login.production];
  const before = command.org.orgs.length;
  const runs = [command.start([...args, '--json']), command.start([...args, '--json'])];
  const ended = await Promise.all(runs.map(async (run) => await run.ended));
  expect(ended.filter(({ code }) => code === 0)).toHaveLength(1);
  expect(ended.find(({ code }) => code === 1)?.stdout).toContain('"already_running"');
  expect(command.org.orgs.length - before).toBe(1);
  expect(await command.run(['check', '-o', 'twice'])).toMatchObject({ code: 0, stderr: '' });
}, 60_000);

test('a data folder with spaces in its name, from another folder', async () => {
  const folder = join(command.home, 'my data ü');
  mkdirSync(folder);
  const ran = await command.run(['setup', '-o', 'twice', '--data', folder]);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain(`its private key is not in ${folder}.`);
  expect(readdirSync(join(folder, 'orgs')).filter((name) => name.endsWith('.lock'))).toEqual([]);
});

test('nothing of it is left in the folder for temporary files', () => {
  expect(readdirSync(command.temp).filter((name) => name.startsWith('bookbridge'))).toEqual([]);
});

test('none of this contacted another host than this computer', () => {
  expect(command.refusedConnections()).toEqual([]);
});
