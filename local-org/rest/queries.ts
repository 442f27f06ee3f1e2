// /query and /queryAll: a query's first page, the pages after it, and what a query would show.

import { orgError } from '../org/errors.ts';
import type { Actor } from '../org/org.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { notFound, notImplemented } from './answer.ts';
import type { ResourceParts } from './resource-parts.ts';

export function answerQuery(call: RestCall, rest: string[], actor: Actor, parts: ResourceParts): RestAnswer {
  const { org } = parts.site;
  const options = call.headers['sforce-query-options'];
  const [locator] = rest;
  if (rest.length > 1) throw notFound();
  if (locator !== undefined) return ok(parts.queryPages.next(locator, parts.userId, call.version, options));
  if (call.query.has('explain')) throw notImplemented(call.method, call.url);
  const soql = call.query.get('q');
  if (soql === null) throw orgError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
  if (soql.trim() === '') throw orgError(400, 'MALFORMED_QUERY', 'SOQL statements cannot be empty or null');
  if (call.query.get('columns') === 'true') return ok(org.describeQuery(actor, soql));
  const found = org.query(actor, soql, { allRows: call.segments.includes('queryAll') });
  return ok(parts.queryPages.first(found, parts.userId, call.version, options));
}

function ok(body: unknown): RestAnswer {
  return { status: 200, headers: {}, body };
}
