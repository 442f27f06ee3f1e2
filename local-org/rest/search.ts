// GET /search (SOSL) and /parameterizedSearch (the same without SOSL, by address or by body).
// https://developer.salesforce.com/docs/platform/api-rest/guide/dome-search.html
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_search_parameterized.htm

import type { Actor } from '../org/org.ts';
import { orgError } from '../org/errors.ts';
import { groupNamed, mostResults, readSosl } from '../org/search/read-sosl.ts';
import type { SearchOrder, SearchTarget } from '../org/search/read-sosl.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { isRecord, methodNotAllowed, notImplemented } from './answer.ts';
import type { ResourceParts } from './resource-parts.ts';

export function answerSearch(call: RestCall, actor: Actor, parts: ResourceParts): RestAnswer {
  if (call.segments.length > 1) throw notImplemented(call.method, call.url);
  const { org } = parts.site;
  if (call.segments[0] === 'search') {
    if (call.method !== 'GET' && call.method !== 'HEAD') throw methodNotAllowed(call.method, 'HEAD,GET');
    return found(org.search(actor, readSosl(call.query.get('q') ?? '')));
  }
  const order = call.method === 'POST' ? readBody(call.body) : readAddress(call);
  return found(org.search(actor, order));
}

function found(searchRecords: unknown[]): RestAnswer {
  return { status: 200, headers: {}, body: { searchRecords } };
}

const unsupported = ['division', 'snippet', 'spellCorrection', 'netWorkIds', 'dataCategories', 'pricebookId'];

/** `q=Acme&in=EMAIL&sobject=Account&Account.fields=id,name&Account.limit=10` */
function readAddress({ query }: RestCall): SearchOrder {
  refuse([...query.keys()].find((key) => unsupported.includes(key)));
  const names = query.getAll('sobject').flatMap((name) => name.split(','));
  const common = { fields: listIn(query.get('fields')) ?? [], limit: numberIn(query.get('defaultLimit')) };
  const targets = names.map((object) =>
    targetOf(
      {
        name: object,
        fields: listIn(query.get(`${object}.fields`)),
        limit: query.get(`${object}.limit`) ?? undefined,
        where: query.get(`${object}.where`) ?? undefined,
        orderBy: query.get(`${object}.orderBy`) ?? undefined,
      },
      common,
    ),
  );
  return orderOf(query.get('q'), query.get('in'), targets, query.get('overallLimit'));
}

function readBody(body: unknown): SearchOrder {
  if (!isRecord(body)) throw orgError(400, 'JSON_PARSER_ERROR', 'The body of the search must be an object.');
  refuse(Object.keys(body).find((key) => unsupported.includes(key)));
  const common = { fields: listOf(body['fields']) ?? [], limit: numberIn(body['defaultLimit']) };
  const objects: unknown[] = Array.isArray(body['sobjects']) ? body['sobjects'] : [];
  const targets = objects.flatMap((one) => (isRecord(one) ? [targetOf(one, common)] : []));
  return orderOf(body['q'], body['in'], targets, body['overallLimit']);
}

function targetOf(
  one: Record<string, unknown>,
  common: { fields: string[]; limit: number | undefined },
): SearchTarget {
  const limit = numberIn(one['limit']) ?? common.limit;
  return {
    object: typeof one['name'] === 'string' ? one['name'] : '',
    fields: listOf(one['fields']) ?? common.fields,
    ...(typeof one['where'] === 'string' && { where: one['where'] }),
    ...(typeof one['orderBy'] === 'string' && { orderBy: one['orderBy'] }),
    ...(limit !== undefined && { limit }),
  };
}

function orderOf(q: unknown, group: unknown, targets: SearchTarget[], limit: unknown): SearchOrder {
  if (typeof q !== 'string' || q.trim() === '') {
    throw orgError(400, 'MALFORMED_SEARCH', "'q' is a required parameter.");
  }
  return {
    find: q,
    group: groupNamed(typeof group === 'string' && group !== '' ? group : 'ALL'),
    returning: targets.length === 0 ? null : targets,
    limit: Math.min(numberIn(limit) ?? mostResults, mostResults),
  };
}

function listOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

function listIn(text: string | null): string[] | undefined {
  return text
    ?.split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
}

function numberIn(value: unknown): number | undefined {
  const number = value === null || value === undefined || value === '' ? Number.NaN : Number(value);
  return Number.isInteger(number) && number >= 0 ? number : undefined;
}

function refuse(name: string | undefined) {
  if (name === undefined) return;
  throw orgError(501, 'NOT_IMPLEMENTED', `The local org does not run ${name} in a parameterized search.`);
}
