// Bulk API 2.0, ingest, over plain HTTP. Answers as in github.com/heroku/heroku-applink-nodejs (WireMock mappings
// get-info-7508z00000lSXvxQAG.json, bulk-api-ingest-*.json, bulk-api-injest-fail-*.json; 2022–2023).

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;
const base = '/services/data/v67.0/jobs/ingest';

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
});
afterAll(() => running.stop());

async function upload(csv: string, order: Record<string, unknown> = {}): Promise<string> {
  const { body } = await rest(connection, base, {
    body: { object: 'Account', operation: 'insert', ...order },
  });
  const id = String(valueAt(body, 'id'));
  const sent = await fetch(`${connection.instanceUrl}${base}/${id}/batches`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${connection.accessToken ?? ''}`, 'Content-Type': 'text/csv' },
    body: csv,
  });
  expect(sent.status).toBe(201);
  return id;
}

const setState = (id: string, state: string) =>
  rest(connection, `${base}/${id}`, { method: 'PATCH', body: { state } });

/** The CSV without the quotes that Salesforce puts around every cell. */
async function resultsOf(id: string, kind: string): Promise<string> {
  const { status, headers, bodyText } = await rest(connection, `${base}/${id}/${kind}`);
  expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/csv')]);
  return bodyText.replaceAll('"', '').trimEnd();
}

const rows = 'Name,Description,NumberOfEmployees';

test('describes a finished job with the keys of the recorded one', async () => {
  const id = await upload(`${rows}\nA,a,1\nB,b,2\nC,c,3\n`);
  await setState(id, 'UploadComplete');
  const { body } = await rest(connection, `${base}/${id}`);
  expect(body).toEqual({
    id: expect.stringMatching(/^750\w{15}$/),
    operation: 'insert',
    object: 'Account',
    createdById: expect.stringMatching(/^005/),
    createdDate: expect.stringMatching(/\.\d{3}\+0000$/),
    systemModstamp: expect.stringMatching(/\.\d{3}\+0000$/),
    state: 'JobComplete',
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: 67,
    jobType: 'V2Ingest',
    lineEnding: 'LF',
    columnDelimiter: 'COMMA',
    numberRecordsProcessed: 3,
    numberRecordsFailed: 0,
    retries: 0,
    totalProcessingTime: expect.any(Number),
    apiActiveProcessingTime: expect.any(Number),
    apexProcessingTime: 0,
  });
});

test('lists what was saved and what was refused, row by row, as recorded', async () => {
  const id = await upload(`${rows}\nTestAccount1,Description of TestAccount1,30\n,Another description,40\n`);
  await setState(id, 'UploadComplete');
  expect((await resultsOf(id, 'successfulResults')).replace(/^001\w{15}/m, 'id')).toBe(
    `sf__Id,sf__Created,${rows}\nid,true,TestAccount1,Description of TestAccount1,30`,
  );
  expect(await resultsOf(id, 'failedResults')).toBe(
    `sf__Id,sf__Error,${rows}\n,REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --,,Another description,40`,
  );
  expect(await resultsOf(id, 'unprocessedrecords')).toBe(rows);
});

test('keeps the rows of an aborted job as unprocessed', async () => {
  const csv = `${rows}\nTestAccount3,Yet another description,50`;
  const id = await upload(csv);
  expect((await setState(id, 'Aborted')).body).toMatchObject({ id, state: 'Aborted' });
  expect(await resultsOf(id, 'unprocessedrecords')).toBe(csv);
  expect((await connection.query("SELECT Id FROM Account WHERE Name = 'TestAccount3'")).totalSize).toBe(0);
});

test('refuses to abort a job that is complete, in the recorded words', async () => {
  const id = await upload(`${rows}\nDone,d,1\n`);
  await setState(id, 'UploadComplete');
  const { status, bodyText } = await setState(id, 'Aborted');
  expect([status, bodyText]).toEqual([
    400,
    '[{"errorCode":"INVALIDJOBSTATE","message":"Aborting already Completed Job not allowed"}]',
  ]);
});

test('shows a job to nobody else', async () => {
  const id = await upload(`${rows}\nMine,m,1\n`);
  const other = await signIn(running, { who: 'standard' });
  for (const path of ['', '/successfulResults']) {
    expect((await rest(other, `${base}/${id}${path}`)).status).toBe(404);
  }
  expect((await rest(connection, `${base}/${id}`)).status).toBe(200);
});

test('refuses a key given twice, and names the record that a refused row meant', async () => {
  const order = { object: 'Booking__c', operation: 'upsert', externalIdFieldName: 'Booking_Key__c' };
  const twice = await upload('Booking_Key__c,Subject__c\nk1,a\nk1,b\nk2,c\n', order);
  await setState(twice, 'UploadComplete');
  expect((await resultsOf(twice, 'failedResults')).split('\n').slice(1)).toEqual([
    ',DUPLICATE_VALUE:Duplicate external id specified: k1:Booking_Key__c --,k1,a',
    ',DUPLICATE_VALUE:Duplicate external id specified: k1:Booking_Key__c --,k1,b',
  ]);
  const { id = '' } = await connection.sobject('Account').create({ Name: 'Meant' });
  const nameless = await upload(`Id,Name\n${id},#N/A\n`, { operation: 'update' });
  await setState(nameless, 'UploadComplete');
  expect(await resultsOf(nameless, 'failedResults')).toContain(`\n${id},REQUIRED_FIELD_MISSING:`);
});
