// Records that sharing hides or locks: organisation-wide defaults at the start or by a deploy, owners, roles, View All;
// and what only those see who may view Setup. Through jsforce and plain HTTP.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, xml } from './metadata-client.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, rest, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let rep: Connection;
let repId: string;
let adminId: string;

const base = '/services/data/v67.0';

beforeAll(async () => {
  running = await startLocalOrg({
    callbackUrls: [callbackUrl],
    sharing: { Lead: 'Private', Account: 'Private', Case: 'Read', Activity: 'Private' },
  });
  admin = await signIn(running, { who: 'admin' });
  rep = await signIn(running, { who: 'standard' });
  repId = String((await findOne(admin, "SELECT Id FROM User WHERE Username = 'rep@acme.example'"))['Id']);
  adminId = String((await findOne(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'"))['Id']);
});

afterAll(() => running.stop());

const makeLead = (LastName: string, by = admin) => create(by, 'Lead', { LastName, Company: 'x' });
const idsOf = async (connection: Connection, soql: string) =>
  (await connection.query<{ Id: string }>(soql)).records.map(({ Id }) => Id);
const when = { StartDateTime: '2026-12-01T10:00:00Z', DurationInMinutes: 30 };
const readOnly = {
  errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
  message: 'insufficient access rights on object id',
};

describe('a private object', () => {
  test('hides what others own: in queries, by id, as a parent', async () => {
    const theirs = await makeLead('Theirs');
    const mine = await makeLead('Mine', rep);
    const found = await idsOf(rep, 'SELECT Id FROM Lead');
    expect(found).toEqual([mine]);
    expect(await idsOf(admin, `SELECT Id FROM Lead WHERE Id IN ('${theirs}', '${mine}')`)).toHaveLength(2);
    expect(await rest(rep, `${base}/sobjects/Lead/${theirs}`)).toMatchObject({
      status: 404,
      body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
    });
  });

  // Captured in a public repository (2022): status 400, an id of 15 characters.
  test('refuses to link to it and to change it', async () => {
    const theirs = await makeLead('Linked');
    const crossReference = {
      errorCode: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
      message: `insufficient access rights on cross-reference id: ${theirs.slice(0, 15)}`,
    };
    const link = rep.sobject('Event').create({ Subject: 'x', WhoId: theirs, ...when });
    expect(await refusalOf(link)).toMatchObject(crossReference);
    expect(await refusalOf(rep.sobject('Lead').update({ Id: theirs, Phone: '1' }))).toMatchObject(
      crossReference,
    );
    expect(await refusalOf(rep.sobject('Lead').destroy(theirs))).toMatchObject(crossReference);
  });

  test('opens to whoever stands above the owner in the role hierarchy, and to no colleague of the same role', async () => {
    const roleOf = async (name: string) =>
      String((await findOne(admin, `SELECT Id FROM UserRole WHERE DeveloperName = '${name}'`))['Id']);
    const setRole = (Id: string, UserRoleId: string | null) =>
      admin.sobject('User').update({ Id, UserRoleId });
    const theirs = await makeLead('Below');
    const seen = `SELECT Id FROM Lead WHERE Id = '${theirs}'`;
    await setRole(repId, await roleOf('CEO'));
    await setRole(adminId, await roleOf('CEO'));
    expect(await idsOf(rep, seen)).toEqual([]);
    await setRole(adminId, await roleOf('VPNorthAmericanSales'));
    expect(await idsOf(rep, seen)).toEqual([theirs]);
    await rep.sobject('Lead').update({ Id: theirs, Phone: '1' });
    await setRole(repId, null);
    await setRole(adminId, null);
    expect(await idsOf(rep, seen)).toEqual([]);
  });

  test('shows all with View All, and gives all with Modify All, of a permission set', async () => {
    const theirs = await makeLead('Shown');
    const seen = `SELECT Id FROM Lead WHERE Id = '${theirs}'`;
    const set = await create(admin, 'PermissionSet', { Name: 'See_Leads', Label: 'See leads' });
    const right = await create(admin, 'ObjectPermissions', {
      ParentId: set,
      SobjectType: 'Lead',
      PermissionsRead: true,
      PermissionsViewAllRecords: true,
    });
    await create(admin, 'PermissionSetAssignment', { AssigneeId: repId, PermissionSetId: set });
    expect(await idsOf(rep, seen)).toEqual([theirs]);
    expect(await refusalOf(rep.sobject('Lead').update({ Id: theirs, Phone: '1' }))).toMatchObject(readOnly);
    await admin.sobject('ObjectPermissions').update({
      Id: right,
      PermissionsEdit: true,
      PermissionsDelete: true,
      PermissionsModifyAllRecords: true,
    });
    await rep.sobject('Lead').update({ Id: theirs, Phone: '1' });
    await admin.sobject('ObjectPermissions').destroy(right);
    expect(await idsOf(rep, seen)).toEqual([]);
  });

  test('tells nothing about a hidden record whose key is taken', async () => {
    const object = 'objects/Account.object';
    const key = `<fields><fullName>Key__c</fullName><label>Key</label><type>Text</type><length>20</length>
      <externalId>true</externalId><unique>true</unique></fields>`;
    const right = (name: string) =>
      `<fieldPermissions><field>Account.Key__c</field><editable>true</editable><readable>true</readable></fieldPermissions><label>${name}</label>`;
    const { failures } = await deploy(admin, {
      types: { CustomField: ['Account.Key__c'], PermissionSet: ['Keys'] },
      files: {
        [object]: xml('CustomObject', key),
        'permissionsets/Keys.permissionset': xml('PermissionSet', right('Keys')),
      },
    });
    expect(failures).toEqual([]);
    const set = String((await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Keys'"))['Id']);
    for (const AssigneeId of [repId, adminId])
      await create(admin, 'PermissionSetAssignment', { AssigneeId, PermissionSetId: set });
    await create(admin, 'Account', { Name: 'Keyed', Key__c: 'k1' });
    const path = `${base}/sobjects/Account/Key__c/k1`;
    expect((await rest(rep, path)).status).toBe(404);
    expect(await rest(rep, path, { method: 'PATCH', body: { Name: 'Mine' } })).toMatchObject({
      status: 400,
      body: [
        {
          errorCode: 'DUPLICATE_VALUE',
          message: 'duplicate value found: <unknown> duplicates value on record with id: <unknown>',
        },
      ],
    });
  });
});

test('a contact is as open as its account, and without one its owner’s', async () => {
  const AccountId = await create(admin, 'Account', { Name: 'Closed' });
  const closed = await create(admin, 'Contact', { LastName: 'Closed', AccountId });
  const alone = await create(admin, 'Contact', { LastName: 'Alone' });
  const own = await create(rep, 'Account', { Name: 'Own' });
  const open = await create(admin, 'Contact', { LastName: 'Open', AccountId: own });
  const ids = [closed, alone, open].map((id) => `'${id}'`).join();
  expect(await idsOf(rep, `SELECT Id FROM Contact WHERE Id IN (${ids})`)).toEqual([open]);
  await rep.sobject('Contact').update({ Id: open, Phone: '1' });
});

test('an object open for reading refuses changes by others than the owner', async () => {
  const caseId = await create(admin, 'Case', { Subject: 'Look' });
  expect(await idsOf(rep, `SELECT Id FROM Case WHERE Id = '${caseId}'`)).toEqual([caseId]);
  expect(await refusalOf(rep.sobject('Case').update({ Id: caseId, Subject: 'x' }))).toMatchObject(readOnly);
});

test('a private event is seen by those who see its person, and changed by its owner alone', async () => {
  const mine = await makeLead('Visited', rep);
  const seen = await create(admin, 'Event', { Subject: 'x', WhoId: mine, ...when });
  const hidden = await create(admin, 'Event', { Subject: 'y', ...when });
  expect(await idsOf(rep, `SELECT Id FROM Event WHERE Id IN ('${seen}', '${hidden}')`)).toEqual([seen]);
  expect(await refusalOf(rep.sobject('Event').update({ Id: seen, Subject: 'z' }))).toMatchObject(readOnly);
});

test('UserRecordAccess says what a user may do with a record', async () => {
  const theirs = await makeLead('Asked');
  const mine = await makeLead('Asked too', rep);
  const caseId = await create(admin, 'Case', { Subject: 'Asked' });
  const accessOf = async (id: string) =>
    (
      await findOne(
        rep,
        `SELECT RecordId, HasReadAccess, HasEditAccess, MaxAccessLevel FROM UserRecordAccess WHERE UserId = '${repId}' AND RecordId = '${id}'`,
      )
    )['MaxAccessLevel'];
  expect(await accessOf(theirs)).toBe('None');
  expect(await accessOf(mine)).toBe('All');
  expect(await accessOf(caseId)).toBe('Read');
  const unfiltered = rep.query('SELECT RecordId FROM UserRecordAccess');
  expect((await refusalOf(unfiltered)).errorCode).toBe('MALFORMED_QUERY');
});

test('a deploy changes the default of an object, and one that says nothing leaves it', async () => {
  const theirs = await makeLead('Deployed');
  const seen = `SELECT Id FROM Lead WHERE Id = '${theirs}'`;
  const send = (body: string) =>
    deploy(admin, {
      types: { CustomObject: ['Lead'] },
      files: { 'objects/Lead.object': xml('CustomObject', body) },
    });
  expect((await send('<sharingModel>ReadWriteTransfer</sharingModel>')).failures).toEqual([]);
  expect(await idsOf(rep, seen)).toEqual([theirs]);
  expect((await send('<enableFeeds>false</enableFeeds>')).failures).toEqual([]);
  expect(await idsOf(rep, seen)).toEqual([theirs]);
  await send('<sharingModel>Private</sharingModel>');
  expect(await idsOf(rep, seen)).toEqual([]);
});

test('the defaults stand in EntityDefinition and Organization', async () => {
  const names = "('Account', 'Contact', 'Case', 'Lead', 'Event', 'User')";
  const { records } = await rep.query<Record<string, string>>(
    `SELECT QualifiedApiName, InternalSharingModel FROM EntityDefinition WHERE QualifiedApiName IN ${names} ORDER BY QualifiedApiName`,
  );
  expect(records.map((row) => [row['QualifiedApiName'], row['InternalSharingModel']])).toEqual([
    ['Account', 'Private'],
    ['Case', 'Read'],
    ['Contact', 'ControlledByParent'],
    ['Event', 'Private'],
    ['Lead', 'Private'],
    ['User', null],
  ]);
  const organization = 'SELECT DefaultLeadAccess, DefaultCaseAccess, DefaultContactAccess FROM Organization';
  expect(await findOne(rep, organization)).toMatchObject({
    DefaultLeadAccess: 'None',
    DefaultCaseAccess: 'Read',
    DefaultContactAccess: 'ControlledByParent',
  });
});

// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_duplicaterules.htm (2026-11-24)
test('a duplicate rule that bypasses sharing refuses for a record it does not tell', async () => {
  const deployRule = async (securityOption: string) => {
    const name = 'Lead.Standard_Lead_Duplicate_Rule';
    const rule = `<actionOnInsert>Allow</actionOnInsert><actionOnUpdate>Allow</actionOnUpdate><alertText>Use one of these records?</alertText>
      <duplicateRuleMatchRules><matchRuleSObjectType>Lead</matchRuleSObjectType><matchingRule>Standard_Lead_Match_Rule_v1_0</matchingRule></duplicateRuleMatchRules>
      <isActive>true</isActive><masterLabel>Leads</masterLabel><operationsOnInsert>Alert</operationsOnInsert>
      <securityOption>${securityOption}</securityOption><sortOrder>1</sortOrder>`;
    const files = { [`duplicateRules/${name}.duplicateRule`]: xml('DuplicateRule', rule) };
    expect((await deploy(admin, { types: { DuplicateRule: [name] }, files })).failures).toEqual([]);
  };
  const twin = { FirstName: 'Ida', LastName: 'Twin', Company: 'x', Email: 'ida@twin.example' };
  await create(admin, 'Lead', twin);
  const save = (header?: string) =>
    rest(rep, `${base}/sobjects/Lead`, {
      body: { ...twin, LastName: 'TWIN' },
      ...(header === undefined ? {} : { headers: { 'Sforce-Duplicate-Rule-Header': header } }),
    });
  await deployRule('BypassSharingRules');
  expect(await save()).toMatchObject({
    status: 400,
    body: [
      {
        errorCode: 'DUPLICATES_DETECTED',
        duplicateResut: { matchResults: [{ size: 0, matchRecords: [] }] },
      },
    ],
  });
  expect((await save('runAsCurrentUser=true')).status).toBe(201);
  await deployRule('EnforceSharingRules');
  const again = await save();
  // Now there is one of its own.
  expect(again.status).toBe(400);
  expect(again.body).toMatchObject([{ duplicateResut: { matchResults: [{ size: 1 }] } }]);
});

test('objects of Setup are not there without a right to see Setup', async () => {
  const { Id: profile = '' } = await findOne(admin, "SELECT Id FROM Profile WHERE Name = 'Standard User'");
  await admin.sobject('Profile').update({ Id: profile, PermissionsViewSetup: false });
  for (const name of ['ObjectPermissions', 'FieldPermissions', 'PermissionSetAssignment', 'PermissionSet']) {
    expect(await refusalOf(rep.query(`SELECT Id FROM ${name}`))).toMatchObject({
      errorCode: 'INVALID_TYPE',
      message: expect.stringContaining(`sObject type '${name}' is not supported`),
    });
    expect((await rest(rep, `${base}/sobjects/${name}/describe`)).status).toBe(404);
  }
  const own = 'SELECT PermissionsApiEnabled FROM UserPermissionAccess';
  expect(await findOne(rep, own)).toMatchObject({ PermissionsApiEnabled: true });
  expect(await findOne(rep, `SELECT Profile.Name FROM User WHERE Id = '${repId}'`)).toMatchObject({
    Profile: { Name: 'Standard User' },
  });
  await admin.sobject('Profile').update({ Id: profile, PermissionsViewSetup: true });
  expect((await rep.query('SELECT Id FROM ObjectPermissions LIMIT 1')).totalSize).toBe(1);
});
