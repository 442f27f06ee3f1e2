// Components one by one, as jsforce reads and writes them: conn.metadata.list, read, create, update, upsert, delete.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';
import { faultOf, metadataCall } from './soap-call.ts';
import { widgetFiles, zipOf } from './widget-package.ts';

let running: RunningLocalOrg;
let admin: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl], forceApp: null });
  admin = await signIn(running, { who: 'admin' });
  await admin.metadata.deploy(zipOf(widgetFiles), { singlePackage: true });
});
afterAll(() => running.stop());

test('lists components with who changed them and when', async () => {
  const [found, ...others] = await admin.metadata.list([{ type: 'PermissionSet' }]);
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    type: 'PermissionSet',
    fullName: 'Widget_User',
    fileName: 'permissionsets/Widget_User.permissionset',
    manageableState: 'unmanaged',
    createdById: expect.stringMatching(/^005\w{15}$/),
    lastModifiedByName: 'Alex Admin',
  });
});

test('lists children and answers an unknown type by its name', async () => {
  const fields = await admin.metadata.list([{ type: 'CustomField' }]);
  expect(fields.map(({ fullName }) => fullName)).toContain('Widget__c.Size__c');
  await expect(admin.metadata.list([{ type: 'CoffeeMachine' }])).rejects.toMatchObject({
    errorCode: 'sf:INVALID_TYPE',
    message: 'INVALID_TYPE: Unknown type:CoffeeMachine',
  });
});

test('describes the types with their folders', async () => {
  const { metadataObjects, ...org } = await admin.metadata.describe();
  expect(metadataObjects).toContainEqual(
    expect.objectContaining({
      xmlName: 'CustomObject',
      directoryName: 'objects',
      suffix: 'object',
      inFolder: false,
      childXmlNames: expect.arrayContaining(['CustomField', 'ValidationRule']),
    }),
  );
  expect(org).toMatchObject({ partialSaveAllowed: true, testRequired: false });
});

test('reads an object with its fields, a field alone, and nothing for what is not there', async () => {
  const object = await admin.metadata.read('CustomObject', 'Widget__c');
  expect(object).toMatchObject({ fullName: 'Widget__c', label: 'Widget' });
  expect(valueAt(object, 'fields', 0, 'fullName')).toBe('Size__c');
  const [field, none] = await admin.metadata.read('CustomField', ['Widget__c.Size__c', 'Widget__c.Nope__c']);
  expect(field).toMatchObject({ fullName: 'Widget__c.Size__c', type: 'Number', precision: 5 });
  expect(valueAt(none, 'fullName')).toBeFalsy();
});

test('creates a field, which is there at once, and not a second time', async () => {
  const field = { fullName: 'Widget__c.Color__c', label: 'Color & <shade>', type: 'Text', length: 40 };
  expect(await admin.metadata.create('CustomField', field)).toEqual({
    errors: [],
    fullName: 'Widget__c.Color__c',
    success: true,
  });
  const [read] = await admin.metadata.read('CustomField', ['Widget__c.Color__c']);
  expect(read).toMatchObject({ label: 'Color & <shade>' });
  expect(await admin.metadata.create('CustomField', field)).toMatchObject({
    success: false,
    errors: [{ statusCode: 'DUPLICATE_DEVELOPER_NAME' }],
  });
});

test('takes several at once, one of which fails alone', async () => {
  const results = await admin.metadata.create('PermissionSet', [
    { fullName: 'Good_One', label: 'Good' },
    {
      fullName: 'Bad_One',
      label: 'Bad',
      objectPermissions: [
        {
          object: 'Nope__c',
          allowCreate: false,
          allowDelete: false,
          allowEdit: false,
          allowRead: true,
          modifyAllRecords: false,
          viewAllRecords: false,
        },
      ],
    },
  ]);
  expect(results.map(({ success }) => success)).toEqual([true, false]);
  const rows = await admin.query<{ Name: string }>(
    "SELECT Name FROM PermissionSet WHERE Name IN ('Good_One', 'Bad_One')",
  );
  expect(rows.records.map(({ Name }) => Name)).toEqual(['Good_One']);
});

test('updates what is there, upserts what is not, deletes', async () => {
  expect(await admin.metadata.update('PermissionSet', { fullName: 'Nobody', label: 'x' })).toMatchObject({
    success: false,
  });
  const upsert = (label: string) => admin.metadata.upsert('PermissionSet', { fullName: 'Comes', label });
  expect(await upsert('First')).toMatchObject({ success: true, created: true });
  expect(await upsert('Second')).toMatchObject({ success: true, created: false });
  const labelOf = async () =>
    (
      await admin.query<{ Label: string }>("SELECT Label FROM PermissionSet WHERE Name = 'Comes'")
    ).records.map(({ Label }) => Label);
  expect(await labelOf()).toEqual(['Second']);
  expect(await admin.metadata.delete('PermissionSet', 'Comes')).toMatchObject({ success: true });
  expect(await labelOf()).toEqual([]);
});

test('deletes an object with what is in it', async () => {
  await admin.metadata.create('CustomObject', {
    fullName: 'Gone__c',
    label: 'Gone',
    pluralLabel: 'Gone',
    nameField: { type: 'Text', label: 'Name' },
    deploymentStatus: 'Deployed',
    sharingModel: 'ReadWrite',
  });
  const describe = async () => (await rest(admin, '/services/data/v67.0/sobjects/Gone__c/describe')).status;
  expect(await describe()).toBe(200);
  expect(await admin.metadata.delete('CustomObject', 'Gone__c')).toMatchObject({ success: true });
  expect(await describe()).toBe(404);
});

test('refuses more than ten at once and names the operation it lacks', async () => {
  const names = Array.from({ length: 11 }, (_, at) => `Set_${at}`);
  await expect(admin.metadata.read('PermissionSet', names)).rejects.toMatchObject({
    errorCode: 'sf:LIMIT_EXCEEDED',
  });
  const rename = '<renameMetadata><type>PermissionSet</type></renameMetadata>';
  expect(faultOf(await metadataCall(admin, rename))).toEqual({
    status: 500,
    code: 'sf:NOT_IMPLEMENTED',
    message: 'NOT_IMPLEMENTED: The local org does not have the operation renameMetadata',
  });
});

test('writes and reads names and texts that look like XML as what they are', async () => {
  const fullName = 'a</fullName><x>';
  const site = { fullName, url: 'https://a.example"><y/>', isActive: true, disableProtocolSecurity: false };
  expect(await admin.metadata.create('RemoteSiteSetting', site)).toMatchObject({ fullName, success: true });
  expect(await admin.metadata.list({ type: 'RemoteSiteSetting' }, '67.0')).toMatchObject([
    { fullName, fileName: 'remoteSiteSettings/a%3C/fullName%3E%3Cx%3E.remoteSite' },
  ]);
  const read: unknown = await admin.metadata.read('RemoteSiteSetting', fullName);
  expect(read).toMatchObject({ fullName, url: 'https://a.example"><y/>' });
});
