// What the workspace has set decides what a booking becomes: values, Cases, Opportunities, Events, and what it costs.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { readCalls, records, resetCalls } from './booking-org.ts';
import {
  addSource,
  genericEvent,
  readBooking,
  settled,
  take,
  uniqueId,
  untilSync,
  openWorld,
} from './booking-world.ts';
import type { Source, World } from './booking-world.ts';
import * as rulesWorld from './rules-world.ts';
import { fixed, from, row } from './rules-world.ts';

let world: World;
let source: Source;
let hostId: string;
const save = (change: Parameters<typeof rulesWorld.save>[1]) => rulesWorld.save(world, change);
const book = (event?: Record<string, unknown>) => rulesWorld.book(world, source, event);
const make = (sObject: string, values: Record<string, unknown>) => rulesWorld.make(world, sObject, values);
const idOf = (query: string) => rulesWorld.idOf(world, query);

beforeAll(async () => {
  world = await openWorld({ features: ['PersonAccounts'] });
  source = await addSource(world, 'generic');
  hostId = await idOf("SELECT Id FROM User WHERE Username LIKE 'rep@%'");
}, 60_000);
afterAll(() => world.close());
beforeEach(() => save(() => undefined));

describe('values', () => {
  test('go into fields of many types, converted, and what does not fit is told', async () => {
    await save(({ fields }) => {
      fields.Lead.push(
        row('NumberOfEmployees', from('answer:Size')),
        row('AnnualRevenue', fixed(1234.5)),
        row('LeadSource', fixed('Web')),
        row('Rating', fixed('Lukewarm')),
        row('Website', from('meeting.joinUrl')),
      );
    });
    const { one, bookingId } = await book({
      joinUrl: 'https://meet.example/abc',
      answers: [{ label: 'Size', value: ' 1 200 ' }],
    });
    expect(await one('Lead', 'NumberOfEmployees, AnnualRevenue, LeadSource, Website')).toMatchObject({
      NumberOfEmployees: 1200,
      AnnualRevenue: 1235,
      LeadSource: 'Web',
      Website: 'https://meet.example/abc',
    });
    const { story } = await readBooking(world, bookingId);
    expect(story.filter(({ stage }) => stage === 'map').map(({ code }) => code)).toContain(
      'not_in_picklist_kept',
    );
  });

  test('a text that looks like a reference or a formula stays text', async () => {
    const { one } = await book({ title: '@{person.id} =HYPERLINK("x") <b>{!$User.Id}</b>' });
    expect((await one('Event', 'Subject'))['Subject']).toContain('=HYPERLINK("x") <b>{!$User.Id}</b>');
  });
});

describe('Cases, Opportunities and Events', () => {
  test('a Case for every meeting, with its person, and the Event related to it', async () => {
    await save(({ rules }) => {
      rules.unknownPerson = 'contact';
      rules.case.create = 'always';
    });
    const { one, id } = await book({ title: 'Support call' });
    const link = await one('Booking__c', '');
    const aCase = await one('Case', 'Subject, ContactId');
    expect(aCase).toMatchObject({ Subject: 'Support call', ContactId: link['Contact__c'] });
    expect(await one('Event', 'WhatId')).toMatchObject({ WhatId: aCase['Id'] });
    await take(source, genericEvent({ type: 'rescheduled', id, title: 'Support call' }, 17));
    await settled(world);
    expect((await one('Booking__c', ''))['Case__c']).toBe(aCase['Id']);
  });

  test('the Opportunity that the link names is linked and not changed', async () => {
    const contactId = await make('Contact', {
      LastName: 'Buyer',
      Email: `${uniqueId('buyer')}@customer.example`,
    });
    const [contact] = await records(world, `SELECT Email FROM Contact WHERE Id = '${contactId}'`);
    const opportunityId = await make('Opportunity', {
      Name: 'Deal',
      StageName: 'Prospecting',
      CloseDate: '2027-01-31',
    });
    const { one } = await book({
      person: { lastName: 'Buyer', email: String(contact?.['Email']) },
      recordIds: [opportunityId],
    });
    expect(await one('Booking__c', '')).toMatchObject({
      Opportunity__c: opportunityId,
      Contact__c: contactId,
    });
    expect(await one('Event', 'WhatId')).toMatchObject({ WhatId: opportunityId });
  });

  test('no Event when the rules make none; for one event type all the same', async () => {
    await save((setUp) => {
      setUp.rules.event.create = false;
      setUp.overrides.push({ eventType: `${source.id}:demo`, name: 'Demo', createEvent: true });
    });
    expect(await (await book()).one('Booking__c', '')).toMatchObject({ Event_Id__c: null });
    const demo = await book({ eventType: { id: 'demo', name: 'Demo' } });
    expect(await demo.one('Booking__c', '')).toMatchObject({ Event_Id__c: expect.any(String) });
  });

  test('canceled before it was written is left out when the rules say so', async () => {
    await save(({ rules }) => (rules.canceledBeforeWrite = 'skip'));
    const id = uniqueId('never');
    const { bookingId } = await take(source, genericEvent({ type: 'canceled', id }));
    const { booking, story } = await untilSync(world, bookingId, 'done');
    expect(story.map(({ code }) => code)).toContain('canceled_before_write');
    expect(
      await records(world, `SELECT Id FROM Booking__c WHERE Booking_Key__c = '${booking.bookingKey}'`),
    ).toEqual([]);
  });
});

describe('what it costs', () => {
  test('a lone booking with all of it is 2 API calls once fields and hosts are known, and so is its change', async () => {
    await save(({ rules }) => {
      rules.unknownPerson = 'contact';
      rules.case.create = 'always';
    });
    const [rep] = await records(world, `SELECT Email FROM User WHERE Id = '${hostId}'`);
    const host = { name: 'Rep', email: rep?.['Email'] };
    await book({ host });
    await resetCalls(world);
    const { id, bookingId } = await book({ host });
    expect((await readCalls(world)).total).toBe(2);
    await resetCalls(world);
    await take(source, genericEvent({ type: 'rescheduled', id, host }, 18));
    await untilSync(world, bookingId, 'done');
    await settled(world);
    expect((await readCalls(world)).total).toBe(2);
  });
});
