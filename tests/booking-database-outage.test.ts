// The database goes away while a booking is on its way to Salesforce: nobody can note what became of it. Back again, the
// booking is looked up and finished, long before its claim would run out.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { inOrg, plantFault, readCalls } from './booking-org.ts';
import { addSource, genericEvent, openWorld, take, uniqueId, until, untilSync } from './booking-world.ts';
import type { Source, World } from './booking-world.ts';

jest.setTimeout(120_000);

let world: World;
let source: Source;
let server: pg.Client;
beforeAll(async () => {
  world = await openWorld();
  source = await addSource(world, 'generic');
  const url = new URL(world.databaseUrl);
  url.pathname = '/postgres';
  server = new pg.Client({ connectionString: url.href });
  await server.connect();
}, 120_000);
afterAll(async () => {
  await server.end();
  await world.close();
});

async function allowConnections(allowed: boolean): Promise<void> {
  const name = new URL(world.databaseUrl).pathname.slice(1);
  await server.query(`alter database ${pg.escapeIdentifier(name)} allow_connections ${allowed}`);
  if (!allowed)
    await server.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
}

async function readiness(): Promise<number> {
  return (await fetch(`${world.connector.origin}/health/ready`)).status;
}

test('a booking whose end could not be noted is in the org once, and done within 45 seconds', async () => {
  const id = uniqueId('outage');
  await plantFault(world, { kind: 'slow', on: 'graph', delayMs: 1_500 });
  const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }));
  await until('the write is open', 60_000, async () => (await readCalls(world)).open.includes('graph'));
  await allowConnections(false);
  await until('the write has ended', 60_000, async () => (await readCalls(world)).open.length === 0);
  await until('the connector says so', 60_000, async () => (await readiness()) === 503);
  await allowConnections(true);
  await until('the connector is back', 60_000, async () => (await readiness()) === 200);
  const { booking } = await untilSync(world, bookingId, 'done', 45_000);
  const { bookings, events, leads } = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
  expect([bookings.length, events.length, leads.length]).toEqual([1, 1, 1]);
});
