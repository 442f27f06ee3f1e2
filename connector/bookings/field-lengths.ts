// How much text the org's fields take, from the describe cache; one API call when it is cold.
import type { SalesforceClient } from '../salesforce/client.ts';
import type { DescribeCache } from '../salesforce/describe-cache.ts';
import { companionAppMissing } from './companion-app.ts';
import type { FieldLength } from './map.ts';

/** Throws `companion_app_missing` when `Booking__c` is not visible, and what the client throws. */
export async function readFieldLengths(
  describes: DescribeCache,
  client: SalesforceClient,
): Promise<FieldLength> {
  const found = await describes.describeAll(client, ['Booking__c', 'Lead', 'Event']);
  if (!found.get('Booking__c')) throw companionAppMissing('describe');
  return (sObject, field) => found.get(sObject)?.fields.get(field)?.length || undefined;
}
