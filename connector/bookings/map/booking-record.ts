// The values of `Booking__c`, which are ours alone and are written whole every time. Part of the stage `map`. Pure.
import { statusInOrg, titleOf } from '../../setup/booking-fields.ts';
import type { ObjectDescribe } from '../../salesforce/describe.ts';
import { fullName } from '../booking.ts';
import { inertText } from '../plan.ts';
import type { FieldValues } from '../plan.ts';
import { cleanText, cutAt } from './convert-text.ts';
import type { MapInput } from './map-input.ts';
import type { FieldNote } from './row-values.ts';

/** Half an address or link is a wrong one, so these are left out instead of cut. */
const uncut = /Email|Link|Phone/;

export function bookingValues(
  input: MapInput,
  describe: ObjectDescribe | null | undefined,
): { values: FieldValues; notes: FieldNote[] } {
  const { details } = input;
  const notes: FieldNote[] = [];
  const values: FieldValues = {
    Write_Number__c: input.writeNumber,
    Status__c: statusInOrg[input.status],
    Subject__c: titleOf(details),
    Start__c: details.start,
    End__c: details.end,
    Time_Zone__c: details.timeZone,
    Location__c: details.location,
    Join_Link__c: details.joinUrl,
    Reschedule_Link__c: details.rescheduleUrl,
    Cancel_Link__c: details.cancelUrl,
    Host_Name__c: details.host?.name ?? null,
    Host_Email__c: details.host?.email ?? null,
    Person_Name__c: fullName(details.person),
    Person_Email__c: details.person.email,
    Person_Phone__c: details.person.phone,
    Cancel_Reschedule_Reason__c: reasonOf(input),
    Source__c: input.sourceName,
    Match_Reason__c: input.match.reason,
  };
  const fit = (name: string, value: FieldValues[string]): FieldValues[string] => {
    if (typeof value !== 'string') return value ?? null;
    const field = describe?.fields.get(name);
    const text = cleanText(inertText(value));
    const most = field?.length ?? 0;
    if (most === 0 || text.length <= most) return text;
    const leaveOut = uncut.test(name);
    const code = leaveOut ? 'left_out' : 'cut';
    notes.push({
      code,
      sObject: 'Booking__c',
      field: name,
      label: field?.label ?? name,
      length: text.length,
      most,
    });
    return leaveOut ? null : cutAt(text, most);
  };
  return {
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fit(name, value)])),
    notes,
  };
}

/** Why it was canceled or moved; of a booking that gave way to another one, to which. */
export function reasonOf({ details, sameAs }: MapInput): string | null {
  return sameAs === null ? details.reason : `Same booking as ${sameAs}`;
}
