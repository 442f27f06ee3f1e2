// Speaks REST with one org for one connection: adds the token, renews it once on 401, sorts every failure.
// Where tokens come from is the caller's matter (connection/clients.ts): this file knows no database.
import { salesforceError } from './errors.ts';
import { sendToOrg } from './send.ts';
import type { ApiUsage, OrgAnswer, RawBody } from './send.ts';

/** One REST call, path below the instance origin, e.g. `/services/data/v67.0/composite`. */
export type SalesforceRequest = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  /** In place of a JSON body. A SOAP envelope carries the token itself, and is made again when it was renewed. */
  raw?: (accessToken: string) => RawBody;
  headers?: Record<string, string>;
  /** Milliseconds until the call counts as timed out; 30,000 when left out. */
  timeoutMs?: number;
  signal?: AbortSignal;
};

export type SalesforceResponse = {
  status: number;
  body: unknown;
  /** From Sforce-Limit-Info, when the answer carried it. */
  usage: ApiUsage | null;
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

export type AccessToken = { accessToken: string; generation: number };

export type ClientSession = {
  connectionId: string;
  orgId: string;
  userId: string;
  apiVersion: string;
  instanceOrigin: string;
  /** The token to use now. */
  token(): Promise<AccessToken>;
  /** A newer token than the stale one, or null when there is no way to get one. */
  renew(stale: AccessToken): Promise<AccessToken | null>;
  /** After every call that Salesforce counts. */
  noteCall?(usage: ApiUsage | null): void;
};

export const defaultTimeoutMs = 30_000;

export function openClient(session: ClientSession): SalesforceClient {
  let calls = 0;

  async function send(wanted: SalesforceRequest, token: AccessToken): Promise<OrgAnswer> {
    if (wanted.signal?.aborted) throw salesforceError({ errorCode: 'ABORTED', httpStatus: 0 });
    calls += 1;
    const answer = await sendToOrg({
      method: wanted.method,
      url: urlBelow(session.instanceOrigin, wanted.path),
      accessToken: token.accessToken,
      timeoutMs: wanted.timeoutMs ?? defaultTimeoutMs,
      ...(wanted.body !== undefined && { body: wanted.body }),
      ...(wanted.raw && { raw: wanted.raw(token.accessToken) }),
      ...(wanted.headers && { headers: wanted.headers }),
      ...(wanted.signal && { signal: wanted.signal }),
    });
    // Salesforce does not count what it refused before it knew who called.
    if (isUnauthorized(answer)) calls -= 1;
    else session.noteCall?.(answer.usage);
    return answer;
  }

  async function request(wanted: SalesforceRequest): Promise<SalesforceResponse> {
    const token = await session.token();
    let answer = await send(wanted, token);
    let renewed = false;
    if (isUnauthorized(answer)) {
      const fresh = await session.renew(token);
      if (fresh) {
        renewed = true;
        answer = await send(wanted, fresh);
      }
    }
    if (answer.ok) return { status: answer.status, body: answer.body, usage: answer.usage };
    // A token fresh from Salesforce that is refused at once: the org blocks the user for now, a new login would not help.
    throw salesforceError(answer.failure, renewed && isUnauthorized(answer) ? 'later' : undefined);
  }

  const { connectionId, orgId, userId, apiVersion, instanceOrigin } = session;
  return { connectionId, orgId, userId, apiVersion, instanceOrigin, request, calls: () => calls };
}

function isUnauthorized(answer: OrgAnswer): boolean {
  return !answer.ok && answer.failure.httpStatus === 401;
}

/** `path` comes from our own code or from Salesforce's answers; it must stay on the org's host either way. */
function urlBelow(origin: string, path: string): string {
  const url = new URL(path, origin);
  if (url.origin !== origin) throw new TypeError('A Salesforce path must not name another host');
  return url.href;
}
