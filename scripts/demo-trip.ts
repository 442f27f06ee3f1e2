// The demo's trip: first run → connect → sources → bookings → count in the org. Everything over HTTP.
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { walkAuthorization } from '../local-org/browser-walk.ts';
import { type ConnectorSession, openConnectorSession } from './connector-session.ts';
import { connectAsAdmin, countInOrg } from './count-in-org.ts';
import { type Source, bookingDeliveries, deliver } from './demo-bookings.ts';
import type { LocalOrgAddresses, TryOut } from './try-out.ts';
import { until } from './until.ts';

export type DemoResult = {
  complete: boolean;
  connected: boolean;
  checks: { pass: number; fail: number };
  bookings: { sent: number; inOrg: number; duplicates: number };
  /** `connect`: between callback and saved result. `perBooking`: mean over lone new bookings after the first. */
  apiCalls: { connect: number; perBooking: number };
  tripMs: number;
};

export type DemoOptions = { tryOut: TryOut; count: number; say: (line: string) => void };

/** Who signs in during the demo, and can be used for a look around afterwards. */
export const owner = { email: 'olive@acme.example', password: 'correct horse battery staple' };

const connectionSchema = z.object({
  connection: z.object({
    state: z.string(),
    username: z.string(),
    orgName: z.string(),
    checks: z.array(z.object({ title: z.string(), status: z.string(), found: z.string() })),
  }),
});

/** Never throws for a booking that fell short: it is counted and said. Throws when a step of the trip is refused. */
export async function runDemoTrip({ tryOut, count, say }: DemoOptions): Promise<DemoResult> {
  const began = performance.now();
  const session = openConnectorSession(tryOut.connectorUrl);
  await signIn(session, tryOut.link);
  say('✔ Signed in     as the owner of a new workspace');

  const org = tryOut.localOrg.orgs.find((candidate) => candidate.kind === 'production');
  if (org === undefined) throw new Error('The local org has no production org.');
  const calls = callCounter(tryOut.localOrg);
  await calls.reset();
  const { connection } = await connect(session, org);
  const connectCalls = await calls.total();
  const pass = connection.checks.filter((check) => check.status === 'pass').length;
  const fail = connection.checks.filter((check) => check.status === 'fail').length;
  say(
    `${fail === 0 ? '✔' : '✖'} Connected     as ${connection.username} to ${connection.orgName}: ${pass} checks passed, ${fail} failed`,
  );

  const sources = [await addSource(session, 'generic'), await addSource(session, 'cal-com')];
  const sent = [];
  const newBookingCalls: number[] = [];
  const follow = ['none', 'reschedule', 'cancel'] as const;
  for (let number = 0; number < count; number += 1) {
    const source = sources[number % sources.length];
    if (source === undefined) throw new Error('No source was added.');
    const step = bookingDeliveries(source, number, follow[number % follow.length] ?? 'none', new Date());
    await calls.reset();
    await deliver(step.booked);
    await settled(session);
    newBookingCalls.push(await calls.total());
    if (step.followed !== null) await deliver(step.followed);
    // Tools send twice now and then; the second copy must change nothing.
    await deliver(step.booked);
    await settled(session);
    sent.push(step.expected);
    say(
      `✔ Booking ${String(number + 1).padEnd(5)} ${step.expected.email} ${step.expected.status.toLowerCase()}`,
    );
  }

  const admin = await connectAsAdmin(
    tryOut.localOrg,
    org,
    `${tryOut.connectorUrl}/oauth/salesforce/callback`,
  );
  const counted = await countInOrg(admin, sent);
  for (const problem of counted.problems) say(`✖ ${problem}`);
  const isCounted = counted.inOrg === sent.length && counted.duplicates === 0;
  say(
    `${isCounted ? '✔' : '✖'} Counted       ${counted.inOrg} of ${sent.length} in the org once, ${counted.duplicates} duplicates`,
  );
  const connected = connection.state === 'ready';
  return {
    complete: connected && fail === 0 && isCounted,
    connected,
    checks: { pass, fail },
    bookings: { sent: sent.length, inOrg: counted.inOrg, duplicates: counted.duplicates },
    apiCalls: { connect: connectCalls, perBooking: mean(warm(newBookingCalls)) },
    tripMs: performance.now() - began,
  };
}

/** The first booking also reads the describes, which are kept from then on. */
function warm(calls: number[]): number[] {
  return calls.length > 1 ? calls.slice(1) : calls;
}

function mean(numbers: number[]): number {
  const sum = numbers.reduce((total, number) => total + number, 0);
  return Math.round((sum / numbers.length) * 100) / 100;
}

/** Opens the owner link's first run with a made-up owner. */
export async function signIn(session: ConnectorSession, ownerLink: string): Promise<void> {
  const token = new URL(ownerLink).searchParams.get('token');
  if (token === null)
    throw new Error('The connector gave no owner link, so this data folder was used before.');
  await session.call('POST', '/api/first-run', z.unknown(), {
    token,
    name: 'Olive Owner',
    ...owner,
    workspaceName: 'Acme Bikes',
  });
}

type Org = LocalOrgAddresses['orgs'][number];

/** Walks authorize → login → Allow → callback → confirm as the org's API user. */
export async function connect(
  session: ConnectorSession,
  org: Org,
): Promise<z.infer<typeof connectionSchema>> {
  const apiUser = org.users.find((user) => user.role === 'api-user');
  if (apiUser === undefined) throw new Error(`The org ${org.name} has no API user.`);
  const { url } = await session.call('POST', '/api/connection/authorize', z.object({ url: z.string() }), {
    environment: org.kind,
  });
  const { username, password } = apiUser;
  const walked = await walkAuthorization({ authorizeUrl: url, username, password });
  if (walked.callbackUrl === undefined) {
    throw new Error(`The login ended at ${walked.url} (${walked.pages.at(-1) ?? walked.status}).`);
  }
  const landed = new URL(await session.visit(walked.callbackUrl));
  const attempt = landed.searchParams.get('attempt');
  if (attempt === null) throw new Error(`The callback ended at ${landed.pathname}${landed.search}.`);
  return await session.call('POST', `/api/connection/attempts/${attempt}/confirm`, connectionSchema, {});
}

/** Adds a source; its secret is shown this once. */
export async function addSource(session: ConnectorSession, kind: Source['kind']): Promise<Source> {
  const added = await session.call(
    'POST',
    '/api/sources',
    z.object({ source: z.object({ id: z.string(), address: z.string() }), secret: z.string() }),
    { kind, name: kind === 'cal-com' ? 'Cal.com' : 'Own booking page' },
  );
  return { ...added.source, kind, secret: added.secret };
}

/** Until no booking is on its way any more. */
export async function settled(session: ConnectorSession, timeoutMs = 30_000): Promise<void> {
  const schema = z.object({
    counts: z.object({ all: z.number(), waiting: z.number(), parked: z.number(), done: z.number() }),
  });
  await until('Writing the bookings', timeoutMs, async () => {
    const { counts } = await session.call('GET', '/api/bookings', schema);
    return counts.done + counts.parked === counts.all ? counts : null;
  });
}

/** The local org's own count of API calls, from all clients. */
export function callCounter(localOrg: LocalOrgAddresses): {
  reset(): Promise<void>;
  total(): Promise<number>;
} {
  const url = `${localOrg.login.production}/__local/calls`;
  return {
    reset: async () => void (await fetch(url, { method: 'DELETE' })),
    total: async () => z.object({ total: z.number() }).parse(await (await fetch(url)).json()).total,
  };
}
