// What a licence allows: which rights its users may be given through permission sets, and how often a permission set
// licence can be handed out.

import { requiredMissing } from '../write/checks.ts';
import { fieldOf, findRecords, objectOf, recordOf } from '../engine.ts';
import type { Draft, Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import { permissionFields } from './permissions.ts';
import { plainInsert } from '../write/plain-insert.ts';
import type { OrgRecord } from '../records.ts';
import { integrationLicense, integrationPermissionSetLicense } from '../seed/seed-profiles.ts';
import type { Value } from '../values.ts';

/** What a user with the integration licence can hold at all: it may not do what needs a screen or changes the org. */
const integrationRights = new Set(
  `ActivitiesAccess AllowViewEditConvertedLeads ApexRestServices ApiEnabled ApiUserOnly BulkApiHardDelete
   ChatterInternalUser ConvertLeads EditEvent EditTask EmailSingle ModifyAllData RunFlow TransferAnyCase
   TransferAnyEntity TransferAnyLead ViewAllData ViewAllUsers ViewRoles ViewSetup`.split(/\s+/),
);
/** Of these, what the licence holds by itself. */
const barelyIntegrationRights = new Set([
  'ActivitiesAccess',
  'ApiEnabled',
  'ApiUserOnly',
  'ChatterInternalUser',
]);

/** Throws when the permission set gives a right that the user's licences do not hold. */
export function checkLicenseHolds(engine: Engine, user: OrgRecord, permissionSet: OrgRecord) {
  const license = userLicenseOf(engine, user['ProfileId']);
  if (license?.['Name'] !== integrationLicense) return;
  const isWidened = holdsLicense(engine, user, integrationPermissionSetLicense);
  const [row] = isWidened
    ? []
    : findRecords(engine, 'ObjectPermissions', 'ParentId', permissionSet['Id'] ?? null);
  if (row !== undefined) {
    const object = engine.schema.find(String(row['SobjectType']));
    throw notHeld(`Read ${object?.labelPlural ?? String(row['SobjectType'])}`);
  }
  const held = isWidened ? integrationRights : barelyIntegrationRights;
  const sets = objectOf(engine, 'PermissionSet');
  for (const name of permissionFields(sets)) {
    if (permissionSet[name] !== true || held.has(name.slice('Permissions'.length))) continue;
    throw notHeld(engine.schema.field(sets, name)?.label ?? name);
  }
}

/** A set that users hold already can be given only rights that all their licences hold. */
export function checkHolders(engine: Engine, permissionSet: OrgRecord) {
  if (permissionSet['IsOwnedByProfile'] === true) return;
  const id = permissionSet['Id'] ?? null;
  for (const assignment of findRecords(engine, 'PermissionSetAssignment', 'PermissionSetId', id)) {
    const user = recordOf(engine, assignment['AssigneeId'])?.record;
    if (user !== undefined) checkLicenseHolds(engine, user, permissionSet);
  }
}

export function afterObjectPermissionsSave({ engine }: Draft, record: OrgRecord) {
  const permissionSet = recordOf(engine, record['ParentId'])?.record;
  if (permissionSet !== undefined) checkHolders(engine, permissionSet);
}

function notHeld(right: string) {
  return orgError(
    400,
    'FIELD_INTEGRITY_EXCEPTION',
    `The user license doesn't allow the permission: ${right}`,
    ['PermissionSetId'],
  );
}

/** The permission sets a user holds beside the profile's own. */
export function heldSets(engine: Engine, userId: Value): OrgRecord[] {
  return findRecords(engine, 'PermissionSetAssignment', 'AssigneeId', userId).flatMap((assignment) => {
    const permissionSet = recordOf(engine, assignment['PermissionSetId'])?.record;
    return permissionSet === undefined || permissionSet['IsOwnedByProfile'] === true ? [] : [permissionSet];
  });
}

export function userLicenseOf(engine: Engine, profileId: Value | undefined): OrgRecord | undefined {
  const profile = recordOf(engine, profileId)?.record;
  return recordOf(engine, profile?.['UserLicenseId'])?.record;
}

function holdsLicense(engine: Engine, user: OrgRecord, developerName: string): boolean {
  return licenseAssignments(engine, user['Id'] ?? null).some(
    (row) => recordOf(engine, row['PermissionSetLicenseId'])?.record['DeveloperName'] === developerName,
  );
}

function licenseAssignments(engine: Engine, userId: Value): OrgRecord[] {
  return findRecords(engine, 'PermissionSetLicenseAssign', 'AssigneeId', userId);
}

/** A permission set that is bound to a permission set licence brings the licence along. */
export function takeLicenseOf(engine: Engine, permissionSet: OrgRecord, userId: string, assignedBy: string) {
  const license = recordOf(engine, permissionSet['LicenseId']);
  if (license?.sObject.name !== 'PermissionSetLicense') return;
  const licenseId = license.record['Id'] ?? null;
  if (licenseAssignments(engine, userId).some((row) => row['PermissionSetLicenseId'] === licenseId)) return;
  checkOneIsLeft(engine, license.record);
  plainInsert(engine, 'PermissionSetLicenseAssign', assignedBy, {
    AssigneeId: userId,
    PermissionSetLicenseId: licenseId,
  });
}

export function prepareLicenseAssign(draft: Draft) {
  const { engine, before, after } = draft;
  if (before !== null) return;
  const missing = ['AssigneeId', 'PermissionSetLicenseId'].filter((name) => (after[name] ?? null) === null);
  if (missing.length > 0) throw requiredMissing(missing);
  const license = recordOf(engine, after['PermissionSetLicenseId'])?.record;
  const assignee = fieldOf(engine, draft.sObject, 'AssigneeId');
  const own = engine.records.findBy(draft.sObject, assignee, after['AssigneeId'] ?? null);
  if (own.some((row) => row['PermissionSetLicenseId'] === after['PermissionSetLicenseId'])) {
    throw orgError(
      400,
      'DUPLICATE_VALUE',
      'duplicate value found: <unknown> duplicates value on record with id: <unknown>',
      [],
    );
  }
  if (license !== undefined) checkOneIsLeft(engine, license);
}

function checkOneIsLeft(engine: Engine, license: OrgRecord) {
  const used = findRecords(
    engine,
    'PermissionSetLicenseAssign',
    'PermissionSetLicenseId',
    license['Id'] ?? null,
  );
  if (used.length >= Number(license['TotalLicenses'] ?? 0)) throw licenseLimitExceeded();
}

export function licenseLimitExceeded() {
  return orgError(400, 'LICENSE_LIMIT_EXCEEDED', 'License Limit Exceeded', []);
}

/** A licence cannot be taken away while a permission set of the user lives on it. */
export function beforeLicenseAssignRemove(engine: Engine, record: OrgRecord) {
  const user = recordOf(engine, record['AssigneeId'])?.record;
  if (user === undefined) return;
  const assigns = objectOf(engine, 'PermissionSetLicenseAssign');
  const sets = heldSets(engine, user['Id'] ?? null);
  const bound = sets.find((permissionSet) => permissionSet['LicenseId'] === record['PermissionSetLicenseId']);
  if (bound !== undefined) throw stillNeeded(bound);
  engine.records.transaction(() => {
    engine.records.drop(assigns, String(record['Id']));
    for (const permissionSet of sets) checkLicenseHolds(engine, user, permissionSet);
    // It was only looked at without the licence; whoever called removes it.
    engine.records.put(assigns, record);
  });
}

function stillNeeded(permissionSet: OrgRecord) {
  return orgError(
    400,
    'FIELD_INTEGRITY_EXCEPTION',
    `The permission set license is required by an assigned permission set: ${permissionSet['Label']}`,
    ['PermissionSetLicenseId'],
  );
}
