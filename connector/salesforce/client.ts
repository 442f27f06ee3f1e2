// Speaks REST with one org for one connection: adds the token, refreshes once on 401, sorts every failure.
// The skeleton of the contract between the trips; helper functions sit in composite.ts, describe.ts, soql.ts.

/** One REST call, path below the instance origin, e.g. `/services/data/v67.0/composite`. */
export type SalesforceRequest = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Milliseconds until the call counts as timed out; 30,000 when left out. */
  timeoutMs?: number;
  signal?: AbortSignal;
};

export type SalesforceResponse = {
  status: number;
  body: unknown;
  /** From Sforce-Limit-Info, when the answer carried it. */
  usage: { used: number; max: number } | null;
};

/** Throws SalesforceError (salesforce/errors.ts) for everything that is not a JSON answer below 400. */
export type SalesforceClient = {
  readonly connectionId: string;
  readonly orgId: string;
  readonly userId: string;
  readonly apiVersion: string;
  readonly instanceOrigin: string;
  request(request: SalesforceRequest): Promise<SalesforceResponse>;
  /** Calls made since the client was opened, as Salesforce counts them. */
  calls(): number;
};
