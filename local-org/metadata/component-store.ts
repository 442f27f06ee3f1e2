// The metadata components an org holds, kept in its store, with an undo log of their own: a deploy that fails leaves
// none of them changed.

import { makeId } from '../org/ids.ts';
import type { Store } from '../store.ts';
import type { XmlElement } from './xml-tree.ts';

export type StoredComponent = {
  type: string;
  fullName: string;
  fileName: string;
  id: string;
  body: XmlElement | null;
  /** Content that is no XML, base64, by its path in the package. */
  files: Record<string, string>;
  createdById: string;
  createdDate: string;
  lastModifiedById: string;
  lastModifiedDate: string;
};

export type ComponentStore = {
  /** By name in any case, as Salesforce takes it. */
  get(type: string, fullName: string): StoredComponent | undefined;
  ofType(type: string): StoredComponent[];
  childrenOf(parent: string, type: string): StoredComponent[];
  put(component: StoredComponent): void;
  remove(type: string, fullName: string): void;
  newId(type: string): string;
  /** What `undoTo` goes back to. */
  mark(): number;
  undoTo(mark: number): void;
  /** What was changed so far stays. */
  settle(): void;
};

// General knowledge where a prefix is well known; the others are made up.
const keyPrefixes: Record<string, string> = {
  ApexClass: '01p',
  ApexTrigger: '01q',
  ConnectedApp: '0H4',
  CustomApplication: '02u',
  CustomField: '00N',
  CustomLabel: '101',
  CustomObject: '01I',
  CustomPermission: '0CP',
  CustomTab: '01r',
  DuplicateRule: '0Bm',
  ExternalClientApplication: '0xI',
  FlexiPage: '0M0',
  Layout: '00h',
  LightningComponentBundle: '0Rb',
  ListView: '00B',
  MatchingRule: '0JD',
  PermissionSet: '0PS',
  PermissionSetGroup: '0PG',
  Profile: '00e',
  QuickAction: '09D',
  RecordType: '012',
  StaticResource: '081',
  ValidationRule: '03d',
  WebLink: '00b',
};

export function openComponents(store: Store, orgId: string): ComponentStore {
  const table = store.table<StoredComponent>(`${orgId}/metadata`);
  const counters = store.table<number>(`${orgId}/counters`);
  const byType = new Map<string, Map<string, StoredComponent>>();
  for (const [, component] of table.entries())
    shelfOf(component.type).set(component.fullName.toLowerCase(), component);
  const log: (() => void)[] = [];

  function shelfOf(type: string): Map<string, StoredComponent> {
    let shelf = byType.get(type);
    if (shelf === undefined) {
      shelf = new Map();
      byType.set(type, shelf);
    }
    return shelf;
  }

  function write(type: string, fullName: string, component: StoredComponent | undefined) {
    const shelf = shelfOf(type);
    const key = fullName.toLowerCase();
    const before = shelf.get(key);
    if (before !== undefined) table.delete(`${type}/${before.fullName}`);
    if (component === undefined) shelf.delete(key);
    else {
      shelf.set(key, component);
      table.set(`${type}/${component.fullName}`, component);
    }
  }

  function change(type: string, fullName: string, component: StoredComponent | undefined) {
    const before = shelfOf(type).get(fullName.toLowerCase());
    write(type, fullName, component);
    log.push(() => write(type, fullName, before));
  }

  return {
    get: (type, fullName) => shelfOf(type).get(fullName.toLowerCase()),
    ofType: (type) => [...shelfOf(type).values()],
    childrenOf(parent, type) {
      const start = `${parent.toLowerCase()}.`;
      return [...shelfOf(type)].flatMap(([key, component]) => (key.startsWith(start) ? [component] : []));
    },
    put: (component) => change(component.type, component.fullName, component),
    remove: (type, fullName) => change(type, fullName, undefined),
    newId(type) {
      const next = (counters.get(`metadata/${type}`) ?? 0) + 1;
      counters.set(`metadata/${type}`, next);
      return makeId(keyPrefixes[type] ?? '0ZM', orgId, next);
    },
    mark: () => log.length,
    undoTo(mark) {
      while (log.length > mark) log.pop()?.();
    },
    settle() {
      log.length = 0;
    },
  };
}
