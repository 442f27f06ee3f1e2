// ORDER BY, for rows and for groups. Nulls come first in both directions unless the query says otherwise; a picklist
// sorts in the order its values were set up in.

import type { Field } from '../schema/schema.ts';
import type { ParsedQuery, Term } from './soql-query.ts';
import type { Measure } from './soql-terms.ts';
import { comparable, compareValues } from './soql-test.ts';
import type { Value } from '../values.ts';

export function buildOrder<Row>(
  query: ParsedQuery,
  measure: (term: Term) => Measure<Row>,
): ((a: Row, b: Row) => number) | undefined {
  if (query.orderBy.length === 0) return undefined;
  const keys = query.orderBy.map(({ term, descending, nullsLast }) => {
    const key = measure(term);
    return { key, sortable: sortableOf(key.field), descending, nullsLast };
  });
  return (a, b) => {
    for (const { key, sortable, descending, nullsLast } of keys) {
      const left = sortable(key.value(a));
      const right = sortable(key.value(b));
      if (left === right) continue;
      if (left === null || right === null) return (left === null) === nullsLast ? 1 : -1;
      const order = compareValues(left, right);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}

/** A field's value as it sorts. Values that a picklist does not list come after those it does (assumed). */
export function sortableOf(field: Field): (value: Value) => Value {
  if (field.type !== 'picklist' || field.picklist.length === 0) return (value) => comparable(field, value);
  const places = new Map(field.picklist.map(({ value }, place) => [value.toLowerCase(), place]));
  return (value) => {
    if (value === null) return null;
    const text = String(value).toLowerCase();
    const place = places.get(text);
    return place === undefined ? `~${text}` : String(place).padStart(5, '0');
  };
}
