// The condition of a duplicate rule: which records it looks at, read from its deployed filter.
// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_duplicaterule.htm (2026-11-24)

import type { XmlElement } from '../../metadata/xml-tree.ts';
import { orgError } from '../errors.ts';
import type { Field, SObject } from '../schema/schema.ts';
import type { Value } from '../values.ts';

type Row = { sObject: SObject; record: Readonly<Record<string, Value>> };

/** The record that is saved and the user who saves it. */
export type Saved = {
  row: Row;
  user: Row | undefined;
  fieldOf(sObject: SObject, name: string): Field | undefined;
};

export type RuleFilter = (saved: Saved) => boolean;

/** `table` empty: a field of the record itself. */
export type Condition = { table: string; field: string; operation: string; value: string };

/** Without conditions a rule looks at every record. */
export function readRuleFilter(rule: string, filter: XmlElement | undefined): RuleFilter {
  const items = (filter?.children ?? [])
    .filter(({ name }) => name === 'duplicateRuleFilterItems')
    .toSorted((a, b) => Number(textOf(a, 'sortOrder')) - Number(textOf(b, 'sortOrder')))
    .map((item) => ({
      table: textOf(item, 'table'),
      field: textOf(item, 'field'),
      operation: textOf(item, 'operation'),
      value: textOf(item, 'value'),
    }));
  const logic = filter === undefined ? '' : textOf(filter, 'booleanFilter');
  return readConditions(`the filter of duplicate rule ${rule}`, items, logic);
}

/** `where`: what the conditions belong to, for a refusal. */
export function readConditions(where: string, items: Condition[], logic: string): RuleFilter {
  return (saved) => {
    const holds = (item: Condition) => isMet(where, saved, item);
    return logic === ''
      ? items.every(holds)
      : evaluate(logic, (number) => {
          const item = items[number - 1];
          return item !== undefined && holds(item);
        });
  };
}

/** `1 AND (2 OR NOT 3)`; NOT binds closest, then AND. */
function evaluate(logic: string, holds: (number: number) => boolean): boolean {
  const tokens = logic.toUpperCase().match(/\d+|AND|OR|NOT|\(|\)/g) ?? [];
  let place = 0;
  return readOr();

  function readOr(): boolean {
    let found = readAnd();
    while (tokens[place] === 'OR') {
      place += 1;
      const more = readAnd();
      found ||= more;
    }
    return found;
  }

  function readAnd(): boolean {
    let found = readOne();
    while (tokens[place] === 'AND') {
      place += 1;
      const more = readOne();
      found &&= more;
    }
    return found;
  }

  function readOne(): boolean {
    const token = tokens[place];
    place += 1;
    if (token === 'NOT') return !readOne();
    if (token !== '(') return holds(Number(token));
    const inside = readOr();
    place += 1;
    return inside;
  }
}

function isMet(where: string, saved: Saved, { table, field: name, operation, value }: Condition): boolean {
  // Beside the record's own fields a condition may name those of the user.
  const holder = [saved.row, saved.user].find(
    (row) => table === '' || row?.sObject.name.toLowerCase() === table.toLowerCase(),
  );
  const field = holder === undefined ? undefined : saved.fieldOf(holder.sObject, name);
  if (holder === undefined || field === undefined) throw notRun(where, `${table}.${name}`);
  return compare(where, field, holder.record[field.name] ?? null, operation, value);
}

function compare(where: string, field: Field, known: Value, operation: string, wanted: string): boolean {
  const have = plain(field, known);
  // Several values with commas between them are alternatives.
  const values = wanted.split(',').map((one) => plain(field, one.trim()));
  const [first = ''] = values;
  const chosen = String(have).split(';');
  switch (operation) {
    case 'equals':
      return values.includes(have);
    case 'notEqual':
      return !values.includes(have);
    case 'contains':
      return values.some((one) => String(have).includes(String(one)));
    case 'notContain':
      return !values.some((one) => String(have).includes(String(one)));
    case 'startsWith':
      return values.some((one) => String(have).startsWith(String(one)));
    case 'includes':
      return values.some((one) => chosen.includes(String(one)));
    case 'excludes':
      return !values.some((one) => chosen.includes(String(one)));
    case 'lessThan':
      return have !== '' && have < first;
    case 'lessOrEqual':
      return have !== '' && have <= first;
    case 'greaterThan':
      return have !== '' && have > first;
    case 'greaterOrEqual':
      return have !== '' && have >= first;
    default:
      throw notRun(where, `the operation ${operation}`);
  }
}

const numeric = new Set(['int', 'double', 'currency', 'percent']);

/** Comparable: a number as such, all else as text without regard to case; nothing is the empty text. */
function plain(field: Field, value: Value): string | number {
  if (field.type === 'boolean') return String(value === true || /^(true|1)$/i.test(String(value)));
  if (value === null || value === '') return '';
  return numeric.has(field.type) ? Number(value) : String(value).toLowerCase();
}

function textOf(element: XmlElement, name: string): string {
  return element.children.find((child) => child.name === name)?.text.trim() ?? '';
}

function notRun(where: string, what: string) {
  const message = `The local org does not run ${what} in ${where}.`;
  return orgError(501, 'NOT_IMPLEMENTED', message);
}
