// Events and tasks: times, persons and records they belong to.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
});
afterAll(() => running.stop());

const times =
  'StartDateTime, EndDateTime, DurationInMinutes, ActivityDateTime, ActivityDate, EndDate, IsAllDayEvent';
const timesOf = (id: string) => findOne(connection, `SELECT ${times} FROM Event WHERE Id = '${id}'`);
const idOf = async (soql: string) => (await findOne(connection, soql))['Id'] ?? '';

test('works out the duration from start and end, and the end from start and duration', async () => {
  const byEnd = await create(connection, 'Event', {
    StartDateTime: '2026-05-01T10:00:00+02:00',
    EndDateTime: '2026-05-01T08:45:00Z',
  });
  const expected = {
    StartDateTime: '2026-05-01T08:00:00.000+0000',
    EndDateTime: '2026-05-01T08:45:00.000+0000',
    DurationInMinutes: 45,
    ActivityDateTime: '2026-05-01T08:00:00.000+0000',
    ActivityDate: '2026-05-01',
    EndDate: '2026-05-01',
    IsAllDayEvent: false,
  };
  expect(await timesOf(byEnd)).toMatchObject(expected);
  const byDuration = await create(connection, 'Event', {
    StartDateTime: '2026-05-01T08:00:00Z',
    DurationInMinutes: 45,
  });
  expect(await timesOf(byDuration)).toMatchObject(expected);
});

test('moves the end with the start, and changes the duration with the end', async () => {
  const id = await create(connection, 'Event', {
    StartDateTime: '2026-05-01T08:00:00Z',
    DurationInMinutes: 30,
  });
  await connection.sobject('Event').update({ Id: id, StartDateTime: '2026-05-02T23:45:00Z' });
  expect(await timesOf(id)).toMatchObject({
    EndDateTime: '2026-05-03T00:15:00.000+0000',
    DurationInMinutes: 30,
    ActivityDate: '2026-05-02',
    EndDate: '2026-05-03',
  });
  await connection.sobject('Event').update({ Id: id, EndDateTime: '2026-05-03T00:45:00Z' });
  expect(await timesOf(id)).toMatchObject({ DurationInMinutes: 60 });
});

test('asks for an end, and refuses times that contradict each other', async () => {
  const event = connection.sobject('Event');
  const start = { StartDateTime: '2026-05-01T08:00:00Z' };
  expect(await refusalOf(event.create(start))).toMatchObject({
    errorCode: 'REQUIRED_FIELD_MISSING',
    fields: ['EndDateTime'],
  });
  expect(await refusalOf(event.create({ EndDateTime: '2026-05-01T08:00:00Z' }))).toMatchObject({
    errorCode: 'REQUIRED_FIELD_MISSING',
    fields: ['StartDateTime'],
  });
  const backwards = event.create({ ...start, EndDateTime: '2026-05-01T07:00:00Z' });
  expect((await refusalOf(backwards)).errorCode).toBe('FIELD_INTEGRITY_EXCEPTION');
  // Seen in emcasa/backend, pull request 720 (2019, read 2026-11-23)
  const both = event.create({ ...start, EndDateTime: '2026-05-01T09:00:00Z', DurationInMinutes: 30 });
  expect((await refusalOf(both)).errorCode).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
});

test('lets an all-day event last one day unless told otherwise', async () => {
  const one = await create(connection, 'Event', { IsAllDayEvent: true, ActivityDate: '2026-05-01' });
  expect(await timesOf(one)).toMatchObject({
    StartDateTime: '2026-05-01T00:00:00.000+0000',
    EndDateTime: '2026-05-01T00:00:00.000+0000',
    DurationInMinutes: 1440,
    ActivityDate: '2026-05-01',
  });
  const three = await create(connection, 'Event', {
    IsAllDayEvent: true,
    StartDateTime: '2026-05-01T00:00:00Z',
    EndDateTime: '2026-05-03T00:00:00Z',
  });
  expect(await timesOf(three)).toMatchObject({ DurationInMinutes: 4320, EndDate: '2026-05-03' });
});

test('takes a lead or a contact as person, and beside a lead nothing else', async () => {
  const leadId = await idOf("SELECT Id FROM Lead WHERE LastName = 'Lind'");
  const contact = await findOne(connection, "SELECT Id, AccountId FROM Contact WHERE LastName = 'Berg'");
  const event = connection.sobject('Event');
  const start = { StartDateTime: '2026-05-01T08:00:00Z', DurationInMinutes: 30 };
  const both = event.create({ ...start, WhoId: leadId, WhatId: contact['AccountId'] });
  expect(await refusalOf(both)).toMatchObject({
    errorCode: 'FIELD_INTEGRITY_EXCEPTION',
    fields: ['WhoId', 'WhatId'],
  });
  // Seen in public pages: Salesforce names the field's label and the id (read 2026-11-23).
  const account = event.create({ ...start, WhoId: contact['AccountId'] });
  expect(await refusalOf(account)).toMatchObject({
    errorCode: 'FIELD_INTEGRITY_EXCEPTION',
    message: `Name ID: id value of incorrect type: ${contact['AccountId']}`,
    fields: ['WhoId'],
  });
  const bookingId = await create(connection, 'Booking__c', { Booking_Key__c: 'activities-1' });
  const id = await create(connection, 'Event', { ...start, WhoId: contact['Id'], WhatId: bookingId });
  const saved = await findOne(
    connection,
    `SELECT AccountId, Who.Name, Who.Type, What.Name, What.Type FROM Event WHERE Id = '${id}'`,
  );
  expect(saved).toMatchObject({
    AccountId: contact['AccountId'],
    Who: { attributes: { type: 'Name' }, Name: 'Jonas Berg', Type: 'Contact' },
    What: { Type: 'Booking__c', Name: expect.stringMatching(/^BK-\d{6}$/) },
  });
  // An object without activities has none.
  const connectionId = await create(connection, 'Booking_Connection__c', { Name: 'This org' });
  const elsewhere = event.create({ ...start, WhatId: connectionId });
  expect((await refusalOf(elsewhere)).errorCode).toBe('FIELD_INTEGRITY_EXCEPTION');
});

test('does not touch a converted lead', async () => {
  const id = await idOf('SELECT Id FROM Lead WHERE IsConverted = true');
  const refused = { errorCode: 'CANNOT_UPDATE_CONVERTED_LEAD', message: 'cannot reference converted lead' };
  expect(await refusalOf(connection.sobject('Lead').update({ Id: id, Phone: '1' }))).toMatchObject(refused);
  const event = { StartDateTime: '2026-05-01T08:00:00Z', DurationInMinutes: 30, WhoId: id };
  expect(await refusalOf(connection.sobject('Event').create(event))).toMatchObject(refused);
});

test('refuses an inactive owner', async () => {
  const admin = await signIn(running, { who: 'admin' });
  const repId = await idOf("SELECT Id FROM User WHERE Username = 'rep@acme.example'");
  await admin.sobject('User').update({ Id: repId, IsActive: false });
  const event = { StartDateTime: '2026-05-01T08:00:00Z', DurationInMinutes: 30, OwnerId: repId };
  expect(await refusalOf(connection.sobject('Event').create(event))).toMatchObject({
    errorCode: 'INACTIVE_OWNER_OR_USER',
    message: `operation performed with inactive user [${repId.slice(0, 15)}] as owner of event`,
  });
  await admin.sobject('User').update({ Id: repId, IsActive: true });
  expect(await create(connection, 'Event', event)).toMatch(/^00U/);
});

test('follows the status of a task', async () => {
  const id = await create(connection, 'Task', { Subject: 'Call', Priority: 'High' });
  const shown = () =>
    findOne(
      connection,
      `SELECT Status, Priority, IsClosed, IsHighPriority, CompletedDateTime, TaskSubtype FROM Task WHERE Id = '${id}'`,
    );
  expect(await shown()).toMatchObject({
    Status: 'Not Started',
    IsClosed: false,
    IsHighPriority: true,
    CompletedDateTime: null,
    TaskSubtype: 'Task',
  });
  await connection.sobject('Task').update({ Id: id, Status: 'Completed' });
  expect(await shown()).toMatchObject({
    IsClosed: true,
    CompletedDateTime: expect.stringMatching(/\.000\+0000$/),
  });
  await connection.sobject('Task').update({ Id: id, Status: 'In Progress' });
  expect(await shown()).toMatchObject({ IsClosed: false, CompletedDateTime: null });
});

test('deletes the events of a deleted person', async () => {
  const admin = await signIn(running, { who: 'admin' });
  const leadId = await create(admin, 'Lead', { LastName: 'Gone', Company: 'Gone' });
  const start = { StartDateTime: '2026-05-01T08:00:00Z', DurationInMinutes: 30 };
  const id = await create(admin, 'Event', { ...start, WhoId: leadId });
  await admin.sobject('Lead').destroy(leadId);
  expect((await admin.query(`SELECT Id FROM Event WHERE Id = '${id}'`)).totalSize).toBe(0);
});

test('refuses a series by name instead of making a single event', async () => {
  const event = { StartDateTime: '2026-05-01T08:00:00Z', DurationInMinutes: 30, IsRecurrence: true };
  expect(await refusalOf(connection.sobject('Event').create(event))).toMatchObject({
    errorCode: 'NOT_IMPLEMENTED',
    message: 'The local org does not run recurrence of Event.',
  });
});
