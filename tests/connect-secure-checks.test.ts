// Secure mode: each right that bookings need is turned off by an admin through the org's own API (jsforce), is named with its fix by a
// check that needs no right of an admin, and turns green again. And: a booking is really written by such a user.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { checkAgain, open, readConnection } from './connect-world.ts';
import type { Check, Connected } from './connect-world.ts';
import { findId, openUnattendedWorld, signedLogin } from './unattended-world.ts';
import type { UnattendedWorld } from './unattended-world.ts';

type Change = (admin: Connection, userId: string) => Promise<() => Promise<unknown>>;

let here: UnattendedWorld;

beforeAll(async () => {
  // Everything is private, so that View All decides what is seen.
  const sharing = { Lead: 'Private', Contact: 'Private', Account: 'Private', Case: 'Private' } as const;
  here = await openUnattendedWorld({ localOrg: { sharing } });
  const answer = await here.world.browser.post('/api/connection/unattended', signedLogin(here.world));
  if (answer.status !== 200) throw new Error(answer.text);
});

afterAll(() => here?.world.close());

const ourSet = (admin: Connection) => findId(admin, 'PermissionSet', 'Bookbridge_API_User');

/** Changes one row of our permission set's object rights. */
const objectRight =
  (sObject: string, fields: Record<string, boolean>): Change =>
  async (admin) => {
    const parent = await ourSet(admin);
    const { records } = await admin.query<Record<string, unknown> & { Id: string }>(
      `SELECT Id, ${Object.keys(fields).join()} FROM ObjectPermissions WHERE ParentId = '${parent}' AND SobjectType = '${sObject}'`,
    );
    const [row] = records;
    if (!row) throw new Error(`There are no rights on ${sObject}.`);
    await admin.sobject('ObjectPermissions').update({ Id: row.Id, ...fields });
    const before = Object.fromEntries(Object.keys(fields).map((name) => [name, row[name] === true]));
    return () => admin.sobject('ObjectPermissions').update({ Id: row.Id, ...before });
  };

const fieldRight =
  (name: string, fields: Record<string, boolean>): Change =>
  async (admin) => {
    const parent = await ourSet(admin);
    const { records } = await admin.query<{ Id: string }>(
      `SELECT Id FROM FieldPermissions WHERE ParentId = '${parent}' AND Field = '${name}'`,
    );
    const Id = records[0]?.Id ?? '';
    if (fields['PermissionsRead'] === false) {
      await admin.sobject('FieldPermissions').destroy(Id);
      const [sObject = ''] = name.split('.');
      const again = { ParentId: parent, SobjectType: sObject, Field: name };
      return () =>
        admin.sobject('FieldPermissions').create({ ...again, PermissionsRead: true, PermissionsEdit: true });
    }
    await admin.sobject('FieldPermissions').update({ Id, ...fields });
    return () => admin.sobject('FieldPermissions').update({ Id, PermissionsEdit: true });
  };

const systemRight =
  (fields: Record<string, boolean>, before: Record<string, boolean>): Change =>
  async (admin) => {
    const Id = await ourSet(admin);
    await admin.sobject('PermissionSet').update({ Id, ...fields });
    return () => admin.sobject('PermissionSet').update({ Id, ...before });
  };

const unassigned: Change = async (admin, userId) => {
  const PermissionSetId = await ourSet(admin);
  const { records } = await admin.query<{ Id: string }>(
    `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${userId}' AND PermissionSetId = '${PermissionSetId}'`,
  );
  await admin.sobject('PermissionSetAssignment').destroy(records[0]?.Id ?? '');
  return () => admin.sobject('PermissionSetAssignment').create({ AssigneeId: userId, PermissionSetId });
};

describe('a right that is taken away', () => {
  const cases: [what: string, change: Change, failed: string[], found: RegExp][] = [
    [
      'Create on Lead',
      objectRight('Lead', { PermissionsCreate: false }),
      ['lead_rights'],
      /lacks: Create\. Bookings of people nobody knows/,
    ],
    ['Edit on Lead', objectRight('Lead', { PermissionsEdit: false }), ['lead_rights'], /lacks: Edit/],
    [
      'writing Lead.Email',
      fieldRight('Lead.Email', { PermissionsEdit: false }),
      ['lead_rights'],
      /writing Email/,
    ],
    [
      'seeing Contact.Email',
      fieldRight('Contact.Email', { PermissionsRead: false }),
      ['contact_rights'],
      /the field Email\. Nobody would be found/,
    ],
    [
      'Create on Contact',
      objectRight('Contact', { PermissionsCreate: false }),
      ['contact_rights'],
      /lacks: Create/,
    ],
    [
      'Edit on bookings',
      objectRight('Booking__c', { PermissionsEdit: false, PermissionsCreate: false }),
      ['booking_rights', 'companion_app'],
      /Booking__c/,
    ],
    [
      'writing Event.WhoId',
      fieldRight('Event.WhoId', { PermissionsEdit: false }),
      ['event_rights'],
      /writing WhoId/,
    ],
    [
      'Edit Events',
      systemRight({ PermissionsEditEvent: false }, { PermissionsEditEvent: true }),
      ['event_rights'],
      /Event/,
    ],
    [
      'Edit on Contact',
      objectRight('Contact', { PermissionsEdit: false }),
      ['contact_rights'],
      /lacks: Edit/,
    ],
    [
      'Edit on bookings alone',
      objectRight('Booking__c', { PermissionsEdit: false }),
      ['booking_rights'],
      /lacks: Edit/,
    ],
    [
      'writing Lead.Phone',
      fieldRight('Lead.Phone', { PermissionsEdit: false }),
      ['lead_rights'],
      /writing Phone/,
    ],
    [
      'seeing Lead.Email',
      fieldRight('Lead.Email', { PermissionsRead: false }),
      ['lead_rights'],
      /writing Email/,
    ],
    [
      'writing Event.Description',
      fieldRight('Event.Description', { PermissionsEdit: false }),
      ['event_rights'],
      /writing Description/,
    ],
    [
      'writing one of our fields on Event',
      fieldRight('Event.Booking_Key__c', { PermissionsEdit: false }),
      ['event_fields'],
      /Booking_Key__c/,
    ],
    [
      'writing one of our fields on bookings',
      fieldRight('Booking__c.Trail__c', { PermissionsEdit: false }),
      ['companion_app'],
      /Trail__c/,
    ],
    [
      'seeing the marker',
      fieldRight('Booking_Connection__c.Access_Marker__c', { PermissionsRead: false }),
      ['permission_set'],
      /not assigned/,
    ],
    [
      'the whole permission set',
      unassigned,
      [
        'booking_rights',
        'companion_app',
        'contact_rights',
        'event_fields',
        'event_rights',
        'lead_rights',
        'permission_set',
        'sees_all_records',
      ],
      /./,
    ],
  ];

  test.each(cases)(
    '%s is named with its fix, and green when given back',
    async (_what, change, failed, found) => {
      const undo = await change(here.admin, here.userId);
      const red = await checkAgain(here.world);
      await undo();
      expect(red.state).toBe('needs_attention');
      expect(failedOf(red)).toEqual(failed);
      const first = checkOf(red, failed[0] ?? '');
      expect(first).toMatchObject({
        required: true,
        found: expect.stringMatching(found),
        fix: { text: expect.any(String), href: expect.stringContaining('/lightning/setup/') },
      });
      const green = await checkAgain(here.world);
      expect(open(green)).toEqual([]);
      expect(green.state).toBe('ready');
    },
  );

  // Nobody but who may view Setup reads ObjectPermissions: that the right is gone shows in what is no longer seen.
  test.each(['Lead', 'Contact', 'Account', 'Case'])(
    'View All on %s cannot be looked up, and is doubted when nothing of other people is seen',
    async (sObject) => {
      const undo = await objectRight(sObject, { PermissionsViewAllRecords: false })(here.admin, here.userId);
      const warned = await checkAgain(here.world);
      await undo();
      expect(checkOf(warned, 'sees_all_records')).toMatchObject({
        status: 'warn',
        found: expect.stringContaining(`sees all ${sObject}s could not be told`),
        fix: { text: expect.any(String), href: expect.stringContaining('/lightning/setup/') },
      });
      expect(checkOf(await checkAgain(here.world), 'sees_all_records')).toMatchObject({
        status: 'pass',
        found: expect.stringContaining('comes with the permission set'),
      });
    },
  );

  test('View All on Lead is not missed where everybody sees all leads', async () => {
    const share = (sharingModel: string) =>
      here.admin.metadata.update('CustomObject', { fullName: 'Lead', sharingModel });
    await share('ReadWriteTransfer');
    const undo = await objectRight('Lead', { PermissionsViewAllRecords: false })(here.admin, here.userId);
    const fine = await checkAgain(here.world);
    await undo();
    await share('Private');
    expect(checkOf(fine, 'sees_all_records').status).toBe('pass');
  });

  test('Events that are private in the org are a warning with the way out', async () => {
    const share = (sharingModel: string) =>
      here.admin.metadata.update('CustomObject', { fullName: 'Activity', sharingModel });
    await share('Private');
    const warned = await checkAgain(here.world);
    await share('ControlledByParent');
    expect(warned.state).toBe('ready');
    expect(checkOf(warned, 'changes_events_of_hosts')).toMatchObject({
      status: 'warn',
      fix: {
        text: expect.stringContaining('Creation rules'),
        href: expect.stringContaining('SecuritySharing'),
      },
    });
    expect(checkOf(await checkAgain(here.world), 'changes_events_of_hosts').status).toBe('pass');
  });

  test('on Accounts and Cases is a warning: bookings go on', async () => {
    const undo = await objectRight('Case', { PermissionsCreate: false })(here.admin, here.userId);
    const warned = await checkAgain(here.world);
    await undo();
    expect(warned.state).toBe('ready');
    expect(checkOf(warned, 'case_rights').status).toBe('warn');
  });

  test('more rights than needed are a warning', async () => {
    const more = systemRight({ PermissionsViewAllData: true }, { PermissionsViewAllData: false });
    const undo = await more(here.admin, here.userId);
    const warned = await checkAgain(here.world);
    await undo();
    expect(warned.state).toBe('ready');
    expect(checkOf(warned, 'least_rights')).toMatchObject({
      status: 'warn',
      found: expect.stringContaining('"View All Data"'),
    });
  });
});

test('an API-only user is right here, and the connection says how it logs in', async () => {
  const connection = await readConnection(here.world);
  expect(checkOf(connection, 'api_only_user')).toMatchObject({
    status: 'pass',
    found: expect.stringMatching(/^Yes/),
  });
  expect(connection).toMatchObject({ flow: 'jwt_bearer', mode: 'secure' });
});

function failedOf({ checks }: Connected): string[] {
  return checks
    .filter(({ status }) => status === 'fail')
    .map(({ id }) => id)
    .toSorted();
}

function checkOf({ checks }: Connected, id: string): Check {
  const check = checks.find((each) => each.id === id);
  if (!check) throw new Error(`There is no check ${id}; there are ${checks.map((each) => each.id).join()}`);
  return check;
}
