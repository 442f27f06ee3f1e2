// Sandboxes through jsforce's Tooling API: copied from production, logged in to, refreshed, cloned, deleted.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { cliCallback, connect, connectToHub, isClosed, refusal, until } from './hub-client.ts';
import type { Info } from './hub-client.ts';
import { callbackUrl, orgOf, personOf, rest, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let hub: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  hub = await connectToHub(running);
});
afterAll(async () => await running.stop());

async function order(SandboxName: string, changes: Record<string, unknown> = {}): Promise<string> {
  const wish = { SandboxName, LicenseType: 'Developer', ...changes };
  const answer: unknown = await hub.tooling.sobject('SandboxInfo').create(wish);
  return String(valueAt(answer, 'id'));
}

async function processes(where: string): Promise<Info[]> {
  const fields = 'Id, Status, SandboxName, LicenseType, CopyProgress, SandboxOrganization, EndDate';
  const soql = `SELECT ${fields} FROM SandboxProcess WHERE ${where} ORDER BY CreatedDate DESC, Id DESC`;
  const { records } = await hub.tooling.query(soql);
  return records.map((record) => ({ ...record }));
}

async function completed(infoId: string): Promise<Info> {
  const found = await until(
    async () => (await processes(`SandboxInfoId = '${infoId}'`))[0],
    (process) => process?.['Status'] === 'Completed',
  );
  return found ?? {};
}

const signIn = async (sandboxName: string) =>
  await rest(hub, '/services/data/v67.0/tooling/sandboxAuth', {
    body: { clientId: running.cli.clientId, sandboxName, callbackUrl: cliCallback },
  });

async function open(sandboxName: string): Promise<Connection> {
  const { body } = await signIn(sandboxName);
  return await connect(running, String(valueAt(body, 'loginUrl')), String(valueAt(body, 'authUserName')));
}

test('copies production: its setup and its people, under names of their own, and no records', async () => {
  const infoId = await order('copy1');
  expect(await completed(infoId)).toMatchObject({
    SandboxName: 'copy1',
    LicenseType: 'DEVELOPER',
    CopyProgress: 100,
    EndDate: expect.any(String),
    SandboxOrganization: running.orgs.at(-1)?.orgId.slice(0, 15),
  });
  expect(await signIn('copy1')).toMatchObject({
    status: 200,
    body: {
      authUserName: 'admin@acme.example.copy1',
      instanceUrl: running.orgs.at(-1)?.origin,
    },
  });
  const sandbox = await open('copy1');
  const users = await sandbox.query('SELECT Id, Username, Email FROM User ORDER BY Username');
  expect(users.records).toMatchObject([
    { Username: 'admin@acme.example.copy1', Email: 'admin@acme.example.invalid' },
    { Username: 'api-user@acme.example.copy1' },
    { Username: 'rep@acme.example.copy1' },
  ]);
  const inProduction = await hub.query('SELECT Id FROM User ORDER BY Username');
  expect(users.records.map(({ Id }) => Id)).toEqual(inProduction.records.map(({ Id }) => Id));
  const organization = await sandbox.query('SELECT Id, IsSandbox, TrialExpirationDate FROM Organization');
  expect(organization.records).toMatchObject([
    { Id: running.orgs.at(-1)?.orgId, IsSandbox: true, TrialExpirationDate: null },
  ]);
  expect((await sandbox.query('SELECT Id FROM Account')).totalSize).toBe(0);
  expect((await hub.query('SELECT Id FROM Account')).totalSize).toBe(3);
  expect((await sandbox.describe('Booking__c')).label).toBe((await hub.describe('Booking__c')).label);
});

test('is told apart from others of the same name on the pages', async () => {
  for (const address of [`${running.login.production}/__local/`, running.login.sandbox]) {
    const text = await (await fetch(address)).text();
    expect(text).toMatch(/Acme Bikes(<\/a>)? \(sandbox\)/);
    expect(text).toMatch(/Acme Bikes(<\/a>)? \(sandbox copy1\)/);
  }
});

test('hands out a code that the token endpoint of the sandbox takes', async () => {
  const { body } = await signIn('copy1');
  const response = await fetch(`${String(valueAt(body, 'loginUrl'))}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: String(valueAt(body, 'authCode')),
      client_id: running.cli.clientId,
      redirect_uri: cliCallback,
    }),
  });
  expect(await response.json()).toMatchObject({ instance_url: running.orgs.at(-1)?.origin });
});

// The duplicate's text: https://github.com/forcedotcom/cli/issues/2627 (2026-11-23)
test.each([
  [
    'copy1',
    {},
    /^DUPLICATE_VALUE: duplicate value found: SandboxName duplicates value on record with id: 0GQ\w{15}$/,
  ],
  ['elevenchars', {}, /^STRING_TOO_LONG: Sandbox Name: data value too large: elevenchars \(max length=10\)$/],
  ['a-b', {}, /^FIELD_INTEGRITY_EXCEPTION: .*alphanumeric/],
  ['nolicense', { LicenseType: null }, /^REQUIRED_FIELD_MISSING: .*\[LicenseType\]/],
])('refuses the sandbox %s with %j', async (name, changes, message) => {
  expect(await refusal(order(name, changes))).toMatch(message);
});

test('counts sandbox licences: an Enterprise Edition has one Partial Copy', async () => {
  const infoId = await order('partial1', { LicenseType: 'Partial' });
  expect(await refusal(order('partial2', { LicenseType: 'Partial' }))).toMatch(/^LIMIT_EXCEEDED: /);
  await completed(infoId);
  // It has the records too.
  expect((await (await open('partial1')).query('SELECT Id FROM Account')).totalSize).toBe(3);
  await hub.tooling.sobject('SandboxInfo').destroy(infoId);
  await completed(await order('partial2', { LicenseType: 'Partial' }));
});

test('clones a sandbox with what was made there', async () => {
  const sourceId = await order('source');
  await completed(sourceId);
  await (await open('source')).sobject('Lead').create({ LastName: 'Cloned', Company: 'x' });
  await completed(await order('clone', { LicenseType: null, SourceId: sourceId }));
  const clone = await open('clone');
  expect((await clone.query("SELECT Id FROM Lead WHERE LastName = 'Cloned'")).totalSize).toBe(1);
  const users = await clone.query("SELECT Username FROM User WHERE Username LIKE 'admin%'");
  expect(users.records).toMatchObject([{ Username: 'admin@acme.example.clone' }]);
});

test('gives everybody in a clone a username of their own', async () => {
  const sourceId = await order('twins');
  await completed(sourceId);
  const source = await open('twins');
  const [rep] = (await source.query("SELECT ProfileId FROM User WHERE Username LIKE 'rep%'")).records;
  for (const Username of ['twin@acme.example', 'twin@acme.example.twins']) {
    const person = { LastName: 'Twin', Email: 'twin@acme.example', Alias: 'twin' };
    const places = { TimeZoneSidKey: 'America/New_York', LocaleSidKey: 'en_US' };
    const languages = { EmailEncodingKey: 'UTF-8', LanguageLocaleKey: 'en_US' };
    const ProfileId: unknown = rep?.['ProfileId'];
    await source.sobject('User').create({ ...person, ...places, ...languages, Username, ProfileId });
  }
  await completed(await order('twinsclone', { LicenseType: null, SourceId: sourceId }));
  const names = running.orgs.at(-1)?.users.map(({ username }) => username) ?? [];
  expect(names.filter((name) => name.startsWith('twin@'))).toEqual([
    'twin@acme.example.twinsclone',
    'twin@acme.example.twinsclone1',
  ]);
});

test('stays in Processing while a fault says so, and goes on afterwards', async () => {
  const faults = `${running.login.production}/__local/faults`;
  const headers = { 'content-type': 'application/json' };
  await fetch(faults, { method: 'POST', headers, body: JSON.stringify({ kind: 'sandbox_stuck' }) });
  const infoId = await order('stuck');
  const where = `SandboxInfoId = '${infoId}'`;
  await until(
    async () => await processes(where),
    ([process]) => process?.['CopyProgress'] === 95,
  );
  expect(await processes(where)).toMatchObject([{ Status: 'Processing', EndDate: null }]);
  expect(await signIn('stuck')).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_STATUS' }] });
  expect(await refusal(order('tooearly', { LicenseType: null, SourceId: infoId }))).toBe(
    'INVALID_STATUS: The sandbox stuck is not ready to be cloned.',
  );
  await fetch(faults, { method: 'DELETE' });
  await completed(infoId);
  expect((await signIn('stuck')).status).toBe(200);
});

test('refreshes into a new org, which waits to be activated unless told otherwise', async () => {
  const infoId = await order('fresh');
  const before = await completed(infoId);
  const old = running.orgs.at(-1);
  await hub.tooling.sobject('SandboxInfo').update({ Id: infoId, AutoActivate: false });
  const where = `SandboxInfoId = '${infoId}'`;
  const [waiting] = await until(
    async () => await processes(where),
    ([process]) => process?.['Status'] === 'Pending Activation',
  );
  expect(running.orgs.at(-1)?.orgId).toBe(old?.orgId);
  const id = String(waiting?.['Id']);
  await hub.tooling.sobject('SandboxProcess').update({ Id: id, RefreshAction: 'ACTIVATE' });
  const after = await completed(infoId);
  expect(after['SandboxOrganization']).not.toBe(before['SandboxOrganization']);
  await until(async () => await isClosed(String(old?.origin)), Boolean);
  expect((await (await open('fresh')).query('SELECT Id FROM Organization')).totalSize).toBe(1);
});

test('stays as it is when a refresh is discarded', async () => {
  const infoId = await order('keep');
  const before = await completed(infoId);
  await hub.tooling.sobject('SandboxInfo').update({ Id: infoId, AutoActivate: false });
  const where = `SandboxInfoId = '${infoId}'`;
  const [waiting] = await until(
    async () => await processes(where),
    ([process]) => process?.['Status'] === 'Pending Activation',
  );
  await hub.tooling
    .sobject('SandboxProcess')
    .update({ Id: String(waiting?.['Id']), RefreshAction: 'DISCARD' });
  expect(await processes(where)).toMatchObject([{ Status: 'Deleted' }, { Status: 'Completed' }]);
  expect(running.orgs.at(-1)?.orgId.slice(0, 15)).toBe(before['SandboxOrganization']);
});

test('deletes a sandbox with its SandboxInfo', async () => {
  const infoId = await order('gone');
  await completed(infoId);
  const origin = running.orgs.at(-1)?.origin ?? '';
  await hub.tooling.sobject('SandboxInfo').destroy(infoId);
  await until(async () => await isClosed(origin), Boolean);
  expect(await processes("SandboxName = 'gone'")).toMatchObject([{ Status: 'Deleted' }]);
  expect((await signIn('gone')).status).toBe(404);
  await completed(await order('gone'));
});

test('is made in production only', async () => {
  const sandbox = orgOf(running, 'sandbox');
  const admin = await connect(running, sandbox.origin, personOf(running, 'admin', 'sandbox').username);
  expect(await refusal(admin.tooling.query('SELECT Id FROM SandboxInfo'))).toMatch(/^INVALID_TYPE: /);
  const answer = await rest(admin, '/services/data/v67.0/tooling/sandboxAuth', { body: {} });
  expect(answer.status).toBe(404);
});
