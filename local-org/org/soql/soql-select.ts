// What a query shows of a row: fields, nested parents, labels, FIELDS() written out.

import { orgError } from '../errors.ts';
import { attributesOf } from '../read.ts';
import type { Reader } from '../read.ts';
import { columnValue, follow, resolveColumn } from './soql-columns.ts';
import type { Column, Located } from './soql-columns.ts';
import { notRun, offsetOf, refuseAt } from './soql-errors.ts';
import { fieldTerm } from './soql-parse.ts';
import type { Selected, Term } from './soql-query.ts';
import type { Scope } from './soql-scope.ts';
import { labelsOf } from './soql-terms.ts';
import type { Value } from '../values.ts';

export type ShownColumn = { kind: 'column'; column: Column; key: string; label: Map<Value, string> | null };

/** The children of a row under the name of their relationship; `of` is null when there are none. */
export type ShownChildren = { kind: 'children'; key: string; of(row: Located): unknown; columns: Shown[] };

export type Shown = ShownColumn | ShownChildren;

export function readShown(
  scope: Scope,
  childrenOf: (item: Extract<Selected, { kind: 'children' }>) => ShownChildren,
): Shown[] {
  const shown = (scope.query.selected ?? []).flatMap((item): Shown[] => {
    if (item.kind === 'children') return [childrenOf(item)];
    if (item.kind === 'fields') return allFields(scope, item);
    return [shownColumn(scope, item.term, item.alias)];
  });
  refuseTwice(shown);
  return shown;
}

function shownColumn(scope: Scope, term: Term, alias: string | null): ShownColumn {
  const { soql } = scope.query;
  const column = resolveColumn(scope, term.path, 0);
  if (term.functionName === null) {
    if (alias !== null) {
      const message = 'only aggregate expressions use field aliasing';
      throw refuseAt(soql, offsetOf(soql, alias), 'MALFORMED_QUERY', message);
    }
    return { kind: 'column', column, key: column.name, label: null };
  }
  if (term.functionName !== 'TOLABEL') throw notRun(term.written);
  return { kind: 'column', column, key: alias ?? column.name, label: labelsOf(scope, column, term, 0) };
}

function allFields(scope: Scope, item: Extract<Selected, { kind: 'fields' }>): Shown[] {
  const { query, root, reader } = scope;
  if (item.which !== 'STANDARD' && (query.limit === null || query.limit > 200)) {
    const message = 'The SOQL FIELDS function must have a LIMIT of at most 200';
    throw orgError(400, 'MALFORMED_QUERY', message);
  }
  return root.fields
    .filter((field) => item.which === 'ALL' || field.custom === (item.which === 'CUSTOM'))
    .filter((field) => reader.rights.canRead(root, field))
    .map((field) => shownColumn(scope, fieldTerm(field.name), null));
}

function refuseTwice(shown: Shown[]) {
  const seen = new Set<string>();
  for (const item of shown) {
    const parents = item.kind === 'column' ? item.column.parentNames : [];
    const path = [...parents, item.key].join('.').toLowerCase();
    const written = item.kind === 'column' ? item.column.written : item.key;
    if (seen.has(path)) throw orgError(400, 'INVALID_FIELD', `duplicate field selected: ${written}`);
    seen.add(path);
  }
}

export function showRow(reader: Reader, row: Located, shown: Shown[]): Record<string, unknown> {
  const answer: Record<string, unknown> = { attributes: attributesOf(reader, row.sObject, row.record) };
  for (const item of shown) {
    if (item.kind === 'children') {
      answer[item.key] = item.of(row);
      continue;
    }
    const holder = nest(reader, row, answer, item.column);
    if (holder === undefined) continue;
    const value = columnValue(reader.engine, reader.rights, holder.at, item.column);
    holder.answer[item.key] = typeof value === 'string' ? (item.label?.get(value) ?? value) : value;
  }
  return answer;
}

/** The object of the answer that a column's value goes into: parents are nested, a missing parent is null. */
function nest(
  reader: Reader,
  row: Located,
  answer: Record<string, unknown>,
  column: Column,
): { answer: Record<string, unknown>; at: Located } | undefined {
  let current = answer;
  let at = row;
  for (const [place, reference] of column.parents.entries()) {
    const name = column.parentNames[place] ?? '';
    const next = follow(reader.engine, reader.rights, at, [reference]);
    if (next === undefined) {
      current[name] = null;
      return undefined;
    }
    const known = current[name];
    let inner: Record<string, unknown>;
    if (isAnswer(known)) inner = known;
    else {
      const attributes = attributesOf(reader, next.sObject, next.record);
      // A parent that may be of several kinds is shown as the object Name.
      inner = { attributes: reference.polymorphic ? { ...attributes, type: 'Name' } : attributes };
      current[name] = inner;
    }
    current = inner;
    at = next;
  }
  return { answer: current, at };
}

function isAnswer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
