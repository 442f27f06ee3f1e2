// Messages about one booking in any order, twice, at the same moment, and under changing ids: one booking, its last state.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { inOrg, plantFault, readCalls, records, resetCalls } from './booking-org.ts';
import {
  addSource,
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

jest.setTimeout(120_000);

let world: World;
let source: Source;
let calCom: Source;
beforeAll(async () => {
  world = await openWorld();
  source = await addSource(world, 'generic');
  calCom = await addSource(world, 'cal-com');
}, 120_000);
afterAll(() => world.close());

const minute = (number: number): string => new Date(Date.UTC(2026, 2, 1, 9, number)).toISOString();

function calEvent(
  triggerEvent: string,
  uid: string,
  at: number,
  hour: number,
  more: Record<string, unknown> = {},
) {
  return {
    triggerEvent,
    createdAt: minute(at),
    payload: {
      uid,
      title: 'Strategy session',
      startTime: `2026-04-01T${String(hour).padStart(2, '0')}:00:00Z`,
      endTime: `2026-04-01T${String(hour).padStart(2, '0')}:30:00.000Z`,
      organizer: { name: 'Robin Rep', email: 'robin@acme.example' },
      attendees: [{ name: 'Gail Guest', email: 'gail.guest@customer.example', timeZone: 'Europe/Berlin' }],
      status: 'ACCEPTED',
      ...more,
    },
  };
}

function withGuest(event: ReturnType<typeof calEvent>, email: string): ReturnType<typeof calEvent> {
  return {
    ...event,
    payload: { ...event.payload, attendees: [{ name: 'Gail Guest', email, timeZone: 'Europe/Berlin' }] },
  };
}

function orders<T>(list: readonly T[]): T[][] {
  return list.length < 2
    ? [[...list]]
    : list.flatMap((first, at) =>
        orders(list.filter((_, other) => other !== at)).map((rest) => [first, ...rest]),
      );
}

async function expectOnce(key: string, email: string, hour: number, status: string): Promise<void> {
  const { bookings, events, leads } = await inOrg(world, key, email);
  expect([bookings.length, events.length, leads.length]).toEqual([1, 1, 1]);
  expect(new Date(String(events[0]?.['StartDateTime'])).getUTCHours()).toBe(hour);
  expect(bookings[0]).toMatchObject({ Status__c: status });
}

describe('in every order of arrival', () => {
  test.each(orders(['scheduled', 'rescheduled', 'canceled'] as const))(
    '%s, %s, %s: canceled at the last time',
    async (...order) => {
      const id = uniqueId('order');
      const events = {
        scheduled: genericEvent({ type: 'scheduled', id, occurredAt: minute(0) }, 9),
        rescheduled: genericEvent({ type: 'rescheduled', id, occurredAt: minute(1) }, 11),
        canceled: genericEvent({ type: 'canceled', id, occurredAt: minute(2), reason: 'Ill' }, 11),
      };
      let bookingId: string | undefined;
      for (const type of order) ({ bookingId } = await take(source, events[type]));
      await settled(world);
      const { booking } = await readBooking(world, bookingId);
      expect(booking).toMatchObject({ status: 'canceled', sync: 'done' });
      await expectOnce(booking.bookingKey, `${id}@customer.example`, 11, 'Canceled');
    },
  );

  test.each(orders([0, 1, 2]))(
    'a chain of ids of Cal.com, sent as %s, %s, %s: one booking',
    async (...order) => {
      const email = `${uniqueId('chain')}@customer.example`;
      const uid = uniqueId('uid');
      const chain = [
        calEvent('BOOKING_CREATED', `${uid}-1`, 0, 9),
        calEvent('BOOKING_RESCHEDULED', `${uid}-2`, 1, 11, { rescheduleUid: `${uid}-1` }),
        calEvent('BOOKING_RESCHEDULED', `${uid}-3`, 2, 13, { rescheduleUid: `${uid}-2` }),
      ].map((event) => withGuest(event, email));
      for (const at of order) await take(calCom, chain[at]);
      await settled(world);
      const [person] = await records(world, `SELECT Id FROM Lead WHERE Email = '${email}'`);
      const live = await records(
        world,
        `SELECT StartDateTime FROM Event WHERE WhoId = '${String(person?.['Id'])}' AND Booking_Status__c != 'Canceled'`,
      );
      expect(live.map((event) => new Date(String(event['StartDateTime'])).getUTCHours())).toEqual([13]);
      expect(await records(world, `SELECT Id FROM Lead WHERE Email = '${email}'`)).toHaveLength(1);
    },
  );
});

describe('the same again', () => {
  test('a repeated event is a 202 and changes nothing', async () => {
    const id = uniqueId('repeat');
    const event = genericEvent({ type: 'scheduled', id, eventId: uniqueId('event') });
    const first = await take(source, event);
    await settled(world);
    await resetCalls(world);
    const second = await take(source, event);
    expect(second).toEqual({ ...first, state: 'repeated' });
    await settled(world);
    expect((await readCalls(world)).total).toBe(0);
    expect((await readBooking(world, first.bookingId)).events).toHaveLength(1);
  });

  test('a copy that differs only in when it was sent is history and costs no write', async () => {
    const uid = uniqueId('copy');
    const first = await take(calCom, calEvent('BOOKING_CREATED', uid, 0, 9));
    await settled(world);
    await resetCalls(world);
    const copy = await take(calCom, calEvent('BOOKING_CREATED', uid, 3, 9));
    expect(copy).toMatchObject({ state: 'ignored', bookingId: first.bookingId });
    await settled(world);
    expect((await readCalls(world)).total).toBe(0);
    expect((await readBooking(world, first.bookingId)).events.map(({ state }) => state)).toEqual([
      'applied',
      'ignored',
    ]);
  });

  test('20 copies at the same moment make one booking and one history row', async () => {
    const id = uniqueId('burst');
    const event = genericEvent({ type: 'scheduled', id });
    const answers = await Promise.all(Array.from({ length: 20 }, () => take(source, event)));
    expect(new Set(answers.map(({ bookingId }) => bookingId)).size).toBe(1);
    expect(answers.filter(({ state }) => state === 'received')).toHaveLength(1);
    await settled(world);
    const { booking, events } = await readBooking(world, answers[0]?.bookingId);
    expect(events).toHaveLength(1);
    await expectOnce(booking.bookingKey, `${id}@customer.example`, 10, 'Scheduled');
  });

  test('30 different changes at the same moment end in the newest state', async () => {
    const id = uniqueId('race');
    const events = Array.from({ length: 30 }, (_, number) =>
      genericEvent(
        {
          type: number === 0 ? 'scheduled' : 'rescheduled',
          id,
          occurredAt: minute(number),
          title: `Title ${number}`,
        },
        6 + (number % 12),
      ),
    );
    const answers = await Promise.all(events.toReversed().map((event) => take(source, event)));
    expect(new Set(answers.map(({ bookingId }) => bookingId)).size).toBe(1);
    await settled(world);
    const { booking } = await readBooking(world, answers[0]?.bookingId);
    expect(booking['title']).toBe('Title 29');
    await expectOnce(booking.bookingKey, `${id}@customer.example`, 6 + (29 % 12), 'Rescheduled');
  });
});

describe('ids that change', () => {
  test('an event that names a predecessor we never saw waits for it before its first write', async () => {
    const email = `${uniqueId('early')}@customer.example`;
    const uid = uniqueId('uid');
    const moved = withGuest(
      calEvent('BOOKING_RESCHEDULED', `${uid}-2`, 1, 11, { rescheduleUid: `${uid}-1` }),
      email,
    );
    const { bookingId } = await take(calCom, moved);
    expect((await readBooking(world, bookingId)).booking.sync).toBe('pending');
    expect(await records(world, `SELECT Id FROM Lead WHERE Email = '${email}'`)).toHaveLength(0);
    const created = await take(calCom, withGuest(calEvent('BOOKING_CREATED', `${uid}-1`, 0, 9), email));
    expect(created.bookingId).toBe(bookingId);
    const { booking } = await untilSync(world, bookingId, 'done');
    await expectOnce(booking.bookingKey, email, 11, 'Rescheduled');
  });

  test('when it never comes, the wait ends and the booking is written', async () => {
    const email = `${uniqueId('alone')}@customer.example`;
    const uid = uniqueId('uid');
    const moved = withGuest(
      calEvent('BOOKING_RESCHEDULED', `${uid}-2`, 1, 11, { rescheduleUid: `${uid}-1` }),
      email,
    );
    const { bookingId } = await take(calCom, moved);
    const { booking } = await untilSync(world, bookingId, 'done');
    expect(booking.status).toBe('rescheduled');
    await expectOnce(booking.bookingKey, email, 11, 'Rescheduled');
  });

  test('a move that has to be confirmed names its predecessor only when it is asked for', async () => {
    const email = `${uniqueId('confirm')}@customer.example`;
    const uid = uniqueId('uid');
    const { bookingId } = await take(calCom, withGuest(calEvent('BOOKING_CREATED', `${uid}-1`, 0, 9), email));
    await untilSync(world, bookingId, 'done');
    const asked = calEvent('BOOKING_REQUESTED', `${uid}-2`, 1, 11, {
      rescheduleUid: `${uid}-1`,
      status: 'PENDING',
    });
    expect(await take(calCom, withGuest(asked, email))).toMatchObject({ bookingId, state: 'ignored' });
    await settled(world);
    await expectOnce((await readBooking(world, bookingId)).booking.bookingKey, email, 9, 'Scheduled');
    await take(calCom, withGuest(calEvent('BOOKING_CREATED', `${uid}-2`, 2, 11), email));
    const { booking } = await untilSync(world, bookingId, 'done');
    await expectOnce(booking.bookingKey, email, 11, 'Rescheduled');
  });

  test('two written bookings that prove to be one: the older stays and takes the newer state, the younger is canceled', async () => {
    const email = `${uniqueId('join')}@customer.example`;
    const uid = uniqueId('uid');
    const older = await take(calCom, withGuest(calEvent('BOOKING_CREATED', `${uid}-1`, 0, 9), email));
    await settled(world);
    const younger = await take(calCom, withGuest(calEvent('BOOKING_CREATED', `${uid}-2`, 2, 11), email));
    await settled(world);
    const [one, two] = [
      await readBooking(world, older.bookingId),
      await readBooking(world, younger.bookingId),
    ];
    const link = calEvent('BOOKING_REQUESTED', `${uid}-2`, 1, 11, {
      rescheduleUid: `${uid}-1`,
      status: 'PENDING',
    });
    expect((await take(calCom, withGuest(link, email))).bookingId).toBe(older.bookingId);
    await settled(world);
    await expectOnce(one.booking.bookingKey, email, 11, 'Rescheduled');
    const gave = await inOrg(world, two.booking.bookingKey, email);
    expect(gave.bookings).toMatchObject([
      { Status__c: 'Canceled', Cancel_Reschedule_Reason__c: `Same booking as ${one.booking.bookingKey}` },
    ]);
    expect(gave.events).toMatchObject([{ ShowAs: 'Free', Booking_Status__c: 'Canceled' }]);
    expect((await readBooking(world, younger.bookingId)).story.map(({ code }) => code)).toContain(
      'same_booking',
    );
  });

  test('a late cancellation of the id before a move does not cancel; a canceled booking that is moved comes alive', async () => {
    const email = `${uniqueId('alive')}@customer.example`;
    const uid = uniqueId('uid');
    const { bookingId } = await take(calCom, withGuest(calEvent('BOOKING_CREATED', `${uid}-1`, 0, 9), email));
    const cancel = calEvent('BOOKING_CANCELLED', `${uid}-1`, 1, 9, {
      status: 'CANCELLED',
      requestReschedule: true,
      cancellationReason: 'Please reschedule. I am ill.',
    });
    await take(calCom, withGuest(cancel, email));
    const canceled = await untilSync(world, bookingId, 'done');
    await expectOnce(canceled.booking.bookingKey, email, 9, 'Canceled');
    await take(
      calCom,
      withGuest(calEvent('BOOKING_RESCHEDULED', `${uid}-2`, 2, 13, { rescheduleUid: `${uid}-1` }), email),
    );
    await settled(world);
    await expectOnce(canceled.booking.bookingKey, email, 13, 'Rescheduled');
    const late = calEvent('BOOKING_CANCELLED', `${uid}-1`, 9, 9, { status: 'CANCELLED' });
    expect(await take(calCom, withGuest(late, email))).toMatchObject({ bookingId, state: 'ignored' });
    await settled(world);
    await expectOnce(canceled.booking.bookingKey, email, 13, 'Rescheduled');
  });

  test('a no-show that comes before its booking waits for it', async () => {
    const email = `${uniqueId('absent')}@customer.example`;
    const uid = uniqueId('uid');
    const noShow = {
      triggerEvent: 'BOOKING_NO_SHOW_UPDATED',
      createdAt: minute(9),
      payload: { bookingUid: uid, attendees: [{ email, noShow: true }] },
    };
    expect(await take(calCom, noShow)).toMatchObject({ state: 'received' });
    const { bookingId } = await take(calCom, withGuest(calEvent('BOOKING_CREATED', uid, 0, 9), email));
    const { booking, events } = await untilSync(world, bookingId, 'done');
    await expectOnce(booking.bookingKey, email, 9, 'No-Show');
    expect(events.map(({ state }) => state)).toEqual(['applied', 'applied']);
  });
});

test('a change that comes while its booking is being written is written next', async () => {
  const id = uniqueId('during');
  await plantFault(world, { kind: 'slow', on: 'graph', delayMs: 600 });
  const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id, occurredAt: minute(0) }, 9));
  await until('the write is open', 60_000, async () => (await readCalls(world)).open.includes('graph'));
  await take(source, genericEvent({ type: 'canceled', id, occurredAt: minute(1) }, 9));
  expect((await readBooking(world, bookingId)).booking.sync).toBe('claimed');
  await settled(world);
  const { booking } = await readBooking(world, bookingId);
  await expectOnce(booking.bookingKey, `${id}@customer.example`, 9, 'Canceled');
});
