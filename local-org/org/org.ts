// One org: its schema, its people and its records behind the calls the HTTP side makes. Everything is synchronous and
// in memory; what a call changed is durable after the store's commit().

import { createMetadata } from '../metadata/live-metadata.ts';
import type { OrgMetadata } from '../metadata/org-metadata.ts';
import type { Table } from '../store.ts';
import { createAccess } from './access.ts';
import type { Api } from './access.ts';
import { addDeployed } from './custom-objects.ts';
import { deployPermissionSets, fingerprint } from './deploy.ts';
import { describeBriefly, describeGlobal, describeObject } from './describe.ts';
import { findRecords, objectOf } from './engine.ts';
import type { Engine } from './engine.ts';
import { prepareRule } from './formula.ts';
import { parseId } from './ids.ts';
import { locateChildField, locateObject } from './locate.ts';
import { readMetadata } from './metadata.ts';
import type { Metadata } from './metadata.ts';
import { describeUser } from './org-user.ts';
import type { OrgUser } from './org-user.ts';
import { createOwnRecords } from './own-records.ts';
import type { OwnRecords } from './own-records.ts';
import type { Person } from './people.ts';
import { plainInsert } from './plain-insert.ts';
import { readIfThere, readRecord, readRecordByKey } from './read.ts';
import type { Reader } from './read.ts';
import { openRecords } from './records.ts';
import type { OrgRecord } from './records.ts';
import { buildSchema } from './schema.ts';
import { apiUserPermissionSet } from './seed-company.ts';
import { scratchOrgUsage } from './scratch-org-info.ts';
import { seedOrg } from './seed.ts';
import type { OrgKind, OrgSettings } from './settings.ts';
import { describeQuery } from './soql-query-columns.ts';
import { runQuery } from './soql.ts';
import type { QueryOptions } from './soql.ts';
import { readStandardObjects } from './standard-objects.ts';
import { removeByKey, upsertRecord } from './upsert.ts';
import type { Key } from './upsert.ts';
import { createRecord, removeRecord, updateRecord } from './write.ts';

export type { OrgKind, OrgSettings, OrgType } from './settings.ts';
export type { OrgUser } from './org-user.ts';

/** Who calls, and with which API version (`67.0`; it shows in the urls of an answer). Tooling objects need `api`. */
export type Actor = { userId: string; version: string; api?: Api };

export type QueryResult = { totalSize: number; done: boolean; records: unknown[] };

export type Org = {
  readonly orgId: string;
  readonly name: string;
  readonly kind: OrgKind;
  readonly edition: string;
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
  /** Like `read`, but null for a record that is not there or not to be seen. */
  readIfThere(actor: Actor, sObject: string, id: string, fields: string[]): Record<string, unknown> | null;
  /** The object an id's prefix names. */
  objectOfId(id: string): string | undefined;
  /** The field of the child behind a relationship's name. */
  childField(actor: Actor, parent: string, relationship: string, child: string): string;
  /** `allRows`: deleted records too. */
  query(actor: Actor, soql: string, options?: QueryOptions): QueryResult;
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
  const metadata = readMetadata(settings.forceApp);
  const standard = readStandardObjects();
  const standardObjects = standard.objects.filter(
    ({ flags }) =>
      (!flags.has('devHub') || settings.devHub === true) &&
      (!flags.has('production') || kind === 'production'),
  );
  const keyPrefixes = store.table<string>(`${orgId}/key-prefixes`);
  const objects = addDeployed(standardObjects, metadata.objects, (objectName) =>
    keyPrefixOf(keyPrefixes, objectName),
  );
  const schema = buildSchema(objects, standard.elsewhere);
  const records = openRecords({ orgId, store, objects });
  const access = createAccess(() => engine.schema, records, settings.now);
  const rules = new Map(
    objects.map((sObject) => [sObject.name, sObject.rules.map((rule) => prepareRule(schema, sObject, rule))]),
  );
  const engine: Engine = { orgId, settings, schema, records, access, rules, now: settings.now };
  const people = store.table<Person>(`${orgId}/people`);
  build(engine, settings, metadata, people);

  const rightsOf = (actor: Actor) => access.of(actor.userId, actor.api);
  const readerOf = (actor: Actor): Reader => ({
    engine,
    rights: rightsOf(actor),
    version: actor.version,
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
    describeGlobal: (actor) => describeGlobal(engine.schema, rightsOf(actor), actor.version),
    describe(actor, objectName) {
      const rights = rightsOf(actor);
      return describeObject(engine.schema, rights, locateObject(engine, rights, objectName), actor.version);
    },
    basicInfo(actor, objectName) {
      const rights = rightsOf(actor);
      const sObject = locateObject(engine, rights, objectName);
      return { objectDescribe: describeBriefly(rights, sObject, actor.version), recentItems: [] };
    },
    create: (actor, objectName, body) => ({
      id: createRecord(engine, rightsOf(actor), objectName, body),
    }),
    read: (actor, objectName, id, fields) => readRecord(readerOf(actor), objectName, id, fields),
    readIfThere: (actor, objectName, id, fields) => readIfThere(readerOf(actor), objectName, id, fields),
    objectOfId: (id) => engine.schema.findByPrefix(id.slice(0, 3))?.name,
    childField: (actor, parent, relationship, child) =>
      locateChildField(engine, rightsOf(actor), parent, relationship, child),
    readByExternalId: (actor, objectName, field, value, fields) =>
      readRecordByKey(readerOf(actor), objectName, field, value, fields),
    update: (actor, objectName, id, body) => updateRecord(engine, rightsOf(actor), objectName, id, body),
    remove: (actor, objectName, id) => removeRecord(engine, rightsOf(actor), objectName, id),
    upsert: (actor, key, body) => upsertRecord(readerOf(actor), key, body),
    removeByKey: (actor, key) => removeByKey(readerOf(actor), key),
    query: (actor, soql, options) => runQuery(readerOf(actor), soql, options),
    describeQuery: (actor, soql) => describeQuery(readerOf(actor), soql),
    transaction: (work) => records.transaction(work),
    metadata: createMetadata(),
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
          .filter((sObject) => sObject.flags.has('queryable') && sObject.name !== 'UserPermissionAccess')
          .map((sObject) => {
            const all = [...records.all(sObject)];
            return [sObject.name, all.filter((record) => record['IsDeleted'] !== true).length];
          }),
      ),
  };
}

/** Custom objects get a00, a01, … and keep theirs. */
function keyPrefixOf(table: Table<string>, objectName: string): string {
  const known = table.get(objectName);
  if (known !== undefined) return known;
  const keyPrefix = `a${[...table.entries()].length.toString(36).padStart(2, '0').toUpperCase()}`;
  table.set(objectName, keyPrefix);
  return keyPrefix;
}

function build(engine: Engine, settings: OrgSettings, metadata: Metadata, people: Table<Person>) {
  const state = settings.store.table<string>(`${settings.orgId}/state`);
  if (state.get('seeded') === undefined) {
    seedOrg(engine, settings, (userId, person) => people.set(userId, person));
    state.set('seeded', settings.now().toISOString());
  }
  if (state.get('deployed') === fingerprint(metadata)) return;
  const [admin = ''] = peopleWith(people, 'admin');
  const added = deployPermissionSets(engine, metadata, admin);
  if (added.includes(apiUserPermissionSet)) {
    const [permissionSet] = [...engine.records.all(objectOf(engine, 'PermissionSet'))].filter(
      (record) => record['Name'] === apiUserPermissionSet,
    );
    for (const userId of peopleWith(people, 'api-user')) {
      plainInsert(engine, 'PermissionSetAssignment', admin, {
        AssigneeId: userId,
        PermissionSetId: permissionSet?.['Id'] ?? null,
        IsActive: true,
      });
    }
  }
  state.set('deployed', fingerprint(metadata));
}

function peopleWith(people: Table<Person>, role: OrgUser['role']): string[] {
  return [...people.entries()].filter(([, person]) => person.role === role).map(([userId]) => userId);
}
