// Stage `match`: the present values of the chosen records, one by one. Only for set-ups with so many fields that they do
// not fit into the queries; costs one more API call.
import type { SalesforceClient } from '../../salesforce/client.ts';
import { runComposite } from '../../salesforce/composite.ts';
import type { Subrequest } from '../../salesforce/composite.ts';
import type { FoundRecord, Match } from '../plan.ts';
import { failureOf } from './ask-org.ts';
import type { MatchRequest } from './match-request.ts';
import { foundIn, rowSchema } from './row.ts';

const places = ['person', 'account', 'case'] as const;
type Place = (typeof places)[number];

/** Fields per request: a path of this many long names is still short enough for what stands before Salesforce. */
const fieldsAtOnce = 80;

export async function readValues(
  client: SalesforceClient,
  match: Match,
  read: MatchRequest['read'],
  signal: AbortSignal,
): Promise<Match> {
  const asked = places.flatMap((place) => requestsFor(place, match[place], read, client.apiVersion));
  if (asked.length === 0) return match;
  const answers = await runComposite(
    client,
    asked.map(({ request }) => request),
    { signal },
  );
  let full = match;
  for (const { place, request, fields } of asked) {
    const answer = answers.get(request.referenceId);
    if (answer?.failure) throw failureOf(place === 'person' ? 'contact' : place, answer.failure);
    const record = full[place];
    const values = record && foundIn(record.sObject, rowSchema.parse(answer?.body), fields)?.values;
    if (record && values) full = { ...full, [place]: { ...record, values: { ...record.values, ...values } } };
  }
  return full;
}

function requestsFor(
  place: Place,
  record: FoundRecord | null,
  read: MatchRequest['read'],
  apiVersion: string,
): { place: Place; request: Subrequest; fields: readonly string[] }[] {
  // What is only linked is not compared with anything.
  if (record === null || record.onlyLink === true) return [];
  const wanted = read[record.sObject] ?? [];
  const rounds = Math.ceil(wanted.length / fieldsAtOnce);
  return Array.from({ length: rounds }, (_, round) => {
    const fields = wanted.slice(round * fieldsAtOnce, (round + 1) * fieldsAtOnce);
    const path = `/services/data/v${apiVersion}/sobjects/${record.sObject}/${record.id}`;
    const url = `${path}?fields=${encodeURIComponent(['Id', ...fields].join(','))}`;
    return { place, request: { method: 'GET', url, referenceId: `${place}_${round}` }, fields };
  });
}
