// The stage `inbox` with what the tools really send: chains of ids in every order of arrival, and sources that are paused.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { applyHeldEvents } from '../bookings/sources/held-events.ts';
import { calComEvent, calendlyEvent, invitee, onceHubEvent } from './source-events.ts';
import { openSourceWorld, orders } from './source-world.ts';
import type { SourceWorld } from './source-world.ts';

let world: SourceWorld;
beforeAll(async () => {
  world = await openSourceWorld();
});
afterAll(() => world.close());
beforeEach(() => world.newSource('generic'));

describe('a move of Calendly is two messages', () => {
  const cancellation = {
    canceled_by: 'Noor',
    canceler_type: 'invitee',
    reason: 'Rain',
    created_at: '2027-03-02T09:00:00Z',
  };
  const moved = { created_at: '2027-03-02T09:00:00Z', updated_at: '2027-03-02T09:00:00Z' };
  const events = {
    booked: calendlyEvent('invitee.created'),
    oldHalf: calendlyEvent('invitee.canceled', {
      rescheduled: true,
      new_invitee: invitee('M2', 'P2'),
      status: 'canceled',
      cancellation,
    }),
    newHalf: calendlyEvent('invitee.created', {
      meeting: 'M2',
      person: 'P2',
      day: 14,
      old_invitee: invitee('M1', 'P1'),
      ...moved,
    }),
  };

  test.each(orders(['booked', 'oldHalf', 'newHalf'] as const))(
    '%s, %s, %s: one booking, moved',
    async (...order) => {
      for (const name of order) await world.file('calendly', events[name]);
      const [booking, ...others] = await world.bookings();
      expect(others).toEqual([]);
      expect(booking).toMatchObject({
        status: 'rescheduled',
        sync: 'pending',
        details: { start: '2027-04-14T14:00:00.000Z', reason: 'Rain' },
      });
    },
  );

  test.each(['oldHalf', 'newHalf'] as const)(
    '%s alone waits two minutes before its first write',
    async (name) => {
      await world.file('calendly', events[name]);
      const [booking] = await world.bookings();
      expect(booking?.status).not.toBe('canceled');
      expect(booking?.due_at.getTime()).toBe(
        (booking?.received_at.getTime() ?? 0) + world.deps.waits.predecessor,
      );
    },
  );

  test('the old half never cancels what was written before, and the wait is over with the new half', async () => {
    await world.file('calendly', events.booked);
    const filed = await world.file('calendly', events.oldHalf);
    expect(filed).toMatchObject({ state: 'ignored' });
    expect((await world.bookings())[0]).toMatchObject({ status: 'scheduled' });
    await world.file('calendly', events.newHalf);
    const [booking] = await world.bookings();
    expect(booking?.due_at.getTime()).toBeLessThanOrEqual(world.lastReceived().getTime());
  });

  test('canceled for good after a move, also when the cancellation comes first', async () => {
    const end = calendlyEvent('invitee.canceled', {
      meeting: 'M2',
      person: 'P2',
      day: 14,
      old_invitee: invitee('M1', 'P1'),
      status: 'canceled',
      cancellation: { ...cancellation, reason: 'Ill', created_at: '2027-03-03T09:00:00Z' },
    });
    for (const event of [end, events.newHalf, events.oldHalf, events.booked])
      await world.file('calendly', event);
    expect(await world.bookings()).toMatchObject([{ status: 'canceled', details: { reason: 'Ill' } }]);
  });

  test('a no-show is marked, also before its booking is heard of, and taken back', async () => {
    const no_show = {
      uri: 'https://api.calendly.com/invitee_no_shows/N1',
      created_at: '2027-03-04T15:00:00Z',
    };
    await world.file('calendly', calendlyEvent('invitee_no_show.created', { no_show }));
    await world.file('calendly', events.booked);
    expect(await world.bookings()).toMatchObject([{ status: 'no_show' }]);
    const undone = calendlyEvent('invitee_no_show.deleted', { no_show });
    await world.file('calendly', { ...undone, created_at: '2027-03-04T16:00:00.000000Z' });
    expect(await world.bookings()).toMatchObject([{ status: 'scheduled' }]);
  });

  test('a group: each invitee is a booking, and a second subscription says the same twice', async () => {
    await world.file('calendly', calendlyEvent('invitee.created', { person: 'P1' }));
    await world.file(
      'calendly',
      calendlyEvent('invitee.created', { person: 'P2', email: 'kim@customer.example' }),
    );
    const again = await world.file(
      'calendly',
      calendlyEvent('invitee.created', { person: 'P2', email: 'kim@customer.example' }),
    );
    expect(again.state).toBe('repeated');
    expect(await world.bookings()).toHaveLength(2);
  });
});

describe('OnceHub', () => {
  const move = { starting_time: '2027-04-14T14:00:00Z', cancel_reschedule_information: { reason: 'Rain' } };

  test.each([
    ['a new id', { id: 'BKNG-2', rescheduled_booking_id: 'BKNG-7QF2M1XKLA01' }],
    ['the same id', {}],
  ])('a move with %s is one booking', async (_what, data) => {
    await world.file('oncehub', onceHubEvent('booking.scheduled'));
    const at = { id: 'EVNT-2', creation_time: '2027-03-02T09:00:00Z' };
    await world.file('oncehub', onceHubEvent('booking.rescheduled', { ...move, ...data }, at));
    expect(await world.bookings()).toMatchObject([
      { status: 'rescheduled', details: { start: '2027-04-14T14:00:00.000Z', reason: 'Rain' } },
    ]);
  });

  test('completed, then a no-show, then completed again', async () => {
    const at = (id: string, day: number) => ({ id, creation_time: `2027-03-0${day}T09:00:00Z` });
    await world.file('oncehub', onceHubEvent('booking.scheduled'));
    await world.file('oncehub', onceHubEvent('booking.completed', {}, at('EVNT-2', 2)));
    expect((await world.bookings())[0]?.status).toBe('completed');
    await world.file('oncehub', onceHubEvent('booking.no_show', {}, at('EVNT-3', 3)));
    expect((await world.bookings())[0]?.status).toBe('no_show');
    await world.file('oncehub', onceHubEvent('booking.completed', {}, at('EVNT-4', 4)));
    expect((await world.bookings())[0]?.status).toBe('completed');
  });
});

describe('a paused source', () => {
  const apply = () => applyHeldEvents(world.deps, new AbortController().signal);

  test('keeps its events and makes nothing of them; resumed, it is as if they had come one after another', async () => {
    await world.file('cal-com', calComEvent('BOOKING_CREATED', { uid: 'a' }));
    await world.setPaused(true);
    const held = await world.file('cal-com', calComEvent('BOOKING_CREATED', { uid: 'b' }), true);
    expect(held).toMatchObject({ state: 'held', bookingId: null });
    await world.file(
      'cal-com',
      calComEvent('BOOKING_CANCELLED', { uid: 'a' }, '2027-03-02T09:00:00.000Z'),
      true,
    );
    const repeated = await world.file('cal-com', calComEvent('BOOKING_CREATED', { uid: 'b' }), true);
    expect(repeated.state).toBe('repeated');
    expect(await world.bookings()).toMatchObject([{ status: 'scheduled' }]);
    expect(await apply()).toBe(0);
    await world.setPaused(false);
    expect(await apply()).toBe(2);
    expect(world.woken).toEqual([world.ids().workspaceId, world.ids().workspaceId]);
    expect(await world.statuses()).toEqual(['canceled', 'scheduled']);
    expect(await apply()).toBe(0);
  });
});

test('a place that changes takes its old link along', async () => {
  const video = { metadata: { videoCallUrl: 'https://meet.example/1' } };
  await world.file('cal-com', calComEvent('BOOKING_CREATED', video));
  expect((await world.bookings())[0]?.details.joinUrl).toBe('https://meet.example/1');
  await world.file(
    'cal-com',
    calComEvent(
      'BOOKING_LOCATION_UPDATED',
      { location: '5 Wheel Lane', previousLocation: 'integrations:daily' },
      '2027-03-02T09:00:00.000Z',
    ),
  );
  expect((await world.bookings())[0]?.details.joinUrl).toBeNull();
});
