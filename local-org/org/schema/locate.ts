// Finds what a URL names: an object the user may see, a record by its id, a record by an external id.

import type { Rights } from '../rights/access.ts';
import type { Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import type { OrgError } from '../errors.ts';
import { isIdShaped, parseId } from '../ids.ts';
import type { OrgRecord } from '../records.ts';
import type { Field, SObject } from './schema.ts';

export function notFound() {
  return orgError(404, 'NOT_FOUND', 'The requested resource does not exist');
}

/** Unknown and invisible objects look the same; one that Salesforce has and we do not is named as such. */
export function locateObject(engine: Engine, rights: Rights, name: string): SObject {
  const sObject = engine.schema.find(name);
  if (sObject === undefined && engine.schema.isElsewhere(name)) {
    throw orgError(501, 'NOT_IMPLEMENTED', `The local org does not have the object ${name}.`);
  }
  if (sObject === undefined || !rights.may('read', sObject)) throw notFound();
  return sObject;
}

/** `unknown` and `deleted` say what an id that points at nothing, or at a deleted record, answers. */
export function locateRecord(
  engine: Engine,
  sObject: SObject,
  id: string,
  otherwise: { unknown: () => OrgError; deleted: () => OrgError },
): OrgRecord {
  // What is no id at all, Salesforce reads as the name of an external id field.
  if (!isIdShaped(id)) throw noExternalId(id);
  const parsed = parseId(id);
  if (parsed === undefined || !parsed.startsWith(sObject.keyPrefix)) {
    const label = engine.schema.field(sObject, 'Id')?.label ?? 'Record ID';
    throw orgError(400, 'MALFORMED_ID', `${label}: id value of incorrect type: ${id}`, ['Id']);
  }
  const record = engine.records.get(sObject, parsed);
  if (record === undefined) throw otherwise.unknown();
  if (record['IsDeleted'] === true) throw otherwise.deleted();
  return record;
}

/** The field of the child that points at the parent, by the relationship's name and the child's object. */
export function locateChildField(
  engine: Engine,
  rights: Rights,
  parentName: string,
  relationship: string,
  childName: string,
): string {
  const parent = locateObject(engine, rights, parentName);
  const found = engine.schema
    .references(parent)
    .find(
      ({ child, field }) =>
        child.name.toLowerCase() === childName.toLowerCase() &&
        field.childRelationshipName?.toLowerCase() === relationship.toLowerCase(),
    );
  if (found !== undefined) return found.field.name;
  throw orgError(400, 'INVALID_FIELD', `No such column '${relationship}' on sobject of type ${parent.name}`);
}

/** The records with this value in the external id field (several when the field is not unique). */
export function locateByKey(
  engine: Engine,
  rights: Rights,
  sObject: SObject,
  name: string,
  value: string,
): OrgRecord[] {
  const field: Field | undefined = engine.schema.field(sObject, name);
  if (field === undefined || !(field.externalId || field.idLookup) || !rights.canRead(sObject, field)) {
    throw noExternalId(name);
  }
  if (field.type === 'id') {
    return [locateRecord(engine, sObject, value, { unknown: notFound, deleted: notFound })];
  }
  return engine.records
    .findBy(sObject, field, keyOf(field, value))
    .filter((record) => rights.reach(sObject, record) !== 'none');
}

/** A key as its field stores it: a number may be written 5 or 5.0. */
export function keyOf(field: Field, text: string): string | number {
  const isNumber = field.type === 'double' && text.trim() !== '' && !Number.isNaN(Number(text));
  return isNumber ? Number(text) : text;
}

function noExternalId(name: string) {
  return orgError(
    404,
    'NOT_FOUND',
    `Provided external ID field does not exist or is not accessible: ${name}`,
  );
}
