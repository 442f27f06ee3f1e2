// One REST resource: the call goes in, the org is asked, the answer comes out. Used for a call of its own and for each
// subrequest of a composite or graph call. Throws the org's errors; nothing here knows HTTP.

import { orgError } from '../org/errors.ts';
import type { Actor } from '../org/org.ts';
import { actorOf } from './actor.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { isRecord, methodNotAllowed, notFound, notImplemented } from './answer.ts';
import { limits, recordCount } from './limits.ts';
import { answerPicklistValues } from './picklist-values.ts';
import { answerQuery } from './queries.ts';
import { answerSearch } from './search.ts';
import type { ResourceParts } from './resource-parts.ts';

/** The resources in the root of a version; those we lack are Salesforce's, and a 501 says so. */
const otherResources = new Set(
  `tooling metadata eclair folders prechatForms contactTracing jsonxform chatter payments tabs appMenu quickActions
   commerce wave iot analytics search smartdatadiscovery identity parameterizedSearch fingerprint theme nouns
   domino event serviceTemplates connect licensing limits dedupe query jobs match knowledgeManagement sobjects
   actions support process asyncQuery emailConnect compactLayouts ui-api consent graphql async-queries scheduling
   localizedvalue sfdc-connect user flow`.split(/\s+/),
);

export function answerResource(call: RestCall, parts: ResourceParts): RestAnswer {
  const [root, ...rest] = call.segments;
  if (root === undefined) return allow(call, 'HEAD,GET', () => ok(versionResources(call.version, parts)));
  if (root === 'sobjects') return answerSObjects(call, rest, parts);
  if (root === 'query' || root === 'queryAll') {
    return allow(call, 'HEAD,GET', () => answerQuery(call, rest, actorOf(call, parts.userId), parts));
  }
  if (root === 'recent' && rest.length === 0) return allow(call, 'HEAD,GET', () => ok(recent(call, parts)));
  if (root === 'limits' && rest.length === 0) {
    return allow(call, 'HEAD,GET', () => ok(limits(parts.site, parts.usedToday())));
  }
  if (root === 'limits' && rest[0] === 'recordCount' && rest.length === 1) {
    return allow(call, 'HEAD,GET', () => ok(recordCount(parts.site.org, call.query.get('sObjects'))));
  }
  if (root === 'search' || root === 'parameterizedSearch')
    return answerSearch(call, actorOf(call, parts.userId), parts);
  if (root === 'ui-api') return answerPicklistValues(call, actorOf(call, parts.userId), parts);
  if (otherResources.has(root)) throw notImplemented(call.method, call.url);
  throw notFound();
}

/** Whether the call would change a record, so that a row lock can hit it. */
export function isWrite(call: RestCall): boolean {
  return call.segments[0] === 'sobjects' && ['POST', 'PATCH', 'DELETE'].includes(call.method);
}

function answerSObjects(call: RestCall, rest: string[], parts: ResourceParts): RestAnswer {
  const { org } = parts.site;
  const actor = actorOf(call, parts.userId);
  const [sObject, second, third] = rest;
  if (sObject === undefined) {
    return allow(call, 'HEAD,GET', () => parts.freshness(call, parts.userId, org.describeGlobal(actor)));
  }
  if (second === undefined) {
    if (call.method === 'POST') return createRecord(call, sObject, actor, parts);
    return allow(call, 'HEAD,GET,POST', () =>
      parts.freshness(call, parts.userId, org.basicInfo(actor, sObject)),
    );
  }
  if (second === 'describe' && third === undefined) {
    return allow(call, 'HEAD,GET', () => parts.freshness(call, parts.userId, org.describe(actor, sObject)));
  }
  if (second === 'describe' && third === 'layouts' && rest.length <= 4) {
    return allow(call, 'HEAD,GET', () => ok(org.describeLayouts(actor, sObject, rest[3])));
  }
  if (['describe', 'deleted', 'updated', 'listviews', 'quickActions', 'defaultValues'].includes(second)) {
    org.basicInfo(actor, sObject);
    throw notImplemented(call.method, call.url);
  }
  if (rest.length === 2) return answerRow(call, sObject, second, actor, parts);
  if (rest.length === 3 && third !== undefined)
    return answerByExternalId(call, sObject, second, third, actor, parts);
  throw notFound();
}

function createRecord(call: RestCall, sObject: string, actor: Actor, parts: ResourceParts): RestAnswer {
  parts.beforeWrite(call);
  const { id } = parts.site.org.create(actor, sObject, readFields(call));
  noteRecent(call, actor, id, parts);
  return { status: 201, headers: locationOf(call, sObject, id), body: { id, success: true, errors: [] } };
}

function locationOf(call: RestCall, sObject: string, id: string) {
  return { Location: `/services/data/v${call.version}/sobjects/${sObject}/${id}` };
}

function answerRow(
  call: RestCall,
  sObject: string,
  id: string,
  actor: Actor,
  parts: ResourceParts,
): RestAnswer {
  const { org } = parts.site;
  // The object comes first: an unknown one is not found, whatever stands behind it.
  org.basicInfo(actor, sObject);
  // What cannot be an id is taken for the name of an external id field.
  if (!/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(id)) throw externalIdFieldMissing(id);
  if (call.method === 'PATCH') {
    parts.beforeWrite(call);
    org.update(actor, sObject, id, readFields(call));
    noteRecent(call, actor, id, parts);
    return { status: 204, headers: {}, body: undefined };
  }
  if (call.method === 'DELETE') {
    parts.beforeWrite(call);
    org.remove(actor, sObject, id);
    return { status: 204, headers: {}, body: undefined };
  }
  return allow(call, 'HEAD,GET,PATCH,DELETE', () => {
    const record = org.read(actor, sObject, id, readFieldNames(call));
    noteRecent(call, actor, id, parts);
    return ok(record);
  });
}

function answerByExternalId(
  call: RestCall,
  sObject: string,
  field: string,
  value: string,
  actor: Actor,
  parts: ResourceParts,
): RestAnswer {
  // /sobjects/Account/001…/Contacts walks a relationship, which is another thing Salesforce has and we do not.
  if (/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(field)) throw notImplemented(call.method, call.url);
  if (call.method === 'POST') throw notImplemented(call.method, call.url);
  const { org } = parts.site;
  // The object comes first, as with a row.
  org.basicInfo(actor, sObject);
  const key = { sObject, field, value, updateOnly: call.query.get('updateOnly') === 'true' };
  if (call.method === 'DELETE') {
    parts.beforeWrite(call);
    org.removeByKey(actor, key);
    return { status: 204, headers: {}, body: undefined };
  }
  if (call.method === 'PATCH') {
    parts.beforeWrite(call);
    const { id, created } = org.upsert(actor, key, readFields(call));
    noteRecent(call, actor, id, parts);
    const body = { id, success: true, errors: [], created };
    if (!created) return { status: 200, headers: {}, body };
    return { status: 201, headers: locationOf(call, sObject, id), body };
  }
  return allow(call, 'HEAD,GET,POST,PATCH,DELETE', () => {
    const record = org.readByExternalId(actor, sObject, field, value, readFieldNames(call));
    noteRecent(call, actor, String(record['Id']), parts);
    return ok(record);
  });
}

/** Rows that were made, changed or read by REST become recent items, unless the header says otherwise. */
function noteRecent(call: RestCall, actor: Actor, id: string, { site }: ResourceParts) {
  if (/\bupdateMru\s*=\s*false\b/i.test(call.headers['sforce-mru'] ?? '')) return;
  site.org.noteRecent(actor, id);
}

function recent(call: RestCall, { site, userId }: ResourceParts) {
  const limit = Number(call.query.get('limit') ?? 200);
  return site.org.recent(actorOf(call, userId)).slice(0, Number.isInteger(limit) && limit >= 0 ? limit : 200);
}

function versionResources(version: string, parts: ResourceParts) {
  const base = `/services/data/v${version}`;
  const { org, loginOrigin } = parts.site;
  return {
    identity: `${loginOrigin}/id/${org.orgId}/${parts.userId}`,
    sobjects: `${base}/sobjects`,
    query: `${base}/query`,
    queryAll: `${base}/queryAll`,
    search: `${base}/search`,
    parameterizedSearch: `${base}/parameterizedSearch`,
    limits: `${base}/limits`,
    tooling: `${base}/tooling`,
    metadata: `${base}/metadata`,
    composite: `${base}/composite`,
    recent: `${base}/recent`,
  };
}

function readFields(call: RestCall): Record<string, unknown> {
  if (isRecord(call.body)) return call.body;
  throw orgError(
    400,
    'JSON_PARSER_ERROR',
    'The HTTP entity body is required, but this request has no entity body.',
  );
}

function readFieldNames(call: RestCall): string[] | undefined {
  const names = (call.query.get('fields') ?? '').split(',').map((name) => name.trim());
  const given = names.filter((name) => name !== '');
  return given.length === 0 ? undefined : given;
}

function externalIdFieldMissing(field: string) {
  const message = `Provided external ID field does not exist or is not accessible: ${field}`;
  return orgError(404, 'NOT_FOUND', message);
}

function allow(call: RestCall, allowed: string, answer: () => RestAnswer): RestAnswer {
  if (!allowed.split(',').includes(call.method)) throw methodNotAllowed(call.method, allowed);
  return answer();
}

function ok(body: unknown): RestAnswer {
  return { status: 200, headers: {}, body };
}
