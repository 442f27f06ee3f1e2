// POST /composite: up to 25 subrequests in the order given, all or nothing on request.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite_post.htm (2026-03-12)

import { isOrgError, orgError } from '../org/errors.ts';
import { actorOf } from './actor.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { answerError, isRecord, notFound, notImplemented } from './answer.ts';
import { answerCollections } from './collections.ts';
import { resolveReferences } from './references.ts';
import { answerResource } from './resources.ts';
import type { ResourceParts } from './resource-parts.ts';
import {
  haltedEntry,
  headersForAll,
  namesMissingVersion,
  readSubrequests,
  toCall,
  toEntry,
} from './subrequests.ts';
import type { Entry, Subrequest } from './subrequests.ts';

const rolledBack = 'The transaction was rolled back since another operation in the same transaction failed.';

export function answerComposite(outer: RestCall, parts: ResourceParts): RestAnswer {
  const request = isRecord(outer.body) ? outer.body : {};
  const forAll = headersForAll(outer);
  const subrequests = readSubrequests(request['compositeRequest']).map((subrequest) => ({
    ...subrequest,
    headers: { ...forAll, ...subrequest.headers },
  }));
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
          // A collection with a bad record fails the whole call, and still answers 200 itself.
          if (hasFailedRecord(subrequest, result)) {
            failed = entry;
            throw orgError(400, 'PROCESSING_HALTED', rolledBack);
          }
          return entry;
        } catch (error) {
          failed ??= toEntry(answerError(error), subrequest.referenceId);
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
  // Collections may stand here; a composite, graph, batch or tree inside a composite Salesforce does not know.
  if (call.segments[0] === 'composite' && call.segments[1] !== 'sobjects') throw notFound();
  const answer =
    call.segments[0] === 'composite'
      ? answerCollections(call, actorOf(call, parts.userId), parts)
      : answerResource(call, parts);
  return { entry: toEntry(answer, subrequest.referenceId), result: answer.body };
}

function hasFailedRecord({ url }: Subrequest, result: unknown): boolean {
  if (!/^\/services\/data\/v[^/]+\/composite\/sobjects\b/.test(url) || !Array.isArray(result)) return false;
  return result.some((record: unknown) => isRecord(record) && record['success'] === false);
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
