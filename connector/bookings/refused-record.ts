// A record that the org will not take as it is: the booking is parked, with the field and the fix in plain words.
import { AppError } from '../errors.ts';
import type { Failure } from '../salesforce/composite.ts';
import type { ProblemField } from './plan.ts';

export class RefusedRecord extends AppError {
  readonly errorCode: string;
  readonly sObject: string;
  readonly salesforceFields: readonly string[];
  /** The first of them; its label is known to describes only. */
  readonly field: ProblemField | null;

  constructor(sObject: string, failure: Failure) {
    const { message, fix } = explain(sObject, failure);
    super(`record_refused_${failure.errorCode.toLowerCase()}`, message, { status: 422, retry: 'never', fix });
    this.errorCode = failure.errorCode;
    this.sObject = sObject;
    this.salesforceFields = failure.fields;
    const [name] = failure.fields;
    this.field = name === undefined ? null : { object: sObject, name, label: name };
  }
}

function explain(sObject: string, { errorCode, message, fields }: Failure): { message: string; fix: string } {
  const names = fields.map((field) => `${sObject}.${field}`).join(', ');
  const where = names === '' ? `the ${labels[sObject] ?? sObject}` : names;
  const said = message === '' ? errorCode : message;
  const again = 'then press Replay';
  switch (errorCode) {
    case 'REQUIRED_FIELD_MISSING':
      return {
        message: `Salesforce requires a value that this booking does not have: ${where}.`,
        fix: `Give ${where} a value in Field validation (/setup/field-validation), or make it optional in Salesforce; ${again}.`,
      };
    case 'FIELD_CUSTOM_VALIDATION_EXCEPTION':
      return {
        message: `A validation rule of the org refuses ${where}: ${said}`,
        fix: `Change the rule in Setup → Object Manager, or exempt the API user from it; ${again}.`,
      };
    case 'INVALID_EMAIL_ADDRESS':
      return {
        message: `Salesforce does not accept the e-mail address of this booking (${where}).`,
        fix: 'Correct the address in the scheduling tool and let it send the booking again: the new message replaces this one.',
      };
    case 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST':
      return {
        message: `The picklist of ${where} does not know the value: ${said}`,
        fix: `Add the value to the picklist in Setup → Object Manager; ${again}.`,
      };
    case 'DUPLICATES_DETECTED':
    case 'DUPLICATE_VALUE':
      return {
        message: `A record like this one exists already, and the org allows no second one (${where}): ${said}`,
        fix: `Merge or correct the other record, or let the duplicate rule allow the API user; ${again}.`,
      };
    case 'STRING_TOO_LONG':
      return {
        message: `A text is too long for ${where}: ${said}`,
        fix: `Make the field longer in Setup; ${again}.`,
      };
    case 'INVALID_FIELD':
    case 'INVALID_FIELD_FOR_INSERT_UPDATE':
    case 'INSUFFICIENT_ACCESS':
    case 'INSUFFICIENT_ACCESS_OR_READONLY':
    case 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY':
    case 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY':
      return {
        message: `The API user may not write ${where}: ${said}`,
        fix: `Check the permission set and the org's automations for ${labels[sObject] ?? sObject}; ${again}.`,
      };
    default:
      return {
        message: `Salesforce refuses ${where}: ${said} (${errorCode})`,
        fix: `Change in Salesforce or in the booking what it names; ${again}.`,
      };
  }
}

const labels: Record<string, string> = { Lead: 'Lead', Event: 'Event', Booking__c: 'Booking' };
