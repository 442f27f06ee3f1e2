// UserRecordAccess: what a user may do with the records that a query names. Without the two filters there is no answer.
// https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userrecordaccess.htm (2026-11-24)

import { recordOf } from '../engine.ts';
import type { Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import { parseId } from '../ids.ts';
import type { OrgRecord } from '../records.ts';
import type { ConditionTree, ParsedQuery } from '../soql/soql-query.ts';

const mostRecords = 200;

export function userRecordAccess(engine: Engine, query: ParsedQuery): OrgRecord[] {
  const [userId] = idsFor(query.where, 'userid');
  const recordIds = idsFor(query.where, 'recordid');
  if (userId === undefined || recordIds.length === 0) {
    const message = 'UserRecordAccess can only be queried with filters on UserId and RecordId';
    throw orgError(400, 'MALFORMED_QUERY', message);
  }
  if (recordIds.length > mostRecords) {
    throw orgError(400, 'MALFORMED_QUERY', `UserRecordAccess takes up to ${mostRecords} records`);
  }
  return recordIds.map((recordId) => ({
    UserId: userId,
    RecordId: recordId,
    ...accessTo(engine, userId, recordId),
  }));
}

function accessTo(engine: Engine, userId: string, recordId: string) {
  const rights = engine.access.of(userId);
  const found = recordOf(engine, recordId);
  const isSeen =
    found !== undefined && rights.may('read', found.sObject) && rights.sees(found.sObject, found.record);
  const isOpen = isSeen && rights.reach(found.sObject, found.record) === 'edit';
  const HasEditAccess = isOpen && rights.may('edit', found.sObject);
  const HasDeleteAccess = isOpen && rights.may('delete', found.sObject);
  const HasAllAccess = HasEditAccess && HasDeleteAccess;
  const MaxAccessLevel = HasAllAccess ? 'All' : HasEditAccess ? 'Edit' : isSeen ? 'Read' : 'None';
  return {
    HasReadAccess: isSeen,
    HasEditAccess,
    HasDeleteAccess,
    HasTransferAccess: HasAllAccess,
    HasAllAccess,
    MaxAccessLevel,
  };
}

/** The ids a condition that every row has to meet names for a field. */
function idsFor(tree: ConditionTree | null, field: string): string[] {
  if (tree?.kind === 'and') return tree.parts.flatMap((part) => idsFor(part, field));
  if (tree?.kind !== 'compare' || tree.term.path.toLowerCase() !== field) return [];
  if (tree.operator !== '=' && tree.operator !== 'IN') return [];
  return tree.literals.flatMap(({ text }) => parseId(text.replaceAll("'", '')) ?? []);
}
