// Person Accounts: one record that is an account and a contact.
// https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_guidelines_personaccounts.htm (2026-11-24)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { connect, connectToHub, finished, orderScratch } from './hub-client.ts';
import { deploy, text, xml } from './metadata-client.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let personType = '';
let companyType = '';

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl], features: ['PersonAccounts'] });
  admin = await signIn(running, { who: 'admin' });
  const idOf = async (where: string) =>
    (await findOne(admin, `SELECT Id FROM RecordType WHERE SobjectType = 'Account' AND ${where}`))['Id'] ??
    '';
  personType = await idOf('IsPersonType = true');
  companyType = await idOf("DeveloperName = 'Business_Account'");
});
afterAll(() => running.stop());

const person = { FirstName: 'Ana', LastName: 'Silva', PersonEmail: 'ana@silva.example' };
const read = (id: string, names: string) => findOne(admin, `SELECT ${names} FROM Account WHERE Id = '${id}'`);

test('describes the fields of persons on Account and marks contacts', async () => {
  const account = await admin.describe('Account');
  const named = (name: string) => account.fields.find((field) => field.name === name);
  expect(named('IsPersonAccount')).toMatchObject({ type: 'boolean', createable: false });
  expect(named('PersonContactId')).toMatchObject({ referenceTo: ['Contact'], createable: false });
  expect(named('PersonEmail')).toMatchObject({ type: 'email', createable: true, nillable: true });
  expect(named('LastName')).toMatchObject({ nillable: true, createable: true });
  expect(named('PersonMailingCity')).toMatchObject({ compoundFieldName: 'PersonMailingAddress' });
  const contact = await admin.describe('Contact');
  expect(contact.fields.map(({ name }) => name)).toContain('IsPersonAccount');
  const plain = await startLocalOrg({ callbackUrls: [callbackUrl] });
  const other = await (await signIn(plain)).describe('Account');
  await plain.stop();
  expect(other.fields.map(({ name }) => name)).not.toContain('IsPersonAccount');
});

test('makes a contact along with a person, by the record type or by the last name alone', async () => {
  for (const values of [person, { ...person, RecordTypeId: personType }]) {
    const id = await create(admin, 'Account', { ...values, PersonMailingCity: 'Porto' });
    const made = await read(id, 'Name, IsPersonAccount, RecordTypeId, PersonContactId, PersonEmail');
    expect(made).toMatchObject({ Name: 'Ana Silva', IsPersonAccount: true, RecordTypeId: personType });
    expect(
      await findOne(
        admin,
        `SELECT FirstName, Name, Email, MailingCity, AccountId, IsPersonAccount FROM Contact WHERE Id = '${made['PersonContactId'] ?? ''}'`,
      ),
    ).toMatchObject({
      FirstName: 'Ana',
      Name: 'Ana Silva',
      Email: 'ana@silva.example',
      MailingCity: 'Porto',
      AccountId: id,
      IsPersonAccount: true,
    });
  }
  const company = await create(admin, 'Account', { Name: 'Silva Lda' });
  expect(await read(company, 'IsPersonAccount, RecordTypeId, PersonContactId')).toMatchObject({
    IsPersonAccount: false,
    RecordTypeId: companyType,
    PersonContactId: null,
  });
});

// https://github.com/dhoechst/Salesforce-Test-Factory/issues/14 and https://github.com/texei/texei-sfdx-plugin/issues/51
test('refuses a name for a person and what belongs to persons for a company', async () => {
  const post = (values: object) => refusalOf(admin.sobject('Account').create({ ...values }));
  expect(await post({ ...person, Name: 'Ana Silva', RecordTypeId: personType })).toEqual({
    errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    message:
      'Unable to create/update fields: Name. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
    fields: ['Name'],
  });
  expect(await post({ Name: 'Silva Lda', PersonEmail: 'a@silva.example' })).toEqual({
    errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    message: 'Account: bad field names on insert/update call: PersonEmail',
    fields: ['PersonEmail'],
  });
  expect((await post({ FirstName: 'Ana', RecordTypeId: personType })).message).toBe(
    'Required fields are missing: [LastName]',
  );
});

test('writes what changes on one of the two to the other one', async () => {
  const id = await create(admin, 'Account', person);
  const contactId = (await read(id, 'PersonContactId'))['PersonContactId'] ?? '';
  await admin.sobject('Account').update({ Id: id, LastName: 'Costa', PersonTitle: 'Baker' });
  expect(await findOne(admin, `SELECT Name, Title FROM Contact WHERE Id = '${contactId}'`)).toMatchObject({
    Name: 'Ana Costa',
    Title: 'Baker',
  });
  await admin.sobject('Contact').update({ Id: contactId, Email: 'new@silva.example' });
  expect(await read(id, 'Name, PersonEmail')).toMatchObject({
    Name: 'Ana Costa',
    PersonEmail: 'new@silva.example',
  });
});

// https://github.com/sfb2csolutionarchitects/b2c-crm-sync/issues/14; the page of the guide named above
test("keeps a person's contact with its account", async () => {
  const id = await create(admin, 'Account', person);
  const contactId = (await read(id, 'PersonContactId'))['PersonContactId'] ?? '';
  const company = await create(admin, 'Account', { Name: 'Silva Lda' });
  const contacts = admin.sobject('Contact');
  expect(await refusalOf(contacts.update({ Id: contactId, AccountId: company }))).toMatchObject({
    errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    message: 'Account: bad field names on insert/update call: AccountId',
  });
  expect((await refusalOf(contacts.destroy(contactId))).errorCode).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
  expect((await refusalOf(contacts.create({ LastName: 'Other', AccountId: id }))).errorCode).toBe(
    'FIELD_INTEGRITY_EXCEPTION',
  );
  await admin.sobject('Account').destroy(id);
  const { totalSize } = await admin.query(`SELECT Id FROM Contact WHERE Id = '${contactId}'`);
  expect(totalSize).toBe(0);
  expect(
    await refusalOf(admin.sobject('Account').update({ Id: company, RecordTypeId: personType, Phone: '1' })),
  ).toMatchObject({
    errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    message: 'Cannot specify any additional fields when marrying or separating a Person-Account',
  });
});

// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_recordtype.htm (2026-11-24)
test('takes further record types for persons, deployed for PersonAccount', async () => {
  const result = await deploy(admin, {
    types: { RecordType: ['PersonAccount.Patient'], Profile: ['Standard'] },
    files: {
      'objects/PersonAccount.object': xml(
        'CustomObject',
        '<recordTypes><fullName>Patient</fullName><active>true</active><label>Patient</label></recordTypes>',
      ),
      'profiles/Standard.profile': xml(
        'Profile',
        '<recordTypeVisibilities><default>false</default><personAccountDefault>true</personAccountDefault><recordType>PersonAccount.Patient</recordType><visible>true</visible></recordTypeVisibilities>',
      ),
    },
  });
  expect(result.failures).toEqual([]);
  const rep = await signIn(running, { who: 'standard' });
  const id = await create(rep, 'Account', person);
  expect(await read(id, 'IsPersonAccount, RecordType.DeveloperName')).toMatchObject({
    IsPersonAccount: true,
    RecordType: { DeveloperName: 'Patient' },
  });
});

test('meets a person by an event, and shows custom contact fields as __pc', async () => {
  const result = await deploy(admin, {
    types: { CustomField: ['Contact.Nick__c'], PermissionSet: ['Nick'] },
    files: {
      'objects/Contact.object': xml('CustomObject', text('Nick__c')),
      'permissionsets/Nick.permissionset': xml(
        'PermissionSet',
        '<fieldPermissions><editable>true</editable><field>Contact.Nick__c</field><readable>true</readable></fieldPermissions><label>Nick</label>',
      ),
    },
  });
  expect(result.failures).toEqual([]);
  const set = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Nick'");
  const me = await findOne(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
  await create(admin, 'PermissionSetAssignment', { AssigneeId: me['Id'], PermissionSetId: set['Id'] });
  const id = await create(admin, 'Account', { ...person, Nick__pc: 'Nita' });
  const contactId = (await read(id, 'PersonContactId'))['PersonContactId'] ?? '';
  expect(await findOne(admin, `SELECT Nick__c FROM Contact WHERE Id = '${contactId}'`)).toMatchObject({
    Nick__c: 'Nita',
  });
  const event = await create(admin, 'Event', {
    Subject: 'Call',
    WhoId: contactId,
    StartDateTime: '2026-12-01T10:00:00Z',
    DurationInMinutes: 30,
  });
  expect(await findOne(admin, `SELECT AccountId FROM Event WHERE Id = '${event}'`)).toMatchObject({
    AccountId: id,
  });
});

test('lets one graph make a person, read its contact and meet it', async () => {
  const base = '/services/data/v67.0/sobjects';
  const compositeRequest = [
    { method: 'POST', url: `${base}/Account`, referenceId: 'person', body: person },
    { method: 'GET', url: `${base}/Account/@{person.id}?fields=PersonContactId`, referenceId: 'made' },
    {
      method: 'POST',
      url: `${base}/Event`,
      referenceId: 'event',
      body: {
        Subject: 'Call',
        WhoId: '@{made.PersonContactId}',
        StartDateTime: '2026-12-01T10:00:00Z',
        DurationInMinutes: 30,
      },
    },
  ];
  const { body } = await rest(admin, '/services/data/v67.0/composite/graph', {
    body: { graphs: [{ graphId: 'g', compositeRequest }] },
  });
  expect(valueAt(body, 'graphs', 0, 'isSuccessful')).toBe(true);
  const entries = ['graphs', 0, 'graphResponse', 'compositeResponse'] as const;
  const event = String(valueAt(body, ...entries, 2, 'body', 'id'));
  expect(await findOne(admin, `SELECT WhoId, AccountId FROM Event WHERE Id = '${event}'`)).toMatchObject({
    WhoId: valueAt(body, ...entries, 1, 'body', 'PersonContactId'),
    AccountId: valueAt(body, ...entries, 0, 'body', 'id'),
  });
});

test('gives scratch orgs the features of their definition', async () => {
  const hub = await connectToHub(running);
  const info = await finished(
    hub,
    await orderScratch(hub, running, { Features: 'PersonAccounts;StateAndCountryPicklist' }),
  );
  const scratch = await connect(running, String(info['LoginUrl']), String(info['SignupUsername']));
  const id = await create(scratch, 'Account', { ...person, PersonMailingCountryCode: 'PT' });
  expect(
    await findOne(
      scratch,
      `SELECT IsPersonAccount, PersonMailingCountry, RecordType.DeveloperName FROM Account WHERE Id = '${id}'`,
    ),
  ).toMatchObject({
    IsPersonAccount: true,
    PersonMailingCountry: 'Portugal',
    RecordType: { DeveloperName: 'PersonAccount' },
  });
});
