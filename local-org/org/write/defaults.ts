// The default value of a field in a new record: the record type's own default of a picklist, a formula worked out for
// this record, or the value that the describe shows.

import { recordOf } from '../engine.ts';
import type { Draft } from '../engine.ts';
import type { OrgRecord } from '../records.ts';
import { valuesFor } from '../schema/record-types.ts';
import type { Field } from '../schema/schema.ts';
import type { Value } from '../values.ts';
import { prepareFormula } from './formula.ts';

export function defaultOf(draft: Draft, field: Field): Value {
  const { engine, sObject, after } = draft;
  if (field.type === 'picklist' && (after['RecordTypeId'] ?? null) !== null) {
    const values = valuesFor(engine, sObject, field, after['RecordTypeId']);
    if (values !== field.picklist) return values.find(({ isDefault }) => isDefault)?.value ?? null;
  }
  if (field.defaultFormula === null || field.defaultValue !== null) return field.defaultValue;
  const parentOf = (reference: Field, child: OrgRecord) => recordOf(engine, child[reference.name])?.record;
  return prepareFormula(engine.schema, sObject, field, field.defaultFormula)(after, parentOf);
}
