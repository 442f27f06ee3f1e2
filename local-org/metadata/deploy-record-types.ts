// Record types: what a file must say, and the record that stands for it. Which users may take a record type is said by
// profiles and permission sets.
// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_recordtype.htm

import { findRecords, objectOf } from '../org/engine.ts';
import type { OrgRecord } from '../org/records.ts';
import { decodeValue, personAccount } from '../org/schema/record-types.ts';
import type { SObject } from '../org/schema/schema.ts';
import type { Value } from '../org/values.ts';
import { plainInsert } from '../org/write/plain-insert.ts';
import type { StoredComponent } from './component-store.ts';
import { badName, isName, requireObject } from './deploy-objects.ts';
import { ComponentProblem } from './deploy-messages.ts';
import type { DeployWork } from './deploy-work.ts';
import type { Component } from './read-package.ts';
import { childrenOf, isTrue, textOf } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

/** Objects whose record types need a business process, and which others have none. */
const withProcess = new Set(['Case', 'Lead', 'Opportunity']);

export function applyRecordType(work: DeployWork, component: Component): { id?: string } {
  const { engine, components, userId } = work;
  const { body, place, fullName } = component;
  const refuse = (message: string) => new ComponentProblem(message, place);
  const objectName = requireObject(work, component);
  const sObject = engine.schema.find(objectName === personAccount ? 'Account' : objectName);
  if (body === null || sObject === undefined) return {};
  const name = fullName.slice(objectName.length + 1);
  if (!isName(name)) throw refuse(badName('Record Type Name'));
  const label = textOf(body, 'label')?.trim() ?? '';
  if (label === '') throw refuse('Required field is missing: label');
  const process = textOf(body, 'businessProcess');
  if (withProcess.has(objectName) && process === undefined)
    throw refuse('Required field is missing: businessProcess');
  if (process !== undefined && components.get('BusinessProcess', `${objectName}.${process}`) === undefined)
    throw refuse(`In field: businessProcess - no BusinessProcess named ${objectName}.${process} found`);
  checkPicklists(work, sObject, body, refuse);
  const values: Record<string, Value> = {
    Name: label,
    DeveloperName: name,
    SobjectType: sObject.name,
    Description: textOf(body, 'description') ?? null,
    IsActive: isTrue(body, 'active'),
    IsPersonType: objectName === personAccount,
  };
  const known = findRecordType(work, fullName);
  if (known === undefined) return { id: plainInsert(engine, 'RecordType', userId, values) };
  const kept = Object.entries({ ...known, ...values }).filter(([, value]) => value !== null);
  engine.records.put(objectOf(engine, 'RecordType'), Object.fromEntries(kept));
  return { id: String(known['Id']) };
}

function checkPicklists(
  { engine }: DeployWork,
  sObject: SObject,
  body: XmlElement,
  refuse: (message: string) => ComponentProblem,
) {
  for (const list of childrenOf(body, 'picklistValues')) {
    const picklist = textOf(list, 'picklist') ?? '';
    const field = engine.schema.field(sObject, picklist);
    if (field === undefined || !field.type.endsWith('picklist'))
      throw refuse(`In field: picklist - no CustomField named ${sObject.name}.${picklist} found`);
    const known = new Set(field.picklist.map(({ value }) => value.toLowerCase()));
    for (const value of childrenOf(list, 'values')) {
      const text = decodeValue(textOf(value, 'fullName') ?? '');
      if (!known.has(text.toLowerCase()))
        throw refuse(`Picklist value: ${text} in picklist: ${picklist} not found`);
    }
  }
}

/** By its name in metadata: `Lead.Inbound`. */
export function findRecordType(
  { engine }: Pick<DeployWork, 'engine'>,
  fullName: string,
): OrgRecord | undefined {
  const [objectName = '', name = ''] = fullName.toLowerCase().split('.');
  const isPerson = objectName === personAccount.toLowerCase();
  return [...engine.records.all(objectOf(engine, 'RecordType'))].find(
    (record) =>
      String(record['DeveloperName']).toLowerCase() === name &&
      String(record['SobjectType']).toLowerCase() === (isPerson ? 'account' : objectName) &&
      (record['IsPersonType'] === true) === isPerson,
  );
}

export function removeRecordType(_work: DeployWork, { fullName }: StoredComponent) {
  throw new ComponentProblem(`Cannot delete record type through API: ${fullName}`);
}

/** What a file says of record types becomes rows; `all`: what it does not name is taken away. */
export function writeRecordTypeRights(
  work: DeployWork,
  setId: string,
  body: XmlElement,
  all: boolean,
  refuse: (message: string) => ComponentProblem,
) {
  const { engine, userId } = work;
  const rows = objectOf(engine, 'RecordTypeVisibility');
  const known = findRecords(engine, 'RecordTypeVisibility', 'ParentId', setId);
  const given = childrenOf(body, 'recordTypeVisibilities').map((right) => {
    const fullName = textOf(right, 'recordType') ?? '';
    const record = findRecordType(work, fullName);
    if (record === undefined) throw refuse(`In field: recordType - no RecordType named ${fullName} found`);
    return { right, record };
  });
  const named = new Set(given.map(({ record }) => record['Id']));
  for (const row of known) {
    if (all || named.has(row['RecordTypeId'])) engine.records.drop(rows, String(row['Id']));
  }
  for (const { right, record } of given) {
    const isDefault = isTrue(right, 'default');
    const isPersonDefault = isTrue(right, 'personAccountDefault');
    if (isDefault || isPersonDefault) takeDefault(work, setId, record);
    plainInsert(engine, 'RecordTypeVisibility', userId, {
      ParentId: setId,
      RecordTypeId: record['Id'] ?? null,
      IsVisible: isTrue(right, 'visible'),
      IsDefault: isDefault,
      IsPersonDefault: isPersonDefault,
    });
  }
}

/** An object has one default, and Account one for persons beside it. */
function takeDefault({ engine }: DeployWork, setId: string, record: OrgRecord) {
  const types = objectOf(engine, 'RecordType');
  for (const row of findRecords(engine, 'RecordTypeVisibility', 'ParentId', setId)) {
    const other = engine.records.get(types, String(row['RecordTypeId']));
    if (other?.['SobjectType'] !== record['SobjectType']) continue;
    if ((other?.['IsPersonType'] === true) !== (record['IsPersonType'] === true)) continue;
    const rows = objectOf(engine, 'RecordTypeVisibility');
    engine.records.put(rows, { ...row, IsDefault: false, IsPersonDefault: false });
  }
}
