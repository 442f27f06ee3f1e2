// Rights: what a user may see and change, and that an admin's change through the API counts with the next call.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, rest, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let apiUser: Connection;
let rep: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  apiUser = await signIn(running, { who: 'api-user' });
  rep = await signIn(running, { who: 'standard' });
});
afterAll(() => running.stop());

const userId = (username: string) =>
  findOne(admin, `SELECT Id, ProfileId FROM User WHERE Username = '${username}'`);

async function bookbridgeSetId(): Promise<string> {
  const { Id: id = '' } = await findOne(
    admin,
    "SELECT Id FROM PermissionSet WHERE Name = 'Bookbridge_API_User'",
  );
  return id;
}

async function customFieldsOf(connection: Connection, sObject: string): Promise<string[]> {
  const { fields } = await connection.describe(sObject);
  return fields.filter((field) => field.custom).map((field) => field.name);
}

test('hides a deployed custom field from everybody without a field permission, also from administrators', async () => {
  expect(await customFieldsOf(apiUser, 'Event')).toEqual([
    'Booking_Key__c',
    'Booking_Status__c',
    'Cancel_Reschedule_Reason__c',
  ]);
  expect(await customFieldsOf(admin, 'Event')).toEqual([]);
  // A required field has no field permission; who sees the object sees it.
  expect(await customFieldsOf(admin, 'Booking__c')).toEqual(['Booking_Key__c']);
  const write = admin.sobject('Booking__c').create({ Booking_Key__c: 'hidden', Status__c: 'Scheduled' });
  expect(await refusalOf(write)).toMatchObject({
    errorCode: 'INVALID_FIELD',
    message: "No such column 'Status__c' on sobject of type Booking__c",
  });
  expect((await refusalOf(admin.query('SELECT Status__c FROM Booking__c'))).errorCode).toBe('INVALID_FIELD');
});

test('hides an object from whoever may not read it', async () => {
  const { sobjects } = await rep.describeGlobal();
  expect(sobjects.map((one) => one.name)).not.toContain('Booking__c');
  expect((await refusalOf(rep.describe('Booking__c'))).errorCode).toBe('NOT_FOUND');
  expect((await refusalOf(rep.query('SELECT Id FROM Booking__c'))).errorCode).toBe('INVALID_TYPE');
});

test('takes one field away and gives it back through FieldPermissions', async () => {
  const soql = `SELECT Id FROM FieldPermissions WHERE Field = 'Booking__c.Trail__c' AND ParentId = '${await bookbridgeSetId()}'`;
  const { Id: rowId = '' } = await findOne(admin, soql);
  await admin.sobject('FieldPermissions').update({ Id: rowId, PermissionsEdit: false });
  const readOnly = await apiUser.describe('Booking__c');
  expect(readOnly.fields.find((field) => field.name === 'Trail__c')).toMatchObject({
    createable: false,
    updateable: false,
  });
  await admin.sobject('FieldPermissions').destroy(rowId);
  expect(await customFieldsOf(apiUser, 'Booking__c')).not.toContain('Trail__c');
  await create(admin, 'FieldPermissions', {
    ParentId: await bookbridgeSetId(),
    SobjectType: 'Booking__c',
    Field: 'Booking__c.Trail__c',
    PermissionsRead: true,
    PermissionsEdit: true,
  });
  expect(await customFieldsOf(apiUser, 'Booking__c')).toContain('Trail__c');
});

test('takes a standard field away from a profile', async () => {
  const soql =
    "SELECT Id, ParentId FROM FieldPermissions WHERE Field = 'Lead.Phone' AND Parent.Profile.Name = 'Standard User'";
  const row = await findOne(admin, soql);
  await admin.sobject('FieldPermissions').destroy(row['Id'] ?? '');
  const { fields } = await rep.describe('Lead');
  expect(fields.map((field) => field.name)).not.toContain('Phone');
  expect((await refusalOf(rep.query('SELECT Phone FROM Lead'))).errorCode).toBe('INVALID_FIELD');
  await create(admin, 'FieldPermissions', {
    ParentId: row['ParentId'],
    SobjectType: 'Lead',
    Field: 'Lead.Phone',
    PermissionsRead: true,
    PermissionsEdit: true,
  });
  expect((await rep.query('SELECT Phone FROM Lead')).done).toBe(true);
});

test('unassigns and assigns a permission set, and refuses to assign it twice', async () => {
  const { Id: assignee } = await userId('api-user@acme.example');
  const setId = await bookbridgeSetId();
  const { Id: assignmentId = '' } = await findOne(
    admin,
    `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${assignee}' AND PermissionSetId = '${setId}'`,
  );
  await admin.sobject('PermissionSetAssignment').destroy(assignmentId);
  expect(await customFieldsOf(apiUser, 'Booking_Connection__c')).toEqual([]);
  await create(admin, 'PermissionSetAssignment', { AssigneeId: assignee, PermissionSetId: setId });
  expect(await customFieldsOf(apiUser, 'Booking_Connection__c')).toEqual(['Access_Marker__c']);
  const again = admin
    .sobject('PermissionSetAssignment')
    .create({ AssigneeId: assignee, PermissionSetId: setId });
  expect((await refusalOf(again)).errorCode).toBe('DUPLICATE_VALUE');
});

test('lets an assignment end at its expiration date', async () => {
  const { Id: assignee } = await userId('rep@acme.example');
  const id = await create(admin, 'PermissionSetAssignment', {
    AssigneeId: assignee,
    PermissionSetId: await bookbridgeSetId(),
    ExpirationDate: new Date(Date.now() + 3_600_000).toISOString(),
  });
  expect(await customFieldsOf(rep, 'Booking_Connection__c')).toEqual(['Access_Marker__c']);
  await admin.sobject('PermissionSetAssignment').update({ Id: id, ExpirationDate: '2020-01-01T00:00:00Z' });
  expect((await refusalOf(rep.describe('Booking_Connection__c'))).errorCode).toBe('NOT_FOUND');
  await admin.sobject('PermissionSetAssignment').destroy(id);
});

test('changes what a user may do with the profile: rights, view-all, activities', async () => {
  const { UserLicenseId: licenseId } = await findOne(
    admin,
    "SELECT UserLicenseId FROM Profile WHERE Name = 'System Administrator'",
  );
  const profileId = await create(admin, 'Profile', {
    Name: 'Integration',
    UserLicenseId: licenseId,
    PermissionsApiEnabled: true,
    PermissionsViewAllData: true,
    PermissionsModifyAllData: true,
  });
  const user = await userId('rep@acme.example');
  await admin.sobject('User').update({ Id: user['Id'] ?? '', ProfileId: profileId });
  expect((await rep.describe('Lead')).createable).toBe(true);
  // Without the right to activities their objects are not there.
  expect((await refusalOf(rep.describe('Event'))).errorCode).toBe('NOT_FOUND');
  await admin.sobject('Profile').update({ Id: profileId, PermissionsModifyAllData: false });
  expect(await rep.describe('Lead')).toMatchObject({ createable: false, updateable: false, queryable: true });
  const refused = rep.sobject('Lead').create({ LastName: 'Smith', Company: 'SmithCorp' });
  expect(await refusalOf(refused)).toMatchObject({
    errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    message: 'entity type cannot be inserted: Lead',
  });
  const { Id: leadId = '' } = await findOne(admin, "SELECT Id FROM Lead WHERE LastName = 'Lind'");
  const change = await rest(rep, `/services/data/v67.0/sobjects/Lead/${leadId}`, {
    method: 'PATCH',
    body: { LastName: 'Lund' },
  });
  expect([change.status, change.bodyText]).toEqual([
    403,
    '[{"message":"insufficient access rights on object id","errorCode":"INSUFFICIENT_ACCESS_OR_READONLY","fields":[]}]',
  ]);
  const dependent = admin.sobject('Profile').update({
    Id: profileId,
    PermissionsModifyAllData: true,
    PermissionsViewAllData: false,
  });
  expect(await refusalOf(dependent)).toMatchObject({
    errorCode: 'FIELD_INTEGRITY_EXCEPTION',
    message: 'Permission Modify All Data depends on permission(s): View All Data',
  });
  await admin.sobject('User').update({ Id: user['Id'] ?? '', ProfileId: user['ProfileId'] ?? '' });
  expect((await rep.describe('Event')).createable).toBe(true);
});

test('answers UserPermissionAccess with one row about the running user', async () => {
  const soql =
    'SELECT PermissionsApiEnabled, PermissionsModifyAllData, PermissionsEditEvent FROM UserPermissionAccess';
  expect(await findOne(apiUser, soql)).toMatchObject({
    PermissionsApiEnabled: true,
    PermissionsModifyAllData: true,
    PermissionsEditEvent: true,
  });
  expect(await findOne(rep, soql)).toMatchObject({
    PermissionsApiEnabled: true,
    PermissionsModifyAllData: false,
  });
});

test('shows profiles, licences and assignments of others only with View Setup', async () => {
  const { Id: profileId = '' } = await findOne(admin, "SELECT Id FROM Profile WHERE Name = 'Standard User'");
  expect((await rep.query('SELECT Id FROM Profile')).totalSize).toBeGreaterThan(1);
  await admin.sobject('Profile').update({ Id: profileId, PermissionsViewSetup: false });
  expect((await findOne(rep, 'SELECT Name FROM Profile'))['Name']).toBe('Standard User');
  expect((await findOne(rep, 'SELECT Name FROM UserLicense'))['Name']).toBe('Salesforce');
  const assignments = rep.query('SELECT Id FROM PermissionSetAssignment');
  expect((await refusalOf(assignments)).errorCode).toBe('INVALID_TYPE');
  await admin.sobject('Profile').update({ Id: profileId, PermissionsViewSetup: true });
  expect((await rep.query('SELECT Id FROM Profile')).totalSize).toBeGreaterThan(1);
});

test('freezes a user through UserLogin and thaws it again', async () => {
  const { Id: id } = await userId('rep@acme.example');
  const { Id: loginId = '' } = await findOne(admin, `SELECT Id FROM UserLogin WHERE UserId = '${id}'`);
  await admin.sobject('UserLogin').update({ Id: loginId, IsFrozen: true });
  expect((await rest(rep, '/services/data/v67.0/limits')).status).toBe(401);
  await admin.sobject('UserLogin').update({ Id: loginId, IsFrozen: false });
  expect((await rest(rep, '/services/data/v67.0/limits')).status).toBe(200);
});

test('keeps users from rights they could give themselves', async () => {
  const { Id: repId = '', ProfileId: own = '' } = await userId('rep@acme.example');
  const { ProfileId: adminProfile = '' } = await userId('admin@acme.example');
  expect(own).not.toBe(adminProfile);
  const promotion = rep.sobject('User').update({ Id: repId, ProfileId: adminProfile });
  expect((await refusalOf(promotion)).errorCode).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
  const assignment = rep
    .sobject('PermissionSetAssignment')
    .create({ AssigneeId: repId, PermissionSetId: await bookbridgeSetId() });
  expect((await refusalOf(assignment)).errorCode).toBe('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY');
  await rep.sobject('User').update({ Id: repId, Phone: '+1 312 555 0100' });
  expect((await findOne(admin, `SELECT Phone FROM User WHERE Id = '${repId}'`))['Phone']).toBe(
    '+1 312 555 0100',
  );
});

test('has neither objects nor permission set where the companion app is not deployed', async () => {
  const bare = await startLocalOrg({ callbackUrls: [callbackUrl], forceApp: null });
  try {
    const connection = await signIn(bare);
    expect((await refusalOf(connection.describe('Booking__c'))).errorCode).toBe('NOT_FOUND');
    expect(
      (await connection.query("SELECT Id FROM PermissionSet WHERE Name = 'Bookbridge_API_User'")).totalSize,
    ).toBe(0);
    expect(await customFieldsOf(connection, 'Event')).toEqual([]);
  } finally {
    await bare.stop();
  }
});
