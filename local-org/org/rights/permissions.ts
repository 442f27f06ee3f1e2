// Single rights: which permission needs which other, and the rows of object and field permissions.

import { fieldPermissionName, hasObjectPermissions } from './access.ts';
import { badPicklistValue } from '../write/checks.ts';
import { fieldOf } from '../engine.ts';
import type { Draft } from '../engine.ts';
import { orgError } from '../errors.ts';
import type { OrgRecord } from '../records.ts';
import type { SObject } from '../schema/schema.ts';

/** The permission fields of profiles and permission sets. */
export function permissionFields(sObject: SObject): string[] {
  return sObject.fields.map((field) => field.name).filter((name) => name.startsWith('Permissions'));
}

const needs: Record<string, string[]> = {
  PermissionsModifyAllData: ['PermissionsViewAllData'],
  PermissionsApiUserOnly: ['PermissionsApiEnabled'],
  PermissionsEditEvent: ['PermissionsActivitiesAccess'],
  PermissionsEditTask: ['PermissionsActivitiesAccess'],
};

export function checkDependencies(draft: Draft) {
  checkNeeds(draft, needs, (name) => draft.engine.schema.field(draft.sObject, name)?.label ?? name);
}

function checkNeeds(draft: Draft, table: Record<string, string[]>, labelOf: (name: string) => string) {
  for (const [name, needed] of Object.entries(table)) {
    if (draft.after[name] !== true) continue;
    const missing = needed.filter((other) => draft.after[other] !== true);
    if (missing.length > 0) {
      throw orgError(
        400,
        'FIELD_INTEGRITY_EXCEPTION',
        `Permission ${labelOf(name)} depends on permission(s): ${missing.map(labelOf).join(', ')}`,
        [],
      );
    }
  }
}

export function prepareObjectPermissions(draft: Draft) {
  const { engine, after } = draft;
  const name = String(after['SobjectType'] ?? '');
  const target = engine.schema.find(name);
  if (target === undefined || !hasObjectPermissions(target)) {
    throw badPicklistValue(fieldOf(engine, draft.sObject, 'SobjectType'), name);
  }
  after['SobjectType'] = target.name;
  const verbs: Record<string, string> = {
    PermissionsCreate: 'Create',
    PermissionsRead: 'Read',
    PermissionsEdit: 'Edit',
    PermissionsDelete: 'Delete',
    PermissionsViewAllRecords: 'View All',
    PermissionsModifyAllRecords: 'Modify All',
  };
  checkNeeds(
    draft,
    {
      PermissionsCreate: ['PermissionsRead'],
      PermissionsEdit: ['PermissionsRead'],
      PermissionsDelete: ['PermissionsRead', 'PermissionsEdit'],
      PermissionsViewAllRecords: ['PermissionsRead'],
      PermissionsModifyAllRecords: ['PermissionsDelete', 'PermissionsViewAllRecords'],
    },
    (permission) => `${verbs[permission] ?? permission} ${target.label}`,
  );
  refuseSecondRow(draft, 'SobjectType');
}

export function prepareFieldPermissions(draft: Draft) {
  const { engine, after } = draft;
  const [objectName = '', fieldName = ''] = String(after['Field'] ?? '').split('.');
  const target = engine.schema.find(objectName);
  const field = target === undefined ? undefined : engine.schema.field(target, fieldName);
  if (target === undefined || field?.permissionable !== true) {
    throw badPicklistValue(fieldOf(engine, draft.sObject, 'Field'), String(after['Field'] ?? ''));
  }
  after['SobjectType'] = target.name;
  after['Field'] = fieldPermissionName(target, field);
  checkNeeds(draft, { PermissionsEdit: ['PermissionsRead'] }, (permission) =>
    permission === 'PermissionsEdit' ? 'Edit Field' : 'Read Field',
  );
  refuseSecondRow(draft, 'Field');
}

/** A row that gives nothing does not stay. */
export function afterFieldPermissionsSave({ engine, sObject }: Draft, record: OrgRecord) {
  if (record['PermissionsRead'] !== true) engine.records.drop(sObject, String(record['Id']));
}

function refuseSecondRow({ engine, sObject, after }: Draft, key: string) {
  const parent = fieldOf(engine, sObject, 'ParentId');
  const rows = engine.records.findBy(sObject, parent, after['ParentId'] ?? null);
  if (rows.some((row) => row['Id'] !== after['Id'] && row[key] === after[key])) {
    throw orgError(
      400,
      'DUPLICATE_VALUE',
      'duplicate value found: <unknown> duplicates value on record with id: <unknown>',
      [],
    );
  }
}
