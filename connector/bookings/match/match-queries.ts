// Stage `match`: the questions to Salesforce. At most five queries, because one composite takes no more; record ids from
// links ride in the same queries. An Opportunity is read by its id, which is no query.
import type { Subrequest } from '../../salesforce/composite.ts';
import { queryPath, soql } from '../../salesforce/soql.ts';
import { websiteVariants } from '../../setup/company-domain.ts';
import { phonePattern } from './phone-number.ts';
import { isSought, wantedOf } from './sought.ts';
import type { PersonObject, Sought } from './sought.ts';

export type QueryName = 'own' | 'contact' | 'lead' | 'account' | 'case' | 'opportunity' | 'event';

/** A query that comes back with so many rows may hold back others. */
export const mostRows = 200;

/** `thin`: without the values to compare with, which are then read of the chosen records alone. */
export function buildQueries(sought: Sought, apiVersion: string, thin: boolean): Subrequest[] {
  const opportunityId = sought.links.byObject.Opportunity[0];
  const parts: [QueryName, string | null][] = [
    ['own', ownQuery(sought, thin)],
    ['contact', personQuery('Contact', sought, thin)],
    ['lead', personQuery('Lead', sought, thin)],
    ['account', accountQuery(sought, thin)],
    ['case', caseQuery(sought, thin)],
  ];
  const queries = parts.flatMap(([referenceId, query]): Subrequest[] =>
    query === null ? [] : [{ method: 'GET', url: queryPath(apiVersion, query), referenceId }],
  );
  const { eventId = null } = sought.request;
  return [
    ...queries,
    ...(sought.rules.opportunity.link && opportunityId !== undefined
      ? [byId('opportunity', 'Opportunity', opportunityId, apiVersion)]
      : []),
    ...(eventId === null ? [] : [byId('event', 'Event', eventId, apiVersion)]),
  ];
}

function byId(referenceId: QueryName, sObject: string, id: string, apiVersion: string): Subrequest {
  const url = `/services/data/v${apiVersion}/sobjects/${sObject}/${id}?fields=Id`;
  return { method: 'GET', url, referenceId };
}

/**
 * Without the fields to find people by: whom it names is certain, and with them a field that is not visible would look as
 * if our own object were not.
 */
function ownQuery(sought: Sought, thin: boolean): string {
  const { read } = sought.request;
  const people = [
    ...(read.Contact ? below('Contact__r', knownFields('Contact', sought, thin)) : []),
    ...(read.Lead
      ? below('Lead__r', knownFields('Lead', sought, thin))
      : ['Lead__r.IsConverted', 'Lead__r.ConvertedContactId']),
  ];
  const fields = select([
    'Id',
    'Write_Number__c',
    'Event_Id__c',
    'Status__c',
    'Start__c',
    'Match_Reason__c',
    'Contact__c',
    'Lead__c',
    'Account__c',
    'Case__c',
    'Opportunity__c',
    ...people,
    ...(read.Account ? below('Account__r', ['Id', 'Name', ...values('Account', sought, thin)]) : []),
    ...(read.Case ? below('Case__r', ['Id', 'CaseNumber', ...values('Case', sought, thin)]) : []),
  ]);
  return `SELECT ${fields} FROM Booking__c ${soql`WHERE Booking_Key__c = ${sought.request.bookingKey} LIMIT 1`}`;
}

function personQuery(sObject: PersonObject, sought: Sought, thin: boolean): string | null {
  const { links, email, phone, fields } = sought;
  const conditions = [
    ...(isSought(sought, sObject, 'email') && email !== null
      ? names(fields[sObject].emails).map((field) => field + soql` = ${email}`)
      : []),
    ...(isSought(sought, sObject, 'phone') && phone !== null
      ? names(fields[sObject].phones).map((field) => field + soql` LIKE ${phonePattern(phone)}`)
      : []),
    ...byIds('Id', links.byObject[sObject]),
    ...(sObject === 'Contact' && sought.request.personAccounts
      ? byIds('AccountId', links.byObject.Account).map((owned) => `(${owned} AND IsPersonAccount = true)`)
      : []),
  ];
  return queryFor(sObject, personFields(sObject, sought, thin), conditions, sought);
}

function accountQuery(sought: Sought, thin: boolean): string | null {
  const { accountKey: key, request, links } = sought;
  const companies = request.personAccounts ? ' AND IsPersonAccount = false' : '';
  const conditions = [
    ...byIds('Id', links.byObject.Account),
    ...(key?.by === 'domain' ? [`(${soql`Website IN ${websiteVariants(key.hosts)}`}${companies})`] : []),
    ...(key?.by === 'name' ? [`(${soql`Name = ${key.name}`}${companies})`] : []),
  ];
  const fields = [
    'Id',
    'Name',
    ...(key?.by === 'domain' ? ['Website'] : []),
    ...(request.personAccounts ? ['IsPersonAccount'] : []),
    ...values('Account', sought, thin),
  ];
  return queryFor('Account', fields, conditions, sought);
}

function caseQuery(sought: Sought, thin: boolean): string | null {
  const fields = [
    'Id',
    'CaseNumber',
    'ContactId',
    ...below('Contact', personFields('Contact', sought, thin)),
    ...values('Case', sought, thin),
  ];
  return queryFor('Case', fields, byIds('Id', sought.links.byObject.Case), sought);
}

function queryFor(
  sObject: string,
  fields: readonly string[],
  conditions: readonly string[],
  { rules }: Sought,
): string | null {
  if (conditions.length === 0) return null;
  // The first row is the one that the rule for several matches takes.
  const order = rules.match.tie === 'oldest' ? 'CreatedDate ASC, Id ASC' : 'LastModifiedDate DESC, Id DESC';
  const where = conditions.join(' OR ');
  return `SELECT ${select(fields)} FROM ${sObject} WHERE ${where} ORDER BY ${order} LIMIT ${mostRows}`;
}

/** All that is needed to compare a person, to tell who it is, and to change it. */
function personFields(sObject: PersonObject, sought: Sought, thin: boolean): string[] {
  const { emails, phones } = sought.fields[sObject];
  const keys = [...emails, ...phones];
  const { emails: contactEmails, phones: contactPhones } = sought.fields.Contact;
  const ofConverted =
    sObject === 'Lead' && sought.request.read.Contact ? [...contactEmails, ...contactPhones] : [];
  return [...knownFields(sObject, sought, thin), ...keys, ...below('ConvertedContact', ofConverted)];
}

/** To tell who a person is, and to change it. */
function knownFields(sObject: PersonObject, sought: Sought, thin: boolean): string[] {
  const { request } = sought;
  const own = ['Id', 'Name', ...values(sObject, sought, thin)];
  if (sObject === 'Lead')
    return [
      ...own,
      'IsConverted',
      'ConvertedContactId',
      ...(request.read.Contact ? below('ConvertedContact', knownFields('Contact', sought, thin)) : []),
    ];
  return [
    ...own,
    ...(request.personAccounts ? ['IsPersonAccount'] : []),
    ...(request.read.Account
      ? ['AccountId', ...below('Account', ['Id', 'Name', ...values('Account', sought, thin)])]
      : []),
  ];
}

function values(
  sObject: 'Contact' | 'Lead' | 'Account' | 'Case',
  sought: Sought,
  thin: boolean,
): readonly string[] {
  return thin ? [] : wantedOf(sought, sObject);
}

function below(relationship: string, fields: readonly string[]): string[] {
  return fields.map((field) => `${relationship}.${field}`);
}

function byIds(field: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [field + soql` IN ${ids}`];
}

/** Salesforce refuses a field that is selected twice. */
function select(fields: readonly string[]): string {
  return [...new Map(names(fields).map((field) => [field.toLowerCase(), field])).values()].join(', ');
}

/** Names of fields come from a set-up, which may have been imported: nothing but a name gets into a query. */
function names(fields: readonly string[]): string[] {
  return fields.filter((field) => /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(field));
}
