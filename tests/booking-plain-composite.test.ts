// The switch for orgs whose graphs should not honour the headers: the same plan as a plain composite, still all or nothing,
// still once.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clearFaults, inOrg, plantFault } from './booking-org.ts';
import { addSource, genericEvent, openWorld, readBooking, settled, take, uniqueId } from './booking-world.ts';
import type { Source, World } from './booking-world.ts';

let world: World;
let source: Source;
beforeAll(async () => {
  world = await openWorld({ environment: { BOOKBRIDGE_WRITE_RESOURCE: 'composite' } });
  source = await addSource(world, 'generic');
}, 60_000);
afterAll(() => world.close());

describe('with BOOKBRIDGE_WRITE_RESOURCE=composite', () => {
  test.each(['none', 'timeout_after_commit', 'row_lock', 'unavailable', 'reset', 'html'])(
    'a booking and its new time are in the org once (fault: %s)',
    async (fault) => {
      await clearFaults(world);
      const id = uniqueId(`plain-${fault}`);
      // The first composite is the match, the second one the write.
      if (fault !== 'none') await plantFault(world, { kind: fault, on: 'composite', after: 1, delayMs: 300 });
      const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }, 9));
      await settled(world);
      await take(source, genericEvent({ type: 'rescheduled', id }, 11));
      await settled(world);
      const { booking } = await readBooking(world, bookingId);
      expect(booking).toMatchObject({ sync: 'done', problem: null });
      const { bookings, events, leads } = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
      expect([bookings.length, events.length, leads.length]).toEqual([1, 1, 1]);
      expect(new Date(String(events[0]?.['StartDateTime'])).getUTCHours()).toBe(11);
    },
  );
});
