// Who reaches which record of an object: the organisation-wide default, the owner, those above the owner in the role
// hierarchy, queues, parents, View All and Modify All. No sharing rules, teams or manual shares.
// https://help.salesforce.com/s/articleView?id=platform.security_sharing_owd_about.htm (2026-11-24)

import type { OrgRecord, Records } from '../records.ts';
import type { Field, Schema, SObject } from '../schema/schema.ts';

/** What somebody can do with one record, as far as sharing goes. */
export type Reach = 'none' | 'read' | 'edit';

type Sharer = {
  userId: string;
  has(permission: string): boolean;
  mayRead(sObject: SObject): boolean;
  viewsAll(sObject: SObject): boolean;
  modifiesAll(sObject: SObject): boolean;
};

/** Of a new org; a deployed object's `sharingModel` replaces it (Activity stands for Event and Task). */
export const usualSharing: Readonly<Record<string, string>> = {
  Account: 'ReadWrite',
  Activity: 'ControlledByParent',
  Campaign: 'FullAccess',
  Case: 'ReadWriteTransfer',
  Contact: 'ControlledByParent',
  Lead: 'ReadWriteTransfer',
  Opportunity: 'ReadWrite',
};

const ranks: readonly Reach[] = ['none', 'read', 'edit'];
const better = (a: Reach, b: Reach): Reach => (ranks.indexOf(a) >= ranks.indexOf(b) ? a : b);

/** Whether sharing decides about records of this object at all. */
export function isShared(sObject: SObject): boolean {
  return sObject.sharingModel !== null;
}

export function createSharing(schema: Schema, records: Records, sharer: Sharer) {
  const { userId, has } = sharer;

  return { reach: (sObject: SObject, record: OrgRecord) => reach(sObject, record) };

  function reach(sObject: SObject, record: OrgRecord): Reach {
    const model = sObject.sharingModel;
    if (model === null || has('ModifyAllData') || sharer.modifiesAll(sObject)) return 'edit';
    const open = openReach(sObject, record, model);
    if (open === 'edit') return open;
    if (isOwn(sObject, record, model)) return 'edit';
    return has('ViewAllData') || sharer.viewsAll(sObject) ? better(open, 'read') : open;
  }

  /** What everybody has. */
  function openReach(sObject: SObject, record: OrgRecord, model: string): Reach {
    switch (model) {
      case 'Private':
        // Who may see what an activity is about may see the activity.
        return isActivity(sObject) && parentReach(sObject, record) !== 'none' ? 'read' : 'none';
      case 'Read':
        return 'read';
      case 'ControlledByParent':
        return parentReach(sObject, record);
      default:
        return 'edit';
    }
  }

  /** The best of its parents; without one, nobody's. */
  function parentReach(sObject: SObject, record: OrgRecord): Reach {
    let best: Reach = 'none';
    for (const name of parentFields(sObject)) {
      const id = record[name];
      if (typeof id !== 'string') continue;
      const parent = schema.findByPrefix(id.slice(0, 3));
      const found = parent === undefined ? undefined : records.get(parent, id);
      if (parent === undefined || found === undefined || !sharer.mayRead(parent)) continue;
      best = better(best, reach(parent, found));
    }
    return best;
  }

  function isOwn(sObject: SObject, record: OrgRecord, model: string): boolean {
    const ownerId = record['OwnerId'];
    if (ownerId === userId) return true;
    // A contact of no account is private to its owner, whoever stands above.
    if (typeof ownerId !== 'string' || (sObject.name === 'Contact' && model === 'ControlledByParent'))
      return false;
    return ownerId.startsWith('005') ? isAbove(ownerId) : isInQueue(ownerId);
  }

  function isAbove(ownerId: string): boolean {
    const mine = roleOf(userId);
    if (mine === undefined) return false;
    const roles = schema.find('UserRole');
    const seen = new Set<string>();
    let role = roleOf(ownerId);
    while (role !== undefined && roles !== undefined && !seen.has(role)) {
      seen.add(role);
      role = textOf(records.get(roles, role)?.['ParentRoleId']);
      if (role === mine) return true;
    }
    return false;
  }

  function roleOf(id: string): string | undefined {
    const users = schema.find('User');
    return users === undefined ? undefined : textOf(records.get(users, id)?.['UserRoleId']);
  }

  function isInQueue(queueId: string): boolean {
    const members = schema.find('GroupMember');
    const group = members === undefined ? undefined : schema.field(members, 'GroupId');
    if (members === undefined || group === undefined || !records.isIndexed(members, group)) return false;
    return records.findBy(members, group, queueId).some((row) => row['UserOrGroupId'] === userId);
  }
}

function isActivity({ name }: SObject): boolean {
  return name === 'Event' || name === 'Task';
}

function parentFields(sObject: SObject): string[] {
  if (isActivity(sObject)) return ['WhoId', 'WhatId'];
  if (sObject.name === 'Contact') return ['AccountId'];
  return sObject.fields.filter(isMaster).map(({ name }) => name);
}

/** A detail's master cannot be left out and takes the detail along. */
function isMaster(field: Field): boolean {
  return field.custom && field.type === 'reference' && field.onParentDelete === 'cascade';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
