// One org: its schema, its people and its records behind the calls the HTTP side makes. Everything is synchronous and
// in memory; what a call changed is durable after the store's commit().

import type { Store } from '../store.ts';

export type OrgKind = 'production' | 'sandbox';

export type OrgSettings = {
  orgId: string;
  name: string;
  kind: OrgKind;
  edition: string;
  /** Folder with the companion app's metadata; null = an org in which it is not installed. */
  forceApp: string | null;
  now: () => Date;
  store: Store;
  dailyApiRequests: number;
};

/** Who calls, and with which API version (`67.0`; it shows in the urls of an answer). */
export type Actor = { userId: string; version: string };

export type OrgUser = {
  id: string;
  username: string;
  email: string;
  firstName: string | null;
  lastName: string;
  name: string;
  isActive: boolean;
  isFrozen: boolean;
  apiEnabled: boolean;
  apiOnly: boolean;
  profileName: string;
  licenseName: string;
  timeZone: string;
  locale: string;
  language: string;
  nickname: string;
  password: string;
  role: 'admin' | 'api-user' | 'standard';
};

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
  query(actor: Actor, soql: string): QueryResult;
  transaction<T>(work: () => T): T;
  userByUsername(username: string): OrgUser | undefined;
  user(userId: string): OrgUser | undefined;
  users(): OrgUser[];
  checkPassword(username: string, password: string): OrgUser | undefined;
  recordCounts(): Record<string, number>;
};

/** Loads the org from the store, or builds it: schema, company, users and rights. */
export function createOrg(settings: OrgSettings): Org {
  throw new Error(`The data engine of ${settings.name} is being built.`);
}
