// From the body of a request to values: unknown or invisible fields, values of the wrong kind, fields that this user
// may not write. All this is refused before the record itself is looked at.

import type { Engine } from '../engine.ts';
import type { Rights } from '../rights/access.ts';
import { orgError } from '../errors.ts';
import type { Field, SObject } from '../schema/schema.ts';
import { columnOf, readValue } from '../values.ts';
import type { Value } from '../values.ts';

export function readInput(
  engine: Engine,
  rights: Rights,
  sObject: SObject,
  body: Record<string, unknown>,
  action: 'create' | 'update',
): Map<Field, Value> {
  const values = new Map<Field, Value>();
  const locked: string[] = [];
  for (const [key, json] of Object.entries(body)) {
    const name = key.toLowerCase();
    if (name === 'attributes') continue;
    if (name === 'id') {
      throw orgError(400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.');
    }
    const reference = referenceByKey(engine, rights, sObject, key, json);
    const field = reference?.field ?? engine.schema.field(sObject, key);
    if (field === undefined || !rights.canRead(sObject, field)) throw noSuchColumn(sObject, key);
    const value = reference?.value ?? readValue(field, json, () => columnOf(body, key));
    const isOpen = action === 'create' ? field.createable : field.updateable;
    if (isOpen && rights.canEdit(sObject, field)) values.set(field, value);
    else locked.push(field.name);
  }
  if (locked.length > 0) {
    throw orgError(
      400,
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      `Unable to create/update fields: ${locked.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
      locked,
    );
  }
  return values;
}

export function noSuchColumn(sObject: SObject, name: string) {
  return orgError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${sObject.name}`);
}

/** `"Account": {"Key__c": "x"}`: a parent named by one of its external ids. */
function referenceByKey(
  engine: Engine,
  rights: Rights,
  sObject: SObject,
  key: string,
  json: unknown,
): { field: Field; value: Value } | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const field = engine.schema.fieldByRelationship(sObject, key);
  if (field === undefined || !rights.canRead(sObject, field)) return undefined;
  const entries = Object.entries(json);
  const attributes: unknown = entries.find(([name]) => name === 'attributes')?.[1];
  const named =
    typeof attributes === 'object' && attributes !== null && 'type' in attributes
      ? String(attributes.type)
      : undefined;
  const parent = engine.schema.find(named ?? field.referenceTo[0] ?? '');
  const [keyName, keyValue] = entries.find(([name]) => name !== 'attributes') ?? [];
  const keyField =
    parent === undefined || keyName === undefined ? undefined : engine.schema.field(parent, keyName);
  if (
    parent === undefined ||
    keyField === undefined ||
    !keyField.idLookup ||
    !rights.canRead(parent, keyField)
  ) {
    throw noSuchColumn(parent ?? sObject, keyName ?? key);
  }
  const text = String(keyValue);
  const found = engine.records
    .findBy(parent, keyField, text)
    .filter((record) => rights.reach(parent, record) !== 'none');
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw orgError(
      400,
      'INVALID_FIELD',
      `Foreign key external ID: ${text} not found for field ${keyField.name} in entity ${parent.name}`,
    );
  }
  return { field, value: first['Id'] ?? null };
}
