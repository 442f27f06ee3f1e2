// POST /composite/batch: up to 25 calls that know nothing of each other, one after the other.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/requests_composite_batch.htm (2026-03-12)

import { orgError } from '../org/errors.ts';
import { actorOf } from './actor.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { answerError, isRecord, notFound, notImplemented } from './answer.ts';
import { answerCollections } from './collections.ts';
import { answerResource } from './resources.ts';
import type { ResourceParts } from './resource-parts.ts';
import { namesMissingVersion, toCall } from './subrequests.ts';

type BatchRequest = { method: string; url: string; body: unknown };

const mostRequests = 25;
const methods = new Set(['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD']);

export function answerBatch(outer: RestCall, parts: ResourceParts): RestAnswer {
  const body = isRecord(outer.body) ? outer.body : {};
  const requests = readRequests(body['batchRequests']);
  let halted = false;
  const results = requests.map((request) => {
    if (halted) return { statusCode: 412, result: [haltedError] };
    // Each subrequest counts like a call of its own; the batch itself is the first.
    const answer = runOne(request, outer, parts);
    if (body['haltOnError'] === true && answer.status >= 400) halted = true;
    return { statusCode: answer.status, result: answer.body ?? null };
  });
  for (let more = 1; more < requests.length; more++) parts.countCall();
  const hasErrors = results.some(({ statusCode }) => statusCode >= 400);
  return { status: 200, headers: {}, body: { hasErrors, results } };
}

const haltedError = {
  errorCode: 'BATCH_PROCESSING_HALTED',
  message: 'The batch was halted because an earlier request in it failed.',
};

function runOne({ method, url, body }: BatchRequest, outer: RestCall, parts: ResourceParts): RestAnswer {
  try {
    const call = toCall({ method, url, body, headers: outer.headers, referenceId: '' });
    if (call === undefined) throw namesMissingVersion(url) ? notImplemented(method, url) : notFound();
    if (call.segments[0] !== 'composite') return answerResource(call, parts);
    if (call.segments[1] === 'sobjects') return answerCollections(call, actorOf(call, parts.userId), parts);
    throw orgError(400, 'INVALID_INPUT', `The resource ${method} ${url} isn't supported in a batch request.`);
  } catch (error) {
    return answerError(error);
  }
}

function readRequests(value: unknown): BatchRequest[] {
  if (!Array.isArray(value)) throw parserError("'batchRequests' is a required field.");
  if (value.length > mostRequests) {
    throw orgError(400, 'LIMIT_EXCEEDED', `The request can't contain more than ${mostRequests} subrequests.`);
  }
  return value.map((item: unknown) => {
    if (!isRecord(item)) throw parserError('A subrequest must be an object.');
    if (typeof item['method'] !== 'string') throw parserError("'method' is a required field.");
    if (typeof item['url'] !== 'string') throw parserError("'url' is a required field.");
    const method = item['method'].toUpperCase();
    if (!methods.has(method)) throw parserError(`'${item['method']}' is not an HTTP method.`);
    if (item['binaryPartName'] !== undefined)
      throw notImplemented(method, `${item['url']} with a binary part`);
    // A subrequest's address starts with the version.
    const url = item['url'].replace(/^\/?(?=v\d+\.\d)/, '/services/data/');
    return { method, url, body: item['richInput'] };
  });
}

function parserError(message: string) {
  return orgError(400, 'JSON_PARSER_ERROR', message);
}
