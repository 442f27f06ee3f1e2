// What the tests of trip 2 stand on: the real local org, real PostgreSQL and the connector in a process of its own, spoken to
// over HTTP only. The org is looked at with jsforce and an admin's rights, never with our own client.
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import jsforce from 'jsforce';
import { z } from 'zod';
import { openBrowser, owner } from '../connector/tests/browser.ts';
import type { Answer, Browser } from '../connector/tests/browser.ts';
import { startConnector } from '../connector/tests/start-connector.ts';
import type { RunningConnector } from '../connector/tests/start-connector.ts';
import { createTestDatabase } from '../connector/tests/test-database.ts';
import { startLocalOrg } from '../local-org/local-org.ts';
import type { LocalOrgOptions, RunningLocalOrg } from '../local-org/local-org.ts';
import { walkAuthorization } from '../local-org/browser-walk.ts';
import { freePort } from '../scripts/free-port.ts';

export type Source = { id: string; kind: 'generic' | 'cal-com'; address: string; secret: string };

export type World = {
  org: RunningLocalOrg;
  connector: RunningConnector;
  databaseUrl: string;
  browser: Browser;
  /** jsforce as the org's admin, who may also see Bookbridge's fields. */
  admin: jsforce.Connection;
  /** kill -9 and start again on the same address and database. */
  restart: () => Promise<void>;
  kill: () => Promise<void>;
  /** A second process on the same database. */
  startAnother: () => Promise<RunningConnector>;
  close: () => Promise<void>;
};

/** Short times of the queue: the waiting itself is never switched off. */
export const shortWaits =
  'predecessor=1500ms,soon=50ms,soonMost=400ms,unavailable=200ms,unavailableMost=800ms,limit=600ms,sweep=200ms';

export type WorldOptions = {
  features?: readonly string[];
  waits?: string;
  environment?: Record<string, string>;
  connected?: boolean;
  orgData?: string;
  forceApp?: string;
  /** Organisation-wide defaults of the production org. */
  sharing?: LocalOrgOptions['sharing'];
};

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const port = await freePort();
  const org = await startLocalOrg({
    callbackUrls: [`http://localhost:${port}/oauth/salesforce/callback`],
    ...(options.orgData !== undefined && { data: options.orgData }),
    ...(options.features !== undefined && { features: options.features }),
    ...(options.forceApp !== undefined && { forceApp: options.forceApp }),
    ...(options.sharing !== undefined && { sharing: options.sharing }),
  });
  const { databaseUrl, drop } = await createTestDatabase();
  // The key that seals the secrets lies here.
  const dataFolder = await mkdtemp(join(tmpdir(), 'bookbridge-bookings-'));
  const start = (ownPort: number = port): Promise<RunningConnector> =>
    startConnector({
      port: ownPort,
      databaseUrl,
      dataFolder,
      environment: {
        ...settingsFor(org),
        BOOKBRIDGE_WAITS: options.waits ?? shortWaits,
        ...options.environment,
      },
    });
  const connector = await start();
  const browser = openBrowser(connector.origin);
  const token = new URL(connector.link).searchParams.get('token');
  expectStatus(await browser.post('/api/first-run', { token, ...owner }), 201);
  const world: World = {
    org,
    connector,
    databaseUrl,
    browser,
    admin: await openAdmin(org, connector.origin),
    kill: () => killAndSweep(world.connector),
    startAnother: () => start(0),
    async restart() {
      await killAndSweep(world.connector);
      world.connector = await start();
    },
    async close() {
      await world.connector.stop();
      await org.stop();
      await drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
  if (options.connected !== false) await connectApiUser(world);
  return world;
}

/** Connects an org's API user as a person would, "Use this user" included. */
export async function connectApiUser(
  world: World,
  environment: 'production' | 'sandbox' = 'production',
): Promise<void> {
  const { browser, org } = world;
  const chosen = org.orgs.find(({ kind }) => kind === environment);
  const user = chosen?.users.find(({ role }) => role === 'api-user');
  const asked = await browser.post('/api/connection/authorize', { environment });
  const { url } = z.object({ url: z.string() }).parse(asked.body);
  const { username = '', password = '' } = user ?? {};
  const walked = await walkAuthorization({ authorizeUrl: url, username, password });
  if (walked.callbackUrl === undefined) throw new Error(`The login ended at ${walked.url}: ${walked.text}`);
  const { pathname, search } = new URL(walked.callbackUrl);
  const landed = await browser.get(pathname + search);
  const target = new URL(landed.headers.get('location') ?? '', 'http://bookbridge');
  const attempt = target.searchParams.get('attempt');
  expectStatus(await browser.post(`/api/connection/attempts/${attempt}/confirm`), 200);
}

export async function addSource(world: World, kind: Source['kind']): Promise<Source> {
  const answer = await world.browser.post('/api/sources', { kind, name: `Source ${kind}` });
  expectStatus(answer, 201);
  const { source, secret } = z
    .object({ source: z.object({ id: z.string(), address: z.string() }), secret: z.string() })
    .parse(answer.body);
  return { ...source, kind, secret };
}

export type Sent = { status: number; body: unknown };
export type Taken = { eventId: string; bookingId?: string; state: string };

/** Sends an event as the tool would: signed, or with the key. */
export async function send(source: Source, event: unknown): Promise<Sent> {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const proof: Record<string, string> =
    source.kind === 'generic'
      ? { authorization: `Bearer ${source.secret}` }
      : { 'x-cal-signature-256': createHmac('sha256', source.secret).update(body).digest('hex') };
  return sendRaw(source.address, body, { 'content-type': 'application/json', ...proof });
}

export async function sendRaw(
  address: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
): Promise<Sent> {
  const response = await fetch(address, { method: 'POST', body, headers });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}

/** Sends and expects 202. */
export async function take(source: Source, event: unknown): Promise<Taken> {
  const { status, body } = await send(source, event);
  if (status !== 202) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
  return z
    .object({ eventId: z.string(), bookingId: z.string().optional(), state: z.string() })
    .transform(({ bookingId, ...rest }) => ({ ...rest, ...(bookingId !== undefined && { bookingId }) }))
    .parse(body);
}

export type GenericEvent = { type: string; id: string } & Record<string, unknown>;

/** A booking of tomorrow at the given hour, by a person of its own; only what differs has to be said. */
export function genericEvent(event: GenericEvent, hour = 10): Record<string, unknown> {
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  return {
    occurredAt: new Date().toISOString(),
    start: `${day}T${String(hour).padStart(2, '0')}:00:00Z`,
    end: `${day}T${String(hour).padStart(2, '0')}:30:00Z`,
    timeZone: 'Europe/Berlin',
    title: 'Introduction',
    person: {
      firstName: 'Mara',
      lastName: 'Lindt',
      email: `${event.id}@customer.example`,
      company: 'Lindt Bikes',
    },
    ...event,
  };
}

const bookingSchema = z.looseObject({
  booking: z.looseObject({
    id: z.string(),
    status: z.string(),
    sync: z.string(),
    startsAt: z.string(),
    apiCalls: z.number(),
    bookingKey: z.string(),
    problem: z.looseObject({ code: z.string(), message: z.string(), fix: z.string().nullable() }).nullable(),
  }),
  story: z.array(z.looseObject({ stage: z.string(), code: z.string(), text: z.string() })),
  events: z.array(z.looseObject({ type: z.string(), state: z.string(), reason: z.string().nullable() })),
  records: z.array(z.object({ type: z.string(), id: z.string(), url: z.string(), label: z.string() })),
});
export type BookingAnswer = z.infer<typeof bookingSchema>;

/** kill -9; the second call only removes what the dead process left in the temporary folder. */
async function killAndSweep(connector: RunningConnector): Promise<void> {
  await connector.kill();
  await connector.stop();
}

export async function readBooking(world: World, id: string | undefined): Promise<BookingAnswer> {
  const answer = await world.browser.get(`/api/bookings/${id}`);
  expectStatus(answer, 200);
  return bookingSchema.parse(answer.body);
}

const countsSchema = z.object({
  counts: z.object({ all: z.number(), waiting: z.number(), parked: z.number(), done: z.number() }),
});
export type Counts = z.infer<typeof countsSchema>['counts'];

export async function readCounts(world: World): Promise<Counts> {
  return countsSchema.parse((await world.browser.get('/api/bookings')).body).counts;
}

/** Until nothing is on its way any more. */
export async function settled(world: World, timeoutMs = 60_000): Promise<void> {
  await until('everything is settled', timeoutMs, async () => (await readCounts(world)).waiting === 0);
}

export async function untilSync(
  world: World,
  id: string | undefined,
  sync: string,
  timeoutMs = 60_000,
): Promise<BookingAnswer> {
  let found: BookingAnswer | null = null;
  await until(`booking is ${sync}`, timeoutMs, async () => {
    found = await readBooking(world, id);
    return found.booking.sync === sync;
  }).catch((error: unknown) => {
    throw new Error(
      `${String(error)} It is ${JSON.stringify(found?.booking)} ${JSON.stringify(found?.story)}`,
    );
  });
  return readBooking(world, id);
}

export async function until(what: string, timeoutMs: number, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`After ${timeoutMs} ms, still not: ${what}.`);
    await wait(20);
  }
}

export function uniqueId(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}

export function ownClientId(org: RunningLocalOrg): string {
  return org.apps.find(({ name }) => name === 'Bookbridge')?.clientId ?? '';
}

function settingsFor(org: RunningLocalOrg): Record<string, string> {
  const app = org.apps.find(({ name }) => name === 'Bookbridge');
  const { clientId = '', clientSecret = '' } = app ?? {};
  return {
    SALESFORCE_PRODUCTION_CLIENT_ID: clientId,
    SALESFORCE_PRODUCTION_CLIENT_SECRET: clientSecret,
    SALESFORCE_PRODUCTION_LOGIN_URL: org.login.production,
    SALESFORCE_SANDBOX_CLIENT_ID: clientId,
    SALESFORCE_SANDBOX_CLIENT_SECRET: clientSecret,
    SALESFORCE_SANDBOX_LOGIN_URL: org.login.sandbox,
    SALESFORCE_LOCAL_ORIGINS: [...Object.values(org.login), ...org.orgs.map((each) => each.origin)].join(','),
  };
}

async function openAdmin(org: RunningLocalOrg, origin: string): Promise<jsforce.Connection> {
  const [production] = org.orgs;
  const app = org.apps.find(({ name }) => name === 'Bookbridge');
  const user = production?.users.find(({ role }) => role === 'admin');
  const connection = new jsforce.Connection({
    oauth2: {
      loginUrl: org.login.production,
      clientId: app?.clientId ?? '',
      clientSecret: app?.clientSecret ?? '',
      redirectUri: `${origin}/oauth/salesforce/callback`,
      useVerifier: true,
    },
    instanceUrl: production?.origin ?? '',
    version: '67.0',
  });
  const authorizeUrl = connection.oauth2.getAuthorizationUrl({ scope: 'api id refresh_token' });
  const { username = '', password = '' } = user ?? {};
  const walked = await walkAuthorization({ authorizeUrl, username, password });
  await connection.authorize(new URL(walked.callbackUrl ?? '').searchParams.get('code') ?? '');
  // Custom fields are invisible to everybody without a field permission, System Administrators included.
  const [permissionSet] = (
    await connection.query<{ Id: string }>(`SELECT Id FROM PermissionSet WHERE Name = 'Bookbridge_API_User'`)
  ).records;
  const { id } = await connection.identity().then(({ user_id }) => ({ id: user_id }));
  await connection
    .sobject('PermissionSetAssignment')
    .create({ AssigneeId: id, PermissionSetId: permissionSet?.Id ?? '' });
  return connection;
}

function expectStatus(answer: Answer, status: number): void {
  if (answer.status !== status)
    throw new Error(`Answered ${answer.status} instead of ${status}: ${answer.text}`);
}
