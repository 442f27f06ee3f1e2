// A data folder of an older version: what an org has been given since is added at the start, and what an administrator
// changed or took away stays so.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { openStores } from '../store.ts';
import type { Store } from '../store.ts';
import { connectToHub } from './hub-client.ts';
import { findOne } from './movie-org.ts';

let data = '';
let running: RunningLocalOrg | undefined;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'local-org-seed-'));
});
afterEach(async () => {
  await running?.stop();
  rmSync(data, { recursive: true, force: true });
});

async function session(act: (admin: Connection) => Promise<void>) {
  running = await startLocalOrg({ callbackUrls: [], data, forceApp: null });
  await act(await connectToHub(running));
  await running.stop();
  running = undefined;
}

/** Takes tables out of the production org's store, as they were in a version that did not have them. */
function without(isNew: (table: string) => boolean, change: (store: Store) => void = () => {}) {
  const stores = openStores(data);
  const store = stores.open('production');
  for (const name of store.tableNames().filter(isNew)) {
    const table = store.table<unknown>(name);
    for (const [key] of table.entries()) table.delete(key);
  }
  change(store);
  store.commit();
  stores.closeAll();
}

async function namesOf(admin: Connection, sObject: string, field = 'Name'): Promise<string[]> {
  const { records } = await admin.query<Record<string, string>>(`SELECT ${field} FROM ${sObject}`);
  return records.map((record) => record[field] ?? '').toSorted();
}

/** Everything that says what somebody may do, in an order of its own. */
async function rightsOf(admin: Connection): Promise<string[]> {
  const objects = await namesOf(admin, 'ObjectPermissions', 'SobjectType');
  return [...objects, ...(await namesOf(admin, 'FieldPermissions', 'Field'))];
}

test('licences, roles and rights that an older version did not have are added, once', async () => {
  let rights: string[] = [];
  await session(async (admin) => {
    rights = await rightsOf(admin);
    const caseRights = await findOne(
      admin,
      "SELECT Id FROM FieldPermissions WHERE Field = 'Case.Reason' AND Parent.Profile.Name = 'Standard User'",
    );
    await admin.sobject('FieldPermissions').destroy(caseRights['Id'] ?? '');
    rights.splice(rights.indexOf('Case.Reason'), 1);
  });
  // Before scratch orgs: no such objects, so nobody had rights on them.
  without(
    (table) => /\/(seeded|PermissionSetLicense|UserRole)$/.test(table),
    (store) => {
      const name = store.tableNames().find((table) => table.endsWith('/ObjectPermissions')) ?? '';
      const table = store.table<Record<string, unknown>>(name);
      for (const [key, row] of table.entries()) {
        if (/ScratchOrg/.test(String(row['SobjectType']))) table.delete(key);
      }
    },
  );
  for (const _ of ['first start of the new version', 'second']) {
    await session(async (admin) => {
      expect(await namesOf(admin, 'PermissionSetLicense', 'DeveloperName')).toEqual([
        'SalesforceAPIIntegrationPsl',
      ]);
      expect(await namesOf(admin, 'UserRole', 'DeveloperName')).toEqual([
        'CEO',
        'DirectorDirectSales',
        'SVPSalesMarketing',
        'VPNorthAmericanSales',
      ]);
      const director = await findOne(
        admin,
        "SELECT ParentRoleId FROM UserRole WHERE DeveloperName = 'DirectorDirectSales'",
      );
      const above = await findOne(
        admin,
        `SELECT Name FROM UserRole WHERE Id = '${director['ParentRoleId']}'`,
      );
      expect(above['Name']).toBe('VP, North American Sales');
      expect(await namesOf(admin, 'UserLicense')).toHaveLength(3);
      expect(await rightsOf(admin)).toEqual(rights);
    });
  }
});

test('what an administrator renamed, changed or took away stays so', async () => {
  await session(async (admin) => {
    const profile = await findOne(admin, "SELECT Id FROM Profile WHERE Name = 'Standard Platform User'");
    await admin.sobject('Profile').destroy(profile['Id'] ?? '');
    const standard = await findOne(admin, "SELECT Id FROM Profile WHERE Name = 'Standard User'");
    await admin.sobject('Profile').update({ Id: standard['Id'] ?? '', Name: 'Standardbenutzer' });
    const role = await findOne(admin, "SELECT Id FROM UserRole WHERE DeveloperName = 'CEO'");
    await admin.sobject('UserRole').update({ Id: role['Id'] ?? '', Name: 'Chefin', DeveloperName: 'Chefin' });
  });
  const profiles = [
    'Minimum Access - API Only Integrations',
    'Minimum Access - Salesforce',
    'Standardbenutzer',
    'System Administrator',
  ];
  await session(async (admin) => {
    expect(await namesOf(admin, 'Profile')).toEqual(profiles);
    expect(await namesOf(admin, 'UserRole')).toEqual([
      'Chefin',
      'Director, Direct Sales',
      'SVP, Sales & Marketing',
      'VP, North American Sales',
    ]);
  });
  // The same folder, if its version had not kept what it gave.
  without((table) => table.endsWith('/seeded'));
  await session(async (admin) => {
    expect(await namesOf(admin, 'Profile')).toEqual(profiles);
  });
});
