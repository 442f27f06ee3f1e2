// /composite/tree and /composite/batch. Answers from
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/responses_composite_sobject_tree.htm and
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/responses_composite_batch.htm (2026-03-12)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { create } from './movie-org.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;
const base = '/services/data/v67.0';

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
});
afterAll(() => running.stop());

const sendTree = (sObject: string, records: unknown[]) =>
  rest(connection, `${base}/composite/tree/${sObject}`, { body: { records } });
const node = (type: string, referenceId: string, values: Record<string, unknown>) => ({
  attributes: { type, referenceId },
  ...values,
});
const sendBatch = (batchRequests: unknown[], more: Record<string, unknown> = {}) =>
  rest(connection, `${base}/composite/batch`, { body: { batchRequests, ...more } });
const totalOf = async (soql: string) => (await connection.query(soql)).totalSize;

test('creates a tree and answers the roots first', async () => {
  const contacts = [
    node('Contact', 'ref2', { LastName: 'Smith', Email: 'tree-smith@x.example' }),
    node('Contact', 'ref3', { LastName: 'Evans', Email: 'tree-evans@x.example' }),
  ];
  const { status, body, bodyText } = await sendTree('Account', [
    node('Account', 'ref1', { Name: 'Tree root', Contacts: { records: contacts } }),
    node('Account', 'ref4', { Name: 'Tree root 2' }),
  ]);
  expect(status).toBe(201);
  expect(bodyText.replaceAll(/"00[13][0-9A-Za-z]{15}"/g, '"id"')).toBe(
    '{"hasErrors":false,"results":[{"referenceId":"ref1","id":"id"},{"referenceId":"ref4","id":"id"},{"referenceId":"ref2","id":"id"},{"referenceId":"ref3","id":"id"}]}',
  );
  const rootId = String(valueAt(body, 'results', 0, 'id'));
  expect(await totalOf(`SELECT Id FROM Contact WHERE AccountId = '${rootId}'`)).toBe(2);
});

test('takes a whole tree back and lists only what was wrong', async () => {
  const contact = node('Contact', 'ref2', { LastName: 'Smith', Email: '123' });
  const { status, bodyText } = await sendTree('Account', [
    node('Account', 'ref1', { Name: 'Undone tree', Contacts: { records: [contact] } }),
  ]);
  expect([status, bodyText]).toEqual([
    400,
    '{"hasErrors":true,"results":[{"referenceId":"ref2","errors":[{"statusCode":"INVALID_EMAIL_ADDRESS","message":"Email: invalid email address: 123","fields":["Email"]}]}]}',
  ]);
  expect(await totalOf("SELECT Id FROM Account WHERE Name = 'Undone tree'")).toBe(0);
});

test('refuses a tree with a reference twice, without one, or with too many records', async () => {
  const twice = await sendTree('Account', [
    node('Account', 'a', { Name: 'x' }),
    node('Account', 'a', { Name: 'y' }),
  ]);
  expect(twice.body).toMatchObject({
    hasErrors: true,
    results: [{ referenceId: 'a', errors: [{ statusCode: 'INVALID_INPUT' }] }],
  });
  // Quoted by a public Apex library.
  const without = await sendTree('Account', [{ attributes: { type: 'Account' }, Name: 'x' }]);
  expect(without.body).toMatchObject([
    { errorCode: 'INVALID_INPUT', message: 'Include a reference ID for each record in the request.' },
  ]);
  const many = Array.from({ length: 201 }, (_, place) => node('Account', `r${place}`, { Name: 'x' }));
  expect((await sendTree('Account', many)).status).toBe(400);
  expect((await sendTree('Account', many.slice(1))).status).toBe(201);
});

test('answers a batch of calls, each with its status', async () => {
  const id = await create(connection, 'Account', { Name: 'Old' });
  const { status, bodyText } = await sendBatch([
    { method: 'PATCH', url: `v67.0/sobjects/Account/${id}`, richInput: { Name: 'NewName' } },
    { method: 'GET', url: `v67.0/sobjects/Account/${id}?fields=Name,BillingPostalCode` },
  ]);
  expect([status, bodyText]).toEqual([
    200,
    `{"hasErrors":false,"results":[{"statusCode":204,"result":null},{"statusCode":200,"result":{"attributes":{"type":"Account","url":"${base}/sobjects/Account/${id}"},"Name":"NewName","BillingPostalCode":null,"Id":"${id}"}}]}`,
  ]);
});

const wrong = { method: 'POST', url: 'v67.0/sobjects/Account', richInput: {} };
const good = { method: 'POST', url: 'v67.0/sobjects/Account', richInput: { Name: 'After a failure' } };

test('goes on after a failure, and halts on request', async () => {
  const soql = "SELECT Id FROM Account WHERE Name = 'After a failure'";
  const halted = await sendBatch([wrong, good], { haltOnError: true });
  expect([halted.status, halted.body]).toEqual([
    200,
    {
      hasErrors: true,
      results: [
        { statusCode: 400, result: [expect.objectContaining({ errorCode: 'REQUIRED_FIELD_MISSING' })] },
        { statusCode: 412, result: [expect.objectContaining({ errorCode: 'BATCH_PROCESSING_HALTED' })] },
      ],
    },
  ]);
  expect(await totalOf(soql)).toBe(0);
  const { body } = await sendBatch([wrong, good]);
  expect(body).toMatchObject({ hasErrors: true, results: [{ statusCode: 400 }, { statusCode: 201 }] });
  expect(await totalOf(soql)).toBe(1);
});

test('counts each call of a batch, takes 25 and no composite inside', async () => {
  const usedBy = async (calls: number) => {
    const { headers } = await sendBatch(
      Array.from({ length: calls }, () => ({ method: 'GET', url: 'v67.0/limits' })),
    );
    return Number(/api-usage=(\d+)/.exec(headers.get('sforce-limit-info') ?? '')?.[1]);
  };
  const before = await usedBy(1);
  expect(await usedBy(25)).toBe(before + 25);
  expect((await sendBatch(Array.from({ length: 26 }, () => good))).status).toBe(400);
  const { body } = await sendBatch([{ method: 'POST', url: 'v67.0/composite', richInput: {} }]);
  expect(body).toMatchObject({ hasErrors: true, results: [{ statusCode: 400 }] });
});
