// POST /composite: up to 25 subrequests in the order given, all or nothing on request.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite_post.htm (2026-03-12)

import { isOrgError } from '../org/errors.ts';
import type { RestAnswer } from './answer.ts';
import { answerError, isRecord, notFound, notImplemented } from './answer.ts';
import { resolveReferences } from './references.ts';
import { answerResource } from './resources.ts';
import type { ResourceParts } from './resources.ts';
import { haltedEntry, namesMissingVersion, readSubrequests, toCall, toEntry } from './subrequests.ts';
import type { Entry, Subrequest } from './subrequests.ts';

const rolledBack = 'The transaction was rolled back since another operation in the same transaction failed.';

export function answerComposite(body: unknown, parts: ResourceParts): RestAnswer {
  const request = isRecord(body) ? body : {};
  const subrequests = readSubrequests(request['compositeRequest']);
  const tooMany = findExcess(subrequests);
  if (tooMany !== undefined) return wrap([haltedEntry(null, 'LIMIT_EXCEEDED', tooMany)]);
  if (request['allOrNone'] === true) return wrap(runAllOrNone(subrequests, parts));
  return wrap(runEach(subrequests, parts));
}

export function compositeResources(version: string) {
  const base = `/services/data/v${version}/composite`;
  return {
    tree: `${base}/tree`,
    batch: `${base}/batch`,
    sobjects: `${base}/sobjects`,
    graph: `${base}/graph`,
  };
}

function runEach(subrequests: Subrequest[], parts: ResourceParts): Entry[] {
  const results = new Map<string, unknown>();
  return subrequests.map((subrequest) => {
    try {
      const { entry, result } = run(subrequest, results, parts);
      results.set(subrequest.referenceId, result);
      return entry;
    } catch (error) {
      return toEntry(answerError(error), subrequest.referenceId);
    }
  });
}

/** The first failure takes everything back; all others say so, also those that had run. */
function runAllOrNone(subrequests: Subrequest[], parts: ResourceParts): Entry[] {
  const results = new Map<string, unknown>();
  let failed: Entry | undefined;
  try {
    return parts.site.org.transaction(() =>
      subrequests.map((subrequest) => {
        try {
          const { entry, result } = run(subrequest, results, parts);
          results.set(subrequest.referenceId, result);
          return entry;
        } catch (error) {
          failed = toEntry(answerError(error), subrequest.referenceId);
          throw error;
        }
      }),
    );
  } catch (error) {
    if (failed === undefined || !isOrgError(error)) throw error;
    const guilty = failed;
    return subrequests.map(({ referenceId }) =>
      referenceId === guilty.referenceId ? guilty : haltedEntry(referenceId, 'PROCESSING_HALTED', rolledBack),
    );
  }
}

/** Runs one subrequest, also used for the nodes of a graph. */
export function run(subrequest: Subrequest, results: Map<string, unknown>, parts: ResourceParts) {
  const resolved = resolveReferences({ url: subrequest.url, body: subrequest.body }, (referenceId) =>
    results.get(referenceId),
  );
  const call = toCall({ ...subrequest, ...resolved });
  if (call === undefined) {
    throw namesMissingVersion(resolved.url) ? notImplemented(subrequest.method, resolved.url) : notFound();
  }
  // Salesforce takes collections here; a composite or graph inside a composite it does not know.
  if (call.segments[0] === 'composite') {
    throw call.segments[1] === 'sobjects' ? notImplemented(call.method, call.url) : notFound();
  }
  const answer = answerResource(call, parts);
  return { entry: toEntry(answer, subrequest.referenceId), result: answer.body };
}

function findExcess(subrequests: Subrequest[]): string | undefined {
  if (subrequests.length > 25) return 'The request can’t contain more than 25 operations.';
  const counted = subrequests.filter(({ url }) =>
    /^\/services\/data\/v[^/]+\/(query|queryAll|composite\/sobjects)\b/.test(url),
  );
  return counted.length > 5
    ? 'The request can’t contain more than 5 query or sObject Collections operations.'
    : undefined;
}

function wrap(entries: Entry[]): RestAnswer {
  return { status: 200, headers: {}, body: { compositeResponse: entries } };
}
