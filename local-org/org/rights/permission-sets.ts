// Permission sets and their assignments.

import { requiredMissing } from '../write/checks.ts';
import { fieldOf, isChanged, objectOf, recordOf } from '../engine.ts';
import type { Draft, Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import { checkHolders, checkLicenseHolds, takeLicenseOf } from './licenses.ts';
import { checkDependencies, permissionFields } from './permissions.ts';
import type { OrgRecord } from '../records.ts';

export function preparePermissionSet(draft: Draft) {
  const { engine, before, after } = draft;
  if (before === null) {
    after['IsCustom'] = true;
    after['Type'] = 'Regular';
  }
  checkDependencies(draft);
  if (!isChanged(draft, 'Name')) return;
  const name = String(after['Name'] ?? '').toLowerCase();
  for (const other of engine.records.all(draft.sObject)) {
    if (other['Id'] !== after['Id'] && String(other['Name']).toLowerCase() === name) throw duplicate();
  }
}

/** A change of a profile's own set is a change of the profile. */
export function afterPermissionSetSave({ engine }: Draft, record: OrgRecord) {
  checkHolders(engine, record);
  const profile = recordOf(engine, record['ProfileId']);
  if (profile === undefined) return;
  const permissions = Object.fromEntries(
    permissionFields(profile.sObject).map((name) => [name, record[name] === true]),
  );
  engine.records.put(profile.sObject, { ...profile.record, ...permissions });
}

export function beforePermissionSetRemove(engine: Engine, record: OrgRecord) {
  if (record['IsOwnedByProfile'] === true) throw ownedByProfile();
  const assignments = objectOf(engine, 'PermissionSetAssignment');
  const field = fieldOf(engine, assignments, 'PermissionSetId');
  if (engine.records.findBy(assignments, field, record['Id'] ?? null).length > 0) {
    throw orgError(
      400,
      'DELETE_FAILED',
      `Your attempt to delete ${record['Label']} could not be completed because it is assigned to users.`,
      [],
    );
  }
}

export function prepareAssignment(draft: Draft) {
  const { engine, before, after } = draft;
  after['IsActive'] = after['IsRevoked'] !== true;
  if (before !== null) {
    refuseOwned(engine, before);
    return;
  }
  const missing = ['AssigneeId', 'PermissionSetId'].filter((name) => (after[name] ?? null) === null);
  if (missing.length > 0) throw requiredMissing(missing);
  refuseOwned(engine, after);
  const permissionSet = recordOf(engine, after['PermissionSetId'])?.record;
  const license = recordOf(engine, permissionSet?.['LicenseId']);
  const user = recordOf(engine, after['AssigneeId'])?.record;
  const profile = recordOf(engine, user?.['ProfileId'])?.record;
  if (license?.sObject.name === 'UserLicense' && license.record['Id'] !== profile?.['UserLicenseId']) {
    throw orgError(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      "Can't assign permission set to user. The user license doesn't match the permission set's license.",
      ['PermissionSetId'],
    );
  }
  const assignee = fieldOf(engine, draft.sObject, 'AssigneeId');
  const own = engine.records.findBy(draft.sObject, assignee, after['AssigneeId'] ?? null);
  if (own.some((assignment) => assignment['PermissionSetId'] === after['PermissionSetId'])) throw duplicate();
  if (user === undefined || permissionSet === undefined) return;
  takeLicenseOf(engine, permissionSet, String(user['Id']), draft.rights.userId);
  checkLicenseHolds(engine, user, permissionSet);
}

export function beforeAssignmentRemove(engine: Engine, record: OrgRecord) {
  refuseOwned(engine, record);
}

/** What a profile gives comes and goes with the profile. */
function refuseOwned(engine: Engine, assignment: OrgRecord) {
  const permissionSet = recordOf(engine, assignment['PermissionSetId'])?.record;
  if (permissionSet?.['IsOwnedByProfile'] === true) throw ownedByProfile();
}

function ownedByProfile() {
  return orgError(400, 'FIELD_INTEGRITY_EXCEPTION', 'The permission set is owned by a profile.', [
    'PermissionSetId',
  ]);
}

/** Setup objects do not name the other record. */
function duplicate() {
  return orgError(
    400,
    'DUPLICATE_VALUE',
    'duplicate value found: <unknown> duplicates value on record with id: <unknown>',
    [],
  );
}
