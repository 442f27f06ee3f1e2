// Custom fields of kinds that behave differently: a number as external id, text keys in either case, and values of a
// multi-select picklist, which neither sort nor group.
// https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm (2026-11-24)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, xml } from './metadata-client.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, rest, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
const base = '/services/data/v67.0';

const values = ['z', 'a'].map(
  (name) => `<value><fullName>${name}</fullName><default>false</default><label>${name}</label></value>`,
);
const valueSet = `<valueSet><valueSetDefinition><sorted>false</sorted>${values.join('')}</valueSetDefinition></valueSet>`;
const fields: Record<string, string> = {
  Number__c:
    '<type>Number</type><precision>18</precision><scale>0</scale><externalId>true</externalId><unique>true</unique>',
  Key__c:
    '<type>Text</type><length>20</length><externalId>true</externalId><unique>true</unique><caseSensitive>false</caseSensitive>',
  Choices__c: `<type>MultiselectPicklist</type><visibleLines>3</visibleLines>${valueSet}`,
  Choice__c: `<type>Picklist</type>${valueSet}`,
};

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  const object = xml(
    'CustomObject',
    `<label>Gadget</label><pluralLabel>Gadgets</pluralLabel>
     <nameField><label>No</label><type>AutoNumber</type><displayFormat>G-{0000}</displayFormat></nameField>
     <deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel>
     ${Object.entries(fields)
       .map(
         ([name, inner]) =>
           `<fields><fullName>${name}</fullName><label>${name.slice(0, -3)}</label>${inner}</fields>`,
       )
       .join('')}`,
  );
  const rights = Object.keys(fields).map(
    (name) =>
      `<fieldPermissions><editable>true</editable><field>Gadget__c.${name}</field><readable>true</readable></fieldPermissions>`,
  );
  const set = xml(
    'PermissionSet',
    `${rights.join('')}<label>Gadgets</label>
     <objectPermissions><allowCreate>true</allowCreate><allowDelete>true</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>true</modifyAllRecords><object>Gadget__c</object><viewAllRecords>true</viewAllRecords></objectPermissions>`,
  );
  const files = { 'objects/Gadget__c.object': object, 'permissionsets/Gadgets.permissionset': set };
  const { failures } = await deploy(admin, {
    types: { CustomObject: ['Gadget__c'], PermissionSet: ['Gadgets'] },
    files,
  });
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  const me = await findOne(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
  const gadgets = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Gadgets'");
  await create(admin, 'PermissionSetAssignment', { AssigneeId: me['Id'], PermissionSetId: gadgets['Id'] });
});
afterAll(() => running.stop());

const upsert = async (field: string, records: object[]) => {
  const body = { records: records.map((record) => ({ attributes: { type: 'Gadget__c' }, ...record })) };
  return (await rest(admin, `${base}/composite/sobjects/Gadget__c/${field}`, { method: 'PATCH', body })).body;
};

test('finds a record again by a number, however it is written', async () => {
  expect(await upsert('Number__c', [{ Number__c: 5, Key__c: 'first' }])).toMatchObject([{ created: true }]);
  expect(await upsert('Number__c', [{ Number__c: 5, Key__c: 'second' }])).toMatchObject([{ created: false }]);
  expect(await upsert('Number__c', [{ Number__c: '5.0', Key__c: 'third' }])).toMatchObject([
    { created: false },
  ]);
  const one = await rest(admin, `${base}/sobjects/Gadget__c/Number__c/5?fields=Key__c`);
  expect(one).toMatchObject({ status: 200, body: { Key__c: 'third' } });
  expect((await rest(admin, `${base}/sobjects/Gadget__c/Number__c/five`)).status).toBe(404);
  const twice = { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] };
  expect(await upsert('Number__c', [{ Number__c: 6 }, { Number__c: '6.0' }])).toMatchObject([twice, twice]);
});

test('takes a text key in upper and lower case for the same, where the field does', async () => {
  const twice = { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] };
  expect(await upsert('Key__c', [{ Key__c: 'same' }, { Key__c: 'SAME' }])).toMatchObject([twice, twice]);
  expect(await upsert('Key__c', [{ Key__c: 'same' }])).toMatchObject([{ created: true }]);
  expect(await upsert('Key__c', [{ Key__c: 'SAME' }])).toMatchObject([{ created: false }]);
});

test('neither sorts nor groups by several choices, and sorts one choice as set up', async () => {
  for (const [Choice__c, Choices__c] of [
    ['a', 'a;z'],
    ['z', 'z'],
  ])
    await create(admin, 'Gadget__c', { Choice__c, Choices__c });
  const { records } = await admin.query<{ Choice__c: string }>(
    'SELECT Choice__c FROM Gadget__c WHERE Choices__c != null ORDER BY Choice__c',
  );
  expect(records.map(({ Choice__c }) => Choice__c)).toEqual(['z', 'a']);
  expect((await refusalOf(admin.query('SELECT Id FROM Gadget__c ORDER BY Choices__c'))).message).toContain(
    'can not be sorted',
  );
  const grouped = 'SELECT COUNT(Id) FROM Gadget__c GROUP BY Choices__c';
  expect((await refusalOf(admin.query(grouped))).message).toContain('can not be grouped');
});
