// A SOSL text as a search order. What this org does not run is refused by name, never ignored.
// https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl_syntax.htm

import { orgError } from '../errors.ts';
import { malformed } from './search-words.ts';

export const searchGroups = ['ALL', 'NAME', 'EMAIL', 'PHONE'] as const;
export type SearchGroup = (typeof searchGroups)[number];

export type SearchTarget = {
  object: string;
  fields: string[];
  where?: string;
  orderBy?: string;
  limit?: number;
  offset?: number;
};

export type SearchOrder = {
  /** What stands between the braces. */
  find: string;
  group: SearchGroup;
  /** Null: every object that can be searched, ids only. */
  returning: SearchTarget[] | null;
  limit: number;
};

export const mostResults = 2_000;

export function readSosl(sosl: string): SearchOrder {
  const head = /^\s*FIND\s*\{((?:[^{}\\]|\\.)*)\}\s*/is.exec(sosl);
  if (head === null) {
    const word = /\S+/.exec(sosl)?.[0] ?? '';
    throw malformed(
      /^\s*FIND/i.test(sosl)
        ? 'No search term found. The search term must be enclosed in braces.'
        : `unexpected token: ${word}`,
    );
  }
  let rest = sosl.slice(head[0].length);
  const take = (pattern: RegExp) => {
    const found = pattern.exec(rest);
    if (found !== null) rest = rest.slice(found[0].length);
    return found;
  };
  const group = groupNamed(take(/^IN\s+(\w+)\s+FIELDS\b\s*/i)?.[1] ?? 'ALL');
  const returning = take(/^RETURNING\b\s*/i) === null ? null : readTargets(take);
  const limit = Number(take(/^LIMIT\s+(\d+)\s*/i)?.[1] ?? mostResults);
  const [other] = /^[A-Za-z]+(\s+[A-Za-z_]+)?/.exec(rest) ?? [];
  if (other !== undefined && /^(WITH|UPDATE|USING)\b/i.test(other)) throw notRun(other.toUpperCase());
  if (rest !== '') throw malformed(`unexpected token: ${/\S+/.exec(rest)?.[0] ?? ''}`);
  return { find: head[1] ?? '', group, returning, limit: Math.min(limit, mostResults) };
}

export function groupNamed(name: string): SearchGroup {
  const upper = name.toUpperCase();
  if (upper === 'SIDEBAR') throw notRun('IN SIDEBAR FIELDS');
  const group = searchGroups.find((one) => one === upper);
  if (group === undefined) throw malformed(`unexpected token: ${name}`);
  return group;
}

function readTargets(take: (pattern: RegExp) => RegExpExecArray | null): SearchTarget[] {
  const targets: SearchTarget[] = [];
  do {
    const object = take(/^(\w+)\s*/)?.[1];
    if (object === undefined) throw malformed('expecting an object name after RETURNING');
    // Conditions may hold brackets of their own, and texts with brackets in them.
    const inner = take(/^\(((?:'(?:[^'\\]|\\.)*'|\((?:'(?:[^'\\]|\\.)*'|[^()'])*\)|[^()'])*)\)\s*/s)?.[1];
    targets.push(inner === undefined ? { object, fields: [] } : { object, ...readInner(inner) });
  } while (take(/^,\s*/) !== null);
  return targets;
}

function readInner(inner: string): Omit<SearchTarget, 'object'> {
  const parts =
    /^(.*?)(?:\bWHERE\b(.*?))?(?:\bORDER\s+BY\b(.*?))?(?:\bLIMIT\s+(\d+))?\s*(?:\bOFFSET\s+(\d+))?\s*$/is.exec(
      inner,
    );
  const [, list = '', where, orderBy, limit, offset] = parts ?? [];
  if (/\bUSING\b/i.test(list)) throw notRun('USING');
  const fields = list
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
  const call = fields.find((field) => field.includes('('));
  if (call !== undefined) throw notRun(call.split('(')[0] ?? call);
  return {
    fields,
    ...(where !== undefined && { where: where.trim() }),
    ...(orderBy !== undefined && { orderBy: orderBy.trim() }),
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(offset !== undefined && { offset: Number(offset) }),
  };
}

function notRun(what: string) {
  return orgError(501, 'NOT_IMPLEMENTED', `The local org does not run ${what} in SOSL.`);
}
