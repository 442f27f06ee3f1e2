// Records that the org itself keeps up to date, such as jobs and what is installed: without rights and rules, unlike
// everything that comes through the API.

import { objectOf } from './engine.ts';
import type { Engine } from './engine.ts';
import { plainInsert } from './write/plain-insert.ts';
import type { OrgRecord } from './records.ts';
import { formatDatetime } from './values.ts';
import type { Value } from './values.ts';

export type OwnRecords = {
  all(objectName: string): OrgRecord[];
  /** Answers the id. */
  insert(objectName: string, userId: string, values: Record<string, Value>, givenId?: string): string;
  change(objectName: string, id: string, values: Record<string, Value>): void;
  drop(objectName: string, id: string): void;
};

export function createOwnRecords(engine: Engine): OwnRecords {
  const { records } = engine;
  return {
    all: (objectName) => [...records.all(objectOf(engine, objectName))],
    insert: (objectName, userId, values, givenId) => plainInsert(engine, objectName, userId, values, givenId),
    change(objectName, id, values) {
      const sObject = objectOf(engine, objectName);
      const before = records.get(sObject, id);
      if (before === undefined) return;
      const after: Record<string, Value> = { ...before, ...values };
      const time = formatDatetime(engine.now());
      for (const name of ['LastModifiedDate', 'SystemModstamp']) {
        if (!(name in values) && engine.schema.field(sObject, name) !== undefined) after[name] = time;
      }
      const kept = Object.entries(after).filter(([, value]) => value !== null);
      records.put(sObject, Object.fromEntries(kept));
    },
    drop: (objectName, id) => records.drop(objectOf(engine, objectName), id),
  };
}
