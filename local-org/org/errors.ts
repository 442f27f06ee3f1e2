// The errors an org answers: status, error code, message and fields as Salesforce words them, and the body they make.

export type OrgError = Error & {
  name: 'OrgError';
  status: number;
  errorCode: string;
  fields?: string[];
  extra?: Record<string, unknown>;
};

export function orgError(status: number, errorCode: string, message: string, fields?: string[]): OrgError {
  return Object.assign(new Error(message), {
    name: 'OrgError' as const,
    status,
    errorCode,
    ...(fields === undefined ? {} : { fields }),
  });
}

/** By name, not by class: under Jest an error can come from another realm. */
export function isOrgError(e: unknown): e is OrgError {
  return typeof e === 'object' && e !== null && 'name' in e && e.name === 'OrgError';
}

// Errors which the REST dispatcher itself answers carry the code first; errors of a record or a query the message.
const codeFirst = new Set([
  'INVALIDJOB',
  'INVALIDJOBSTATE',
  'NOT_FOUND',
  'PROCESSING_HALTED',
  'NOT_IMPLEMENTED',
  'METHOD_NOT_ALLOWED',
]);

/** The array Salesforce sends for one error (status 300: the addresses of the records), in its order of keys: message, errorCode, fields (only errors of a record). */
export function errorBody(e: OrgError): unknown[] {
  const { message, errorCode, fields, extra } = e;
  // Several records with the same external id: no error, but the list of their addresses.
  if (e.status === 300 && Array.isArray(extra?.['urls'])) return extra['urls'];
  if (codeFirst.has(errorCode)) return [{ errorCode, message, ...extra }];
  // DUPLICATES_DETECTED puts its details in front.
  if (extra !== undefined) return [{ ...extra, errorCode, message }];
  return [{ message, errorCode, ...(fields === undefined ? {} : { fields }) }];
}
