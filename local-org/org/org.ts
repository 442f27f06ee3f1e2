// One org: its schema, its people and its records behind the calls the HTTP side makes. Everything is synchronous and
// in memory; what a call changed is durable after the store's commit().

import { openComponents } from '../metadata/component-store.ts';
import type { ComponentStore } from '../metadata/component-store.ts';
import { createMetadata } from '../metadata/live-metadata.ts';
import { rulesOf, schemaOf } from '../metadata/live-schema.ts';
import type { SchemaParts } from '../metadata/live-schema.ts';
import type { OrgMetadata } from '../metadata/org-metadata.ts';
import type { Table } from '../store.ts';
import { createAccess } from './rights/access.ts';
import { usualSharing } from './rights/sharing.ts';
import type { Actor } from './actor.ts';
import { deployForceApp } from './deploy.ts';
import { describeBriefly, describeGlobal, describeObject } from './schema/describe.ts';
import { duplicatesOf } from './write/duplicate-rules.ts';
import { findRecords, objectOf } from './engine.ts';
import type { Engine } from './engine.ts';
import { parseId } from './ids.ts';
import { describeLayout, describeLayouts } from './schema/layouts.ts';
import { keyOf, locateChildField, locateObject } from './schema/locate.ts';
import { picklistValues } from './schema/record-type-mappings.ts';
import type { PicklistForRecordType } from './schema/record-type-mappings.ts';
import type { SearchOrder } from './search/read-sosl.ts';
import { runSearch } from './search/run-search.ts';
import { recordTypeInfos } from './schema/record-types.ts';
import { describeUser } from './org-user.ts';
import type { OrgUser } from './org-user.ts';
import { createOwnRecords } from './own-records.ts';
import type { OwnRecords } from './own-records.ts';
import type { Person } from './people.ts';
import { nameOf, noteRecent, recentItems } from './recent-items.ts';
import type { RecentItem } from './recent-items.ts';
import { attributesOf, readIfThere, readRecord, readRecordByKey } from './read.ts';
import type { Reader } from './read.ts';
import { openRecords } from './records.ts';
import type { OrgRecord } from './records.ts';
import { convertLead } from './objects/convert-lead.ts';
import type { ConvertedLead, LeadConversion } from './objects/convert-lead.ts';
import { mergeRecords } from './objects/merge-records.ts';
import type { Merged, MergeOrder } from './objects/merge-records.ts';
import { scratchOrgUsage } from './objects/scratch-org-info.ts';
import { seedOrg } from './seed/seed.ts';
import { seedLayouts } from './seed/seed-layouts.ts';
import { hasFeature } from './schema/person-accounts.ts';
import { seedPersonAccounts } from './seed/seed-person-accounts.ts';
import { recognizeSeed, seedSetup } from './seed/seed-setup.ts';
import type { OrgKind, OrgSettings } from './settings.ts';
import { describeQuery } from './soql/soql-query-columns.ts';
import { runQuery } from './soql/soql.ts';
import type { QueryOptions } from './soql/soql.ts';
import type { SObject } from './schema/schema.ts';
import { readStandardObjects } from './schema/standard-objects.ts';
import { removeByKey, upsertRecord } from './write/upsert.ts';
import type { Key } from './write/upsert.ts';
import { createRecord, removeRecord, saveOptionsOf, updateRecord } from './write/write.ts';

export type { OrgKind, OrgSettings, OrgType } from './settings.ts';
export type { Actor } from './actor.ts';
export type { OrgUser } from './org-user.ts';

export type QueryResult = { totalSize: number; done: boolean; records: unknown[] };

export type Org = {
  readonly orgId: string;
  readonly name: string;
  readonly kind: OrgKind;
  readonly edition: string;
  /** By their names in scratch org definitions. */
  readonly features: readonly string[];
  describeGlobal(actor: Actor): unknown;
  describe(actor: Actor, sObject: string): unknown;
  basicInfo(actor: Actor, sObject: string): unknown;
  create(actor: Actor, sObject: string, body: Record<string, unknown>): { id: string };
  read(actor: Actor, sObject: string, id: string, fields?: string[]): Record<string, unknown>;
  readByExternalId(
    actor: Actor,
    sObject: string,
    field: string,
    value: string,
    fields?: string[],
  ): Record<string, unknown>;
  update(actor: Actor, sObject: string, id: string, body: Record<string, unknown>): void;
  remove(actor: Actor, sObject: string, id: string): void;
  upsert(actor: Actor, key: Key, body: Record<string, unknown>): { id: string; created: boolean };
  removeByKey(actor: Actor, key: Key): void;
  /** The record is one this user has just made, changed or looked at. */
  noteRecent(actor: Actor, id: string): void;
  recent(actor: Actor): unknown[];
  convertLead(actor: Actor, order: LeadConversion): ConvertedLead;
  merge(actor: Actor, order: MergeOrder): Merged;
  /** All page layouts of an object, or the one of a record type. */
  describeLayouts(actor: Actor, sObject: string, recordTypeId?: string): unknown;
  /** Like `read`, but null for a record that is not there or not to be seen. */
  readIfThere(actor: Actor, sObject: string, id: string, fields: string[]): Record<string, unknown> | null;
  /** The object an id's prefix names. */
  objectOfId(id: string): string | undefined;
  /** Equal texts for all ways to write the same key: ids of 15 and 18 signs, upper and lower case. */
  keyMeant(sObject: string, field: string, value: string): string;
  /** The field of the child behind a relationship's name. */
  childField(actor: Actor, parent: string, relationship: string, child: string): string;
  /** `allRows`: deleted records too. */
  query(actor: Actor, soql: string, options?: QueryOptions): QueryResult;
  /** The records that hold the words of a search, object by object. */
  search(actor: Actor, order: SearchOrder): unknown[];
  /** The picklists of an object as a record type leaves them. */
  picklistValues(actor: Actor, sObject: string, recordTypeId: string): PicklistForRecordType[];
  /** What a query would show, column by column. */
  describeQuery(actor: Actor, soql: string): unknown;
  transaction<T>(work: () => T): T;
  readonly metadata: OrgMetadata;
  userByUsername(username: string): OrgUser | undefined;
  user(userId: string): OrgUser | undefined;
  users(): OrgUser[];
  checkPassword(username: string, password: string): OrgUser | undefined;
  setPassword(userId: string, password: string): void;
  /** Records that the org itself makes and changes. */
  readonly own: OwnRecords;
  recordCounts(): Record<string, number>;
  /** What a Dev Hub has and may have; undefined in any other org. */
  scratchOrgUsage(): ReturnType<typeof scratchOrgUsage> | undefined;
};

/** Loads the org from the store, or builds it: schema, company, users and rights. */
export function createOrg(settings: OrgSettings): Org {
  const { orgId, name, kind, edition, store } = settings;
  const standard = readStandardObjects();
  const standardObjects = standard.objects
    .map((object) => withSharing(object, settings.sharing))
    .filter(
      ({ flags }) =>
        (!flags.has('devHub') || settings.devHub === true) &&
        (!flags.has('production') || kind === 'production'),
    );
  const keyPrefixes = store.table<string>(`${orgId}/key-prefixes`);
  const components = openComponents(store, orgId);
  const parts: SchemaParts = {
    standard: { objects: standardObjects, elsewhere: standard.elsewhere },
    components,
    keyPrefixes,
    features: settings.features ?? [],
  };
  const schema = schemaOf(parts);
  const records = openRecords({ orgId, store, objects: schema.objects() });
  const access = createAccess(() => engine.schema, records, settings.now);
  const rules = rulesOf(schema);
  const engine: Engine = { orgId, settings, schema, records, access, rules, now: settings.now };
  const people = store.table<Person>(`${orgId}/people`);
  const metadata = createMetadata({ engine, store, components, schema: parts });
  engine.deployed = metadata.components;
  build(engine, settings, people, { metadata, components });

  const rightsOf = (actor: Actor) => access.of(actor.userId, actor.api);
  const readerOf = (actor: Actor): Reader => ({
    engine,
    rights: rightsOf(actor),
    version: actor.version,
  });
  const briefly = (actor: Actor, { sObject, record }: RecentItem) => ({
    attributes: attributesOf(readerOf(actor), sObject, record),
    Id: record['Id'],
    Name: nameOf(engine, sObject, record),
  });
  const userOf = (record: OrgRecord) => describeUser(engine, record, people.get(String(record['Id'])));
  const userByUsername = (username: string) => {
    const [record] = findRecords(engine, 'User', 'Username', username);
    return record === undefined ? undefined : userOf(record);
  };

  return {
    orgId,
    name,
    kind,
    edition,
    features: settings.features ?? [],
    describeGlobal: (actor) => describeGlobal(engine.schema, rightsOf(actor), actor.version),
    describe(actor, objectName) {
      const rights = rightsOf(actor);
      const sObject = locateObject(engine, rights, objectName);
      const infos = recordTypeInfos(engine, rights, sObject, actor.version);
      return describeObject(engine.schema, rights, sObject, actor.version, infos);
    },
    basicInfo(actor, objectName) {
      const rights = rightsOf(actor);
      const sObject = locateObject(engine, rights, objectName);
      const recent = recentItems(readerOf(actor), sObject).map((item) => briefly(actor, item));
      return { objectDescribe: describeBriefly(rights, sObject, actor.version), recentItems: recent };
    },
    create: (actor, objectName, body) => ({
      id: createRecord(engine, rightsOf(actor), objectName, body, saveOptionsOf(actor)),
    }),
    read: (actor, objectName, id, fields) => readRecord(readerOf(actor), objectName, id, fields),
    describeLayouts(actor, objectName, recordTypeId) {
      const reader = readerOf(actor);
      const sObject = locateObject(engine, reader.rights, objectName);
      return recordTypeId === undefined
        ? describeLayouts(reader, sObject)
        : describeLayout(reader, sObject, recordTypeId);
    },
    readIfThere: (actor, objectName, id, fields) => readIfThere(readerOf(actor), objectName, id, fields),
    objectOfId: (id) => engine.schema.findByPrefix(id.slice(0, 3))?.name,
    keyMeant(objectName, fieldName, value) {
      const sObject = engine.schema.find(objectName);
      const field = sObject === undefined ? undefined : engine.schema.field(sObject, fieldName);
      if (field?.type === 'id') return parseId(value) ?? value;
      const key = field === undefined ? value : keyOf(field, value);
      return field?.caseSensitive === true ? value : String(key).toLowerCase();
    },
    childField: (actor, parent, relationship, child) =>
      locateChildField(engine, rightsOf(actor), parent, relationship, child),
    readByExternalId: (actor, objectName, field, value, fields) =>
      readRecordByKey(readerOf(actor), objectName, field, value, fields),
    update: (actor, objectName, id, body) =>
      updateRecord(engine, rightsOf(actor), objectName, id, body, saveOptionsOf(actor)),
    remove: (actor, objectName, id) => removeRecord(engine, rightsOf(actor), objectName, id),
    upsert: (actor, key, body) =>
      upsertRecord({ ...readerOf(actor), options: saveOptionsOf(actor) }, key, body),
    removeByKey: (actor, key) => removeByKey(readerOf(actor), key),
    noteRecent: (actor, id) => noteRecent(engine, actor.userId, id),
    recent: (actor) => recentItems(readerOf(actor)).map((item) => briefly(actor, item)),
    convertLead: (actor, order) => convertLead(engine, rightsOf(actor), order, duplicatesOf(actor)),
    merge: (actor, order) => mergeRecords(engine, rightsOf(actor), order, duplicatesOf(actor)),
    query: (actor, soql, options) => runQuery(readerOf(actor), soql, options),
    search: (actor, order) => runSearch(readerOf(actor), order),
    picklistValues: (actor, objectName, recordTypeId) =>
      picklistValues(readerOf(actor), locateObject(engine, rightsOf(actor), objectName), recordTypeId),
    describeQuery: (actor, soql) => describeQuery(readerOf(actor), soql),
    transaction: (work) => records.transaction(work),
    metadata,
    userByUsername,
    user(userId) {
      const record = records.get(objectOf(engine, 'User'), parseId(userId) ?? userId);
      return record === undefined ? undefined : userOf(record);
    },
    users: () => [...records.all(objectOf(engine, 'User'))].map(userOf),
    checkPassword(username, password) {
      const user = userByUsername(username);
      return user?.password === password ? user : undefined;
    },
    setPassword(userId, password) {
      people.set(userId, { role: people.get(userId)?.role ?? 'standard', password });
    },
    own: createOwnRecords(engine),
    scratchOrgUsage: () => (settings.devHub === true ? scratchOrgUsage(engine) : undefined),
    recordCounts: () =>
      Object.fromEntries(
        engine.schema
          .objects()
          .filter((sObject) => sObject.flags.has('queryable') && !madeObjects.has(sObject.name))
          .map((sObject) => {
            const all = [...records.all(sObject)];
            return [sObject.name, all.filter((record) => record['IsDeleted'] !== true).length];
          }),
      ),
  };
}

const madeObjects = new Set([
  'EntityDefinition',
  'RecentlyViewed',
  'UserPermissionAccess',
  'UserRecordAccess',
]);

function withSharing(object: SObject, chosen: OrgSettings['sharing'] = {}): SObject {
  const name = object.name === 'Event' || object.name === 'Task' ? 'Activity' : object.name;
  return { ...object, sharingModel: chosen[name] ?? usualSharing[name] ?? null };
}

function build(
  engine: Engine,
  settings: OrgSettings,
  people: Table<Person>,
  { metadata, components }: { metadata: OrgMetadata; components: ComponentStore },
) {
  const state = settings.store.table<string>(`${settings.orgId}/state`);
  const seeded = settings.store.table<string>(`${settings.orgId}/seeded`);
  const adminId = () => peopleWith(people, 'admin')[0] ?? '';
  if (state.get('seeded') === undefined) {
    seedOrg(engine, settings, seeded, (userId, person) => people.set(userId, person));
    state.set('seeded', settings.now().toISOString());
  } else {
    if (seeded.entries().next().done === true) recognizeSeed(engine, seeded);
    seedSetup(engine, adminId(), seeded);
  }
  if (hasFeature(settings.features ?? [], 'PersonAccounts')) seedPersonAccounts(engine, adminId());
  seedLayouts(engine, components, adminId(), seeded);
  deployForceApp(engine, metadata, state, {
    folder: settings.forceApp,
    adminId: adminId(),
    apiUserIds: peopleWith(people, 'api-user'),
  });
}

function peopleWith(people: Table<Person>, role: OrgUser['role']): string[] {
  return [...people.entries()].filter(([, person]) => person.role === role).map(([userId]) => userId);
}
