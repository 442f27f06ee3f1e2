// One HTTP request to an org, one answer: no retry, no redirect, a real time-out, and no failure without a name.
// Plain fetch instead of jsforce's transport: docs/decisions/0008-salesforce-transport.md says why.
import { z } from 'zod';
import { salesforceError } from './errors.ts';
import type { SalesforceFailure } from './errors.ts';

export type OrgRequest = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  url: string;
  accessToken: string;
  body?: unknown;
  /** Sent as it is, in place of a JSON body: a SOAP envelope, or a form with a file. */
  raw?: RawBody;
  headers?: Record<string, string>;
  timeoutMs: number;
  signal?: AbortSignal;
};

/** `answer` xml: the answer's text is its body, and a fault is a refusal like any other. */
export type RawBody = {
  contentType: string;
  content: string | Uint8Array<ArrayBuffer>;
  answer: 'json' | 'xml';
};

export type OrgAnswer =
  | { ok: true; status: number; body: unknown; usage: ApiUsage | null }
  | { ok: false; failure: SalesforceFailure; usage: ApiUsage | null };

/** API calls of the org in the last 24 hours, from Sforce-Limit-Info. */
export type ApiUsage = { used: number; max: number };

const errorBody = z
  .array(
    z.looseObject({
      errorCode: z.string(),
      message: z.string().default(''),
      fields: z.array(z.string()).nullish(),
    }),
  )
  .min(1);

/** Sends the request once. Throws only when the caller's signal stopped it or no answer came. */
export async function sendToOrg(request: OrgRequest): Promise<OrgAnswer> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: {
        accept: request.raw?.answer === 'xml' ? 'text/xml' : 'application/json',
        // Names us in the org's API usage and is required of partner apps.
        'sforce-call-options': 'client=bookbridge',
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...(request.raw && { 'content-type': request.raw.contentType }),
        ...request.headers,
        authorization: `Bearer ${request.accessToken}`,
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      ...(request.raw && { body: request.raw.content }),
      // A redirect would carry the token to whatever host it names.
      redirect: 'manual',
      signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
    });
    // The signal also covers the body, so a stalled or cut answer ends here and not somewhere later.
    const text = await response.text();
    return request.raw?.answer === 'xml' ? readXmlAnswer(response, text) : readAnswer(response, text);
  } catch (cause) {
    if (request.signal?.aborted) throw salesforceError({ errorCode: 'ABORTED', httpStatus: 0, cause });
    if (timeout.aborted) throw salesforceError({ errorCode: 'TIMEOUT', httpStatus: 0, cause });
    throw salesforceError({ errorCode: nameOf(cause), httpStatus: 0, cause });
  }
}

function readAnswer(response: Response, text: string): OrgAnswer {
  const { status } = response;
  const usage = parseUsage(response.headers.get('sforce-limit-info'));
  if (status >= 300 && status < 400 && status !== 300 && status !== 304) {
    return { ok: false, failure: { errorCode: 'REDIRECTED', httpStatus: status }, usage };
  }
  const body = text === '' ? null : parseJson(text);
  if (status < 400) {
    if (body === undefined)
      return { ok: false, failure: { errorCode: 'NOT_JSON', httpStatus: status }, usage };
    return { ok: true, status, body, usage };
  }
  const first = errorBody.safeParse(body).data?.[0];
  if (first) {
    const { errorCode, message, fields } = first;
    return {
      ok: false,
      failure: { errorCode, httpStatus: status, message, fields: fields ?? [] },
      usage,
    };
  }
  const errorCode = body === undefined && status !== 503 && status < 500 ? 'NOT_JSON' : `HTTP_${status}`;
  return { ok: false, failure: { errorCode, httpStatus: status }, usage };
}

/** SOAP says whatever went wrong in a fault with status 500; its code is sorted like one of REST. */
function readXmlAnswer(response: Response, text: string): OrgAnswer {
  const fault = /<faultcode>(?:\w+:)?(\w+)<\/faultcode>\s*<faultstring[^>]*>([\s\S]*?)<\/faultstring>/.exec(
    text,
  );
  if (fault) {
    const [, errorCode = 'SOAP_FAULT', message = ''] = fault;
    const httpStatus = errorCode === 'INVALID_SESSION_ID' ? 401 : 400;
    const words = plainText(message).replace(`${errorCode}: `, '');
    return { ok: false, failure: { errorCode, httpStatus, message: words }, usage: null };
  }
  const isXml = /^\s*<(\?xml|\w+:Envelope)/.test(text);
  if (response.status < 300 && isXml) return { ok: true, status: response.status, body: text, usage: null };
  return readAnswer(response, text);
}

function plainText(xml: string): string {
  return xml
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&');
}

function parseUsage(header: string | null): ApiUsage | null {
  const [, used, max] = /\bapi-usage=(\d+)\/(\d+)/.exec(header ?? '') ?? [];
  return used === undefined || max === undefined ? null : { used: Number(used), max: Number(max) };
}

/** Undefined when the text is not JSON, whatever the content type says: proxies send pages as anything. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const refusedBeforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** fetch hides the reason in nested causes; a lost connection may have been served, an unreachable host was not. */
function nameOf(error: unknown): 'UNREACHABLE' | 'CONNECTION_LOST' {
  let cause = error;
  for (let depth = 0; depth < 5 && typeof cause === 'object' && cause !== null; depth += 1) {
    const code: unknown = Reflect.get(cause, 'code');
    if (typeof code === 'string' && refusedBeforeSending.has(code)) return 'UNREACHABLE';
    const inner: unknown = Reflect.get(cause, 'errors');
    cause = Array.isArray(inner) ? inner[0] : Reflect.get(cause, 'cause');
  }
  return 'CONNECTION_LOST';
}
