// Objects whose rows are worked out for whoever asks, and stored nowhere.

import type { Reader } from '../read.ts';
import { recentlyViewed } from '../recent-items.ts';
import type { OrgRecord } from '../records.ts';
import { userPermissionAccess } from '../rights/permission-access.ts';
import { entityDefinitions } from '../schema/entity-definitions.ts';
import type { SObject } from '../schema/schema.ts';

const makers: Readonly<Record<string, (root: SObject, reader: Reader) => OrgRecord[]>> = {
  EntityDefinition: (root, { engine, rights }) => entityDefinitions(root, engine.schema, rights),
  RecentlyViewed: recentlyViewed,
  UserPermissionAccess: (root, { rights }) => [userPermissionAccess(root, rights)],
};

/** Undefined for an object that has records. */
export function madeRows(root: SObject, reader: Reader): OrgRecord[] | undefined {
  return new Map(Object.entries(makers)).get(root.name)?.(root, reader);
}
