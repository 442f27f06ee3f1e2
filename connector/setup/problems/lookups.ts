// Rows into reference fields: the value names a record of one object, by its id or by a field that is unique there.
import type { Describes } from '../../salesforce/describe-cache.ts';
import type { FieldDescribe } from '../../salesforce/describe.ts';
import type { Coded } from '../fixed-values.ts';
import type { MappingRow } from '../set-up-document.ts';

/** Fields by which records of an object can be named in a reference: external ids, and what Salesforce can look up by. */
export function namingFields(fields: ReadonlyMap<string, FieldDescribe>): FieldDescribe[] {
  return [...fields.values()].filter(
    ({ externalId, idLookup, name, type }) => (externalId || idLookup) && name !== 'Id' && type !== 'id',
  );
}

/** Null: nothing is wrong, or the object was not described. */
export function findLookupProblem(
  { lookup }: MappingRow,
  field: FieldDescribe,
  describes: Describes,
): Coded | null {
  if (lookup === null) return null;
  const { object, by } = lookup;
  const values = { label: field.label, object, by };
  if (field.type !== 'reference' || !field.referenceTo.includes(object))
    return { code: 'lookup_object_wrong', values: { label: field.label, object } };
  const described = describes.get(object);
  if (by === 'Id' || !described) return null;
  const named = described.fields.get(by);
  if (!named) return { code: 'lookup_field_missing', values };
  return namingFields(described.fields).includes(named) ? null : { code: 'lookup_field_not_unique', values };
}
