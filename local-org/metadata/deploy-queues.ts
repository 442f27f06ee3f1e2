// Queues and assignment rules: their files become the records that a client reads.
// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_queue.htm
// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_assignmentrule.htm

import { findRecords, objectOf } from '../org/engine.ts';
import { findQueue, mayBeQueued } from '../org/objects/queues.ts';
import type { OrgRecord } from '../org/records.ts';
import type { Value } from '../org/values.ts';
import { plainInsert } from '../org/write/plain-insert.ts';
import type { StoredComponent } from './component-store.ts';
import { ComponentProblem } from './deploy-messages.ts';
import type { DeployWork } from './deploy-work.ts';
import type { Component } from './read-package.ts';
import { childrenOf, isTrue, textOf, textsOf } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

export function applyQueue(work: DeployWork, component: Component): { id?: string } {
  const { engine, userId } = work;
  const { body, fullName, place } = component;
  if (body === null) return {};
  const refuse = (message: string) => new ComponentProblem(message, place);
  const label = textOf(body, 'name')?.trim() ?? '';
  if (label === '') throw refuse('Required field is missing: name');
  const objects = childrenOf(body, 'queueSobject').map((one) => textOf(one, 'sobjectType') ?? '');
  for (const name of objects) {
    const target = engine.schema.find(name);
    if (target === undefined || !mayBeQueued(target))
      throw refuse(`Sobject Type: bad value for restricted picklist field: ${name}`);
  }
  const members = memberIds(work, body, refuse);
  const id = saveRow(work, 'Group', findQueue(engine, fullName), {
    Name: label,
    DeveloperName: fullName,
    Type: 'Queue',
    Email: textOf(body, 'email') ?? null,
    Description: textOf(body, 'description') ?? null,
    DoesSendEmailToMembers: isTrue(body, 'doesSendEmailToMembers'),
    DoesIncludeBosses: isTrue(body, 'doesIncludeBosses'),
    OwnerId: engine.orgId,
  });
  dropRows(work, id);
  for (const name of objects)
    plainInsert(engine, 'QueueSobject', userId, {
      QueueId: id,
      SobjectType: engine.schema.find(name)?.name ?? name,
    });
  for (const member of members)
    plainInsert(engine, 'GroupMember', userId, { GroupId: id, UserOrGroupId: member });
  return { id };
}

function memberIds(
  { engine }: DeployWork,
  body: XmlElement,
  refuse: (message: string) => ComponentProblem,
): string[] {
  const users = childrenOf(body, 'queueMembers')
    .flatMap((members) => childrenOf(members, 'users'))
    .flatMap((list) => textsOf(list, 'user'));
  return users.map((username) => {
    const [user] = findRecords(engine, 'User', 'Username', username.trim());
    if (user === undefined) throw refuse(`In field: user - no User named ${username.trim()} found`);
    return String(user['Id']);
  });
}

function dropRows({ engine }: DeployWork, queueId: string) {
  for (const [objectName, field] of [
    ['QueueSobject', 'QueueId'],
    ['GroupMember', 'GroupId'],
  ] as const) {
    for (const row of findRecords(engine, objectName, field, queueId))
      engine.records.drop(objectOf(engine, objectName), String(row['Id']));
  }
}

export function removeQueue(work: DeployWork, { fullName }: StoredComponent) {
  const { engine } = work;
  const queue = findQueue(engine, fullName);
  if (queue === undefined) return;
  for (const sObject of engine.schema.objects().filter(mayBeQueued)) {
    for (const record of engine.records.all(sObject)) {
      if (record['OwnerId'] === queue['Id'] && record['IsDeleted'] !== true)
        throw new ComponentProblem(`You cannot delete a queue that owns records: ${fullName}`);
    }
  }
  dropRows(work, String(queue['Id']));
  engine.records.drop(objectOf(engine, 'Group'), String(queue['Id']));
}

export function applyAssignmentRule(work: DeployWork, component: Component): { id?: string } {
  const { engine } = work;
  const { body, fullName, place } = component;
  if (body === null) return {};
  const refuse = (message: string) => new ComponentProblem(message, place);
  const [objectName = '', ...rest] = fullName.split('.');
  if (objectName !== 'Case' && objectName !== 'Lead')
    throw refuse(`Entity Enumeration Or ID: bad value for restricted picklist field: ${objectName}`);
  for (const entry of childrenOf(body, 'ruleEntry')) {
    const name = textOf(entry, 'assignedTo')?.trim() ?? '';
    if (name === '') throw refuse('Required field is missing: assignedTo');
    const isQueue = textOf(entry, 'assignedToType') === 'Queue';
    const isThere = isQueue
      ? findQueue(engine, name) !== undefined
      : findRecords(engine, 'User', 'Username', name).length > 0;
    if (!isThere) throw refuse(`In field: assignedTo - no ${isQueue ? 'Queue' : 'User'} named ${name} found`);
  }
  const active = isTrue(body, 'active');
  if (active) switchOff(work, objectName);
  const known = findRule(work, fullName);
  const values = { Name: rest.join('.'), SobjectType: objectName, Active: active };
  return { id: saveRow(work, 'AssignmentRule', known, values) };
}

/** Of an object one rule is active at a time. */
function switchOff({ engine }: DeployWork, objectName: string) {
  const rules = objectOf(engine, 'AssignmentRule');
  for (const rule of engine.records.all(rules)) {
    if (rule['SobjectType'] === objectName && rule['Active'] === true)
      engine.records.put(rules, { ...rule, Active: false });
  }
}

function findRule({ engine }: DeployWork, fullName: string): OrgRecord | undefined {
  return [...engine.records.all(objectOf(engine, 'AssignmentRule'))].find(
    (rule) => `${String(rule['SobjectType'])}.${String(rule['Name'])}` === fullName,
  );
}

export function removeAssignmentRule(work: DeployWork, { fullName }: StoredComponent) {
  const rule = findRule(work, fullName);
  if (rule !== undefined)
    work.engine.records.drop(objectOf(work.engine, 'AssignmentRule'), String(rule['Id']));
}

function saveRow(
  { engine, userId }: DeployWork,
  objectName: string,
  known: OrgRecord | undefined,
  values: Record<string, Value>,
): string {
  if (known === undefined) return plainInsert(engine, objectName, userId, values);
  const kept = Object.entries({ ...known, ...values }).filter(([, value]) => value !== null);
  engine.records.put(objectOf(engine, objectName), Object.fromEntries(kept));
  return String(known['Id']);
}
