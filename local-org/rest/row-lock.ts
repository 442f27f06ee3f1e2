// A row lock on order: the first write of the call fails as Salesforce words it, later ones go through.

import { orgError } from '../org/errors.ts';
import type { RestCall } from './answer.ts';
import { isRecord } from './answer.ts';

export function orderedRowLock(): (call: RestCall) => void {
  let ordered = true;
  return (call) => {
    if (!ordered) return;
    ordered = false;
    const recordId = lockedRecord(call);
    const which = recordId === undefined ? '' : ` or 1 records: ${recordId}`;
    throw orgError(500, 'UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record${which}`, []);
  };
}

/** The row itself; for a new row the first record it points to (Salesforce locks parents). */
function lockedRecord(call: RestCall): string | undefined {
  const [, , rowId, keyValue] = call.segments;
  if (rowId !== undefined && keyValue === undefined) return rowId;
  const values = isRecord(call.body) ? Object.values(call.body) : [];
  return values.find(
    (value): value is string => typeof value === 'string' && /^[a-zA-Z0-9]{18}$/.test(value),
  );
}
