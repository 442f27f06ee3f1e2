// Between HTTP and a REST call: what a request asks for, and how an answer goes out.

import type { Request, Response } from 'express';
import { orgError } from '../org/errors.ts';
import type { OrgError } from '../org/errors.ts';
import { urlOf } from '../request-url.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { isRecord, notFound, notImplemented } from './answer.ts';
import { parseJsonBody } from './json-body.ts';
import { isWrite } from './resources.ts';
import { splitPath } from './subrequests.ts';
import { judgeVersion } from './versions.ts';

export type ReadCall = { call: RestCall } | { refusal: OrgError };

/** The call of a request below /services; a refusal when no resource of ours can be meant. */
export function readCall(request: Request): ReadCall {
  const url = urlOf(request);
  const { method, originalUrl } = request;
  const [, version, path = ''] = /^\/services\/data\/v([^/]+)(?:\/(.*))?$/.exec(url.pathname) ?? [];
  if (version === undefined) {
    const isOurs = /^\/services\/(Soap|apexrest|async|wave|streaming|cometd|mobile|data\/query)\b/.test(
      url.pathname,
    );
    return { refusal: isOurs ? notImplemented(method, originalUrl) : notFound() };
  }
  const judged = judgeVersion(version);
  if (judged === 'missing') return { refusal: notImplemented(method, originalUrl) };
  if (judged === 'retired') {
    const message = `The requested API version v${version} is retired. Use a newer API version.`;
    return { refusal: orgError(410, 'UNSUPPORTED_API_VERSION', message) };
  }
  const segments = splitPath(path);
  if (judged === 'unknown' || segments === undefined) return { refusal: notFound() };
  const asked = method === 'POST' ? url.searchParams.get('_HttpMethod') : null;
  const headers: RestCall['headers'] = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const call = { version, segments, query: url.searchParams, headers, url: originalUrl, body: undefined };
  return { call: { ...call, method: asked?.toUpperCase() ?? method } };
}

/** The body as JSON; `error` when it is something else. */
export function readBody(request: Request): { body: unknown } | { refusal: OrgError } {
  const text: unknown = request.body;
  if (typeof text !== 'string' || text === '') return { body: undefined };
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/xml' || type === 'text/xml') {
    return { refusal: notImplemented(`${request.method} with ${type} to`, request.originalUrl) };
  }
  // Only the Bulk API takes CSV.
  if (type === 'text/csv' && request.originalUrl.includes('/jobs/ingest/')) return { body: text };
  if (type !== 'application/json') {
    return { refusal: orgError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Unsupported Media Type') };
  }
  try {
    return { body: parseJsonBody(text) };
  } catch (error) {
    if (error instanceof Error && 'errorCode' in error)
      return { refusal: orgError(400, 'JSON_PARSER_ERROR', error.message) };
    throw error;
  }
}

/** The name under which a call is counted and faults find it. */
export function resourceName(call: RestCall): string {
  const [root = 'resources', second, third] = call.segments;
  if (root === 'composite') return second ?? 'composite';
  if (root === 'sobjects' && (second === undefined || third === 'describe')) return 'describe';
  return root;
}

/** Whether a row lock can hit the call: it writes a record itself or one of its subrequests does. */
export function changesRecords(call: RestCall, body: unknown): boolean {
  const [root, second, third, fourth] = call.segments;
  if (root !== 'composite') return isWrite(call);
  if (second === 'tree') return true;
  // POST to the collection of one object only reads.
  if (second === 'sobjects') return call.method !== 'GET' && (third === undefined || fourth !== undefined);
  return subrequestsOf(body).some((one) => isRecord(one) && String(one['method']).toUpperCase() !== 'GET');
}

function subrequestsOf(body: unknown): unknown[] {
  if (!isRecord(body)) return [];
  const graphs: unknown[] = Array.isArray(body['graphs']) ? body['graphs'] : [body];
  return graphs.flatMap((graph): unknown[] => {
    const list: unknown = isRecord(graph) ? (graph['compositeRequest'] ?? graph['batchRequests']) : undefined;
    return Array.isArray(list) ? list : [];
  });
}

/** A token's text: Salesforce takes `Bearer` and `OAuth`. */
export function readToken(request: Request): string | undefined {
  return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

export function sendAnswer(response: Response, answer: RestAnswer): void {
  response.setHeader('Cache-Control', 'no-cache,must-revalidate,max-age=0,no-store,private');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  response.status(answer.status);
  if (answer.body === undefined) response.end();
  else if (answer.headers['Content-Type'] === 'text/csv' && typeof answer.body === 'string')
    response.end(answer.body);
  else {
    response.setHeader('Content-Type', 'application/json;charset=UTF-8');
    response.end(JSON.stringify(answer.body));
  }
}
