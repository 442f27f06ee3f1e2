// Creates, changes and deletes records, with the checks in Salesforce's order. Each call is all or nothing.

import type { Rights } from '../rights/access.ts';
import { checkAddresses } from './address-checks.ts';
import { assignOwner } from './assignment-rules.ts';
import type { AutoAssign } from './assignment-rules.ts';
import { behaviourOf } from './behaviour.ts';
import {
  checkGiven,
  checkRequired,
  checkRules,
  checkUnique,
  convertedLead,
  insufficientCrossReference,
  invalidCrossReference,
} from './checks.ts';
import { checkDuplicates, duplicatesOf } from './duplicate-rules.ts';
import type { DuplicateOptions } from './duplicate-rules.ts';
import type { Draft, Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import { toShortId } from '../ids.ts';
import { defaultOf } from './defaults.ts';
import { readInput } from './input.ts';
import { chooseRecordType } from './record-type-checks.ts';
import { locateRecord, locateObject } from '../schema/locate.ts';
import type { OrgRecord } from '../records.ts';
import type { SObject } from '../schema/schema.ts';
import { formatDatetime } from '../values.ts';
import type { Value } from '../values.ts';

/** What the headers of a call ask of a save. What the org itself saves goes without. */
export type SaveOptions = DuplicateOptions & { autoAssign?: AutoAssign };

export function saveOptionsOf(
  actor: Parameters<typeof duplicatesOf>[0] & { autoAssign?: AutoAssign },
): SaveOptions {
  return { ...duplicatesOf(actor), autoAssign: actor.autoAssign };
}

export function createRecord(
  engine: Engine,
  rights: Rights,
  objectName: string,
  body: Record<string, unknown>,
  options: SaveOptions,
): string {
  const sObject = locateObject(engine, rights, objectName);
  const values = readInput(engine, rights, sObject, body, 'create');
  if (!sObject.flags.has('createable') || !rights.may('create', sObject)) {
    throw orgError(
      400,
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      `entity type cannot be inserted: ${sObject.label}`,
      [],
    );
  }
  return engine.records.transaction(() => {
    const given: Record<string, Value> = {};
    for (const [field, value] of values) given[field.name] = value;
    const id = insert(engine, rights, sObject, given, options);
    tellSaved(engine, sObject, id);
    return id;
  });
}

/** Inserts without a look at field rights; also for what the org itself makes (then without duplicate rules). */
export function insert(
  engine: Engine,
  rights: Rights,
  sObject: SObject,
  given: Record<string, Value>,
  options?: SaveOptions,
): string {
  const draft: Draft = {
    engine,
    rights,
    sObject,
    before: null,
    after: { ...given },
    given: new Set(Object.keys(given)),
  };
  chooseRecordType(draft);
  checkGiven(draft);
  checkAddresses(draft);
  addDefaults(draft);
  const behaviour = behaviourOf(sObject);
  behaviour.prepare?.(draft);
  checkRequired(draft);
  checkRules(draft);
  if (options !== undefined) checkDuplicates(draft, options);
  checkUnique(draft);
  if (options !== undefined) assignOwner(draft, options.autoAssign);
  number(draft);
  const id = engine.records.newId(sObject);
  // A record of a custom object without a name is called by its id.
  if (sObject.custom) draft.after['Name'] ??= toShortId(id);
  const record: OrgRecord = { Id: id, ...withoutNulls(draft.after) };
  engine.records.put(sObject, record);
  behaviour.afterSave?.(draft, record);
  return id;
}

export function updateRecord(
  engine: Engine,
  rights: Rights,
  objectName: string,
  id: string,
  body: Record<string, unknown>,
  options: SaveOptions,
) {
  const sObject = locateObject(engine, rights, objectName);
  const values = readInput(engine, rights, sObject, body, 'update');
  const before = locateRecord(engine, sObject, id, gone);
  if (!sObject.flags.has('updateable') || !rights.may('edit', sObject)) throw noAccess();
  refuseUnshared(rights, sObject, before);
  if (
    sObject.name === 'Lead' &&
    before['IsConverted'] === true &&
    !rights.has('AllowViewEditConvertedLeads')
  ) {
    throw convertedLead();
  }
  engine.records.transaction(() => {
    const given: Record<string, Value> = {};
    for (const [field, value] of values) given[field.name] = value;
    change(engine, rights, sObject, before, given, options);
    tellSaved(engine, sObject, String(before['Id']));
  });
}

/** Parts outside of the engine react to a record only when its transaction has ended well. */
function tellSaved(engine: Engine, sObject: SObject, id: string) {
  engine.records.whenKept(() => engine.settings.onSaved?.(sObject.name, id));
}

export function change(
  engine: Engine,
  rights: Rights,
  sObject: SObject,
  before: OrgRecord,
  given: Record<string, Value>,
  options?: SaveOptions,
) {
  const draft: Draft = {
    engine,
    rights,
    sObject,
    before,
    after: { ...before, ...given },
    given: new Set(Object.keys(given)),
  };
  chooseRecordType(draft);
  checkGiven(draft);
  checkAddresses(draft);
  const behaviour = behaviourOf(sObject);
  behaviour.prepare?.(draft);
  checkRequired(draft);
  checkRules(draft);
  if (options !== undefined) checkDuplicates(draft, options);
  checkUnique(draft);
  if (options !== undefined) assignOwner(draft, options.autoAssign);
  const now = formatDatetime(engine.now());
  setIfThere(draft, 'LastModifiedDate', now);
  setIfThere(draft, 'LastModifiedById', rights.userId);
  setIfThere(draft, 'SystemModstamp', now);
  const record: OrgRecord = withoutNulls(draft.after);
  engine.records.put(sObject, record);
  behaviour.afterSave?.(draft, record);
}

export function removeRecord(engine: Engine, rights: Rights, objectName: string, id: string) {
  const sObject = locateObject(engine, rights, objectName);
  const record = locateRecord(engine, sObject, id, gone);
  if (!sObject.flags.has('deletable') || !rights.may('delete', sObject)) throw noAccess();
  refuseUnshared(rights, sObject, record);
  behaviourOf(sObject).beforeOwnRemove?.(engine, record);
  engine.records.transaction(() => {
    remove(engine, sObject, record);
    tellSaved(engine, sObject, String(record['Id']));
  });
}

function remove(engine: Engine, sObject: SObject, record: OrgRecord) {
  const id = String(record['Id']);
  behaviourOf(sObject).beforeRemove?.(engine, record);
  for (const { child, field } of engine.schema.references(sObject)) {
    if (!engine.records.isIndexed(child, field)) continue;
    const children = engine.records.findBy(child, field, id);
    if (children.length === 0) continue;
    if (field.onParentDelete === 'restrict') throw stillUsed(engine, sObject, record, child, children);
    for (const row of children) {
      if (field.onParentDelete === 'cascade') remove(engine, child, row);
      else engine.records.put(child, withoutNulls({ ...row, [field.name]: null }));
    }
  }
  // Setup objects are gone at once; records of business objects go to the recycle bin.
  if (sObject.fields.some((field) => field.name === 'IsDeleted')) {
    const now = formatDatetime(engine.now());
    engine.records.put(sObject, { ...record, IsDeleted: true, SystemModstamp: now, LastModifiedDate: now });
  } else engine.records.drop(sObject, id);
}

function stillUsed(engine: Engine, sObject: SObject, record: OrgRecord, child: SObject, rows: OrgRecord[]) {
  const nameOf = (object: SObject, row: OrgRecord) =>
    String(row[engine.schema.nameField(object)?.name ?? 'Id'] ?? row['Id']);
  const others = rows.slice(0, 5).map((row) => nameOf(child, row));
  return orgError(
    400,
    'DELETE_FAILED',
    `Your attempt to delete ${nameOf(sObject, record)} could not be completed because it is associated with the following ${child.labelPlural.toLowerCase()}.: ${others.join(', ')}`,
    [],
  );
}

const gone = {
  unknown: () => invalidCrossReference(404),
  deleted: () => orgError(404, 'ENTITY_IS_DELETED', 'entity is deleted', []),
};

/** What sharing hides is refused in other words than what it shows and does not open. */
function refuseUnshared(rights: Rights, sObject: SObject, record: OrgRecord) {
  if (!rights.sees(sObject, record)) {
    throw sObject.sharingModel === null ? noAccess() : insufficientCrossReference(String(record['Id']), 403);
  }
  if (rights.reach(sObject, record) !== 'edit') throw noAccess();
}

function noAccess() {
  return orgError(403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', []);
}

function addDefaults(draft: Draft) {
  const { engine, rights, sObject, after } = draft;
  const now = formatDatetime(engine.now());
  for (const field of sObject.fields) {
    if ((after[field.name] ?? null) !== null) continue;
    if (field.type === 'boolean') after[field.name] = field.defaultValue === true;
    // A default stands in for what is left out; an explicit null stays null where the field may be empty.
    else if (!(draft.given.has(field.name) && field.nillable)) after[field.name] = defaultOf(draft, field);
  }
  if ((after['OwnerId'] ?? null) === null) setIfThere(draft, 'OwnerId', rights.userId);
  for (const name of ['CreatedDate', 'LastModifiedDate', 'SystemModstamp']) setIfThere(draft, name, now);
  for (const name of ['LastViewedDate', 'LastReferencedDate']) {
    setIfThere(draft, name, now);
  }
  setIfThere(draft, 'CreatedById', rights.userId);
  setIfThere(draft, 'LastModifiedById', rights.userId);
}

function number(draft: Draft) {
  for (const field of draft.sObject.fields) {
    if (field.autoNumber === null) continue;
    const next = String(draft.engine.records.nextNumber(`number/${draft.sObject.name}.${field.name}`));
    draft.after[field.name] = field.autoNumber.replace(/\{(0+)\}/, (_, zeros: string) =>
      next.padStart(zeros.length, '0'),
    );
  }
}

function setIfThere(draft: Draft, name: string, value: Value) {
  if (draft.engine.schema.field(draft.sObject, name) !== undefined) draft.after[name] = value;
}

function withoutNulls(values: Readonly<Record<string, Value>>): OrgRecord {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
