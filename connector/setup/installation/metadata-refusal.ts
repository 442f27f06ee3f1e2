// When Salesforce keeps a user or an org out of the Metadata API: that stops an installation and nothing else, so it is told in
// other words than a refused booking.
import { AppError } from '../../errors.ts';
import { isSalesforceError } from '../../salesforce/errors.ts';

const refusals = new Set([
  'API_DISABLED_FOR_ORG',
  'API_CURRENTLY_DISABLED',
  'FUNCTIONALITY_NOT_ENABLED',
  'INSUFFICIENT_ACCESS',
]);

/** What Salesforce said, when it was that; else null. */
export function readMetadataRefusal(error: unknown): { errorCode: string; message: string } | null {
  if (!isSalesforceError(error) || !refusals.has(error.errorCode)) return null;
  return { errorCode: error.errorCode, message: error.salesforceMessage };
}

/** The same error in the words of an installation; any other error stays as it is. */
export function asInstallationError(error: unknown): unknown {
  const refusal = readMetadataRefusal(error);
  if (refusal === null) return error;
  const { errorCode, message } = refusal;
  return new AppError(
    'metadata_api_refused',
    `Salesforce does not let this user or org use the Metadata API (${errorCode}): ${message}`,
    {
      status: 422,
      fix: 'Let the Salesforce admin install it, with the sf CLI or the package. Bookings need no Metadata API.',
      cause: error,
    },
  );
}
