// What has to be repaired by somebody, or comes back by itself: parked bookings, a lost companion app, no connection, a taken
// key, a write that arrives after its successor, two processes at once. Nothing is lost, nothing is doubled.
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { clearFaults, inOrg, plantFault, readCalls, records } from './booking-org.ts';
import {
  addSource,
  connectApiUser,
  genericEvent,
  openWorld,
  readBooking,
  readCounts,
  settled,
  take,
  uniqueId,
  until,
  untilSync,
} from './booking-world.ts';
import type { Source, World } from './booking-world.ts';

jest.setTimeout(120_000);

let world: World;
let source: Source;
let calCom: Source;
beforeAll(async () => {
  world = await openWorld();
  source = await addSource(world, 'generic');
  calCom = await addSource(world, 'cal-com');
}, 120_000);
beforeEach(() => clearFaults(world));
afterAll(() => world.close());

async function connectionState(): Promise<string> {
  const answer = await world.browser.get('/api/connection');
  return z.object({ connection: z.object({ state: z.string() }) }).parse(answer.body).connection.state;
}

async function expectOnce(key: string, email: string, status: string): Promise<void> {
  const { bookings, events, leads } = await inOrg(world, key, email);
  expect([bookings.length, events.length, leads.length]).toEqual([1, 1, 1]);
  expect([bookings[0]?.['Status__c'], events[0]?.['Booking_Status__c']]).toEqual([status, status]);
}

describe('what the org refuses', () => {
  const badAddress = (uid: string, email: string, at: number): Record<string, unknown> => ({
    triggerEvent: at === 0 ? 'BOOKING_CREATED' : 'BOOKING_RESCHEDULED',
    createdAt: new Date(Date.UTC(2026, 1, 1, 9, at)).toISOString(),
    payload: {
      uid,
      title: 'Strategy session',
      startTime: '2026-04-01T09:00:00Z',
      endTime: '2026-04-01T09:30:00Z',
      attendees: [{ name: 'Gail Guest', email, timeZone: 'Europe/Berlin' }],
    },
  });

  test('parks the booking with the field and the fix, and keeps nothing of it in the org', async () => {
    const uid = uniqueId('bad-address');
    const { bookingId } = await take(calCom, badAddress(uid, 'gail at customer', 0));
    const { booking } = await untilSync(world, bookingId, 'parked');
    expect(booking.problem?.code).toBe('record_refused_invalid_email_address');
    expect(booking.problem?.message).toContain('Lead.Email');
    expect(booking.problem?.fix).toEqual(expect.any(String));
    expect((await inOrg(world, booking.bookingKey, 'x@customer.example')).events).toHaveLength(0);
    expect(await readCounts(world)).toMatchObject({ parked: 1 });
    // A newer message that cures it needs nobody to press anything.
    const email = `${uid}@customer.example`;
    await take(calCom, badAddress(uid, email, 1));
    await untilSync(world, bookingId, 'done');
    await expectOnce(booking.bookingKey, email, 'Rescheduled');
  });

  test('"Try again" tries again: one, and all that are parked', async () => {
    const ids = [];
    for (const hour of [9, 10, 11]) {
      const uid = uniqueId('parked');
      const { bookingId } = await take(calCom, badAddress(uid, `no address ${hour}`, 0));
      await untilSync(world, bookingId, 'parked');
      ids.push(bookingId);
    }
    const one = await world.browser.post(`/api/bookings/${ids[0]}/replay`);
    expect(one).toMatchObject({ status: 202, body: { booking: { sync: 'pending', problem: null } } });
    // Nothing was repaired yet, so it is parked again.
    await untilSync(world, ids[0], 'parked');
    const all = await world.browser.post('/api/bookings/replay', { state: 'parked' });
    expect(all).toMatchObject({ status: 202, body: { replayed: 3 } });
    await settled(world);
    expect((await readBooking(world, ids[1])).story.map(({ code }) => code)).toContain('replayed');
    expect(await readCounts(world)).toMatchObject({ parked: 3 });
  });
});

describe('the companion app out of sight', () => {
  test('the connection needs attention and bookings wait, not park; seen again, they are written', async () => {
    const [user] = await records(world, "SELECT Id FROM User WHERE Username = 'api-user@acme.example'");
    const [assignment] = await records(
      world,
      `SELECT Id, AssigneeId, PermissionSetId FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Bookbridge_API_User' AND AssigneeId = '${String(user?.['Id'])}'`,
    );
    await world.admin.sobject('PermissionSetAssignment').destroy(String(assignment?.['Id']));
    const id = uniqueId('hidden');
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }));
    const { booking } = await untilSync(world, bookingId, 'waiting');
    expect(booking.problem).toMatchObject({
      code: 'companion_app_missing',
      fix: expect.stringContaining('permission set'),
    });
    expect(await connectionState()).toBe('needs_attention');
    // A second one waits without asking Salesforce at all.
    const other = await take(source, genericEvent({ type: 'scheduled', id: uniqueId('hidden') }));
    await untilSync(world, other.bookingId, 'waiting');
    await world.admin.sobject('PermissionSetAssignment').create({
      AssigneeId: String(assignment?.['AssigneeId']),
      PermissionSetId: String(assignment?.['PermissionSetId']),
    });
    expect((await world.browser.post('/api/connection/check')).status).toBe(200);
    await untilSync(world, bookingId, 'done');
    await untilSync(world, other.bookingId, 'done');
    await expectOnce(booking.bookingKey, `${id}@customer.example`, 'Scheduled');
  });
});

describe('without a connection', () => {
  test('bookings wait and say so; connected again, they are written', async () => {
    expect((await world.browser.post('/api/connection/disconnect')).status).toBe(200);
    const id = uniqueId('waiting');
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }));
    const { booking } = await untilSync(world, bookingId, 'waiting');
    expect(booking.problem).toMatchObject({ code: 'not_connected' });
    await connectApiUser(world);
    await untilSync(world, bookingId, 'done');
    await expectOnce(booking.bookingKey, `${id}@customer.example`, 'Scheduled');
  });
});

describe('pauses', () => {
  test.each([
    ['unavailable', 'salesforce_unavailable'],
    ['request_limit', 'salesforce_request_limit_exceeded'],
  ])('%s: the connection pauses, bookings show why and until when, one probe ends it', async (kind, code) => {
    // More than one, so that the first probes fail too and each pause is longer than the one before.
    await plantFault(world, { kind, on: 'any', times: 4 });
    const first = await take(source, genericEvent({ type: 'scheduled', id: uniqueId('paused') }));
    const { booking } = await untilSync(world, first.bookingId, 'waiting');
    expect(booking).toMatchObject({ problem: { code }, waitUntil: expect.any(String) });
    const more = await Promise.all(
      [1, 2, 3].map(() => take(source, genericEvent({ type: 'scheduled', id: uniqueId('paused') }))),
    );
    await settled(world);
    for (const { bookingId } of [first, ...more])
      expect((await readBooking(world, bookingId)).booking.sync).toBe('done');
  });
});

describe('who was first', () => {
  test('a key that is taken by the time of the write: looked up again and updated, never doubled', async () => {
    const id = uniqueId('taken');
    await plantFault(world, { kind: 'slow', on: 'graph', delayMs: 700 });
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }));
    const { booking } = await readBooking(world, bookingId);
    await until('the write is under way', 60_000, async () =>
      (await readCalls(world)).open.includes('graph'),
    );
    await world.admin
      .sobject('Booking__c')
      .create({ Booking_Key__c: booking.bookingKey, Write_Number__c: 0, Status__c: 'Scheduled' });
    const { story } = await untilSync(world, bookingId, 'done');
    expect(story.map(({ code }) => code)).toContain('key_taken');
    await expectOnce(booking.bookingKey, `${id}@customer.example`, 'Scheduled');
  });

  test('a write that was held up and arrives after its successor is refused by the fence', async () => {
    const id = uniqueId('late');
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }, 9));
    const { booking } = await untilSync(world, bookingId, 'done');
    // Long enough for the killed process's successor to be there first.
    await plantFault(world, { kind: 'slow', on: 'graph', delayMs: 20_000 });
    await take(source, genericEvent({ type: 'rescheduled', id }, 11));
    await until('the write is under way', 60_000, async () =>
      (await readCalls(world)).open.includes('graph'),
    );
    await world.restart();
    await take(source, genericEvent({ type: 'canceled', id }, 11));
    await until('the cancellation is in the org', 19_000, async () =>
      (await inOrg(world, booking.bookingKey, `${id}@customer.example`)).bookings.some(
        (one) => one['Status__c'] === 'Canceled',
      ),
    );
    expect((await readCalls(world)).open).toContain('graph');
    await until(
      'the late write came to its end',
      60_000,
      async () => !(await readCalls(world)).open.includes('graph'),
    );
    await settled(world);
    await expectOnce(booking.bookingKey, `${id}@customer.example`, 'Canceled');
  });

  test('a higher number in the org than ours (a restored back-up) is passed, not parked', async () => {
    const id = uniqueId('restored');
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }));
    const { booking, records: links } = await untilSync(world, bookingId, 'done');
    await world.admin.sobject('Booking__c').update({ Id: String(links[2]?.id), Write_Number__c: 57 });
    await take(source, genericEvent({ type: 'canceled', id }));
    const { story } = await untilSync(world, bookingId, 'done');
    expect(story.map(({ code }) => code)).toContain('newer_saved');
    await expectOnce(booking.bookingKey, `${id}@customer.example`, 'Canceled');
  });
});

test('asked to end in the middle of a write, it finishes the booking in hand and frees nothing', async () => {
  const id = uniqueId('drain');
  await plantFault(world, { kind: 'slow', on: 'graph', delayMs: 800 });
  const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }));
  await until('the write is under way', 60_000, async () => (await readCalls(world)).open.includes('graph'));
  expect(await world.connector.stop()).toBe(0);
  await world.restart();
  const { booking, story } = await readBooking(world, bookingId);
  expect(booking.sync).toBe('done');
  expect(story.map(({ code }) => code)).not.toContain('claim_freed');
  await expectOnce(booking.bookingKey, `${id}@customer.example`, 'Scheduled');
});

describe('two processes on one database', () => {
  test('share the work: every booking once, and one goes on when the other is killed', async () => {
    const second = await world.startAnother();
    const bookings = Array.from({ length: 60 }, () => uniqueId('shared'));
    const send = (id: string, at: number): Promise<unknown> => {
      const address =
        at % 2 === 0 ? source.address : source.address.replace(world.connector.origin, second.origin);
      return take({ ...source, address }, genericEvent({ type: 'scheduled', id }));
    };
    try {
      await Promise.all(bookings.slice(0, 30).map(send));
      await second.kill();
      await Promise.all(
        bookings.slice(30).map((id) => take(source, genericEvent({ type: 'scheduled', id }))),
      );
      await settled(world);
    } finally {
      await second.stop();
    }
    for (const id of bookings) {
      const email = `${id}@customer.example`;
      const leads = await records(world, `SELECT Id FROM Lead WHERE Email = '${email}'`);
      const events = await records(world, `SELECT Id FROM Event WHERE WhoId = '${String(leads[0]?.['Id'])}'`);
      const made = await records(world, `SELECT Id FROM Booking__c WHERE Person_Email__c = '${email}'`);
      expect([leads.length, events.length, made.length]).toEqual([1, 1, 1]);
    }
  });
});
