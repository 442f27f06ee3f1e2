// Stage `write`: all or nothing in one API call, as a composite graph or as a plain composite. One answer for both.
import type { SalesforceClient } from '../../salesforce/client.ts';
import { halted, runComposite, runGraph } from '../../salesforce/composite.ts';
import type { GraphAnswer, Subrequest } from '../../salesforce/composite.ts';
import type { Plan } from '../plan.ts';
import { headersOf, needsOwnHeaders, withOwnHeaders } from './write-request.ts';

/** `composite`: should an org's graphs not honour the headers; one booking a call either way. */
export type WriteResource = 'graph' | 'composite';

const graphId = 'booking';

export async function sendPlan(
  client: SalesforceClient,
  plan: Pick<Plan, 'records' | 'headers'>,
  requests: readonly Subrequest[],
  resource: WriteResource,
  signal: AbortSignal,
): Promise<GraphAnswer> {
  const headers = headersOf(plan);
  if (resource === 'graph' && !needsOwnHeaders(plan)) {
    const answers = await runGraph(client, [{ graphId, nodes: requests }], { signal, headers });
    const answer = answers.get(graphId);
    if (!answer) throw new TypeError('runGraph answers every graph that it was given');
    return answer;
  }
  const nodes = await runComposite(client, withOwnHeaders(requests, plan), {
    signal,
    headers,
    allOrNone: true,
  });
  const failures = [...nodes.values()].flatMap(({ referenceId, failure }) =>
    failure === null ? [] : [{ ...failure, referenceId }],
  );
  const failed = failures.find(({ errorCode }) => errorCode !== halted) ?? null;
  const successful = failures.length === 0;
  return { graphId, successful, attempted: successful || failed !== null, failed, nodes };
}
