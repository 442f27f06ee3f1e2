// convertLead() and merge(): each element is one transaction with a result of its own; what is refused says so there.

import { isOrgError, orgError } from '../org/errors.ts';
import type { Actor, Org } from '../org/org.ts';
import { fieldTypes, valuesOf } from '../rest/bulk-rows.ts';
import { childrenOf, textOf, textsOf } from './xml.ts';
import type { XmlElement, XmlValue } from './xml.ts';

type RecordCall = { args: XmlElement; site: { org: Org }; userId: string; version: string };

const most = { convertLead: 100, merge: 200 };

export function convertLeads({ args, site, userId, version }: RecordCall): XmlValue {
  const orders = childrenOf(args, 'leadConverts');
  refuseMany(orders, most.convertLead);
  return orders.map((order) =>
    attempt(() => {
      const { leadId, accountId, contactId, opportunityId } = site.org.convertLead(
        { userId, version },
        readConversion(order),
      );
      return { accountId, contactId, leadId, opportunityId, success: true };
    }),
  );
}

export function mergeAll({ args, site, userId, version }: RecordCall): XmlValue {
  const orders = childrenOf(args, 'request').concat(childrenOf(args, 'mergeRequests'));
  refuseMany(orders, most.merge);
  return orders.map((order) => attempt(() => mergeOne(site.org, { userId, version }, order)));
}

function mergeOne(org: Org, actor: Actor, order: XmlElement): XmlValue {
  const [master] = childrenOf(order, 'masterRecord');
  const sObject = master === undefined ? undefined : textOf(master, 'type');
  if (master === undefined || sObject === undefined) {
    throw orgError(500, 'REQUIRED_FIELD_MISSING', 'masterRecord and its type are required', ['masterRecord']);
  }
  const given = master.children.filter(({ name }) => !['type', 'Id', 'fieldsToNull'].includes(name));
  const names = given.map(({ name }) => name);
  // XML is all text: the fields say what it stands for.
  const texts = given.map(({ text }) => text);
  const values = {
    ...valuesOf(names, texts, fieldTypes(org, actor, sObject)),
    ...Object.fromEntries(textsOf(master, 'fieldsToNull').map((name) => [name, null])),
  };
  const { id, mergedRecordIds, updatedRelatedIds } = org.merge(actor, {
    sObject,
    masterId: textOf(master, 'Id') ?? '',
    values,
    losers: textsOf(order, 'recordToMergeIds'),
  });
  return { id, mergedRecordIds, success: true, updatedRelatedIds };
}

function readConversion(order: XmlElement) {
  const text = (name: string) => {
    const value = textOf(order, name);
    return value === '' ? undefined : value;
  };
  const flag = (name: string) => text(name) === 'true';
  return {
    leadId: text('leadId') ?? '',
    convertedStatus: text('convertedStatus') ?? '',
    accountId: text('accountId'),
    contactId: text('contactId'),
    opportunityId: text('opportunityId'),
    opportunityName: text('opportunityName'),
    ownerId: text('ownerId'),
    doNotCreateOpportunity: flag('doNotCreateOpportunity'),
    overwriteLeadSource: flag('overwriteLeadSource'),
    bypassAccountDedupeCheck: flag('bypassAccountDedupeCheck'),
    bypassContactDedupeCheck: flag('bypassContactDedupeCheck'),
  };
}

function attempt(work: () => XmlValue): XmlValue {
  try {
    return work();
  } catch (error) {
    if (!isOrgError(error)) throw error;
    const { errorCode, message, fields = [] } = error;
    return { errors: { fields, message, statusCode: errorCode }, success: false };
  }
}

function refuseMany(orders: XmlElement[], limit: number) {
  if (orders.length <= limit) return;
  throw orgError(
    500,
    'EXCEEDED_ID_LIMIT',
    `record limit reached. cannot submit more than ${limit} records into this call`,
  );
}
