// Tests one row or one group against conditions. What a term means there, and what joins find, the caller says.

import { periodOf } from './calendar.ts';
import type { Field } from '../schema/schema.ts';
import { offsetOf, refuseAt } from './soql-errors.ts';
import { likeTest, readLiteral, unquote } from './soql-literals.ts';
import type { Place } from './soql-literals.ts';
import type { Literal, Operator } from './soql-query.ts';
import type { Scope } from './soql-scope.ts';
import type { Measure } from './soql-terms.ts';
import { startOfDay } from '../time-zone.ts';
import { formatDatetime } from '../values.ts';
import type { Value } from '../values.ts';

export type Test<Row> = (row: Row) => boolean;

/** `values`: what an index could look up; null where there is nothing of that kind. */
export type Comparison<Row> = { measure: Measure<Row>; test: Test<Row>; values: Value[] | null };

export function compare<Row>(
  scope: Scope,
  measure: Measure<Row>,
  { operator, literals }: { operator: Operator; literals: Literal[] },
  from: number,
): Comparison<Row> {
  const { field } = measure;
  const place = { soql: scope.query.soql, written: measure.written, from };
  if (operator === 'LIKE') return { measure, test: testLike(place, measure, literals), values: null };
  if (operator === 'INCLUDES' || operator === 'EXCLUDES') {
    return { measure, test: includesTest(place, measure, operator, literals), values: null };
  }
  if (literals.some(({ type }) => type.startsWith('DATE_'))) {
    return { measure, test: periodTest(scope, place, measure, operator, literals), values: null };
  }
  const values = literals.map((literal) => readLiteral(place, field, literal));
  const wanted = new Set(values.map((value) => comparable(field, value)));
  const test = (row: Row) => matches(operator, comparable(field, measure.value(row)), wanted);
  return { measure, test, values };
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

const textTypes = new Set(['string', 'textarea', 'email', 'phone', 'url', 'picklist', 'combobox']);

function testLike<Row>(place: Place, measure: Measure<Row>, literals: Literal[]): Test<Row> {
  const { field } = measure;
  if (field.type === 'id' || field.type === 'reference')
    throw badOperator(place, 'invalid operator on id field');
  if (!textTypes.has(field.type)) throw badOperator(place, `invalid operator on ${field.type} field`);
  const [literal = { type: 'NULL', text: 'null' }] = literals;
  // The same check of the literal's kind as for any other comparison.
  if (literal.type !== 'STRING') {
    const value = readLiteral(place, field, literal);
    return (row) => measure.value(row) === value;
  }
  const isLike = likeTest(literal.text, field.caseSensitive);
  return (row) => {
    const value = measure.value(row);
    return value !== null && isLike(String(value));
  };
}

/** `('a;b', 'c')`: both a and b, or c. */
function includesTest<Row>(
  place: Place,
  measure: Measure<Row>,
  operator: 'INCLUDES' | 'EXCLUDES',
  literals: Literal[],
): Test<Row> {
  const { field } = measure;
  if (field.type !== 'multipicklist') throw badOperator(place, `invalid operator on ${field.type} field`);
  const wanted = literals.map((literal) => {
    readLiteral(place, field, literal);
    return splitValues(unquote(literal.text));
  });
  return (row) => {
    const value = measure.value(row);
    const chosen = new Set(value === null ? [] : splitValues(String(value)));
    return wanted.some((all) => all.every((one) => chosen.has(one))) === (operator === 'INCLUDES');
  };
}

function splitValues(text: string): string[] {
  return text.split(';').map((value) => value.trim().toLowerCase());
}

function periodTest<Row>(
  scope: Scope,
  place: Place,
  measure: Measure<Row>,
  operator: Operator,
  literals: Literal[],
): Test<Row> {
  const { field } = measure;
  const bounds = literals
    .filter(({ type }) => type !== 'NULL')
    .map((literal) => boundsOf(scope, place, field, literal));
  const findsNull = bounds.length < literals.length;
  const [first] = bounds;
  const isIn = (value: string) => bounds.some(({ from, to }) => value >= from && value < to);
  return (row) => {
    const value = measure.value(row);
    const negated = operator === '!=' || operator === 'NOT IN';
    if (typeof value !== 'string' || first === undefined) return findsNull !== negated;
    switch (operator) {
      case '<':
        return value < first.from;
      case '<=':
        return value < first.to;
      case '>':
        return value >= first.to;
      case '>=':
        return value >= first.from;
      default:
        return isIn(value) !== negated;
    }
  };
}

/** A period as texts of the field's kind; a plain literal beside one is a period of a single value. */
function boundsOf(scope: Scope, place: Place, field: Field, literal: Literal): { from: string; to: string } {
  const period = literal.type.startsWith('DATE_') ? periodOf(literal.text, scope.calendar()) : undefined;
  if (period === undefined || (field.type !== 'date' && field.type !== 'datetime')) {
    const value = readLiteral(place, field, literal);
    return { from: String(value), to: `${String(value)}~` };
  }
  if (field.type === 'date') return period;
  const { zone } = scope.calendar();
  return {
    from: formatDatetime(startOfDay(period.from, zone)),
    to: formatDatetime(startOfDay(period.to, zone)),
  };
}

function badOperator({ soql, written, from }: Place, message: string) {
  return refuseAt(soql, offsetOf(soql, written, from), 'INVALID_QUERY_FILTER_OPERATOR', message);
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
