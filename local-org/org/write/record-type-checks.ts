// Which record type a record gets: the one that is given, when this user may use it, else the user's default.
// The default and the refusal: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_recordtype.htm

import { isChanged } from '../engine.ts';
import type { Draft } from '../engine.ts';
import { orgError } from '../errors.ts';
import { parseId } from '../ids.ts';
import { masterRecordTypeId, usableRecordTypes } from '../schema/record-types.ts';

/** Before the given values are checked, so that picklists can be checked against the record type. */
export function chooseRecordType(draft: Draft) {
  const { engine, rights, sObject, after, before } = draft;
  if (engine.schema.field(sObject, 'RecordTypeId') === undefined) return;
  const given = after['RecordTypeId'] ?? null;
  if (given !== null && parseId(String(given)) === masterRecordTypeId) after['RecordTypeId'] = null;
  if (before !== null || given !== null) return;
  const isPerson = engine.schema.field(sObject, 'IsPersonAccount') !== undefined && givesPerson(draft);
  const found = usableRecordTypes(engine, rights, sObject).find(
    (one) => one.isDefault && one.isPersonType === isPerson,
  );
  if (found !== undefined) after['RecordTypeId'] = found.id;
}

/** An account with a last name and no name is a person. */
function givesPerson({ after }: Draft): boolean {
  return (after['LastName'] ?? null) !== null && (after['Name'] ?? null) === null;
}

/** The record type a request gives must be this object's, active, and one that the user may use. */
export function checkRecordType(draft: Draft, text: string, label: string) {
  const { engine, rights, sObject, after } = draft;
  const id = parseId(text);
  if (id === undefined) throw refuse('MALFORMED_ID', `${label}: id value of incorrect type: ${text}`);
  if (id.slice(0, 3) !== masterRecordTypeId.slice(0, 3))
    throw refuse('FIELD_INTEGRITY_EXCEPTION', `${label}: id value of incorrect type: ${text}`);
  after['RecordTypeId'] = id;
  if (!isChanged(draft, 'RecordTypeId')) return;
  const found = usableRecordTypes(engine, rights, sObject).find((one) => one.id === id);
  if (found?.isAvailable !== true)
    throw refuse('INVALID_CROSS_REFERENCE_KEY', `${label}: this ID value isn't valid for the user: ${id}`);
}

function refuse(code: string, message: string) {
  return orgError(400, code, message, ['RecordTypeId']);
}

/** A record type is more than its record: its picklist values come with metadata. */
export function refuseNewRecordType({ before }: Draft) {
  if (before !== null) return;
  throw orgError(501, 'NOT_IMPLEMENTED', 'The local org makes record types from metadata only.');
}
