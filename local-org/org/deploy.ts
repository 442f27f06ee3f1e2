// Puts deployed permission sets into the org as records. Deploying again replaces a set's rights, so it happens only
// when the metadata has changed since: what an admin changed in between stays.

import { createHash } from 'node:crypto';
import { fieldPermissionName } from './access.ts';
import { findRecords, objectOf } from './engine.ts';
import type { Engine } from './engine.ts';
import type { Metadata, PermissionSetSource } from './metadata.ts';
import { permissionFields } from './permissions.ts';
import { plainInsert } from './plain-insert.ts';
import type { OrgRecord } from './records.ts';

export function fingerprint(metadata: Metadata): string {
  const text = JSON.stringify([...metadata.permissionSets]);
  return createHash('sha256').update(text).digest('hex');
}

/** Answers the names of the sets that were not there before. */
export function deployPermissionSets(engine: Engine, metadata: Metadata, userId: string): string[] {
  const added: string[] = [];
  for (const [name, source] of metadata.permissionSets) {
    const known = [...engine.records.all(objectOf(engine, 'PermissionSet'))].find(
      (set) => set['Name'] === name,
    );
    if (known === undefined) added.push(name);
    const id =
      known === undefined ? createSet(engine, name, source, userId) : resetSet(engine, known, source);
    writeRights(engine, id, source, userId, name);
  }
  return added;
}

function userPermissions(engine: Engine, source: PermissionSetSource, name: string): Record<string, boolean> {
  const fields = new Set(permissionFields(objectOf(engine, 'PermissionSet')));
  const granted = source.userPermissions.filter((permission) => permission.enabled);
  for (const permission of granted) {
    if (!fields.has(`Permissions${permission.name}`)) {
      throw new Error(`Permission set ${name} grants ${permission.name}, which is no user permission.`);
    }
  }
  return Object.fromEntries(granted.map((permission) => [`Permissions${permission.name}`, true]));
}

function createSet(engine: Engine, name: string, source: PermissionSetSource, userId: string): string {
  if (source.license !== undefined)
    throw new Error(`Permission set ${name}: the org does not run sets bound to a license.`);
  return plainInsert(engine, 'PermissionSet', userId, {
    Name: name,
    Label: source.label,
    Description: source.description ?? null,
    HasActivationRequired: source.hasActivationRequired === true,
    IsCustom: true,
    Type: 'Regular',
    ...userPermissions(engine, source, name),
  });
}

function resetSet(engine: Engine, known: OrgRecord, source: PermissionSetSource): string {
  const sets = objectOf(engine, 'PermissionSet');
  const id = String(known['Id']);
  const none = Object.fromEntries(permissionFields(sets).map((name) => [name, false]));
  const granted = userPermissions(engine, source, String(known['Name']));
  engine.records.put(sets, { ...known, ...none, ...granted, Label: source.label });
  for (const objectName of ['ObjectPermissions', 'FieldPermissions']) {
    for (const row of findRecords(engine, objectName, 'ParentId', id)) {
      engine.records.drop(objectOf(engine, objectName), String(row['Id']));
    }
  }
  return id;
}

function writeRights(
  engine: Engine,
  setId: string,
  source: PermissionSetSource,
  userId: string,
  name: string,
) {
  for (const right of source.objectPermissions) {
    if (engine.schema.find(right.object) === undefined) {
      throw new Error(`Permission set ${name} names the object ${right.object}, which does not exist.`);
    }
    plainInsert(engine, 'ObjectPermissions', userId, {
      ParentId: setId,
      SobjectType: right.object,
      PermissionsCreate: right.allowCreate,
      PermissionsRead: right.allowRead,
      PermissionsEdit: right.allowEdit,
      PermissionsDelete: right.allowDelete,
      PermissionsViewAllRecords: right.viewAllRecords,
      PermissionsModifyAllRecords: right.modifyAllRecords,
    });
  }
  for (const right of source.fieldPermissions) {
    const [objectName = '', fieldName = ''] = right.field.split('.');
    const target = engine.schema.find(objectName);
    const field = target === undefined ? undefined : engine.schema.field(target, fieldName);
    if (target === undefined || field === undefined) {
      throw new Error(`Permission set ${name} names the field ${right.field}, which does not exist.`);
    }
    if (!field.permissionable) {
      throw new Error(
        `Permission set ${name} names the field ${right.field}, which cannot have a field permission.`,
      );
    }
    plainInsert(engine, 'FieldPermissions', userId, {
      ParentId: setId,
      SobjectType: target.name,
      Field: fieldPermissionName(target, field),
      PermissionsRead: right.readable,
      PermissionsEdit: right.editable,
    });
  }
}
