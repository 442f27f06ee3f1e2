// Until when the assignment of a permission set counts: it may be revoked, and it may have an end.

import type { OrgRecord } from '../records.ts';

/** In milliseconds; -Infinity for a revoked one, Infinity for one without an end. */
export function assignmentEndsAt(assignment: OrgRecord): number {
  if (assignment['IsRevoked'] === true) return Number.NEGATIVE_INFINITY;
  const expires = assignment['ExpirationDate'];
  return typeof expires === 'string' ? Date.parse(expires.replace('+0000', 'Z')) : Number.POSITIVE_INFINITY;
}
