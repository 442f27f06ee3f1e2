// Writes by an external id: upsert and delete of the one record with this value in the field.

import { orgError } from '../errors.ts';
import { locateByKey, locateObject, notFound } from '../schema/locate.ts';
import { multipleChoices } from '../read.ts';
import type { Reader } from '../read.ts';
import { createRecord, removeRecord, updateRecord } from './write.ts';
import type { SaveOptions } from './write.ts';

/** `value` is compared and stored as the field's own kind; with `updateOnly` nothing is made. */
export type Key = { sObject: string; field: string; value: string; updateOnly?: boolean };

type Writer = Reader & { options: SaveOptions };

export function upsertRecord(
  reader: Writer,
  key: Key,
  body: Record<string, unknown>,
): { id: string; created: boolean } {
  const { engine, rights } = reader;
  const known = findByKey(reader, key);
  const fieldName = engine.schema.field(locateObject(engine, rights, key.sObject), key.field)?.name;
  if (Object.keys(body).some((name) => name.toLowerCase() === fieldName?.toLowerCase())) {
    const message = `The ${fieldName} field should not be specified in the sobject data.`;
    throw orgError(400, 'INVALID_FIELD', message);
  }
  if (known !== undefined) {
    updateRecord(engine, rights, key.sObject, known, body, reader.options);
    return { id: known, created: false };
  }
  if (key.updateOnly === true || fieldName === undefined) throw notFound();
  const id = createRecord(engine, rights, key.sObject, { ...body, [fieldName]: key.value }, reader.options);
  return { id, created: true };
}

export function removeByKey(reader: Reader, key: Key) {
  const id = findByKey(reader, key);
  if (id === undefined) throw notFound();
  removeRecord(reader.engine, reader.rights, key.sObject, id);
}

function findByKey(reader: Reader, { sObject: objectName, field, value }: Key): string | undefined {
  const sObject = locateObject(reader.engine, reader.rights, objectName);
  const found = locateByKey(reader.engine, reader.rights, sObject, field, value);
  if (found.length > 1) throw multipleChoices(reader, sObject, found);
  return found[0] === undefined ? undefined : String(found[0]['Id']);
}
