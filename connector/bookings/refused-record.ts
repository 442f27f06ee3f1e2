// A record that the org will not take as it is: the booking is parked, with the field and the fix in plain words.
import { AppError } from '../errors.ts';
import type { Failure } from '../salesforce/composite.ts';
import type { Describes } from '../salesforce/describe-cache.ts';
import type { ProblemField } from './plan.ts';

export class RefusedRecord extends AppError {
  readonly errorCode: string;
  readonly sObject: string;
  readonly salesforceFields: readonly string[];
  /** The first of them; its label is known to describes only. */
  readonly field: ProblemField | null;

  constructor(sObject: string, failure: Failure, labelOf: (field: string) => string) {
    const { message, fix } = explain(sObject, failure, labelOf);
    super(causeOf(failure), message, { status: 422, retry: 'never', fix });
    this.errorCode = failure.errorCode;
    this.sObject = sObject;
    this.salesforceFields = failure.fields;
    const [name] = failure.fields;
    this.field = name === undefined ? null : { object: sObject, name, label: labelOf(name) };
  }
}

/** A missing value is one cause, whether Salesforce says so or the next booking's plan, which knows the field by then. */
function causeOf({ errorCode, fields }: Failure): string {
  return errorCode === 'REQUIRED_FIELD_MISSING' && fields.length > 0
    ? 'required_field'
    : `record_refused_${errorCode.toLowerCase()}`;
}

/** With the labels that people in the org know the fields by. */
export function refusedRecord(sObject: string, failure: Failure, describes: Describes): RefusedRecord {
  const fields = describes.get(sObject)?.fields;
  return new RefusedRecord(sObject, failure, (name) => fields?.get(name)?.label ?? name);
}

export function isRefusedRecord(error: unknown): error is RefusedRecord {
  return typeof error === 'object' && error !== null && 'salesforceFields' in error && 'sObject' in error;
}

function explain(
  sObject: string,
  { errorCode, message, fields }: Failure,
  labelOf: (field: string) => string,
): { message: string; fix: string } {
  const names = fields
    .map((field) => {
      const label = labelOf(field);
      return label === field ? `${sObject}.${field}` : `${sObject}.${field} (${label})`;
    })
    .join(', ');
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
    case 'INACTIVE_OWNER_OR_USER':
    case 'OPERATION_WITH_INACTIVE_USER_EXCEPTION':
    case 'TRANSFER_REQUIRES_READ':
      return {
        message: `Salesforce does not let the chosen user own ${where}: ${said}`,
        fix: `Choose another owner, or another fallback owner, in Creation rules (/setup/creation-rules); ${again}.`,
      };
    case 'INSUFFICIENT_ACCESS_OR_READONLY':
    case 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY':
      return {
        message: `The API user may not change ${where}, or what it is linked to: ${said}`,
        fix: `${sharing[sObject] ?? `Let sharing give the API user Read and Edit on ${labels[sObject] ?? sObject} of other people, for example by the permission set "Bookbridge API User: Private Sharing"`}; ${again}.`,
      };
    case 'INVALID_FIELD':
    case 'INVALID_FIELD_FOR_INSERT_UPDATE':
    case 'INSUFFICIENT_ACCESS':
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

/** Nobody but its owner, and who may change everything, changes an Event where activities are private. */
const sharing: Record<string, string> = {
  Event:
    'Set the default access of Activity to "Controlled by Parent" in Setup → Sharing Settings, let the API user own Events (Creation rules, /setup/creation-rules: owner of the Event), or give the API user the right to change all data',
};

const labels: Record<string, string> = { Lead: 'Lead', Event: 'Event', Booking__c: 'Booking' };
