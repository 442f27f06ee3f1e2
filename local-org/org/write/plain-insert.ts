// Inserts a record as the org itself does: no rights, no rules, only the fields every record has.

import { objectOf } from '../engine.ts';
import type { Engine } from '../engine.ts';
import { formatDatetime } from '../values.ts';
import type { Value } from '../values.ts';

export function plainInsert(
  engine: Engine,
  objectName: string,
  userId: string,
  values: Record<string, Value>,
  givenId?: string,
): string {
  const sObject = objectOf(engine, objectName);
  const id = givenId ?? engine.records.newId(sObject);
  const now = formatDatetime(engine.now());
  const record: Record<string, Value> = { Id: id };
  for (const field of sObject.fields) {
    if (field.type === 'id') continue;
    const value =
      values[field.name] ??
      (field.type === 'boolean'
        ? field.defaultValue === true
        : /^(CreatedDate|LastModifiedDate|SystemModstamp)$/.test(field.name)
          ? now
          : /^(CreatedById|LastModifiedById)$/.test(field.name)
            ? userId
            : field.defaultValue);
    if (value !== null) record[field.name] = value;
  }
  engine.records.put(sObject, record);
  return id;
}
