// Runs a query: parse → object → what is shown, tested, sorted → records → answer in Salesforce's shape.

import { orgError } from '../errors.ts';
import type { Reader } from '../read.ts';
import { noteRecent } from '../recent-items.ts';
import type { OrgRecord } from '../records.ts';
import type { SObject } from '../schema/schema.ts';
import { childFinder, childReference, joinedIds } from './soql-children.ts';
import type { Located } from './soql-columns.ts';
import { noSuchType, notRun, offsetAfterWord, offsetOf, refuseAt } from './soql-errors.ts';
import { buildGrouping, isGrouped } from './soql-groups.ts';
import type { Grouping } from './soql-groups.ts';
import { madeRows } from './made-rows.ts';
import { buildOrder } from './soql-order.ts';
import { parseSoql } from './soql-parse.ts';
import type { ParsedQuery } from './soql-query.ts';
import { lazyCalendar } from './soql-scope.ts';
import type { Scope } from './soql-scope.ts';
import { readShown, showRow } from './soql-select.ts';
import type { Shown } from './soql-select.ts';
import { measureTerm } from './soql-terms.ts';
import { buildWhere } from './soql-where.ts';
import { formatDatetime } from '../values.ts';

export type QueryAnswer = { totalSize: number; done: boolean; records: unknown[] };
export type QueryOptions = { allRows?: boolean };

/** A query that is understood and not yet run. */
export type ReadyQuery = {
  scope: Scope;
  grouping: Grouping | null;
  shown: Shown[];
  /** The rows among these (default: the best index, else all), sorted and cut as the query says. */
  find(among?: Iterable<OrgRecord>): Located[];
};

const mostOffset = 2_000;
const mostChildren = 20;
const mostLevels = 5;

export function runQuery(reader: Reader, soql: string, options: QueryOptions = {}): QueryAnswer {
  const ready = prepareQuery(reader, soql, options);
  const { scope, grouping, shown } = ready;
  if (grouping !== null) return answerOf(grouping.answer(ready.find()));
  const rows = ready.find();
  if (scope.query.selected === null) return { totalSize: rows.length, done: true, records: [] };
  const answer = answerOf(rows.map((row) => showRow(reader, row, shown)));
  noteLookedAt(scope, rows);
  return answer;
}

function answerOf(records: Record<string, unknown>[]): QueryAnswer {
  return { totalSize: records.length, done: true, records };
}

export function prepareQuery(reader: Reader, soql: string, options: QueryOptions): ReadyQuery {
  const query = parseSoql(soql);
  const scope: Scope = {
    reader,
    query,
    root: findRoot(reader, query),
    allRows: options.allRows === true,
    calendar: lazyCalendar(reader),
  };
  return prepare(scope, 1);
}

function findRoot({ engine, rights }: Reader, query: ParsedQuery): SObject {
  const root = engine.schema.find(query.sObject);
  if (root === undefined && engine.schema.isElsewhere(query.sObject))
    throw notRun(`the object ${query.sObject}`);
  if (root === undefined || !rights.may('read', root)) throw noSuchType(query.soql, query.sObject);
  return root;
}

function prepare(scope: Scope, level: number): ReadyQuery {
  const { reader, query, root } = scope;
  if (query.offset !== null && query.offset > mostOffset) {
    throw orgError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${mostOffset}`);
  }
  refuseManyChildren(query, level);
  const grouping = isGrouped(query) ? buildGrouping(scope) : null;
  const shown =
    grouping === null
      ? readShown(scope, (item) => children(scope, item.relationship, item.query, level))
      : [];
  const where = buildWhere(scope, (tree, left) => {
    const inner = { ...scope, query: tree.query, root: findRoot(reader, tree.query) };
    const ready = prepare(inner, level);
    return joinedIds(inner, tree, root, left, () => ready.find());
  });
  const order = grouping === null ? rowOrder(scope) : undefined;
  const isInScope = scopeTest(scope);

  return {
    scope,
    grouping,
    shown,
    find(among) {
      const found: Located[] = [];
      const rows =
        among ?? madeRows(root, reader, query) ?? where.candidates() ?? reader.engine.records.all(root);
      for (const record of rows) {
        if ((record['IsDeleted'] === true && !scope.allRows) || !reader.rights.sees(root, record)) continue;
        const located = { sObject: root, record };
        if (where.test(located) && isInScope(record)) found.push(located);
      }
      // Groups are sorted and cut themselves.
      if (grouping !== null) return found;
      if (order !== undefined) found.sort(order);
      const start = query.offset ?? 0;
      return start === 0 && query.limit === null
        ? found
        : found.slice(start, query.limit === null ? undefined : start + query.limit);
    },
  };
}

function children(scope: Scope, relationship: string, query: ParsedQuery, level: number) {
  const { child, field } = childReference(scope, relationship, query.soql);
  const ready = prepare({ ...scope, query, root: child }, level + 1);
  const childrenOf = childFinder(scope, child, field);
  return {
    kind: 'children' as const,
    key: field.childRelationshipName ?? relationship,
    columns: ready.shown,
    of(row: Located) {
      const rows = ready.find(childrenOf(row.record['Id'] ?? null));
      return rows.length === 0
        ? null
        : answerOf(rows.map((found) => showRow(scope.reader, found, ready.shown)));
    },
  };
}

function refuseManyChildren(query: ParsedQuery, level: number) {
  const subqueries = (query.selected ?? []).filter(({ kind }) => kind === 'children');
  if (subqueries.length > 0 && level >= mostLevels) {
    const message = `SOQL relationships cannot be nested more than ${mostLevels} levels`;
    throw orgError(400, 'MALFORMED_QUERY', message);
  }
  if (subqueries.length > mostChildren) {
    const message = `The maximum number of subqueries allowed is ${mostChildren}`;
    throw orgError(400, 'MALFORMED_QUERY', message);
  }
}

function rowOrder(scope: Scope) {
  const { query } = scope;
  const from = offsetAfterWord(query.soql, 'order');
  return buildOrder(query, (term) => {
    const measure = measureTerm(scope, term, from);
    const { column } = measure;
    if (!column.field.sortable) {
      throw refuseAt(
        query.soql,
        offsetOf(query.soql, term.path, from),
        'INVALID_FIELD',
        `field '${column.field.name}' can not be sorted in a query call`,
      );
    }
    return measure;
  });
}

/** USING SCOPE: mine are the records this user owns. */
function scopeTest({ query, reader, root }: Scope): (record: OrgRecord) => boolean {
  if (query.scope === null || query.scope === 'everything') return () => true;
  if (query.scope !== 'mine' || reader.engine.schema.field(root, 'OwnerId') === undefined) {
    throw notRun(`USING SCOPE ${query.scope}`);
  }
  return (record) => record['OwnerId'] === reader.rights.userId;
}

/** FOR VIEW and FOR REFERENCE leave a mark on the records that were found. FOR UPDATE has nobody to lock out here. */
function noteLookedAt({ query, reader, root }: Scope, rows: Located[]) {
  if (query.lookedAt !== 'VIEW' && query.lookedAt !== 'REFERENCE') return;
  const { engine } = reader;
  const now = formatDatetime(engine.now());
  const names = query.lookedAt === 'VIEW' ? ['LastViewedDate', 'LastReferencedDate'] : ['LastReferencedDate'];
  const marks: Record<string, string> = {};
  for (const name of names) if (engine.schema.field(root, name) !== undefined) marks[name] = now;
  for (const { record } of rows) {
    engine.records.put(root, { ...record, ...marks });
    const how = query.lookedAt === 'VIEW' ? 'viewed' : 'referenced';
    noteRecent(engine, reader.rights.userId, String(record['Id']), how);
  }
}
