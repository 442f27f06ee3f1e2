// Checks about the companion app in the org: is it there, has the API user its permission set, are the Event fields visible.
import type { ObjectDescribe } from '../salesforce/describe.ts';
import { judgeLooked, pass } from './check.ts';
import type { CheckDefinition, CheckInput, Finding } from './check.ts';
import { bookingObject, markerField } from './org-facts.ts';

// Every field a booking's write may send; one that cannot be written would fail each booking.
const bookingFields = [
  'Booking_Key__c',
  'Write_Number__c',
  'Status__c',
  'Subject__c',
  'Start__c',
  'End__c',
  'Time_Zone__c',
  'Location__c',
  'Join_Link__c',
  'Reschedule_Link__c',
  'Cancel_Link__c',
  'Host_Name__c',
  'Host_Email__c',
  'Person_Name__c',
  'Person_Email__c',
  'Person_Phone__c',
  'Cancel_Reschedule_Reason__c',
  'Source__c',
  'Event_Id__c',
  'Lead__c',
  'Contact__c',
  'Account__c',
  'Case__c',
  'Opportunity__c',
  'Match_Reason__c',
  'Trail__c',
];
const eventFields = ['Booking_Key__c', 'Booking_Status__c', 'Cancel_Reschedule_Reason__c'];
export const companionChecks: readonly CheckDefinition[] = [
  {
    id: 'companion_app',
    title: 'Companion app',
    required: true,
    judge: (input) =>
      judgeLooked(input.facts.booking, (booking) => {
        if (booking === null) {
          return {
            status: 'fail',
            found: `The object ${bookingObject} is not there, or not visible to this user. Bookings have no place to go.`,
            fix: {
              text: 'Deploy the companion app to this org and assign its permission set to the API user, then check again.',
              href: input.links.objectFields(bookingObject),
              linkLabel: 'Open the object manager',
            },
          };
        }
        const missing = notWritable(booking, bookingFields);
        if (booking.createable && missing.length === 0) {
          return pass(`${booking.label}, with its ${bookingFields.length} fields`);
        }
        return missingFields(
          input,
          bookingObject,
          booking.createable ? missing : ['the right to create records'],
        );
      }),
  },
  {
    id: 'permission_set',
    title: 'Permission set',
    required: true,
    judge: (input) =>
      judgeLooked(input.facts.marker, (marker) => {
        if (marker?.fields.has(markerField)) return pass('Bookbridge API User is assigned');
        const { permissionSetId } = input.facts;
        const notDeployed = permissionSetId.ok && permissionSetId.value === null;
        return {
          status: 'fail',
          found: notDeployed
            ? 'The permission set "Bookbridge API User" was not found in this org.'
            : 'The permission set "Bookbridge API User" is not assigned to this user, so the fields of bookings are invisible to it.',
          fix: {
            text: notDeployed
              ? 'Deploy the companion app to this org, assign the permission set to the API user, then check again.'
              : 'Assign the permission set: Manage Assignments → Add Assignment → the API user. Then check again.',
            href: input.links.permissionSet(permissionSetId.ok ? permissionSetId.value : null),
            linkLabel: notDeployed ? 'Open permission sets' : 'Open the permission set',
          },
        };
      }),
  },
  {
    id: 'event_fields',
    title: 'Event fields',
    required: true,
    judge: (input) =>
      judgeLooked(input.facts.event, (event) => {
        const missing = event === null ? ['the object Event itself'] : notWritable(event, eventFields);
        return missing.length === 0
          ? pass(`All ${eventFields.length} can be written`)
          : missingFields(input, 'Event', missing);
      }),
  },
];

function notWritable(object: ObjectDescribe, names: readonly string[]): string[] {
  return names.filter((name) => object.fields.get(name)?.createable !== true);
}

function missingFields({ facts, links }: CheckInput, sObject: string, missing: readonly string[]): Finding {
  const unassigned = facts.marker.ok && !facts.marker.value?.fields.has(markerField);
  const shown =
    missing.length > 4
      ? `${missing.slice(0, 3).join(', ')} and ${missing.length - 3} more`
      : missing.join(', ');
  return {
    status: 'fail',
    found: `On ${sObject} the API user cannot write: ${shown}. Every booking would be refused.`,
    fix: unassigned
      ? {
          text: 'Assign the permission set (next to this point), then check again.',
          href: links.permissionSet(facts.permissionSetId.ok ? facts.permissionSetId.value : null),
          linkLabel: 'Open permission sets',
        }
      : {
          text: 'Deploy the present version of the companion app to this org, then check again.',
          href: links.objectFields(sObject),
          linkLabel: 'Open the fields',
        },
  };
}
