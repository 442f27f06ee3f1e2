// Names in a query: from a path like Owner.Profile.Name to the fields it goes through, as far as this user sees them.

import type { Rights } from '../rights/access.ts';
import { recordOf } from '../engine.ts';
import type { Engine } from '../engine.ts';
import { masked, plainValueOf, valueOf } from '../read.ts';
import type { OrgRecord } from '../records.ts';
import { makeField } from '../schema/schema.ts';
import type { Field, SObject } from '../schema/schema.ts';
import { noSuchColumn, noSuchRelationship, refuseAt, offsetOf } from './soql-errors.ts';
import type { Scope } from './soql-scope.ts';
import type { Value } from '../values.ts';

/** The end of a path: a field, or (behind a polymorphic parent) a name that each kind of parent answers for itself. */
export type Column = { written: string; parents: Field[]; parentNames: string[]; field: Field; name: string };

// Behind a polymorphic parent (Who, What, Owner) stands the object Name; these are its fields.
const nameFields = new Set([
  'alias',
  'email',
  'firstname',
  'id',
  'isactive',
  'lastname',
  'name',
  'phone',
  'profileid',
  'title',
  'type',
  'username',
]);

export function resolveColumn({ reader, query, root }: Scope, written: string, from: number): Column {
  const { engine, rights } = reader;
  const { schema } = engine;
  const parts = written.split('.');
  const [first = ''] = parts;
  // `a.Name FROM Account a`, and Salesforce also takes `Account.Name FROM Account`.
  const isRoot = first.toLowerCase() === (query.alias ?? root.name).toLowerCase();
  if (parts.length > 1 && (isRoot || first.toLowerCase() === root.name.toLowerCase())) parts.shift();
  const name = parts.pop() ?? '';
  if (parts.length > 5) {
    throw refuseAt(
      query.soql,
      offsetOf(query.soql, written, from),
      'INVALID_FIELD',
      'SOQL relationship paths cannot go over more than 5 levels.',
    );
  }
  let object: SObject = root;
  let isPolymorphic = false;
  const parents: Field[] = [];
  const parentNames: string[] = [];
  for (const part of parts) {
    const reference = schema.fieldByRelationship(isPolymorphic ? userObject(engine) : object, part);
    const isNamed = !isPolymorphic || part.toLowerCase() === 'profile';
    const parent = reference === undefined ? undefined : target(engine, rights, reference);
    if (reference === undefined || !isNamed || parent === undefined || !rights.canRead(object, reference)) {
      throw noSuchRelationship(query.soql, written, part, from);
    }
    parents.push(reference);
    parentNames.push(reference.relationshipName ?? part);
    object = parent;
    isPolymorphic = reference.polymorphic;
  }
  const last = isPolymorphic ? userObject(engine) : object;
  const field = schema.field(last, name);
  if (isPolymorphic && name.toLowerCase() === 'type') {
    return { written, parents, parentNames, field: field ?? typeField, name: 'Type' };
  }
  const isKnown =
    field !== undefined && (isPolymorphic ? nameFields.has(name.toLowerCase()) : rights.canRead(last, field));
  if (!isKnown) {
    throw noSuchColumn(query.soql, written, name, isPolymorphic ? 'Name' : object.name, from);
  }
  return { written, parents, parentNames, field, name: field.name };
}

const typeField = makeField({
  name: 'Type',
  label: 'Type',
  type: 'picklist',
  filterable: true,
  sortable: true,
});

function userObject(engine: Engine): SObject {
  const users = engine.schema.find('User');
  if (users === undefined) throw new Error('The org has no User.');
  return users;
}

/** The parent a path goes on with: the only object, or for a polymorphic one any that is here. */
function target(engine: Engine, rights: Rights, reference: Field): SObject | undefined {
  return reference.referenceTo
    .map((name) => engine.schema.find(name))
    .find((object) => object !== undefined && rights.may('read', object));
}

export type Located = { sObject: SObject; record: OrgRecord };

/** The record a column's path ends at; undefined where a parent is missing or not to be seen. */
export function follow(
  engine: Engine,
  rights: Rights,
  start: Located,
  parents: Field[],
): Located | undefined {
  let current: Located | undefined = start;
  for (const reference of parents) {
    const next: Located | undefined =
      current === undefined ? undefined : recordOf(engine, current.record[reference.name]);
    current =
      next !== undefined && rights.may('read', next.sObject) && rights.sees(next.sObject, next.record)
        ? next
        : undefined;
  }
  return current;
}

/** The value for comparing and sorting. */
export function plainColumnValue(engine: Engine, rights: Rights, start: Located, column: Column): Value {
  const end = column.parents.length === 0 ? start : follow(engine, rights, start, column.parents);
  if (end === undefined) return null;
  const field = fieldAt(engine, end, column);
  if (field === undefined) return isTypeOfName(column) ? kindOf(end) : null;
  // What kind of parent it is, and so which field, shows only here.
  if (column.parents.at(-1)?.polymorphic === true && !rights.canRead(end.sObject, field)) return null;
  return plainValueOf(engine, end.sObject, end.record, field);
}

/** The value for the answer. */
export function columnValue(engine: Engine, rights: Rights, end: Located, column: Column): unknown {
  if (isTypeOfName(column)) return kindOf(end);
  const field = fieldAt(engine, end, column);
  if (field === undefined || !rights.canRead(end.sObject, field)) return null;
  return masked(rights, field, valueOf(engine, end.sObject, end.record, field));
}

function fieldAt(engine: Engine, end: Located, column: Column): Field | undefined {
  if (column.parents.at(-1)?.polymorphic !== true) return column.field;
  if (isTypeOfName(column)) return undefined;
  return column.name === 'Name'
    ? engine.schema.nameField(end.sObject)
    : engine.schema.field(end.sObject, column.name);
}

/** A group that owns records is called a queue. */
function kindOf({ sObject, record }: Located): string {
  return sObject.name === 'Group' && record['Type'] === 'Queue' ? 'Queue' : sObject.name;
}

function isTypeOfName(column: Column): boolean {
  return column.name === 'Type' && column.parents.at(-1)?.polymorphic === true;
}
