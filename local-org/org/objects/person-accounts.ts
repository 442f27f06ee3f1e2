// Accounts of persons: one record that is an account and a contact. Both are kept; what is written to one is written to
// the other. The contact of a person is made and deleted with its account only.
// https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_guidelines_personaccounts.htm (2026-11-24)

import { requiredMissing } from '../write/checks.ts';
import { isChanged, objectOf, recordOf } from '../engine.ts';
import type { Draft, Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import type { OrgRecord } from '../records.ts';
import { contactFieldOf } from '../schema/person-accounts.ts';
import type { Field, SObject } from '../schema/schema.ts';
import type { Value } from '../values.ts';
import { plainInsert } from '../write/plain-insert.ts';
import { personName } from './sales.ts';

function mirrorsOf(account: SObject): Field[] {
  return account.fields.filter((field) => field.mirrors !== null && field.type !== 'address');
}

export function preparePersonAccount(draft: Draft) {
  const { engine, sObject, before, after, given } = draft;
  if (engine.schema.field(sObject, 'IsPersonAccount') === undefined) return;
  const isPerson = recordOf(engine, after['RecordTypeId'])?.record['IsPersonType'] === true;
  if (before !== null && (before['IsPersonAccount'] === true) !== isPerson) refuseChange(draft);
  after['IsPersonAccount'] = isPerson;
  if (!isPerson) {
    // Seen with a client that sent what it had read: https://github.com/texei/texei-sfdx-plugin/issues/51
    const bad = mirrorsOf(sObject).filter((field) => given.has(field.name) && after[field.name] !== null);
    if (bad.length > 0) throw badFields(bad.map(({ name }) => name));
    return;
  }
  if (given.has('Name')) {
    // https://github.com/dhoechst/Salesforce-Test-Factory/issues/14 (create),
    // https://github.com/sorenkrabbe/Chrome-Salesforce-inspector/issues/38 (update)
    throw before === null ? locked(['Name']) : badFields(['Name']);
  }
  if ((after['LastName'] ?? null) === null) throw requiredMissing(['LastName']);
  after['Name'] = personName(after);
}

/** From a company to a person and back: nothing else may change along with it, and here not even that is run. */
function refuseChange({ given }: Draft) {
  if (given.size > 1) {
    throw orgError(
      400,
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      'Cannot specify any additional fields when marrying or separating a Person-Account',
      [],
    );
  }
  const message = 'The local org does not turn companies into persons, or persons into companies.';
  throw orgError(501, 'NOT_IMPLEMENTED', message);
}

export function afterAccountSave({ engine, rights }: Draft, record: OrgRecord) {
  if (record['IsPersonAccount'] !== true) return;
  const accounts = objectOf(engine, 'Account');
  const contacts = objectOf(engine, 'Contact');
  const values: Record<string, Value> = {
    Name: record['Name'] ?? null,
    OwnerId: record['OwnerId'] ?? null,
    Phone: record['Phone'] ?? null,
    Fax: record['Fax'] ?? null,
  };
  for (const field of mirrorsOf(accounts)) values[contactFieldOf(field.name)] = record[field.name] ?? null;
  const contact = recordOf(engine, record['PersonContactId'])?.record;
  if (contact !== undefined) {
    const { LastModifiedDate = null, LastModifiedById = null, SystemModstamp = null } = record;
    const stamps = { LastModifiedDate, LastModifiedById, SystemModstamp };
    engine.records.put(contacts, withoutNulls({ ...contact, ...values, ...stamps }));
    return;
  }
  const id = plainInsert(engine, 'Contact', rights.userId, {
    ...values,
    AccountId: record['Id'] ?? null,
    IsPersonAccount: true,
  });
  engine.records.put(accounts, { ...record, PersonContactId: id });
}

export function preparePersonContact(draft: Draft) {
  const { engine, sObject, before, after } = draft;
  if (engine.schema.field(sObject, 'IsPersonAccount') === undefined) return;
  if (before?.['IsPersonAccount'] === true) {
    // https://github.com/sfb2csolutionarchitects/b2c-crm-sync/issues/14
    if (isChanged(draft, 'AccountId')) throw badFields(['AccountId']);
    // https://help.salesforce.com/s/articleView?id=005305352
    if (isChanged(draft, 'RecordTypeId')) throw readOnly();
    return;
  }
  after['IsPersonAccount'] = false;
  const account = recordOf(engine, after['AccountId'])?.record;
  if (account?.['IsPersonAccount'] === true && isChanged(draft, 'AccountId')) {
    const message = `Account ID: id value of incorrect type: ${String(after['AccountId'])}`;
    throw orgError(400, 'FIELD_INTEGRITY_EXCEPTION', message, ['AccountId']);
  }
}

export function afterContactSave({ engine }: Draft, record: OrgRecord) {
  if (record['IsPersonAccount'] !== true) return;
  const accounts = objectOf(engine, 'Account');
  const account = recordOf(engine, record['AccountId'])?.record;
  if (account === undefined) return;
  const values: Record<string, Value> = { Name: record['Name'] ?? null };
  for (const field of mirrorsOf(accounts)) values[field.name] = record[contactFieldOf(field.name)] ?? null;
  for (const name of ['Phone', 'Fax', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp'])
    values[name] = record[name] ?? null;
  engine.records.put(accounts, withoutNulls({ ...account, ...values }));
}

/** It goes with its account. */
export function refuseContactRemoval(_engine: Engine, record: OrgRecord) {
  if (record['IsPersonAccount'] === true) throw readOnly();
}

function badFields(names: string[]) {
  const message = `Account: bad field names on insert/update call: ${names.join(', ')}`;
  return orgError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', message, names);
}

function locked(names: string[]) {
  const message = `Unable to create/update fields: ${names.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
  return orgError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', message, names);
}

function readOnly() {
  return orgError(403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', []);
}

function withoutNulls(values: Record<string, Value>): OrgRecord {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
