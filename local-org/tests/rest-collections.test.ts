// /composite/sobjects through jsforce (createMany, updateMany, upsertMany, destroyMany, retrieveMany) and plain HTTP.
// Answers: recorded in github.com/grouparoo/grouparoo (nock fixtures, 2021–2022); documented in
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm (2026-03-12)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { create } from './movie-org.ts';
import { callbackUrl, orderFault, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;
const base = '/services/data/v67.0/composite';

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
});
afterAll(() => running.stop());

const send = (method: string, path: string, body?: unknown) =>
  rest(connection, `${base}${path}`, { method, ...(body === undefined ? {} : { body }) });
const account = (values: Record<string, unknown>) => ({ attributes: { type: 'Account' }, ...values });
const count = async (name: string) =>
  (await connection.query(`SELECT Id FROM Account WHERE Name = '${name}'`)).totalSize;
const takenBack = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

test('creates records and answers each like a recorded one', async () => {
  const { status, bodyText } = await send('POST', '/sobjects', {
    allOrNone: false,
    records: [account({ Name: 'Smith', AccountNumber: 'additivebrian@demo.com' })],
  });
  expect(status).toBe(200);
  expect(bodyText).toMatch(/^\[\{"id":"001[0-9A-Za-z]{15}","success":true,"errors":\[\]\}\]$/);
});

test('answers a record without its required field like a recorded one', async () => {
  const { status, bodyText } = await send('POST', '/sobjects', {
    allOrNone: false,
    records: [account({ AccountNumber: 'shouldnotexist', Name: null })],
  });
  expect([status, bodyText]).toEqual([
    200,
    '[{"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"Required fields are missing: [Name]","fields":["Name"]}]}]',
  ]);
});

test('keeps the good records of a create without allOrNone', async () => {
  const { body } = await send('POST', '/sobjects', { records: [account({}), account({ Name: 'Kept' })] });
  expect(body).toMatchObject([
    { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
    { success: true, errors: [] },
  ]);
  expect(await count('Kept')).toBe(1);
});

test('takes the good records of a create back with allOrNone, without an id', async () => {
  const { body } = await send('POST', '/sobjects', {
    allOrNone: true,
    records: [account({}), account({ Name: 'Not kept' })],
  });
  expect(body).toEqual([
    { success: false, errors: [expect.objectContaining({ statusCode: 'REQUIRED_FIELD_MISSING' })] },
    { success: false, errors: [takenBack] },
  ]);
  expect(await count('Not kept')).toBe(0);
});

test('updates the good records beside an id of the wrong type', async () => {
  const id = await create(connection, 'Account', { Name: 'Before' });
  const records = [
    account({ id, Name: 'After' }),
    { attributes: { type: 'Contact' }, id: '001xx000003DGb2999', LastName: 'x' },
  ];
  const wrong = {
    success: false,
    errors: [
      {
        statusCode: 'MALFORMED_ID',
        message: 'Contact ID: id value of incorrect type: 001xx000003DGb2999',
        fields: ['Id'],
      },
    ],
  };
  const { body } = await send('PATCH', '/sobjects', { allOrNone: false, records });
  expect(body).toEqual([{ id, success: true, errors: [] }, wrong]);
  expect(await count('After')).toBe(1);
});

test('takes updates back with allOrNone, with their ids', async () => {
  const id = await create(connection, 'Account', { Name: 'Stays' });
  const records = [
    account({ id, Name: 'Changed' }),
    { attributes: { type: 'Contact' }, id: '001xx000003DGb2999', LastName: 'x' },
  ];
  const { body } = await send('PATCH', '/sobjects', { allOrNone: true, records });
  expect(body).toMatchObject([
    { id, success: false, errors: [takenBack] },
    { success: false, errors: [{ statusCode: 'MALFORMED_ID' }] },
  ]);
  expect(await count('Stays')).toBe(1);
});

test('deletes by ids like a recorded call, and says of a second delete that they are gone', async () => {
  const ids = [
    await create(connection, 'Account', { Name: 'x' }),
    await create(connection, 'Account', { Name: 'y' }),
  ];
  const path = `/sobjects?ids=${ids.join('%2C')}&allOrNone=true`;
  expect((await send('DELETE', path)).bodyText).toBe(
    JSON.stringify(ids.map((id) => ({ id, success: true, errors: [] }))),
  );
  expect((await send('DELETE', path)).body).toMatchObject([
    { success: false, errors: [{ statusCode: 'ENTITY_IS_DELETED' }] },
    { success: false, errors: [{ statusCode: 'ENTITY_IS_DELETED' }] },
  ]);
});

test('upserts by an external id, record by record created or not', async () => {
  const upsert = (keys: string[]) =>
    send('PATCH', '/sobjects/Booking__c/Booking_Key__c', {
      records: keys.map((key) => ({
        attributes: { type: 'Booking__c' },
        Booking_Key__c: key,
        Subject__c: 'x',
      })),
    });
  await upsert(['one']);
  const { status, bodyText } = await upsert(['two', 'one']);
  expect(status).toBe(200);
  expect(bodyText.replaceAll(/"a[0-9A-Za-z]{17}"/g, '"id"')).toBe(
    '[{"id":"id","success":true,"errors":[],"created":true},{"id":"id","success":true,"errors":[],"created":false}]',
  );
  expect((await upsert(['three', 'three'])).body).toMatchObject([
    { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
    { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
  ]);
});

test('reads records in the order asked for, null where there is none', async () => {
  const id = await create(connection, 'Account', { Name: 'Read', Site: 'here' });
  const ids = ['001000000000000AAA', id];
  const read = await connection.sobject('Account').retrieve(ids, { fields: ['Name', 'Site'] });
  expect(read).toEqual([null, expect.objectContaining({ Id: id, Name: 'Read', Site: 'here' })]);
  expect((await send('GET', `/sobjects/Account?ids=${ids.join(',')}&fields=Name`)).body).toEqual([
    null,
    expect.objectContaining({ Name: 'Read' }),
  ]);
});

// Seen in the spec of a public Ruby client: the code stands first.
test('refuses an id with a wrong checksum in a read', async () => {
  const { status, bodyText } = await send('GET', '/sobjects/Contact?ids=003000000000001AAZ&fields=Id');
  expect([status, bodyText]).toEqual([
    400,
    '[{"errorCode":"MALFORMED_ID","message":"malformed id 003000000000001AAZ"}]',
  ]);
});

test('takes 200 records of 10 chunks and no more', async () => {
  const records = Array.from({ length: 201 }, (_, place) => account({ Name: `many ${place}` }));
  expect((await send('POST', '/sobjects', { records })).body).toMatchObject([
    { errorCode: 'EXCEEDED_ID_LIMIT' },
  ]);
  const mixed = Array.from({ length: 11 }, (_, place) =>
    place % 2 === 0 ? account({ Name: 'a' }) : { attributes: { type: 'Contact' }, LastName: 'c' },
  );
  expect((await send('POST', '/sobjects', { records: mixed })).body).toMatchObject([
    { errorCode: 'LIMIT_EXCEEDED', message: expect.stringContaining('more than 10 chunks') },
  ]);
  const { body } = await send('POST', '/sobjects', { records: mixed.slice(1) });
  expect(body).toHaveLength(10);
});

test('works through jsforce with arrays of records', async () => {
  const accounts = connection.sobject('Account');
  const made = await accounts.create([{ Name: 'many' }, { Name: 'many' }]);
  const ids = made.flatMap((result) => (result.success ? [result.id] : []));
  expect(await accounts.update(ids.map((Id) => ({ Id, Name: 'renamed' })))).toMatchObject([
    { success: true },
    { success: true },
  ]);
  expect(await count('renamed')).toBe(2);
  expect(await accounts.find({ Name: { $like: 'rename%' } }, ['Id'])).toHaveLength(2);
  expect(await accounts.destroy(ids)).toMatchObject([{ success: true }, { success: true }]);
  expect(await count('renamed')).toBe(0);
});

test('fails one record of a collection on an ordered row lock', async () => {
  await orderFault(running, { kind: 'row_lock' });
  const { body } = await send('POST', '/sobjects', {
    records: [account({ Name: 'l' }), account({ Name: 'm' })],
  });
  expect(body).toMatchObject([{ errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW' }] }, { success: true }]);
});

test('shows in a composite call that a collection failed, with the success its records had', async () => {
  const { body } = await send('POST', '', {
    allOrNone: true,
    compositeRequest: [
      {
        method: 'POST',
        url: `${base}/sobjects`,
        referenceId: 'collection1',
        body: { allOrNone: false, records: [account({ Name: 'Undone' }), account({})] },
      },
      {
        method: 'POST',
        url: '/services/data/v67.0/sobjects/Contact',
        referenceId: 'newContact',
        body: { LastName: 'x' },
      },
    ],
  });
  expect(valueAt(body, 'compositeResponse')).toMatchObject([
    { httpStatusCode: 200, referenceId: 'collection1', body: [{ success: true }, { success: false }] },
    {
      httpStatusCode: 400,
      referenceId: 'newContact',
      body: [
        {
          errorCode: 'PROCESSING_HALTED',
          message: 'The transaction was rolled back since another operation in the same transaction failed.',
        },
      ],
    },
  ]);
  expect(await count('Undone')).toBe(0);
});

test('takes keys that mean the same record for one key given twice', async () => {
  const id = await create(connection, 'Account', { Name: 'Keyed' });
  const upsert = (path: string, records: object[]) => send('PATCH', `/sobjects/${path}`, { records });
  const twice = { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] };
  const { body } = await upsert('Account/Id', [
    account({ Id: id, Site: 'long' }),
    account({ Id: id.slice(0, 15), Site: 'short' }),
  ]);
  expect(body).toMatchObject([twice, twice]);
  // A field that tells upper from lower case holds two keys here.
  const booking = (key: string) => ({ attributes: { type: 'Booking__c' }, Booking_Key__c: key });
  const { body: both } = await upsert('Booking__c/Booking_Key__c', [booking('CASE'), booking('case')]);
  expect(both).toMatchObject([{ created: true }, { created: true }]);
});

test('refuses records of another object than the URL names, or of none', async () => {
  const before = await count('Not a contact');
  for (const record of [
    { attributes: { type: 'Contact' }, Name: 'Not a contact' },
    { Name: 'Not a contact' },
  ]) {
    const { status, body } = await send('PATCH', '/sobjects/Account/Id', { records: [record] });
    expect({ status, body }).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_INPUT' }] });
  }
  expect(await count('Not a contact')).toBe(before);
});

test('answers each bad update by itself, and an id given twice in a delete only once', async () => {
  const id = await create(connection, 'Account', { Name: 'Alone' });
  const contact = await create(connection, 'Contact', { LastName: 'No account' });
  const records = [
    account({}),
    account({ id: null }),
    account({ id: contact }),
    account({ id, Site: 'changed' }),
  ];
  expect((await send('PATCH', '/sobjects', { records })).body).toMatchObject([
    { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
    { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
    { success: false, errors: [{ statusCode: 'MALFORMED_ID', fields: ['Id'] }] },
    { id, success: true },
  ]);
  const { body } = await send('DELETE', `/sobjects?ids=${id},${id}&allOrNone=true`);
  expect(body).toMatchObject([
    { id, success: false, errors: [takenBack] },
    { id, success: false, errors: [{ statusCode: 'ENTITY_IS_DELETED' }] },
  ]);
  expect(await count('Alone')).toBe(1);
});

test('a collection that is taken back leaves no record and no count behind', async () => {
  const counted = async () =>
    valueAt(
      (await rest(connection, '/services/data/v67.0/limits/recordCount?sObjects=Lead')).body,
      'sObjects',
      0,
      'count',
    );
  const before = await counted();
  const lead = (values: object) => ({ attributes: { type: 'Lead' }, Company: 'x', ...values });
  await send('POST', '/sobjects', { allOrNone: true, records: [lead({ LastName: 'Gone' }), lead({})] });
  expect(await counted()).toBe(before);
  expect((await connection.query("SELECT Id FROM Lead WHERE LastName = 'Gone'")).totalSize).toBe(0);
});

test('mixes no objects of Setup with others in one call', async () => {
  const user = { attributes: { type: 'User' }, LastName: 'Mixed' };
  const { status, body } = await send('POST', '/sobjects', { records: [user, account({ Name: 'Mixed' })] });
  expect({ status, body }).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_TYPE' }] });
  expect(await count('Mixed')).toBe(0);
  // Alone they go in: each record is judged by itself.
  expect(await send('POST', '/sobjects', { records: [user, user] })).toMatchObject({
    status: 200,
    body: [{ success: false }, { success: false }],
  });
});

test('takes allOrNone of a delete in upper or lower case', async () => {
  const id = await create(connection, 'Account', { Name: 'Loud' });
  await send('DELETE', `/sobjects?allOrNone=TRUE&ids=${id},001000000000000AAA`);
  expect(await count('Loud')).toBe(1);
});
