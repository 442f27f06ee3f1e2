// The records of one org: one table per object, indexes for the look-ups that must stay fast, and an undo log that
// makes every piece of work all or nothing. A record is replaced, never changed in place.

import type { Store, Table } from '../store.ts';
import { makeId } from './ids.ts';
import type { Field, SObject } from './schema/schema.ts';
import type { Value } from './values.ts';

export type OrgRecord = { readonly [field: string]: Value };

export type Records = {
  get(sObject: SObject, id: string): OrgRecord | undefined;
  /** All records of the object, deleted ones too, in the order of their creation. */
  all(sObject: SObject): IterableIterator<OrgRecord>;
  /** Undeleted records whose field has this value; only for indexed fields. */
  findBy(sObject: SObject, field: Field, value: Value): OrgRecord[];
  isIndexed(sObject: SObject, field: Field): boolean;
  put(sObject: SObject, record: OrgRecord): void;
  drop(sObject: SObject, id: string): void;
  newId(sObject: SObject): string;
  nextNumber(counter: string): number;
  transaction<T>(work: () => T): T;
  /** Runs `work` as soon as what was written so far can no longer be rolled back. */
  whenKept(work: () => void): void;
  /** The org's objects from now on; tables of objects that are new are opened, indexes follow the fields. */
  setObjects(objects: SObject[]): void;
  /** Grows with every change of an object that decides what somebody may do. */
  rightsRevision(): number;
};

type Index = { field: Field; ids: Map<Value, Set<string>> };
type Shelf = { sObject: SObject; table: Table<OrgRecord>; indexes: Map<string, Index> };

const rightsObjects = new Set([
  'User',
  'Profile',
  'PermissionSet',
  'PermissionSetAssignment',
  'ObjectPermissions',
  'FieldPermissions',
]);

export function openRecords(settings: { orgId: string; store: Store; objects: SObject[] }): Records {
  const { orgId, store } = settings;
  const counters = store.table<number>(`${orgId}/counters`);
  let shelves = new Map(settings.objects.map((sObject) => [sObject.name, openShelf(store, orgId, sObject)]));
  let undoLog: (() => void)[] | null = null;
  let kept: (() => void)[] = [];
  let revision = 0;

  function shelfOf(sObject: SObject): Shelf {
    const shelf = shelves.get(sObject.name);
    if (shelf === undefined) throw new Error(`The org has no table for ${sObject.name}.`);
    return shelf;
  }

  function write(shelf: Shelf, id: string, record: OrgRecord | undefined) {
    const before = shelf.table.get(id);
    if (before !== undefined) unindex(shelf, id, before);
    if (record === undefined) shelf.table.delete(id);
    else {
      shelf.table.set(id, record);
      index(shelf, id, record);
    }
    if (rightsObjects.has(shelf.sObject.name)) revision++;
    return before;
  }

  function change(sObject: SObject, id: string, record: OrgRecord | undefined) {
    const shelf = shelfOf(sObject);
    const before = write(shelf, id, record);
    // The schema may have changed since, and with it the shelf and its indexes.
    undoLog?.push(() => write(shelves.get(sObject.name) ?? shelf, id, before));
  }

  return {
    get: (sObject, id) => shelfOf(sObject).table.get(id),
    *all(sObject) {
      for (const [, record] of shelfOf(sObject).table.entries()) yield record;
    },
    isIndexed: (sObject, field) => shelfOf(sObject).indexes.has(field.name),
    findBy(sObject, field, value) {
      const shelf = shelfOf(sObject);
      const ids = shelf.indexes.get(field.name)?.ids.get(indexKey(field, value)) ?? [];
      const found: OrgRecord[] = [];
      for (const id of ids) {
        const record = shelf.table.get(id);
        if (record !== undefined && record['IsDeleted'] !== true) found.push(record);
      }
      return found;
    },
    put: (sObject, record) => change(sObject, String(record['Id']), record),
    drop: (sObject, id) => change(sObject, id, undefined),
    // Numbers are not given back by a rollback, as in Salesforce.
    newId: (sObject) => makeId(sObject.keyPrefix, orgId, nextNumber(`id/${sObject.name}`)),
    nextNumber,
    transaction(work) {
      const outermost = undoLog === null;
      undoLog ??= [];
      const log = undoLog;
      const mark = log.length;
      const keptMark = kept.length;
      try {
        return work();
      } catch (error) {
        while (log.length > mark) log.pop()?.();
        kept.length = keptMark;
        throw error;
      } finally {
        if (outermost) {
          undoLog = null;
          const waiting = kept;
          kept = [];
          for (const each of waiting) each();
        }
      }
    },
    whenKept(work) {
      if (undoLog === null) work();
      else kept.push(work);
    },
    setObjects(objects) {
      const before = shelves;
      shelves = new Map(
        objects.map((sObject) => [
          sObject.name,
          reuseShelf(before.get(sObject.name), sObject) ?? openShelf(store, orgId, sObject),
        ]),
      );
      revision++;
    },
    rightsRevision: () => revision,
  };

  function nextNumber(counter: string): number {
    const next = (counters.get(counter) ?? 0) + 1;
    counters.set(counter, next);
    return next;
  }
}

function openShelf(store: Store, orgId: string, sObject: SObject): Shelf {
  const indexes = new Map<string, Index>();
  for (const field of sObject.fields) {
    if (isWorthAnIndex(field)) indexes.set(field.name, { field, ids: new Map() });
  }
  const shelf: Shelf = { sObject, table: store.table<OrgRecord>(`${orgId}/${sObject.name}`), indexes };
  for (const [id, record] of shelf.table.entries()) index(shelf, id, record);
  return shelf;
}

/** A shelf whose indexes still fit; building them anew costs a walk over all records. */
function reuseShelf(shelf: Shelf | undefined, sObject: SObject): Shelf | undefined {
  if (shelf === undefined) return undefined;
  const wanted = sObject.fields.filter(isWorthAnIndex);
  const fits =
    wanted.length === shelf.indexes.size &&
    wanted.every((field) => shelf.indexes.get(field.name)?.field.caseSensitive === field.caseSensitive);
  if (!fits) return undefined;
  shelf.sObject = sObject;
  return shelf;
}

/** Look-ups by key, by e-mail and from parent to child; not by who made or owns a record, which nearly all share. */
function isWorthAnIndex(field: Field): boolean {
  if (field.type === 'reference') return !/^(CreatedById|LastModifiedById|OwnerId)$/.test(field.name);
  if (field.type === 'id') return false;
  return field.externalId || field.unique || field.idLookup || field.type === 'email';
}

function index(shelf: Shelf, id: string, record: OrgRecord) {
  for (const { field, ids } of shelf.indexes.values()) {
    const value = record[field.name];
    if (value === undefined || value === null) continue;
    const key = indexKey(field, value);
    const known = ids.get(key);
    if (known === undefined) ids.set(key, new Set([id]));
    else known.add(id);
  }
}

function unindex(shelf: Shelf, id: string, record: OrgRecord) {
  for (const { field, ids } of shelf.indexes.values()) {
    const value = record[field.name];
    if (value === undefined || value === null) continue;
    const key = indexKey(field, value);
    const known = ids.get(key);
    known?.delete(id);
    if (known?.size === 0) ids.delete(key);
  }
}

/** Salesforce compares text without regard to case, but for unique fields that say otherwise. */
function indexKey(field: Field, value: Value): Value {
  return typeof value === 'string' && !field.caseSensitive ? value.toLowerCase() : value;
}
