// Sources and bookings as the pages use them: refusals, search, paging, replay, and the description of generic JSON.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { addSource, genericEvent, openWorld, settled, take, uniqueId, untilSync } from './booking-world.ts';
import type { Source, World } from './booking-world.ts';

jest.setTimeout(120_000);

let world: World;
let generic: Source;
beforeAll(async () => {
  world = await openWorld();
  generic = await addSource(world, 'generic');
}, 120_000);
afterAll(() => world.close());

const listSchema = z.object({
  bookings: z.array(z.looseObject({ title: z.string() })),
  next: z.string().nullable(),
});

async function list(query: string): Promise<z.infer<typeof listSchema>> {
  return listSchema.parse((await world.browser.get(`/api/bookings?${query}`)).body);
}

describe("the pages' API", () => {
  test.each([
    ['no name', { kind: 'generic', name: ' ' }, 'name'],
    ['a name too long for Salesforce', { kind: 'generic', name: 'x'.repeat(81) }, 'name'],
    ['an unknown kind', { kind: 'carrier-pigeon', name: 'x' }, 'kind'],
    ['an empty secret', { kind: 'cal-com', name: 'x', secret: '' }, 'secret'],
    ['an own key', { kind: 'generic', name: 'x', secret: 'long enough' }, 'secret'],
  ])('a source with %s is refused', async (_what, body, field) => {
    const answer = await world.browser.post('/api/sources', body);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_input', fields: { [field]: expect.any(String) } } },
    });
  });

  test('an own secret of Cal.com is taken, and is never shown again', async () => {
    const secret = 'my own webhook secret';
    const answer = await world.browser.post('/api/sources', { kind: 'cal-com', name: 'Own secret', secret });
    expect(answer).toMatchObject({ status: 201, body: { secret } });
    expect((await world.browser.get('/api/sources')).text).not.toContain(secret);
  });

  test('finds bookings by name, address in part, title and state, page by page', async () => {
    const source = await addSource(world, 'generic');
    const word = `Zebra${uniqueId('').replace('-', '')}`;
    const numbers = Array.from({ length: 60 }, (_, number) => number);
    const sendOne = async (number: number): Promise<void> => {
      const person = {
        firstName: 'Nora',
        lastName: `${word}${number % 2}`,
        email: `nora.${number}.${word}@customer.example`,
      };
      await take(
        source,
        genericEvent({
          type: number === 59 ? 'requested' : 'scheduled',
          id: `${word}-${number}`,
          person,
          title: `Meeting ${number}`,
        }),
      );
    };
    await Promise.all(numbers.map(sendOne));
    await settled(world);
    const first = await list(`source=${source.id}`);
    expect([first.bookings.length, typeof first.next]).toEqual([50, 'string']);
    const second = await list(`source=${source.id}&cursor=${first.next}`);
    expect([second.bookings.length, second.next]).toEqual([10, null]);
    expect(new Set([...first.bookings, ...second.bookings].map(({ title }) => title)).size).toBe(60);
    expect((await list(`q=${word}0`)).bookings).toHaveLength(30);
    expect((await list(`q=${encodeURIComponent(`nora.7.${word}@cust`)}`)).bookings).toHaveLength(1);
    expect((await list(`q=${encodeURIComponent(`meeting 13 ${word}`)}`)).bookings).toMatchObject([
      { title: 'Meeting 13' },
    ]);
    expect((await list(`q=${encodeURIComponent(`it's & | ! <-> \\ :*`)}`)).bookings).toHaveLength(0);
    expect((await list(`q=${word}&state=done`)).bookings.length).toBe(50);
    expect((await list(`q=${word}&state=parked`)).bookings).toHaveLength(0);
    expect((await world.browser.get('/api/bookings?cursor=nonsense')).status).toBe(400);
  });

  test('narrows by host, event type, times and replay, alone and together, as the file does', async () => {
    const source = await addSource(world, 'generic');
    const id = uniqueId('narrow');
    const host = { name: 'Riley Rep', email: `${id}@hosts.example` };
    const eventType = { id: 'demo', name: 'Demo' };
    const { bookingId } = await take(
      source,
      genericEvent({ type: 'scheduled', id, host, eventType, title: 'Mine' }, 9),
    );
    await take(source, genericEvent({ type: 'scheduled', id: uniqueId('other'), title: 'Other' }, 15));
    await settled(world);
    const { body } = await world.browser.post('/api/bookings/replay', { ids: [bookingId] });
    const { replayId } = z.object({ replayId: z.string() }).parse(body);
    await settled(world);
    const noon = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T12:00:00.000Z`;
    const [past, future] = [-3_600_000, 3_600_000].map((ms) => new Date(Date.now() + ms).toISOString());
    const titles = async (query: Record<string, string>): Promise<string[]> => {
      const asked = String(new URLSearchParams({ source: source.id, ...query }));
      const { bookings } = await list(asked);
      const file = (await world.browser.get(`/api/bookings/export.csv?${asked}`)).text;
      for (const { title } of bookings) expect(file).toContain(`"${title}"`);
      expect(file.trim().split('\n')).toHaveLength(bookings.length + 1);
      return bookings.map(({ title }) => title).toSorted();
    };
    expect(await titles({ host: host.email.toUpperCase() })).toEqual(['Mine']);
    expect(await titles({ host: 'nobody@hosts.example' })).toEqual([]);
    expect(await titles({ eventType: `${source.id}:demo` })).toEqual(['Mine']);
    expect(await titles({ to: noon })).toEqual(['Mine']);
    expect(await titles({ from: noon })).toEqual(['Other']);
    expect(await titles({ when: 'received', from: past ?? '', to: future ?? '' })).toEqual(['Mine', 'Other']);
    expect(await titles({ when: 'received', from: future ?? '' })).toEqual([]);
    expect(await titles({ replay: replayId })).toEqual(['Mine']);
    expect(await titles({ replay: replayId, host: host.email, to: noon, state: 'done', q: 'mine' })).toEqual([
      'Mine',
    ]);
    expect(await titles({ replay: replayId, from: noon })).toEqual([]);
  });

  test('a booking of another workspace, or none, is not found; requested ones have nothing to replay', async () => {
    expect((await world.browser.get('/api/bookings/nobody')).status).toBe(404);
    expect((await world.browser.post('/api/bookings/nobody/replay')).status).toBe(404);
    const { bookingId } = await take(generic, genericEvent({ type: 'requested', id: uniqueId('asked') }));
    expect(await world.browser.post(`/api/bookings/${bookingId}/replay`)).toMatchObject({
      status: 409,
      body: { error: { code: 'nothing_to_write' } },
    });
  });

  test('replay of a booking that is done writes it anew', async () => {
    const { bookingId } = await take(generic, genericEvent({ type: 'scheduled', id: uniqueId('again') }));
    const { booking, records } = await untilSync(world, bookingId, 'done');
    await world.admin.sobject('Event').update({ Id: String(records[1]?.id), Subject: 'Changed by hand' });
    expect((await world.browser.post(`/api/bookings/${bookingId}/replay`)).status).toBe(202);
    await settled(world);
    const [event] = (
      await world.admin.query<{ Subject: string }>(
        `SELECT Subject FROM Event WHERE Booking_Key__c = '${booking.bookingKey}'`,
      )
    ).records;
    expect(event?.Subject).toBe('Introduction');
  });

  test('the description of generic JSON is public and names the address', async () => {
    const answer = await fetch(`${world.connector.origin}/webhooks/openapi.json`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      openapi: '3.1.0',
      components: {
        schemas: {
          BookingEvent: { required: expect.arrayContaining(['type', 'id', 'start', 'end', 'person']) },
        },
      },
    });
  });
});
