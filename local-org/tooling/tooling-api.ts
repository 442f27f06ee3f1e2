// The Tooling API of an org: queries and records of its own objects. Its answers differ from the data API's in their
// addresses and in what stands around the rows of a query.

import type { MetadataSettings } from '../metadata-jobs/metadata-settings.ts';
import { orgError } from '../org/errors.ts';
import { parseId } from '../org/ids.ts';
import type { Actor } from '../org/org.ts';
import { noSuchType } from '../org/soql/soql-errors.ts';
import { parseSoql } from '../org/soql/soql-parse.ts';
import type { RestAnswer, RestCall } from '../rest/answer.ts';
import { isRecord, methodNotAllowed, notFound, notImplemented } from '../rest/answer.ts';
import type { QueryPages } from '../rest/query-pages.ts';
import { tracksSandboxes } from '../metadata/source-tracking.ts';
import type { OrgSite } from '../site.ts';
import { createPackageInstalls } from './install-packages.ts';
import { queryPackageVersions } from './package-versions.ts';
import { refreshSourceMembers, resetSourceMember } from './source-members.ts';
import { namesIn, standingOf } from './tooling-objects.ts';

/** A resource below /tooling that another part of the local org answers. */
export type ToolingResource = (call: RestCall, actor: Actor, site: OrgSite) => RestAnswer;

export type ToolingApi = (call: RestCall, userId: string, queryPages: QueryPages) => RestAnswer;

const missing = new Set(
  `apexManifest completions executeAnonymous runTestsAsynchronous runTestsSynchronous search
   async-queries jobs queryAll`.split(/\s+/),
);

export function createTooling(
  site: OrgSite,
  settings: MetadataSettings,
  others: ReadonlyMap<string, ToolingResource>,
  now: () => Date,
): ToolingApi {
  const { org } = site;
  const installs = createPackageInstalls(site, settings, now);

  return function answerTooling(call, userId, queryPages) {
    const actor: Actor = { userId, version: call.version, api: 'tooling' };
    const [, root, ...rest] = call.segments;
    installs.runDue();
    const other = others.get(root ?? '');
    if (other !== undefined) return other(call, actor, site);
    if (root === undefined) return allow(call, 'HEAD,GET', () => ok(resources(call.version)));
    if (root === 'query') return allow(call, 'HEAD,GET', () => answerQuery(call, rest, actor, queryPages));
    if (root === 'sobjects') return answerRecords(call, rest, actor);
    if (missing.has(root)) throw notImplemented(call.method, call.url);
    throw notFound();
  };

  function answerQuery(call: RestCall, rest: string[], actor: Actor, queryPages: QueryPages): RestAnswer {
    const { userId, version } = actor;
    const options = call.headers['sforce-query-options'];
    const [locator] = rest;
    if (locator !== undefined) return ok(toTooling(queryPages.next(locator, userId, version, options)));
    const soql = call.query.get('q');
    if (soql === null) throw orgError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
    if (call.query.get('columns') === 'true') return ok(org.describeQuery(actor, soql));
    const found = query(soql, actor);
    const page = queryPages.first(found.result, userId, version, options);
    const { records, ...counts } = page;
    const entityTypeName = records.length === 0 ? null : found.name;
    return ok(toTooling({ size: records.length, ...counts, queryLocator: null, entityTypeName, records }));
  }

  function query(soql: string, actor: Actor) {
    const { sObject: name } = parseSoql(soql);
    if (name.toLowerCase() === 'subscriberpackageversion') {
      const records = queryPackageVersions(installs.versions, soql, actor.version);
      return { name: 'SubscriberPackageVersion', result: { totalSize: records.length, done: true, records } };
    }
    refuseUnknown(actor, name, () => noSuchType(soql, name));
    prepare(name);
    return { name, result: org.query(actor, soql) };
  }

  function answerRecords(call: RestCall, rest: string[], actor: Actor): RestAnswer {
    const [name, second, third] = rest;
    if (name === undefined) return allow(call, 'HEAD,GET', () => ok(describeGlobal(actor)));
    refuseUnknown(actor, name, notFound);
    prepare(name);
    if (second === undefined) {
      if (call.method === 'POST') return create(call, name, actor);
      return allow(call, 'HEAD,GET,POST', () => ok(toTooling(org.basicInfo(actor, name))));
    }
    if (second === 'describe' && third === undefined) {
      return allow(call, 'HEAD,GET', () => ok(toTooling(org.describe(actor, name))));
    }
    if (third !== undefined) throw notImplemented(call.method, call.url);
    return answerRecord(call, name, second, actor);
  }

  function create(call: RestCall, name: string, actor: Actor): RestAnswer {
    const body = readFields(call);
    const isInstall = name.toLowerCase() === 'packageinstallrequest';
    const id = isInstall ? installs.order(actor, body) : org.create(actor, name, body).id;
    const headers = { Location: `/services/data/v${call.version}/tooling/sobjects/${name}/${id}` };
    return { status: 201, headers, body: { id, success: true, errors: [] } };
  }

  function answerRecord(call: RestCall, name: string, id: string, actor: Actor): RestAnswer {
    if (call.method === 'PATCH') {
      const body = readFields(call);
      const counter = body['RevisionCounter'];
      org.update(actor, name, id, body);
      if (name.toLowerCase() === 'sourcemember' && typeof counter === 'number') {
        resetSourceMember(site, parseId(id) ?? id, counter);
      }
      return { status: 204, headers: {}, body: undefined };
    }
    if (call.method === 'DELETE') {
      org.remove(actor, name, id);
      return { status: 204, headers: {}, body: undefined };
    }
    return allow(call, 'HEAD,GET,PATCH,DELETE', () => ok(toTooling(showRecord(call, name, id, actor))));
  }

  function showRecord(call: RestCall, name: string, id: string, actor: Actor): Record<string, unknown> {
    const names = call.query.get('fields')?.split(',');
    const record = org.read(actor, name, id, names);
    const errors = record['Errors'];
    // A list in a field, which only this object has: it is kept as text.
    return typeof errors === 'string' ? { ...record, Errors: JSON.parse(errors) } : record;
  }

  function describeGlobal(actor: Actor): unknown {
    const here = namesIn(org, actor.userId, actor.version);
    const answer = org.describeGlobal(actor);
    if (!isRecord(answer) || !Array.isArray(answer['sobjects'])) return answer;
    const sobjects = answer['sobjects'].filter(
      (one: unknown) => isRecord(one) && here.has(String(one['name']).toLowerCase()),
    );
    return toTooling({ ...answer, sobjects });
  }

  function refuseUnknown(actor: Actor, name: string, unknown: () => Error) {
    const standing = standingOf(site, actor.userId, actor.version, name);
    if (standing === 'missing') {
      throw orgError(501, 'NOT_IMPLEMENTED', `The local org does not have the tooling object ${name}.`);
    }
    if (standing === 'unknown') throw unknown();
  }

  /** Some rows are worked out; their records are brought up to date before anybody looks. */
  function prepare(name: string) {
    const asked = name.toLowerCase();
    if (asked === 'sourcemember') refreshSourceMembers(site);
    if (asked === 'sourcetrackingsettings') {
      const [row] = org.own.all('SourceTrackingSettings');
      const values = {
        DurableId: 'SourceTracking',
        IsSourceTrackingSandboxesEnabled: tracksSandboxes(org.metadata),
      };
      if (row === undefined) org.own.insert('SourceTrackingSettings', org.users()[0]?.id ?? '', values);
      else org.own.change('SourceTrackingSettings', String(row['Id']), values);
    }
  }
}

function resources(version: string) {
  const base = `/services/data/v${version}/tooling`;
  return { query: `${base}/query/`, sobjects: `${base}/sobjects/` };
}

const dataAddress = /^(\/services\/data\/v[\d.]+)\/(sobjects|query)(\/|$)/;

/** The same answer with addresses of the Tooling API. */
function toTooling(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(dataAddress, '$1/tooling/$2$3');
  if (Array.isArray(value)) return value.map(toTooling);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toTooling(inner)]));
}

function readFields(call: RestCall): Record<string, unknown> {
  if (isRecord(call.body)) return call.body;
  throw orgError(
    400,
    'JSON_PARSER_ERROR',
    'The HTTP entity body is required, but this request has no entity body.',
  );
}

function allow(call: RestCall, allowed: string, answer: () => RestAnswer): RestAnswer {
  if (!allowed.split(',').includes(call.method)) throw methodNotAllowed(call.method, allowed);
  return answer();
}

function ok(body: unknown): RestAnswer {
  return { status: 200, headers: {}, body };
}
