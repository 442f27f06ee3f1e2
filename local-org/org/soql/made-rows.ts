// Objects whose rows are worked out for whoever asks, and stored nowhere.

import type { Reader } from '../read.ts';
import { recentlyViewed } from '../recent-items.ts';
import type { OrgRecord } from '../records.ts';
import { userPermissionAccess } from '../rights/permission-access.ts';
import { userRecordAccess } from '../rights/record-access.ts';
import { entityDefinitions } from '../schema/entity-definitions.ts';
import type { SObject } from '../schema/schema.ts';
import type { ParsedQuery } from './soql-query.ts';

type Maker = (root: SObject, reader: Reader, query: ParsedQuery) => OrgRecord[];

const makers: Readonly<Record<string, Maker>> = {
  EntityDefinition: (root, { engine, rights }) => entityDefinitions(root, engine.schema, rights),
  RecentlyViewed: recentlyViewed,
  UserPermissionAccess: (root, { rights }) => [userPermissionAccess(root, rights)],
  UserRecordAccess: (_root, { engine }, query) => userRecordAccess(engine, query),
};

/** Undefined for an object that has records. */
export function madeRows(root: SObject, reader: Reader, query: ParsedQuery): OrgRecord[] | undefined {
  return new Map(Object.entries(makers)).get(root.name)?.(root, reader, query);
}
