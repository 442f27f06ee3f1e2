// Parents and children in one query: subqueries in SELECT (the children of each row) and in WHERE (semi- and anti-joins).

import type { OrgRecord } from '../records.ts';
import type { Field, SObject } from '../schema/schema.ts';
import { plainColumnValue, resolveColumn } from './soql-columns.ts';
import type { Column, Located } from './soql-columns.ts';
import { notRun, offsetOf, refuseAt } from './soql-errors.ts';
import type { ConditionTree, ParsedQuery } from './soql-query.ts';
import type { Scope } from './soql-scope.ts';
import type { Value } from '../values.ts';

/** The object and the field behind the name of a relationship from parent to child. */
export function childReference(
  scope: Scope,
  relationship: string,
  soql: string,
): { child: SObject; field: Field } {
  const { engine, rights } = scope.reader;
  const found = engine.schema
    .references(scope.root)
    .find(({ field }) => field.childRelationshipName?.toLowerCase() === relationship.toLowerCase());
  if (found === undefined || !rights.may('read', found.child) || !rights.canRead(found.child, found.field)) {
    throw refuseAt(
      soql,
      offsetOf(soql, relationship),
      'INVALID_FIELD',
      `Didn't understand relationship '${relationship}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  return found;
}

/** Finds the children of one parent after another; through an index where there is one. */
export function childFinder(scope: Scope, child: SObject, field: Field): (parentId: Value) => OrgRecord[] {
  const { records } = scope.reader.engine;
  if (records.isIndexed(child, field) && !scope.allRows) {
    return (parentId) => records.findBy(child, field, parentId);
  }
  let byParent: Map<Value, OrgRecord[]> | undefined;
  return (parentId) => {
    byParent ??= Map.groupBy(records.all(child), (record) => record[field.name] ?? null);
    return byParent.get(parentId) ?? [];
  };
}

// Objects that no subquery in WHERE may ask, as far as the org has them.
const notJoined = new Set(['Event', 'Task']);

type Join = Extract<ConditionTree, { kind: 'join' }>;

/** The ids that the query inside a join selects. */
export function joinedIds(
  inner: Scope,
  tree: Join,
  outer: SObject,
  left: Column,
  find: () => Located[],
): ReadonlySet<Value> {
  if (inner.root.name === outer.name) {
    throw refuseAt(
      inner.query.soql,
      offsetOf(inner.query.soql, tree.path),
      'MALFORMED_QUERY',
      'The inner and outer selects should not be on the same object type',
    );
  }
  if (notJoined.has(inner.root.name)) {
    throw refuseAt(
      inner.query.soql,
      offsetOf(inner.query.soql, tree.query.sObject),
      'MALFORMED_QUERY',
      `Entity '${inner.root.name}' is not supported for semi join inner selects`,
    );
  }
  const column = selectedIdColumn(inner, tree.query);
  const outerTargets = left.field.type === 'id' ? [outer.name] : left.field.referenceTo;
  const innerTargets = column.field.type === 'id' ? [inner.root.name] : column.field.referenceTo;
  const { engine, rights } = inner.reader;
  if (!isKey(left.field) || !isKey(column.field)) throw pointsElsewhere(inner, column, tree.path);
  if (!outerTargets.some((name) => innerTargets.includes(name))) {
    throw pointsElsewhere(inner, column, tree.path);
  }
  const ids = new Set<Value>();
  for (const row of find()) {
    const value = plainColumnValue(engine, rights, row, column);
    // A null in the list finds nothing and keeps nothing out.
    if (value !== null) ids.add(value);
  }
  return ids;
}

function isKey(field: Field): boolean {
  return field.type === 'id' || field.type === 'reference';
}

function selectedIdColumn(scope: Scope, query: ParsedQuery): Column {
  const refuse = (message: string) =>
    refuseAt(query.soql, offsetOf(query.soql, query.sObject), 'MALFORMED_QUERY', message);
  const [only, ...others] = query.selected ?? [];
  if (only === undefined || only.kind !== 'term' || only.term.functionName !== null || others.length > 0) {
    throw refuse('The subquery of a semi join must select exactly one ID or reference field');
  }
  if (query.limit !== null || query.offset !== null) throw refuse("unexpected token: 'LIMIT'");
  if (query.orderBy.length > 0) throw refuse("unexpected token: 'ORDER'");
  if (query.groupBy.length > 0) throw notRun('GROUP BY in a subquery of WHERE');
  const column = resolveColumn(scope, only.term.path, 0);
  if (column.parents.length > 0)
    throw refuse('The inner select field cannot have more than one level of relationships');
  return column;
}

// Quoted from an org in a public repository (read 2026-11-23).
function pointsElsewhere(scope: Scope, column: Column, outer: string) {
  const { soql } = scope.query;
  return refuseAt(
    soql,
    offsetOf(soql, outer),
    'MALFORMED_QUERY',
    `The selected field '${column.field.name}' in the subquery and the left operand field in the where expression in the outer query '${outer}' should point to the same object type`,
  );
}
