// Runs a query: what is selected, tested, sorted and limited, and the answer in Salesforce's shape.

import { userPermissionAccess } from './permission-access.ts';
import { orgError } from './errors.ts';
import { attributesOf } from './read.ts';
import type { Reader } from './read.ts';
import type { OrgRecord } from './records.ts';
import type { SObject } from './schema.ts';
import { columnValue, follow, plainColumnValue, resolveColumn } from './soql-columns.ts';
import type { Column, Located } from './soql-columns.ts';
import { noSuchType, notRun, offsetAfterWord, offsetOf, refuseAt } from './soql-errors.ts';
import { parseSoql } from './soql-parse.ts';
import type { ParsedQuery } from './soql-parse.ts';
import { buildWhere, comparable, compareValues } from './soql-where.ts';

export type QueryAnswer = { totalSize: number; done: boolean; records: unknown[] };

export function runQuery(reader: Reader, soql: string): QueryAnswer {
  const { engine, rights } = reader;
  const query = parseSoql(soql);
  const root = engine.schema.find(query.sObject);
  if (root === undefined && engine.schema.isElsewhere(query.sObject))
    throw notRun(`the object ${query.sObject}`);
  if (root === undefined || !rights.may('read', root)) throw noSuchType(soql, query.sObject);

  const columns = query.fields?.map((written) => resolveColumn(engine, rights, query, root, written, 0));
  refuseTwice(columns ?? []);
  const where = buildWhere(engine, rights, query, root);
  const order = buildOrder(reader, query, root);

  const found: Located[] = [];
  for (const record of where.candidates() ?? rowsOf(reader, root)) {
    if (record['IsDeleted'] === true || !rights.sees(root, record)) continue;
    const located = { sObject: root, record };
    if (where.test(located)) found.push(located);
  }
  if (order !== undefined) found.sort(order);
  const shown = query.limit === null ? found : found.slice(0, query.limit);
  if (columns === undefined) return { totalSize: shown.length, done: true, records: [] };
  return { totalSize: shown.length, done: true, records: shown.map((row) => project(reader, row, columns)) };
}

function rowsOf(reader: Reader, root: SObject): Iterable<OrgRecord> {
  if (root.name === 'UserPermissionAccess') return [userPermissionAccess(root, reader.rights)];
  return reader.engine.records.all(root);
}

function refuseTwice(columns: Column[]) {
  const seen = new Set<string>();
  for (const column of columns) {
    const path = [...column.parentNames, column.name].join('.').toLowerCase();
    if (seen.has(path)) throw orgError(400, 'INVALID_FIELD', `duplicate field selected: ${column.written}`);
    seen.add(path);
  }
}

/** Nulls come first in both directions unless the query says otherwise. */
function buildOrder(
  reader: Reader,
  query: ParsedQuery,
  root: SObject,
): ((a: Located, b: Located) => number) | undefined {
  const { engine, rights } = reader;
  if (query.orderBy.length === 0) return undefined;
  const from = offsetAfterWord(query.soql, 'order');
  const keys = query.orderBy.map(({ field, descending, nullsLast }) => {
    const column = resolveColumn(engine, rights, query, root, field, from);
    if (!column.field.sortable && column.parents.length === 0) {
      throw refuseAt(
        query.soql,
        offsetOf(query.soql, field, from),
        'INVALID_FIELD',
        `field '${column.field.name}' can not be sorted in a query call`,
      );
    }
    return { column, descending, nullsLast };
  });
  return (a, b) => {
    for (const { column, descending, nullsLast } of keys) {
      const left = comparable(column.field, plainColumnValue(engine, rights, a, column));
      const right = comparable(column.field, plainColumnValue(engine, rights, b, column));
      if (left === right) continue;
      if (left === null || right === null) return (left === null) === nullsLast ? 1 : -1;
      const order = compareValues(left, right);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}

function project(reader: Reader, row: Located, columns: Column[]): Record<string, unknown> {
  const answer: Record<string, unknown> = { attributes: attributesOf(reader, row.sObject, row.record) };
  for (const column of columns) {
    const holder = nest(reader, row, answer, column);
    if (holder !== undefined)
      holder.answer[column.name] = columnValue(reader.engine, reader.rights, holder.at, column);
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
