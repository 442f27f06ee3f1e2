// One row of a bulk job: its cells as values of the object's fields, and what is done with them.

import { orgError } from '../org/errors.ts';
import { parseId } from '../org/ids.ts';
import type { Actor, Org } from '../org/org.ts';
import { isRecord } from './answer.ts';

export const bulkOperations = ['insert', 'update', 'upsert', 'delete'] as const;
export type BulkOperation = (typeof bulkOperations)[number];
export type RowOrder = { object: string; operation: BulkOperation; externalIdFieldName: string | null };

/** Lower-case field name → its type in describe. Throws as describe does, for an object that is not there. */
export function fieldTypes(org: Org, actor: Actor, object: string): Map<string, string> {
  const described = org.describe(actor, object);
  const fields: unknown[] =
    isRecord(described) && Array.isArray(described['fields']) ? described['fields'] : [];
  return new Map(
    fields.filter(isRecord).map((field) => [String(field['name']).toLowerCase(), String(field['type'])]),
  );
}

/** An empty cell leaves the field alone, `#N/A` empties it. */
export function valuesOf(
  header: readonly string[],
  cells: readonly string[],
  types: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [place, name] of header.entries()) {
    const cell = cells[place] ?? '';
    if (cell === '') continue;
    // `Account.Key__c` names a parent by its external id.
    const [field = '', ofParent] = name.split('.');
    if (ofParent === undefined) values[field] = valueOf(cell, types.get(field.toLowerCase()));
    else values[field] = { [ofParent]: cell };
  }
  return values;
}

const numeric = ['int', 'double', 'currency', 'percent'];

function valueOf(cell: string, type: string | undefined): unknown {
  if (cell === '#N/A') return null;
  if (type === 'boolean') return /^(true|yes|y|1)$/i.test(cell);
  // What is no number stays text: the field refuses it in its own words.
  if (type !== undefined && numeric.includes(type) && !Number.isNaN(Number(cell))) return Number(cell);
  return cell;
}

/** Throws OrgError when the row is refused. */
export function runRow(
  org: Org,
  actor: Actor,
  { object, operation, externalIdFieldName }: RowOrder,
  values: Record<string, unknown>,
): { id: string; created: boolean } {
  const key = operation === 'upsert' ? (externalIdFieldName ?? 'Id') : 'Id';
  const { [keyIn(values, key)]: given, ...fields } = values;
  if (operation === 'insert') return { id: org.create(actor, object, values).id, created: true };
  if (operation === 'upsert' && key.toLowerCase() !== 'id') {
    if (typeof given !== 'string' && typeof given !== 'number') {
      throw orgError(400, 'MISSING_ARGUMENT', `${key} not specified`);
    }
    return org.upsert(actor, { sObject: object, field: key, value: String(given) }, fields);
  }
  if (given === undefined && operation === 'upsert')
    return { id: org.create(actor, object, fields).id, created: true };
  if (given === undefined) throw orgError(400, 'MISSING_ARGUMENT', 'Id not specified');
  const id = typeof given === 'string' ? parseId(given) : undefined;
  if (id === undefined) throw orgError(400, 'MALFORMED_ID', `bad id ${JSON.stringify(given)}`);
  if (operation === 'delete') org.remove(actor, object, id);
  else org.update(actor, object, id, fields);
  return { id, created: false };
}

const rowsSavedTogether = 200;

/** Which rows of an upsert share their key with another that is saved in the same go. */
export function keysTwice(
  org: Org,
  { object, operation, externalIdFieldName }: RowOrder,
  rows: readonly Record<string, unknown>[],
): (row: number) => boolean {
  if (operation !== 'upsert') return () => false;
  const key = externalIdFieldName ?? 'Id';
  const names = rows.map((values, row) => {
    const given = values[keyIn(values, key)];
    const together = Math.floor(row / rowsSavedTogether);
    const isKey = typeof given === 'string' || typeof given === 'number';
    return isKey ? `${together}/${org.keyMeant(object, key, String(given))}` : null;
  });
  const counts = new Map<string, number>();
  for (const name of names) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  return (row) => (counts.get(names[row] ?? '') ?? 0) > 1;
}

export function keyTwice({ externalIdFieldName }: RowOrder, values: Record<string, unknown>) {
  const key = externalIdFieldName ?? 'Id';
  const given = String(values[keyIn(values, key)]);
  return orgError(400, 'DUPLICATE_VALUE', `Duplicate external id specified: ${given}`, [key]);
}

/** The record a refused row of an update or delete was about. */
export function idMeant({ operation }: RowOrder, values: Record<string, unknown>): string {
  const given = values[keyIn(values, 'Id')];
  return operation === 'insert' || typeof given !== 'string' ? '' : (parseId(given) ?? '');
}

function keyIn(values: Record<string, unknown>, key: string): string {
  return Object.keys(values).find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;
}
