// How much text the org's fields take, from the describe cache; no API call while it is warm.
import type { SalesforceClient } from '../salesforce/client.ts';
import type { DescribeCache, ObjectDescribe } from '../salesforce/describe.ts';
import { companionAppMissing } from './companion-app.ts';
import type { FieldLength } from './map.ts';

/** Throws `companion_app_missing` when `Booking__c` is not visible, and what the client throws. */
export async function readFieldLengths(
  describes: DescribeCache,
  client: SalesforceClient,
): Promise<FieldLength> {
  const found: Record<string, ObjectDescribe | null> = {};
  for (const sObject of ['Booking__c', 'Lead', 'Event'])
    found[sObject] = await describes.describe(client, sObject);
  if (found['Booking__c'] === null) throw companionAppMissing('describe');
  return (sObject, field) => found[sObject]?.fields.get(field)?.length || undefined;
}
