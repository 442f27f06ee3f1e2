// ORDER BY, for rows and for groups. Nulls come first in both directions unless the query says otherwise.

import type { ParsedQuery, Term } from './soql-query.ts';
import type { Measure } from './soql-terms.ts';
import { comparable, compareValues } from './soql-test.ts';

export function buildOrder<Row>(
  query: ParsedQuery,
  measure: (term: Term) => Measure<Row>,
): ((a: Row, b: Row) => number) | undefined {
  if (query.orderBy.length === 0) return undefined;
  const keys = query.orderBy.map(({ term, descending, nullsLast }) => ({
    key: measure(term),
    descending,
    nullsLast,
  }));
  return (a, b) => {
    for (const { key, descending, nullsLast } of keys) {
      const left = comparable(key.field, key.value(a));
      const right = comparable(key.field, key.value(b));
      if (left === right) continue;
      if (left === null || right === null) return (left === null) === nullsLast ? 1 : -1;
      const order = compareValues(left, right);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}
