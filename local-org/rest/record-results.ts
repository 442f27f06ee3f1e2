// What happened to each record of a call about many: done, refused, or taken back with the others.

import { isOrgError } from '../org/errors.ts';
import type { OrgError } from '../org/errors.ts';

export type RecordError = { statusCode: string; message: string; fields: string[] };
export type RecordResult = {
  id?: string;
  success: boolean;
  errors: RecordError[];
  created?: boolean;
};

/** One record's work; `id` is what a refusal names, where the request names it. */
export type RecordWork = { id: string | undefined; run: () => RecordResult };

const takenBack =
  'Record rolled back because not all records were valid and the request was using AllOrNone header';

export function runRecords(
  works: RecordWork[],
  allOrNone: boolean,
  transaction: <T>(work: () => T) => T,
): RecordResult[] {
  const results: RecordResult[] = [];
  const runAll = () => {
    for (const work of works) results.push(runOne(work));
    // Thrown to take back what the others did; what they were refused with stays in the results.
    if (allOrNone && results.some(({ success }) => !success)) throw new NotAllGood();
  };
  if (!allOrNone) {
    runAll();
    return results;
  }
  try {
    transaction(runAll);
    return results;
  } catch (error) {
    if (!(error instanceof NotAllGood)) throw error;
    return results.map((result, place) => (result.success ? rolledBack(works[place]?.id) : result));
  }
}

class NotAllGood extends Error {}

function runOne({ id, run }: RecordWork): RecordResult {
  try {
    return run();
  } catch (error) {
    if (!isOrgError(error)) throw error;
    return refused(id, error);
  }
}

export function refused(id: string | undefined, error: OrgError): RecordResult {
  return { ...(id === undefined ? {} : { id }), success: false, errors: [recordError(error)] };
}

export function recordError({ errorCode, message, fields }: OrgError): RecordError {
  return { statusCode: errorCode, message, fields: fields ?? [] };
}

/** A rolled back update keeps its id, a rolled back create has none. */
function rolledBack(id: string | undefined): RecordResult {
  const error = { statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message: takenBack, fields: [] };
  return { ...(id === undefined ? {} : { id }), success: false, errors: [error] };
}
