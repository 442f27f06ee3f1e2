// Queues: groups of the type Queue with the objects whose records they may own.
// https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_queuesobject.htm (2026-11-24)

import { badPicklistValue, invalidCrossReference } from '../write/checks.ts';
import { fieldOf, objectOf, recordOf } from '../engine.ts';
import type { Draft, Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import type { OrgRecord } from '../records.ts';
import type { SObject } from '../schema/schema.ts';

/** Kinds of groups that somebody may make; the org makes the others. */
const ownKinds = ['Queue', 'Regular'];

export function prepareGroup(draft: Draft) {
  const { engine, sObject, before, after } = draft;
  if (before !== null) return;
  const type = String(after['Type'] ?? '');
  if (!ownKinds.includes(type)) throw badPicklistValue(fieldOf(engine, sObject, 'Type'), type);
  after['DeveloperName'] ??= String(after['Name'] ?? '').replaceAll(/\W+/g, '_');
  const name = String(after['DeveloperName']).toLowerCase();
  for (const other of engine.records.all(sObject)) {
    if (other['Type'] === type && String(other['DeveloperName']).toLowerCase() === name)
      throw orgError(
        400,
        'DUPLICATE_DEVELOPER_NAME',
        'The name is already used for another queue or public group.',
        ['DeveloperName'],
      );
  }
}

export function prepareQueueSobject({ engine, sObject, before, after }: Draft) {
  if (before !== null) return;
  const queue = recordOf(engine, after['QueueId'])?.record;
  if (queue !== undefined && queue['Type'] !== 'Queue') throw invalidCrossReference();
  const name = String(after['SobjectType'] ?? '');
  const target = engine.schema.find(name);
  if (target === undefined || !mayBeQueued(target))
    throw badPicklistValue(fieldOf(engine, sObject, 'SobjectType'), name);
  after['SobjectType'] = target.name;
}

/** Cases, leads and custom objects; their owner is a user or a group. */
export function mayBeQueued(sObject: SObject): boolean {
  return sObject.fields.some(({ name, referenceTo }) => name === 'OwnerId' && referenceTo.includes('Group'));
}

export function findQueue(engine: Engine, developerName: string): OrgRecord | undefined {
  return [...engine.records.all(objectOf(engine, 'Group'))].find(
    (group) =>
      group['Type'] === 'Queue' &&
      String(group['DeveloperName']).toLowerCase() === developerName.toLowerCase(),
  );
}
