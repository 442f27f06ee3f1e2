// What a lead hands on to account, contact and opportunity when it is converted: the standard pairs of fields.
// https://help.salesforce.com/s/articleView?id=sales.lead_conversion_mapping.htm (2026-11-24)

import { fieldOf } from '../engine.ts';
import type { Engine } from '../engine.ts';
import type { OrgRecord } from '../records.ts';
import type { SObject } from '../schema/schema.ts';
import type { Value } from '../values.ts';

/** Target field: field of the lead. */
type Pairs = Readonly<Record<string, string>>;

const addressParts = [
  'Street',
  'City',
  'State',
  'StateCode',
  'PostalCode',
  'Country',
  'CountryCode',
  'Latitude',
  'Longitude',
  'GeocodeAccuracy',
];
const address = (prefix: string): Pairs =>
  Object.fromEntries(addressParts.map((part) => [`${prefix}${part}`, part]));

const pairs: Readonly<Record<'Account' | 'Contact' | 'Opportunity', Pairs>> = {
  Account: {
    Name: 'Company',
    ...address('Billing'),
    Phone: 'Phone',
    Fax: 'Fax',
    Website: 'Website',
    Industry: 'Industry',
    AnnualRevenue: 'AnnualRevenue',
    NumberOfEmployees: 'NumberOfEmployees',
    Rating: 'Rating',
    AccountSource: 'LeadSource',
  },
  Contact: {
    Salutation: 'Salutation',
    FirstName: 'FirstName',
    LastName: 'LastName',
    Title: 'Title',
    Email: 'Email',
    Phone: 'Phone',
    MobilePhone: 'MobilePhone',
    Fax: 'Fax',
    ...address('Mailing'),
    LeadSource: 'LeadSource',
    Description: 'Description',
  },
  Opportunity: { LeadSource: 'LeadSource', CampaignId: 'CampaignId' },
};

/** The lead's values by the names of the target; what either object does not have, or the lead left empty, is left out. */
export function valuesFor(
  engine: Engine,
  target: SObject & { name: string },
  lead: OrgRecord,
): Record<string, Value> {
  const values: Record<string, Value> = {};
  const chosen = new Map(Object.entries(pairs)).get(target.name) ?? {};
  for (const [name, source] of Object.entries(chosen)) {
    const value = lead[source] ?? null;
    const field = engine.schema.field(target, name);
    if (value === null || field === undefined) continue;
    values[field.name] = typeof value === 'string' && field.length > 0 ? value.slice(0, field.length) : value;
  }
  return values;
}

/** An existing record keeps what it has: only its empty fields are filled. */
export function onlyEmpty(there: OrgRecord, values: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => (there[name] ?? null) === null));
}

/** The first stage of a deal that is open. */
export function firstStage(engine: Engine, opportunity: SObject): string {
  return fieldOf(engine, opportunity, 'StageName').picklist[0]?.value ?? 'Prospecting';
}

/** The last day of the calendar quarter. */
export function endOfQuarter(now: Date): string {
  const end = new Date(Date.UTC(now.getUTCFullYear(), Math.floor(now.getUTCMonth() / 3) * 3 + 3, 0));
  return end.toISOString().slice(0, 10);
}
