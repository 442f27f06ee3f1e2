// From the text of a query to its parts, by @jetstreamapp/soql-parser-js. Clauses that the org does not run are refused
// here by name; what is selected becomes terms, and the conditions a tree (soql-conditions.ts).

import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type {
  FieldFunctionExpression,
  FieldType,
  FunctionExp,
  OrderByClause,
  Query,
  QueryBase,
  Subquery,
} from '@jetstreamapp/soql-parser-js';
import { orgError } from '../errors.ts';
import type { OrgError } from '../errors.ts';
import { readConditions } from './soql-conditions.ts';
import { notRun, offsetOf, refuseAt, unexpectedToken } from './soql-errors.ts';
import type { ParsedQuery, Selected, Term } from './soql-query.ts';

export function parseSoql(soql: string): ParsedQuery {
  if (soql.length > 100_000)
    throw orgError(400, 'MALFORMED_QUERY', 'SOQL statements cannot be longer than 100000 characters.');
  const query = parse(soql);
  if (query.sObject === undefined) throw unexpectedToken(soql, soql.length, '');
  return readQuery(soql, query, query.sObject);
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
  // The one clause at the end that the API does not take: deleted records are /queryAll's.
  if (found.toUpperCase() === 'ROWS' && /\ball\s+rows\s*$/i.test(soql)) {
    return refuseAt(
      soql,
      soql.search(/\ball\s+rows\s*$/i),
      'MALFORMED_QUERY',
      'ALL ROWS not allowed in this context',
    );
  }
  return unexpectedToken(soql, found === '' ? soql.length : offsetOf(soql, found), found);
}

function readQuery(soql: string, query: QueryBase, sObject: string): ParsedQuery {
  refuseClauses(query);
  const where = (inner: Query) => {
    if (inner.sObject === undefined) throw unexpectedToken(soql, soql.length, '');
    return readQuery(soql, inner, inner.sObject);
  };
  return {
    soql,
    sObject,
    alias: query.sObjectAlias ?? null,
    selected: readSelected(soql, query.fields ?? []),
    scope: query.usingScope?.toLowerCase() ?? null,
    where: query.where === undefined ? null : readConditions(soql, query.where, readFunction, where),
    groupBy: [query.groupBy ?? []].flat().map((clause) => {
      if ('field' in clause) return fieldTerm(clause.field);
      const name = clause.fn.functionName?.toUpperCase() ?? '';
      if (name === 'ROLLUP' || name === 'CUBE') throw notRun(`GROUP BY ${name}`);
      return readFunction(clause.fn);
    }),
    having: query.having === undefined ? null : readConditions(soql, query.having, readFunction, where),
    orderBy: [query.orderBy ?? []].flat().map(readOrder),
    limit: query.limit ?? null,
    offset: query.offset ?? null,
    lookedAt: query.for ?? null,
  };
}

function refuseClauses(query: QueryBase) {
  if (query.withDataCategory !== undefined) throw notRun('WITH DATA CATEGORY');
  if (query.update !== undefined) throw notRun(`UPDATE ${query.update}`);
  // Every query runs with the user's rights here, so SECURITY_ENFORCED and USER_MODE ask for what is done anyway.
  if (query.withAccessLevel === 'SYSTEM_MODE') throw notRun('WITH SYSTEM_MODE');
}

function readSelected(soql: string, fields: FieldType[]): Selected[] | null {
  const [first] = fields;
  if (first?.type === 'FieldFunctionExpression' && isCountOfAll(first)) {
    if (fields.length === 1 && first.alias === undefined) return null;
    throw refuseAt(
      soql,
      offsetOf(soql, 'count'),
      'MALFORMED_QUERY',
      'count() must be the only element in the SELECT list',
    );
  }
  return fields.map((field) => readField(soql, field));
}

function isCountOfAll(field: FieldFunctionExpression): boolean {
  return field.functionName.toUpperCase() === 'COUNT' && field.parameters.length === 0;
}

function readField(soql: string, field: FieldType): Selected {
  switch (field.type) {
    case 'FieldSubquery':
      return readChildren(soql, field.subquery);
    case 'FieldTypeof':
      throw notRun('TYPEOF');
    case 'FieldFunctionExpression': {
      const [first] = field.parameters;
      const which = typeof first === 'string' ? first.toUpperCase() : '';
      if (field.functionName.toUpperCase() === 'FIELDS') {
        if (which !== 'ALL' && which !== 'STANDARD' && which !== 'CUSTOM') throw notRun(`FIELDS(${which})`);
        return { kind: 'fields', written: `FIELDS(${which})`, which };
      }
      return { kind: 'term', term: readFunction(field), alias: field.alias ?? null };
    }
    default: {
      const path = 'rawValue' in field && field.rawValue !== undefined ? field.rawValue : field.field;
      const alias = !('objectPrefix' in field) && 'alias' in field ? field.alias : undefined;
      return { kind: 'term', term: fieldTerm(path), alias: alias ?? null };
    }
  }
}

function readChildren(soql: string, subquery: Subquery): Selected {
  const relationship = subquery.relationshipName;
  const query = readQuery(soql, subquery, relationship);
  if (query.offset !== null) throw notRun('OFFSET in a subquery');
  if (query.groupBy.length > 0 || query.selected === null) {
    throw refuseAt(
      soql,
      offsetOf(soql, relationship),
      'MALFORMED_QUERY',
      'only root queries support aggregate expressions',
    );
  }
  return { kind: 'children', relationship, query };
}

export function fieldTerm(path: string): Term {
  return { written: path, functionName: null, path, zoned: false };
}

const functions = new Set(
  `COUNT COUNT_DISTINCT SUM AVG MIN MAX CALENDAR_MONTH CALENDAR_QUARTER CALENDAR_YEAR DAY_IN_MONTH DAY_IN_WEEK DAY_IN_YEAR
   DAY_ONLY FISCAL_MONTH FISCAL_QUARTER FISCAL_YEAR HOUR_IN_DAY WEEK_IN_MONTH WEEK_IN_YEAR TOLABEL`.split(
    /\s+/,
  ),
);

export function readFunction(expression: FunctionExp): Term {
  const written = expression.rawValue ?? expression.functionName ?? 'a function';
  const functionName = expression.functionName?.toUpperCase() ?? '';
  const parameters = expression.parameters ?? [];
  const [first] = parameters;
  if (!functions.has(functionName) || parameters.length > 1) throw notRun(written);
  if (typeof first !== 'object') return { written, functionName, path: first ?? '', zoned: false };
  const [inner] = first.parameters ?? [];
  if (first.functionName?.toUpperCase() !== 'CONVERTTIMEZONE' || typeof inner !== 'string')
    throw notRun(written);
  return { written, functionName, path: inner, zoned: true };
}

function readOrder(clause: OrderByClause) {
  return {
    term: 'field' in clause ? fieldTerm(clause.field) : readFunction(clause.fn),
    descending: clause.order === 'DESC',
    nullsLast: clause.nulls === 'LAST',
  };
}
