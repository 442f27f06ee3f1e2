// What a term means for a row: the value of a field, a part of a date, the label of a picklist value.

import { partsOf, weekdayOf } from './calendar.ts';
import { makeField } from '../schema/schema.ts';
import type { Field, FieldType } from '../schema/schema.ts';
import { plainColumnValue, resolveColumn } from './soql-columns.ts';
import type { Column, Located } from './soql-columns.ts';
import { notRun, offsetOf, refuseAt, unexpectedToken } from './soql-errors.ts';
import type { Term } from './soql-query.ts';
import type { Scope } from './soql-scope.ts';
import { localTime } from '../time-zone.ts';
import { parseDatetime } from '../values.ts';
import type { Value } from '../values.ts';

/** Something with a value in each row; `field` tells how values compare. */
export type Measure<Row> = { written: string; field: Field; value(row: Row): Value };

export type RowMeasure = Measure<Located> & { column: Column };

export const aggregates = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);

export function measureTerm(scope: Scope, term: Term, from: number): RowMeasure {
  const { soql } = scope.query;
  const { functionName } = term;
  if (functionName !== null && aggregates.has(functionName)) {
    throw unexpectedToken(soql, offsetOf(soql, functionName, from), functionName);
  }
  const column = resolveColumn(scope, term.path, from);
  const plain = (row: Located) => plainColumnValue(scope.reader.engine, scope.reader.rights, row, column);
  if (functionName === null) return { written: term.written, field: column.field, column, value: plain };
  if (functionName === 'TOLABEL') {
    const labels = labelsOf(scope, column, term, from);
    const field = makeField({ ...textField, name: column.field.name });
    const value = (row: Located) => {
      const known = plain(row);
      return labels.get(known) ?? known;
    };
    return { written: term.written, field, column, value };
  }
  const part = dateParts[functionName];
  if (part === undefined) throw notRun(term.written);
  checkDateField(scope, term, column, from);
  const field = makeField({
    name: column.field.name,
    label: term.written,
    type: functionName === 'DAY_ONLY' ? 'date' : 'int',
    filterable: true,
    sortable: true,
    groupable: true,
  });
  const value = (row: Located) => {
    const known = plain(row);
    if (typeof known !== 'string') return null;
    const { zone, fiscalStart } = scope.calendar();
    const time = known.length > 10 ? parseDatetime(known) : undefined;
    const local = time === undefined ? { date: known, hour: 0 } : localTime(time, term.zoned ? zone : 'UTC');
    return part(local.date, local.hour, fiscalStart);
  };
  return { written: term.written, field, column, value };
}

const textField = { label: '', type: 'string', filterable: true, sortable: true } as const;

/** The labels of a picklist's values, as toLabel() shows them. */
export function labelsOf(scope: Scope, column: Column, term: Term, from: number): Map<Value, string> {
  const { type, picklist } = column.field;
  if (type !== 'picklist' && type !== 'combobox') {
    const { soql } = scope.query;
    throw refuseAt(
      soql,
      offsetOf(soql, term.path, from),
      'INVALID_FIELD',
      `toLabel is not supported on field '${column.field.name}'`,
    );
  }
  return new Map(picklist.map((entry) => [entry.value, entry.label]));
}

function checkDateField(scope: Scope, term: Term, column: Column, from: number) {
  const { soql } = scope.query;
  const onlyTimes = term.zoned || term.functionName === 'DAY_ONLY' || term.functionName === 'HOUR_IN_DAY';
  const takes: FieldType[] = onlyTimes ? ['datetime'] : ['datetime', 'date'];
  if (takes.includes(column.field.type)) return;
  const name = term.functionName ?? '';
  throw refuseAt(
    soql,
    offsetOf(soql, term.path, from),
    'INVALID_FIELD',
    `The function '${name}' cannot be used with field '${column.field.name}' of type ${column.field.type}`,
  );
}

type DatePart = (date: string, hour: number, fiscalStart: number) => Value;

const dateParts: Record<string, DatePart> = {
  CALENDAR_MONTH: (date) => partsOf(date).month,
  CALENDAR_QUARTER: (date) => quarterOf(partsOf(date).month),
  CALENDAR_YEAR: (date) => partsOf(date).year,
  DAY_IN_MONTH: (date) => partsOf(date).day,
  DAY_IN_WEEK: (date) => weekdayOf(date) + 1,
  DAY_IN_YEAR: (date) => dayInYear(date),
  DAY_ONLY: (date) => date,
  FISCAL_MONTH: (date, _hour, start) => fiscalMonth(date, start),
  FISCAL_QUARTER: (date, _hour, start) => quarterOf(fiscalMonth(date, start)),
  // A fiscal year that does not start in January is called after the year it ends in.
  FISCAL_YEAR: (date, _hour, start) =>
    partsOf(date).year + (start > 1 && partsOf(date).month >= start ? 1 : 0),
  HOUR_IN_DAY: (_date, hour) => hour,
  // Weeks of the month and the year are counted from their first day, whichever weekday that is.
  WEEK_IN_MONTH: (date) => Math.ceil(partsOf(date).day / 7),
  WEEK_IN_YEAR: (date) => Math.ceil(dayInYear(date) / 7),
};

function quarterOf(month: number): number {
  return Math.ceil(month / 3);
}

function fiscalMonth(date: string, start: number): number {
  return ((partsOf(date).month - start + 12) % 12) + 1;
}

function dayInYear(date: string): number {
  const start = Date.parse(`${date.slice(0, 4)}-01-01T00:00:00Z`);
  return (Date.parse(`${date}T00:00:00Z`) - start) / 86_400_000 + 1;
}
