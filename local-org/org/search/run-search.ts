// Runs a search: which records of an object hold the words in the fields asked for, then a query for their values, so
// that rights, conditions and order are those of every query. New records are found at once; Salesforce's index takes
// a moment.

import { orgError } from '../errors.ts';
import type { Reader } from '../read.ts';
import type { OrgRecord } from '../records.ts';
import type { Field, SObject } from '../schema/schema.ts';
import { runQuery } from '../soql/soql.ts';
import type { SearchGroup, SearchOrder, SearchTarget } from './read-sosl.ts';
import { readWords } from './search-words.ts';
import type { SearchedText, WordTest } from './search-words.ts';

export function runSearch(reader: Reader, order: SearchOrder): unknown[] {
  const test = readWords(order.find);
  const found: unknown[] = [];
  for (const target of order.returning ?? everything(reader)) {
    const sObject = searchable(reader, target.object);
    const ids = idsOf(reader, sObject, fieldsIn(reader, sObject, order.group), test);
    const left = order.limit - found.length;
    if (left <= 0) break;
    found.push(...runQuery(reader, soqlFor(sObject, target, ids, left)).records);
  }
  return found;
}

function everything({ engine, rights }: Reader): SearchTarget[] {
  return engine.schema
    .objects()
    .filter((sObject) => sObject.flags.has('searchable') && rights.may('read', sObject))
    .filter((sObject) => sObject.flags.has('layoutable'))
    .map(({ name }) => ({ object: name, fields: [] }));
}

function searchable({ engine, rights }: Reader, name: string): SObject {
  const sObject = engine.schema.find(name);
  if (sObject !== undefined && sObject.flags.has('searchable') && rights.may('read', sObject)) return sObject;
  throw orgError(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`);
}

const texts = new Set(['string', 'textarea', 'email', 'phone', 'url', 'combobox', 'picklist']);

function fieldsIn({ rights }: Reader, sObject: SObject, group: SearchGroup): Field[] {
  return sObject.fields.filter((field) => {
    if (!texts.has(field.type) || field.formula !== null || !rights.canRead(sObject, field)) return false;
    switch (group) {
      case 'EMAIL':
        return field.type === 'email';
      case 'PHONE':
        return field.type === 'phone';
      case 'NAME':
        return field.nameField || field.compoundFieldName === 'Name';
      default:
        return true;
    }
  });
}

function idsOf({ engine }: Reader, sObject: SObject, fields: Field[], test: WordTest): string[] {
  const ids: string[] = [];
  for (const record of engine.records.all(sObject)) {
    // A person is found as an account: its contact is no result of its own.
    if (record['IsDeleted'] === true || (sObject.name === 'Contact' && record['IsPersonAccount'] === true))
      continue;
    if (test(textsOf(record, fields))) ids.push(String(record['Id']));
  }
  return ids.slice(0, 2_000);
}

function textsOf(record: OrgRecord, fields: Field[]): SearchedText[] {
  return fields.flatMap(({ name, type }) => {
    const value = record[name];
    return typeof value === 'string' ? [{ text: value, isPhone: type === 'phone' }] : [];
  });
}

function soqlFor(sObject: SObject, target: SearchTarget, ids: string[], left: number): string {
  const { fields, where, orderBy, limit, offset } = target;
  // An id of nothing, so that the names in the query are checked also where nothing is found.
  const list = ids.length === 0 ? [`${sObject.keyPrefix}000000000000`] : ids;
  return [
    `SELECT ${fields.length === 0 ? 'Id' : fields.join(', ')} FROM ${sObject.name}`,
    `WHERE Id IN (${list.map((id) => `'${id}'`).join(',')})`,
    where === undefined ? '' : `AND (${where})`,
    orderBy === undefined ? '' : `ORDER BY ${orderBy}`,
    `LIMIT ${Math.min(limit ?? left, left)}`,
    offset === undefined ? '' : `OFFSET ${offset}`,
  ].join(' ');
}
