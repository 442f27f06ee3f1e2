// A queue owns records of its own objects only. The text is known from reports of Apex errors; its form is assumed.

import { findRecords } from '../engine.ts';
import type { Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import type { OrgRecord } from '../records.ts';
import type { SObject } from '../schema/schema.ts';

export function checkQueueOwner(engine: Engine, sObject: SObject, group: OrgRecord) {
  const objects = findRecords(engine, 'QueueSobject', 'QueueId', group['Id'] ?? null);
  if (group['Type'] === 'Queue' && objects.some((row) => row['SobjectType'] === sObject.name)) return;
  throw orgError(400, 'INVALID_OPERATION', 'Queue not associated with this SObject type', []);
}
