// Each check of a connection is turned red by one change an admin makes through the org's own API (jsforce), names its fix,
// and turns green again by undoing it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { checkAgain, connect, open, openWorld, readConnection } from './connect-world.ts';
import type { Check, Connected, World } from './connect-world.ts';
import { adminOf, countCalls, plantFault } from './salesforce-side.ts';

/** Makes one change and gives the change that undoes it. */
type Change = (admin: Connection, userId: string) => Promise<() => Promise<unknown>>;

const fieldsOf =
  (
    sObject: string,
    where: string,
    fields: Record<string, unknown>,
    before: Record<string, unknown>,
  ): Change =>
  async (admin) => {
    const id = await findId(admin, `SELECT Id FROM ${sObject} WHERE ${where}`);
    await admin.sobject(sObject).update({ Id: id, ...fields });
    return () => admin.sobject(sObject).update({ Id: id, ...before });
  };

const profileOf =
  (name: string): Change =>
  async (admin, userId) => {
    const before = await findId(admin, "SELECT Id FROM Profile WHERE Name = 'System Administrator'");
    const after = await findId(admin, `SELECT Id FROM Profile WHERE Name = '${name}'`);
    await admin.sobject('User').update({ Id: userId, ProfileId: after });
    return () => admin.sobject('User').update({ Id: userId, ProfileId: before });
  };

/** Its licence holds object rights only together with a permission set licence, so Salesforce wants that first. */
const integrationUser: Change = async (admin, userId) => {
  const license = await findId(
    admin,
    "SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'",
  );
  const assigned = await admin
    .sobject('PermissionSetLicenseAssign')
    .create({ AssigneeId: userId, PermissionSetLicenseId: license });
  const undo = await profileOf('Minimum Access - API Only Integrations')(admin, userId);
  return async () => {
    await undo();
    await admin.sobject('PermissionSetLicenseAssign').destroy(String(assigned.id));
  };
};

const adminProfile = "Name = 'System Administrator'";

const unassigned: Change = async (admin, userId) => {
  const permissionSet = await findId(
    admin,
    "SELECT Id FROM PermissionSet WHERE Name = 'Bookbridge_API_User'",
  );
  const id = await findId(
    admin,
    `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${userId}' AND PermissionSetId = '${permissionSet}'`,
  );
  await admin.sobject('PermissionSetAssignment').destroy(id);
  return () =>
    admin.sobject('PermissionSetAssignment').create({ AssigneeId: userId, PermissionSetId: permissionSet });
};

const hidden =
  (sObject: string, field: string): Change =>
  async (admin) => {
    const parent = await findId(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Bookbridge_API_User'");
    const id = await findId(admin, `SELECT Id FROM FieldPermissions WHERE Field = '${field}'`);
    await admin.sobject('FieldPermissions').destroy(id);
    const again = { ParentId: parent, SobjectType: sObject, Field: field };
    return () =>
      admin.sobject('FieldPermissions').create({ ...again, PermissionsRead: true, PermissionsEdit: true });
  };

describe('one change by an admin', () => {
  let world: World;
  let admin: Connection;
  let userId: string;
  beforeAll(async () => {
    world = await openWorld();
    admin = await adminOf(world, 'production');
    await connect(world);
    const row = await world.database.db.selectFrom('connections').select('user_id').executeTakeFirstOrThrow();
    userId = row.user_id;
    // The admin has the same profile: its own way into the API must not hang on what the tests take away.
    const sets = await findId(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Bookbridge_API_User'");
    const adminId = await findId(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
    await admin.sobject('PermissionSetAssignment').create({ AssigneeId: adminId, PermissionSetId: sets });
  });
  afterAll(() => world.close());

  const cases: [string, Change, string[], string][] = [
    [
      'another profile',
      profileOf('Standard User'),
      ['user_profile', 'modify_all_data'],
      'System Administrator',
    ],
    [
      'a profile of another licence',
      integrationUser,
      ['user_license', 'user_profile', 'modify_all_data', 'not_api_only'],
      'licence to Salesforce',
    ],
    [
      'API Enabled taken from the profile',
      fieldsOf('Profile', adminProfile, { PermissionsApiEnabled: false }, { PermissionsApiEnabled: true }),
      ['api_enabled'],
      'API Enabled',
    ],
    [
      'Modify All Data taken from the profile',
      fieldsOf(
        'Profile',
        adminProfile,
        { PermissionsModifyAllData: false },
        { PermissionsModifyAllData: true },
      ),
      ['modify_all_data'],
      'Modify All Data',
    ],
    [
      'the user limited to the API',
      fieldsOf(
        'PermissionSet',
        "Name = 'Bookbridge_API_User'",
        { PermissionsApiUserOnly: true },
        { PermissionsApiUserOnly: false },
      ),
      ['not_api_only'],
      'API Only User',
    ],
    [
      'the permission set taken from the user',
      unassigned,
      ['permission_set', 'companion_app', 'event_fields'],
      'Assign the permission set',
    ],
    [
      'a field of bookings made read-only',
      fieldsOf(
        'FieldPermissions',
        "Field = 'Booking__c.Start__c'",
        { PermissionsEdit: false },
        { PermissionsEdit: true },
      ),
      ['companion_app'],
      'Deploy the present version',
    ],
    [
      'a field of Events hidden',
      hidden('Event', 'Event.Booking_Status__c'),
      ['event_fields'],
      'Deploy the present version',
    ],
  ];

  test.each(cases)('%s turns its check red, and undoing it green', async (_what, change, ids, fix) => {
    const undo = await change(admin, userId);
    const red = await checkAgain(world);
    // Undone before anything is judged: a failure here must not spoil the cases after it.
    await undo();
    expect(red.state).toBe('needs_attention');
    const failed = red.checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
    expect(failed.toSorted()).toEqual(ids.toSorted());
    for (const id of ids) expect(checkOf(red, id).required).toBe(true);
    expect(checkOf(red, ids[0] ?? '').fix).toMatchObject({
      text: expect.stringContaining(fix),
      href: expect.stringContaining('/lightning/setup/'),
    });
    expect(red.problem?.code).toMatch(/^check_/);
    const green = await checkAgain(world);
    expect(open(green)).toEqual([]);
    expect(green.state).toBe('ready');
    expect(green.problem).toBeUndefined();
  });

  test('no check is forgotten: what no admin can change through the API is tested with another org or user', async () => {
    const elsewhere = {
      // tests/connect-tokens.test.ts: Salesforce ends the session of such a user, so it is the refresh that finds out.
      user_active: 'the user is deactivated',
      user_not_frozen: 'the user is frozen',
      // tests/connect-trip.test.ts: an org never changes its kind.
      org_kind: 'another kind of org than was chosen',
      // Below: only Salesforce changes an edition, and calls that were made are given back by time alone.
      edition_api: 'an org of an edition without the API',
      api_calls_left: 'an org with few calls a day',
    };
    const { checks } = await readConnection(world);
    const tested = new Set([...cases.flatMap(([, , ids]) => ids), ...Object.keys(elsewhere)]);
    expect([...tested].toSorted()).toEqual(checks.map(({ id }) => id).toSorted());
  });

  test('the profile under another name but with all rights is a warning, and bookings go on', async () => {
    const undo = await fieldsOf(
      'Profile',
      adminProfile,
      { Name: 'Systemadministrator' },
      { Name: 'System Administrator' },
    )(admin, userId);
    const connection = await checkAgain(world);
    expect(checkOf(connection, 'user_profile')).toMatchObject({
      status: 'warn',
      found: expect.stringContaining('"Systemadministrator"'),
    });
    expect(connection.state).toBe('ready');
    await undo();
  });

  test('bookings that waited go on when the last check is green again', async () => {
    const undo = await unassigned(admin, userId);
    await checkAgain(world);
    world.wakes.length = 0;
    await checkAgain(world);
    expect(world.wakes).toEqual([]);
    await undo();
    await checkAgain(world);
    expect(world.wakes).toHaveLength(1);
  });

  test('checking costs one API call', async () => {
    const before = await countCalls(world);
    await checkAgain(world);
    expect((await countCalls(world)) - before).toBe(1);
  });

  test('while Salesforce is down nothing is concluded: the last result stays', async () => {
    await plantFault(world, { kind: 'unavailable', on: 'composite' });
    const answer = await world.browser.post('/api/connection/check');
    expect(answer).toMatchObject({ status: 502, body: { error: { code: 'salesforce_unavailable' } } });
    expect((await checkAgain(world)).state).toBe('ready');
  });
});

describe('an org', () => {
  test('without the companion app needs attention, and says what to deploy', async () => {
    const world = await openWorld({ localOrg: { forceApp: null } });
    const connection = await connect(world);
    expect(connection.state).toBe('needs_attention');
    expect(open(connection)).toEqual(['companion_app', 'permission_set', 'event_fields']);
    expect(checkOf(connection, 'permission_set').found).toContain('was not found in this org');
    expect(checkOf(connection, 'companion_app').fix?.text).toContain('Deploy the companion app');
    await world.close();
  });

  test.each([
    ['Professional Edition', 'warn', 'ready'],
    ['Team Edition', 'fail', 'needs_attention'],
  ])('of %s: the edition is a %s', async (edition, status, state) => {
    const world = await openWorld({ localOrg: { edition } });
    const connection = await connect(world);
    expect(connection).toMatchObject({ edition, state });
    expect(open(connection)).toEqual(['edition_api']);
    expect(checkOf(connection, 'edition_api').status).toBe(status);
    await world.close();
  });

  test('with few API calls left warns, and bookings go on', async () => {
    const world = await openWorld({ localOrg: { dailyApiRequests: 2 } });
    const connection = await connect(world);
    expect(checkOf(connection, 'api_calls_left')).toMatchObject({ status: 'fail', required: false });
    expect(connection.state).toBe('ready');
    await world.close();
  });
});

async function findId(admin: Connection, soql: string): Promise<string> {
  const { records } = await admin.query<{ Id: string }>(soql);
  const id = records[0]?.Id;
  if (id === undefined) throw new Error(`Nothing found by ${soql}`);
  return id;
}

function checkOf(connection: Connected, id: string): Check {
  const check = connection.checks.find((each) => each.id === id);
  if (!check) throw new Error(`There is no check ${id}`);
  return check;
}
