// The local org: two orgs (production, sandbox), each with its own origin, and two login hosts in front of them, on four
// ports of this computer. startLocalOrg() builds all parts and starts them; stop() ends everything.

import { randomInt } from 'node:crypto';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCalls } from './calls.ts';
import { createFaults } from './faults.ts';
import { hostApp } from './host-app.ts';
import { createApps } from './oauth/apps.ts';
import type { AppOptions } from './oauth/apps.ts';
import { writeCliKey } from './oauth/cli-app.ts';
import { createBrowserSessions } from './oauth/browser-sessions.ts';
import { createGrants } from './oauth/grants.ts';
import { toLongId } from './org/ids.ts';
import { createOrg } from './org/org.ts';
import type { OrgKind } from './org/org.ts';
import type { Host, OrgSite } from './site.ts';
import { openStore } from './store.ts';
import type { Store } from './store.ts';

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
  /** Further OAuth apps beside the global app "Bookbridge". */
  apps?: AppOptions[];
  now?: () => Date;
};

export type RunningLocalOrg = {
  login: { production: string; sandbox: string };
  orgs: {
    name: string;
    kind: OrgKind;
    orgId: string;
    origin: string;
    users: { username: string; password: string; role: string }[];
  }[];
  apps: { name: string; clientId: string; clientSecret: string; scope: 'global' | 'local'; orgId?: string }[];
  /** The app for JWT logins of a CLI: every active user of every org is approved for it beforehand. */
  cli: { clientId: string; privateKey: string; keyFile: string | null };
  stop(): Promise<void>;
};

const kinds = ['production', 'sandbox'] as const;
const companyName = 'Acme Bikes';

export async function startLocalOrg(options: LocalOrgOptions): Promise<RunningLocalOrg> {
  const now = options.now ?? (() => new Date());
  const folder = (name: string) => (options.data == null ? null : join(options.data, name));
  const servers = await listenAll(options.port ?? 0);
  const stores: Store[] = [];
  const open = (name: string) => {
    const store = openStore(folder(name));
    stores.push(store);
    return store;
  };
  const stop = async () => {
    await Promise.all(servers.map(closeServer));
    for (const store of stores) store.close();
  };

  try {
    const shared = open('oauth');
    const login = { production: originOf(servers, 0), sandbox: originOf(servers, 1) };
    const sites = kinds.map((kind, index): OrgSite => {
      const store = open(kind);
      const dailyApiRequests = options.dailyApiRequests ?? 100_000;
      const org = createOrg({
        orgId: orgIdOf(kind, shared),
        name: companyName,
        kind,
        edition: options.edition ?? 'Enterprise Edition',
        forceApp: options.forceApp === undefined ? repositoryForceApp() : options.forceApp,
        now,
        store,
        dailyApiRequests,
      });
      store.commit();
      return { org, origin: originOf(servers, index + 2), loginOrigin: login[kind], store, dailyApiRequests };
    });
    const orgIds = { production: sites[0]?.org.orgId ?? '', sandbox: sites[1]?.org.orgId ?? '' };
    const { callbackUrls, rotateRefreshTokens = false } = options;
    const orders = [{ name: 'Bookbridge' }, ...(options.apps ?? [])];
    const apps = createApps(orders, { callbackUrls, rotateRefreshTokens }, orgIds, shared, () => sites);
    const parts = {
      apps,
      grants: createGrants(shared, now),
      browserSessions: createBrowserSessions(shared, now),
      faults: createFaults(),
      calls: createCalls(now),
      now,
      localOrigin: login.production,
      sites,
    };
    for (const [index, host] of hostsOf(login, sites).entries()) servers[index]?.serve(hostApp(host, parts));

    return {
      login,
      orgs: sites.map(({ org, origin }) => ({
        name: org.name,
        kind: org.kind,
        orgId: org.orgId,
        origin,
        users: org.users().map(({ username, password, role }) => ({ username, password, role })),
      })),
      apps: apps.list().map(({ name, clientId, clientSecret, scope, orgId }) => ({
        name,
        clientId,
        clientSecret,
        scope,
        ...(orgId === undefined ? {} : { orgId }),
      })),
      cli: {
        clientId: apps.cli.clientId,
        privateKey: apps.cli.privateKey,
        keyFile: options.data == null ? null : writeCliKey(apps.cli, join(options.data, 'cli.key')),
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function hostsOf(login: Record<OrgKind, string>, sites: OrgSite[]): Host[] {
  const logins = kinds.map((kind): Host => {
    const own = sites.filter((site) => site.org.kind === kind);
    return { type: 'login', kind, origin: login[kind], sites: own };
  });
  const domains = sites.map((site): Host => {
    return { type: 'my-domain', kind: site.org.kind, origin: site.origin, sites: [site] };
  });
  return [...logins, ...domains];
}

/** An org's id is made once and kept, as everything that points to it. */
function orgIdOf(kind: OrgKind, store: Store): string {
  const table = store.table<string>('orgIds');
  const known = table.get(kind);
  if (known !== undefined) return known;
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const random = Array.from({ length: 8 }, () => digits[randomInt(digits.length)]).join('');
  const orgId = toLongId(`00D${kind === 'production' ? '5e' : '7Z'}00${random}`);
  table.set(kind, orgId);
  store.commit();
  return orgId;
}

function repositoryForceApp(): string {
  return fileURLToPath(new URL('../force-app', import.meta.url));
}

type Listening = { server: Server; port: number; serve(listener: RequestListener): void };

/** Listens first, answers when told how: each part must know all four addresses, and the system may choose them. */
async function listenAll(firstPort: number): Promise<Listening[]> {
  const servers: Listening[] = [];
  try {
    for (const offset of [0, 1, 2, 3]) servers.push(await listen(firstPort === 0 ? 0 : firstPort + offset));
    return servers;
  } catch (error) {
    await Promise.all(servers.map(closeServer));
    throw error;
  }
}

function listen(port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    let listener = notReady;
    const server = createServer((request, response) => listener(request, response));
    server.once('error', reject);
    // This computer only: there are passwords on its login page.
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ server, port: bound, serve: (next) => void (listener = next) });
    });
  });
}

const notReady: RequestListener = (_request, response) => response.writeHead(503).end();

function closeServer({ server }: Listening): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function originOf(servers: Listening[], index: number): string {
  return `http://localhost:${servers[index]?.port}`;
}
