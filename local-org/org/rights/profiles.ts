// Profiles: each owns a hidden permission set that carries the same user permissions and its object and field rights.

import { findRecords, isChanged, objectOf } from '../engine.ts';
import type { Draft, Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import { checkDependencies, permissionFields } from './permissions.ts';
import { plainInsert } from '../write/plain-insert.ts';
import type { OrgRecord } from '../records.ts';

export function prepareProfile(draft: Draft) {
  const { engine, before, after } = draft;
  if (before === null) after['UserType'] ??= 'Standard';
  checkDependencies(draft);
  if (!isChanged(draft, 'Name')) return;
  const name = String(after['Name'] ?? '').toLowerCase();
  for (const other of engine.records.all(draft.sObject)) {
    if (other['Id'] !== after['Id'] && String(other['Name']).toLowerCase() === name) {
      throw orgError(
        400,
        'DUPLICATE_VALUE',
        'duplicate value found: <unknown> duplicates value on record with id: <unknown>',
        [],
      );
    }
  }
}

export function afterProfileSave({ engine, rights }: Draft, record: OrgRecord) {
  const owned = ownedSet(engine, record) ?? createOwnedSet(engine, record, rights.userId);
  const sets = objectOf(engine, 'PermissionSet');
  const permissions = Object.fromEntries(permissionFields(sets).map((name) => [name, record[name] === true]));
  engine.records.put(sets, { ...owned, ...permissions });
}

export function ownedSet(engine: Engine, profile: OrgRecord): OrgRecord | undefined {
  return findRecords(engine, 'PermissionSet', 'ProfileId', profile['Id'] ?? null)[0];
}

function createOwnedSet(engine: Engine, profile: OrgRecord, userId: string): OrgRecord {
  const id = plainInsert(engine, 'PermissionSet', userId, {
    // Salesforce makes such names up: X00e and then the profile's id.
    Name: `X${String(profile['Id']).slice(0, 15)}`,
    Label: String(profile['Id']),
    ProfileId: profile['Id'] ?? null,
    LicenseId: profile['UserLicenseId'] ?? null,
    IsOwnedByProfile: true,
    Type: 'Profile',
  });
  const sets = objectOf(engine, 'PermissionSet');
  const owned = engine.records.get(sets, id);
  if (owned === undefined) throw new Error(`The permission set of profile ${profile['Name']} is missing.`);
  return owned;
}

export function beforeProfileRemove(engine: Engine, record: OrgRecord) {
  const users = findRecords(engine, 'User', 'ProfileId', record['Id'] ?? null);
  if (users.length > 0) {
    throw orgError(
      400,
      'DELETE_FAILED',
      `Your attempt to delete ${record['Name']} could not be completed because it is associated with the following users.: ${users.map((user) => user['Name']).join(', ')}`,
      [],
    );
  }
  const owned = ownedSet(engine, record);
  if (owned === undefined) return;
  for (const objectName of ['ObjectPermissions', 'FieldPermissions']) {
    for (const row of findRecords(engine, objectName, 'ParentId', owned['Id'] ?? null)) {
      engine.records.drop(objectOf(engine, objectName), String(row['Id']));
    }
  }
  engine.records.drop(objectOf(engine, 'PermissionSet'), String(owned['Id']));
}
