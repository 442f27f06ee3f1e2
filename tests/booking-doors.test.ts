// What the public door and the pages' API refuse, and what they say: a clear error each, and nothing kept of it.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect as dial } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { clearFaults, plantFault, readCalls } from './booking-org.ts';
import {
  addSource,
  genericEvent,
  openWorld,
  readCounts,
  send,
  sendRaw,
  settled,
  take,
  uniqueId,
  until,
} from './booking-world.ts';
import type { Source, World } from './booking-world.ts';

jest.setTimeout(120_000);

let world: World;
let generic: Source;
let calCom: Source;
let before = 0;
beforeAll(async () => {
  world = await openWorld();
  generic = await addSource(world, 'generic');
  calCom = await addSource(world, 'cal-com');
}, 120_000);
beforeEach(async () => {
  before = (await readCounts(world)).all;
});
afterAll(() => world.close());

const json = { 'content-type': 'application/json' };
const sign = (body: string | Uint8Array, secret: string): string =>
  createHmac('sha256', secret).update(body).digest('hex');

async function nothingKept(): Promise<void> {
  expect((await readCounts(world)).all).toBe(before);
}

describe('401: the sender is not proven', () => {
  const body = JSON.stringify({ triggerEvent: 'PING' });
  test.each([
    ['no signature', {}],
    ['the words that Cal.com sends without a secret', { 'x-cal-signature-256': 'no-secret-provided' }],
    ['a signature made with another secret', { 'x-cal-signature-256': sign(body, 'another') }],
    ['a signature of another body', { 'x-cal-signature-256': 'made-below' }],
    ['half a signature', { 'x-cal-signature-256': sign(body, 'another').slice(0, 32) }],
    ['an API key', { authorization: 'Bearer bbk_something' }],
  ])('Cal.com: %s', async (what, headers: Record<string, string>) => {
    const proof =
      what === 'a signature of another body'
        ? { 'x-cal-signature-256': sign(`${body} `, calCom.secret) }
        : headers;
    const answer = await sendRaw(calCom.address, body, { ...json, ...proof });
    expect(answer).toMatchObject({
      status: 401,
      body: { error: { code: 'signature_refused', fix: expect.stringContaining('X-Cal-Signature-256') } },
    });
    await nothingKept();
  });

  test.each([
    ['no key', {}],
    ['another key', { authorization: 'Bearer bbk_wrong' }],
    ['an empty key', { 'x-api-key': '' }],
    ['Basic instead of Bearer', { authorization: 'Basic eDp5' }],
  ])('generic JSON: %s', async (_what, headers: Record<string, string>) => {
    const event = JSON.stringify(genericEvent({ type: 'scheduled', id: uniqueId('x') }));
    expect(await sendRaw(generic.address, event, { ...json, ...headers })).toMatchObject({
      status: 401,
      body: { error: { code: 'signature_refused' } },
    });
    await nothingKept();
  });

  test('comes before anything is said about the body', async () => {
    expect(await sendRaw(generic.address, 'not json', json)).toMatchObject({ status: 401 });
  });

  test('both headers of the key are taken', async () => {
    for (const proof of [{ authorization: `bearer ${generic.secret}` }, { 'x-api-key': generic.secret }]) {
      const event = JSON.stringify(genericEvent({ type: 'scheduled', id: uniqueId('key') }));
      expect(await sendRaw(generic.address, event, { ...json, ...proof })).toMatchObject({ status: 202 });
    }
  });

  test('the page counts what was refused', async () => {
    const source = await addSource(world, 'generic');
    await sendRaw(source.address, '{}', json);
    const answer = await world.browser.get('/api/sources');
    expect(answer.body).toMatchObject({
      sources: expect.arrayContaining([expect.objectContaining({ id: source.id, refused: 1, events: 0 })]),
    });
  });
});

describe('400: not JSON', () => {
  test.each([
    ['text', 'hello'],
    ['half an object', '{"type":'],
    ['nothing', ''],
    ['a form', 'triggerEvent=BOOKING_CREATED&uid=1'],
  ])('%s', async (_what, body) => {
    expect(await send(generic, body)).toMatchObject({ status: 400, body: { error: { code: 'not_json' } } });
    await nothingKept();
  });

  test('bytes that are no UTF-8', async () => {
    const bytes = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    const answer = await sendRaw(calCom.address, bytes, {
      ...json,
      'x-cal-signature-256': sign(bytes, calCom.secret),
    });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'not_json' } } });
  });
});

describe('422: not a booking, and which field', () => {
  const booking = (): Record<string, unknown> => genericEvent({ type: 'scheduled', id: uniqueId('bad') });
  test.each([
    ['type', (): unknown => ({ ...booking(), type: undefined })],
    ['id', () => ({ ...booking(), id: undefined })],
    ['start', () => ({ ...booking(), start: 'tomorrow' })],
    ['start', () => ({ ...booking(), start: '2026-03-01T10:00:00' })],
    ['end', () => ({ ...booking(), end: '2020-01-01T10:00:00Z' })],
    ['occurredAt', () => ({ ...booking(), occurredAt: undefined })],
    ['person', () => ({ ...booking(), person: undefined })],
    ['person', () => ({ ...booking(), person: {} })],
    ['person.email', () => ({ ...booking(), person: { email: 'not an address' } })],
    ['answers.0.label', () => ({ ...booking(), answers: [{ value: 'x' }] })],
    ['body', () => []],
  ])('generic JSON: %s', async (field, event) => {
    const answer = await send(generic, JSON.stringify(event()));
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { code: 'not_a_booking', fields: { [field]: expect.any(String) } } },
    });
    await nothingKept();
  });

  test.each([
    ['triggerEvent', { uid: 'custom template' }],
    [
      'payload.uid',
      {
        triggerEvent: 'BOOKING_CREATED',
        payload: {
          startTime: '2026-01-01T10:00:00Z',
          endTime: '2026-01-01T11:00:00Z',
          attendees: [{ email: 'a@b.example' }],
        },
      },
    ],
    [
      'payload.startTime',
      {
        triggerEvent: 'BOOKING_CREATED',
        payload: { uid: 'u', endTime: '2026-01-01T11:00:00Z', attendees: [{ email: 'a@b.example' }] },
      },
    ],
    [
      'payload.attendees',
      {
        triggerEvent: 'BOOKING_CREATED',
        payload: {
          uid: 'u',
          startTime: '2026-01-01T10:00:00Z',
          endTime: '2026-01-01T11:00:00Z',
          attendees: [],
        },
      },
    ],
    ['uid', { triggerEvent: 'BOOKING_CANCELLED' }],
    [
      'payload.bookingUid',
      {
        triggerEvent: 'BOOKING_NO_SHOW_UPDATED',
        payload: { attendees: [{ email: 'a@b.example', noShow: true }] },
      },
    ],
  ])('Cal.com: %s', async (field, event) => {
    const answer = await send(calCom, event);
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { code: 'not_a_booking', fields: { [field]: expect.any(String) } } },
    });
    await nothingKept();
  });
});

describe('202, kept and ignored', () => {
  test('an unknown type of event, with both kinds of source', async () => {
    expect(await take(generic, { type: 'sneezed', id: 'x' })).toMatchObject({ state: 'ignored' });
    expect(
      await take(calCom, {
        triggerEvent: 'BOOKING_TELEPORTED',
        createdAt: '2026-01-01T10:00:00Z',
        payload: {},
      }),
    ).toMatchObject({ state: 'ignored' });
    await nothingKept();
  });

  test("Cal.com's ping test is answered, and the page shows that something came", async () => {
    const source = await addSource(world, 'cal-com');
    const ping = {
      triggerEvent: 'PING',
      createdAt: '2026-01-01T10:00:00.000Z',
      payload: { type: 'Test', title: 'Test trigger event' },
    };
    expect(await take(source, ping)).toMatchObject({ state: 'ignored' });
    const answer = await world.browser.get('/api/sources');
    const shown = expect.objectContaining({
      id: source.id,
      events: 1,
      lastEventState: 'ignored',
      lastEventAt: expect.any(String),
    });
    expect(answer.body).toMatchObject({ sources: expect.arrayContaining([shown]) });
  });
});

describe('404 without telling more', () => {
  test('unknown workspace, unknown source, a source of another workspace, strange addresses', async () => {
    const [, workspace = '', id = ''] = /webhooks\/([^/]+)\/([^/]+)$/.exec(generic.address) ?? [];
    const origin = world.connector.origin;
    const answers = await Promise.all(
      [
        `${workspace}x/${id}`,
        `${workspace}/${id}x`,
        `nobody/${id}`,
        `%00/${id}`,
        `${workspace}/${'a'.repeat(500)}`,
      ].map((path) => sendRaw(`${origin}/webhooks/${path}`, '{}', { ...json, 'x-api-key': generic.secret })),
    );
    for (const answer of answers) {
      expect(answer).toEqual({
        status: 404,
        body: { error: { code: 'not_found', message: 'There is no such address.', retry: 'never' } },
      });
    }
  });

  test('a source that was removed; restored, it takes bookings again', async () => {
    const source = await addSource(world, 'generic');
    const event = genericEvent({ type: 'scheduled', id: uniqueId('removed') });
    expect((await world.browser.delete(`/api/sources/${source.id}`)).status).toBe(204);
    expect(await send(source, event)).toMatchObject({ status: 404 });
    expect((await world.browser.post(`/api/sources/${source.id}/restore`)).status).toBe(200);
    expect(await send(source, event)).toMatchObject({ status: 202 });
  });
});

describe('413: over 1 MB', () => {
  test('2 MB are refused', async () => {
    const body = JSON.stringify({
      ...genericEvent({ type: 'scheduled', id: 'big' }),
      description: 'x'.repeat(2_000_000),
    });
    expect(await send(generic, body)).toMatchObject({
      status: 413,
      body: { error: { code: 'too_large', fix: expect.any(String) } },
    });
    await nothingKept();
  });

  test('2 MB sent in pieces without saying how much comes', async () => {
    const { hostname, port, pathname } = new URL(generic.address);
    const socket = dial(Number(port), hostname);
    await once(socket, 'connect');
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('error', () => undefined);
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\nx-api-key: ${generic.secret}\r\n\r\n`,
    );
    const piece = 'x'.repeat(65_536);
    for (let sent = 0; sent < 32; sent += 1) socket.write(`10000\r\n${piece}\r\n`);
    socket.write('0\r\n\r\n');
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('1 MB less a little is taken', async () => {
    const body = {
      ...genericEvent({ type: 'scheduled', id: uniqueId('large') }),
      answers: Array.from({ length: 95 }, (_, at) => ({
        label: `Question ${at}`,
        value: 'y'.repeat(10_000),
      })),
    };
    expect(await send(generic, body)).toMatchObject({ status: 202 });
  });

  test('a packed body is refused before it is unpacked', async () => {
    expect(
      await sendRaw(generic.address, 'x', {
        ...json,
        'content-encoding': 'gzip',
        'x-api-key': generic.secret,
      }),
    ).toMatchObject({ status: 415, body: { error: { code: 'packed_body' } } });
  });
});

describe('Salesforce is unwell', () => {
  test('the door answers at once, and refuses nothing', async () => {
    await plantFault(world, { kind: 'slow', on: 'any', delayMs: 6_000 });
    await plantFault(world, { kind: 'unavailable', on: 'any', times: 2 });
    await take(generic, genericEvent({ type: 'scheduled', id: uniqueId('unwell') }));
    await until('Salesforce is asked', 60_000, async () => (await readCalls(world)).open.length > 0);
    await take(generic, genericEvent({ type: 'scheduled', id: uniqueId('unwell') }));
    // Answered while Salesforce still keeps the first one waiting.
    expect((await readCalls(world)).open).not.toEqual([]);
    await settled(world);
    await clearFaults(world);
  });
});
