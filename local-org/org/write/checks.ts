// Checks of a single record in Salesforce's order (Apex Developer Guide, "Triggers and Order of Execution"): first
// references, formats, lengths and picklists of what the request gives; later required fields, validation rules and
// unique values of the whole record.

import { fieldOf, isChanged, recordOf } from '../engine.ts';
import type { Draft } from '../engine.ts';
import { orgError } from '../errors.ts';
import { parseId, toShortId } from '../ids.ts';
import { isAddressCode } from './address-checks.ts';
import { checkQueueOwner } from './queue-owner.ts';
import { checkRecordType } from './record-type-checks.ts';
import { valuesFor } from '../schema/record-types.ts';
import type { Field } from '../schema/schema.ts';
import type { Value } from '../values.ts';

/** Checks the given values and puts references into their 18-character form. */
export function checkGiven(draft: Draft) {
  for (const field of draft.sObject.fields) {
    if (!draft.given.has(field.name)) continue;
    const value = draft.after[field.name];
    if (value === null || value === undefined) continue;
    if (field.type === 'reference') checkReference(draft, field, value);
    else if (typeof value === 'string') checkText(draft, field, value);
    else if (typeof value === 'number') checkNumber(field, value);
  }
}

function checkText(draft: Draft, field: Field, value: string) {
  if (field.type === 'email' && !isEmailAddress(value)) {
    throw orgError(400, 'INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${value}`, [
      field.name,
    ]);
  }
  if (field.length > 0 && value.length > field.length) {
    throw orgError(
      400,
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${value} (max length=${field.length})`,
      [field.name],
    );
  }
  if (field.type.endsWith('picklist')) checkPicklist(draft, field, value);
}

/** A restricted picklist has only its own values, and of those only what the record type leaves of them. */
function checkPicklist({ engine, sObject, after }: Draft, field: Field, value: string) {
  const chosen = field.type === 'multipicklist' ? splitChosen(value) : [value];
  if (field.restrictedPicklist && field.picklist.length > 0 && !isAddressCode(field)) {
    const known = new Set(
      valuesFor(engine, sObject, field, after['RecordTypeId']).map((entry) => entry.value.toLowerCase()),
    );
    const unknown = chosen.find((one) => !known.has(one.toLowerCase()));
    if (unknown !== undefined) throw badPicklistValue(field, unknown);
  }
  if (field.type === 'multipicklist') after[field.name] = inOrder(field, chosen);
}

function splitChosen(value: string): string[] {
  const parts = value.split(';').map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** Several values are kept in the order of the picklist, values it does not have behind them. */
function inOrder(field: Field, chosen: string[]): string | null {
  const placeOf = (value: string) => {
    const place = field.picklist.findIndex((entry) => entry.value.toLowerCase() === value.toLowerCase());
    return place === -1 ? field.picklist.length : place;
  };
  return chosen.length === 0 ? null : chosen.toSorted((a, b) => placeOf(a) - placeOf(b)).join(';');
}

export function badPicklistValue(field: Field, value: string) {
  return orgError(
    400,
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    `${field.label}: bad value for restricted picklist field: ${value}`,
    [field.name],
  );
}

function checkNumber(field: Field, value: number) {
  const digits = field.digits > 0 ? field.digits : field.precision - field.scale;
  // Above 15 digits a number as JavaScript has it may be rounded up to the power of ten: 18 nines are 1e18.
  const isTooBig = digits > 15 ? Math.abs(value) > 10 ** digits : Math.abs(value) >= 10 ** digits;
  if (digits > 0 && isTooBig) {
    throw orgError(
      400,
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${field.label}: value outside of valid range on numeric field: ${value}`,
      [field.name],
    );
  }
}

/** ASCII only, a dot in the domain, no dot at the ends: about what Salesforce takes. */
export function isEmailAddress(text: string): boolean {
  return (
    text.length <= 255 &&
    /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]$/i.test(
      text,
    )
  );
}

function checkReference(draft: Draft, field: Field, value: Value) {
  const { engine } = draft;
  const text = String(value);
  if (field.name === 'RecordTypeId') return checkRecordType(draft, text, field.label);
  const id = parseId(text);
  const incorrect = (code: string) =>
    orgError(400, code, `${field.label}: id value of incorrect type: ${text}`, [field.name]);
  if (id === undefined) throw incorrect('MALFORMED_ID');
  const parent = engine.schema.findByPrefix(id.slice(0, 3));
  if (parent === undefined) {
    // A parent of an object this org does not have; otherwise an id of nothing at all.
    const isForeign = field.referenceTo.every((name) => engine.schema.find(name) === undefined);
    throw isForeign ? invalidCrossReference() : incorrect('FIELD_INTEGRITY_EXCEPTION');
  }
  if (!field.referenceTo.includes(parent.name)) throw incorrect('FIELD_INTEGRITY_EXCEPTION');
  const record = engine.records.get(parent, id);
  if (record === undefined) throw invalidCrossReference();
  draft.after[field.name] = id;
  if (!isChanged(draft, field.name)) return;
  if (record['IsDeleted'] === true) throw orgError(400, 'ENTITY_IS_DELETED', 'entity is deleted', []);
  if (!draft.rights.may('read', parent) || draft.rights.reach(parent, record) === 'none') {
    throw insufficientCrossReference(id);
  }
  if (parent.name === 'Lead' && record['IsConverted'] === true) throw convertedLead();
  if (field.name === 'OwnerId' && parent.name === 'Group') checkQueueOwner(engine, draft.sObject, record);
  if (field.name === 'OwnerId' && parent.name === 'User' && record['IsActive'] !== true) {
    throw orgError(
      400,
      'INACTIVE_OWNER_OR_USER',
      `operation performed with inactive user [${toShortId(id)}] as owner of ${draft.sObject.label.toLowerCase()}`,
      [],
    );
  }
}

export function invalidCrossReference(status = 400) {
  return orgError(status, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
}

/** An older wording; newer releases say it in a sentence. */
export function insufficientCrossReference(id: string, status = 400) {
  return orgError(
    status,
    'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    `insufficient access rights on cross-reference id: ${toShortId(id)}`,
    [],
  );
}

export function convertedLead() {
  return orgError(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', []);
}

/** Required fields of the whole record, all missing ones in one message. */
export function checkRequired(draft: Draft) {
  const missing = draft.sObject.fields
    .filter((field) => !field.nillable && field.type !== 'boolean' && (field.createable || field.updateable))
    .filter((field) => (draft.after[field.name] ?? null) === null)
    .map((field) => field.name);
  if (missing.length > 0) throw requiredMissing(missing);
}

export function requiredMissing(fields: string[]) {
  return orgError(
    400,
    'REQUIRED_FIELD_MISSING',
    `Required fields are missing: [${fields.join(', ')}]`,
    fields,
  );
}

export function checkRules(draft: Draft) {
  const { engine, before, after } = draft;
  for (const runnable of engine.rules.get(draft.sObject.name) ?? []) {
    const { rule } = runnable;
    if (
      runnable.refuses({ before, after }, (field, record) => recordOf(engine, record[field.name])?.record)
    ) {
      const fields = rule.displayField === null ? [] : [rule.displayField];
      throw orgError(400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.message, fields);
    }
  }
}

export function checkUnique(draft: Draft) {
  const { engine, sObject, after } = draft;
  for (const { name } of sObject.fields.filter((field) => field.unique)) {
    const value = after[name];
    if (value === null || value === undefined || !isChanged(draft, name)) continue;
    const other = engine.records
      .findBy(sObject, fieldOf(engine, sObject, name), value)
      .find((record) => record['Id'] !== after['Id']);
    if (other !== undefined) {
      throw orgError(
        400,
        'DUPLICATE_VALUE',
        // Of a record that sharing hides nothing is told.
        draft.rights.reach(sObject, other) === 'none'
          ? 'duplicate value found: <unknown> duplicates value on record with id: <unknown>'
          : `duplicate value found: ${name} duplicates value on record with id: ${toShortId(String(other['Id']))}`,
        [],
      );
    }
  }
}
