// The stage `inbox` with meetings that several customers share, and with series.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { calComAttendee, calComEvent } from './source-events.ts';
import { openSourceWorld } from './source-world.ts';
import type { SourceWorld } from './source-world.ts';

let world: SourceWorld;
beforeAll(async () => {
  world = await openSourceWorld();
});
afterAll(() => world.close());
beforeEach(() => world.newSource('generic'));

describe('several customers in one meeting of Cal.com', () => {
  const noor = calComAttendee('Noor@customer.example', 'Noor Haddad');
  const kim = calComAttendee('kim@customer.example', 'Kim Lund');
  const seat = (trigger: string, attendees: unknown[], more = {}, minute = 0) =>
    calComEvent(
      trigger,
      { seatsPerTimeSlot: 5, attendees, ...more },
      `2027-03-01T09:${String(minute).padStart(2, '0')}:00.000Z`,
    );
  const noShow = (email: string) => ({
    triggerEvent: 'BOOKING_NO_SHOW_UPDATED',
    createdAt: '2027-03-01T10:00:00.000Z',
    payload: { bookingUid: 'u1', attendees: [{ email, noShow: true }] },
  });

  test('are a booking each, with keys of their own, and one gives up a seat', async () => {
    await world.file('cal-com', seat('BOOKING_CREATED', [noor]));
    await world.file('cal-com', seat('BOOKING_CREATED', [kim], {}, 1));
    expect(new Set((await world.bookings()).map((row) => row.booking_key)).size).toBe(2);
    await world.file('cal-com', seat('BOOKING_CANCELLED', [kim], { cancellationReason: 'Ill' }, 2));
    expect(await world.by('kim@customer.example')).toMatchObject({
      status: 'canceled',
      details: { reason: 'Ill' },
    });
    expect(await world.by('Noor@customer.example')).toMatchObject({ status: 'scheduled' });
  });

  test('one of them moves to another meeting; then the host moves that one', async () => {
    await world.file('cal-com', seat('BOOKING_CREATED', [noor]));
    await world.file('cal-com', seat('BOOKING_CREATED', [kim], {}, 1));
    const later = {
      uid: 'u2',
      rescheduleUid: 'u1',
      startTime: '2027-04-14T14:00:00Z',
      endTime: '2027-04-14T14:45:00Z',
    };
    await world.file('cal-com', seat('BOOKING_RESCHEDULED', [kim], later, 2));
    expect(await world.by('kim@customer.example')).toMatchObject({
      status: 'rescheduled',
      details: { start: '2027-04-14T14:00:00.000Z' },
    });
    expect(await world.by('Noor@customer.example')).toMatchObject({ status: 'scheduled' });
    const again = {
      ...later,
      uid: 'u2',
      rescheduleUid: 'u2',
      startTime: '2027-04-15T14:00:00Z',
      endTime: '2027-04-15T14:45:00Z',
    };
    await world.file('cal-com', seat('BOOKING_RESCHEDULED', [kim], again, 3));
    expect((await world.by('kim@customer.example'))?.details.start).toBe('2027-04-15T14:00:00.000Z');
    expect(await world.bookings()).toHaveLength(2);
  });

  test.each([[['noor', 'kim', 'absent']], [['absent', 'noor', 'kim']], [['noor', 'absent', 'kim']]])(
    'a no-show that names one of them is that one’s alone: %j',
    async (order) => {
      const events: Record<string, unknown> = {
        noor: seat('BOOKING_CREATED', [noor]),
        kim: seat('BOOKING_CREATED', [kim], {}, 1),
        absent: noShow('kim@customer.example'),
      };
      for (const name of order) await world.file('cal-com', events[name]);
      expect(await world.by('kim@customer.example')).toMatchObject({ status: 'no_show' });
      expect(await world.by('Noor@customer.example')).toMatchObject({ status: 'scheduled' });
    },
  );

  test('what is said about the whole meeting counts for each, also for who is heard of later', async () => {
    await world.file('cal-com', seat('BOOKING_CREATED', [noor]));
    // This event does not say that seats were booked, and lists everybody.
    const host = { organizer: { name: 'New Host', email: 'new@acme.example' } };
    const told = calComEvent(
      'BOOKING_REASSIGNED',
      { ...host, attendees: [noor, kim] },
      '2027-03-01T09:30:00.000Z',
    );
    await world.file('cal-com', told);
    await world.file('cal-com', seat('BOOKING_CREATED', [kim], {}, 1));
    const rows = await world.bookings();
    expect(rows).toHaveLength(2);
    expect(rows.map((row) => row.details.host?.email)).toEqual(['new@acme.example', 'new@acme.example']);
    expect(rows.map((row) => row.details.person.email)).toEqual([
      'Noor@customer.example',
      'kim@customer.example',
    ]);
  });

  test('canceled for all of them', async () => {
    await world.file('cal-com', seat('BOOKING_CREATED', [noor]));
    await world.file('cal-com', seat('BOOKING_CREATED', [kim], {}, 1));
    const filed = await world.file('cal-com', seat('BOOKING_CANCELLED', [noor, kim], {}, 2));
    expect(filed.state).toBe('applied');
    expect((await world.bookings()).map((row) => row.status)).toEqual(['canceled', 'canceled']);
  });

  test('who books with a phone number alone is told apart by the invented address, which is kept from the person', async () => {
    await world.file('cal-com', seat('BOOKING_CREATED', [calComAttendee('43660111@sms.cal.com', 'One')]));
    await world.file(
      'cal-com',
      seat('BOOKING_CREATED', [calComAttendee('43660222@sms.cal.com', 'Two')], {}, 1),
    );
    const rows = await world.bookings();
    expect(rows.map((row) => row.details.person.email)).toEqual([null, null]);
    expect(rows.map((row) => row.person_key)).toEqual([null, null]);
  });
});

describe('a series that is canceled as a whole', () => {
  const recurringEvent = { freq: 2, count: 3, interval: 1 };

  test('is one booking per occurrence; only the named one is canceled, and the story says what is left', async () => {
    for (const uid of ['s1', 's2'])
      await world.file('cal-com', calComEvent('BOOKING_CREATED', { uid, recurringEvent }));
    const { bookingId } = await world.file(
      'cal-com',
      calComEvent('BOOKING_CANCELLED', { uid: 's1', recurringEvent }, '2027-03-02T09:00:00.000Z'),
    );
    expect(await world.statuses()).toEqual(['canceled', 'scheduled']);
    const trail = await world.deps.db
      .selectFrom('trail')
      .select(['code', 'text'])
      .where('booking_id', '=', String(bookingId))
      .where('code', '=', 'series_ended')
      .executeTakeFirstOrThrow();
    expect(trail.text).toContain('API key');
  });

  test('is looked up at once where there is an API key', async () => {
    await world.newSource('cal-com', { url: 'http://127.0.0.1:1', apiKey: 'cal_key' });
    await world.file('cal-com', calComEvent('BOOKING_CREATED', { uid: 's1', recurringEvent }));
    await world.file(
      'cal-com',
      calComEvent('BOOKING_CANCELLED', { uid: 's1', recurringEvent }, '2027-03-02T09:00:00.000Z'),
    );
    expect((await world.row()).reconcile_at).toEqual(world.lastReceived());
  });
});
