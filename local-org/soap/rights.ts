// Which user permissions a caller has, read as anybody can read the own ones: from UserPermissionAccess.

import { orgError } from '../org/errors.ts';
import type { Org } from '../org/org.ts';
import { newestVersion } from '../rest/versions.ts';

export type MetadataRights = { has(permission: string): boolean };

export function rightsOf(org: Org, userId: string): MetadataRights {
  return {
    has(permission) {
      const soql = `SELECT Permissions${permission} FROM UserPermissionAccess`;
      const [row] = org.query({ userId, version: newestVersion }, soql).records;
      return new Map(Object.entries(row ?? {})).get(`Permissions${permission}`) === true;
    },
  };
}

/** The text as seen in https://github.com/forcedotcom/cli/issues/3048 (2026-11-23). */
export function refuseMetadata(rights: MetadataRights): void {
  if (rights.has('ModifyAllData') || rights.has('ModifyMetadata')) return;
  throw orgError(
    403,
    'INSUFFICIENT_ACCESS',
    'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
  );
}
