// Upsert, read and delete by an external id, alone and inside a graph.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm (2026-03-11)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { create, graph, sendGraphs } from './graph-call.ts';
import { callbackUrl, orderFault, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;
const base = '/services/data/v67.0/sobjects';

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
});
afterAll(() => running.stop());

const upsert = (key: string, body: unknown, more = '') =>
  rest(connection, `${base}/Booking__c/Booking_Key__c/${encodeURIComponent(key)}${more}`, {
    method: 'PATCH',
    body,
  });
const count = async (soql: string) => (await connection.query(soql)).totalSize;

test('creates with 201 and created true, updates with 200 and created false', async () => {
  const made = await upsert('cal/1', { Subject__c: 'First' });
  const id = String(valueAt(made.body, 'id'));
  expect([made.status, made.bodyText]).toEqual([
    201,
    `{"id":"${id}","success":true,"errors":[],"created":true}`,
  ]);
  expect(made.headers.get('location')).toBe(`${base}/Booking__c/${id}`);
  const changed = await upsert('cal/1', { Subject__c: 'Second' });
  expect([changed.status, changed.bodyText]).toEqual([
    200,
    `{"id":"${id}","success":true,"errors":[],"created":false}`,
  ]);
  expect(await connection.sobject('Booking__c').retrieve(id)).toMatchObject({
    Booking_Key__c: 'cal/1',
    Subject__c: 'Second',
  });
});

test('upserts through jsforce', async () => {
  const bookings = connection.sobject('Booking__c');
  const record = { Booking_Key__c: 'by-jsforce', Subject__c: 'x' };
  expect(await bookings.upsert(record, 'Booking_Key__c')).toMatchObject({ success: true, created: true });
  expect(await bookings.upsert(record, 'Booking_Key__c')).toMatchObject({ success: true, created: false });
});

test('checks an upsert like any other write', async () => {
  await upsert('fenced', { Write_Number__c: 2 });
  expect((await upsert('fenced', { Write_Number__c: 1 })).body).toMatchObject([
    { errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['Write_Number__c'] },
  ]);
  expect((await upsert('x'.repeat(65), {})).body).toMatchObject([{ errorCode: 'STRING_TOO_LONG' }]);
  expect(await count("SELECT Id FROM Booking__c WHERE Booking_Key__c = 'fenced'")).toBe(1);
});

test('does not insert with updateOnly', async () => {
  const { status, body } = await upsert('not-there', {}, '?updateOnly=true');
  expect([status, body]).toEqual([
    404,
    [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
  ]);
  expect(await count("SELECT Id FROM Booking__c WHERE Booking_Key__c = 'not-there'")).toBe(0);
});

// Assumed: in the words that are known for Id.
test('refuses the key in the body too', async () => {
  const { status, body } = await upsert('twice', { booking_key__c: 'other' });
  expect([status, body]).toEqual([
    400,
    [
      {
        message: 'The Booking_Key__c field should not be specified in the sobject data.',
        errorCode: 'INVALID_FIELD',
      },
    ],
  ]);
});

test('answers 404 for a field that is no external id', async () => {
  for (const field of ['Subject__c', 'Nope__c']) {
    const path = `${base}/Booking__c/${field}/x`;
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const answer = await rest(connection, path, { method, ...(method === 'PATCH' ? { body: {} } : {}) });
      expect([answer.status, answer.bodyText]).toEqual([
        404,
        `[{"errorCode":"NOT_FOUND","message":"Provided external ID field does not exist or is not accessible: ${field}"}]`,
      ]);
    }
  }
});

test('answers 300 with the addresses when several records match, and changes none', async () => {
  const ids: string[] = [];
  for (const Subject of ['one', 'two']) {
    const StartDateTime = '2026-12-01T10:00:00Z';
    const { id } = await connection
      .sobject('Event')
      .create({ Subject, StartDateTime, DurationInMinutes: 30, Booking_Key__c: 'several' });
    ids.push(id ?? '');
  }
  const urls = ids.map((id) => `${base}/Event/${id}`);
  const path = `${base}/Event/Booking_Key__c/several`;
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const init = method === 'PATCH' ? { method, body: { Subject: 'changed' } } : { method };
    const { status, body } = await rest(connection, path, init);
    expect([status, body]).toEqual([300, urls]);
  }
  expect(
    await count("SELECT Id FROM Event WHERE Booking_Key__c = 'several' AND Subject IN ('one', 'two')"),
  ).toBe(2);
});

test('deletes by external id', async () => {
  await upsert('short life', {});
  const path = `${base}/Booking__c/Booking_Key__c/short%20life`;
  expect((await rest(connection, path, { method: 'DELETE' })).status).toBe(204);
  expect((await rest(connection, path, { method: 'DELETE' })).status).toBe(404);
  expect((await upsert('short life', {})).status).toBe(201);
});

test('upserts inside a graph and refers to the record', async () => {
  const node = (referenceId: string) => ({
    url: `${base}/Booking__c/Booking_Key__c/in-graph`,
    method: 'PATCH',
    referenceId,
    body: { Lead__c: '@{lead.id}' },
  });
  const send = (LastName: string) =>
    sendGraphs(
      connection,
      graph(
        'g',
        create('Lead', 'lead', { LastName, Company: 'x' }),
        node('booking'),
        create('Task', 'task', { Subject: 'Call', WhatId: '@{booking.id}' }),
      ),
    );
  const statuses = (answer: { body: unknown }) =>
    [0, 1, 2].map((at) =>
      valueAt(answer.body, 'graphs', 0, 'graphResponse', 'compositeResponse', at, 'httpStatusCode'),
    );
  expect(statuses(await send('First'))).toEqual([201, 201, 201]);
  expect(statuses(await send('Second'))).toEqual([201, 200, 201]);
});

test('can meet a row lock, which does not take the field for the record', async () => {
  await upsert('locked', {});
  await orderFault(running, { kind: 'row_lock' });
  const { status, bodyText } = await upsert('locked', { Subject__c: 'x' });
  expect(status).toBe(500);
  expect(bodyText).toContain('"unable to obtain exclusive access to this record"');
  expect((await upsert('locked', { Subject__c: 'x' })).status).toBe(200);
});
