// The orgs of this local org, live: the two it starts with, and those made later (scratch orgs, sandboxes). Each has its
// own port and its own store; a made org keeps both over a restart, also over a kill in the middle of its making.

import { createOrg } from './org/org.ts';
import type { OrgKind, OrgSettings } from './org/org.ts';
import { newOrgId } from './org-ids.ts';
import { closeServer, listenNear, originOf } from './ports.ts';
import type { Listening } from './ports.ts';
import { findSite } from './site.ts';
import type { Host, OrgSite } from './site.ts';
import type { Store, Stores } from './store.ts';

/** An org to be made. `orgId` is chosen by who asks, so that the same order can be carried out again after a kill. */
export type OrgOrder = Pick<OrgSettings, 'orgId' | 'name' | 'edition' | 'seed'> & {
  type: 'sandbox' | 'scratch';
  label: string;
  features: readonly string[];
  trialExpiresAt: string | null;
  sharedApps: readonly string[];
  sourceTracking: boolean;
  /** Puts into the empty store what the org shall hold from the beginning. */
  fill?(store: Store, orgId: string): void;
};

type MadeOrg = Omit<OrgOrder, 'seed' | 'fill'> & { port: number; isReady: boolean };

/** Told of every record created, changed or deleted through an org's API. */
export type SavedListener = (orgId: string, objectName: string, recordId: string) => void;

export type Sites = {
  list(): readonly OrgSite[];
  find(orgId: string): OrgSite | undefined;
  byUsername(username: string): OrgSite | undefined;
  add(order: OrgOrder): Promise<OrgSite>;
  remove(orgId: string): Promise<void>;
  /** Whether the org was made from the Dev Hub, and is not one of the first two. */
  isMade(orgId: string): boolean;
  whenSaved(listener: SavedListener): void;
};

export type SitesOptions = {
  shared: Store;
  stores: Stores;
  login: Record<OrgKind, string>;
  /** Where ports of made orgs begin; 0 = chosen by the system. */
  firstPort: number;
  dailyApiRequests: number;
  forceApp: string | null;
  connectedAppCreation: boolean;
  sharing: NonNullable<OrgSettings['sharing']>;
  features: readonly string[];
  now: () => Date;
  /** Told when an org does not have its port of the last run. */
  note(text: string): void;
};

type FirstOrg = Pick<OrgSettings, 'name' | 'edition' | 'devHub' | 'scratchOrgLimits'> & {
  kind: OrgKind;
  listening: Listening;
};

export function createSites(options: SitesOptions) {
  const { shared, stores, login, now, dailyApiRequests, connectedAppCreation } = options;
  const orgIds = shared.table<string>('orgIds');
  const made = shared.table<MadeOrg>('madeOrgs');
  const places = new Map<string, { site: OrgSite; listening: Listening }>();
  const listeners: SavedListener[] = [];
  let keysOfApps: () => string[] = noKeys;
  let appFor: ((host: Host) => Parameters<Listening['serve']>[0]) | undefined;

  const list = () => [...places.values()].map(({ site }) => site);
  const byUsername = (username: string) =>
    list().find((site) => site.org.userByUsername(username) !== undefined);

  function open(
    settings: Pick<OrgSettings, 'orgId' | 'name' | 'kind' | 'edition' | 'forceApp'> & Partial<OrgSettings>,
    store: Store,
    listening: Listening,
    { label, sharedApps }: Pick<OrgSite, 'label' | 'sharedApps'>,
  ): OrgSite {
    const { orgId, kind } = settings;
    const org = createOrg({
      ...settings,
      now,
      store,
      dailyApiRequests,
      connectedAppCreation,
      isUsernameTaken: (username) => {
        const other = byUsername(username);
        return other !== undefined && other.org.orgId !== orgId;
      },
      isConsumerKeyTaken: (key) =>
        keysOfApps().includes(key) ||
        list().some(
          ({ org: other }) =>
            other.orgId !== orgId && other.metadata.deployedApps().some(({ clientId }) => clientId === key),
        ),
      onSaved: (objectName, recordId) => {
        for (const listener of listeners) listener(orgId, objectName, recordId);
      },
    });
    store.commit();
    const origin = originOf(listening);
    const type = settings.type ?? kind;
    const site = { org, type, label, origin, loginOrigin: login[kind], store, dailyApiRequests, sharedApps };
    places.set(orgId, { site, listening });
    return site;
  }

  function openMade(row: MadeOrg, listening: Listening, store: Store, seed?: OrgSettings['seed']): OrgSite {
    const { orgId, name, edition, type, features, trialExpiresAt, sourceTracking } = row;
    return open(
      {
        orgId,
        name,
        edition,
        type,
        features,
        trialExpiresAt,
        sourceTracking,
        kind: 'sandbox',
        forceApp: null,
        ...(seed !== undefined && { seed }),
      },
      store,
      listening,
      row,
    );
  }

  function portsInUse(): Set<number> {
    return new Set([...made.entries()].map(([, row]) => row.port));
  }

  function serve({ site, listening }: { site: OrgSite; listening: Listening }) {
    const { kind } = site.org;
    const host: Host = { type: 'my-domain', kind, origin: site.origin, sites: [site] };
    if (appFor !== undefined) listening.serve(appFor(host));
  }

  /** An org's id is made once and kept, as everything that points to it. */
  function keptOrgId(kind: OrgKind): string {
    const known = orgIds.get(kind);
    if (known !== undefined) return known;
    const orgId = newOrgId(kind);
    orgIds.set(kind, orgId);
    shared.commit();
    return orgId;
  }

  const sites: Sites = {
    list,
    find: (orgId) => findSite(list(), orgId),
    byUsername,
    isMade: (orgId) => made.get(orgId) !== undefined,
    whenSaved: (listener) => void listeners.push(listener),
    async add({ seed, fill, ...order }) {
      const listening = await listenNear(options.firstPort, portsInUse());
      const row: MadeOrg = { ...order, port: listening.port, isReady: false };
      made.set(order.orgId, row);
      shared.commit();
      try {
        const store = stores.open(storeName(order.orgId));
        fill?.(store, order.orgId);
        const site = openMade(row, listening, store, seed);
        made.set(order.orgId, { ...row, isReady: true });
        shared.commit();
        serve({ site, listening });
        return site;
      } catch (error) {
        await closeServer(listening);
        forget(order.orgId);
        throw error;
      }
    },
    async remove(orgId) {
      const place = places.get(orgId);
      forget(orgId);
      if (place !== undefined) await closeServer(place.listening);
    },
  };

  function forget(orgId: string) {
    places.delete(orgId);
    made.delete(orgId);
    shared.commit();
    stores.drop(storeName(orgId));
  }

  return {
    ...sites,
    openFirst({ listening, ...settings }: FirstOrg): OrgSite {
      const { kind } = settings;
      const orgId = keptOrgId(kind);
      const ofItself = { label: kind, sharedApps: [] };
      const { forceApp, sharing, features } = options;
      return open(
        { ...settings, orgId, forceApp, sharing, features },
        stores.open(kind),
        listening,
        ofItself,
      );
    },
    /** The orgs made in earlier runs, each at its port; one whose making was cut off is dropped. */
    async openMadeBefore() {
      // An org that was being deleted when the last run was killed.
      for (const name of stores.names()) {
        if (/^org-00D\w{15}$/.test(name) && made.get(name.slice('org-'.length)) === undefined)
          stores.drop(name);
      }
      for (const [orgId, row] of made.entries()) {
        if (!row.isReady) {
          forget(orgId);
          continue;
        }
        const others = portsInUse();
        others.delete(row.port);
        const listening = await listenNear(row.port, others);
        if (listening.port !== row.port) {
          options.note(
            `Port ${row.port} of ${row.name} (${row.label}) is in use; it is at ${listening.port} now.`,
          );
          made.set(orgId, { ...row, port: listening.port });
          shared.commit();
        }
        try {
          openMade(row, listening, stores.open(storeName(orgId)));
        } catch (error) {
          await closeServer(listening);
          throw error;
        }
      }
    },
    /** From now on each org answers, those made later too. */
    serveAll(app: NonNullable<typeof appFor>) {
      appFor = app;
      for (const place of places.values()) serve(place);
    },
    /** Consumer keys of the apps that belong to no org. */
    knowKeys(keys: () => string[]) {
      keysOfApps = keys;
    },
    async close() {
      await Promise.all([...places.values()].map(({ listening }) => closeServer(listening)));
    },
  };
}

const noKeys = (): string[] => [];

function storeName(orgId: string): string {
  return `org-${orgId}`;
}
