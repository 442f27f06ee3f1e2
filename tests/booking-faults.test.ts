// Salesforce goes wrong in every way, at every stage of a booking: nothing is lost, nothing is doubled, and the sender
// always got its 202. The product of the stage list and the fault list; its number is printed.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { stages } from '../connector/bookings/booking.ts';
import type { Stage } from '../connector/bookings/booking.ts';
import { clearFaults, inOrg, pendingFaults, plantFault } from './booking-org.ts';
import {
  addSource,
  connectApiUser,
  genericEvent,
  openWorld,
  readBooking,
  settled,
  take,
  uniqueId,
  until,
  untilSync,
} from './booking-world.ts';
import type { Source, World } from './booking-world.ts';

/** Faults of a call, and those of the refresh that an expired session leads to. */
const faults = [
  'session_expired',
  'request_limit',
  'unavailable',
  'html',
  'html_200',
  'row_lock',
  'timeout_after_commit',
  'reset',
  'slow',
  'token_unavailable',
  'token_html',
  'token_lost',
  'token_invalid_grant',
] as const;
type Fault = (typeof faults)[number];

/** The Salesforce resource whose call is under way at a stage; the first two stages have none and see everything fail. */
const resourceAt: Record<Stage, string> = {
  intake: 'any',
  inbox: 'any',
  match: 'composite',
  map: 'composite',
  write: 'graph',
  report: 'composite',
};

jest.setTimeout(120_000);

let world: World;
let source: Source;
beforeAll(async () => {
  world = await openWorld();
  source = await addSource(world, 'generic');
}, 120_000);
afterAll(() => world.close());

let ran = 0;
async function plant(stage: Stage, fault: Fault): Promise<void> {
  const on = resourceAt[stage];
  if (fault.startsWith('token_')) {
    await plantFault(world, { kind: fault, on: 'token' });
    await plantFault(world, { kind: 'session_expired', on });
  } else {
    await plantFault(world, { kind: fault, on, delayMs: 300, times: on === 'any' ? 2 : 1 });
  }
}

describe.each(stages)('at the stage %s', (stage) => {
  test.each(faults)('%s: the booking is in the org once, with its last time', async (fault) => {
    ran += 1;
    await clearFaults(world);
    const id = uniqueId(`${stage}-${fault}`);
    const event = (type: string, hour: number): Record<string, unknown> => genericEvent({ type, id }, hour);
    let bookingId: string | undefined;
    if (stage === 'inbox') {
      // The fault meets a booking that is there already.
      ({ bookingId } = await take(source, event('scheduled', 8)));
      await untilSync(world, bookingId, 'done');
    }
    // A new process has no describes in its cache.
    if (stage === 'map') await world.restart();
    if (stage === 'report') await plantFault(world, { kind: 'timeout_after_commit', on: 'graph' });
    await plant(stage, fault);
    ({ bookingId } = await take(source, event('scheduled', 9)));
    if (fault === 'token_invalid_grant') {
      await untilSync(world, bookingId, 'waiting');
      await connectApiUser(world);
    }
    await settled(world);
    await take(source, event('rescheduled', 11));
    await settled(world);
    // A fault that nothing met would prove nothing; a row lock needs a write, which some calls are not.
    const canHit = fault !== 'row_lock' || stage === 'write' || resourceAt[stage] === 'any';
    if (canHit) await until('the fault was met', 60_000, async () => (await pendingFaults(world)) === 0);
    const { booking, story } = await readBooking(world, bookingId);
    expect({ sync: booking.sync, problem: booking.problem, story }).toMatchObject({
      sync: 'done',
      problem: null,
    });
    const { bookings, events, leads, contacts } = await inOrg(
      world,
      booking.bookingKey,
      `${id}@customer.example`,
    );
    expect([bookings.length, events.length, leads.length, contacts.length]).toEqual([1, 1, 1, 0]);
    expect(new Date(String(events[0]?.['StartDateTime'])).getUTCHours()).toBe(11);
    expect(bookings[0]).toMatchObject({ Status__c: 'Rescheduled', Event_Id__c: events[0]?.['Id'] });
    expect(events[0]).toMatchObject({ WhoId: leads[0]?.['Id'] });
  });
});

test('an answer lost after the commit, then a new time: the new time is in the org, once', async () => {
  await clearFaults(world);
  const id = uniqueId('lost-answer');
  await plantFault(world, { kind: 'timeout_after_commit', on: 'graph' });
  const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }, 9));
  await take(source, genericEvent({ type: 'rescheduled', id }, 15));
  await settled(world);
  const { booking } = await readBooking(world, bookingId);
  const { bookings, events, leads } = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
  expect([bookings.length, events.length, leads.length]).toEqual([1, 1, 1]);
  expect(new Date(String(events[0]?.['StartDateTime'])).getUTCHours()).toBe(15);
});

test('two bookings of one person while a write has no known end: one Lead', async () => {
  await clearFaults(world);
  const email = `${uniqueId('one-person')}@customer.example`;
  await plantFault(world, { kind: 'timeout_after_commit', on: 'graph' });
  const first = await take(
    source,
    genericEvent({ type: 'scheduled', id: uniqueId('p'), person: { email } }, 9),
  );
  const second = await take(
    source,
    genericEvent({ type: 'scheduled', id: uniqueId('p'), person: { email } }, 10),
  );
  await settled(world);
  const keys = await Promise.all(
    [first, second].map(async ({ bookingId }) => (await readBooking(world, bookingId)).booking.bookingKey),
  );
  for (const key of keys) {
    const { leads, events } = await inOrg(world, key, email);
    expect([leads.length, events.length]).toEqual([1, 1]);
  }
});

test('every combination of stage and fault was run', () => {
  process.stdout.write(
    `booking faults: ${stages.length} stages x ${faults.length} faults = ${ran} combinations\n`,
  );
  expect(ran).toBe(stages.length * faults.length);
});
