// Stage `write`: what the org said instead of saving. Some refusals mean "look again", the rest are for a person.
import { z } from 'zod';
import type { Failure, GraphAnswer } from '../../salesforce/composite.ts';
import { salesforceError } from '../../salesforce/errors.ts';
import { companionAppMissing, meansMissingApp } from '../companion-app.ts';
import type { Plan, RecordRef } from '../plan.ts';
import type { Describes } from '../../salesforce/describe-cache.ts';
import { refusedRecord } from '../refused-record.ts';
import type { RefusedRecord } from '../refused-record.ts';
import { personContactRef } from './write-request.ts';

/**
 * Another copy of us was first (`key_taken`), a newer state is saved (`fence`), a record whose id we kept is gone, an owner
 * cannot own, or a duplicate rule knows the new person already (`duplicate`, with the record that it names).
 */
export type LookAgain = {
  outcome: 'look_again';
  why:
    | 'key_taken'
    | 'fence'
    | 'event_gone'
    | 'booking_gone'
    | 'case_gone'
    | 'account_gone'
    | 'person_gone'
    | 'related_gone'
    | 'owner_refused'
    | 'duplicate';
  /** Those of the first kind that fits; none unless `duplicate`. */
  duplicateIds: readonly string[];
  refusal: RefusedRecord;
};

/** Throws SalesforceError, `companion_app_missing` and RefusedRecord (a person must act). */
export function readRefusal(answer: GraphAnswer, plan: Plan, describes: Describes): LookAgain {
  const { failed } = answer;
  // Salesforce stopped before it came to this graph: nothing was tried.
  if (failed === null) throw salesforceError({ errorCode: 'PROCESSING_HALTED', httpStatus: 400 }, 'soon');
  const ref = refOf(failed.referenceId);
  const sObject = plan.records.find((record) => record.ref === ref)?.sObject ?? 'Booking__c';
  const error = salesforceError({ ...failed });
  if (error.retry !== 'never') throw error;
  const refusal = refusedRecord(sObject, failed, describes);
  const why = whyToLookAgain(ref, failed, plan);
  const duplicateIds =
    why === 'duplicate' ? matchesOf(answer.nodes.get(failed.referenceId)?.body, sObject) : [];
  if (why === 'duplicate' && duplicateIds.length === 0) throw refusal;
  if (why !== null) return { outcome: 'look_again', why, duplicateIds, refusal };
  if (meansMissingApp(sObject, failed)) throw companionAppMissing(error);
  throw refusal;
}

function refOf(referenceId: string): RecordRef {
  if (referenceId === personContactRef) return 'account';
  return referenceId === 'account' ||
    referenceId === 'person' ||
    referenceId === 'case' ||
    referenceId === 'event'
    ? referenceId
    : 'booking';
}

const gone = new Set(['ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY', 'NOT_FOUND']);
/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_calls_concepts_core_data_objects.htm */
const ownerCodes = new Set([
  'OPERATION_WITH_INACTIVE_USER_EXCEPTION',
  'INACTIVE_OWNER_OR_USER',
  'TRANSFER_REQUIRES_READ',
]);

function whyToLookAgain(ref: RecordRef, failed: Failure, plan: Plan): LookAgain['why'] | null {
  const { errorCode, fields } = failed;
  const idOf = (wanted: RecordRef): string | null =>
    plan.records.find((record) => record.ref === wanted)?.id ?? null;
  const isNew = idOf(ref) === null;
  // A taken key means "look again", never "done": the other copy may hold an older state.
  if (ref === 'booking' && errorCode === 'DUPLICATE_VALUE' && isNew) return 'key_taken';
  // The fence shows its error at the number; a rule of the org's own shows it elsewhere, and is a reason to park.
  const isFence = errorCode === 'FIELD_CUSTOM_VALIDATION_EXCEPTION' && fields.includes('Write_Number__c');
  if (ref === 'booking' && isFence && !isNew) return 'fence';
  if (errorCode === 'DUPLICATES_DETECTED' && isNew && (ref === 'person' || ref === 'account'))
    return 'duplicate';
  const aboutOwner = fields.some((field) => field.toLowerCase() === 'ownerid');
  if (ownerCodes.has(errorCode) || (gone.has(errorCode) && aboutOwner)) return 'owner_refused';
  if (errorCode === 'CANNOT_UPDATE_CONVERTED_LEAD') return 'person_gone';
  if (!gone.has(errorCode)) return null;
  const about = (...names: string[]): boolean => fields.some((field) => names.includes(field));
  if (about('WhoId', 'Lead__c', 'Contact__c', 'ContactId')) return 'person_gone';
  if (about('Case__c')) return 'case_gone';
  if (about('AccountId', 'Account__c')) return 'account_gone';
  if (about('WhatId', 'Opportunity__c')) return 'related_gone';
  // Another field that names a record comes from a row of the mapping: looking again would not change it.
  if (fields.some((field) => field !== 'Id')) return null;
  if (ref === 'event') return isNew ? 'person_gone' : 'event_gone';
  if (isNew) return null;
  return ref === 'booking'
    ? 'booking_gone'
    : ref === 'case'
      ? 'case_gone'
      : ref === 'account'
        ? 'account_gone'
        : 'person_gone';
}

// Salesforce's own spelling: some versions leave out an "l".
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_duplicaterules.htm
const matchRecord = z.looseObject({
  record: z.looseObject({
    Id: z.string(),
    attributes: z.looseObject({ type: z.string().nullish() }).nullish(),
  }),
});
const duplicateResult = z.looseObject({
  matchResults: z.array(
    z.looseObject({ entityType: z.string().nullish(), matchRecords: z.array(matchRecord).default([]) }),
  ),
});
const duplicateBody = z
  .array(
    z.looseObject({
      duplicateResult: duplicateResult.nullish(),
      duplicateResut: duplicateResult.nullish(),
    }),
  )
  .min(1);

/** More say nothing about who it is, and make a long query. */
const mostDuplicates = 50;

/** The records that the rule names, of the kind that is made; else the others that can stand for a person. */
function matchesOf(body: unknown, sObject: string): string[] {
  const [first] = duplicateBody.safeParse(body).data ?? [];
  const results = (first?.duplicateResult ?? first?.duplicateResut)?.matchResults ?? [];
  const records = results.flatMap(({ entityType, matchRecords }) =>
    matchRecords.map(({ record }) => ({ id: record.Id, type: record.attributes?.type ?? entityType ?? '' })),
  );
  const wanted = { Account: ['Account'], Lead: ['Lead', 'Contact'] }[sObject] ?? ['Contact', 'Lead'];
  const found = wanted.map((type) => records.filter((record) => record.type === type));
  return [...new Set((found.find((each) => each.length > 0) ?? []).map(({ id }) => id))].slice(
    0,
    mostDuplicates,
  );
}
