// What the tests of trip 1 stand on: the real local org, real PostgreSQL and the connector's own app on real ports. Only the
// clock is ours. The browser is two cookie jars: one at Bookbridge, one at Salesforce.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createAuth } from '../connector/accounts/auth.ts';
import { issueOwnerLink } from '../connector/accounts/owner-link.ts';
import { createHostUsers } from '../connector/bookings/host-users.ts';
import { createApp } from '../connector/app.ts';
import { readConfig } from '../connector/config.ts';
import type { Config } from '../connector/config.ts';
import { createClients } from '../connector/connection/clients.ts';
import type { Clients } from '../connector/connection/clients.ts';
import type { ConnectionDeps } from '../connector/connection/stages.ts';
import { createLog } from '../connector/log.ts';
import { createMailer } from '../connector/mail.ts';
import { createDescribeCache } from '../connector/salesforce/describe-cache.ts';
import type { DescribeCache } from '../connector/salesforce/describe-cache.ts';
import { createVault, deriveKey } from '../connector/store/secrets.ts';
import { openBrowser, owner } from '../connector/tests/browser.ts';
import type { Browser } from '../connector/tests/browser.ts';
import { openTestDatabase } from '../connector/tests/test-database.ts';
import type { TestDatabase } from '../connector/tests/test-database.ts';
import { createWebPages } from '../connector/web-pages.ts';
import { startLocalOrg } from '../local-org/local-org.ts';
import type { LocalOrgOptions, RunningLocalOrg } from '../local-org/local-org.ts';
import { walkAuthorization } from '../local-org/browser-walk.ts';
import type { CookieJar, WalkEnd } from '../local-org/browser-walk.ts';

export type Kind = 'production' | 'sandbox';

export type World = {
  org: RunningLocalOrg;
  database: TestDatabase;
  deps: ConnectionDeps;
  clients: Clients;
  describes: DescribeCache;
  origin: string;
  /** The owner's browser at Bookbridge. */
  browser: Browser;
  /** Workspaces that were woken, and every log line written. */
  wakes: string[];
  log: () => string;
  /** Moves the connector's clock. */
  advance: (ms: number) => void;
  /** The same person in another browser. */
  signInElsewhere: () => Promise<Browser>;
  close: () => Promise<void>;
};

export type WorldOptions = {
  localOrg?: Partial<LocalOrgOptions>;
  /** Settings of the connector that depend on the running local org. */
  environment?: (org: RunningLocalOrg) => Record<string, string>;
};

export const adminApp = {
  name: 'Admin tool',
  callbackUrls: ['http://localhost:9/callback'],
  requirePkce: false,
};

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const server = createServer();
  const origin = await listen(server);
  const database = await openTestDatabase();
  const org = await startLocalOrg({
    callbackUrls: [`${origin}/oauth/salesforce/callback`],
    ...options.localOrg,
    apps: [adminApp, ...(options.localOrg?.apps ?? [])],
  });
  const config = configFor(origin, org, options.environment?.(org) ?? {});
  let skipped = 0;
  const now = (): Date => new Date(Date.now() + skipped);
  const lines: string[] = [];
  const log = createLog({ logLevel: 'debug' }, { write: (line) => lines.push(line) });
  const wakes: string[] = [];
  const secretKey = Buffer.alloc(32, 7);
  const deps: ConnectionDeps = {
    db: database.db,
    vault: createVault(secretKey),
    config,
    log,
    now,
    wake: (workspaceId) => Promise.resolve(void wakes.push(workspaceId)),
  };
  const auth = createAuth({ db: database.db, config, secret: deriveKey(secretKey, 'sign-in'), log });
  const pages = createWebPages(config);
  const clients = createClients(deps);
  const describes = createDescribeCache(now);
  server.on(
    'request',
    createApp({
      config,
      log,
      accounts: {
        db: database.db,
        auth,
        singleSignOn: null,
        config,
        log,
        mailer: createMailer(null, log),
        now,
      },
      connection: deps,
      bookings: deps,
      setUp: { ...deps, describes, hostUsers: createHostUsers(now), clientFor: clients.clientFor },
      health: { pool: database.pool, parts: {} },
      pages,
    }),
  );
  const browser = openBrowser(origin);
  const token = await issueOwnerLink(database.db, now());
  expectStatus(await browser.post('/api/first-run', { token, ...owner }), 201);
  return {
    org,
    database,
    deps,
    clients,
    describes,
    origin,
    browser,
    wakes,
    log: () => lines.join(''),
    advance: (ms) => (skipped += ms),
    async signInElsewhere() {
      const other = openBrowser(origin);
      const { email, password } = owner;
      expectStatus(await other.post('/api/sign-in', { email, password }), 200);
      return other;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await org.stop();
      await database.close();
    },
  };
}

export type Login = {
  environment?: Kind | 'my_domain';
  myDomain?: string;
  username?: string;
  decision?: 'allow' | 'deny';
  /** The browser at Bookbridge; the owner's when left out. */
  browser?: Browser;
  jar?: CookieJar;
};

/** Presses "Connect", logs in and allows; ends at the callback's address without opening it. */
export async function logIn(world: World, how: Login = {}): Promise<WalkEnd> {
  const browser = how.browser ?? world.browser;
  const { environment = 'production', myDomain } = how;
  const answer = await browser.post('/api/connection/authorize', { environment, myDomain });
  expectStatus(answer, 200);
  const username = how.username ?? apiUser(environment === 'sandbox' ? 'sandbox' : 'production');
  return walkAuthorization({
    authorizeUrl: String(field(answer.body, 'url')),
    username,
    password: passwordOf(world, username),
    ...(how.decision && { decision: how.decision }),
    ...(how.jar && { jar: how.jar }),
  });
}

export async function logInToCallback(world: World, how: Login = {}): Promise<string> {
  const end = await logIn(world, how);
  if (end.callbackUrl === undefined) throw new Error(`The login ended at ${end.url}: ${end.text}`);
  return end.callbackUrl;
}

export type Landing = { attempt: string | null; error: string | null };

/** Opens the callback's address in a browser at Bookbridge; tells where it is sent. */
export async function openCallback(browser: Browser, callbackUrl: string): Promise<Landing> {
  const { pathname, search } = new URL(callbackUrl);
  const answer = await browser.get(pathname + search);
  expectStatus(answer, 302);
  const target = new URL(answer.headers.get('location') ?? '', 'http://bookbridge');
  if (target.pathname !== '/setup/api-connection') throw new Error(`Sent to ${target.pathname}`);
  return { attempt: target.searchParams.get('attempt'), error: target.searchParams.get('error') };
}

export type Attempt = {
  id: string;
  stage: string;
  found?: Record<string, string>;
  previous?: Record<string, string>;
  concerns: string[];
  error?: { code: string; message: string; fix: string };
};
export type Check = {
  id: string;
  status: string;
  found: string;
  required: boolean;
  fix?: { text: string; href?: string };
};
export type Connected = {
  id: string;
  state: string;
  kind: string;
  orgId: string;
  username: string;
  edition: string;
  checks: Check[];
  waitingBookings: number;
  problem?: { code: string; message: string; fix: string };
};

export async function login(world: World, how: Login = {}): Promise<Attempt> {
  const landing = await openCallback(how.browser ?? world.browser, await logInToCallback(world, how));
  return readAttempt(world, landing, how.browser);
}

export async function readAttempt(world: World, landing: Landing, browser?: Browser): Promise<Attempt> {
  if (landing.attempt === null) throw new Error(`No attempt, but error=${landing.error}`);
  const answer = await (browser ?? world.browser).get(`/api/connection/attempts/${landing.attempt}`);
  expectStatus(answer, 200);
  if (!isAttempt(answer.body)) throw new Error(`Not an attempt: ${answer.text}`);
  return answer.body;
}

export async function confirm(world: World, attempt: Attempt): Promise<Connected> {
  const answer = await world.browser.post(`/api/connection/attempts/${attempt.id}/confirm`);
  expectStatus(answer, 200);
  return connectionOf(answer.body);
}

/** The whole trip with the API user, "Use this user" included. */
export async function connect(world: World, how: Login = {}): Promise<Connected> {
  const attempt = await login(world, how);
  if (attempt.stage === 'confirming') return confirm(world, attempt);
  if (attempt.stage !== 'saved') throw new Error(`The login ended as ${JSON.stringify(attempt)}`);
  return readConnection(world);
}

export async function readConnection(world: World): Promise<Connected> {
  return connectionOf((await world.browser.get('/api/connection')).body);
}

export async function checkAgain(world: World): Promise<Connected> {
  const answer = await world.browser.post('/api/connection/check');
  expectStatus(answer, 200);
  return connectionOf(answer.body);
}

/** Checks that are not passed, by id. */
export function open(connection: Connected): string[] {
  return connection.checks.filter(({ status }) => status !== 'pass').map(({ id }) => id);
}

export function apiUser(kind: Kind): string {
  return kind === 'sandbox' ? 'api-user@acme.example.dev' : 'api-user@acme.example';
}

export function originOf(world: World, kind: Kind): string {
  return world.org.orgs.find((each) => each.kind === kind)?.origin ?? '';
}

export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function connectionOf(body: unknown): Connected {
  const connection = field(body, 'connection');
  if (!isConnected(connection)) throw new Error(`Not a connection: ${JSON.stringify(body)}`);
  return connection;
}

function isConnected(value: unknown): value is Connected {
  return typeof field(value, 'state') === 'string' && Array.isArray(field(value, 'checks'));
}

function isAttempt(value: unknown): value is Attempt {
  return typeof field(value, 'stage') === 'string' && Array.isArray(field(value, 'concerns'));
}

export function passwordOf(world: World, username: string): string {
  const users = world.org.orgs.flatMap((each) => each.users);
  const user = users.find((each) => each.username === username);
  if (!user)
    throw new Error(`There is no user ${username}; there are ${users.map((each) => each.username).join()}`);
  return user.password;
}

function configFor(origin: string, org: RunningLocalOrg, more: Record<string, string>): Config {
  const app = org.apps.find(({ name }) => name === 'Bookbridge');
  const { clientId = '', clientSecret = '' } = app ?? {};
  return readConfig({
    PUBLIC_URL: origin,
    SALESFORCE_PRODUCTION_CLIENT_ID: clientId,
    SALESFORCE_PRODUCTION_CLIENT_SECRET: clientSecret,
    SALESFORCE_PRODUCTION_LOGIN_URL: org.login.production,
    SALESFORCE_SANDBOX_CLIENT_ID: clientId,
    SALESFORCE_SANDBOX_CLIENT_SECRET: clientSecret,
    SALESFORCE_SANDBOX_LOGIN_URL: org.login.sandbox,
    SALESFORCE_LOCAL_ORIGINS: [...Object.values(org.login), ...org.orgs.map((each) => each.origin)].join(','),
    ...more,
  });
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server is not listening.');
  return `http://localhost:${address.port}`;
}

function expectStatus(answer: { status: number; text: string }, status: number): void {
  if (answer.status !== status)
    throw new Error(`Answered ${answer.status} instead of ${status}: ${answer.text}`);
}
