// The conditions of WHERE and HAVING as a tree. The parser gives a chain with counted brackets; this makes the tree that
// the brackets mean.

import type { ConditionWithValueQuery, FunctionExp, Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import { notRun, offsetOf, refuseAt, unexpectedToken } from './soql-errors.ts';
import type { ConditionTree, Operator, ParsedQuery, Term } from './soql-query.ts';

type Condition = Extract<ConditionTree, { kind: 'compare' | 'join' }>;
type Mark = '(' | ')' | 'AND' | 'OR' | 'NOT' | Condition;
type ReadFunction = (expression: FunctionExp) => Term;
type ReadQuery = (query: Query) => ParsedQuery;

export function readConditions(
  soql: string,
  chain: WhereClause,
  readFunction: ReadFunction,
  readQuery: ReadQuery,
): ConditionTree {
  const marks: Mark[] = [];
  for (let clause: WhereClause | undefined = chain; clause !== undefined;) {
    const { left } = clause;
    if (left !== null) {
      for (let count = left.openParen ?? 0; count > 0; count--) marks.push('(');
      if ('operator' in left) {
        marks.push(readCondition(soql, left, readFunction, readQuery));
        for (let count = left.closeParen ?? 0; count > 0; count--) marks.push(')');
      }
    }
    if (!('operator' in clause)) break;
    marks.push(clause.operator);
    clause = clause.right;
  }

  let place = 0;
  const tree = readChain();
  checkJoins(soql, tree);
  return tree;

  function readChain(): ConditionTree {
    const parts = [readPart()];
    let operator: 'AND' | 'OR' | undefined;
    while (marks[place] === 'AND' || marks[place] === 'OR') {
      const next: 'AND' | 'OR' = marks[place] === 'AND' ? 'AND' : 'OR';
      // Salesforce does not guess what goes first: AND and OR side by side need brackets.
      if (operator !== undefined && next !== operator) {
        throw unexpectedToken(soql, offsetOf(soql, next), next);
      }
      operator = next;
      place++;
      parts.push(readPart());
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined
      ? only
      : { kind: operator === 'OR' ? 'or' : 'and', parts };
  }

  function readPart(): ConditionTree {
    const mark = marks[place++];
    if (mark === 'NOT') return { kind: 'not', part: readPart() };
    if (mark === '(') {
      const inside = readChain();
      if (marks[place++] !== ')') throw unexpectedToken(soql, soql.length, '');
      return inside;
    }
    if (typeof mark === 'object') return mark;
    throw unexpectedToken(soql, soql.length, '');
  }
}

const operators: readonly Operator[] = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'IN',
  'NOT IN',
  'LIKE',
  'INCLUDES',
  'EXCLUDES',
];
const listOperators = new Set<Operator>(['IN', 'NOT IN', 'INCLUDES', 'EXCLUDES']);

function readCondition(
  soql: string,
  condition: ConditionWithValueQuery,
  readFunction: ReadFunction,
  readQuery: ReadQuery,
): Condition {
  if (!('operator' in condition)) throw notRun('this condition');
  const name = condition.operator.toUpperCase().replace('<>', '!=');
  const operator = operators.find((known) => known === name);
  if (operator === undefined) throw notRun(name);
  if ('valueQuery' in condition) {
    if (!('field' in condition)) throw notRun('a subquery in WHERE on a function');
    if (operator !== 'IN' && operator !== 'NOT IN')
      throw unexpectedToken(soql, offsetOf(soql, 'select', 1), 'SELECT');
    const query = readQuery(condition.valueQuery);
    return { kind: 'join', path: condition.field, negated: operator === 'NOT IN', query };
  }
  const term =
    'fn' in condition
      ? readFunction(condition.fn)
      : { written: condition.field, functionName: null, path: condition.field, zoned: false };
  const values = [condition.value].flat();
  const types = [condition.literalType ?? 'STRING'].flat();
  const literals = values.map((text, place) => ({ text, type: types[place] ?? types[0] ?? 'STRING' }));
  if (Array.isArray(condition.value) && !listOperators.has(operator)) {
    throw unexpectedToken(soql, offsetOf(soql, '(', offsetOf(soql, term.path)), '(');
  }
  for (const { type, text } of literals) {
    if (type.endsWith('_CURRENCY_PREFIX')) throw notRun(`the currency literal ${text}`);
    if (type === 'APEX_BIND_VARIABLE') throw notRun(`the bind variable ${text}`);
  }
  return { kind: 'compare', term, operator, literals };
}

// Where a subquery may stand, in Salesforce's words (quoted in public repositories, read 2026-11-23).
function checkJoins(soql: string, tree: ConditionTree) {
  let count = 0;
  walk(tree, 'top');

  function walk(node: ConditionTree, inside: 'top' | 'or' | 'not') {
    if (node.kind === 'compare') return;
    if (node.kind === 'not') return walk(node.part, 'not');
    if (node.kind !== 'join') {
      for (const part of node.parts) walk(part, node.kind === 'or' ? 'or' : inside);
      return;
    }
    count += 1;
    const refuse = (message: string) => refuseAt(soql, offsetOf(soql, node.path), 'MALFORMED_QUERY', message);
    if (inside === 'or') throw refuse("Semi join sub-selects are not allowed with the 'OR' operator");
    if (inside === 'not') {
      throw refuse('Semi join sub-selects are only allowed at the top level WHERE expressions');
    }
    if (count > 2) throw refuse('Maximum 2 semi join sub-selects are allowed');
    if (node.query.where !== null && hasJoin(node.query.where)) {
      throw refuse('Nesting of semi join sub-selects is not supported');
    }
  }
}

function hasJoin(tree: ConditionTree): boolean {
  if (tree.kind === 'compare') return false;
  if (tree.kind === 'join') return true;
  return tree.kind === 'not' ? hasJoin(tree.part) : tree.parts.some(hasJoin);
}
