// UserPermissionAccess: one row, worked out for whoever asks, with all user permissions of that user.

import type { Rights } from './access.ts';
import type { OrgRecord } from '../records.ts';
import type { SObject } from '../schema/schema.ts';
import type { Value } from '../values.ts';

export function userPermissionAccess(sObject: SObject, rights: Rights): OrgRecord {
  const row: Record<string, Value> = { Id: '000000000000000AAA' };
  for (const { name } of sObject.fields) {
    if (name.startsWith('Permissions')) row[name] = rights.has(name.slice('Permissions'.length));
  }
  return row;
}
