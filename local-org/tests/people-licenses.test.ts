// Permission set licences: what a user with the Salesforce Integration licence may hold, and how licences are counted.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { cliToken } from './assertions.ts';
import { deploy, xml } from './metadata-client.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, orgOf, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let license: string;
let permissionSet: string;
let count = 0;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  license = await idOf('PermissionSetLicense', "DeveloperName = 'SalesforceAPIIntegrationPsl'");
  permissionSet = await idOf('PermissionSet', "Name = 'Bookbridge_API_User'");
});
afterAll(() => running.stop());

async function idOf(sObject: string, where: string): Promise<string> {
  const { Id: id = '' } = await findOne(admin, `SELECT Id FROM ${sObject} WHERE ${where}`);
  return id;
}

async function newUser(profile = 'Minimum Access - API Only Integrations') {
  count += 1;
  const username = `program-${count}@acme.example`;
  const id = await create(admin, 'User', {
    Username: username,
    LastName: 'Program',
    Alias: `prog${count}`,
    Email: username,
    ProfileId: await idOf('Profile', `Name = '${profile}'`),
    TimeZoneSidKey: 'America/New_York',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
  });
  return { id, username };
}

const assign = (user: string, set: string) =>
  admin.sobject('PermissionSetAssignment').create({ AssigneeId: user, PermissionSetId: set });
const takeLicense = (user: string) =>
  admin.sobject('PermissionSetLicenseAssign').create({ AssigneeId: user, PermissionSetLicenseId: license });

async function newSet(name: string, values: Record<string, unknown>): Promise<string> {
  return create(admin, 'PermissionSet', { Name: name, Label: name, ...values });
}

// Text: public set-up guides for integration users, e.g. "The user license doesn't allow the permission: Read Accounts";
// read 2026-11-23.
test('refuses a permission set with object rights until the user holds the permission set licence', async () => {
  const user = await newUser();
  expect(await refusalOf(assign(user.id, permissionSet))).toMatchObject({
    errorCode: 'FIELD_INTEGRITY_EXCEPTION',
    message: expect.stringMatching(/^The user license doesn't allow the permission: Read \w+/),
  });
  await takeLicense(user.id);
  await assign(user.id, permissionSet);
  const token = await cliToken(running.cli, orgOf(running).origin, user.username);
  const leads = await fetch(`${orgOf(running).origin}/services/data/v67.0/query?q=SELECT+Id+FROM+Lead`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(leads.status).toBe(200);
});

test('the licence cannot be taken away while a permission set lives on it, and can afterwards', async () => {
  const user = await newUser();
  const assigned = await takeLicense(user.id);
  const id = assigned.id ?? '';
  const held = await assign(user.id, permissionSet);
  expect((await refusalOf(admin.sobject('PermissionSetLicenseAssign').destroy(id))).errorCode).toBe(
    'FIELD_INTEGRITY_EXCEPTION',
  );
  await admin.sobject('PermissionSetAssignment').destroy(held.id ?? '');
  await admin.sobject('PermissionSetLicenseAssign').destroy(id);
  const { records } = await admin.query(
    `SELECT Id FROM PermissionSetLicenseAssign WHERE AssigneeId = '${user.id}'`,
  );
  expect(records).toEqual([]);
});

test.each([
  ['Customize Application', { PermissionsCustomizeApplication: true, PermissionsViewSetup: true }],
  ['Manage Users', { PermissionsManageUsers: true }],
  ['Run Reports', { PermissionsRunReports: true }],
])(
  'the integration licence does not hold %s, with or without the permission set licence',
  async (label, rights) => {
    const user = await newUser();
    const name = `Too_Much_${label.replaceAll(' ', '_')}`;
    const set = await newSet(name, rights);
    for (const first of [true, false]) {
      expect(await refusalOf(assign(user.id, set))).toMatchObject({
        errorCode: 'FIELD_INTEGRITY_EXCEPTION',
        message: expect.stringContaining("The user license doesn't allow the permission: "),
      });
      if (first) await takeLicense(user.id);
    }
    const { records } = await admin.query<{ Id: string }>(
      `SELECT Id FROM PermissionSetLicenseAssign WHERE AssigneeId = '${user.id}'`,
    );
    for (const { Id } of records) await admin.sobject('PermissionSetLicenseAssign').destroy(Id);
    await admin.sobject('User').update({ Id: user.id, IsActive: false });
  },
);

test('a permission set of the user licence is refused to a user with another one', async () => {
  const salesforce = await idOf('UserLicense', "Name = 'Salesforce'");
  const set = await newSet('For_Salesforce_Users', { LicenseId: salesforce });
  const user = await newUser();
  expect((await refusalOf(assign(user.id, set))).message).toContain(
    "doesn't match the permission set's license",
  );
});

test('a permission set of the permission set licence brings it along, and it is counted', async () => {
  const used = async () =>
    Number(
      (await findOne(admin, `SELECT UsedLicenses FROM PermissionSetLicense WHERE Id = '${license}'`))[
        'UsedLicenses'
      ],
    );
  const set = await newSet('For_Integrations', { LicenseId: license });
  const user = await newUser('Minimum Access - Salesforce');
  const before = await used();
  await assign(user.id, set);
  expect(await used()).toBe(before + 1);
  expect((await refusalOf(takeLicense(user.id))).errorCode).toBe('DUPLICATE_VALUE');
});

test('is refused when none is left', async () => {
  for (;;) {
    const user = await newUser('Minimum Access - Salesforce');
    const refusal = await refusalOf(takeLicense(user.id)).catch(() => undefined);
    await admin.sobject('User').update({ Id: user.id, IsActive: false });
    if (refusal === undefined) continue;
    expect(refusal.errorCode).toBe('LICENSE_LIMIT_EXCEEDED');
    return;
  }
});

test('a user cannot move to a licence that does not hold what is assigned', async () => {
  const user = await newUser('Minimum Access - Salesforce');
  await assign(user.id, permissionSet);
  const profile = await idOf('Profile', "Name = 'Minimum Access - API Only Integrations'");
  expect(
    (await refusalOf(admin.sobject('User').update({ Id: user.id, ProfileId: profile }))).message,
  ).toContain("The user license doesn't allow the permission");
});

test('a permission set that such a user holds cannot be given rights later, by the API or by a deploy', async () => {
  const user = await newUser();
  const set = await newSet('Empty_At_First', {});
  await assign(user.id, set);
  const right = { ParentId: set, SobjectType: 'Lead', PermissionsRead: true };
  expect((await refusalOf(admin.sobject('ObjectPermissions').create(right))).message).toBe(
    "The user license doesn't allow the permission: Read Leads",
  );
  expect(
    (await refusalOf(admin.sobject('PermissionSet').update({ Id: set, PermissionsRunReports: true })))
      .message,
  ).toBe("The user license doesn't allow the permission: Run Reports");
  const { failures } = await deploy(admin, {
    types: { PermissionSet: ['Empty_At_First'] },
    files: {
      'permissionsets/Empty_At_First.permissionset': xml(
        'PermissionSet',
        '<label>Empty_At_First</label><objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Lead</object><viewAllRecords>false</viewAllRecords></objectPermissions>',
      ),
    },
  });
  expect(failures.map(({ fullName, problem }) => [fullName, problem])).toEqual([
    ['Empty_At_First', "The user license doesn't allow the permission: Read Leads"],
  ]);
  await admin.sobject('User').update({ Id: user.id, IsActive: false });
});
