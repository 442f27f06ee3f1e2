// The subrequests of a composite or graph call, read and checked. What is wrong with their form refuses the whole call
// before anything runs.

import { orgError } from '../org/errors.ts';
import type { OrgError } from '../org/errors.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { isRecord } from './answer.ts';
import { judgeVersion } from './versions.ts';

export type Subrequest = {
  method: string;
  url: string;
  referenceId: string;
  body: unknown;
  headers: Record<string, string | undefined>;
};

export type Entry = {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string | null;
};

const methods = new Set(['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD']);

/** What the outer call's headers ask of a save counts for every subrequest that says nothing of its own (assumed). */
export function headersForAll({ headers }: Pick<RestCall, 'headers'>): Subrequest['headers'] {
  const names = ['sforce-duplicate-rule-header', 'sforce-auto-assign', 'sforce-mru'];
  return Object.fromEntries(
    names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );
}

export function readSubrequests(value: unknown): Subrequest[] {
  if (!Array.isArray(value)) throw parserError("'compositeRequest' is a required field.");
  if (value.length === 0) throw parserError("'compositeRequest' must not be empty.");
  const seen = new Set<string>();
  return value.map((item: unknown) => {
    if (!isRecord(item)) throw parserError('A subrequest must be an object.');
    const referenceId = item['referenceId'];
    if (typeof referenceId !== 'string' || referenceId === '')
      throw parserError("'referenceId' is a required field.");
    if (typeof item['method'] !== 'string') throw parserError("'method' is a required field.");
    if (typeof item['url'] !== 'string') throw parserError("'url' is a required field.");
    const method = item['method'].toUpperCase();
    if (!methods.has(method)) throw parserError(`'${item['method']}' is not an HTTP method.`);
    if (!/^[A-Za-z0-9][A-Za-z0-9_]*$/.test(referenceId)) {
      const rule = `must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`;
      throw parserError(`Provided referenceId ('${referenceId}') ${rule}`);
    }
    if (seen.has(referenceId)) throw parserError(`Duplicate referenceId: '${referenceId}'`);
    seen.add(referenceId);
    return {
      method,
      url: item['url'],
      referenceId,
      body: item['body'],
      headers: readHeaders(item['httpHeaders']),
    };
  });
}

/** `undefined` when the URL is none of the REST API's; with `version` 'unknown' ones included. */
export function toCall(subrequest: Subrequest): RestCall | undefined {
  const at = subrequest.url.indexOf('?');
  const path = at < 0 ? subrequest.url : subrequest.url.slice(0, at);
  const [, version, rest = ''] = /^\/services\/data\/v([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  if (version === undefined || judgeVersion(version) !== 'here') return undefined;
  const segments = splitPath(rest);
  if (segments === undefined) return undefined;
  const { method, headers, body, url } = subrequest;
  const query = new URLSearchParams(at < 0 ? '' : subrequest.url.slice(at + 1));
  return { method, version, segments, query, headers, body, url };
}

/** Salesforce has this version of the API and we do not: it is not refused as an unknown address. */
export function namesMissingVersion(url: string): boolean {
  const [, version] = /^\/services\/data\/v([^/?]+)/.exec(url) ?? [];
  return version !== undefined && judgeVersion(version) === 'missing';
}

export function splitPath(path: string): string[] | undefined {
  try {
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .map((segment) => decodeURIComponent(segment));
  } catch {
    return undefined;
  }
}

export function toEntry(answer: RestAnswer, referenceId: string): Entry {
  return {
    body: answer.body ?? null,
    httpHeaders: answer.headers,
    httpStatusCode: answer.status,
    referenceId,
  };
}

export function haltedEntry(referenceId: string | null, errorCode: string, message: string): Entry {
  return { body: [{ errorCode, message }], httpHeaders: {}, httpStatusCode: 400, referenceId };
}

function readHeaders(value: unknown): Record<string, string | undefined> {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw parserError("'httpHeaders' must be an object.");
  const headers: Record<string, string | undefined> = {};
  for (const [name, text] of Object.entries(value)) {
    if (['accept', 'authorization', 'content-type'].includes(name.toLowerCase())) {
      throw parserError(`The header '${name}' is not allowed in a subrequest.`);
    }
    headers[name.toLowerCase()] = String(text);
  }
  return headers;
}

function parserError(message: string): OrgError {
  return orgError(400, 'JSON_PARSER_ERROR', message);
}
