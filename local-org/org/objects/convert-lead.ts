// Lead conversion: the lead becomes a contact of an account, and an opportunity unless told otherwise. Events and tasks
// go along with the person; what points at the lead by another lookup stays with the lead, which is read-only from then.
// https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_convertlead.htm (2026-11-24)

import { findRecords, objectOf, recordOf } from '../engine.ts';
import type { Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import { parseId } from '../ids.ts';
import type { OrgRecord } from '../records.ts';
import type { Rights } from '../rights/access.ts';
import { formatDatetime } from '../values.ts';
import type { Value } from '../values.ts';
import { convertedLead, invalidCrossReference, requiredMissing } from '../write/checks.ts';
import type { DuplicateOptions } from '../write/duplicate-rules.ts';
import { change, insert } from '../write/write.ts';
import { endOfQuarter, firstStage, onlyEmpty, valuesFor } from './lead-fields.ts';

export type LeadConversion = {
  leadId: string;
  convertedStatus: string;
  accountId?: string | undefined;
  contactId?: string | undefined;
  opportunityId?: string | undefined;
  opportunityName?: string | undefined;
  ownerId?: string | undefined;
  doNotCreateOpportunity: boolean;
  overwriteLeadSource: boolean;
  bypassAccountDedupeCheck: boolean;
  bypassContactDedupeCheck: boolean;
};

export type ConvertedLead = {
  leadId: string;
  accountId: string;
  contactId: string;
  opportunityId: string | null;
};

type Work = {
  engine: Engine;
  rights: Rights;
  order: LeadConversion;
  lead: OrgRecord;
  ownerId: string;
  duplicates: DuplicateOptions;
};

/** All or nothing; throws an OrgError that says why not. */
export function convertLead(
  engine: Engine,
  rights: Rights,
  order: LeadConversion,
  duplicates: DuplicateOptions,
): ConvertedLead {
  refuseWithoutRights(engine, rights, order);
  const lead = findLead(engine, rights, order.leadId);
  refuseStatus(engine, order.convertedStatus);
  const work: Work = { engine, rights, order, lead, ownerId: ownerOf(engine, lead, order), duplicates };
  return engine.records.transaction(() => {
    const accountId = order.accountId === undefined ? makeAccount(work) : fillAccount(work, order.accountId);
    const contactId =
      order.contactId === undefined
        ? makeContact(work, accountId)
        : fillContact(work, order.contactId, accountId);
    const opportunityId = settleOpportunity(work, accountId);
    moveActivities(work, { accountId, contactId, opportunityId });
    const leadId = String(lead['Id']);
    const values: Record<string, Value> = {
      IsConverted: true,
      IsUnreadByOwner: false,
      Status: order.convertedStatus,
      ConvertedDate: engine.now().toISOString().slice(0, 10),
      ConvertedAccountId: accountId,
      ConvertedContactId: contactId,
      ConvertedOpportunityId: opportunityId,
    };
    change(engine, rights, objectOf(engine, 'Lead'), lead, values);
    for (const [name, id] of [
      ['Account', accountId],
      ['Contact', contactId],
      ['Opportunity', opportunityId],
      ['Lead', leadId],
    ] as const) {
      if (id !== null) engine.records.whenKept(() => engine.settings.onSaved?.(name, id));
    }
    return { leadId, accountId, contactId, opportunityId };
  });
}

function refuseWithoutRights({ schema }: Engine, rights: Rights, order: LeadConversion) {
  const may = (name: string, right: 'create' | 'edit') => {
    const sObject = schema.find(name);
    return sObject !== undefined && rights.may(right, sObject);
  };
  const targets = ['Account', 'Contact', ...(order.doNotCreateOpportunity ? [] : ['Opportunity'])];
  const isAllowed =
    rights.has('ConvertLeads') &&
    may('Lead', 'edit') &&
    targets.every((name) => may(name, 'create') && may(name, 'edit'));
  if (!isAllowed) {
    const message = 'insufficient access rights on object id';
    throw orgError(403, 'INSUFFICIENT_ACCESS_OR_READONLY', message, []);
  }
}

function findLead(engine: Engine, rights: Rights, given: string): OrgRecord {
  const sObject = objectOf(engine, 'Lead');
  const id = parseId(given);
  if (id?.startsWith(sObject.keyPrefix) !== true) {
    throw orgError(400, 'MALFORMED_ID', `Lead ID: id value of incorrect type: ${given}`, ['leadId']);
  }
  const lead = engine.records.get(sObject, id);
  if (lead === undefined || !rights.sees(sObject, lead)) throw invalidCrossReference(404);
  if (lead['IsDeleted'] === true) throw orgError(404, 'ENTITY_IS_DELETED', 'entity is deleted', []);
  if (lead['IsConverted'] === true) throw convertedLead();
  return lead;
}

function refuseStatus(engine: Engine, status: string) {
  const known = [...engine.records.all(objectOf(engine, 'LeadStatus'))];
  if (known.some((row) => row['IsConverted'] === true && row['ApiName'] === status)) return;
  throw orgError(400, 'INVALID_STATUS', `invalid convertedStatus: ${status}`, []);
}

/** Accounts and contacts belong to users: who converts the lead of a queue names one. */
function ownerOf(engine: Engine, lead: OrgRecord, { ownerId }: LeadConversion): string {
  const owner = recordOf(engine, ownerId === undefined ? lead['OwnerId'] : (parseId(ownerId) ?? ownerId));
  if (owner?.sObject.name === 'User') return String(owner.record['Id']);
  throw orgError(
    400,
    'UNKNOWN_EXCEPTION',
    'Converted objects can only be owned by users. If the lead is not owned by a user, you must specify a user for the Owner field.',
    [],
  );
}

function makeAccount({ engine, rights, order, lead, ownerId, duplicates }: Work): string {
  const sObject = objectOf(engine, 'Account');
  const values = { ...valuesFor(engine, sObject, lead), OwnerId: ownerId };
  return insert(engine, rights, sObject, values, order.bypassAccountDedupeCheck ? undefined : duplicates);
}

function fillAccount(work: Work, given: string): string {
  return fill(work, 'Account', given, {});
}

function makeContact({ engine, rights, order, lead, ownerId, duplicates }: Work, accountId: string): string {
  const sObject = objectOf(engine, 'Contact');
  const values = { ...valuesFor(engine, sObject, lead), AccountId: accountId, OwnerId: ownerId };
  return insert(engine, rights, sObject, values, order.bypassContactDedupeCheck ? undefined : duplicates);
}

/** The contact must be one of the account that is named too. */
function fillContact(work: Work, given: string, accountId: string): string {
  if (work.order.accountId === undefined) throw requiredMissing(['accountId']);
  const { lead, order } = work;
  const contact = existing(work, 'Contact', given);
  if ((contact['AccountId'] ?? null) !== null && contact['AccountId'] !== accountId) {
    const message = 'The contact is not associated with the account.';
    throw orgError(400, 'INVALID_CROSS_REFERENCE_KEY', message, ['contactId']);
  }
  const more: Record<string, Value> = { AccountId: accountId };
  if (order.overwriteLeadSource) more['LeadSource'] = lead['LeadSource'] ?? null;
  return fill(work, 'Contact', given, more);
}

function settleOpportunity(work: Work, accountId: string): string | null {
  const { engine, rights, order, lead, ownerId } = work;
  if (order.opportunityId !== undefined) return fill(work, 'Opportunity', order.opportunityId, {});
  if (order.doNotCreateOpportunity) return null;
  const sObject = objectOf(engine, 'Opportunity');
  const values: Record<string, Value> = {
    ...valuesFor(engine, sObject, lead),
    Name: order.opportunityName ?? String(lead['Company'] ?? lead['Name'] ?? ''),
    AccountId: accountId,
    OwnerId: ownerId,
    StageName: firstStage(engine, sObject),
    CloseDate: endOfQuarter(engine.now()),
  };
  return insert(engine, rights, sObject, values);
}

function existing({ engine, rights }: Work, objectName: string, given: string): OrgRecord {
  const sObject = objectOf(engine, objectName);
  const id = parseId(given);
  const record = id?.startsWith(sObject.keyPrefix) === true ? engine.records.get(sObject, id) : undefined;
  if (record === undefined || !rights.sees(sObject, record)) throw invalidCrossReference(404);
  if (record['IsDeleted'] === true) throw orgError(404, 'ENTITY_IS_DELETED', 'entity is deleted', []);
  return record;
}

function fill(work: Work, objectName: string, given: string, more: Record<string, Value>): string {
  const { engine, rights, lead } = work;
  const sObject = objectOf(engine, objectName);
  const record = existing(work, objectName, given);
  const values = { ...onlyEmpty(record, valuesFor(engine, sObject, lead)), ...more };
  if (Object.keys(values).length > 0) change(engine, rights, sObject, record, values);
  return String(record['Id']);
}

/** Open and closed ones: the person is the contact now, and they are about the opportunity, else the account. */
function moveActivities(
  { engine, rights, lead }: Work,
  to: { accountId: string; contactId: string; opportunityId: string | null },
) {
  const now = formatDatetime(engine.now());
  for (const name of ['Event', 'Task']) {
    const sObject = objectOf(engine, name);
    for (const activity of findRecords(engine, name, 'WhoId', lead['Id'] ?? null)) {
      engine.records.put(sObject, {
        ...activity,
        WhoId: to.contactId,
        WhatId: activity['WhatId'] ?? to.opportunityId ?? to.accountId,
        AccountId: to.accountId,
        LastModifiedDate: now,
        LastModifiedById: rights.userId,
        SystemModstamp: now,
      });
    }
  }
}
