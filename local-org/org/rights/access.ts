// What a user may do: user permissions, object rights and field rights, added up over the profile and the assigned
// permission sets, read from their records at every change, so that an admin's change counts at once.

import { assignmentEndsAt } from './assignments.ts';
import type { OrgRecord, Records } from '../records.ts';
import type { Field, Schema, SObject } from '../schema/schema.ts';
import { createSharing } from './sharing.ts';
import type { Reach } from './sharing.ts';

export type ObjectRight = 'create' | 'read' | 'edit' | 'delete';

/** Through which API somebody calls: the Tooling API has objects of its own. */
export type Api = 'data' | 'tooling';

export type Rights = {
  userId: string;
  api: Api;
  profileId: string;
  /** Of the profile and of what is assigned. */
  permissionSetIds: readonly string[];
  has(permission: string): boolean;
  may(right: ObjectRight, sObject: SObject): boolean;
  canRead(sObject: SObject, field: Field): boolean;
  canEdit(sObject: SObject, field: Field): boolean;
  /** Whether the record is there for this user: rows of setup objects by rights, others by sharing. */
  sees(sObject: SObject, record: OrgRecord): boolean;
  /** What sharing allows with the record. */
  reach(sObject: SObject, record: OrgRecord): Reach;
};

export type Access = {
  of(userId: string, api?: Api): Rights;
  hasPermission(userId: string, permission: string): boolean;
};

/** Objects whose rights are set object by object; all other standard objects are ruled by user permissions. */
export function hasObjectPermissions(sObject: SObject): boolean {
  return (
    sObject.custom ||
    sObject.flags.has('devHub') ||
    ['Account', 'Case', 'Contact', 'Lead', 'Opportunity'].includes(sObject.name)
  );
}

/** The name under which field rights are kept: a part of an address follows the address. */
export function fieldPermissionName(sObject: SObject, field: Field): string {
  if (field.mirrors !== null) return field.mirrors;
  const whole = sObject.fields.find((other) => other.name === field.compoundFieldName);
  return `${sObject.name}.${whole?.permissionable === true ? whole.name : field.name}`;
}

const anyone: ReadonlySet<ObjectRight> = new Set(['read']);
const nobody: ReadonlySet<ObjectRight> = new Set();

// Who may change setup objects; reading their rows is settled by `sees`.
const setupPermissions: Record<string, { permission: string; rights: ObjectRight[] }> = {
  User: { permission: 'ManageUsers', rights: ['create', 'edit'] },
  UserLogin: { permission: 'ManageUsers', rights: ['edit'] },
  Profile: { permission: 'ManageProfilesPermissionsets', rights: ['create', 'edit', 'delete'] },
  PermissionSet: { permission: 'ManageProfilesPermissionsets', rights: ['create', 'edit', 'delete'] },
  ObjectPermissions: { permission: 'ManageProfilesPermissionsets', rights: ['create', 'edit', 'delete'] },
  FieldPermissions: { permission: 'ManageProfilesPermissionsets', rights: ['create', 'edit', 'delete'] },
  PermissionSetAssignment: { permission: 'AssignPermissionSets', rights: ['create', 'edit', 'delete'] },
  PermissionSetLicenseAssign: { permission: 'AssignPermissionSets', rights: ['create', 'delete'] },
  UserRole: { permission: 'ManageRoles', rights: ['create', 'edit', 'delete'] },
  Group: { permission: 'ManageUsers', rights: ['create', 'edit', 'delete'] },
  GroupMember: { permission: 'ManageUsers', rights: ['create', 'delete'] },
  QueueSobject: { permission: 'ManageUsers', rights: ['create', 'delete'] },
  RecordType: { permission: 'CustomizeApplication', rights: ['create', 'edit'] },
  Organization: { permission: 'CustomizeApplication', rights: ['edit'] },
};

/** Invisible as a whole without one of the rights below. https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_objectpermissions.htm (2026-11-24) */
const forSetupOnly = new Set([
  'FieldPermissions',
  'ObjectPermissions',
  'PermissionSet',
  'PermissionSetAssignment',
  'PermissionSetLicense',
  'PermissionSetLicenseAssign',
  'SetupEntityAccess',
]);
const seesSetup = ['ViewSetup', 'AssignPermissionSets', 'ManageUsers', 'ManageProfilesPermissionsets'];

export function createAccess(schemaNow: () => Schema, records: Records, now: () => Date): Access {
  const known = new Map<string, { revision: number; until: number; rights: Rights }>();

  return {
    of(userId, api = 'data') {
      const key = `${userId}/${api}`;
      const cached = known.get(key);
      if (cached?.revision === records.rightsRevision() && cached.until > now().getTime())
        return cached.rights;
      const computed = compute(userId, api);
      known.set(key, { revision: records.rightsRevision(), ...computed });
      return computed.rights;
    },
    hasPermission(userId, permission) {
      return this.of(userId).has(permission);
    },
  };

  function compute(userId: string, api: Api): { rights: Rights; until: number } {
    const schema = schemaNow();
    const object = (name: string) => {
      const found = schema.find(name);
      if (found === undefined) throw new Error(`The org has no ${name}.`);
      return found;
    };
    const reference = (from: SObject, name: string) => {
      const field = schema.field(from, name);
      if (field === undefined) throw new Error(`${from.name} has no ${name}.`);
      return field;
    };
    const users = object('User');
    const profiles = object('Profile');
    const permissionSets = object('PermissionSet');
    const assignments = object('PermissionSetAssignment');
    const objectPermissions = object('ObjectPermissions');
    const fieldPermissions = object('FieldPermissions');
    const assignee = reference(assignments, 'AssigneeId');
    const objectParent = reference(objectPermissions, 'ParentId');
    const fieldParent = reference(fieldPermissions, 'ParentId');
    const profileId = String(records.get(users, userId)?.['ProfileId'] ?? '');
    const sources: OrgRecord[] = [];
    const profile = records.get(profiles, profileId);
    if (profile !== undefined) sources.push(profile);
    const setIds: string[] = [];
    let until = Number.POSITIVE_INFINITY;
    for (const assignment of records.findBy(assignments, assignee, userId)) {
      const end = assignmentEndsAt(assignment);
      if (end <= now().getTime()) continue;
      until = Math.min(until, end);
      const permissionSet = records.get(permissionSets, String(assignment['PermissionSetId']));
      if (permissionSet === undefined) continue;
      setIds.push(String(permissionSet['Id']));
      sources.push(permissionSet);
    }
    const has = (permission: string) => sources.some((source) => source[`Permissions${permission}`] === true);

    const viewsAll = new Set<string>();
    const modifiesAll = new Set<string>();
    const objectRights = new Map<string, Set<ObjectRight>>();
    const readable = new Set<string>();
    const editable = new Set<string>();
    for (const setId of setIds) {
      for (const row of records.findBy(objectPermissions, objectParent, setId)) {
        const name = String(row['SobjectType']);
        const rights = objectRights.get(name) ?? new Set();
        if (row['PermissionsCreate'] === true) rights.add('create');
        if (row['PermissionsRead'] === true) rights.add('read');
        if (row['PermissionsEdit'] === true) rights.add('edit');
        if (row['PermissionsDelete'] === true) rights.add('delete');
        if (row['PermissionsViewAllRecords'] === true) viewsAll.add(name);
        if (row['PermissionsModifyAllRecords'] === true) modifiesAll.add(name);
        objectRights.set(name, rights);
      }
      for (const row of records.findBy(fieldPermissions, fieldParent, setId)) {
        if (row['PermissionsRead'] === true) readable.add(String(row['Field']));
        if (row['PermissionsEdit'] === true) editable.add(String(row['Field']));
      }
    }

    function rightsOn(sObject: SObject): ReadonlySet<ObjectRight> {
      if (sObject.flags.has('internal')) return nobody;
      if (sObject.flags.has('tooling') && api !== 'tooling') return nobody;
      if (hasObjectPermissions(sObject)) {
        const rights = new Set(objectRights.get(sObject.name));
        if (has('ModifyAllData')) return new Set(['create', 'read', 'edit', 'delete']);
        if (has('ViewAllData')) rights.add('read');
        return rights;
      }
      if (sObject.name === 'Event' || sObject.name === 'Task') {
        if (!has('ActivitiesAccess')) return new Set();
        return has(`Edit${sObject.name}`) ? new Set(['create', 'read', 'edit', 'delete']) : anyone;
      }
      if (forSetupOnly.has(sObject.name) && !seesSetup.some(has)) return nobody;
      const setup = setupPermissions[sObject.name];
      // Metadata as rows: whoever may change metadata may change it here too.
      if (setup === undefined && sObject.flags.has('tooling')) {
        if (has('CustomizeApplication')) return new Set(['create', 'read', 'edit', 'delete']);
        return has('ViewSetup') ? anyone : nobody;
      }
      if (setup === undefined) return anyone;
      // Everybody may edit the own user; which fields, is settled where users are written.
      if (sObject.name === 'User' && !has(setup.permission)) return new Set(['read', 'edit']);
      return has(setup.permission) ? new Set(['read', ...setup.rights]) : anyone;
    }

    const permissionNames = new WeakMap<Field, string>();
    const nameOf = (sObject: SObject, field: Field) => {
      let name = permissionNames.get(field);
      if (name === undefined) {
        name = fieldPermissionName(sObject, field);
        permissionNames.set(field, name);
      }
      return name;
    };
    const rightsByObject = new Map<string, ReadonlySet<ObjectRight>>();
    const rights: Rights = {
      userId,
      api,
      profileId,
      permissionSetIds: setIds,
      has,
      may(right, sObject) {
        let found = rightsByObject.get(sObject.name);
        if (found === undefined) {
          found = rightsOn(sObject);
          rightsByObject.set(sObject.name, found);
        }
        return found.has(right);
      },
      canRead: (sObject, field) => !field.permissionable || readable.has(nameOf(sObject, field)),
      canEdit: (sObject, field) => !field.permissionable || editable.has(nameOf(sObject, field)),
      reach: (sObject, record) => sharing.reach(sObject, record),
      sees(sObject, record) {
        if (sObject.sharingModel !== null) return sharing.reach(sObject, record) !== 'none';
        if (!isSetupRow(sObject) || has('ViewSetup')) return true;
        switch (sObject.name) {
          case 'Profile':
            return record['Id'] === profileId;
          case 'UserLicense':
            return record['Id'] === profile?.['UserLicenseId'];
          case 'UserLogin':
            return record['UserId'] === userId;
          default:
            return seesSetup.some(has);
        }
      },
    };
    const sharing = createSharing(schema, records, {
      userId,
      has,
      mayRead: (sObject) => rights.may('read', sObject),
      viewsAll: ({ name }) => viewsAll.has(name),
      modifiesAll: ({ name }) => modifiesAll.has(name),
    });
    return { rights, until };
  }
}

const setupRows = new Set([
  'Profile',
  'UserLicense',
  'PermissionSetAssignment',
  'PermissionSetLicense',
  'PermissionSetLicenseAssign',
  'PermissionSet',
  'UserLogin',
  'ObjectPermissions',
  'FieldPermissions',
  'SetupEntityAccess',
  'ExternalClientApplication',
  'ConnectedApplication',
]);

function isSetupRow(sObject: SObject): boolean {
  return setupRows.has(sObject.name);
}
