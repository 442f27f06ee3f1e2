// From the text of a query to its parts, by @jetstreamapp/soql-parser-js. Clauses that the org does not run are refused
// here by name; the conditions of WHERE become a tree.

import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type { Condition, FieldType, OrderByClause, Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import { orgError } from './errors.ts';
import type { OrgError } from './errors.ts';
import { notRun, offsetOf, refuseAt, unexpectedToken } from './soql-errors.ts';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'IN' | 'NOT IN';
export type Literal = { type: string; text: string };

export type ConditionTree =
  | { kind: 'and' | 'or'; parts: ConditionTree[] }
  | { kind: 'not'; part: ConditionTree }
  | { kind: 'compare'; field: string; operator: Operator; literals: Literal[] };

export type ParsedQuery = {
  soql: string;
  sObject: string;
  alias: string | null;
  /** Field paths as written, or null for `SELECT COUNT()`. */
  fields: string[] | null;
  where: ConditionTree | null;
  orderBy: { field: string; descending: boolean; nullsLast: boolean }[];
  limit: number | null;
};

export function parseSoql(soql: string): ParsedQuery {
  if (soql.length > 100_000)
    throw orgError(400, 'MALFORMED_QUERY', 'SOQL statements cannot be longer than 100000 characters.');
  const query = parse(soql);
  refuseClauses(query);
  if (query.sObject === undefined) throw unexpectedToken(soql, soql.length, '');
  return {
    soql,
    sObject: query.sObject,
    alias: query.sObjectAlias ?? null,
    fields: readFields(soql, query.fields ?? []),
    where: query.where === undefined ? null : readWhere(soql, query.where),
    orderBy: [query.orderBy ?? []].flat().map(readOrder),
    limit: query.limit ?? null,
  };
}

function parse(soql: string): Query {
  try {
    return parseQuery(soql);
  } catch (error) {
    throw grammarError(soql, error instanceof Object && 'message' in error ? String(error.message) : '');
  }
}

function grammarError(soql: string, message: string): OrgError {
  const lexing = /unexpected character: ->(.)<- at offset: (\d+)/s.exec(message);
  if (lexing !== null) {
    const [, character = '', place = '0'] = lexing;
    const offset = Number(place);
    if (character === "'") {
      return refuseAt(
        soql,
        offset,
        'MALFORMED_QUERY',
        `line 1:${offset} mismatched character '<EOF>' expecting '''`,
      );
    }
    return unexpectedToken(soql, offset, character);
  }
  const found = /but found(?:: | --> )'?(.*?)'?(?: <--)?\s*$/s.exec(message)?.[1] ?? '';
  return unexpectedToken(soql, found === '' ? soql.length : offsetOf(soql, found), found);
}

function refuseClauses(query: Query) {
  const clauses: [unknown, string][] = [
    [query.groupBy, 'GROUP BY'],
    [query.having, 'HAVING'],
    [query.offset, 'OFFSET'],
    [query.usingScope, 'USING SCOPE'],
    [query.withDataCategory, 'WITH DATA CATEGORY'],
    [query.withSecurityEnforced, 'WITH SECURITY_ENFORCED'],
    [query.withAccessLevel, `WITH ${query.withAccessLevel}`],
    [query.for, `FOR ${query.for}`],
    [query.update, `UPDATE ${query.update}`],
  ];
  for (const [value, name] of clauses) {
    if (value !== undefined) throw notRun(name);
  }
}

function readFields(soql: string, fields: FieldType[]): string[] | null {
  const [first] = fields;
  if (
    fields.length === 1 &&
    first?.type === 'FieldFunctionExpression' &&
    first.functionName.toUpperCase() === 'COUNT' &&
    first.parameters.length === 0
  ) {
    return null;
  }
  return fields.map((field) => {
    switch (field.type) {
      case 'FieldSubquery':
        throw notRun(`a subquery in SELECT (${field.subquery.relationshipName})`);
      case 'FieldTypeof':
        throw notRun('TYPEOF');
      case 'FieldFunctionExpression':
        throw notRun(field.rawValue ?? field.functionName);
      default:
        break;
    }
    const isPrefixed = 'objectPrefix' in field;
    if (field.type === 'Field' && field.alias !== undefined && !isPrefixed) {
      throw refuseAt(
        soql,
        offsetOf(soql, field.alias),
        'MALFORMED_QUERY',
        'only aggregate expressions use field aliasing',
      );
    }
    return 'rawValue' in field && field.rawValue !== undefined ? field.rawValue : field.field;
  });
}

function readOrder(clause: OrderByClause) {
  if (!('field' in clause))
    throw notRun(`ORDER BY ${clause.fn.rawValue ?? clause.fn.functionName ?? 'a function'}`);
  const descending = clause.order === 'DESC';
  return { field: clause.field, descending, nullsLast: clause.nulls === 'LAST' };
}

type Mark =
  | '('
  | ')'
  | 'AND'
  | 'OR'
  | 'NOT'
  | { kind: 'compare'; field: string; operator: Operator; literals: Literal[] };

/** The parser gives a chain with counted brackets; this makes the tree the brackets mean. */
function readWhere(soql: string, where: WhereClause): ConditionTree {
  const marks: Mark[] = [];
  for (let clause: WhereClause | undefined = where; clause !== undefined;) {
    const { left } = clause;
    if (left !== null) {
      for (let count = left.openParen ?? 0; count > 0; count--) marks.push('(');
      if ('operator' in left) {
        if ('valueQuery' in left) throw notRun(`a subquery in WHERE (${left.field})`);
        marks.push(readCondition(left));
        for (let count = left.closeParen ?? 0; count > 0; count--) marks.push(')');
      }
    }
    if (!('operator' in clause)) break;
    marks.push(clause.operator);
    clause = clause.right;
  }

  let place = 0;
  const tree = readChain();
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

const operators: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>=', 'IN', 'NOT IN'];

function readCondition(
  condition: Exclude<Condition, { openParen: number } & { field?: never }>,
): Exclude<Mark, string> {
  if (!('operator' in condition)) throw notRun('this condition');
  const name = condition.operator.toUpperCase().replace('<>', '!=');
  if ('fn' in condition) throw notRun(condition.fn.rawValue ?? condition.fn.functionName ?? 'a function');
  const operator = operators.find((known) => known === name);
  if (operator === undefined) throw notRun(name);
  const values = [condition.value].flat();
  const types = [condition.literalType ?? 'STRING'].flat();
  const literals = values.map((text, place) => ({
    text,
    type: types[place] ?? types[0] ?? 'STRING',
  }));
  for (const { type, text } of literals) {
    if (type.startsWith('DATE_')) throw notRun(`the date literal ${text}`);
    if (type.endsWith('_CURRENCY_PREFIX')) throw notRun(`the currency literal ${text}`);
    if (type === 'APEX_BIND_VARIABLE') throw notRun(`the bind variable ${text}`);
  }
  return { kind: 'compare', field: condition.field, operator, literals };
}
