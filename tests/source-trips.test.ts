// Every kind of source over real HTTP: its documented events reach the org, tampered and old ones are refused with a reason that
// the page shows, secrets are changed without a gap, and pauses keep what comes.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { calComEvent, calendlyEvent, invitee, onceHubEvent } from '../connector/tests/source-events.ts';
import { openWorld, readBooking, settled, uniqueId, until, untilSync } from './booking-world.ts';
import type { Sent, World } from './booking-world.ts';
import { records } from './booking-org.ts';
import { act, addKind, sendAs, view } from './source-requests.ts';
import type { AddedSource, Kind } from './source-requests.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 120_000);
afterAll(() => world?.close());

const hours = (count: number): Date => new Date(Date.now() - count * 3_600_000);
const secretOf = ({ secret }: AddedSource): string => secret ?? '';

/** The id of the booking that a 202 names. */
function bookingIn({ status, body }: Sent): string {
  const id = typeof body === 'object' && body !== null && 'bookingId' in body ? body.bookingId : null;
  if (status !== 202 || typeof id !== 'string')
    throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
  return id;
}

/** A booking of each tool by the person with this address. */
const events: Record<Kind, (email: string) => unknown> = {
  'cal-com': (email) =>
    calComEvent('BOOKING_CREATED', {
      uid: uniqueId('uid'),
      attendees: [{ email, name: 'Noor Haddad', timeZone: 'UTC' }],
    }),
  calendly: (email) =>
    calendlyEvent('invitee.created', { email, meeting: uniqueId('M'), person: uniqueId('P') }),
  oncehub: (email) =>
    onceHubEvent(
      'booking.scheduled',
      { id: uniqueId('BKNG'), form_submission: { name: 'Noor Haddad', email } },
      { id: uniqueId('EVNT') },
    ),
  'standard-webhooks': (email) => ({
    type: 'booking.scheduled',
    timestamp: new Date().toISOString(),
    data: generic(email),
  }),
  generic: (email) => ({ type: 'scheduled', occurredAt: new Date().toISOString(), ...generic(email) }),
};

function generic(email: string) {
  return {
    id: uniqueId('b'),
    start: '2027-04-12T14:00:00Z',
    end: '2027-04-12T14:45:00Z',
    title: 'Bike fitting',
    eventType: { id: 'fit', name: 'Bike fitting' },
    person: { name: 'Noor Haddad', email },
  };
}

const oncehubSecret = 'd0c1b2a3948576e5f4a3b2c1d0e9f8a7';

describe.each(['cal-com', 'calendly', 'oncehub', 'standard-webhooks', 'generic'] as const)('%s', (kind) => {
  let source: AddedSource;
  beforeAll(async () => {
    source = await addKind(world, kind, kind === 'oncehub' ? { secret: oncehubSecret } : {});
  });

  test('an event reaches the org, and its event type is listed', async () => {
    const email = `${uniqueId(kind)}@customer.example`;
    const id = bookingIn(await sendAs(source, events[kind](email), { secret: secretOf(source) }));
    const { booking } = await untilSync(world, id, 'done');
    expect(
      await records(world, `SELECT Status__c FROM Booking__c WHERE Booking_Key__c = '${booking.bookingKey}'`),
    ).toMatchObject([{ Status__c: 'Scheduled' }]);
    expect(await records(world, `SELECT LastName FROM Lead WHERE Email = '${email}'`)).toMatchObject([
      { LastName: 'Haddad' },
    ]);
    const seen = await view(world, source.id);
    expect(seen).toMatchObject({ events: 1, refused: 0 });
    expect(seen.eventTypes).toMatchObject([{ name: 'Bike fitting', bookings: 1 }]);
  });

  test('one that was tampered with, or signed by somebody else, is a 401 that the page explains', async () => {
    const event = events[kind]('eve@customer.example');
    const wrong =
      kind === 'standard-webhooks'
        ? `whsec_${Buffer.alloc(32, 9).toString('base64')}`
        : 'not-the-secret-of-it';
    expect(await sendAs(source, event, { secret: wrong })).toMatchObject({
      status: 401,
      body: { error: { code: 'signature_refused' } },
    });
    // An API key says who sends, not what: there is no signature to break.
    const body = JSON.stringify(event).replace('eve@', 'mallory@');
    const changed = kind === 'generic' ? wrong : secretOf(source);
    expect((await sendAs(source, event, { secret: changed, body })).status).toBe(401);
    const { refused, refusals } = await view(world, source.id);
    expect(refused).toBe(2);
    expect(refusals).toMatchObject([{ code: 'signature_refused', count: 2, fix: expect.any(String) }]);
  });
});

test.each([
  ['calendly', 26.1],
  ['oncehub', 80.1],
  ['standard-webhooks', 0.1],
] as const)('%s: a signature of %s hours ago is a 401 of its own', async (...row) => {
  const [kind, age] = row;
  const source = await addKind(world, kind, kind === 'oncehub' ? { secret: oncehubSecret } : {});
  const answer = await sendAs(source, events[kind]('old@customer.example'), {
    secret: secretOf(source),
    at: hours(age),
  });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: 'signature_too_old' } } });
  expect((await view(world, source.id)).events).toBe(0);
});

test('OnceHub makes its secret itself: until it is pasted, everything is refused', async () => {
  const source = await addKind(world, 'oncehub');
  expect(source).toMatchObject({ awaitsSecret: true, secret: null });
  const event = events.oncehub('first@customer.example');
  expect(await sendAs(source, event, { secret: oncehubSecret })).toMatchObject({
    status: 401,
    body: { error: { code: 'secret_missing' } },
  });
  expect(await world.browser.post(`/api/sources/${source.id}/secret`, {})).toMatchObject({
    status: 400,
    body: { error: { fields: { secret: expect.any(String) } } },
  });
  expect((await act(world, source.id, 'secret', { secret: oncehubSecret })).source.awaitsSecret).toBe(false);
  bookingIn(await sendAs(source, event, { secret: oncehubSecret }));
});

test('a new secret is shown once; the one before it is taken for 24 hours and no longer', async () => {
  const source = await addKind(world, 'cal-com');
  const { secret: next } = await act(world, source.id, 'secret');
  for (const secret of [secretOf(source), String(next)]) {
    bookingIn(await sendAs(source, events['cal-com'](`${uniqueId('rotate')}@customer.example`), { secret }));
  }
  const database = new pg.Client({ connectionString: world.databaseUrl });
  await database.connect();
  await database.query(
    `update sources set previous_secret_until = now() - interval '1 second' where id = $1`,
    [source.id],
  );
  await database.end();
  const late = await sendAs(source, events['cal-com']('late@customer.example'), { secret: secretOf(source) });
  expect(late.status).toBe(401);
  bookingIn(
    await sendAs(source, events['cal-com'](`${uniqueId('rotate')}@customer.example`), {
      secret: String(next),
    }),
  );
});

test.each([
  [{ kind: 'zoho', name: 'x' }, 'kind'],
  [{ kind: 'calendly', name: '' }, 'name'],
  [{ kind: 'calendly', name: 'x', secret: 'short' }, 'secret'],
  [{ kind: 'standard-webhooks', name: 'x', secret: 'not-a-whsec-secret' }, 'secret'],
  [{ kind: 'generic', name: 'x', secret: 'mine-mine-mine' }, 'secret'],
])('%j is refused, naming %s', async (input, field) => {
  const answer = await world.browser.post('/api/sources', input);
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { code: 'bad_input', fields: { [field]: expect.any(String) } } },
  });
});

test('renamed, removed and brought back; another workspace’s source is not there', async () => {
  const source = await addKind(world, 'generic');
  const renamed = await world.browser.post(`/api/sources/${source.id}/rename`, { name: ' Field team ' });
  expect(renamed.body).toMatchObject({ source: { name: 'Field team' } });
  expect((await world.browser.delete(`/api/sources/${source.id}`)).status).toBe(204);
  for (const path of ['rename', 'secret', 'pause', 'resume', 'sample', 'api-key', 'backfill', 'import'])
    expect((await world.browser.post(`/api/sources/${source.id}/${path}`, { name: 'x' })).status).toBe(404);
  expect((await world.browser.post(`/api/sources/${source.id}/restore`)).status).toBe(200);
  expect((await world.browser.post('/api/sources/11111111-1111-4111-8111-111111111111/pause')).status).toBe(
    404,
  );
});

test('a move of Calendly that arrives in the wrong order is one Event, at the new time', async () => {
  const source = await addKind(world, 'calendly');
  const email = `${uniqueId('moved')}@customer.example`;
  const [one, two] = [uniqueId('M'), uniqueId('M')];
  const old = { meeting: one, person: 'P', email };
  const cancellation = {
    canceled_by: 'Noor',
    canceler_type: 'invitee',
    reason: 'Rain',
    created_at: '2027-03-02T09:00:00Z',
  };
  const chain = [
    calendlyEvent('invitee.created', { ...old, meeting: two, day: 14, old_invitee: invitee(one, 'P') }),
    calendlyEvent('invitee.canceled', {
      ...old,
      rescheduled: true,
      new_invitee: invitee(two, 'P'),
      status: 'canceled',
      cancellation,
    }),
    calendlyEvent('invitee.created', old),
  ];
  for (const event of chain) await sendAs(source, event, { secret: secretOf(source) });
  await settled(world);
  const [lead] = await records(world, `SELECT Id FROM Lead WHERE Email = '${email}'`);
  const found = await records(
    world,
    `SELECT StartDateTime, Booking_Status__c FROM Event WHERE WhoId = '${String(lead?.['Id'])}'`,
  );
  expect(found).toMatchObject([{ Booking_Status__c: 'Rescheduled' }]);
  expect(new Date(String(found[0]?.['StartDateTime'])).toISOString()).toBe('2027-04-14T14:00:00.000Z');
});

test('a paused source keeps its events; resumed, they are written', async () => {
  const source = await addKind(world, 'generic');
  expect((await act(world, source.id, 'pause')).source.pausedAt).not.toBeNull();
  const email = `${uniqueId('held')}@customer.example`;
  const event = events.generic(email);
  const answer = await sendAs(source, event, { secret: secretOf(source) });
  expect(answer).toMatchObject({ status: 202, body: { state: 'received' } });
  expect(await view(world, source.id)).toMatchObject({ held: 1, events: 1 });
  expect((await world.browser.post(`/api/sources/${source.id}/sample`)).status).toBe(409);
  await settled(world);
  expect(await records(world, `SELECT Id FROM Lead WHERE Email = '${email}'`)).toEqual([]);
  await act(world, source.id, 'resume');
  await until('the event was applied', 30_000, async () => (await view(world, source.id)).held === 0);
  await settled(world);
  expect(await records(world, `SELECT Id FROM Lead WHERE Email = '${email}'`)).toHaveLength(1);
});

test('a paused connection accepts bookings and writes none; resumed, they are written', async () => {
  const source = await addKind(world, 'generic');
  const paused = await world.browser.post('/api/connection/pause');
  expect(paused.body).toMatchObject({ connection: { state: 'ready', pausedByUserAt: expect.any(String) } });
  const email = `${uniqueId('paused')}@customer.example`;
  const id = bookingIn(await sendAs(source, events.generic(email), { secret: secretOf(source) }));
  const { booking } = await untilSync(world, id, 'waiting');
  expect(booking.problem).toMatchObject({ code: 'paused_by_user', fix: expect.stringContaining('Resume') });
  expect(await records(world, `SELECT Id FROM Lead WHERE Email = '${email}'`)).toEqual([]);
  const resumed = await world.browser.post('/api/connection/resume');
  expect(resumed.body).toMatchObject({ connection: { pausedByUserAt: null } });
  await untilSync(world, id, 'done');
  expect((await readBooking(world, id)).booking.problem).toBeNull();
});

test('the generic API is described for people and for machines', async () => {
  const page = await fetch(`${world.connector.origin}/docs/api`);
  expect([page.status, page.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/html'),
  ]);
  expect(await page.text()).toContain('/webhooks/openapi.json');
  expect((await fetch(`${world.connector.origin}/webhooks/openapi.json`)).status).toBe(200);
});
