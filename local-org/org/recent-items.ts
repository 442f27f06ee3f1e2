// Recent items: the records a user made, changed or looked at last. They belong to the transaction they were made in, so
// what is rolled back leaves none.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_mru.htm (2026-11-24)

import { findRecords, objectOf, recordOf } from './engine.ts';
import type { Engine } from './engine.ts';
import type { Reader } from './read.ts';
import type { OrgRecord } from './records.ts';
import type { SObject } from './schema/schema.ts';
import { formatDatetime } from './values.ts';
import type { Value } from './values.ts';

const most = 200;

export type RecentItem = { sObject: SObject; record: OrgRecord; mark: OrgRecord };

/** Only of objects that keep such a list: those the describe calls mruEnabled, and custom objects with a tab. */
export function noteRecent(
  engine: Engine,
  userId: string,
  id: string,
  how: 'viewed' | 'referenced' = 'viewed',
) {
  const found = recordOf(engine, id);
  if (found === undefined || !keepsList(engine, found.sObject)) return;
  const items = objectOf(engine, 'RecentItem');
  const key = `${userId}/${String(found.record['Id'])}`;
  const now = formatDatetime(engine.now());
  engine.records.put(items, {
    ...engine.records.get(items, key),
    Id: key,
    ViewerId: userId,
    RecordId: String(found.record['Id']),
    ...(how === 'viewed' ? { LastViewedDate: now } : {}),
    LastReferencedDate: now,
    // Two within one second keep their order.
    Turn: engine.records.nextNumber('recent'),
  });
  const mine = findRecords(engine, 'RecentItem', 'ViewerId', userId);
  for (const old of mine.length > most ? mine.toSorted(byTurn).slice(most) : [])
    engine.records.drop(items, String(old['Id']));
}

/** The user's list, newest first; without what is deleted by now or hidden from the user. */
export function recentItems({ engine, rights }: Reader, only?: SObject): RecentItem[] {
  return findRecords(engine, 'RecentItem', 'ViewerId', rights.userId)
    .toSorted(byTurn)
    .flatMap((mark) => {
      const found = recordOf(engine, mark['RecordId']);
      if (found === undefined || (only !== undefined && found.sObject !== only)) return [];
      const isSeen = rights.may('read', found.sObject) && rights.sees(found.sObject, found.record);
      return isSeen ? [{ ...found, mark }] : [];
    });
}

/** As rows of RecentlyViewed. */
export function recentlyViewed(root: SObject, reader: Reader): OrgRecord[] {
  return recentItems(reader).map(({ sObject, record, mark }) => {
    const row: Record<string, Value> = {
      Id: record['Id'] ?? null,
      Name: nameOf(reader.engine, sObject, record),
      Type: sObject.name,
      LastReferencedDate: mark['LastReferencedDate'] ?? null,
      ...(mark['LastViewedDate'] === undefined ? {} : { LastViewedDate: mark['LastViewedDate'] }),
    };
    for (const { name } of root.fields) {
      const field = reader.engine.schema.field(sObject, name);
      if (!(name in row) && field !== undefined && reader.rights.canRead(sObject, field))
        row[name] = record[field.name] ?? null;
    }
    return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  });
}

export function nameOf({ schema }: Engine, sObject: SObject, record: OrgRecord): Value {
  return record[schema.nameField(sObject)?.name ?? 'Name'] ?? null;
}

function keepsList({ deployed }: Engine, { name, custom, flags }: SObject): boolean {
  if (!custom) return flags.has('mruEnabled');
  return (deployed?.('CustomTab') ?? []).some(({ fullName }) => fullName === name);
}

function byTurn(a: OrgRecord, b: OrgRecord): number {
  return Number(b['Turn'] ?? 0) - Number(a['Turn'] ?? 0);
}
