// Packages through jsforce, as the Salesforce CLI installs them: a version asked for by its id, a request, and what is
// installed afterwards.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';
import { brokenFiles, widgetFiles } from './widget-package.ts';

const folder = mkdtempSync(join(tmpdir(), 'local-org-packages-'));
const widgets = '04t5e000000Widg';
const newerWidgets = '04t5e000000WidN';
const locked = '04t5e000000Lock';
const broken = '04t5e000000Brok';
const tooling = '/services/data/v67.0/tooling';
const time = { now: Date.parse('2026-11-23T10:00:00Z') };

let running: RunningLocalOrg;
let admin: Connection;

function writeFiles(name: string, files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return join(folder, name);
}

beforeAll(async () => {
  const files = writeFiles('widgets', widgetFiles);
  running = await startLocalOrg({
    callbackUrls: [callbackUrl],
    forceApp: null,
    now: () => new Date(time.now),
    orgSpeed: { deployMs: 5_000 },
    packages: [
      { name: 'Widgets', versionId: widgets, folder: files },
      { name: 'Widgets', versionId: newerWidgets, versionNumber: '1.1.0.3', folder: files },
      { name: 'Locked', versionId: locked, installationKey: "open 'sesame'", folder: files },
      { name: 'Broken', versionId: broken, folder: writeFiles('broken', brokenFiles) },
    ],
  });
  admin = await signIn(running, { who: 'admin' });
});
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true });
});

const versionOf = (id: string, more = '') =>
  admin.tooling.query<Record<string, unknown>>(
    `SELECT Name,MajorVersion,RemoteSiteSettings,CspTrustedSites,Package2ContainerOptions,InstallValidationStatus FROM SubscriberPackageVersion WHERE Id ='${id}'${more}`,
  );
// As @salesforce/packaging sends it.
const order = (key: string, more: Record<string, unknown> = {}) =>
  rest(admin, `${tooling}/sobjects/PackageInstallRequest`, {
    body: {
      ApexCompileType: 'all',
      EnableRss: false,
      NameConflictResolution: 'Block',
      PackageInstallSource: 'U',
      SecurityType: 'None',
      UpgradeType: 'mixed-mode',
      SubscriberPackageVersionKey: key,
      ...more,
    },
  });
const requestOf = async (id: unknown) =>
  (await rest(admin, `${tooling}/sobjects/PackageInstallRequest/${String(id)}`)).body;
const installed = async () =>
  (
    await admin.tooling.query(
      'SELECT Id, SubscriberPackageId, SubscriberPackage.NamespacePrefix, SubscriberPackage.Name, SubscriberPackageVersion.Id, SubscriberPackageVersion.Name, SubscriberPackageVersion.MajorVersion, SubscriberPackageVersion.MinorVersion, SubscriberPackageVersion.PatchVersion, SubscriberPackageVersion.BuildNumber, SubscriberPackageVersion.IsManaged, SubscriberPackageVersion.Package2ContainerOptions FROM InstalledSubscriberPackage ORDER BY SubscriberPackageId',
    )
  ).records;
const describe = async () => (await rest(admin, '/services/data/v67.0/sobjects/Widget__c/describe')).status;

test('describes a version that can be installed', async () => {
  const { records } = await versionOf(widgets);
  expect(records).toMatchObject([
    {
      MajorVersion: 1,
      RemoteSiteSettings: { settings: [] },
      CspTrustedSites: { settings: [] },
      Package2ContainerOptions: 'Unlocked',
      InstallValidationStatus: 'NO_ERRORS_DETECTED',
    },
  ]);
});

test('installs: the request is in progress, then successful, and the metadata is in the org', async () => {
  expect(await installed()).toEqual([]);
  const { status, body } = await order(widgets);
  expect([status, valueAt(body, 'success')]).toEqual([201, true]);
  const id = valueAt(body, 'id');
  expect(id).toMatch(/^0Hf\w{15}$/);
  expect(await requestOf(id)).toMatchObject({
    Status: 'IN_PROGRESS',
    SubscriberPackageVersionKey: widgets,
    Errors: null,
  });
  expect(await describe()).toBe(404);
  time.now += 6_000;
  expect(await requestOf(id)).toMatchObject({ Status: 'SUCCESS' });
  expect(await describe()).toBe(200);
  expect(await installed()).toMatchObject([
    {
      SubscriberPackage: { Name: 'Widgets', NamespacePrefix: null },
      SubscriberPackageVersion: {
        MajorVersion: 1,
        MinorVersion: 0,
        PatchVersion: 0,
        BuildNumber: 1,
        IsManaged: false,
      },
    },
  ]);
});

test('puts a newer version in the place of the older one', async () => {
  await order(newerWidgets);
  time.now += 6_000;
  const rows = await installed();
  expect(rows).toMatchObject([{ SubscriberPackageVersion: { MinorVersion: 1, BuildNumber: 3 } }]);
  expect(rows).toHaveLength(1);
});

test('ends with the reasons when the metadata cannot be deployed', async () => {
  const { body } = await order(broken);
  time.now += 6_000;
  const request = await requestOf(valueAt(body, 'id'));
  expect(request).toMatchObject({ Status: 'ERROR' });
  expect(valueAt(request, 'Errors', 'errors', 0, 'message')).toMatch(/no CustomObject named Nope__c found/);
  expect(await installed()).toHaveLength(1);
});

// https://github.com/forcedotcom/cli/issues/2882, https://github.com/forcedotcom/packaging/pull/580 (2024-05-30)
test('asks for the installation key, and refuses a wrong one', async () => {
  await expect(versionOf(locked)).rejects.toMatchObject({
    message:
      'Please provide installationkey when querying against SubscriberPackageVersion that is protected by installationkey',
  });
  await expect(versionOf(locked, " AND InstallationKey ='wrong'")).rejects.toMatchObject({
    message: 'Invalid InstallationKey for SubscriberPackageVersion',
  });
  expect((await versionOf(locked, " AND InstallationKey ='open \\'sesame\\''")).totalSize).toBe(1);
  expect((await order(locked, { Password: 'wrong' })).status).toBe(400);
  const { status, body } = await order(locked, { Password: "open \\'sesame\\'" });
  expect(status).toBe(201);
  expect(valueAt(await requestOf(valueAt(body, 'id')), 'Password')).toBeNull();
});

test('fails for a version nobody has, as Salesforce does', async () => {
  const soql = "SELECT Id FROM SubscriberPackageVersion WHERE Id ='04t5e000000NoNo'";
  const asked = await rest(admin, `${tooling}/query?q=${encodeURIComponent(soql)}`);
  expect([asked.status, valueAt(asked.body, 0, 'errorCode')]).toEqual([500, 'UNKNOWN_EXCEPTION']);
  const ordered = await order('04t5e000000NoNo');
  expect([ordered.status, valueAt(ordered.body, 0, 'errorCode')]).toEqual([400, 'PACKAGE_UNAVAILABLE']);
});

test('takes no other form of query about versions', async () => {
  await expect(admin.tooling.query('SELECT Id FROM SubscriberPackageVersion')).rejects.toMatchObject({
    errorCode: 'MALFORMED_QUERY',
    message: expect.stringContaining(
      'Implementation restriction: You can only perform queries of the form Id',
    ),
  });
});
