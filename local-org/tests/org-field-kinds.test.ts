// Fields of all kinds in describes and in records: dependent and multi-select picklists, formulas, encrypted text,
// defaults, lookups by external id.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, field, text, visitObject, visitSet } from './metadata-client.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { signIn, valueAt } from './sign-in.ts';
import { openVisitOrg } from './visit-org.ts';

let running: RunningLocalOrg;
let admin: Connection;

const choices = (names: string[], settings = '', restricted = true) =>
  `<valueSet>${settings === '' ? '' : `<controllingField>${settings.split('|')[0] ?? ''}</controllingField>`}<restricted>${String(restricted)}</restricted><valueSetDefinition><sorted>false</sorted>${names
    .map(
      (name) => `<value><fullName>${name}</fullName><default>false</default><label>${name}</label></value>`,
    )
    .join('')}</valueSetDefinition>${settings.split('|')[1] ?? ''}</valueSet>`;

const setting = (valueName: string, ...controlling: string[]) =>
  `<valueSettings>${controlling.map((value) => `<controllingFieldValue>${value}</controllingFieldValue>`).join('')}<valueName>${valueName}</valueName></valueSettings>`;

const fields: Record<string, string> = {
  Model__c: `<type>Picklist</type>${choices(['Alpha', 'Beta', 'Gamma'])}`,
  Color__c: `<type>Picklist</type>${choices(['Blue', 'Red', 'Green'], `Model__c|${setting('Blue', 'Beta')}${setting('Red', 'Alpha')}${setting('Green', 'Alpha', 'Beta')}`)}`,
  Urgent__c: '<type>Checkbox</type><defaultValue>true</defaultValue>',
  Reason__c: `<type>Picklist</type>${choices(['Late', 'Lost'], `Urgent__c|${setting('Late', 'checked')}`, false)}`,
  Extras__c: `<type>MultiselectPicklist</type>${choices(['Bell', 'Light', 'Lock'])}<visibleLines>4</visibleLines>`,
  Key__c:
    '<type>Text</type><length>20</length><externalId>true</externalId><unique>true</unique><caseSensitive>false</caseSensitive>',
  Before__c:
    '<type>Lookup</type><referenceTo>Visit__c</referenceTo><relationshipName>Followers</relationshipName>',
  Needed__c: '<type>Text</type><length>20</length><required>true</required>',
  Origin__c: '<type>Text</type><length>20</length><defaultValue>"web"</defaultValue>',
  Due__c: '<type>Date</type><defaultValue>TODAY() + 7</defaultValue>',
  Double__c: '<type>Number</type><precision>18</precision><scale>1</scale><formula>Guests__c * 2</formula>',
  Title__c: '<type>Text</type><formula>Name &amp; " / " &amp; TEXT(Double__c)</formula>',
  Old__c: '<type>Text</type><formula>Before__r.Name</formula>',
  Secret__c:
    '<type>EncryptedText</type><length>40</length><maskChar>asterisk</maskChar><maskType>lastFour</maskType>',
  Story__c: '<type>Html</type><length>1000</length><visibleLines>10</visibleLines>',
};

beforeAll(async () => {
  ({ running, admin } = await openVisitOrg());
  const visible = Object.keys(fields).filter((name) => name !== 'Needed__c');
  const result = await deploy(admin, {
    types: { CustomObject: ['Visit__c'], PermissionSet: ['Visit_Maker'] },
    files: {
      'objects/Visit__c.object': visitObject(
        [text('Code__c'), field('Guests__c', '<type>Number</type><precision>4</precision><scale>0</scale>')]
          .concat(Object.entries(fields).map(([name, inner]) => field(name, inner)))
          .join('\n'),
      ),
      'permissionsets/Visit_Maker.permissionset': visitSet(
        ['Code__c', 'Guests__c', ...visible].map((name) => `Visit__c.${name}`),
      ),
    },
  });
  if (!result.success) throw new Error(JSON.stringify(result.failures));
});
afterAll(() => running.stop());

const fieldNamed = async (name: string) => {
  const found = (await admin.describe('Visit__c')).fields.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

type Choice = { value: string; validFor: string | null };

const choicesOf = (described: { picklistValues?: unknown }): Choice[] =>
  (Array.isArray(described.picklistValues) ? described.picklistValues : []).map((one: unknown) => {
    const validFor = valueAt(one, 'validFor');
    return { value: String(valueAt(one, 'value')), validFor: typeof validFor === 'string' ? validFor : null };
  });

const visit = { Name: 'First', Needed__c: 'yes' };
const read = (id: string, names: string) =>
  findOne(admin, `SELECT ${names} FROM Visit__c WHERE Id = '${id}'`);

// The bits are read as the documentation of DescribeSObjectResult does it:
// https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm (2026-11-24)
test('shows which values of a dependent picklist go with which of the controlling field', async () => {
  const color = await fieldNamed('Color__c');
  expect(color).toMatchObject({ controllerName: 'Model__c', dependentPicklist: true });
  const goesWith = (validFor: string | null, place: number) =>
    ((Buffer.from(validFor ?? '', 'base64')[place >> 3] ?? 0) & (0x80 >> (place % 8))) !== 0;
  const models = choicesOf(await fieldNamed('Model__c'));
  const table = choicesOf(color).map(({ value, validFor }) => [
    value,
    models.filter((_, place) => goesWith(validFor, place)).map((model) => model.value),
  ]);
  expect(table).toEqual([
    ['Blue', ['Beta']],
    ['Red', ['Alpha']],
    ['Green', ['Alpha', 'Beta']],
  ]);
  expect(models.map(({ validFor }) => validFor)).toEqual([null, null, null]);
  const reason = await fieldNamed('Reason__c');
  expect(reason.controllerName).toBe('Urgent__c');
  // Unchecked is the first place, checked the second; nothing is said of Lost.
  expect(choicesOf(reason).map(({ validFor }) => [goesWith(validFor, 0), goesWith(validFor, 1)])).toEqual([
    [false, true],
    [false, false],
  ]);
});

test('takes through the API what the controlling value would not offer on a page', async () => {
  const id = await create(admin, 'Visit__c', { ...visit, Model__c: 'Alpha', Color__c: 'Blue' });
  expect(await read(id, 'Color__c')).toMatchObject({ Color__c: 'Blue' });
});

test('keeps several values in the order of the picklist and refuses one it does not have', async () => {
  const id = await create(admin, 'Visit__c', { ...visit, Extras__c: 'Lock;Bell; Lock' });
  expect(await read(id, 'Extras__c')).toMatchObject({ Extras__c: 'Bell;Lock' });
  expect(await refusalOf(admin.sobject('Visit__c').create({ ...visit, Extras__c: 'Bell;Horn' }))).toEqual({
    errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    message: 'Extras: bad value for restricted picklist field: Horn',
    fields: ['Extras__c'],
  });
});

test('finds a parent by its external id, and says when there is none', async () => {
  const first = await create(admin, 'Visit__c', { ...visit, Key__c: 'A-1' });
  const second = await create(admin, 'Visit__c', { ...visit, Name: 'Second', Before__r: { Key__c: 'a-1' } });
  expect(await read(second, 'Before__c, Old__c')).toMatchObject({ Before__c: first, Old__c: 'First' });
  // Seen in public reports: "Foreign key external ID: x not found for field Ext__c in entity Account".
  const refused = await refusalOf(
    admin.sobject('Visit__c').create({ ...visit, Before__r: { Key__c: 'none' } }),
  );
  expect(refused).toMatchObject({
    errorCode: 'INVALID_FIELD',
    message: 'Foreign key external ID: none not found for field Key__c in entity Visit__c',
  });
});

test('fills defaults, also those that are worked out', async () => {
  expect(await fieldNamed('Due__c')).toMatchObject({ defaultValueFormula: 'TODAY() + 7', nillable: true });
  expect(await fieldNamed('Needed__c')).toMatchObject({ nillable: false, permissionable: false });
  const id = await create(admin, 'Visit__c', visit);
  const made = await read(id, 'Origin__c, Urgent__c, Due__c, CreatedDate');
  expect(made).toMatchObject({ Origin__c: 'web', Urgent__c: true });
  const days =
    (Date.parse(made['Due__c'] ?? '') - Date.parse((made['CreatedDate'] ?? '').slice(0, 10))) / 864e5;
  expect(days).toBe(7);
  const empty = await create(admin, 'Visit__c', { ...visit, Origin__c: null });
  expect(await read(empty, 'Origin__c')).toMatchObject({ Origin__c: null });
});

test('works out formula fields when they are read, and lets nobody write them', async () => {
  expect(await fieldNamed('Title__c')).toMatchObject({
    calculated: true,
    calculatedFormula: 'Name & " / " & TEXT(Double__c)',
    createable: false,
    updateable: false,
    nillable: true,
    type: 'string',
    length: 1300,
  });
  const id = await create(admin, 'Visit__c', { ...visit, Guests__c: 3 });
  expect(await read(id, 'Double__c, Title__c')).toMatchObject({ Double__c: 6, Title__c: 'First / 6' });
  await admin.sobject('Visit__c').update({ Id: id, Guests__c: 4 });
  const { totalSize } = await admin.query(`SELECT Id FROM Visit__c WHERE Double__c > 7 AND Id = '${id}'`);
  expect(totalSize).toBe(1);
  expect((await refusalOf(admin.sobject('Visit__c').update({ Id: id, Double__c: 1 }))).errorCode).toBe(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
  );
});

// https://help.salesforce.com/s/articleView?id=sf.fields_about_encrypted_fields.htm (2026-11-24)
test('masks encrypted text for users without the permission, and does not filter by it', async () => {
  expect(await fieldNamed('Secret__c')).toMatchObject({
    type: 'encryptedstring',
    encrypted: true,
    mask: '*',
    maskType: 'lastFour',
    filterable: false,
    sortable: false,
  });
  const id = await create(admin, 'Visit__c', { ...visit, Secret__c: '4111-2222-3333' });
  expect(await read(id, 'Secret__c')).toMatchObject({ Secret__c: '****-****-3333' });
  expect((await refusalOf(admin.query("SELECT Id FROM Visit__c WHERE Secret__c = 'x'"))).errorCode).toBe(
    'INVALID_FIELD',
  );
});

test('marks rich text as such', async () => {
  expect(await fieldNamed('Story__c')).toMatchObject({ htmlFormatted: true, extraTypeInfo: 'richtextarea' });
});

test('stays fast with 500 custom fields on an object', async () => {
  const names = Array.from({ length: 480 }, (_, place) => `Extra_${place}__c`);
  const started = Date.now();
  const result = await deploy(admin, {
    types: { CustomField: names.map((name) => `Visit__c.${name}`), PermissionSet: ['Many'] },
    files: {
      'objects/Visit__c.object': `<?xml version="1.0" encoding="UTF-8"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">${names.map((name) => text(name)).join('')}</CustomObject>`,
      'permissionsets/Many.permissionset': visitSet(names.map((name) => `Visit__c.${name}`)),
    },
  });
  expect(result.failures).toEqual([]);
  const deployed = Date.now();
  const again = await signIn(running, { who: 'admin' });
  const set = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Many'");
  const me = await findOne(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
  await admin.sobject('PermissionSetAssignment').create({ AssigneeId: me['Id'], PermissionSetId: set['Id'] });
  const before = Date.now();
  for (let turn = 0; turn < 5; turn += 1)
    expect((await again.describe('Visit__c')).fields.length).toBeGreaterThan(490);
  for (let turn = 0; turn < 20; turn += 1) await create(again, 'Visit__c', { ...visit, Extra_7__c: 'x' });
  const perCall = (Date.now() - before) / 25;
  expect(deployed - started).toBeLessThan(15_000);
  expect(perCall).toBeLessThan(150);
}, 30_000);
