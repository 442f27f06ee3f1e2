// A record as answers carry it: its attributes first, then the fields the user may see.

import type { Rights } from './rights/access.ts';
import { findRecords, recordOf } from './engine.ts';
import type { Engine } from './engine.ts';
import { orgError } from './errors.ts';
import { calculate } from './write/formula.ts';
import { defaultAccess } from './schema/entity-definitions.ts';
import { noSuchColumn } from './write/input.ts';
import { parseId } from './ids.ts';
import { locateByKey, locateObject, locateRecord, notFound } from './schema/locate.ts';
import type { OrgRecord } from './records.ts';
import type { Field, SObject } from './schema/schema.ts';
import type { Value } from './values.ts';

export type Reader = { engine: Engine; rights: Rights; version: string };

export function readRecord(
  reader: Reader,
  objectName: string,
  id: string,
  fields?: string[],
): Record<string, unknown> {
  const sObject = locateObject(reader.engine, reader.rights, objectName);
  const chosen = chooseFields(reader, sObject, fields);
  const record = locateRecord(reader.engine, sObject, id, { unknown: notFound, deleted: notFound });
  return show(reader, sObject, record, chosen);
}

/** As one of many: null for what is not there. Names of fields are checked all the same. */
export function readIfThere(
  reader: Reader,
  objectName: string,
  id: string,
  fields: string[],
): Record<string, unknown> | null {
  const sObject = locateObject(reader.engine, reader.rights, objectName);
  const chosen = chooseFields(reader, sObject, fields);
  const record = reader.engine.records.get(sObject, parseId(id) ?? id);
  if (record === undefined || record['IsDeleted'] === true || !reader.rights.sees(sObject, record))
    return null;
  return show(reader, sObject, record, chosen);
}

export function readRecordByKey(
  reader: Reader,
  objectName: string,
  field: string,
  value: string,
  fields?: string[],
): Record<string, unknown> {
  const sObject = locateObject(reader.engine, reader.rights, objectName);
  const chosen = chooseFields(reader, sObject, fields);
  const [first, ...others] = locateByKey(reader.engine, reader.rights, sObject, field, value);
  if (first === undefined) throw notFound();
  if (others.length > 0) throw multipleChoices(reader, sObject, [first, ...others]);
  return show(reader, sObject, first, chosen);
}

/** 300 with the addresses of all matches; the HTTP side sends `urls` as the body. */
export function multipleChoices(reader: Reader, sObject: SObject, records: OrgRecord[]) {
  return Object.assign(orgError(300, 'MULTIPLE_CHOICES', `${records.length} records match`), {
    extra: { urls: records.map((record) => urlOf(reader, sObject, record)) },
  });
}

function show(reader: Reader, sObject: SObject, record: OrgRecord, fields: Field[]): Record<string, unknown> {
  if (!reader.rights.sees(sObject, record)) throw notFound();
  const answer: Record<string, unknown> = { attributes: attributesOf(reader, sObject, record) };
  for (const field of fields)
    answer[field.name] = masked(reader.rights, field, valueOf(reader.engine, sObject, record, field));
  return answer;
}

function chooseFields(reader: Reader, sObject: SObject, names: string[] | undefined): Field[] {
  const visible = (field: Field) => reader.rights.canRead(sObject, field);
  if (names === undefined) return sObject.fields.filter(visible);
  const chosen: Field[] = [];
  for (const name of [...names, 'Id']) {
    const field = reader.engine.schema.field(sObject, name.trim());
    if (field === undefined || !visible(field)) throw noSuchColumn(sObject, name.trim());
    if (!chosen.includes(field)) chosen.push(field);
  }
  return chosen;
}

export function attributesOf(
  reader: Reader,
  sObject: SObject,
  record: OrgRecord,
): { type: string; url: string } {
  return { type: sObject.name, url: urlOf(reader, sObject, record) };
}

function urlOf(reader: Reader, sObject: SObject, record: OrgRecord): string {
  const api = reader.rights.api === 'tooling' ? '/tooling' : '';
  return `/services/data/v${reader.version}${api}/sobjects/${sObject.name}/${record['Id']}`;
}

/** The value of a field in an answer; a few are worked out from other records when they are asked for. */
export function valueOf(engine: Engine, sObject: SObject, record: OrgRecord, field: Field): unknown {
  if (field.type === 'address') return addressOf(sObject, record, field);
  return plainValueOf(engine, sObject, record, field);
}

const asShown: Record<string, (value: string) => RegExpMatchArray | null> = {
  lastFour: (value) => /^(.*)(.{4})$/s.exec(value),
  creditCard: (value) => /^(.*)(.{4})$/s.exec(value),
  ssn: (value) => /^(.*)(.{4})$/s.exec(value),
};

/** Encrypted text is hidden from users without "View Encrypted Data", but for the part its mask shows. */
export function masked(rights: Rights, field: Field, value: unknown): unknown {
  if (field.mask === null || typeof value !== 'string' || rights.has('ViewEncryptedData')) return value;
  const char = field.mask.char === 'X' ? 'X' : '*';
  const [, hidden = value, shown = ''] = asShown[field.mask.type]?.(value) ?? [];
  return hidden.replaceAll(/[^\s-]/g, char) + shown;
}

export function plainValueOf(engine: Engine, sObject: SObject, record: OrgRecord, field: Field): Value {
  if (field.formula !== null) {
    const parentOf = (reference: Field, child: OrgRecord) => recordOf(engine, child[reference.name])?.record;
    return calculate(engine.schema, sObject, field, record, parentOf);
  }
  if (field.name === 'PhotoUrl') return `/services/images/photo/${record['Id']}`;
  if (sObject.name === 'Organization' && /^Default\w+Access$/.test(field.name)) {
    return defaultAccess(engine.schema, field.name) ?? record[field.name] ?? null;
  }
  if (sObject.name === 'UserLicense' && field.name === 'UsedLicenses') return usedLicenses(engine, record);
  if (sObject.name === 'PermissionSetLicense' && field.name === 'UsedLicenses') {
    return findRecords(engine, 'PermissionSetLicenseAssign', 'PermissionSetLicenseId', record['Id'] ?? null)
      .length;
  }
  if (sObject.name === 'Case' && field.name in contactFields) {
    return recordOf(engine, record['ContactId'])?.record[contactFields[field.name] ?? ''] ?? null;
  }
  return record[field.name] ?? null;
}

const contactFields: Record<string, string> = {
  ContactPhone: 'Phone',
  ContactMobile: 'MobilePhone',
  ContactEmail: 'Email',
  ContactFax: 'Fax',
};

export function usedLicenses(engine: Engine, license: OrgRecord): number {
  let used = 0;
  for (const profile of findRecords(engine, 'Profile', 'UserLicenseId', license['Id'] ?? null)) {
    const users = findRecords(engine, 'User', 'ProfileId', profile['Id'] ?? null);
    used += users.filter((user) => user['IsActive'] === true).length;
  }
  return used;
}

const addressParts = [
  'city',
  'country',
  'countryCode',
  'geocodeAccuracy',
  'latitude',
  'longitude',
  'postalCode',
  'state',
  'stateCode',
  'street',
];

function addressOf(sObject: SObject, record: OrgRecord, address: Field): Record<string, Value> | null {
  const parts = sObject.fields.filter((field) => field.compoundFieldName === address.name);
  const values = Object.fromEntries(
    addressParts.flatMap((part) => {
      const field = parts.find(({ name }) => name.toLowerCase().endsWith(part.toLowerCase()));
      // Codes are there only where states and countries are picklists.
      if (field === undefined && part.endsWith('Code')) return [];
      return [[part, field === undefined ? null : (record[field.name] ?? null)]];
    }),
  );
  return Object.values(values).every((value) => value === null) ? null : values;
}
