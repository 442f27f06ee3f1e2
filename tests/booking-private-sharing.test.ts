// An org where people see only what is theirs, and an API user with next to no rights: what it may change it changes, and what
// sharing keeps from it parks the booking with the setting that is in the way.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { records } from './booking-org.ts';
import { addSource, genericEvent, openWorld, take, uniqueId, untilSync } from './booking-world.ts';
import type { Source, World } from './booking-world.ts';
import { book, idOf, make, save } from './rules-world.ts';

let world: World;
let source: Source;
let host: { name: string; email: string };
let apiUserId: string;

beforeAll(async () => {
  const sharing = { Lead: 'Private', Contact: 'Private', Account: 'Private', Activity: 'Private' } as const;
  world = await openWorld({ sharing });
  source = await addSource(world, 'generic');
  const [rep] = await records(world, "SELECT Id, Email FROM User WHERE Username LIKE 'rep@%'");
  host = { name: 'Rep', email: String(rep?.['Email']) };
  const username = world.org.orgs[0]?.users.find(({ role }) => role === 'api-user')?.username;
  apiUserId = await idOf(world, `SELECT Id FROM User WHERE Username = '${username}'`);
  const ProfileId = await idOf(world, "SELECT Id FROM Profile WHERE Name = 'Minimum Access - Salesforce'");
  await world.admin.sobject('User').update({ Id: apiUserId, ProfileId });
}, 60_000);
afterAll(() => world.close());

test('an Event of its host that is private cannot be moved: parked with the setting, nothing made twice', async () => {
  await save(world, () => undefined);
  const { id, bookingId, booking } = await book(world, source, { host });
  await take(source, genericEvent({ type: 'rescheduled', id, host }, 15));
  const parked = await untilSync(world, bookingId, 'parked');
  expect(parked.booking.problem?.fix).toContain('Controlled by Parent');
  const events = `SELECT Id FROM Event WHERE Booking_Key__c = '${booking.bookingKey}'`;
  expect(await records(world, events)).toHaveLength(1);
});

test('Events that stay with the API user are moved', async () => {
  await save(world, ({ rules }) => (rules.event.owner = { kind: 'user', id: apiUserId, name: 'API user' }));
  const { id, bookingId, one } = await book(world, source, { host });
  expect(await one('Event', 'OwnerId')).toMatchObject({ OwnerId: apiUserId });
  await take(source, genericEvent({ type: 'rescheduled', id, host }, 15));
  await untilSync(world, bookingId, 'done');
  const { StartDateTime: start } = await one('Event', 'StartDateTime');
  expect(new Date(String(start)).getUTCHours()).toBe(15);
});

test('a Lead of somebody else is found by its address, and linked when it may not be changed', async () => {
  await save(world, ({ rules }) => {
    rules.event.owner = { kind: 'user', id: apiUserId, name: 'API user' };
    rules.lead.found = 'keep';
  });
  const email = `${uniqueId('theirs')}@customer.example`;
  const leadId = await make(world, 'Lead', { LastName: 'Theirs', Company: 'A', Email: email });
  const { one } = await book(world, source, { person: { lastName: 'Theirs', email } });
  expect(await one('Lead')).toMatchObject({ Id: leadId });
  expect(await records(world, `SELECT Id FROM Lead WHERE Email = '${email}'`)).toHaveLength(1);
});
