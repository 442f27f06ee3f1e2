// An org whose admin has rules of its own: what it refuses is parked with the reason and the fix, costs no more calls than a
// write that is taken, and holds up nobody else. In a copy of the companion app with the admin's changes beside it.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { inOrg, readCalls, records, resetCalls } from './booking-org.ts';
import { startLocalOrg } from '../local-org/local-org.ts';
import { addSource, genericEvent, openWorld, take, uniqueId, untilSync } from './booking-world.ts';
import type { Source, World } from './booking-world.ts';

jest.setTimeout(120_000);

const region = `<?xml version="1.0" encoding="UTF-8"?>
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">
    <fullName>Region__c</fullName><label>Region</label><length>40</length><required>true</required><type>Text</type>
</CustomField>`;
const subjectRule = `<?xml version="1.0" encoding="UTF-8"?>
<ValidationRule xmlns="http://soap.sforce.com/2006/04/metadata">
    <fullName>No_Lunch</fullName><active>true</active>
    <errorConditionFormula>Subject__c = "Lunch"</errorConditionFormula>
    <errorDisplayField>Subject__c</errorDisplayField>
    <errorMessage>Lunch is not a meeting at Acme.</errorMessage>
</ValidationRule>`;

let folder: string;
let world: World;
let source: Source;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bookbridge-force-app-'));
  await cp(new URL('../force-app', import.meta.url), folder, { recursive: true });
  const objects = join(folder, 'main/default/objects');
  await put(join(objects, 'Lead/fields/Region__c.field-meta.xml'), region);
  await put(join(objects, 'Booking__c/validationRules/No_Lunch.validationRule-meta.xml'), subjectRule);
  const status = join(objects, 'Activity/fields/Booking_Status__c.field-meta.xml');
  const withoutNoShow = (await readFile(status, 'utf8')).replace(
    /<value>\s*<fullName>No-Show<\/fullName>[\s\S]*?<\/value>/,
    '',
  );
  if (withoutNoShow.includes('No-Show')) throw new Error('The picklist still has the value.');
  await writeFile(status, withoutNoShow);
  // The company was there before the admin's changes: its Leads have no region.
  await (await startLocalOrg({ callbackUrls: [], data: join(folder, 'org') })).stop();
  world = await openWorld({ orgData: join(folder, 'org'), forceApp: join(folder, 'main') });
  source = await addSource(world, 'generic');
}, 120_000);
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function addContact(id: string): Promise<void> {
  await world.admin.sobject('Contact').create({ LastName: id, Email: `${id}@customer.example` });
}

describe('a field that the admin made required', () => {
  test('parks bookings of unknown people with its name and the fix; others go on; cured, Replay writes it', async () => {
    const id = uniqueId('required');
    const known = uniqueId('known');
    await addContact(known);
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }));
    const other = await take(source, genericEvent({ type: 'scheduled', id: known }));
    const { booking } = await untilSync(world, bookingId, 'parked');
    expect(booking.problem).toEqual({
      code: 'required_field',
      field: { object: 'Lead', name: 'Region__c', label: 'Region' },
      message: 'Salesforce requires a value that this booking does not have: Lead.Region__c (Region).',
      fix: expect.stringContaining('Give Lead.Region__c a value in Field validation'),
    });
    await untilSync(world, other.bookingId, 'done');
    const nothing = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    expect([nothing.bookings, nothing.events, nothing.leads]).toEqual([[], [], []]);
    // What an admin may do instead of changing the field.
    await world.admin
      .sobject('Lead')
      .create({ LastName: 'Lindt', Company: 'X', Email: `${id}@customer.example`, Region__c: 'North' });
    expect((await world.browser.post(`/api/bookings/${bookingId}/replay`)).status).toBe(202);
    await untilSync(world, bookingId, 'done');
    const { bookings, events, leads } = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    expect([bookings.length, events.length, leads.length]).toEqual([1, 1, 1]);
  });
});

describe("a rule of the org's own on Booking__c", () => {
  test('parks a new booking with the words of the rule; a newer message that fits writes it', async () => {
    const id = uniqueId('rule');
    await addContact(id);
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id, title: 'Lunch' }));
    const { booking } = await untilSync(world, bookingId, 'parked');
    expect(booking.problem).toMatchObject({
      code: 'record_refused_field_custom_validation_exception',
      message:
        'A validation rule of the org refuses Booking__c.Subject__c (Subject): Lunch is not a meeting at Acme.',
    });
    await take(source, genericEvent({ type: 'rescheduled', id, title: 'Talk' }, 13));
    await untilSync(world, bookingId, 'done');
    const { events } = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    expect(events).toMatchObject([{ Subject: 'Talk', Booking_Status__c: 'Rescheduled' }]);
  });

  test('parks a change in 2 calls, and is not taken for the fence', async () => {
    const id = uniqueId('rule-change');
    await addContact(id);
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id, title: 'Intro' }));
    await untilSync(world, bookingId, 'done');
    await resetCalls(world);
    await take(source, genericEvent({ type: 'rescheduled', id, title: 'Lunch' }, 12));
    const { booking, story } = await untilSync(world, bookingId, 'parked');
    expect(booking.problem?.message).toContain('Lunch is not a meeting at Acme.');
    expect(story.map(({ code }) => code)).not.toContain('fence');
    expect((await readCalls(world)).total).toBe(2);
  });
});

describe('a value that the admin took out of a restricted picklist', () => {
  test('parks the change, names field and value, and leaves the org as it was', async () => {
    const id = uniqueId('picklist');
    await addContact(id);
    const { bookingId } = await take(source, genericEvent({ type: 'scheduled', id }));
    await untilSync(world, bookingId, 'done');
    await take(source, genericEvent({ type: 'no_show', id }));
    const { booking } = await untilSync(world, bookingId, 'parked');
    expect(booking.problem).toMatchObject({
      code: 'record_refused_invalid_or_null_for_restricted_picklist',
      message: expect.stringMatching(/Event\.Booking_Status__c.*No-Show/),
      fix: expect.stringContaining('Add the value to the picklist'),
    });
    const { bookings, events } = await inOrg(world, booking.bookingKey, `${id}@customer.example`);
    expect(bookings).toMatchObject([{ Status__c: 'Scheduled' }]);
    expect(events).toMatchObject([{ Booking_Status__c: 'Scheduled' }]);
    expect(
      await records(world, `SELECT Id FROM Contact WHERE Email = '${id}@customer.example'`),
    ).toHaveLength(1);
  });
});
