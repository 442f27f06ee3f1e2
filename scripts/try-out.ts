// The try-out: a local org with a small company in it and the connector set up for it, nothing else needed.
// Used by `npm start` (fixed ports, kept data), `npm run demo` and `npm run bench` (free ports, a folder of their own).
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { type Child, startChild } from './child.ts';
import type { SetUpOrgs } from './start-choice.ts';
import { freePort } from './free-port.ts';

const localOrgAddresses = z.object({
  login: z.object({ production: z.string(), sandbox: z.string() }),
  orgs: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['production', 'sandbox']),
      orgId: z.string(),
      origin: z.string(),
      users: z.array(z.object({ username: z.string(), password: z.string(), role: z.string() })),
    }),
  ),
  apps: z.array(
    z.object({
      name: z.string(),
      clientId: z.string(),
      clientSecret: z.string(),
      scope: z.enum(['global', 'local']),
    }),
  ),
});

/** What the connector tells its parent once it answers. */
const connectorReady = z.object({ ready: z.literal(true), link: z.string() });

/** What the local org says of itself when it is ready: addresses, users, OAuth apps. */
export type LocalOrgAddresses = z.infer<typeof localOrgAddresses>;

export type TryOutOptions = {
  dataFolder: string;
  /** 0 = a free port. */
  connectorPort: number;
  /** Orgs as they are before anybody installed the companion app. */
  withoutApp?: boolean;
  localOrgPort: number;
  /** Each request at the local org waits this long, as over a network; left out: not at all. */
  localOrgLatencyMs?: number;
  env: Record<string, string | undefined>;
  /** A step begins or ends, or the connector has something to say; one line each. */
  say: (line: string) => void;
  /** The log of the parts, line by line; nobody reads it when left out. */
  onLogLine?: (line: string) => void;
  /** Where these lines can be read, for who must be told of an end. */
  logFile?: string;
  /** Filled with the parts as they start, for who must end them before all are there. */
  children?: Child[];
  /** Stops what has started, also in the middle of starting. */
  stopAsked?: AbortSignal;
  /** Orgs that settings.env names: the connector takes their OAuth apps from there, and only the others' from the local org. */
  setUp?: SetUpOrgs;
};

export type TryOut = {
  connectorUrl: string;
  /** The one link to open: the owner link until it was used, then the sign-in page. */
  link: string;
  localOrg: LocalOrgAddresses;
  children: Child[];
  stop(): Promise<void>;
};

/** Throws an Error with one sentence when a part does not start; what had started is stopped again. */
export async function startTryOut(options: TryOutOptions): Promise<TryOut> {
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o755 });
  const connectorPort = options.connectorPort === 0 ? await freePort() : options.connectorPort;
  const publicUrl = `http://localhost:${connectorPort}`;
  const children = options.children ?? [];
  const stop = async () => {
    // The connector first: it may still be writing into the org.
    for (const child of children.toReversed()) await child.stop();
  };
  options.stopAsked?.addEventListener('abort', () => void stop());
  try {
    const localOrg = await startLocalOrgChild(options, publicUrl, children);
    options.say(`✔ Local org     ${named(localOrg.orgs)}`);
    options.stopAsked?.throwIfAborted();
    const link = await startConnectorChild(options, publicUrl, connectorPort, localOrg, children);
    const database = options.env['DATABASE_URL'] ? 'its database at DATABASE_URL' : 'its own PostgreSQL';
    options.say(`✔ Connector     ${publicUrl}, with ${database}`);
    return { connectorUrl: publicUrl, link, localOrg, children, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The two there always are; of scratch orgs and sandboxes made later there may be dozens. */
function named(orgs: LocalOrgAddresses['orgs']): string {
  const shown = orgs.slice(0, 2).map((org) => `${org.name} (${org.kind}) ${org.origin}`);
  const others = orgs.length - shown.length;
  return [...shown, ...(others > 0 ? [`and ${others} made from them`] : [])].join(', ');
}

async function startLocalOrgChild(
  options: TryOutOptions,
  publicUrl: string,
  children: Child[],
): Promise<LocalOrgAddresses> {
  return await new Promise((resolve, reject) => {
    const child = startChild('local-org/main.ts', {
      name: 'The local org',
      ...(options.logFile !== undefined && { logFile: options.logFile }),
      args: [
        `--port=${options.localOrgPort}`,
        `--data=${join(options.dataFolder, 'local-org')}`,
        `--callback=${publicUrl}/oauth/salesforce/callback`,
        ...(options.localOrgLatencyMs === undefined ? [] : [`--latency=${options.localOrgLatencyMs}`]),
        ...(options.withoutApp ? ['--without-app'] : []),
        '--json',
        '--with-parent',
      ],
      env: options.env,
      onLine: (line) => {
        if (line.startsWith('{')) resolve(localOrgAddresses.parse(JSON.parse(line)));
      },
      onErrorLine: (line) => options.onLogLine?.(line),
    });
    children.push(child);
    void child.ended.then((how) => reject(new Error(how)));
  });
}

async function startConnectorChild(
  options: TryOutOptions,
  publicUrl: string,
  port: number,
  localOrg: LocalOrgAddresses,
  children: Child[],
): Promise<string> {
  const { setUp } = options;
  const app = localOrg.apps.find((candidate) => candidate.scope === 'global');
  if (app === undefined) throw new Error('The local org has no OAuth app for the connector.');
  const origins = [
    localOrg.login.production,
    localOrg.login.sandbox,
    ...localOrg.orgs.map((org) => org.origin),
    ...(setUp?.localOrigins ?? []),
  ];
  // What settings.env says of one kind of org counts only where the environment says nothing of it.
  const appFor = (kind: 'production' | 'sandbox'): Record<string, string> => {
    if (setUp?.orgs.some((org) => org.kind === kind)) return {};
    const prefix = `SALESFORCE_${kind.toUpperCase()}`;
    return {
      [`${prefix}_CLIENT_ID`]: app.clientId,
      [`${prefix}_CLIENT_SECRET`]: app.clientSecret,
      [`${prefix}_LOGIN_URL`]: localOrg.login[kind],
    };
  };
  const isAllLocal = setUp?.orgs.every(({ isLocal }) => isLocal) ?? true;
  return await new Promise((resolve, reject) => {
    const child = startChild('connector/main.ts', {
      name: 'The connector',
      ...(options.logFile !== undefined && { logFile: options.logFile }),
      env: {
        ...options.env,
        PORT: String(port),
        HOST: options.env['HOST'] ?? '127.0.0.1',
        PUBLIC_URL: publicUrl,
        BOOKBRIDGE_DATA: options.dataFolder,
        ...appFor('production'),
        ...appFor('sandbox'),
        SALESFORCE_LOCAL_ORIGINS: [...new Set(origins)].join(','),
        ...(isAllLocal && tryOutPages(localOrg.login.production)),
      },
      // The line with the link comes from us, once and last.
      onLine: (line) => (line.includes(publicUrl) ? undefined : options.say(line)),
      onMessage: (message) => {
        const ready = connectorReady.safeParse(message);
        if (ready.success) resolve(ready.data.link);
      },
      onErrorLine: (line) => options.onLogLine?.(line),
    });
    children.push(child);
    void child.ended.then((how) => reject(new Error(how)));
  });
}

/** Tells the connector's pages that nothing leaves this computer, and where the records can be seen. */
export function tryOutPages(login: string): Record<string, string> {
  return { BOOKBRIDGE_TRY_OUT_URL: login, BOOKBRIDGE_TRY_OUT_RECORDS_URL: `${login}/__local/` };
}

/** An environment for a try-out that leaves nothing behind: no database and no Salesforce app of the person who runs it. */
export function withoutRealThings(
  env: Record<string, string | undefined>,
): Record<string, string | undefined> {
  const mine = Object.entries(env).filter(
    // Windows has no embedded database.
    ([name]) => !name.startsWith('SALESFORCE_') && (name !== 'DATABASE_URL' || process.platform === 'win32'),
  );
  return { ...Object.fromEntries(mine), LOG_LEVEL: env['LOG_LEVEL'] ?? 'warn' };
}
