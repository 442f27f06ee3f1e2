// Every failure of a Salesforce call as one error type, sorted once by Salesforce's own errorCode into what happens next.
// Nobody else decides about retries, and nobody matches on Salesforce's wording (it changes with release and language).
import { AppError, isAppError } from '../errors.ts';
import type { Retry } from '../errors.ts';

export type SalesforceFailure = {
  /** Salesforce's errorCode, else one of ours: TIMEOUT, CONNECTION_LOST, UNREACHABLE, NOT_JSON, ABORTED, HTTP_<status>. */
  errorCode: string;
  /** 0 when there was no answer. */
  httpStatus: number;
  message?: string;
  fields?: string[];
  cause?: unknown;
};

export class SalesforceError extends AppError {
  readonly errorCode: string;
  readonly httpStatus: number;
  /** Salesforce's own words; empty when it said nothing that can be shown. */
  readonly salesforceMessage: string;
  readonly salesforceFields: string[];

  /** `retry` overrides the sorting where the caller knows more than the code tells. */
  constructor(failure: SalesforceFailure, retry: Retry = sortFailure(failure.errorCode, failure.httpStatus)) {
    const words = describeFailure(failure);
    super(words.code, words.message, { status: 502, retry, fix: words.fix, cause: failure.cause });
    this.errorCode = failure.errorCode;
    this.httpStatus = failure.httpStatus;
    this.salesforceMessage = failure.message ?? '';
    this.salesforceFields = failure.fields ?? [];
  }
}

export function salesforceError(failure: SalesforceFailure, retry?: Retry): SalesforceError {
  return new SalesforceError(failure, retry);
}

export function isSalesforceError(error: unknown): error is SalesforceError {
  return isAppError(error) && 'errorCode' in error && 'salesforceFields' in error;
}

const soon = new Set([
  'UNABLE_TO_LOCK_ROW',
  'QUERY_TIMEOUT',
  'REQUEST_RUNNING_TOO_LONG',
  'UNKNOWN_EXCEPTION',
  'TIMEOUT',
  'CONNECTION_LOST',
  'ABORTED',
]);
// The whole connection is held up, not one record: parking every booking for it would be wrong.
const later = new Set([
  'REQUEST_LIMIT_EXCEEDED',
  'SERVER_UNAVAILABLE',
  'API_DISABLED_FOR_ORG',
  'API_CURRENTLY_DISABLED',
  'TXN_SECURITY_METERING_ERROR',
  'UNSUPPORTED_API_VERSION',
  'ORG_LOCKED',
  'UNREACHABLE',
  'NOT_JSON',
  'REDIRECTED',
]);
const reconnect = new Set(['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER']);

/** What happens next after a failure with this code and status; a code that is not listed is about the data. */
export function sortFailure(errorCode: string, httpStatus: number): Retry {
  if (soon.has(errorCode)) return 'soon';
  if (later.has(errorCode)) return 'later';
  if (reconnect.has(errorCode) || httpStatus === 401) return 'reconnect';
  if (httpStatus === 503 || httpStatus === 410) return 'later';
  // 409, 412 and 420 are conflicts with somebody else's change: read again and try again.
  if (httpStatus >= 500 || [409, 412, 420].includes(httpStatus)) return 'soon';
  // A refusal without an errorCode comes from something before Salesforce's API, never from a record.
  return errorCode.startsWith('HTTP_') ? 'later' : 'never';
}

type Words = { code: string; message: string; fix: string };

const waits = 'Bookings are safe here and are written when it answers again.';

function describeFailure({ errorCode, httpStatus, message }: SalesforceFailure): Words {
  switch (errorCode) {
    case 'TIMEOUT':
      return {
        code: 'salesforce_timeout',
        message: 'Salesforce did not answer in time.',
        fix: `${waits} Nothing needs to be done unless it stays so.`,
      };
    case 'CONNECTION_LOST':
    case 'UNREACHABLE':
    case 'SERVER_UNAVAILABLE':
      return unavailable(httpStatus);
    case 'ABORTED':
      return {
        code: 'salesforce_aborted',
        message: 'The call to Salesforce was stopped because Bookbridge is shutting down.',
        fix: 'It goes on after the start.',
      };
    case 'NOT_JSON':
    case 'REDIRECTED':
      return {
        code: 'salesforce_not_json',
        message: `Salesforce answered with a page instead of data (HTTP ${httpStatus}).`,
        fix: `${waits} If it stays so, look whether the org is in maintenance or a proxy answers in its place.`,
      };
    case 'REQUEST_LIMIT_EXCEEDED':
      return {
        code: 'salesforce_request_limit_exceeded',
        message: 'The org has used up its API calls of the last 24 hours.',
        fix: 'Bookings wait until calls are free again. Setup → System Overview shows who uses them.',
      };
    case 'API_DISABLED_FOR_ORG':
    case 'API_CURRENTLY_DISABLED':
      return {
        code: `salesforce_${errorCode.toLowerCase()}`,
        message: 'Salesforce refuses API calls of this user, so that no booking can be written.',
        fix: 'Give the API user the right "API Enabled" (or, if the edition has no API, change the edition), then check again.',
      };
    default:
      if (httpStatus >= 500) return unavailable(httpStatus);
      return {
        code: `salesforce_${errorCode.toLowerCase()}`,
        message: message
          ? `Salesforce refused the request (${errorCode}): ${message.replace(/\.?$/, '.')}`
          : `Salesforce refused the request (${errorCode}).`,
        fix: 'Change what Salesforce names, then try again.',
      };
  }
}

function unavailable(httpStatus: number): Words {
  const how = httpStatus === 0 ? 'the connection failed' : `HTTP ${httpStatus}`;
  return {
    code: 'salesforce_unavailable',
    message: `Salesforce is not answering (${how}).`,
    fix: `${waits} status.salesforce.com shows known disturbances.`,
  };
}
