// Record types of an object: their records, which of them a user may use (profile and permission sets say so), which
// one is the user's default, and the picklist values each leaves.

import type { XmlElement } from '../../metadata/xml-tree.ts';
import { findRecords, objectOf } from '../engine.ts';
import type { Engine } from '../engine.ts';
import type { OrgRecord } from '../records.ts';
import type { Rights } from '../rights/access.ts';
import type { Field, PicklistValue, SObject } from './schema.ts';

export const masterRecordTypeId = '012000000000000AAA';

/** Of a person account the record types are metadata of PersonAccount, an object that exists nowhere else. */
export const personAccount = 'PersonAccount';

export type UsableRecordType = {
  id: string;
  name: string;
  developerName: string;
  isActive: boolean;
  isPersonType: boolean;
  isAvailable: boolean;
  isDefault: boolean;
};

/** All record types of the object by name, the master record type not among them. */
export function recordTypesOf(engine: Engine, sObject: SObject): OrgRecord[] {
  return [...engine.records.all(objectOf(engine, 'RecordType'))]
    .filter((record) => record['SobjectType'] === sObject.name)
    .toSorted((a, b) => (String(a['Name']) < String(b['Name']) ? -1 : 1));
}

export function usableRecordTypes(engine: Engine, rights: Rights, sObject: SObject): UsableRecordType[] {
  const records = recordTypesOf(engine, sObject);
  if (records.length === 0) return [];
  const visible = new Set<unknown>();
  const defaults = new Set<unknown>();
  for (const setId of rights.permissionSetIds) {
    for (const row of findRecords(engine, 'RecordTypeVisibility', 'ParentId', setId)) {
      if (row['IsVisible'] === true) visible.add(row['RecordTypeId']);
      if (row['IsDefault'] === true || row['IsPersonDefault'] === true) defaults.add(row['RecordTypeId']);
    }
  }
  return records.map((record) => ({
    id: String(record['Id']),
    name: String(record['Name']),
    developerName: String(record['DeveloperName']),
    isActive: record['IsActive'] === true,
    isPersonType: record['IsPersonType'] === true,
    isAvailable: record['IsActive'] === true && visible.has(record['Id']),
    isDefault: record['IsActive'] === true && visible.has(record['Id']) && defaults.has(record['Id']),
  }));
}

export type RecordTypeInfo = {
  active: boolean;
  available: boolean;
  defaultRecordTypeMapping: boolean;
  developerName: string;
  master: boolean;
  name: string;
  recordTypeId: string;
  urls: { layout: string };
};

/** The master record type comes last, and is the default where no other one is. */
export function recordTypeInfos(
  engine: Engine,
  rights: Rights,
  sObject: SObject,
  version: string,
): RecordTypeInfo[] {
  const base = `/services/data/v${version}/sobjects/${sObject.name}/describe/layouts`;
  const usable = usableRecordTypes(engine, rights, sObject);
  const infos = usable.map((one) => ({
    active: one.isActive,
    available: one.isAvailable,
    defaultRecordTypeMapping: one.isDefault,
    developerName: one.developerName,
    master: false,
    name: one.name,
    recordTypeId: one.id,
    urls: { layout: `${base}/${one.id}` },
  }));
  return [
    ...infos,
    {
      active: true,
      available: true,
      defaultRecordTypeMapping: !usable.some((one) => one.isDefault && !one.isPersonType),
      developerName: 'Master',
      master: true,
      name: 'Master',
      recordTypeId: masterRecordTypeId,
      urls: { layout: `${base}/${masterRecordTypeId}` },
    },
  ];
}

// The field whose values a business process chooses.
const processFields: Record<string, string> = { Case: 'Status', Lead: 'Status', Opportunity: 'StageName' };

/** The values a record type leaves of a picklist, with its own default; all of them where it says nothing. */
export function valuesFor(
  engine: Engine,
  sObject: SObject,
  field: Field,
  recordTypeId: unknown,
): readonly PicklistValue[] {
  const listed = listedValues(engine, sObject, field, recordTypeId);
  if (listed === undefined) return field.picklist;
  return field.picklist.flatMap((entry) => {
    const isDefault = listed.get(entry.value.toLowerCase());
    return isDefault === undefined ? [] : [{ ...entry, isDefault }];
  });
}

/** Lower-case values, each with whether it is the default. */
function listedValues(
  engine: Engine,
  sObject: SObject,
  field: Field,
  recordTypeId: unknown,
): Map<string, boolean> | undefined {
  if (typeof recordTypeId !== 'string' || !field.type.endsWith('picklist')) return undefined;
  const record = engine.records.get(objectOf(engine, 'RecordType'), recordTypeId);
  if (record === undefined) return undefined;
  const parent = record['IsPersonType'] === true ? personAccount : sObject.name;
  const body = bodyOf(engine, 'RecordType', `${parent}.${record['DeveloperName']}`);
  if (body === undefined) return undefined;
  const process = textIn(body, 'businessProcess');
  if (processFields[sObject.name] === field.name && process !== undefined) {
    const processBody = bodyOf(engine, 'BusinessProcess', `${sObject.name}.${process}`);
    return processBody === undefined ? undefined : valuesIn(processBody);
  }
  const list = childrenIn(body, 'picklistValues').find(
    (each) => textIn(each, 'picklist')?.toLowerCase() === field.name.toLowerCase(),
  );
  return list === undefined ? undefined : valuesIn(list);
}

function bodyOf(engine: Engine, type: string, fullName: string): XmlElement | undefined {
  const found = engine.deployed?.(type).find((one) => one.fullName.toLowerCase() === fullName.toLowerCase());
  return found?.body ?? undefined;
}

function valuesIn(list: XmlElement): Map<string, boolean> {
  return new Map(
    childrenIn(list, 'values').map((value) => [
      decodeValue(textIn(value, 'fullName') ?? '').toLowerCase(),
      textIn(value, 'default') === 'true',
    ]),
  );
}

/** Signs with a meaning of their own stand in the file as in an address: `Sales %26 Marketing`. */
export function decodeValue(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function childrenIn(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

function textIn(element: XmlElement, name: string): string | undefined {
  const text = childrenIn(element, name)[0]?.text.trim();
  return text === '' ? undefined : text;
}
