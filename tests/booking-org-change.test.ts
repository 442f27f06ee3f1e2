// A process that starts cold, another org connected in between, and a booking that fails again and again: few API calls, the
// right state in the right org, and nobody waits behind somebody else's trouble.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { inOrg, plantFault, readCalls, resetCalls } from './booking-org.ts';
import {
  addSource,
  connectApiUser,
  genericEvent,
  openWorld,
  shortWaits,
  settled,
  take,
  uniqueId,
  untilSync,
} from './booking-world.ts';
import type { Source, World } from './booking-world.ts';

jest.setTimeout(120_000);

let world: World;
let source: Source;
beforeAll(async () => {
  // Longer than a test takes: a pause seen here has not ended yet.
  world = await openWorld({ waits: `${shortWaits},unavailable=5m` });
  source = await addSource(world, 'generic');
}, 120_000);
afterAll(() => world.close());

test('the first booking after a start costs at most 3 API calls, the describes of all objects being one', async () => {
  await world.restart();
  await resetCalls(world);
  const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id: uniqueId('cold') }));
  await untilSync(world, bookingId, 'done');
  expect((await readCalls(world)).total).toBe(3);
});

test('a change while another org is connected reaches the booking when its own org is connected again', async () => {
  const id = uniqueId('moved-org');
  const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }, 9));
  const { booking } = await untilSync(world, bookingId, 'done');
  await connectApiUser(world, 'sandbox');
  await take(source, genericEvent({ type: 'canceled', id, reason: 'Ill' }, 9));
  await settled(world);
  const before = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
  expect(before.bookings).toMatchObject([{ Status__c: 'Scheduled' }]);
  await connectApiUser(world, 'production');
  await settled(world);
  const after = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
  expect(after.bookings).toMatchObject([{ Status__c: 'Canceled' }]);
  expect(after.events).toMatchObject([{ ShowAs: 'Free', Booking_Status__c: 'Canceled' }]);
  expect(after.leads).toHaveLength(1);
});

test('after a pause the booking that failed comes behind the others', async () => {
  await plantFault(world, { kind: 'html', on: 'any' });
  const failed = await take(source, genericEvent({ type: 'scheduled', id: uniqueId('failed') }));
  const first = await untilSync(world, failed.bookingId, 'waiting');
  const held = await take(source, genericEvent({ type: 'scheduled', id: uniqueId('held') }));
  const second = await untilSync(world, held.bookingId, 'waiting');
  const waitUntil = ({ booking }: typeof first): number => Date.parse(String(booking['waitUntil']));
  expect(waitUntil(first)).toBeGreaterThan(waitUntil(second));
});
