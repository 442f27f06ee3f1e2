// Conditions of a query as a test of one record, and the index that finds the candidates without reading them all.

import type { Rights } from './access.ts';
import type { Engine } from './engine.ts';
import { orgError } from './errors.ts';
import { parseId } from './ids.ts';
import type { OrgRecord } from './records.ts';
import type { Field, SObject } from './schema.ts';
import { plainColumnValue, resolveColumn } from './soql-columns.ts';
import type { Column, Located } from './soql-columns.ts';
import { offsetAfterWord, offsetOf, refuseAt } from './soql-errors.ts';
import type { ConditionTree, Literal, Operator, ParsedQuery } from './soql-parse.ts';
import { formatDatetime, parseDate, parseDatetime } from './values.ts';
import type { Value } from './values.ts';

export type Where = {
  test(start: Located): boolean;
  /** Records that may match, found through an index; undefined = read all. */
  candidates(): OrgRecord[] | undefined;
};

export function buildWhere(engine: Engine, rights: Rights, query: ParsedQuery, root: SObject): Where {
  const from = offsetAfterWord(query.soql, 'where');
  const { where } = query;
  if (where === null) return { test: () => true, candidates: () => undefined };
  return build(where);

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
      default:
        return compare(tree.field, tree.operator, tree.literals);
    }
  }

  function compare(written: string, operator: Operator, literals: Literal[]): Where {
    const column = resolveColumn(engine, rights, query, root, written, from);
    const { field } = column;
    if (!field.filterable && column.parents.length === 0) {
      throw refuseAt(
        query.soql,
        offsetOf(query.soql, written, from),
        'INVALID_FIELD',
        `field '${field.name}' can not be filtered in a query call`,
      );
    }
    const values = literals.map((literal) => readLiteral(query, column, literal, from));
    const wanted = new Set(values.map((value) => comparable(field, value)));
    const test = (start: Located): boolean =>
      matches(operator, comparable(field, plainColumnValue(engine, rights, start, column)), wanted);
    return { test, candidates: () => candidates(column, operator, values) };
  }

  function candidates(column: Column, operator: Operator, values: Value[]): OrgRecord[] | undefined {
    if (column.parents.length > 0 || (operator !== '=' && operator !== 'IN') || values.includes(null))
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

function matches(operator: Operator, value: Value, wanted: ReadonlySet<Value>): boolean {
  const [only = null] = wanted;
  switch (operator) {
    case '=':
    case 'IN':
      return wanted.has(value);
    case '!=':
    case 'NOT IN':
      return !wanted.has(value);
    default: {
      const order = value === null || only === null ? undefined : compareValues(value, only);
      if (order === undefined) return false;
      if (operator === '<') return order < 0;
      if (operator === '<=') return order <= 0;
      if (operator === '>') return order > 0;
      return order >= 0;
    }
  }
}

/** Text without regard to case (unless the field says otherwise); an unset checkbox is false. */
export function comparable(field: Field, value: Value): Value {
  if (field.type === 'boolean') return value === true;
  return typeof value === 'string' &&
    !field.caseSensitive &&
    field.type !== 'id' &&
    field.type !== 'reference'
    ? value.toLowerCase()
    : value;
}

export function compareValues(a: Exclude<Value, null>, b: Exclude<Value, null>): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const left = String(a);
  const right = String(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function readLiteral(query: ParsedQuery, column: Column, literal: Literal, from: number): Value {
  const { field } = column;
  const { type, text } = literal;
  if (type === 'NULL') return null;
  const wrongType = (expected: string, quotes: 'should' | 'should not') =>
    refuseAt(
      query.soql,
      offsetOf(query.soql, column.written, from),
      'INVALID_FIELD',
      `value of filter criterion for field '${field.name}' must be of type ${expected} and ${quotes} be enclosed in quotes`,
    );
  switch (field.type) {
    case 'boolean':
      if (type !== 'BOOLEAN') throw wrongType('boolean', 'should not');
      return text.toUpperCase() === 'TRUE';
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      if (type !== 'INTEGER' && type !== 'DECIMAL') throw wrongType(field.type, 'should not');
      return Number(text);
    case 'date': {
      const date = type === 'DATE' ? parseDate(text) : undefined;
      if (date === undefined) throw wrongType('date', 'should not');
      return date;
    }
    case 'datetime': {
      const time = type === 'DATETIME' ? parseDatetime(text) : undefined;
      if (time === undefined) throw wrongType('dateTime', 'should not');
      return formatDatetime(time);
    }
    case 'id':
    case 'reference': {
      if (type !== 'STRING') throw wrongType('ID', 'should');
      const written = unquote(text);
      // The empty text finds what has no value.
      if (written === '') return null;
      const id = parseId(written);
      if (id === undefined) {
        throw refuseAt(
          query.soql,
          offsetOf(query.soql, text, from),
          'INVALID_QUERY_FILTER_OPERATOR',
          `invalid ID field: ${written}`,
        );
      }
      return id;
    }
    default: {
      if (type !== 'STRING') throw wrongType('string', 'should');
      const written = unquote(text);
      return written === '' ? null : written;
    }
  }
}

const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

function unquote(quoted: string): string {
  return quoted
    .replace(/^'|'$/g, '')
    .replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (whole: string, character: string) => {
      if (character.length === 5) return String.fromCharCode(Number.parseInt(character.slice(1), 16));
      const meant = escapes[character] ?? escapes[character.toLowerCase()];
      if (meant !== undefined) return meant;
      throw orgError(
        400,
        'MALFORMED_QUERY',
        `Invalid string literal ${quoted}. Illegal character sequence '${whole}' in string literal.`,
      );
    });
}
