// Reconcile against a stand-in for Cal.com's API: what was lost comes back, nothing is there twice, and what the key cannot see
// is left alone.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { reconcile } from '../bookings/sources/reconcile.ts';
import { askTool } from '../bookings/sources/tools/tools.ts';
import type { SourceKind } from '../store/source-tables.ts';
import { calComEvent } from './source-events.ts';
import { calComApi, restBooking, startToolServer } from './source-tool-server.ts';
import type { Answering, ToolServer } from './source-tool-server.ts';
import { openSourceWorld } from './source-world.ts';
import type { SourceWorld } from './source-world.ts';

const { signal } = new AbortController();

let world: SourceWorld;
let server: ToolServer | null = null;
beforeAll(async () => {
  world = await openSourceWorld();
});
afterEach(() => server?.close());
afterAll(() => world.close());

async function source(kind: SourceKind, answer: Answering, apiKey = 'cal_live_right'): Promise<ToolServer> {
  server = await startToolServer(answer);
  await world.newSource(kind, { url: server.url, apiKey });
  return server;
}

const compareAll = async () => reconcile(world.deps, await world.row(), signal);

/** What matters of each booking. */
async function shown() {
  return (await world.bookings()).map(({ status, details, version }) => {
    const { start, host, title, person, answers } = details;
    const { email, phone } = person;
    return { status, start, host: host?.email, title, email, phone, answers: answers.length, version };
  });
}

describe('Cal.com', () => {
  test.each(['2026-05-01', '2024-08-13'] as const)(
    'what was lost comes back, page by page (paging of %s)',
    async (version) => {
      const all = ['a', 'b', 'c', 'd', 'e'].map((uid) => restBooking(uid));
      await source(
        'cal-com',
        calComApi(() => all, version),
      );
      expect(await compareAll()).toMatchObject({
        seen: 5,
        added: 5,
        changed: 0,
        canceled: 0,
        notVisible: 0,
        problem: null,
      });
      expect(await shown()).toHaveLength(5);
      expect((await shown())[0]).toMatchObject({
        status: 'scheduled',
        phone: '+436605550100',
        host: 'robin@acme.example',
        answers: 1,
      });
      expect(world.woken).toHaveLength(5);
      expect(await compareAll()).toMatchObject({ seen: 5, added: 0, changed: 0, canceled: 0 });
    },
  );

  test('what the webhooks told already is there once, and its richer words stay', async () => {
    await source(
      'cal-com',
      calComApi(() => [restBooking('u1')], '2026-05-01'),
    );
    await world.file(
      'cal-com',
      calComEvent('BOOKING_CREATED', {
        responses: { a: { label: 'A?', value: '1' }, b: { label: 'B?', value: '2' } },
        metadata: { videoCallUrl: 'https://meet.example/1' },
      }),
    );
    const before = await shown();
    expect(await compareAll()).toMatchObject({ seen: 1, added: 0, changed: 0 });
    expect(await shown()).toEqual(before);
  });

  test('another time and another host, which no event told, are taken over', async () => {
    const hosts = [{ id: 2, name: 'New Host', email: 'new@acme.example' }];
    const present = { start: '2027-04-13T14:00:00.000Z', end: '2027-04-13T14:45:00.000Z', hosts };
    await source(
      'cal-com',
      calComApi(() => [restBooking('u1', present)], '2026-05-01'),
    );
    await world.file(
      'cal-com',
      calComEvent('BOOKING_CREATED', { metadata: { videoCallUrl: 'https://meet.example/1' } }),
    );
    expect(await compareAll()).toMatchObject({ changed: 1 });
    expect(await shown()).toMatchObject([
      {
        status: 'rescheduled',
        start: '2027-04-13T14:00:00.000Z',
        host: 'new@acme.example',
        email: 'noor@customer.example',
      },
    ]);
    expect(await compareAll()).toMatchObject({ changed: 0 });
  });

  test('canceled there without a word: the rest of a series', async () => {
    const all = [
      restBooking('s1', { status: 'cancelled' }),
      restBooking('s2', { status: 'cancelled', cancellationReason: 'All of them' }),
      restBooking('s3'),
    ];
    await source(
      'cal-com',
      calComApi(() => all, '2026-05-01'),
    );
    for (const uid of ['s1', 's2', 's3'])
      await world.file('cal-com', calComEvent('BOOKING_CREATED', { uid }));
    const recurringEvent = { freq: 2, count: 3, interval: 1 };
    await world.file(
      'cal-com',
      calComEvent('BOOKING_CANCELLED', { uid: 's1', recurringEvent }, '2027-03-02T09:00:00.000Z'),
    );
    expect((await world.row()).reconcile_at).toEqual(world.lastReceived());
    expect(await compareAll()).toMatchObject({ canceled: 1 });
    expect(await world.statuses()).toEqual(['canceled', 'canceled', 'scheduled']);
  });

  test('a move that we never heard of is followed; its old half, cancelled there, cancels nothing', async () => {
    const all = [
      restBooking('u1', { status: 'cancelled', rescheduledToUid: 'u2' }),
      restBooking('u2', {
        start: '2027-04-14T14:00:00.000Z',
        end: '2027-04-14T14:45:00.000Z',
        rescheduledFromUid: 'u1',
      }),
    ];
    await source(
      'cal-com',
      calComApi(() => all, '2026-05-01'),
    );
    await world.file('cal-com', calComEvent('BOOKING_CREATED'));
    expect(await compareAll()).toMatchObject({ added: 1, canceled: 0 });
    expect(await shown()).toMatchObject([{ status: 'rescheduled', start: '2027-04-14T14:00:00.000Z' }]);
    expect(await compareAll()).toMatchObject({ added: 0, changed: 0, canceled: 0 });
  });

  test('what the key cannot see is not taken for canceled', async () => {
    await source(
      'cal-com',
      calComApi(() => [], '2026-05-01'),
    );
    await world.file('cal-com', calComEvent('BOOKING_CREATED'));
    expect(await compareAll()).toMatchObject({ canceled: 0, notVisible: 1, problem: null });
    expect(await shown()).toMatchObject([{ status: 'scheduled' }]);
  });

  test('each seat is a booking, the same that the webhooks make', async () => {
    const attendees = ['noor', 'kim'].map((name) => ({
      name,
      email: `${name}@customer.example`,
      timeZone: 'UTC',
      seatUid: `s-${name}`,
      bookingFieldsResponses: {},
    }));
    await source(
      'cal-com',
      calComApi(() => [restBooking('u1', { attendees })], '2026-05-01'),
    );
    await world.file(
      'cal-com',
      calComEvent('BOOKING_CREATED', {
        seatsPerTimeSlot: 5,
        metadata: { videoCallUrl: 'https://meet.example/1' },
      }),
    );
    expect(await compareAll()).toMatchObject({ seen: 2, added: 1 });
    expect(await world.emails()).toEqual(['kim@customer.example', 'noor@customer.example']);
  });

  test('asked too often or unwell for a moment, it is asked again; the key goes nowhere else', async () => {
    const started = await source(
      'cal-com',
      calComApi(() => [restBooking('a')], '2026-05-01'),
    );
    started.trouble.push({ status: 429, headers: { 'retry-after': '0' } }, { status: 503 });
    expect(await compareAll()).toMatchObject({ added: 1, problem: null });
    started.trouble.push({ status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' } });
    expect((await compareAll()).problem).toMatchObject({ code: 'tool_redirects' });
  });

  test('a key that is not accepted, and an answer that is no API’s, are told apart', async () => {
    const started = await source(
      'cal-com',
      calComApi(() => [], '2026-05-01'),
      'cal_wrong_key',
    );
    expect((await compareAll()).problem).toMatchObject({
      code: 'api_key_refused',
      fix: expect.stringContaining('key'),
    });
    started.trouble.push({ status: 200, body: '<html>' });
    expect((await compareAll()).problem).toMatchObject({ code: 'tool_not_understood' });
    const asked = askTool('cal-com', 'cal_live_right', started.url, signal);
    expect(await asked?.tool.identify(asked.call)).toBe('robin@acme.example');
  });
});
