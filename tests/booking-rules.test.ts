// What the workspace has set decides who a booking is with: each rule against the real local org, looked at with jsforce.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { records } from './booking-org.ts';
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
import { from, row } from './rules-world.ts';

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

describe('an unknown person', () => {
  test('becomes a Contact of the Account with the domain of the address, made once for several people', async () => {
    await save(({ rules }) => (rules.unknownPerson = 'contact'));
    const domain = `${uniqueId('firm').toLowerCase().replaceAll('_', '-')}.example`;
    const person = (name: string) => ({
      firstName: name,
      lastName: 'Alves',
      email: `${name}@${domain}`,
      company: 'Alves Lda',
    });
    const first = await book({ person: person('ana') });
    const account = await first.one('Account', 'Name, Website');
    expect(account).toMatchObject({ Name: 'Alves Lda', Website: `https://${domain}` });
    const second = await book({ person: person('rui') });
    expect(await second.one('Account', 'Name')).toMatchObject({ Id: account['Id'] });
    expect(await second.one('Contact', 'AccountId, LastName')).toMatchObject({ AccountId: account['Id'] });
  });

  test('at a free-mail domain gets no Account by its domain', async () => {
    await save(({ rules }) => {
      rules.unknownPerson = 'contact';
      rules.account.createForContact = false;
    });
    await make('Account', { Name: 'Not the mail provider', Website: 'https://gmail.com' });
    const { one } = await book({
      person: { lastName: 'Solo', email: `${uniqueId('solo')}@gmail.com` },
    });
    expect(await one('Contact', 'AccountId')).toMatchObject({ AccountId: null });
  });

  test('becomes a Person Account whose Contact the Event is with', async () => {
    await save(({ rules }) => (rules.unknownPerson = 'person_account'));
    const { one } = await book();
    const link = await one('Booking__c', '');
    const account = await one('Account', 'IsPersonAccount, PersonContactId, LastName');
    expect(account).toMatchObject({
      IsPersonAccount: true,
      LastName: 'Lindt',
      PersonContactId: link['Contact__c'],
    });
    expect(await one('Event', 'WhoId')).toMatchObject({ WhoId: link['Contact__c'] });
    expect(link['Contact__c']).toEqual(expect.any(String));
  });

  test('is nobody when the rules say so: Event and Booking only', async () => {
    await save(({ rules }) => (rules.unknownPerson = 'none'));
    const { one } = await book();
    expect(await one('Booking__c', '')).toMatchObject({ Lead__c: null, Contact__c: null });
    expect(await one('Event', 'WhoId')).toMatchObject({ WhoId: null });
  });
});

describe('owners', () => {
  test('the host by e-mail, else by the table, else the fallback, which the story tells', async () => {
    const [rep] = await records(world, `SELECT Id, Email FROM User WHERE Id = '${hostId}'`);
    const known = await book({ host: { name: 'Rep', email: String(rep?.['Email']).toUpperCase() } });
    expect(await known.one('Lead', 'OwnerId')).toMatchObject({ OwnerId: hostId });
    expect(await known.one('Event', 'OwnerId')).toMatchObject({ OwnerId: hostId });
    await save(({ rules }) =>
      rules.hosts.table.push({ email: 'elsewhere@example.org', userId: hostId, userName: 'Rep' }),
    );
    const listed = await book({ host: { name: 'E', email: 'Elsewhere@example.org' } });
    expect(await listed.one('Lead', 'OwnerId')).toMatchObject({ OwnerId: hostId });
    await save(({ rules }) => (rules.fallbackOwner = { id: hostId, name: 'Rep' }));
    const unknown = await book({ host: { name: 'Nobody', email: 'nobody@example.org' } });
    expect(await unknown.one('Lead', 'OwnerId')).toMatchObject({ OwnerId: hostId });
    const { story } = await readBooking(world, unknown.bookingId);
    expect(story.map(({ code }) => code)).toContain('host_unmatched');
  });

  test('a host who is inactive is nobody', async () => {
    const userId = await make('User', await newUser());
    const [user] = await records(world, `SELECT Email FROM User WHERE Id = '${userId}'`);
    await world.admin.sobject('User').update({ Id: userId, IsActive: false });
    const { one } = await book({ host: { name: 'Gone', email: String(user?.['Email']) } });
    expect((await one('Lead', 'OwnerId'))['OwnerId']).not.toBe(userId);
  });

  test('who left after being looked up is replaced by the fallback, not parked', async () => {
    const userId = await make('User', await newUser());
    const [user] = await records(world, `SELECT Email FROM User WHERE Id = '${userId}'`);
    const host = { name: 'Leaves', email: String(user?.['Email']) };
    expect(await (await book({ host })).one('Lead', 'OwnerId')).toMatchObject({ OwnerId: userId });
    await world.admin.sobject('User').update({ Id: userId, IsActive: false });
    expect((await (await book({ host })).one('Lead', 'OwnerId'))['OwnerId']).not.toBe(userId);
  });

  async function newUser(): Promise<Record<string, unknown>> {
    const name = uniqueId('host').toLowerCase();
    const profile = await idOf("SELECT Id FROM Profile WHERE Name = 'Standard User'");
    return {
      Username: `${name}@acme.example`,
      LastName: name,
      Email: `${name}@acme.example`,
      Alias: 'host',
      ProfileId: profile,
      TimeZoneSidKey: 'Europe/Berlin',
      LocaleSidKey: 'en_US',
      EmailEncodingKey: 'UTF-8',
      LanguageLocaleKey: 'en_US',
    };
  }
});

describe('a person who is there', () => {
  test('keeps what a rep has typed; only empty fields are filled', async () => {
    const email = `${uniqueId('kept')}@customer.example`;
    const leadId = await make('Lead', {
      LastName: 'Typed by a rep',
      Company: 'Real GmbH',
      Email: email,
    });
    const { one } = await book({
      person: { firstName: 'Mara', lastName: 'Lindt', email, phone: '+49 30 123456', company: 'Other' },
    });
    expect(await one('Lead', 'FirstName, LastName, Company, Phone')).toMatchObject({
      Id: leadId,
      FirstName: 'Mara',
      LastName: 'Typed by a rep',
      Company: 'Real GmbH',
      Phone: '+49 30 123456',
    });
  });

  test('only what changed is sent again: a rep edits the Event, the customer moves the meeting', async () => {
    const { id, one, bookingId } = await book();
    const event = await one('Event', 'Subject');
    await world.admin.sobject('Event').update({ Id: String(event['Id']), Subject: 'Edited by a rep' });
    await take(source, genericEvent({ type: 'rescheduled', id }, 15));
    await untilSync(world, bookingId, 'done');
    await settled(world);
    const moved = await one('Event', 'Subject, StartDateTime');
    expect(moved).toMatchObject({ Subject: 'Edited by a rep' });
    expect(new Date(String(moved['StartDateTime'])).getUTCHours()).toBe(15);
  });

  test('a row writes only when it is due: the reason at a cancellation', async () => {
    await save(({ fields }) =>
      fields.Lead.push(row('Description', from('booking.reason'), { when: ['canceled'] })),
    );
    const { id, one } = await book();
    expect(await one('Lead', 'Description')).toMatchObject({ Description: null });
    await take(source, genericEvent({ type: 'canceled', id, reason: 'Ill' }));
    await settled(world);
    expect(await one('Lead', 'Description')).toMatchObject({ Description: 'Ill' });
    expect(await one('Event', 'ShowAs')).toMatchObject({ ShowAs: 'Free' });
  });

  test('several matches park the booking when the rules say so, with the records named', async () => {
    await save(({ rules }) => (rules.match.tie = 'park'));
    const email = `${uniqueId('twice')}@customer.example`;
    await make('Lead', { LastName: 'First', Company: 'A', Email: email });
    await make('Lead', { LastName: 'Second', Company: 'B', Email: email });
    const { bookingId } = await take(
      source,
      genericEvent({ type: 'scheduled', id: uniqueId('tie'), person: { lastName: 'T', email } }),
    );
    const { booking } = await untilSync(world, bookingId, 'parked');
    expect(booking.problem).toMatchObject({
      code: 'several_matches',
      message: expect.stringContaining('First'),
    });
  });

  test('is found by phone number, however it is written', async () => {
    await save(({ rules }) => {
      rules.match.order = ['contact_email', 'lead_email', 'lead_phone'];
      rules.match.phoneFields.Lead = ['Phone', 'MobilePhone'];
    });
    const digits = String(Date.now()).slice(-7);
    const leadId = await make('Lead', {
      LastName: 'By phone',
      Company: 'A',
      MobilePhone: `(+49) 171 / ${digits.slice(0, 3)}-${digits.slice(3)}`,
    });
    const { one } = await book({
      person: { lastName: 'P', email: `${uniqueId('phone')}@customer.example`, phone: `+49171${digits}` },
    });
    expect(await one('Lead', 'LastName')).toMatchObject({ Id: leadId });
  });

  test('a Lead that was converted after the first write: the Contact takes its place', async () => {
    const { id, one, bookingId } = await book();
    const lead = await one('Lead', 'Status');
    const converted = await world.admin.soap.convertLead({
      leadId: String(lead['Id']),
      convertedStatus: 'Closed - Converted',
    });
    const { contactId } = z.looseObject({ contactId: z.string() }).parse(converted);
    await take(source, genericEvent({ type: 'rescheduled', id }, 16));
    await untilSync(world, bookingId, 'done');
    expect(await one('Booking__c', '')).toMatchObject({ Contact__c: contactId });
    expect(await one('Event', 'WhoId')).toMatchObject({ WhoId: contactId });
  });
});
