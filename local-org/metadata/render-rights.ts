// Permission sets and profiles as a retrieve shows them: what their records give now, not what a file once said.

import { findRecords, objectOf } from '../org/engine.ts';
import type { Engine } from '../org/engine.ts';
import { permissionFields } from '../org/rights/permissions.ts';
import { ownedSet } from '../org/rights/profiles.ts';
import type { OrgRecord } from '../org/records.ts';
import type { Holdings } from './list-components.ts';
import { profileNameOf } from './profile-names.ts';
import { personAccount } from '../org/schema/record-types.ts';
import { makeElement } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

const fromRecords = new Set([
  'description',
  'fieldPermissions',
  'hasActivationRequired',
  'label',
  'license',
  'objectPermissions',
  'userPermissions',
]);

export function renderPermissionSet(
  { engine }: Holdings,
  name: string,
  body: XmlElement | null,
): XmlElement | null {
  const set = [...engine.records.all(objectOf(engine, 'PermissionSet'))].find(
    (record) => record['Name'] === name && record['IsOwnedByProfile'] !== true,
  );
  if (set === undefined) return body;
  const id = String(set['Id']);
  const description = set['Description'];
  const license = licenseName(engine, set['LicenseId']);
  const children = [
    ...(body?.children ?? []).filter((child) => !fromRecords.has(child.name)),
    ...(description === undefined ? [] : [makeElement('description', String(description))]),
    ...fieldRights(engine, id, () => true),
    makeElement('hasActivationRequired', String(set['HasActivationRequired'] === true)),
    makeElement('label', String(set['Label'])),
    ...(license === undefined ? [] : [makeElement('license', license)]),
    ...objectRights(engine, id, () => true),
    ...userRights(engine, set),
  ];
  return makeElement('PermissionSet', inOrder(children));
}

/** Salesforce shows of a profile what is about the other components of the package. */
export function renderProfile(
  { engine }: Holdings,
  fullName: string,
  about: { objects: Set<string>; fields: Set<string>; recordTypes: Set<string> },
): XmlElement | null {
  const name = profileNameOf(fullName);
  const profile = [...engine.records.all(objectOf(engine, 'Profile'))].find(
    (record) => record['Name'] === name,
  );
  if (profile === undefined) return null;
  const setId = String(ownedSet(engine, profile)?.['Id'] ?? '');
  const isAbout = (field: string) => {
    const [objectName = '', fieldName = ''] = field.split('.');
    const isActivity = objectName === 'Event' || objectName === 'Task';
    return (
      about.objects.has(objectName) ||
      about.fields.has(field) ||
      (isActivity && (about.objects.has('Activity') || about.fields.has(`Activity.${fieldName}`)))
    );
  };
  const license = licenseName(engine, profile['UserLicenseId']);
  return makeElement(
    'Profile',
    inOrder([
      makeElement('custom', 'false'),
      ...fieldRights(engine, setId, isAbout),
      ...objectRights(engine, setId, (object) => about.objects.has(object)),
      ...recordTypeRights(engine, setId, about.recordTypes),
      ...(license === undefined ? [] : [makeElement('userLicense', license)]),
      ...userRights(engine, profile),
    ]),
  );
}

function licenseName(engine: Engine, id: unknown): string | undefined {
  if (typeof id !== 'string') return undefined;
  for (const objectName of ['UserLicense', 'PermissionSetLicense']) {
    const sObject = engine.schema.find(objectName);
    const record = sObject === undefined ? undefined : engine.records.get(sObject, id);
    if (record !== undefined) return String(record['Name'] ?? record['MasterLabel'] ?? '');
  }
  return undefined;
}

function inOrder(elements: XmlElement[]): XmlElement[] {
  return elements.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

const flag = (record: OrgRecord, element: string, field: string) =>
  makeElement(element, String(record[field] === true));

function fieldRights(engine: Engine, setId: string, test: (field: string) => boolean): XmlElement[] {
  return findRecords(engine, 'FieldPermissions', 'ParentId', setId)
    .filter((row) => test(String(row['Field'])))
    .toSorted((a, b) => (String(a['Field']) < String(b['Field']) ? -1 : 1))
    .map((row) =>
      makeElement('fieldPermissions', [
        flag(row, 'editable', 'PermissionsEdit'),
        makeElement('field', String(row['Field'])),
        flag(row, 'readable', 'PermissionsRead'),
      ]),
    );
}

function objectRights(engine: Engine, setId: string, test: (object: string) => boolean): XmlElement[] {
  return findRecords(engine, 'ObjectPermissions', 'ParentId', setId)
    .filter((row) => test(String(row['SobjectType'])))
    .toSorted((a, b) => (String(a['SobjectType']) < String(b['SobjectType']) ? -1 : 1))
    .map((row) =>
      makeElement('objectPermissions', [
        flag(row, 'allowCreate', 'PermissionsCreate'),
        flag(row, 'allowDelete', 'PermissionsDelete'),
        flag(row, 'allowEdit', 'PermissionsEdit'),
        flag(row, 'allowRead', 'PermissionsRead'),
        flag(row, 'modifyAllRecords', 'PermissionsModifyAllRecords'),
        makeElement('object', String(row['SobjectType'])),
        flag(row, 'viewAllRecords', 'PermissionsViewAllRecords'),
      ]),
    );
}

function recordTypeRights(engine: Engine, setId: string, about: ReadonlySet<string>): XmlElement[] {
  const types = objectOf(engine, 'RecordType');
  return findRecords(engine, 'RecordTypeVisibility', 'ParentId', setId)
    .flatMap((row) => {
      const record = engine.records.get(types, String(row['RecordTypeId']));
      if (record === undefined) return [];
      const isPerson = record['IsPersonType'] === true;
      const parent = isPerson ? personAccount : String(record['SobjectType']);
      return [{ row, isPerson, name: `${parent}.${String(record['DeveloperName'])}` }];
    })
    .filter(({ name }) => about.has(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ row, isPerson, name }) =>
      makeElement('recordTypeVisibilities', [
        flag(row, 'default', 'IsDefault'),
        ...(isPerson ? [flag(row, 'personAccountDefault', 'IsPersonDefault')] : []),
        makeElement('recordType', name),
        flag(row, 'visible', 'IsVisible'),
      ]),
    );
}

function userRights(engine: Engine, record: OrgRecord): XmlElement[] {
  return permissionFields(objectOf(engine, 'PermissionSet'))
    .filter((name) => record[name] === true)
    .toSorted()
    .map((name) =>
      makeElement('userPermissions', [
        makeElement('enabled', 'true'),
        makeElement('name', name.slice('Permissions'.length)),
      ]),
    );
}
