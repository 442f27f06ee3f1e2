// Record types: in describes, on create and update, and the picklist values each leaves.
// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_recordtype.htm (2026-11-24)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, field, retrieve, xml } from './metadata-client.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let rep: Connection;
const data = '/services/data/v67.0';

const values = (...names: string[]) =>
  names
    .map((name) => {
      const isDefault = name.startsWith('*');
      return `<values><fullName>${isDefault ? name.slice(1) : name}</fullName><default>${String(isDefault)}</default></values>`;
    })
    .join('');

const recordType = (name: string, inner: string) =>
  `<recordTypes><fullName>${name}</fullName><active>true</active><businessProcess>Web Process</businessProcess><label>${name} Lead</label>${inner}</recordTypes>`;

const picklist = (name: string, restricted: boolean, names: string[]) =>
  field(
    name,
    `<type>Picklist</type><valueSet><restricted>${String(restricted)}</restricted><valueSetDefinition><sorted>false</sorted>${names
      .map(
        (value) =>
          `<value><fullName>${value}</fullName><default>false</default><label>${value}</label></value>`,
      )
      .join('')}</valueSetDefinition></valueSet>`,
  );

const leadObject = xml(
  'CustomObject',
  [
    `<businessProcesses><fullName>Web Process</fullName><isActive>true</isActive>${values('Open - Not Contacted', '*Working - Contacted')}</businessProcesses>`,
    picklist('Channel__c', true, ['Chat', 'Form', 'Phone']),
    picklist('Mood__c', false, ['Sunny', 'Grey']),
    recordType(
      'Web',
      `<picklistValues><picklist>Channel__c</picklist>${values('*Chat', 'Form')}</picklistValues><picklistValues><picklist>Mood__c</picklist>${values('Sunny')}</picklistValues>`,
    ),
    recordType('Fair', ''),
  ].join('\n'),
);

const rights = xml(
  'PermissionSet',
  `${['Channel__c', 'Mood__c'].map((name) => `<fieldPermissions><editable>true</editable><field>Lead.${name}</field><readable>true</readable></fieldPermissions>`).join('')}
  <label>Lead Types</label>
  <recordTypeVisibilities><recordType>Lead.Web</recordType><visible>true</visible></recordTypeVisibilities>`,
);

const profile = xml(
  'Profile',
  '<recordTypeVisibilities><default>true</default><recordType>Lead.Fair</recordType><visible>true</visible></recordTypeVisibilities>',
);

let web = '';
let fair = '';

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  rep = await signIn(running, { who: 'standard' });
  const result = await deploy(admin, {
    types: { CustomObject: ['Lead'], PermissionSet: ['Lead_Types'], Profile: ['Standard'] },
    files: {
      'objects/Lead.object': leadObject,
      'permissionsets/Lead_Types.permissionset': rights,
      'profiles/Standard.profile': profile,
    },
  });
  if (!result.success) throw new Error(JSON.stringify(result.failures));
  const set = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Lead_Types'");
  const me = await findOne(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
  await admin.sobject('PermissionSetAssignment').create({ AssigneeId: me['Id'], PermissionSetId: set['Id'] });
  const { records } = await admin.query<Record<string, string>>(
    "SELECT Id, DeveloperName FROM RecordType WHERE SobjectType = 'Lead' AND IsActive = true ORDER BY Name",
  );
  [fair = '', web = ''] = records.map((record) => record['Id'] ?? '');
});
afterAll(() => running.stop());

test('shows each record type with what this user may do with it, the master record type last', async () => {
  const shown = async (user: Connection) => {
    const { body } = await rest(user, `${data}/sobjects/Lead/describe`);
    const infos = valueAt(body, 'recordTypeInfos');
    return (Array.isArray(infos) ? infos : []).map((info) =>
      ['developerName', 'name', 'available', 'defaultRecordTypeMapping', 'master'].map((key) =>
        valueAt(info, key),
      ),
    );
  };
  expect(await shown(admin)).toEqual([
    ['Fair', 'Fair Lead', false, false, false],
    ['Web', 'Web Lead', true, false, false],
    ['Master', 'Master', true, true, true],
  ]);
  expect(await shown(rep)).toEqual([
    ['Fair', 'Fair Lead', true, true, false],
    ['Web', 'Web Lead', false, false, false],
    ['Master', 'Master', true, false, true],
  ]);
  const { fields } = await admin.describe('Lead');
  expect(fields.find(({ name }) => name === 'RecordTypeId')).toMatchObject({
    type: 'reference',
    referenceTo: ['RecordType'],
    relationshipName: 'RecordType',
    nillable: true,
    createable: true,
  });
  const contact = await admin.describe('Contact');
  expect(contact.fields.map(({ name }) => name)).not.toContain('RecordTypeId');
});

test("gives a new record the user's default record type, or none", async () => {
  const person = { LastName: 'Default', Company: 'Acme' };
  const typeOf = async (id: string) =>
    (await findOne(admin, `SELECT Id, RecordTypeId FROM Lead WHERE Id = '${id}'`))['RecordTypeId'];
  expect(await typeOf(await create(rep, 'Lead', person))).toBe(fair);
  expect(await typeOf(await create(admin, 'Lead', person))).toBeNull();
  expect(
    await typeOf(await create(rep, 'Lead', { ...person, RecordTypeId: '012000000000000AAA' })),
  ).toBeNull();
});

// Captured in a public repository, 2022.
test('refuses a record type the user may not use', async () => {
  const body = { LastName: 'Refused', Company: 'Acme', RecordTypeId: fair };
  const answer = await rest(admin, `${data}/sobjects/Lead`, { body });
  expect(answer.status).toBe(400);
  expect(answer.bodyText).toBe(
    `[{"message":"Record Type ID: this ID value isn't valid for the user: ${fair}","errorCode":"INVALID_CROSS_REFERENCE_KEY","fields":["RecordTypeId"]}]`,
  );
  const account = await refusalOf(
    admin.sobject('Lead').create({ ...body, RecordTypeId: '001000000000001AAA' }),
  );
  expect(account.errorCode).toBe('FIELD_INTEGRITY_EXCEPTION');
});

test('takes from a restricted picklist only what the record type leaves, and its defaults', async () => {
  const person = { LastName: 'Values', Company: 'Acme', RecordTypeId: web };
  const refused = await refusalOf(admin.sobject('Lead').create({ ...person, Channel__c: 'Phone' }));
  expect(refused).toEqual({
    errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    message: 'Channel: bad value for restricted picklist field: Phone',
    fields: ['Channel__c'],
  });
  const id = await create(admin, 'Lead', { ...person, Mood__c: 'Grey' });
  expect(
    await findOne(
      admin,
      `SELECT Status, Channel__c, Mood__c, RecordType.DeveloperName FROM Lead WHERE Id = '${id}'`,
    ),
  ).toMatchObject({
    Status: 'Working - Contacted',
    Channel__c: 'Chat',
    Mood__c: 'Grey',
    RecordType: { DeveloperName: 'Web' },
  });
  const free = await create(admin, 'Lead', { LastName: 'Master', Company: 'Acme', Channel__c: 'Phone' });
  expect(await findOne(admin, `SELECT Status FROM Lead WHERE Id = '${free}'`)).toMatchObject({
    Status: 'Open - Not Contacted',
  });
});

test('lists the values of each record type with the layouts', async () => {
  const { body } = await rest(admin, `${data}/sobjects/Lead/describe/layouts`);
  const mappings = valueAt(body, 'recordTypeMappings');
  expect(Array.isArray(mappings) ? mappings.map((one) => valueAt(one, 'developerName')) : []).toEqual([
    'Fair',
    'Web',
    'Master',
  ]);
  const lists = valueAt(mappings, 1, 'picklistsForRecordType');
  const channel: unknown = Array.isArray(lists)
    ? lists.find((one) => valueAt(one, 'picklistName') === 'Channel__c')
    : undefined;
  expect(valueAt(channel, 'picklistValues')).toEqual([
    { active: true, defaultValue: true, label: 'Chat', validFor: null, value: 'Chat' },
    { active: true, defaultValue: false, label: 'Form', validFor: null, value: 'Form' },
  ]);
  expect((await rest(admin, `${data}/sobjects/Lead/describe/layouts/${web}`)).status).toBe(200);
  expect((await rest(admin, `${data}/sobjects/Lead/describe/layouts/012000000000001AAA`)).status).toBe(404);
});

test('gives record types back with the object, and who may use them with the profile', async () => {
  const { files } = await retrieve(admin, {
    RecordType: ['Lead.Fair', 'Lead.Web'],
    BusinessProcess: ['Lead.Web Process'],
    Profile: ['Standard'],
  });
  expect(files['objects/Lead.object']).toContain('<fullName>Web</fullName>');
  expect(files['objects/Lead.object']).toContain('<businessProcess>Web Process</businessProcess>');
  expect(files['profiles/Standard.profile']?.replaceAll(/\s+/g, '')).toContain(
    '<recordTypeVisibilities><default>true</default><recordType>Lead.Fair</recordType><visible>true</visible></recordTypeVisibilities>',
  );
});

// https://developer.salesforce.com/docs/atlas.en-us.uiapi.meta/uiapi/ui_api_responses_picklist_values.htm (2026-11-24)
test('answers the picklists of a record type to the User Interface API', async () => {
  const base = `${data}/ui-api/object-info/Lead/picklist-values/${web}`;
  const chat = { attributes: null, label: 'Chat', validFor: [], value: 'Chat' };
  const channel = {
    controllerValues: {},
    defaultValue: chat,
    url: `${base}/Channel__c`,
    values: [chat, { attributes: null, label: 'Form', validFor: [], value: 'Form' }],
  };
  expect((await rest(admin, `${base}/Channel__c`)).body).toMatchObject(channel);
  const all = await rest(admin, base);
  expect(valueAt(all.body, 'picklistFieldValues', 'Channel__c')).toMatchObject(channel);
  expect(typeof valueAt(all.body, 'eTag')).toBe('string');
  expect((await rest(admin, `${data}/ui-api/object-info/Lead`)).status).toBe(501);
});

test('says what is wrong with a record type that is deployed', async () => {
  const problemOf = async (types: string) => {
    const result = await deploy(
      admin,
      { types: { CustomObject: ['Lead'] }, files: { 'objects/Lead.object': xml('CustomObject', types) } },
      { checkOnly: true },
    );
    return result.failures.map(({ fullName, problem }) => `${fullName}: ${problem}`);
  };
  expect(
    await problemOf(
      '<recordTypes><fullName>Bare</fullName><active>true</active><label>Bare</label></recordTypes>',
    ),
  ).toEqual(['Lead.Bare: Required field is missing: businessProcess']);
  expect(
    await problemOf(
      recordType(
        'Wrong',
        `<picklistValues><picklist>Channel__c</picklist>${values('Pigeon')}</picklistValues>`,
      ),
    ),
  ).toEqual(['Lead.Wrong: Picklist value: Pigeon in picklist: Channel__c not found']);
});
