// The composite resources: which of them a call is for.

import { actorOf } from './actor.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { methodNotAllowed, notFound } from './answer.ts';
import { answerBatch } from './batch.ts';
import { answerCollections } from './collections.ts';
import { answerComposite, compositeResources } from './composite.ts';
import { answerGraphs } from './composite-graph.ts';
import type { ResourceParts } from './resource-parts.ts';
import { answerTree } from './tree.ts';

export function answerComposites(call: RestCall, parts: ResourceParts): RestAnswer {
  const [, second, third, fourth] = call.segments;
  if (second === undefined) {
    if (call.method !== 'GET') {
      allowPost(call, 'HEAD,GET,POST');
      return answerComposite(call, parts);
    }
    return { status: 200, headers: {}, body: compositeResources(call.version) };
  }
  if (second === 'sobjects') return answerCollections(call, actorOf(call, parts.userId), parts);
  if (second === 'graph' && third === undefined) {
    allowPost(call);
    return answerGraphs(call, parts);
  }
  if (second === 'batch' && third === undefined) {
    allowPost(call);
    return answerBatch(call, parts);
  }
  if (second === 'tree' && third !== undefined && fourth === undefined) {
    allowPost(call);
    return answerTree(call, third, actorOf(call, parts.userId), parts);
  }
  throw notFound();
}

function allowPost(call: RestCall, allowed = 'POST') {
  if (call.method !== 'POST') throw methodNotAllowed(call.method, allowed);
}
