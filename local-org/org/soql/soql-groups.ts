// Aggregates: rows put into groups, one answer for each. https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_agg_functions.htm

import { orgError } from '../errors.ts';
import { makeField } from '../schema/schema.ts';
import type { Field } from '../schema/schema.ts';
import { plainColumnValue, resolveColumn } from './soql-columns.ts';
import type { Located } from './soql-columns.ts';
import { notRun, offsetAfterWord, offsetOf, refuseAt, unexpectedToken } from './soql-errors.ts';
import { buildOrder, sortableOf } from './soql-order.ts';
import type { ConditionTree, ParsedQuery, Term } from './soql-query.ts';
import type { Scope } from './soql-scope.ts';
import { aggregates, measureTerm } from './soql-terms.ts';
import type { Measure, RowMeasure } from './soql-terms.ts';
import { comparable, compare, compareValues } from './soql-test.ts';
import type { Test } from './soql-test.ts';
import type { Value } from '../values.ts';

type Group = { rows: Located[] };
export type GroupedColumn = { name: string; measure: Measure<Group>; term: Term; aggregate: boolean };

export type Grouping = {
  columns: GroupedColumn[];
  /** The answers, sorted and cut as the query says. */
  answer(rows: Located[]): Record<string, unknown>[];
};

const mostGroups = 2_000;

export function isGrouped(query: ParsedQuery): boolean {
  if (query.groupBy.length > 0 || query.having !== null) return true;
  return (query.selected ?? []).some(
    (item) => item.kind === 'term' && item.term.functionName !== null && item.term.functionName !== 'TOLABEL',
  );
}

export function buildGrouping(scope: Scope): Grouping {
  const { query } = scope;
  const { soql } = query;
  refuseCombinations(query);
  const keys = query.groupBy.map((term) => groupKey(scope, term));
  const columns = nameColumns(scope, (term) => measure(term, 0));
  const having = query.having === null ? null : buildTest(query.having);
  const order = buildOrder(query, (term) => measure(term, offsetAfterWord(soql, 'order')));

  return {
    columns,
    answer(rows) {
      const groups = putIntoGroups(rows, keys).filter((group) => having === null || having(group));
      if (order !== undefined) groups.sort(order);
      const start = query.offset ?? 0;
      const shown = groups.slice(start, query.limit === null ? undefined : start + query.limit);
      if (shown.length > mostGroups) throw tooManyGroups();
      return shown.map((group) => ({
        attributes: { type: 'AggregateResult' },
        ...Object.fromEntries(columns.map(({ name, measure: column }) => [name, column.value(group)])),
      }));
    },
  };

  function measure(term: Term, from: number): Measure<Group> {
    if (term.functionName !== null && aggregates.has(term.functionName)) {
      return aggregate(scope, term, from, keys);
    }
    const wanted = measureTerm(scope, term, from);
    const key = keys.find((known) => isSame(known, wanted) && known.functionName === term.functionName);
    if (key === undefined) {
      const what = from > 0 && from === offsetAfterWord(soql, 'order') ? 'Ordered field' : 'Field';
      const message = `${what} must be grouped or aggregated: ${term.written}`;
      throw refuseAt(soql, offsetOf(soql, term.path, from), 'MALFORMED_QUERY', message);
    }
    // All rows of a group have the same value here.
    return { ...wanted, value: ({ rows: [first] }) => (first === undefined ? null : wanted.value(first)) };
  }

  function buildTest(tree: ConditionTree): Test<Group> {
    switch (tree.kind) {
      case 'and': {
        const parts = tree.parts.map(buildTest);
        return (group) => parts.every((test) => test(group));
      }
      case 'or': {
        const parts = tree.parts.map(buildTest);
        return (group) => parts.some((test) => test(group));
      }
      case 'not': {
        const test = buildTest(tree.part);
        return (group) => !test(group);
      }
      case 'join':
        throw notRun(`a subquery in HAVING (${tree.path})`);
      default: {
        const from = offsetAfterWord(soql, 'having');
        return compare(scope, measure(tree.term, from), tree, from).test;
      }
    }
  }
}

// Quoted from orgs in public repositories (read 2026-11-23); that COUNT() and HAVING are refused this way is assumed.
function refuseCombinations({ soql, selected, groupBy, having, limit }: ParsedQuery) {
  if (selected === null) throw unexpectedToken(soql, offsetOf(soql, 'group'), 'GROUP');
  if (groupBy.length > 0) return;
  if (having !== null) throw unexpectedToken(soql, offsetOf(soql, 'having'), 'HAVING');
  const isOverall = selected.some(
    (item) =>
      item.kind === 'term' && item.term.functionName !== null && aggregates.has(item.term.functionName),
  );
  if (!isOverall || limit === null) return;
  throw refuseAt(
    soql,
    offsetOf(soql, 'limit'),
    'MALFORMED_QUERY',
    'Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
  );
}

type GroupKey = RowMeasure & { functionName: string | null };

function groupKey(scope: Scope, term: Term): GroupKey {
  const { soql } = scope.query;
  const from = offsetAfterWord(soql, 'group');
  const found = measureTerm(scope, term, from);
  if (!found.field.groupable || term.functionName === 'TOLABEL') {
    throw refuseAt(
      soql,
      offsetOf(soql, term.path, from),
      'MALFORMED_QUERY',
      `field '${found.column.field.name}' can not be grouped in a query call`,
    );
  }
  return { ...found, functionName: term.functionName };
}

function isSame(a: RowMeasure, b: RowMeasure): boolean {
  return pathOf(a) === pathOf(b);
}

function pathOf({ column }: Pick<RowMeasure, 'column'>): string {
  return [...column.parentNames, column.name].join('.').toLowerCase();
}

function putIntoGroups(rows: Located[], keys: GroupKey[]): Group[] {
  // Without GROUP BY everything is one group, also nothing.
  if (keys.length === 0) return [{ rows }];
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const id = JSON.stringify(keys.map((key) => comparable(key.field, key.value(row))));
    const known = groups.get(id);
    if (known === undefined) groups.set(id, { rows: [row] });
    else known.rows.push(row);
  }
  return [...groups.values()];
}

function nameColumns(scope: Scope, measure: (term: Term) => Measure<Group>): GroupedColumn[] {
  const { soql, selected } = scope.query;
  const seen = new Set<string>();
  let unnamed = 0;
  return (selected ?? []).map((item) => {
    if (item.kind !== 'term') {
      const what = item.kind === 'children' ? `a subquery in SELECT (${item.relationship})` : item.written;
      throw notRun(`${what} beside aggregates`);
    }
    const { term, alias } = item;
    const column = measure(term);
    const plainName = term.functionName === null ? column.field.name : `expr${unnamed++}`;
    // Only functions without a name of their own are counted.
    if (alias !== null && term.functionName !== null) unnamed -= 1;
    const name = alias ?? plainName;
    if (seen.has(name.toLowerCase())) {
      throw refuseAt(soql, offsetOf(soql, name), 'MALFORMED_QUERY', `duplicate alias: ${name}`);
    }
    seen.add(name.toLowerCase());
    return { name, measure: column, term, aggregate: term.functionName !== null };
  });
}

const numeric = new Set(['int', 'double', 'currency', 'percent']);

function aggregate(scope: Scope, term: Term, from: number, keys: GroupKey[]): Measure<Group> {
  const name = term.functionName ?? '';
  if (term.path === '') {
    return measureOf(term, { name: 'Id', type: 'int' }, ({ rows }) => rows.length);
  }
  const column = resolveColumn(scope, term.path, from);
  const { field } = column;
  if (keys.some((key) => key.functionName === null && pathOf(key) === pathOf({ column }))) {
    const { soql } = scope.query;
    const message = `Grouped field should not be aggregated: ${term.path}`;
    throw refuseAt(soql, offsetOf(soql, term.path, from), 'MALFORMED_QUERY', message);
  }
  const isSum = name === 'SUM' || name === 'AVG';
  if (!field.aggregatable || (isSum && !numeric.has(field.type))) {
    const { soql } = scope.query;
    throw refuseAt(
      soql,
      offsetOf(soql, term.path, from),
      'MALFORMED_QUERY',
      `field ${field.name} does not support aggregate operator ${name}`,
    );
  }
  const valuesOf = ({ rows }: Group) => {
    const { engine, rights } = scope.reader;
    return rows.map((row) => plainColumnValue(engine, rights, row, column)).filter((value) => value !== null);
  };
  switch (name) {
    case 'COUNT':
      return measureOf(term, { name: field.name, type: 'int' }, (group) => valuesOf(group).length);
    case 'COUNT_DISTINCT':
      return measureOf(
        term,
        { name: field.name, type: 'int' },
        (group) => new Set(valuesOf(group).map((value) => comparable(field, value))).size,
      );
    case 'SUM':
      return measureOf(term, field, (group) => sum(valuesOf(group)));
    case 'AVG':
      return measureOf(term, { name: field.name, type: 'double' }, (group) => {
        const values = valuesOf(group);
        const total = sum(values);
        return total === null ? null : total / values.length;
      });
    default:
      return measureOf(term, field, (group) => extreme(field, valuesOf(group), name === 'MIN' ? -1 : 1));
  }
}

function measureOf(
  term: Term,
  { name, type, picklist = [] }: Pick<Field, 'name' | 'type'> & { picklist?: Field['picklist'] },
  value: (group: Group) => Value,
): Measure<Group> {
  return { written: term.written, field: makeField({ name, type, picklist, label: term.written }), value };
}

function sum(values: Exclude<Value, null>[]): number | null {
  if (values.length === 0) return null;
  const total = values.reduce<number>((before, value) => before + Number(value), 0);
  // Decimal fields add up without the dust of binary fractions.
  return Number(total.toPrecision(15));
}

function extreme(field: Field, values: Exclude<Value, null>[], sign: 1 | -1): Value {
  const sortable = sortableOf(field);
  let best: Exclude<Value, null> | null = null;
  for (const value of values) {
    const left = sortable(value);
    const right = best === null ? null : sortable(best);
    if (left === null) continue;
    if (right === null || compareValues(left, right) * sign > 0) best = value;
  }
  return best;
}

function tooManyGroups() {
  return orgError(
    400,
    'EXCEEDED_ID_LIMIT',
    'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
  );
}
