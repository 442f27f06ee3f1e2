// Which booking may be written next: never two that might both create the same person.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { noPerson, nothingMore } from '../bookings/booking.ts';
import type { BookingDetails } from '../bookings/booking.ts';
import { claimNext, freeClaimsOf } from '../bookings/worker/claims.ts';
import { fileEvent } from '../bookings/inbox.ts';
import { reportSuccess } from '../bookings/report.ts';
import { openTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';

const now = new Date('2026-11-23T10:00:00Z');
const later = new Date('2026-11-23T11:00:00Z');
const process = 'process-1';
const old = 'old@customer.example';

let database: TestDatabase;
let workspaceId: string;
let sourceId: string;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  workspaceId = randomUUID();
  sourceId = randomUUID();
  await database.db
    .insertInto('sources')
    .values({
      id: sourceId,
      workspace_id: workspaceId,
      kind: 'generic',
      name: 'Own page',
      secret_sealed: 'sealed',
      created_at: now,
    })
    .execute();
});

/** A message of the booking `id` by the person with this address; gives the booking's row id. */
async function file(id: string, email: string, change: 'scheduled' | 'rescheduled' = 'scheduled') {
  const details: BookingDetails = {
    ...nothingMore,
    start: '2026-11-24T09:00:00.000Z',
    end: '2026-11-24T09:30:00.000Z',
    timeZone: null,
    title: 'Intro',
    description: null,
    location: null,
    joinUrl: null,
    rescheduleUrl: null,
    cancelUrl: null,
    person: { ...noPerson, name: 'Gail Guest', email },
    host: null,
    answers: [],
    reason: null,
  };
  const message = { change, bookingId: id, previousId: null, details, noShow: [] };
  const occurredAt = change === 'scheduled' ? now : new Date(now.getTime() + 1000);
  const filed = await fileEvent(
    database.db,
    { event: { type: change, eventId: null, occurredAt, message }, eventKey: randomUUID(), body: {} },
    { workspaceId, sourceId, receivedAt: now, correlationId: randomUUID() },
    { predecessor: 0 },
  );
  return filed.bookingId ?? '';
}

async function claimed(): Promise<string | null> {
  return (await claimNext(database.db, workspaceId, process, now))?.row.id ?? null;
}

/** The process that wrote it died; the booking is due again only later. */
async function endIsUnknown(bookingId: string): Promise<void> {
  await freeClaimsOf(database.db, process, now);
  await database.db.updateTable('bookings').set({ due_at: later }).where('id', '=', bookingId).execute();
}

test('a booking waits while a write for the same person has no known end', async () => {
  const first = await file('a', old);
  expect(await claimed()).toBe(first);
  await endIsUnknown(first);
  await file('b', old);
  expect(await claimed()).toBeNull();
});

test('it waits as well when the other booking has got another address since', async () => {
  const first = await file('a', old);
  expect(await claimed()).toBe(first);
  await endIsUnknown(first);
  await file('a', 'new@customer.example', 'rescheduled');
  await database.db.updateTable('bookings').set({ due_at: later }).where('id', '=', first).execute();
  await file('b', old);
  expect(await claimed()).toBeNull();
});

test('once the end of every write is known, the others go on', async () => {
  const first = await file('a', old);
  expect(await claimed()).toBe(first);
  await endIsUnknown(first);
  await file('a', 'new@customer.example', 'rescheduled');
  const claim = await claimNext(database.db, workspaceId, process, later);
  if (claim?.row.id !== first) throw new Error('The unsettled booking comes first.');
  const second = await file('b', old);
  expect(await claimed()).toBeNull();
  await reportSuccess(database.db, claim, { records: null, apiCalls: 2, trail: [] }, later);
  expect(await claimed()).toBe(second);
});

test('bookings of other people never wait', async () => {
  const first = await file('a', old);
  expect(await claimed()).toBe(first);
  await endIsUnknown(first);
  const other = await file('b', 'somebody.else@customer.example');
  expect(await claimed()).toBe(other);
});
