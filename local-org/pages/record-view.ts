// What the record pages show of an org, read through its API as one of its users: fields that user may not see are not
// shown either, just as in Salesforce.

import type { Actor, Org, OrgUser } from '../org/org.ts';
import { isOrgError } from '../org/errors.ts';
import { newestVersion } from '../rest/versions.ts';

export type FieldInfo = {
  name: string;
  label: string;
  type: string;
  referenceTo: string[];
  nameField: boolean;
};
export type ObjectInfo = {
  name: string;
  label: string;
  labelPlural: string;
  keyPrefix: string | null;
  fields: FieldInfo[];
};
export type Row = Record<string, unknown>;

/** Looks with the eyes of the user who sees most of what the companion app writes: the API user. */
export function defaultViewer(org: Org): OrgUser | undefined {
  const users = org.users();
  return (
    users.find((user) => user.role === 'api-user') ?? users.find((user) => user.role === 'admin') ?? users[0]
  );
}

export function actorOf(user: OrgUser): Actor {
  return { userId: user.id, version: newestVersion };
}

export function describeObject(org: Org, actor: Actor, sObject: string): ObjectInfo | undefined {
  return orUndefined(() => readObject(org.describe(actor, sObject)));
}

export function listObjects(
  org: Org,
  actor: Actor,
): { name: string; label: string; keyPrefix: string | null }[] {
  const list = asRow(org.describeGlobal(actor))['sobjects'];
  const rows = Array.isArray(list) ? list.map(asRow) : [];
  return rows.map((row) => ({
    name: text(row['name']),
    label: text(row['labelPlural']) || text(row['label']),
    keyPrefix: typeof row['keyPrefix'] === 'string' ? row['keyPrefix'] : null,
  }));
}

/** The object a record id belongs to, by its first three characters. */
export function objectOfId(org: Org, actor: Actor, recordId: string): string | undefined {
  return listObjects(org, actor).find((object) => object.keyPrefix === recordId.slice(0, 3))?.name;
}

/** Newest change first, where the object keeps one. */
export function recentRecords(
  org: Org,
  actor: Actor,
  info: ObjectInfo,
  fields: string[],
  most: number,
): Row[] {
  const has = (name: string) => info.fields.some((field) => field.name === name);
  const order = ['LastModifiedDate', 'SystemModstamp', 'CreatedDate'].find(has);
  const select = [...new Set(['Id', ...fields])].join(', ');
  const soql = `SELECT ${select} FROM ${info.name}${order === undefined ? '' : ` ORDER BY ${order} DESC, Id DESC`} LIMIT ${most}`;
  return orUndefined(() => org.query(actor, soql).records.map(asRow)) ?? [];
}

/** Ids of the records of `child` that point to this record by any of their fields, newest change first. */
export function recordsPointingTo(
  org: Org,
  actor: Actor,
  child: ObjectInfo,
  sObject: string,
  recordId: string,
): string[] {
  const fields = child.fields.filter((field) => field.referenceTo.includes(sObject));
  if (fields.length === 0 || !/^[a-zA-Z0-9]{15,18}$/.test(recordId)) return [];
  const where = fields.map((field) => `${field.name} = '${recordId}'`).join(' OR ');
  const soql = `SELECT Id FROM ${child.name} WHERE ${where} ORDER BY LastModifiedDate DESC, Id DESC LIMIT 20`;
  return (orUndefined(() => org.query(actor, soql).records.map(asRow)) ?? []).map((row) => text(row['Id']));
}

export function readRecord(org: Org, actor: Actor, sObject: string, recordId: string): Row | undefined {
  return orUndefined(() => org.read(actor, sObject, recordId));
}

/** A record's own name for links: its name field, else its id. */
export function recordName(org: Org, actor: Actor, sObject: string, recordId: string): string {
  const nameField = describeObject(org, actor, sObject)?.fields.find((field) => field.nameField);
  if (nameField === undefined) return recordId;
  const row = orUndefined(() => org.read(actor, sObject, recordId, [nameField.name]));
  return text(row?.[nameField.name]) || recordId;
}

export function text(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') {
    return Object.values(value)
      .filter((part) => typeof part === 'string' || typeof part === 'number')
      .join(', ');
  }
  return typeof value !== 'string'
    ? ''
    : value.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\.000\+0000$/, '$1 $2 UTC');
}

function readObject(describe: unknown): ObjectInfo {
  const row = asRow(describe);
  const fields = Array.isArray(row['fields']) ? row['fields'].map(asRow) : [];
  return {
    name: text(row['name']),
    label: text(row['label']),
    labelPlural: text(row['labelPlural']) || text(row['label']),
    keyPrefix: typeof row['keyPrefix'] === 'string' ? row['keyPrefix'] : null,
    fields: fields.map((field) => ({
      name: text(field['name']),
      label: text(field['label']),
      type: text(field['type']),
      referenceTo: Array.isArray(field['referenceTo']) ? field['referenceTo'].map(text) : [],
      nameField: field['nameField'] === true,
    })),
  };
}

function asRow(value: unknown): Row {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** An object or record the viewer cannot see is an expected outcome here; any other failure is not. */
function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (isOrgError(error)) return undefined;
    throw error;
  }
}
