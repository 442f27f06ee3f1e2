// Merge: up to two records of the same object go into a master. They are deleted with the master's id on them, and what
// pointed at them points at the master.
// https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_merge.htm (2026-11-24)

import type { Engine } from '../engine.ts';
import { orgError } from '../errors.ts';
import { parseId } from '../ids.ts';
import type { OrgRecord } from '../records.ts';
import type { Rights } from '../rights/access.ts';
import type { SObject } from '../schema/schema.ts';
import { formatDatetime } from '../values.ts';
import type { Value } from '../values.ts';
import { convertedLead, invalidCrossReference } from '../write/checks.ts';
import type { DuplicateOptions } from '../write/duplicate-rules.ts';
import { readInput } from '../write/input.ts';
import { change } from '../write/write.ts';

export type MergeOrder = {
  sObject: string;
  masterId: string;
  /** Values the master takes on, as in an update. */
  values: Record<string, unknown>;
  losers: string[];
};

export type Merged = { id: string; mergedRecordIds: string[]; updatedRelatedIds: string[] };

const mergeable = new Set(['Account', 'Contact', 'Lead']);
const mostLosers = 2;

/** All or nothing; throws an OrgError that says why not. */
export function mergeRecords(
  engine: Engine,
  rights: Rights,
  order: MergeOrder,
  duplicates: DuplicateOptions,
): Merged {
  const sObject = engine.schema.find(order.sObject);
  if (sObject === undefined || !rights.may('read', sObject) || !mergeable.has(sObject.name)) {
    throw orgError(400, 'INVALID_TYPE', `sObject type '${order.sObject}' cannot be merged`);
  }
  if (order.losers.length === 0 || order.losers.length > mostLosers) {
    throw orgError(400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Merge takes one or two records to merge', []);
  }
  const master = find(engine, rights, sObject, order.masterId);
  const losers = order.losers.map((id) => find(engine, rights, sObject, id));
  const ids = [master, ...losers].map((record) => record['Id']);
  if (new Set(ids).size < ids.length) {
    throw orgError(400, 'INVALID_ID_FIELD', 'The master record cannot be merged into itself', []);
  }
  if (!rights.may('edit', sObject) || !rights.may('delete', sObject)) {
    throw orgError(403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', []);
  }
  const values: Record<string, Value> = {};
  for (const [field, value] of readInput(engine, rights, sObject, order.values, 'update'))
    values[field.name] = value;

  return engine.records.transaction(() => {
    const masterId = String(master['Id']);
    const updated = losers.flatMap((loser) => reparent(engine, sObject, String(loser['Id']), masterId));
    for (const loser of losers) retire(engine, sObject, loser, masterId);
    const latest = engine.records.get(sObject, masterId) ?? master;
    change(engine, rights, sObject, latest, values, Object.keys(values).length > 0 ? duplicates : undefined);
    for (const id of ids) engine.records.whenKept(() => engine.settings.onSaved?.(sObject.name, String(id)));
    return {
      id: masterId,
      mergedRecordIds: losers.map((loser) => String(loser['Id'])),
      updatedRelatedIds: [...new Set(updated)],
    };
  });
}

function find(engine: Engine, rights: Rights, sObject: SObject, given: string): OrgRecord {
  const id = parseId(given);
  if (id?.startsWith(sObject.keyPrefix) !== true) {
    throw orgError(400, 'MALFORMED_ID', `id value of incorrect type: ${given}`, ['Id']);
  }
  const record = engine.records.get(sObject, id);
  if (record === undefined || !rights.sees(sObject, record)) throw invalidCrossReference(404);
  if (record['IsDeleted'] === true) throw orgError(404, 'ENTITY_IS_DELETED', 'entity is deleted', []);
  if (record['IsConverted'] === true) throw convertedLead();
  return record;
}

/** Every lookup of every object, custom ones too; answers the ids of the records that were changed. */
function reparent(engine: Engine, sObject: SObject, loserId: string, masterId: string): string[] {
  const moved: string[] = [];
  const now = formatDatetime(engine.now());
  for (const { child, field } of engine.schema.references(sObject)) {
    if (field.name === 'MasterRecordId' || !engine.records.isIndexed(child, field)) continue;
    for (const row of engine.records.findBy(child, field, loserId)) {
      const { [field.name]: _loser, ...others } = row;
      engine.records.put(child, {
        ...others,
        // The master does not come to point at itself.
        ...(row['Id'] === masterId ? {} : { [field.name]: masterId }),
        ...('SystemModstamp' in row ? { SystemModstamp: now } : {}),
      });
      moved.push(String(row['Id']));
    }
  }
  return moved;
}

function retire(engine: Engine, sObject: SObject, loser: OrgRecord, masterId: string) {
  const now = formatDatetime(engine.now());
  const latest = engine.records.get(sObject, String(loser['Id'])) ?? loser;
  engine.records.put(sObject, {
    ...latest,
    IsDeleted: true,
    MasterRecordId: masterId,
    LastModifiedDate: now,
    SystemModstamp: now,
  });
}
