// `npm run demo`: the whole trip on real parts, what its count catches, and what it leaves behind (nothing).
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type jsforce from 'jsforce';
import { openConnectorSession } from '../connector-session.ts';
import { connectAsAdmin, countInOrg } from '../count-in-org.ts';
import { type SentBooking, bookingDeliveries, deliver } from '../demo-bookings.ts';
import { addSource, connect, settled, signIn } from '../demo-trip.ts';
import { type TryOut, startTryOut, withoutRealThings } from '../try-out.ts';
import { until } from '../until.ts';

jest.setTimeout(120_000);

const repository = resolve(import.meta.dirname, '../..');
let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'bookbridge-demo-test-'));
});

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

/** With a folder for temporary files of its own, in which it must leave nothing. */
function runDemo(name: string, args: string[], environment: Record<string, string> = {}) {
  const temporary = join(home, name);
  mkdirSync(temporary);
  const child = spawn(process.execPath, ['scripts/run.mjs', 'scripts/demo.ts', ...args], {
    cwd: repository,
    env: { ...process.env, ...environment, TMPDIR: temporary, TMP: temporary, TEMP: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (error += chunk));
  const ended = once(child, 'close').then(() => ({
    code: child.exitCode,
    out,
    error,
    left: readdirSync(temporary),
  }));
  return { child, ended, said: () => out + error };
}

test('writes every booking once, prints one JSON object and leaves nothing behind', async () => {
  // Settings of the person who runs it are none of the demo's business.
  const strangers = {
    DATABASE_URL: 'postgresql://127.0.0.1:1/mine',
    SALESFORCE_PRODUCTION_APP_SCOPE: 'local',
  };
  const { code, out, error, left } = await runDemo('trip', ['--once', '--json'], strangers).ended;
  expect({ code, left, error: code === 0 ? '' : error }).toEqual({ code: 0, left: [], error: '' });
  expect(out.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(out)).toEqual({
    connected: true,
    checks: { pass: expect.any(Number), fail: 0 },
    bookings: { sent: 6, inOrg: 6, duplicates: 0 },
    apiCalls: { connect: expect.any(Number), perBooking: 2 },
    seconds: { start: expect.any(Number), trip: expect.any(Number) },
  });
});

test('stopped in the middle it says so, with exit code 1 and nothing left', async () => {
  const demo = runDemo('stopped', ['--once', '--bookings', '500']);
  await until('The second booking', 60_000, async () => (demo.said().includes('✔ Booking 2') ? true : null));
  demo.child.kill('SIGINT');
  const { code, out, left } = await demo.ended;
  expect({ code, left }).toEqual({ code: 1, left: [] });
  expect(out).toContain('Stopped before the end.');
});

test('names a wrong flag in one sentence, with exit code 2', async () => {
  const unknown = await runDemo('flag', ['--twice']).ended;
  expect(unknown.code).toBe(2);
  expect(unknown.error).toMatch(/^Unknown option '--twice'\.\n/);
  const number = await runDemo('number', ['--bookings', 'many']).ended;
  expect(number).toMatchObject({
    code: 2,
    error: '--bookings is "many"; it takes a whole number from 1 to 1000.\n',
  });
  const help = await runDemo('help', ['--help']).ended;
  expect(help).toMatchObject({ code: 0, error: '' });
  expect(help.out).toContain('--once');
});

describe('the count in the org', () => {
  let tryOut: TryOut;
  let admin: jsforce.Connection;
  const sent: SentBooking[] = [];

  beforeAll(async () => {
    const dataFolder = join(home, 'try-out');
    tryOut = await startTryOut({
      dataFolder,
      connectorPort: 0,
      localOrgPort: 0,
      env: withoutRealThings(process.env),
      say: () => undefined,
    });
    const session = openConnectorSession(tryOut.connectorUrl);
    await signIn(session, tryOut.link);
    const [org] = tryOut.localOrg.orgs;
    if (org === undefined) throw new Error('The local org has no org.');
    await connect(session, org);
    const source = await addSource(session, 'generic');
    for (let number = 0; number < 4; number += 1) {
      const { booked, expected } = bookingDeliveries(source, number, 'none', new Date());
      await deliver(booked);
      sent.push(expected);
    }
    await settled(session);
    admin = await connectAsAdmin(tryOut.localOrg, org, `${tryOut.connectorUrl}/oauth/salesforce/callback`);
  });

  afterAll(async () => {
    await tryOut.stop();
  });

  test('finds every booking once, and then each thing that an admin spoils', async () => {
    expect(await countInOrg(admin, sent)).toEqual({ inOrg: 4, duplicates: 0, problems: [] });
    const [lost, doubled, moved, kept] = sent;
    if (!lost || !doubled || !moved || !kept) throw new Error('Four bookings were sent.');

    await admin.sobject('Event').destroy(await eventOf(lost));
    await admin.sobject('Lead').create({ LastName: 'Again', Company: 'Customer', Email: doubled.email });
    await admin.sobject('Event').update({ Id: await eventOf(moved), StartDateTime: '2030-01-01T09:00:00Z' });
    const counted = await countInOrg(admin, sent);
    expect(counted).toMatchObject({ inOrg: 1, duplicates: 1 });
    for (const { email } of [lost, doubled, moved])
      expect(counted.problems).toContainEqual(expect.stringContaining(email));
    expect(counted.problems).toHaveLength(3);

    // An Event of ours that no booking names.
    expect((await countInOrg(admin, [kept])).duplicates).toBeGreaterThan(0);
  });

  async function eventOf({ email }: SentBooking): Promise<string> {
    const found = await admin.query<{ Event_Id__c: string }>(
      `SELECT Event_Id__c FROM Booking__c WHERE Person_Email__c = '${email}'`,
    );
    const id = found.records[0]?.Event_Id__c;
    if (id === undefined) throw new Error(`No booking of ${email} names an Event.`);
    return id;
  }
});
