// What the connected org looks like to the API user: its five objects and ours, in one call, kept for a while. When
// Salesforce cannot be asked, what is known from before serves; a set-up can be looked at while the connection is broken.
import { bookingObject, markerObject } from '../checks/org-facts.ts';
import { isAppError } from '../errors.ts';
import type { AppError } from '../errors.ts';
import type { SalesforceClient } from '../salesforce/client.ts';
import type { Describes } from '../salesforce/describe-cache.ts';
import { createHash } from 'node:crypto';
import type { SetUpDeps } from './set-up-deps.ts';
import { mappedObjects } from './set-up-document.ts';

/** One list for everybody who asks, so that one call serves them all. */
export const describedObjects: readonly string[] = [...mappedObjects, bookingObject, markerObject];

export type OrgLook = {
  org: { id: string; name: string } | null;
  /** Null: no connection, or nothing is known of this org. */
  describes: Describes | null;
  /** Null when it cannot be used at the moment. */
  client: SalesforceClient | null;
  /** Why Salesforce was not asked or did not answer. */
  failure: AppError | null;
};

/** Young enough for a page that is open; a reload sees what the admin has just changed. */
export const pageAgeMs = 30_000;

/** Never throws for what Salesforce says; `failure` names it. */
export async function lookAtOrg(
  { db, describes, clientFor }: Pick<SetUpDeps, 'db' | 'describes' | 'clientFor'>,
  workspaceId: string,
  maxAgeMs?: number,
): Promise<OrgLook> {
  const row = await db
    .selectFrom('connections')
    .select(['id', 'state', 'org_id', 'org_name', 'user_id', 'api_version'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (!row) return { org: null, describes: null, client: null, failure: null };
  const org = { id: row.org_id, name: row.org_name };
  const user = { orgId: row.org_id, userId: row.user_id, apiVersion: row.api_version };
  const known = describes.peek(user, describedObjects);
  try {
    const client = await clientFor(row.id);
    const options = maxAgeMs === undefined ? {} : { maxAgeMs };
    const found = await describes.describeAll(client, describedObjects, options);
    return { org, client, describes: found, failure: null };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { org, client: null, describes: known, failure: error };
  }
}

/** Changes whenever a field, a picklist or a right of one of the objects does. */
export function versionOf(describes: Describes): string {
  const versions = describedObjects.map((name) => describes.get(name)?.version ?? '-').join(' ');
  return createHash('sha256').update(versions).digest('base64url').slice(0, 16);
}
