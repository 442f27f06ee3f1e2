// Recognises that the companion app, or the API user's access to it, is gone. That is about the org and not about one
// booking: the connection needs attention and its bookings wait, instead of being parked one by one.
import { AppError } from '../errors.ts';
import type { Failure } from '../salesforce/composite.ts';

const code = 'companion_app_missing';

/** The app's own fields on Event. */
const eventFields = ['Booking_Key__c', 'Booking_Status__c', 'Cancel_Reschedule_Reason__c'];

/** `sObject`: the object that the failed part was about. */
export function meansMissingApp(sObject: string, failure: Failure): boolean {
  if (sObject === 'Booking__c')
    return ['INVALID_TYPE', 'INVALID_FIELD', 'NOT_FOUND'].includes(failure.errorCode);
  // Salesforce names the missing column in its message only. Another one is a row of the mapping, or an external id that
  // names no record: that is about one booking.
  return (
    sObject === 'Event' &&
    failure.errorCode === 'INVALID_FIELD' &&
    eventFields.some((name) => failure.message.includes(name))
  );
}

export function companionAppMissing(cause: unknown): AppError {
  return new AppError(code, "The API user cannot see Bookbridge's objects and fields in this org.", {
    status: 409,
    retry: 'later',
    fix: 'Deploy the companion app and assign the permission set "Bookbridge API User" to the API user, then check the connection again. Bookings wait until then.',
    cause,
  });
}

export function isCompanionAppMissing(error: AppError): boolean {
  return error.code === code;
}
