// Users made and changed through the REST API, as set-up scripts do it, with the refusals they have to understand.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { cliToken } from './assertions.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, hostOf, orgOf, rest, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let profiles: Record<string, string>;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  const { records } = await admin.query<Record<string, string>>('SELECT Id, Name FROM Profile');
  profiles = Object.fromEntries(records.map((profile) => [profile['Name'] ?? '', profile['Id'] ?? '']));
});
afterAll(() => running.stop());

let count = 0;

function newUser(changes: Record<string, unknown> = {}) {
  count += 1;
  return {
    Username: `user-${count}@acme.example`,
    LastName: `User ${count}`,
    Alias: `user${count}`,
    Email: `user-${count}@acme.example`,
    ProfileId: profiles['Standard User'],
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'de_DE',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    ...changes,
  };
}

async function usedLicenses(name: string): Promise<number> {
  const row = await findOne(admin, `SELECT UsedLicenses FROM UserLicense WHERE Name = '${name}'`);
  return Number(row['UsedLicenses']);
}

test('a new user has a nickname, is active, takes a licence and can log in', async () => {
  const before = await usedLicenses('Salesforce');
  const fields = newUser();
  const id = await create(admin, 'User', fields);
  expect(
    await findOne(admin, `SELECT Name, IsActive, CommunityNickname, UserType FROM User WHERE Id = '${id}'`),
  ).toMatchObject({
    Name: fields.LastName,
    IsActive: true,
    CommunityNickname: fields.Username.split('@')[0],
    UserType: 'Standard',
  });
  expect(await usedLicenses('Salesforce')).toBe(before + 1);
  const token = await cliToken(running.cli, orgOf(running).origin, fields.Username);
  expect(token).toMatch(/^00D\w{12}!/);
  await admin.sobject('User').update({ Id: id, IsActive: false });
  expect(await usedLicenses('Salesforce')).toBe(before);
});

test.each([
  ['no last name', { LastName: undefined }, 'REQUIRED_FIELD_MISSING', ['LastName']],
  [
    'no alias and no time zone',
    { Alias: undefined, TimeZoneSidKey: undefined },
    'REQUIRED_FIELD_MISSING',
    ['Alias', 'TimeZoneSidKey'],
  ],
  ['an alias of nine characters', { Alias: 'ninechars' }, 'STRING_TOO_LONG', ['Alias']],
  [
    'an unknown time zone',
    { TimeZoneSidKey: 'Mars/Base' },
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    ['TimeZoneSidKey'],
  ],
  [
    'an unknown locale',
    { LocaleSidKey: 'xx_XX' },
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    ['LocaleSidKey'],
  ],
  [
    'an unknown language',
    { LanguageLocaleKey: 'tlh' },
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    ['LanguageLocaleKey'],
  ],
  [
    'an unknown encoding',
    { EmailEncodingKey: 'EBCDIC' },
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    ['EmailEncodingKey'],
  ],
  ['a username that is no address', { Username: 'nobody' }, 'INVALID_EMAIL_ADDRESS', ['Username']],
  ['a wrong e-mail address', { Email: 'nobody' }, 'INVALID_EMAIL_ADDRESS', ['Email']],
  [
    'a nickname somebody has',
    { CommunityNickname: 'AADMIN' },
    'DUPLICATE_COMM_NICKNAME',
    ['CommunityNickname'],
  ],
  ['a profile that is not there', { ProfileId: '00e000000000001AAA' }, 'INVALID_CROSS_REFERENCE_KEY', []],
  ['a username of this org', { Username: 'REP@acme.example' }, 'DUPLICATE_USERNAME', ['Username']],
])('refuses a user with %s', async (_, changes, errorCode, fields) => {
  expect(await refusalOf(admin.sobject('User').create(newUser(changes)))).toMatchObject({
    errorCode,
    fields,
  });
});

// https://salesforce.stackexchange.com, and every sandbox refresh: usernames are unique over all orgs of Salesforce.
test('names all that is missing, and a username without regard to case', async () => {
  expect(await refusalOf(admin.sobject('User').create({}))).toMatchObject({
    errorCode: 'REQUIRED_FIELD_MISSING',
    fields: [
      'Username',
      'LastName',
      'Email',
      'Alias',
      'TimeZoneSidKey',
      'LocaleSidKey',
      'EmailEncodingKey',
      'ProfileId',
      'LanguageLocaleKey',
    ],
  });
  for (const Username of ['REP@Acme.Example', 'REP@Acme.Example.DEV', ' rep@acme.example ']) {
    expect(await refusalOf(admin.sobject('User').create(newUser({ Username })))).toMatchObject({
      errorCode: 'DUPLICATE_USERNAME',
    });
  }
  const own = await findOne(admin, "SELECT Id FROM User WHERE Username = 'rep@acme.example'");
  await admin.sobject('User').update({ Id: own['Id'] ?? '', Username: 'Rep@acme.example' });
});

test('what a profile gives cannot be revoked user by user', async () => {
  const assignment = await findOne(
    admin,
    "SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = 'rep@acme.example' AND PermissionSet.IsOwnedByProfile = true",
  );
  const { Id: id = '' } = assignment;
  const assignments = admin.sobject('PermissionSetAssignment');
  const refused = { errorCode: 'FIELD_INTEGRITY_EXCEPTION' };
  expect(await refusalOf(assignments.update({ Id: id, IsRevoked: true }))).toMatchObject(refused);
  expect(await refusalOf(assignments.destroy(id))).toMatchObject(refused);
});

test('refuses a username that another org has, also when a user is renamed', async () => {
  const taken = orgOf(running, 'sandbox').users[0]?.username ?? '';
  expect((await refusalOf(admin.sobject('User').create(newUser({ Username: taken })))).errorCode).toBe(
    'DUPLICATE_USERNAME',
  );
  const { Id: id } = await findOne(admin, "SELECT Id FROM User WHERE Username = 'rep@acme.example'");
  expect((await refusalOf(admin.sobject('User').update({ Id: id ?? '', Username: taken }))).errorCode).toBe(
    'DUPLICATE_USERNAME',
  );
});

test('refuses a user when no licence is left, and says so again when one is reactivated', async () => {
  const { TotalLicenses: total } = await findOne(
    admin,
    "SELECT TotalLicenses FROM UserLicense WHERE Name = 'Salesforce Integration'",
  );
  const fields = { ProfileId: profiles['Minimum Access - API Only Integrations'] };
  const ids: string[] = [];
  for (let made = 0; made < Number(total); made += 1) ids.push(await create(admin, 'User', newUser(fields)));
  expect(await refusalOf(admin.sobject('User').create(newUser(fields)))).toEqual({
    errorCode: 'LICENSE_LIMIT_EXCEEDED',
    message: 'License Limit Exceeded',
    fields: [],
  });
  // An inactive one takes none; to bring it back there must be one.
  const spare = await create(admin, 'User', newUser({ ...fields, IsActive: false }));
  expect((await refusalOf(admin.sobject('User').update({ Id: spare, IsActive: true }))).errorCode).toBe(
    'LICENSE_LIMIT_EXCEEDED',
  );
  for (const id of ids) await admin.sobject('User').update({ Id: id, IsActive: false });
  await admin.sobject('User').update({ Id: spare, IsActive: true });
  expect(await usedLicenses('Salesforce Integration')).toBe(1);
  await admin.sobject('User').update({ Id: spare, IsActive: false });
});

test('only who manages users makes one, nobody deactivates themselves, nobody is deleted', async () => {
  const rep = await signIn(running, { who: 'standard' });
  expect((await refusalOf(rep.sobject('User').create(newUser()))).errorCode).toBe(
    'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
  );
  const { Id: me = '' } = await findOne(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
  expect((await refusalOf(admin.sobject('User').update({ Id: me, IsActive: false }))).errorCode).toBe(
    'FIELD_INTEGRITY_EXCEPTION',
  );
  const { Id: other = '' } = await findOne(admin, "SELECT Id FROM User WHERE Username = 'rep@acme.example'");
  await expect(admin.sobject('User').destroy(other)).rejects.toThrow();
});

test('a frozen user is out at once and back when thawed', async () => {
  const fields = newUser();
  const id = await create(admin, 'User', fields);
  const token = await cliToken(running.cli, orgOf(running).origin, fields.Username);
  const asUser = () =>
    fetch(`${orgOf(running).origin}/services/data/v67.0/limits`, {
      headers: { authorization: `Bearer ${token}` },
    });
  expect((await asUser()).status).toBe(200);
  const login = await findOne(admin, `SELECT Id FROM UserLogin WHERE UserId = '${id}'`);
  await admin.sobject('UserLogin').update({ Id: login['Id'] ?? '', IsFrozen: true });
  expect((await asUser()).status).toBe(401);
  await admin.sobject('UserLogin').update({ Id: login['Id'] ?? '', IsFrozen: false });
  expect((await asUser()).status).toBe(200);
});

test('a user with API Only cannot log in on the login page, one with Minimum Access can', async () => {
  const posted = async (profile: string) => {
    const fields = newUser({ ProfileId: profiles[profile] });
    await create(admin, 'User', fields);
    const body = new URLSearchParams({
      username: fields.Username,
      pw: orgOf(running).users[0]?.password ?? '',
    });
    const answer = await fetch(`${hostOf(running, {})}/`, { method: 'POST', body, redirect: 'manual' });
    return answer.status;
  };
  expect(await posted('Minimum Access - API Only Integrations')).toBe(200);
  expect(await posted('Minimum Access - Salesforce')).toBe(302);
});

// What set-up scripts ask before they make a user.
test('answers what a script asks about profiles, licences and roles', async () => {
  const profile = await findOne(
    admin,
    "SELECT Id, Name, UserType, UserLicense.Name, UserLicense.LicenseDefinitionKey, PermissionsApiEnabled, PermissionsApiUserOnly, PermissionsModifyAllData FROM Profile WHERE Name = 'Minimum Access - API Only Integrations'",
  );
  expect(profile).toMatchObject({
    UserType: 'Standard',
    UserLicense: { Name: 'Salesforce Integration' },
    PermissionsApiEnabled: true,
    PermissionsApiUserOnly: true,
    PermissionsModifyAllData: false,
  });
  const license = await findOne(
    admin,
    "SELECT Id, DeveloperName, TotalLicenses, UsedLicenses FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'",
  );
  expect(license).toMatchObject({ TotalLicenses: 5, UsedLicenses: 0 });
  expect(await findOne(admin, "SELECT id FROM userrole WHERE developername = 'CEO'")).toHaveProperty('Id');
  expect((await admin.describe('User')).fields.length).toBeGreaterThan(50);
  const limits = await rest(admin, '/services/data/v67.0/limits');
  expect(limits.body).toMatchObject({
    ActiveScratchOrgs: { Remaining: expect.any(Number) },
    DailyScratchOrgs: { Max: expect.any(Number) },
  });
});

test('a profile can have another name, as it has for people with another language', async () => {
  const id = profiles['Standard User'] ?? '';
  await admin.sobject('Profile').update({ Id: id, Name: 'Standardbenutzer' });
  expect(await findOne(admin, "SELECT Id FROM Profile WHERE Name = 'Standardbenutzer'")).toMatchObject({
    Id: id,
  });
  await admin.sobject('Profile').update({ Id: id, Name: 'Standard User' });
});
