// Permission sets and profiles: their rights become records. A permission set's file replaces what the set gives, a
// profile's file only adds to it or changes what it names.

import { fieldPermissionName, hasObjectPermissions } from '../org/rights/access.ts';
import { findRecords, objectOf, recordOf } from '../org/engine.ts';
import { userLicenseOf } from '../org/rights/licenses.ts';
import { permissionFields } from '../org/rights/permissions.ts';
import { ownedSet } from '../org/rights/profiles.ts';
import { profiles as standardProfiles } from '../org/seed/seed-profiles.ts';
import type { OrgRecord } from '../org/records.ts';
import type { Value } from '../org/values.ts';
import { change, insert } from '../org/write/write.ts';
import type { StoredComponent } from './component-store.ts';
import { ComponentProblem } from './deploy-messages.ts';
import { writeRecordTypeRights } from './deploy-record-types.ts';
import type { DeployWork } from './deploy-work.ts';
import { profileNameOf } from './profile-names.ts';
import type { Component } from './read-package.ts';
import { childrenOf, isTrue, textOf } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

export function applyPermissionSet(work: DeployWork, component: Component): string {
  const { engine, userId } = work;
  const body = component.body ?? { name: '', text: '', children: [] };
  const refuse = (message: string) => new ComponentProblem(message, component.place);
  const label = textOf(body, 'label') ?? '';
  if (label === '') throw refuse('Required fields are missing: [Label]');
  const sets = objectOf(engine, 'PermissionSet');
  const known = findPermissionSet(work, component.fullName);
  const given: Record<string, Value> = {
    Label: label,
    Description: textOf(body, 'description') ?? null,
    HasActivationRequired: isTrue(body, 'hasActivationRequired'),
    LicenseId: licenseId(work, textOf(body, 'license'), refuse),
    ...userPermissions(work, body, true, refuse),
  };
  const rights = engine.access.of(userId);
  let id: string;
  if (known === undefined) {
    id = insert(engine, rights, sets, { Name: component.fullName, ...given });
  } else {
    id = String(known['Id']);
    refuseHolders(work, id, given['LicenseId'] ?? null, refuse);
    change(engine, rights, sets, known, given);
    for (const name of ['ObjectPermissions', 'FieldPermissions']) {
      for (const row of findRecords(engine, name, 'ParentId', id))
        engine.records.drop(objectOf(engine, name), String(row['Id']));
    }
  }
  writeRights(work, id, body, refuse);
  writeRecordTypeRights(work, id, body, true, refuse);
  return id;
}

/** A set bound to a user licence stays with users who have it. */
function refuseHolders(
  { engine }: DeployWork,
  id: string,
  license: Value,
  refuse: (message: string) => ComponentProblem,
) {
  if (recordOf(engine, license)?.sObject.name !== 'UserLicense') return;
  for (const { AssigneeId } of findRecords(engine, 'PermissionSetAssignment', 'PermissionSetId', id)) {
    const user = recordOf(engine, AssigneeId)?.record;
    if (userLicenseOf(engine, user?.['ProfileId'])?.['Id'] !== license)
      throw refuse(
        `The user license doesn't match the permission set's license: ${String(user?.['Username'])}`,
      );
  }
}

export function findPermissionSet({ engine }: DeployWork, name: string): OrgRecord | undefined {
  for (const record of engine.records.all(objectOf(engine, 'PermissionSet'))) {
    const isNamed = String(record['Name']).toLowerCase() === name.toLowerCase();
    if (isNamed && record['IsOwnedByProfile'] !== true) return record;
  }
  return undefined;
}

export function removePermissionSet(work: DeployWork, stored: StoredComponent) {
  const { engine } = work;
  const record = findPermissionSet(work, stored.fullName);
  if (record === undefined) return;
  const id = String(record['Id']);
  if (findRecords(engine, 'PermissionSetAssignment', 'PermissionSetId', id).length > 0) {
    throw new ComponentProblem(
      `You can't delete this permission set because it is assigned to users: ${stored.fullName}`,
    );
  }
  dropSet(work, id);
}

function dropSet({ engine }: DeployWork, id: string) {
  for (const name of ['ObjectPermissions', 'FieldPermissions', 'SetupEntityAccess', 'RecordTypeVisibility']) {
    for (const row of findRecords(engine, name, 'ParentId', id))
      engine.records.drop(objectOf(engine, name), String(row['Id']));
  }
  engine.records.drop(objectOf(engine, 'PermissionSet'), id);
}

export function removeProfile(work: DeployWork, stored: StoredComponent) {
  const { engine } = work;
  const name = profileNameOf(stored.fullName);
  const profiles = objectOf(engine, 'Profile');
  const record = [...engine.records.all(profiles)].find((one) => one['Name'] === name);
  if (record === undefined) return;
  if (standardProfiles.some((one) => one.name === name))
    throw new ComponentProblem(`You can't delete a standard profile: ${name}`);
  const id = String(record['Id']);
  if (findRecords(engine, 'User', 'ProfileId', id).length > 0)
    throw new ComponentProblem(`You can't delete this profile because it is assigned to users: ${name}`);
  const setId = ownedSet(engine, record)?.['Id'];
  if (typeof setId === 'string') dropSet(work, setId);
  engine.records.drop(profiles, id);
}

export function applyProfile(work: DeployWork, component: Component): string {
  const { engine, userId } = work;
  const body = component.body ?? { name: '', text: '', children: [] };
  const refuse = (message: string) => new ComponentProblem(message, component.place);
  const profiles = objectOf(engine, 'Profile');
  const name = profileNameOf(component.fullName);
  const rights = engine.access.of(userId);
  let known = [...engine.records.all(profiles)].find((record) => record['Name'] === name);
  if (known === undefined) {
    const license = licenseId(work, textOf(body, 'userLicense') ?? 'Salesforce', refuse);
    const id = insert(engine, rights, profiles, { Name: name, UserLicenseId: license, UserType: 'Standard' });
    known = engine.records.get(profiles, id);
    if (known === undefined) throw refuse(`No Profile named ${name} found`);
  }
  change(engine, rights, profiles, known, userPermissions(work, body, false, refuse));
  const setId = String(ownedSet(engine, known)?.['Id'] ?? '');
  const replaced = (objectName: string, field: string, values: Set<string>) => {
    for (const row of findRecords(engine, objectName, 'ParentId', setId)) {
      if (values.has(String(row[field])))
        engine.records.drop(objectOf(engine, objectName), String(row['Id']));
    }
  };
  replaced(
    'ObjectPermissions',
    'SobjectType',
    new Set(childrenOf(body, 'objectPermissions').map((right) => textOf(right, 'object') ?? '')),
  );
  replaced(
    'FieldPermissions',
    'Field',
    new Set(
      childrenOf(body, 'fieldPermissions').map((right) => apiNameOf(work, textOf(right, 'field') ?? '')),
    ),
  );
  writeRights(work, setId, body, refuse);
  writeRecordTypeRights(work, setId, body, false, refuse);
  return String(known['Id']);
}

function licenseId(
  work: DeployWork,
  license: string | undefined,
  refuse: (message: string) => ComponentProblem,
): string | null {
  if (license === undefined || license === '') return null;
  const { engine } = work;
  for (const [objectName, fields] of [
    ['UserLicense', ['Name', 'MasterLabel', 'LicenseDefinitionKey']],
    ['PermissionSetLicense', ['MasterLabel', 'DeveloperName']],
  ] as const) {
    const sObject = engine.schema.find(objectName);
    if (sObject === undefined) continue;
    for (const record of engine.records.all(sObject)) {
      if (fields.some((field) => record[field] === license)) return String(record['Id']);
    }
  }
  throw refuse(`In field: license - no UserLicense named ${license} found`);
}

/** `all`: what the file does not name is taken away. */
function userPermissions(
  work: DeployWork,
  body: XmlElement,
  all: boolean,
  refuse: (message: string) => ComponentProblem,
): Record<string, boolean> {
  const fields = permissionFields(objectOf(work.engine, 'PermissionSet'));
  const known = new Set(fields);
  const values: Record<string, boolean> = all ? Object.fromEntries(fields.map((name) => [name, false])) : {};
  for (const permission of childrenOf(body, 'userPermissions')) {
    const name = textOf(permission, 'name') ?? '';
    if (!known.has(`Permissions${name}`)) throw refuse(`Unknown user permission: ${name}`);
    values[`Permissions${name}`] = isTrue(permission, 'enabled');
  }
  return values;
}

function writeRights(
  work: DeployWork,
  setId: string,
  body: XmlElement,
  refuse: (message: string) => ComponentProblem,
) {
  const { engine, userId } = work;
  const rights = engine.access.of(userId);
  const readable = new Set<string>();
  for (const right of childrenOf(body, 'objectPermissions')) {
    const name = textOf(right, 'object') ?? '';
    const target = engine.schema.find(name);
    if (target === undefined) {
      // An object this org leaves out has nothing a right could be about.
      if (engine.schema.isElsewhere(name)) continue;
      throw refuse(`In field: field - no CustomObject named ${name} found`);
    }
    if (!hasObjectPermissions(target)) throw refuse(`In field: object - no CustomObject named ${name} found`);
    const values = {
      ParentId: setId,
      SobjectType: target.name,
      PermissionsCreate: isTrue(right, 'allowCreate'),
      PermissionsRead: isTrue(right, 'allowRead'),
      PermissionsEdit: isTrue(right, 'allowEdit'),
      PermissionsDelete: isTrue(right, 'allowDelete'),
      PermissionsViewAllRecords: isTrue(right, 'viewAllRecords'),
      PermissionsModifyAllRecords: isTrue(right, 'modifyAllRecords'),
    };
    if (!Object.values(values).includes(true)) continue;
    readable.add(target.name);
    insert(engine, rights, objectOf(engine, 'ObjectPermissions'), values);
  }
  refuseMissingParents(work, readable, refuse);
  const fieldRights = objectOf(engine, 'FieldPermissions');
  for (const right of childrenOf(body, 'fieldPermissions')) {
    const named = textOf(right, 'field') ?? '';
    const [objectName = '', fieldName = ''] = named.split('.');
    const target = engine.schema.find(objectName);
    if (target === undefined && engine.schema.isElsewhere(objectName)) continue;
    if (target === undefined) throw refuse(`In field: field - no CustomObject named ${objectName} found`);
    const field = engine.schema.field(target, fieldName) ?? engine.schema.field(target, `${fieldName}Id`);
    if (field === undefined) throw refuse(`In field: field - no CustomField named ${named} found`);
    if (!field.permissionable) throw refuse(`You cannot deploy to a required field: ${named}`);
    if (!isTrue(right, 'readable') && !isTrue(right, 'editable')) continue;
    insert(engine, rights, fieldRights, {
      ParentId: setId,
      SobjectType: target.name,
      Field: fieldPermissionName(target, field),
      PermissionsRead: isTrue(right, 'readable'),
      PermissionsEdit: isTrue(right, 'editable'),
    });
  }
}

function apiNameOf({ engine }: DeployWork, named: string): string {
  const [objectName = '', fieldName = ''] = named.split('.');
  const target = engine.schema.find(objectName);
  const field = target === undefined ? undefined : engine.schema.field(target, fieldName);
  return target === undefined || field === undefined ? named : fieldPermissionName(target, field);
}

const parents: Record<string, string[]> = { Contact: ['Account'], Opportunity: ['Account'] };

/** Reading a child needs reading its parent: the standard ones, and every master of a master-detail field. */
function refuseMissingParents(
  work: DeployWork,
  readable: Set<string>,
  refuse: (message: string) => ComponentProblem,
) {
  const { schema } = work.engine;
  for (const name of readable) {
    const sObject = schema.find(name);
    if (sObject === undefined) continue;
    const masters = sObject.fields
      .filter((field) => field.custom && field.onParentDelete === 'cascade' && !field.updateable)
      .flatMap((field) => field.referenceTo);
    for (const parentName of [...(parents[name] ?? []), ...masters]) {
      if (readable.has(parentName)) continue;
      throw refuse(
        `Permission Read ${sObject.label} depends on permission(s): Read ${schema.find(parentName)?.label ?? parentName}`,
      );
    }
  }
}
