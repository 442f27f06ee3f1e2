// The Tooling API through jsforce: its queries and records, source tracking, and what it refuses.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { appOf, callbackUrl, keysOf, orderFault, rest, signIn, valueAt } from './sign-in.ts';
import { brokenFiles, packageXml, widgetFiles, zipOf } from './widget-package.ts';

let running: RunningLocalOrg;
let production: Connection;
let sandbox: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl], forceApp: null });
  production = await signIn(running, { who: 'admin' });
  sandbox = await signIn(running, { who: 'admin', kind: 'sandbox' });
});
afterAll(() => running.stop());

const base = '/services/data/v67.0/tooling';
const single = { singlePackage: true, rollbackOnError: true };
// As the Salesforce CLI asks.
const members =
  'SELECT MemberIdOrName, MemberType, MemberName, IsNameObsolete, RevisionCounter, IsNewMember, ChangedBy, LastModifiedDate FROM SourceMember WHERE RevisionCounter > ';
const changesSince = async (counter: number) =>
  (await sandbox.tooling.query<Record<string, unknown>>(`${members}${counter}`)).records;
const lastCounter = async () =>
  Math.max(0, ...(await changesSince(0)).map((row) => Number(row['RevisionCounter'])));

// A public API sample collection, 2018: a tooling query has size, queryLocator and entityTypeName around its rows.
test('answers a query with the keys of the recorded answer and tooling addresses', async () => {
  const soql = 'SELECT IsSourceTrackingSandboxesEnabled FROM SourceTrackingSettings';
  const { body } = await rest(production, `${base}/query?q=${encodeURIComponent(soql)}`);
  expect(keysOf(body)).toEqual(['size', 'totalSize', 'done', 'queryLocator', 'entityTypeName', 'records']);
  expect(body).toMatchObject({
    size: 1,
    totalSize: 1,
    done: true,
    queryLocator: null,
    entityTypeName: 'SourceTrackingSettings',
    records: [
      {
        attributes: {
          type: 'SourceTrackingSettings',
          url: expect.stringMatching(
            /^\/services\/data\/v67\.0\/tooling\/sobjects\/SourceTrackingSettings\/\w{18}$/,
          ),
        },
        IsSourceTrackingSandboxesEnabled: true,
      },
    ],
  });
});

test('keeps its objects out of the data API, and those of the data API out of itself', async () => {
  const isRefused = { errorCode: 'INVALID_TYPE', message: expect.stringContaining('is not supported') };
  await expect(sandbox.query('SELECT Id FROM SourceMember')).rejects.toMatchObject(isRefused);
  await expect(sandbox.tooling.query('SELECT Id FROM Account')).rejects.toMatchObject(isRefused);
  expect((await rest(sandbox, '/services/data/v67.0/sobjects/SourceMember/describe')).status).toBe(404);
  const { sobjects } = await sandbox.tooling.describeGlobal();
  const names = sobjects.map(({ name }) => name);
  expect(names).toContain('SourceMember');
  expect(names).not.toContain('Account');
});

test('has no source tracking in production, in the words the CLI looks for', async () => {
  const { status, body } = await rest(production, `${base}/sobjects/SourceMember/describe`);
  expect([status, body]).toEqual([
    404,
    [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
  ]);
  await expect(production.tooling.query('SELECT Id FROM SourceMember')).rejects.toMatchObject({
    errorCode: 'INVALID_TYPE',
  });
});

test('describes SourceMember in a sandbox', async () => {
  const { fields, name, urls } = await sandbox.tooling.describe('SourceMember');
  expect(name).toBe('SourceMember');
  expect(fields.map((field) => field.name)).toEqual(
    expect.arrayContaining(['MemberName', 'RevisionCounter']),
  );
  expect(Object.values(urls).every((url) => !/v67\.0\/sobjects/.test(url))).toBe(true);
});

test('records each change of a component once, with a counter that rises', async () => {
  const before = await lastCounter();
  await sandbox.metadata.deploy(zipOf(widgetFiles), single);
  const rows = await changesSince(before);
  expect(rows.map((row) => `${String(row['MemberType'])} ${String(row['MemberName'])}`).toSorted()).toEqual([
    'CustomField Widget__c.Size__c',
    'CustomObject Widget__c',
    'PermissionSet Widget_User',
  ]);
  const { user_id: userId } = await sandbox.identity();
  expect(rows.every((row) => row['ChangedBy'] === userId.slice(0, 15))).toBe(true);
  expect(rows.every((row) => row['IsNameObsolete'] === false && row['IsNewMember'] === true)).toBe(true);

  const counter = await lastCounter();
  const changed =
    widgetFiles['permissionsets/Widget_User.permissionset']?.replace('Widget User', 'Widget Owner') ?? '';
  await sandbox.metadata.deploy(
    zipOf({ ...widgetFiles, 'permissionsets/Widget_User.permissionset': changed }),
    single,
  );
  const again = (await changesSince(counter)).filter((row) => row['MemberName'] === 'Widget_User');
  expect(again).toEqual([expect.objectContaining({ IsNewMember: false })]);
});

test('does not take what an org starts with for changes', async () => {
  const other = await startLocalOrg({ callbackUrls: [callbackUrl] });
  try {
    const admin = await signIn(other, { who: 'admin', kind: 'sandbox' });
    expect((await admin.metadata.list([{ type: 'CustomObject' }])).map(({ fullName }) => fullName)).toContain(
      'Booking__c',
    );
    expect((await admin.tooling.query(`${members}0`)).totalSize).toBe(0);
  } finally {
    await other.stop();
  }
});

test('records nothing of a validation or of a deploy that failed', async () => {
  const before = await lastCounter();
  await sandbox.metadata.deploy(zipOf(widgetFiles), { ...single, checkOnly: true });
  await sandbox.metadata.deploy(zipOf(brokenFiles), single);
  expect(await changesSince(before)).toEqual([]);
});

test('marks what was deleted as obsolete', async () => {
  const before = await lastCounter();
  const files = {
    'package.xml': packageXml({}),
    'destructiveChangesPost.xml': packageXml({ PermissionSet: ['Widget_User'] }),
  };
  await sandbox.metadata.deploy(zipOf(files), single);
  expect(await changesSince(before)).toEqual([
    expect.objectContaining({ MemberName: 'Widget_User', MemberType: 'PermissionSet', IsNameObsolete: true }),
  ]);
});

test('sets the counter of a row back, as the CLI does in a fresh scratch org', async () => {
  const [row] = (
    await sandbox.tooling.query('SELECT Id, MemberName FROM SourceMember WHERE RevisionCounter > 0')
  ).records;
  const id = String(row?.Id);
  await sandbox.tooling.sobject('SourceMember').update({ Id: id, RevisionCounter: 0 });
  const rows = await sandbox.tooling.query(
    `SELECT Id FROM SourceMember WHERE RevisionCounter > 0 AND Id = '${id}'`,
  );
  expect(rows.totalSize).toBe(0);
});

test('lets users without Customize Application look, but change nothing', async () => {
  const standard = await signIn(running, { who: 'standard', kind: 'sandbox' });
  expect((await standard.tooling.query(`${members}0`)).done).toBe(true);
  const answer = await rest(standard, `${base}/sobjects/PackageInstallRequest`, {
    body: { SubscriberPackageVersionKey: '04t5e000000AbCd' },
  });
  expect([answer.status, valueAt(answer.body, 0, 'errorCode')]).toEqual([
    400,
    'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
  ]);
});

test.each([
  ['GET', '/executeAnonymous?anonymousBody=x'],
  ['POST', '/runTestsSynchronous'],
  ['GET', '/sobjects/ApexClass/describe'],
])('names %s %s as something it does not have', async (method, path) => {
  const answer = await rest(sandbox, `${base}${path}`, {
    method,
    ...(method === 'POST' ? { body: {} } : {}),
  });
  expect([answer.status, valueAt(answer.body, 0, 'errorCode')]).toEqual([501, 'NOT_IMPLEMENTED']);
});

test('knows no other resources', async () => {
  expect((await rest(sandbox, `${base}/coffee`)).status).toBe(404);
  expect((await rest(sandbox, `${base}/sobjects/Coffee/describe`)).status).toBe(404);
});

test('meets faults and is counted under its own name', async () => {
  await orderFault(running, { kind: 'unavailable', on: 'tooling' });
  expect((await rest(sandbox, `${base}/sobjects`)).status).toBe(503);
  await fetch(`${running.login.production}/__local/calls`, { method: 'DELETE' });
  const answer = await rest(sandbox, `${base}/sobjects`);
  expect(answer.headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/100000$/);
  const counts: unknown = await (await fetch(`${running.login.production}/__local/calls`)).json();
  expect(valueAt(counts, 'byClient', appOf(running).clientId, 'byResource')).toEqual({ tooling: 1 });
});
