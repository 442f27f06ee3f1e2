// Stage `write`: the plan as requests to Salesforce, in the order in which one needs the other.
import type { Subrequest } from '../../salesforce/composite.ts';
import { newId } from '../plan.ts';
import type { Plan, PlannedRecord } from '../plan.ts';

/** Reference id of the request that reads the Contact behind a new Person Account. */
export const personContactRef = 'personContact';

/** References force the order inside a graph; nothing else does. `Booking__c` names all the others and comes last. */
export function requestsOf(
  plan: Pick<Plan, 'records' | 'readPersonContact'>,
  apiVersion: string,
): Subrequest[] {
  const base = `/services/data/v${apiVersion}/sobjects`;
  return plan.records.flatMap((record): Subrequest[] => {
    if (!isWritten(record)) return [];
    const { ref: referenceId, sObject, id, values: body } = record;
    const request: Subrequest =
      id === null
        ? { method: 'POST', url: `${base}/${sObject}`, referenceId, body: { ...body } }
        : { method: 'PATCH', url: `${base}/${sObject}/${id}`, referenceId, body: { ...body } };
    const contact: Subrequest = {
      method: 'GET',
      url: `${base}/Account/${newId.account}?fields=PersonContactId`,
      referenceId: personContactRef,
    };
    return record.ref === 'account' && plan.readPersonContact ? [request, contact] : [request];
  });
}

/** What is only linked is not sent. */
export function isWritten({ id, values }: PlannedRecord): boolean {
  return id === null || Object.keys(values).length > 0;
}

/**
 * Of the outer request, always said: what is left out would be as the org pleases.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_duplicaterules.htm
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_autoassign.htm
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_mru.htm
 */
export function headersOf({ headers }: Pick<Plan, 'headers'>): Record<string, string> {
  return {
    ...duplicates(headers.allowDuplicates),
    ...assignment(headers.assignmentRules),
    // The API user's list of recent records is of no use to anybody.
    'Sforce-Mru': 'updateMru=false',
  };
}

/** One record is left to the assignment rules while another one has an owner: each needs its own header. */
export function needsOwnHeaders({ records, headers }: Pick<Plan, 'records' | 'headers'>): boolean {
  if (!headers.assignmentRules) return false;
  return records.some(
    (record) => assignable.has(record.sObject) && isWritten(record) && !record.assignmentRules,
  );
}

const assignable = new Set(['Lead', 'Case', 'Account']);

export function withOwnHeaders(
  requests: readonly Subrequest[],
  { records, headers }: Pick<Plan, 'records' | 'headers'>,
): Subrequest[] {
  const byRef = new Map<string, PlannedRecord>(records.map((record) => [record.ref, record]));
  return requests.map((request) => {
    const record = byRef.get(request.referenceId);
    if (record === undefined) return request;
    const own = assignable.has(record.sObject) ? assignment(record.assignmentRules) : {};
    return { ...request, httpHeaders: { ...duplicates(headers.allowDuplicates), ...own } };
  });
}

function duplicates(areAllowed: boolean): Record<string, string> {
  return { 'Sforce-Duplicate-Rule-Header': `allowSave=${areAllowed}; includeRecordDetails=true` };
}

function assignment(isOn: boolean): Record<string, string> {
  return { 'Sforce-Auto-Assign': isOn ? 'TRUE' : 'FALSE' };
}
