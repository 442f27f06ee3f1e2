// What no tool should send and anybody could: signed bodies that the database, the pages or Salesforce cannot take.
// Each is refused in words or kept in a form that all of them can take; none ends as an error of ours.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { addSource, openWorld, readBooking, send, take, uniqueId } from './booking-world.ts';
import type { Source, World } from './booking-world.ts';

jest.setTimeout(120_000);

let world: World;
let calCom: Source;
beforeAll(async () => {
  world = await openWorld({ connected: false });
  calCom = await addSource(world, 'cal-com');
}, 120_000);
afterAll(() => world.close());

function created(payload: Record<string, unknown>, createdAt = '2026-02-01T09:00:00Z') {
  return {
    triggerEvent: 'BOOKING_CREATED',
    createdAt,
    payload: {
      uid: uniqueId('uid'),
      title: 'Strategy session',
      startTime: '2026-04-01T09:00:00Z',
      endTime: '2026-04-01T09:30:00Z',
      attendees: [{ name: 'Gail Guest', email: 'gail@customer.example', timeZone: 'Europe/Berlin' }],
      ...payload,
    },
  };
}

const many = (length: number): string =>
  Array.from({ length }, (_, at) => String.fromCharCode(97 + ((at * at * 7 + at * 3) % 26))).join('');
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

test.each([
  ['half an emoji', created({ title: 'Cut \ud83d' }), 'Cut \ufffd'],
  ['half an emoji in a name of a field', created({ '\udc00': 1 }), 'Strategy session'],
  ['NUL', created({ title: 'Nu\u0000l', '\u0000': 1 }), 'Nul'],
  ['HTML', created({ title: '<script>alert(1)</script>' }), '<script>alert(1)</script>'],
  ['a title of 100,000 characters', created({ title: many(100_000) }), many(100_000)],
])('%s is kept as text', async (_what, event, title) => {
  const { bookingId } = await take(calCom, JSON.stringify(event));
  expect((await readBooking(world, bookingId)).booking['title']).toBe(title);
});

test.each([
  ['100,000 lists inside each other', nested(100_000)],
  ['1,000 lists inside each other', nested(1_000)],
])('%s: 422', async (_what, value) => {
  const body = JSON.stringify(created({ extra: 'HERE' })).replace('"HERE"', value);
  expect(await send(calCom, body)).toMatchObject({ status: 422, body: { error: { code: 'not_a_booking' } } });
});

test.each([
  ['payload.uid', created({ uid: many(10_000) })],
  ['payload.rescheduleUid', created({ rescheduleUid: many(10_000) })],
  ['payload.startTime', created({ startTime: '2026-04-01T09:00:00' })],
  ['payload.startTime', created({ startTime: '0001-01-01T00:00:00Z' })],
  ['payload.endTime', created({ endTime: '9999-12-31T23:00:00-14:00' })],
])('%s out of bounds: 422 naming it', async (field, event) => {
  expect(await send(calCom, event)).toMatchObject({
    status: 422,
    body: { error: { code: 'not_a_booking', fields: { [field]: expect.any(String) } } },
  });
});

test('a link that is none of the web is never shown as one', async () => {
  const metadata = { videoCallUrl: 'javascript:alert(1)' };
  const { bookingId } = await take(calCom, created({ metadata, location: 'Room 4' }));
  expect((await readBooking(world, bookingId)).booking).toMatchObject({ joinUrl: null, location: 'Room 4' });
});

test('a time of sending far ahead does not make later messages look old', async () => {
  const uid = uniqueId('ahead');
  await take(calCom, created({ uid }, '2999-01-01T00:00:00Z'));
  const canceled = { ...created({ uid, status: 'CANCELLED' }), triggerEvent: 'BOOKING_CANCELLED' };
  const { bookingId } = await take(calCom, { ...canceled, createdAt: new Date().toISOString() });
  expect((await readBooking(world, bookingId)).booking.status).toBe('canceled');
});

test.each([
  ['GET', '/api/bookings/%00', 404],
  ['POST', '/api/bookings/%00/replay', 404],
  ['POST', '/api/sources/%00/sample', 404],
  ['GET', '/api/bookings?source=%00', 200],
  [
    'GET',
    `/api/bookings?cursor=${Buffer.from('["2026-01-01T00:00:00Z","\\u0000"]').toString('base64url')}`,
    400,
  ],
])('%s %s with a NUL: %i', async (method, path, status) => {
  const answer = method === 'GET' ? await world.browser.get(path) : await world.browser.post(path);
  expect(answer.status).toBe(status);
});

test('a source with control characters in its name is refused', async () => {
  const answer = await world.browser.post('/api/sources', { kind: 'generic', name: 'a\u0000b' });
  expect(answer).toMatchObject({ status: 400, body: { error: { fields: { name: expect.any(String) } } } });
});

test('the story tells a booking in plain sentences with the time in its own zone', async () => {
  const uid = uniqueId('story');
  const { bookingId } = await take(calCom, created({ uid }));
  await take(calCom, {
    ...created({ uid, location: 'Room 4' }, '2026-02-01T09:05:00Z'),
    triggerEvent: 'BOOKING_LOCATION_UPDATED',
  });
  await take(calCom, {
    ...created({ uid, cancellationReason: 'Ill' }, '2026-02-01T09:10:00Z'),
    triggerEvent: 'BOOKING_CANCELLED',
  });
  expect((await readBooking(world, bookingId)).story.map(({ text }) => text)).toEqual([
    'Booked for Wed, 1 Apr 2026, 11:00 (Europe/Berlin).',
    'The scheduling tool changed the place.',
    'Canceled; it was booked for Wed, 1 Apr 2026, 11:00 (Europe/Berlin). Reason: Ill',
  ]);
});
