// Which user permissions a caller has, read as anybody can read the own ones: from UserPermissionAccess.

import { orgError } from '../org/errors.ts';
import type { Org } from '../org/org.ts';
import type { OrgSite } from '../site.ts';
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

/** Editions without the Metadata API; scratch orgs of them have it, or nothing could be tried out there. */
const withoutMetadata = /^(Professional|Group|Essentials|Starter|Base|Team|Personal|Contact Manager)\b/;

/**
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_modify_metadata_perm.htm (2026-11-24) names
 * Enterprise, Unlimited and Developer. The other APIs answer here as they do in a Professional Edition that has bought them.
 */
export function refuseEdition({ org, type }: Pick<OrgSite, 'org' | 'type'>): void {
  if (type === 'scratch' || !withoutMetadata.test(org.edition)) return;
  throw orgError(403, 'API_DISABLED_FOR_ORG', 'API is not enabled for this Organization or Partner');
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
