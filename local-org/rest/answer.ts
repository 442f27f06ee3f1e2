// What a REST resource answers, before it becomes an HTTP response or an entry of a composite answer.

import { errorBody, isOrgError, orgError } from '../org/errors.ts';
import type { OrgError } from '../org/errors.ts';

export type RestCall = {
  method: string;
  /** `67.0` */
  version: string;
  /** Path after the version, split and decoded: `['sobjects', 'Lead', '00Q…']`. */
  segments: string[];
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  body: unknown;
  /** As the client wrote it; a 501 names it. */
  url: string;
};

/** `body` undefined = none at all. */
export type RestAnswer = { status: number; headers: Record<string, string>; body: unknown };

export function answerError(error: unknown): RestAnswer {
  if (isOrgError(error)) return { status: error.status, headers: {}, body: errorBody(error) };
  const errorId = Math.abs(Date.now() % 1_000_000_000);
  process.stderr.write(
    `local org: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  const message = `An unexpected error occurred. Please include this ErrorId if you contact support: ${errorId}`;
  return { status: 500, headers: {}, body: errorBody(orgError(500, 'UNKNOWN_EXCEPTION', message)) };
}

export function notFound(): OrgError {
  return orgError(404, 'NOT_FOUND', 'The requested resource does not exist');
}

export function notImplemented(method: string, url: string): OrgError {
  return orgError(501, 'NOT_IMPLEMENTED', `The local org does not have ${method} ${url}`);
}

export function methodNotAllowed(method: string, allowed: string): OrgError {
  return orgError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed}`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
