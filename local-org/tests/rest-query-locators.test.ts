// What a query locator opens: the pages of its own query, for the person who asked, in the org that answered, while it runs.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_queryoptions.htm (2026-11-24)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;
let first: unknown;
let next: string;

const headers = { 'Sforce-Query-Options': 'batchSize=1' };
const base = '/services/data/v67.0';

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
  for (let call = 0; call < 3; call++) {
    const records = Array.from({ length: 150 }, (_, place) => ({
      attributes: { type: 'Account' },
      Name: `paged ${call}-${place}`,
    }));
    await rest(connection, `${base}/composite/sobjects`, { body: { records } });
  }
  const soql = "SELECT Name FROM Account WHERE Name LIKE 'paged%'";
  const { body } = await rest(connection, `${base}/query?q=${encodeURIComponent(soql)}`, { headers });
  first = body;
  next = String(valueAt(body, 'nextRecordsUrl'));
});
afterAll(() => running.stop());

const lost = {
  status: 400,
  body: [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }],
};

async function open(url: string, by = connection): Promise<{ status: number; body: unknown }> {
  const { status, body } = await rest(by, url, { headers });
  return { status, body };
}

test('makes no page smaller than 200', () => {
  expect(valueAt(first, 'records')).toHaveLength(200);
});

test('opens the same page twice', async () => {
  expect(await open(next)).toMatchObject({ status: 200, body: { totalSize: 450, done: false } });
  expect(await open(next)).toEqual(await open(next));
});

test('opens for nobody else and in no other org', async () => {
  expect(await open(next, await signIn(running, { who: 'admin' }))).toMatchObject(lost);
  expect(await open(next, await signIn(running, { kind: 'sandbox' }))).toMatchObject(lost);
});

test('opens no page that its query does not have', async () => {
  for (const page of ['-450', '-100000', '', '-x', '--1']) {
    expect(await open(next.replace(/-\d+$/, page))).toMatchObject(lost);
  }
  const last = await open(next.replace(/-\d+$/, '-449'));
  expect(last).toMatchObject({ status: 200, body: { done: true, records: [{}] } });
});
