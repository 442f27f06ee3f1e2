// POST /composite/graph: each graph is one transaction of record operations; the graphs are independent.
// Inside a graph only references order the nodes. Nodes that may run in any order run last first here, so that no
// client can come to rely on the order it wrote them in (assumed; Salesforce promises none).
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_graph_limits.htm (2026-03-12)

import { isOrgError, orgError } from '../org/errors.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { answerError, isRecord, notImplemented } from './answer.ts';
import { run } from './composite.ts';
import { referencesIn } from './references.ts';
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

type Node = Subrequest & { needs: number[]; depth: number };
type Graph = { graphId: string; nodes: Node[]; order: number[] };
type GraphAnswer = { graphId: string; graphResponse: { compositeResponse: Entry[] }; isSuccessful: boolean };

const mostGraphs = 75;
const mostNodes = 500;
const mostKinds = 15;
const mostDepth = 15;
const mostFailures = 14;

const rolledBack = 'We rolled back the transaction since another operation in the same transaction failed.';
const tooManyFailures = 'Processing was halted because the number of failed graphs exceeded the limit of 14.';

export function answerGraphs(call: RestCall, parts: ResourceParts): RestAnswer {
  const graphs = readGraphs(call.body, headersForAll(call));
  const excess = findExcess(graphs);
  let failures = 0;
  const answers = graphs.map((graph): GraphAnswer => {
    if (excess !== undefined) return answerGraph(graph, [haltedEntry(null, 'LIMIT_EXCEEDED', excess)], false);
    if (failures > mostFailures) {
      const entries = graph.nodes.map((node) =>
        haltedEntry(node.referenceId, 'PROCESSING_HALTED', tooManyFailures),
      );
      return answerGraph(graph, entries, false);
    }
    const answer = runGraph(graph, parts);
    if (!answer.isSuccessful) failures += 1;
    return answer;
  });
  return { status: 200, headers: {}, body: { graphs: answers } };
}

function runGraph(graph: Graph, parts: ResourceParts): GraphAnswer {
  const results = new Map<string, unknown>();
  const entries: (Entry | undefined)[] = graph.nodes.map(() => undefined);
  let failedAt: number | undefined;
  try {
    parts.site.org.transaction(() => {
      for (const index of graph.order) {
        const node = graph.nodes[index];
        if (node === undefined) continue;
        try {
          const { entry, result } = run(node, results, parts);
          results.set(node.referenceId, result);
          entries[index] = entry;
        } catch (error) {
          failedAt = index;
          entries[index] = toEntry(answerError(error), node.referenceId);
          throw error;
        }
      }
    });
  } catch (error) {
    if (failedAt === undefined || !isOrgError(error)) throw error;
  }
  const all = graph.nodes.map((node, index) => {
    const kept = failedAt === undefined || failedAt === index ? entries[index] : undefined;
    return kept ?? haltedEntry(node.referenceId, 'PROCESSING_HALTED', rolledBack);
  });
  return answerGraph(graph, all, failedAt === undefined);
}

function answerGraph(graph: Graph, compositeResponse: Entry[], isSuccessful: boolean): GraphAnswer {
  return { graphId: graph.graphId, graphResponse: { compositeResponse }, isSuccessful };
}

function readGraphs(body: unknown, headers: Subrequest['headers']): Graph[] {
  const list = isRecord(body) ? body['graphs'] : undefined;
  if (!Array.isArray(list)) throw orgError(400, 'JSON_PARSER_ERROR', "'graphs' is a required field.");
  if (list.length === 0) throw orgError(400, 'JSON_PARSER_ERROR', "'graphs' must not be empty.");
  if (list.length > mostGraphs) {
    throw orgError(400, 'LIMIT_EXCEEDED', `Limit of ${mostGraphs} reached for number of graphs in Graph Api`);
  }
  const seen = new Set<string>();
  return list.map((item: unknown) => {
    const graphId = isRecord(item) ? item['graphId'] : undefined;
    if (!isRecord(item) || typeof graphId !== 'string' || graphId === '') {
      throw orgError(400, 'JSON_PARSER_ERROR', "'graphId' is a required field.");
    }
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/.test(graphId)) {
      const rule =
        'must start with a letter or a number, have fewer than 40 characters and no special characters.';
      throw orgError(400, 'JSON_PARSER_ERROR', `Provided graphId ('${graphId}') ${rule}`);
    }
    if (seen.has(graphId)) throw orgError(400, 'JSON_PARSER_ERROR', `Duplicate graphId: '${graphId}'`);
    seen.add(graphId);
    const subrequests = readSubrequests(item['compositeRequest']).map((subrequest) => ({
      ...subrequest,
      headers: { ...headers, ...subrequest.headers },
    }));
    for (const subrequest of subrequests) checkResource(subrequest);
    return { graphId, ...putInOrder(subrequests) };
  });
}

/** Rows only: POST to an object; GET, PATCH and DELETE of a row; no query, no describe. */
function checkResource(subrequest: Subrequest): void {
  const call = toCall(subrequest);
  const [root, , second, third, ...more] = call?.segments ?? [];
  const isRow =
    root === 'sobjects' &&
    more.length === 0 &&
    (third === undefined
      ? subrequest.method === 'POST'
        ? second === undefined
        : ['GET', 'PATCH', 'DELETE'].includes(subrequest.method) &&
          second !== undefined &&
          second !== 'describe'
      : second !== 'describe');
  if (isRow) return;
  // Graphs exist from version 50.0 on.
  if (/^\/services\/data\/v5\d\.0\//.test(subrequest.url) && namesMissingVersion(subrequest.url)) {
    throw notImplemented(subrequest.method, subrequest.url);
  }
  const message = `The resource ${subrequest.method} ${subrequest.url} isn't supported in a composite graph.`;
  throw orgError(400, 'INVALID_INPUT', message);
}

function putInOrder(subrequests: Subrequest[]): { nodes: Node[]; order: number[] } {
  const indexOf = new Map(subrequests.map(({ referenceId }, index) => [referenceId, index]));
  const nodes = subrequests.map((subrequest): Node => {
    const names = referencesIn([subrequest.url, subrequest.body]);
    const needs = [...names].flatMap((name) => indexOf.get(name) ?? []);
    return { ...subrequest, needs, depth: 1 };
  });
  const order: number[] = [];
  const done = new Set<number>();
  while (order.length < nodes.length) {
    const index = nodes.findLastIndex(
      (node, at) => !done.has(at) && node.needs.every((need) => done.has(need)),
    );
    const node = nodes[index];
    if (node === undefined) {
      throw orgError(400, 'JSON_PARSER_ERROR', 'The references of a graph must not form a circle.');
    }
    node.depth = 1 + Math.max(0, ...node.needs.map((need) => nodes[need]?.depth ?? 0));
    done.add(index);
    order.push(index);
  }
  return { nodes, order };
}

// Limits of the whole call: nothing runs, and every graph says the same.
function findExcess(graphs: Graph[]): string | undefined {
  const nodes = graphs.flatMap((graph) => graph.nodes);
  if (nodes.length > mostNodes) return `Limit of ${mostNodes} reached for number of Nodes in the Graph`;
  if (new Set(nodes.map(kindOf)).size > mostKinds) {
    return `Limit of ${mostKinds} reached for number of different Nodes in the Graph`;
  }
  if (nodes.some((node) => node.depth > mostDepth))
    return `Limit of ${mostDepth} reached for depth of the Graph`;
  return undefined;
}

/** Nodes are of one kind when version, method and object are the same. */
function kindOf(node: Node): string {
  const [, version, sObject] = /^\/services\/data\/v([^/]+)\/sobjects\/([^/?]+)/.exec(node.url) ?? [];
  return `${version} ${node.method} ${sObject?.toLowerCase()}`;
}
