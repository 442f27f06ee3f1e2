// The whole trip of a booking over HTTP: from the public address of a source to the records in the org.
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { clearFaults, inOrg, readCalls, records, resetCalls } from './booking-org.ts';
import {
  addSource,
  genericEvent,
  openWorld,
  readBooking,
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
  world = await openWorld();
  source = await addSource(world, 'generic');
  // The first booking warms the describe cache.
  await take(source, genericEvent({ type: 'scheduled', id: 'warm-up' }));
  await settled(world);
}, 120_000);
beforeEach(() => clearFaults(world));
afterAll(() => world.close());

describe('a new booking', () => {
  test('of somebody unknown makes one Lead, one Event and one Booking in 2 API calls', async () => {
    const id = uniqueId('new');
    await resetCalls(world);
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }, 9));
    const { booking, story, records: links } = await untilSync(world, bookingId, 'done');
    expect((await readCalls(world)).total).toBe(2);
    expect(booking.apiCalls).toBe(2);
    const { bookings, events, leads } = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    expect(leads).toMatchObject([{ FirstName: 'Mara', LastName: 'Lindt', Company: 'Lindt Bikes' }]);
    expect(events).toMatchObject([
      { WhoId: leads[0]?.['Id'], ShowAs: 'Busy', Booking_Status__c: 'Scheduled' },
    ]);
    expect(bookings).toMatchObject([
      {
        Status__c: 'Scheduled',
        Event_Id__c: events[0]?.['Id'],
        Lead__c: leads[0]?.['Id'],
        Write_Number__c: 1,
      },
    ]);
    expect(new Date(String(bookings[0]?.['Start__c'])).toISOString()).toBe(booking.startsAt);
    expect(bookings[0]?.['Match_Reason__c']).toContain('Nobody');
    expect(bookings[0]?.['Trail__c']).toContain('match: ');
    expect(story.map(({ stage }) => stage)).toEqual(['inbox', 'match', 'map', 'write']);
    expect(links.map(({ type, id: recordId }) => [type, recordId])).toEqual([
      ['Lead', leads[0]?.['Id']],
      ['Event', events[0]?.['Id']],
      ['Booking__c', bookings[0]?.['Id']],
    ]);
  });

  test('of a Contact goes to the Contact, whatever the case of the address', async () => {
    const email = `${uniqueId('contact')}@customer.example`;
    const contact = await world.admin.sobject('Contact').create({ LastName: 'Known', Email: email });
    await world.admin.sobject('Lead').create({ LastName: 'Known', Company: 'X', Email: email });
    const person = { name: 'Known Person', email: email.toUpperCase() };
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id: uniqueId('c'), person }));
    const { booking } = await untilSync(world, bookingId, 'done');
    const { bookings, events, leads } = await inOrg(world, booking.bookingKey, email);
    expect(events).toMatchObject([{ WhoId: contact.id }]);
    expect(bookings).toMatchObject([{ Contact__c: contact.id, Lead__c: null }]);
    expect(leads).toHaveLength(1);
  });

  test('of a Lead goes to the latest of several', async () => {
    const email = `${uniqueId('lead')}@customer.example`;
    const older = await world.admin.sobject('Lead').create({ LastName: 'A', Company: 'X', Email: email });
    await world.admin.sobject('Lead').create({ LastName: 'B', Company: 'X', Email: email });
    // Later than the second one's creation.
    await world.admin.sobject('Lead').update({ Id: String(older.id), Company: 'Y' });
    const { bookingId } = await take(
      source,
      genericEvent({ type: 'scheduled', id: uniqueId('l'), person: { email } }),
    );
    const { booking, story } = await untilSync(world, bookingId, 'done');
    const { events } = await inOrg(world, booking.bookingKey, email);
    expect(events).toHaveLength(1);
    expect(story.find(({ code }) => code === 'lead_email')?.text).toContain(
      'two matches, took the most recently changed',
    );
  });

  test('of a converted Lead goes to the Contact that it became', async () => {
    const [lead] = await records(
      world,
      'SELECT Email, ConvertedContactId FROM Lead WHERE IsConverted = true AND ConvertedContactId != null LIMIT 1',
    );
    const [email, contactId] = [String(lead?.['Email']), String(lead?.['ConvertedContactId'])];
    // Otherwise the Contact itself would be found by its address.
    await world.admin.sobject('Contact').update({ Id: contactId, Email: 'moved.away@customer.example' });
    const { bookingId } = await take(
      source,
      genericEvent({ type: 'scheduled', id: uniqueId('cl'), person: { email } }),
    );
    const { booking, story } = await untilSync(world, bookingId, 'done');
    const { events, bookings } = await inOrg(world, booking.bookingKey, email);
    expect(story.map(({ code }) => code)).toContain('converted_lead_email');
    expect(events).toMatchObject([{ WhoId: contactId }]);
    expect(bookings).toMatchObject([{ Contact__c: contactId, Lead__c: null }]);
  });

  test('with a record id in the link goes to that record, also when the address differs', async () => {
    const lead = await world.admin
      .sobject('Lead')
      .create({ LastName: 'Linked', Company: 'X', Email: 'linked@customer.example' });
    const person = {
      name: 'Somebody Else',
      email: 'else@customer.example',
      recordId: String(lead.id).slice(0, 15),
    };
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id: uniqueId('r'), person }));
    const { booking, story } = await untilSync(world, bookingId, 'done');
    const { events } = await inOrg(world, booking.bookingKey, 'else@customer.example');
    expect(events).toMatchObject([{ WhoId: lead.id }]);
    expect(story.map(({ code }) => code)).toContain('record_id_differs');
    expect(await records(world, `SELECT Email, LastName FROM Lead WHERE Id = '${lead.id}'`)).toMatchObject([
      { Email: 'linked@customer.example', LastName: 'Linked' },
    ]);
  });

  test.each(['003000000000000', '00Q00000000000zzzz', '001000000000001AAA', "x' OR Name != '"])(
    'is not stopped by the record id %s in its link',
    async (recordId) => {
      const id = uniqueId('bad');
      const person = { email: `${id}@customer.example`, recordId };
      const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id, person }));
      const { story } = await untilSync(world, bookingId, 'done');
      // What has not even the form of an id is no hint, and there is nothing to tell.
      const told = /^[a-zA-Z0-9]{15,18}$/.test(recordId) ? ['record_id_unknown', 'nobody'] : ['nobody'];
      expect(story.map(({ code }) => code)).toEqual(expect.arrayContaining(told));
    },
  );

  test('with the longest texts is cut to what the org takes, and says so', async () => {
    const id = uniqueId('long');
    const title = `${'x'.repeat(254)}😀`;
    const { bookingId } = await take(
      source,
      genericEvent({ type: 'scheduled', id, title, location: 'y'.repeat(900) }),
    );
    const { booking, story } = await untilSync(world, bookingId, 'done');
    const { events } = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    expect(events).toMatchObject([{ Subject: 'x'.repeat(254) }]);
    expect(story.filter(({ code }) => code === 'cut').map(({ text }) => text.split(':')[0])).toEqual(
      expect.arrayContaining([
        'Event.Subject',
        'Event.Location',
        'Booking__c.Subject__c',
        'Booking__c.Location__c',
      ]),
    );
  });
});

describe('a change', () => {
  test('reaches the same records in at most 2 API calls each: new time, then canceled', async () => {
    const id = uniqueId('change');
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }, 9));
    await untilSync(world, bookingId, 'done');
    await resetCalls(world);
    await take(source, genericEvent({ type: 'rescheduled', id, reason: 'Train is late' }, 11));
    await settled(world);
    expect((await readCalls(world)).total).toBeLessThanOrEqual(2);
    const { booking } = await readBooking(world, bookingId);
    const moved = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    expect(moved.bookings).toMatchObject([
      { Status__c: 'Rescheduled', Cancel_Reschedule_Reason__c: 'Train is late' },
    ]);
    expect(new Date(String(moved.events[0]?.['StartDateTime'])).getUTCHours()).toBe(11);
    await resetCalls(world);
    await take(source, genericEvent({ type: 'canceled', id, reason: 'Ill' }, 11));
    await settled(world);
    expect((await readCalls(world)).total).toBeLessThanOrEqual(2);
    const canceled = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    expect(canceled.events).toMatchObject([{ ShowAs: 'Free', Booking_Status__c: 'Canceled' }]);
    expect(canceled.bookings).toMatchObject([{ Status__c: 'Canceled', Cancel_Reschedule_Reason__c: 'Ill' }]);
    expect([canceled.events, canceled.bookings, canceled.leads].map(({ length }) => length)).toEqual([
      1, 1, 1,
    ]);
  });

  test('of a booking whose Event was deleted makes the Event again, with at most 2 extra calls', async () => {
    const id = uniqueId('gone');
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }));
    const { booking } = await untilSync(world, bookingId, 'done');
    const before = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    await world.admin.sobject('Event').destroy(String(before.events[0]?.['Id']));
    await resetCalls(world);
    await take(source, genericEvent({ type: 'rescheduled', id }, 12));
    const { story } = await untilSync(world, bookingId, 'done');
    expect((await readCalls(world)).total).toBeLessThanOrEqual(4);
    const after = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    expect(after.events).toHaveLength(1);
    expect(after.bookings).toMatchObject([
      { Event_Id__c: after.events[0]?.['Id'], Status__c: 'Rescheduled' },
    ]);
    expect(story.map(({ code }) => code)).toContain('event_gone');
  });

  test('of a booking whose Booking was deleted makes it again and keeps the Event', async () => {
    const id = uniqueId('lost');
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }));
    const { booking } = await untilSync(world, bookingId, 'done');
    const before = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    await world.admin.sobject('Booking__c').destroy(String(before.bookings[0]?.['Id']));
    await take(source, genericEvent({ type: 'canceled', id }, 12));
    await settled(world);
    const after = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    expect(after.events.map((event) => event['Id'])).toEqual(before.events.map((event) => event['Id']));
    expect(after.bookings).toMatchObject([{ Status__c: 'Canceled', Event_Id__c: before.events[0]?.['Id'] }]);
    expect(after.leads).toHaveLength(1);
  });
});

describe('states', () => {
  test('requested writes nothing; confirmed then, it is written', async () => {
    const id = uniqueId('asked');
    const { bookingId } = await take(source, genericEvent({ type: 'requested', id }));
    expect((await readBooking(world, bookingId)).booking).toMatchObject({
      status: 'requested',
      sync: 'none',
    });
    await take(source, genericEvent({ type: 'scheduled', id }));
    const { booking } = await untilSync(world, bookingId, 'done');
    expect((await inOrg(world, booking.bookingKey, `${id}@customer.example`)).events).toHaveLength(1);
  });

  test('canceled before its first write is written once, as canceled', async () => {
    const id = uniqueId('early');
    const { bookingId } = await take(source, genericEvent({ type: 'canceled', id }));
    const { booking } = await untilSync(world, bookingId, 'done');
    const { events, bookings } = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    expect(events).toMatchObject([{ ShowAs: 'Free', Booking_Status__c: 'Canceled' }]);
    expect(bookings).toHaveLength(1);
  });

  test.each([
    ['completed', 'Completed'],
    ['no_show', 'No-Show'],
  ])('%s is written as %s', async (type, expected) => {
    const id = uniqueId(type);
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }));
    await take(source, genericEvent({ type, id }));
    await settled(world);
    const { booking } = await readBooking(world, bookingId);
    const { events, bookings } = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    expect(events).toMatchObject([{ Booking_Status__c: expected, ShowAs: 'Busy' }]);
    expect(bookings).toMatchObject([{ Status__c: expected }]);
  });
});

describe('the sample booking', () => {
  test.each(['generic', 'cal-com'] as const)(
    'of a %s source goes the whole way, each press another person',
    async (kind) => {
      const sampled = await addSource(world, kind);
      const ids = [];
      for (let press = 0; press < 2; press += 1) {
        const answer = await world.browser.post(`/api/sources/${sampled.id}/sample`);
        expect(answer.status).toBe(202);
        ids.push(z.object({ bookingId: z.string() }).parse(answer.body).bookingId);
      }
      expect(new Set(ids).size).toBe(2);
      for (const id of ids) {
        const { booking, records: links } = await untilSync(world, id, 'done');
        expect(links.map(({ type }) => type)).toEqual(['Lead', 'Event', 'Booking__c']);
        expect(booking.problem).toBeNull();
      }
    },
  );
});
