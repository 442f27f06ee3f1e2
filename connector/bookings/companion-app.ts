// Recognises that the companion app, or the API user's access to it, is gone. That is about the org and not about one
// booking: the connection needs attention and its bookings wait, instead of being parked one by one.
import { AppError } from '../errors.ts';
import type { Failure } from '../salesforce/composite.ts';

const code = 'companion_app_missing';

/** `sObject`: the object that the failed part was about. */
export function meansMissingApp(sObject: string, failure: Failure): boolean {
  if (sObject === 'Booking__c')
    return ['INVALID_TYPE', 'INVALID_FIELD', 'NOT_FOUND'].includes(failure.errorCode);
  // The app's own fields on Event end in __c; Salesforce names the missing column in its message only.
  return sObject === 'Event' && failure.errorCode === 'INVALID_FIELD';
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
