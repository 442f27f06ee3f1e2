// WHERE as a test of one record, and the index that finds the candidates without reading them all.

import type { OrgRecord } from '../records.ts';
import { plainColumnValue, resolveColumn } from './soql-columns.ts';
import type { Column, Located } from './soql-columns.ts';
import { offsetAfterWord, offsetOf, refuseAt } from './soql-errors.ts';
import type { ConditionTree, Operator } from './soql-query.ts';
import type { Scope } from './soql-scope.ts';
import { measureTerm } from './soql-terms.ts';
import { compare } from './soql-test.ts';
import type { Test } from './soql-test.ts';
import type { Value } from '../values.ts';

export type Where = {
  test: Test<Located>;
  /** Records that may match, found through an index; undefined = read all. */
  candidates(): OrgRecord[] | undefined;
};

type Join = Extract<ConditionTree, { kind: 'join' }>;

/** `idsOf` runs the query inside a join and gives the ids it selects. */
export function buildWhere(scope: Scope, idsOf: (join: Join, left: Column) => ReadonlySet<Value>): Where {
  const { reader, query, root } = scope;
  const { engine, rights } = reader;
  const from = offsetAfterWord(query.soql, 'where');
  if (query.where === null) return { test: () => true, candidates: () => undefined };
  return build(query.where);

  function build(tree: ConditionTree): Where {
    switch (tree.kind) {
      case 'and': {
        const parts = tree.parts.map(build);
        return {
          test: (start) => parts.every((part) => part.test(start)),
          candidates() {
            for (const part of parts) {
              const found = part.candidates();
              if (found !== undefined) return found;
            }
            return undefined;
          },
        };
      }
      case 'or': {
        const parts = tree.parts.map(build);
        return {
          test: (start) => parts.some((part) => part.test(start)),
          candidates() {
            const found = new Set<OrgRecord>();
            for (const part of parts) {
              const some = part.candidates();
              if (some === undefined) return undefined;
              for (const record of some) found.add(record);
            }
            return [...found];
          },
        };
      }
      case 'not': {
        const part = build(tree.part);
        return { test: (start) => !part.test(start), candidates: () => undefined };
      }
      case 'join':
        return join(tree);
      default: {
        const measure = measureTerm(scope, tree.term, from);
        refuseUnfilterable(measure.column);
        const { test, values } = compare(scope, measure, tree, from);
        const { column } = measure;
        const isPlain = tree.term.functionName === null;
        return { test, candidates: () => (isPlain ? candidates(column, tree.operator, values) : undefined) };
      }
    }
  }

  function refuseUnfilterable(column: Column) {
    if (column.field.filterable) return;
    throw refuseAt(
      query.soql,
      offsetOf(query.soql, column.written, from),
      'INVALID_FIELD',
      `field '${column.field.name}' can not be filtered in a query call`,
    );
  }

  function join(tree: Join): Where {
    const column = resolveColumn(scope, tree.path, from);
    if (column.parents.length > 0) {
      const message = 'The left operand cannot have more than one level of relationships';
      throw refuseAt(query.soql, offsetOf(query.soql, tree.path, from), 'MALFORMED_QUERY', message);
    }
    const ids = idsOf(tree, column);
    const test = (start: Located) =>
      ids.has(plainColumnValue(engine, rights, start, column)) !== tree.negated;
    return { test, candidates: () => candidates(column, tree.negated ? 'NOT IN' : 'IN', [...ids]) };
  }

  function candidates(column: Column, operator: Operator, values: Value[] | null): OrgRecord[] | undefined {
    // An index knows only what is not deleted.
    if (scope.allRows && column.field.type !== 'id') return undefined;
    if (
      values === null ||
      column.parents.length > 0 ||
      (operator !== '=' && operator !== 'IN') ||
      values.includes(null)
    )
      return undefined;
    const found = new Set<OrgRecord>();
    if (column.field.type === 'id') {
      for (const value of values) {
        const record = engine.records.get(root, String(value));
        if (record !== undefined) found.add(record);
      }
      return [...found];
    }
    if (!engine.records.isIndexed(root, column.field)) return undefined;
    for (const value of values) {
      for (const record of engine.records.findBy(root, column.field, value)) found.add(record);
    }
    return [...found];
  }
}
