// Stage `match`: one row of a query's answer, and what is read from it. Names of fields come from the set-up, where their
// case may differ from Salesforce's, so they are compared without regard to it.
import { z } from 'zod';
import type { MappedObject } from '../../setup/set-up-document.ts';
import type { FieldValue, FieldValues, FoundRecord } from '../plan.ts';

export const rowSchema = z.record(z.string(), z.unknown());
export type Row = z.infer<typeof rowSchema>;

function at(row: Row, name: string): unknown {
  if (name in row) return row[name];
  const wanted = name.toLowerCase();
  return Object.entries(row).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** Text of a field, or null when it is empty or was not asked for. */
export function textAt(row: Row, field: string): string | null {
  const value = at(row, field);
  return typeof value === 'string' && value !== '' ? value : null;
}

export function isTrueAt(row: Row, field: string): boolean {
  return at(row, field) === true;
}

export function numberAt(row: Row, field: string): number | null {
  const value = at(row, field);
  return typeof value === 'number' ? value : null;
}

/** The record behind a relationship; null when there is none or it cannot be seen. */
export function parentAt(row: Row, relationship: string): Row | null {
  return rowSchema
    .nullable()
    .catch(null)
    .parse(at(row, relationship) ?? null);
}

/** The values of several fields as texts, without the empty ones. */
export function textsAt(row: Row, fields: readonly string[]): string[] {
  return fields.map((field) => textAt(row, field)).filter((value) => value !== null);
}

/** The record in a row, with the present values of the fields that are needed. Null for a row without an id. */
export function foundIn(
  sObject: MappedObject,
  row: Row,
  fields: readonly string[] = [],
  nameField = sObject === 'Case' ? 'CaseNumber' : 'Name',
): FoundRecord | null {
  const id = textAt(row, 'Id');
  if (id === null) return null;
  const values: FieldValues = Object.fromEntries(fields.map((field) => [field, valueOf(at(row, field))]));
  return { sObject, id, name: textAt(row, nameField), values };
}

/** Compound fields (addresses) have no value of their own; nothing is mapped to them. */
function valueOf(value: unknown): FieldValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
