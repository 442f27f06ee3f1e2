// The local org: two orgs to begin with (production, which is a Dev Hub, and a sandbox), each with its own origin, two
// login hosts in front of them, and the orgs made from the Dev Hub later. startLocalOrg() builds all parts and starts
// them; stop() ends everything.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCalls } from './calls.ts';
import { createFaults } from './faults.ts';
import { hostApp } from './host-app.ts';
import { createHub } from './hub/hub.ts';
import type { LocalPackage } from './metadata-jobs/metadata-settings.ts';
import { createApps } from './oauth/apps.ts';
import type { AppOptions } from './oauth/apps.ts';
import { createBrowserSessions } from './oauth/browser-sessions.ts';
import { prepareLocalCli, writeCliKey } from './oauth/cli-app.ts';
import { createGrants } from './oauth/grants.ts';
import type { OrgKind, OrgType } from './org/org.ts';
import type { ScratchOrgLimits, SharingModel } from './org/settings.ts';
import { closeServer, listenFour, originOf } from './ports.ts';
import type { Host } from './site.ts';
import { createSites } from './sites.ts';
import { openStores } from './store.ts';
import type { ToolingResource } from './tooling/tooling-api.ts';

export type LocalOrgOptions = {
  /** First of four ports; 0 = four chosen by the system. */
  port?: number;
  /** Folder for records, users and tokens; null = memory only. */
  data?: string | null;
  /** Folder with the companion app's metadata; null = orgs without it. Default: the repository's force-app. */
  forceApp?: string | null;
  callbackUrls: string[];
  rotateRefreshTokens?: boolean;
  dailyApiRequests?: number;
  edition?: string;
  /** Whether the production org is a Dev Hub; default true. */
  devHub?: boolean;
  /** How many scratch orgs the Dev Hub may have; default: those of an Enterprise Edition. */
  limits?: Partial<ScratchOrgLimits>;
  /**
   * How long a scratch org stays in Creating, a sandbox in Processing, a deploy or an installation in work; default: no
   * longer than doing it takes.
   */
  orgSpeed?: { scratchMs?: number; sandboxMs?: number; deployMs?: number };
  /** Packages that can be installed. */
  packages?: LocalPackage[];
  /** Whether new Connected Apps may be created, as in orgs where Salesforce Support has allowed it; default false. */
  connectedAppCreation?: boolean;
  /** Whether the old SOAP login() is switched on, as it can be in older orgs; default false. */
  soapLogin?: boolean;
  /**
   * Features of both orgs, by their names in scratch org definitions: `PersonAccounts`, `StateAndCountryPicklist`. They
   * add fields; a folder once started with one must go on with it.
   */
  features?: readonly string[];
  /** Organisation-wide defaults of both orgs that differ from those of a new org: `{ Lead: 'Private', Activity: 'Private' }`. */
  sharing?: Readonly<Record<string, SharingModel>>;
  /** Each request waits this long, as over a network; default 0. */
  latencyMs?: number;
  /** Further OAuth apps beside the global app "Bookbridge". */
  apps?: AppOptions[];
  now?: () => Date;
};

export type RunningLocalOrg = {
  login: { production: string; sandbox: string };
  /** The orgs at this moment: production, sandbox, then those made later. */
  readonly orgs: {
    name: string;
    kind: OrgKind;
    type: OrgType;
    label: string;
    orgId: string;
    origin: string;
    users: { username: string; password: string; role: string }[];
  }[];
  apps: { name: string; clientId: string; clientSecret: string; scope: 'global' | 'local'; orgId?: string }[];
  /** The app for JWT logins of a command line; every active user of every org may use it. */
  cli: { clientId: string; readonly privateKey: string; keyFile: string | null };
  /** What is not as it was in the last run, in one sentence each. */
  notes: string[];
  stop(): Promise<void>;
};

const kinds = ['production', 'sandbox'] as const;
const companyName = 'Acme Bikes';
/** Of a Dev Hub in Enterprise Edition.
 * https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_scratch_orgs_editions_and_allocations.htm */
const enterpriseLimits: ScratchOrgLimits = { activeScratchOrgs: 40, dailyScratchOrgs: 80 };

export async function startLocalOrg(options: LocalOrgOptions): Promise<RunningLocalOrg> {
  const now = options.now ?? (() => new Date());
  const firstPort = options.port ?? 0;
  const data = options.data ?? null;
  const servers = await listenFour(firstPort);
  const stores = openStores(data);
  const endings: (() => Promise<void>)[] = [];
  const stop = async () => {
    // Work in the background first: it may be opening a server.
    for (const end of endings.toReversed()) await end();
    await Promise.all(servers.map(closeServer));
    stores.closeAll();
  };

  try {
    const [productionLogin, sandboxLogin, production, sandbox] = servers;
    const login = { production: originOf(productionLogin), sandbox: originOf(sandboxLogin) };
    const shared = stores.open('oauth');
    // Only with a folder the key is needed at once, as a file.
    const keyIsReady = data === null ? undefined : prepareLocalCli(shared);
    keyIsReady?.catch(() => {});
    const notes: string[] = [];
    const sites = createSites({
      shared,
      stores,
      login,
      firstPort: firstPort === 0 ? 0 : firstPort + servers.length,
      dailyApiRequests: options.dailyApiRequests ?? 100_000,
      forceApp: options.forceApp === undefined ? repositoryForceApp() : options.forceApp,
      connectedAppCreation: options.connectedAppCreation ?? false,
      sharing: options.sharing ?? {},
      features: options.features ?? [],
      now,
      note: (text) => void notes.push(text),
    });
    endings.push(() => sites.close());
    const edition = options.edition ?? 'Enterprise Edition';
    const devHub = options.devHub ?? true;
    const scratchOrgLimits = { ...enterpriseLimits, ...options.limits };
    const hubSettings = { devHub, scratchOrgLimits };
    const first = { name: companyName, edition };
    const hubSite = sites.openFirst({ ...first, ...hubSettings, kind: 'production', listening: production });
    const sandboxSite = sites.openFirst({ ...first, kind: 'sandbox', listening: sandbox });
    const orgIds = { production: hubSite.org.orgId, sandbox: sandboxSite.org.orgId };
    await sites.openMadeBefore();
    const { callbackUrls, rotateRefreshTokens = false } = options;
    const orders = [{ name: 'Bookbridge' }, ...(options.apps ?? [])];
    const apps = createApps(orders, { callbackUrls, rotateRefreshTokens }, orgIds, shared, sites.list);
    sites.knowKeys(() => [...apps.list().map(({ clientId }) => clientId), apps.cli.clientId, 'PlatformCLI']);
    const grants = createGrants(shared, now);
    const faults = createFaults();
    const speed = { scratchMs: 0, sandboxMs: 0, ...options.orgSpeed };
    const browserSessions = createBrowserSessions(shared, now);
    const hubParts = { hub: hubSite, sites, apps, grants, browserSessions, faults, now, speed };
    const hub = createHub({ ...hubParts, isDevHub: devHub });
    endings.push(() => hub.stop());
    const parts = {
      apps,
      grants,
      browserSessions,
      faults,
      hub,
      calls: createCalls(now),
      now,
      localOrigin: login.production,
      latencyMs: options.latencyMs ?? 0,
      sites,
      metadata: {
        deployMs: options.orgSpeed?.deployMs ?? 0,
        soapLogin: options.soapLogin ?? false,
        packages: options.packages ?? [],
      },
      toolingResources: new Map<string, ToolingResource>([['sandboxAuth', hub.authorizeInSandbox]]),
    };
    for (const [index, kind] of kinds.entries()) {
      const host: Host = {
        type: 'login',
        kind,
        origin: login[kind],
        get sites() {
          return sites.list().filter((site) => site.org.kind === kind);
        },
      };
      servers[index]?.serve(hostApp(host, parts));
    }
    await keyIsReady;
    sites.serveAll((host) => hostApp(host, parts));

    return {
      login,
      get orgs() {
        return sites.list().map(({ org, type, label, origin }) => ({
          name: org.name,
          kind: org.kind,
          type,
          label,
          orgId: org.orgId,
          origin,
          users: org.users().map(({ username, password, role }) => ({ username, password, role })),
        }));
      },
      apps: apps.list().map(({ name, clientId, clientSecret, scope, orgId }) => ({
        name,
        clientId,
        clientSecret,
        scope,
        ...(orgId === undefined ? {} : { orgId }),
      })),
      cli: {
        clientId: apps.cli.clientId,
        get privateKey() {
          return apps.cli.privateKey;
        },
        keyFile: data === null ? null : writeCliKey(apps.cli, join(data, 'cli.key')),
      },
      notes,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function repositoryForceApp(): string {
  return fileURLToPath(new URL('../force-app', import.meta.url));
}
