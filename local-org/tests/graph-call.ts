// Set-up of the graph tests: the parts of a graph call, and a running org to send it to.

import type { Connection } from 'jsforce';
import { rest } from './sign-in.ts';

export const base = '/services/data/v67.0';

export type Node = { url: string; method: string; referenceId: string; body?: unknown };

export function create(sObject: string, referenceId: string, body: unknown): Node {
  return { url: `${base}/sobjects/${sObject}`, method: 'POST', referenceId, body };
}

export function graph(graphId: string, ...compositeRequest: Node[]) {
  return { graphId, compositeRequest };
}

/** A graph of one good record, named like the graph. */
export function account(name: string) {
  return graph(name, create('Account', 'a', { Name: name }));
}

export function sendGraphs(connection: Connection, ...graphs: unknown[]) {
  return rest(connection, `${base}/composite/graph`, { body: { graphs } });
}
