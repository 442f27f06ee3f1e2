// What every part of the data engine works on, and the draft of one record that is being written.

import type { Access, Rights } from './rights/access.ts';
import type { Deployed } from './write/duplicate-sources.ts';
import type { RunnableRule } from './write/formula.ts';
import type { OrgRecord, Records } from './records.ts';
import type { Field, Schema, SObject } from './schema/schema.ts';
import type { OrgSettings } from './settings.ts';
import type { Value } from './values.ts';

/** `schema` and `rules` are replaced at every deploy: keep names across calls, never an SObject or a Field. */
export type Engine = {
  orgId: string;
  settings: OrgSettings;
  schema: Schema;
  records: Records;
  access: Access;
  /** By object name. */
  rules: ReadonlyMap<string, RunnableRule[]>;
  now: () => Date;
  /** The deployed components of a metadata type; none in an org that holds no metadata. */
  deployed?: (type: string) => Deployed[];
};

/** One record on its way into the org: before (null when it is new) and after; `given` names what the request sets. */
export type Draft = {
  engine: Engine;
  rights: Rights;
  sObject: SObject;
  before: OrgRecord | null;
  after: Record<string, Value>;
  given: ReadonlySet<string>;
};

export function objectOf(engine: Engine, name: string): SObject {
  const sObject = engine.schema.find(name);
  if (sObject === undefined) throw new Error(`The org has no ${name}.`);
  return sObject;
}

export function fieldOf(engine: Engine, sObject: SObject, name: string): Field {
  const field = engine.schema.field(sObject, name);
  if (field === undefined) throw new Error(`${sObject.name} has no field ${name}.`);
  return field;
}

/** The undeleted record an id points at, by the object its prefix names. */
export function recordOf(
  engine: Engine,
  id: Value | undefined,
): { sObject: SObject; record: OrgRecord } | undefined {
  if (typeof id !== 'string') return undefined;
  const sObject = engine.schema.findByPrefix(id.slice(0, 3));
  const record = sObject === undefined ? undefined : engine.records.get(sObject, id);
  if (sObject === undefined || record === undefined || record['IsDeleted'] === true) return undefined;
  return { sObject, record };
}

export function findRecords(
  engine: Engine,
  objectName: string,
  fieldName: string,
  value: Value,
): OrgRecord[] {
  const sObject = objectOf(engine, objectName);
  return engine.records.findBy(sObject, fieldOf(engine, sObject, fieldName), value);
}

/** True when the draft sets the field to another value than the record had. */
export function isChanged(draft: Draft, name: string): boolean {
  return (draft.after[name] ?? null) !== (draft.before?.[name] ?? null);
}
