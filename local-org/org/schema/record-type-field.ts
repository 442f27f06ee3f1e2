// RecordTypeId: an object has this field as soon as it has a record type.

import { makeField } from './schema.ts';
import type { SObject } from './schema.ts';

// The field it stands behind in describes; in custom objects behind the name.
const places: Record<string, string> = {
  Account: 'Type',
  Case: 'Type',
  Contact: 'Name',
  Event: 'Id',
  Lead: 'Name',
  Opportunity: 'AccountId',
  Task: 'Id',
};

/** `owners`: names of objects with record types. */
export function withRecordTypeFields(objects: SObject[], owners: ReadonlySet<string>): SObject[] {
  if (owners.size === 0) return objects;
  return objects.map((object) => {
    if (!owners.has(object.name)) return object;
    const place = object.fields.findIndex(({ name }) => name === (places[object.name] ?? 'Name'));
    return {
      ...object,
      fields: [...object.fields.slice(0, place + 1), recordTypeField, ...object.fields.slice(place + 1)],
    };
  });
}

const recordTypeField = makeField({
  name: 'RecordTypeId',
  label: 'Record Type ID',
  type: 'reference',
  length: 18,
  nillable: true,
  createable: true,
  updateable: true,
  filterable: true,
  sortable: true,
  groupable: true,
  aggregatable: true,
  defaultedOnCreate: true,
  referenceTo: ['RecordType'],
  relationshipName: 'RecordType',
});
