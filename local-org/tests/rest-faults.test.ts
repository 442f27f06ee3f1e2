// Faults on demand, each seen on the wire, and the counts of the control API.

import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { appOf, callbackUrl, orderFault, orgOf, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
});
afterAll(() => running.stop());
afterEach(() => control('DELETE', '/__local/faults'));

const base = '/services/data/v67.0';
const account = (name: string) => rest(connection, `${base}/sobjects/Account`, { body: { Name: name } });
const count = async (name: string) =>
  (await connection.query(`SELECT Id FROM Account WHERE Name = '${name}'`)).totalSize;

async function control(method: string, path: string): Promise<unknown> {
  const response = await fetch(`${running.login.production}${path}`, { method });
  return response.status === 204 ? undefined : response.json();
}

test('lets an access token expire for good', async () => {
  await orderFault(running, { kind: 'session_expired' });
  const own = await signIn(running);
  const first = await rest(own, `${base}/limits`);
  expect([first.status, first.bodyText]).toEqual([
    401,
    '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]',
  ]);
  expect((await rest(own, `${base}/limits`)).status).toBe(401);
});

test.each([
  [
    'request_limit',
    403,
    '[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]',
  ],
  ['unavailable', 503, expect.stringContaining('SERVER_UNAVAILABLE')],
  ['html', 503, expect.stringMatching(/^<!DOCTYPE html/)],
  ['html_200', 200, expect.stringMatching(/^<!DOCTYPE html/)],
])('answers %s once, does nothing, and then works', async (kind, status, bodyText) => {
  await orderFault(running, { kind });
  const answer = await account(`During ${kind}`);
  expect([answer.status, answer.bodyText]).toEqual([status, bodyText]);
  expect(await count(`During ${kind}`)).toBe(0);
  expect((await account(`After ${kind}`)).status).toBe(201);
});

test('cuts the connection before anything is done', async () => {
  await orderFault(running, { kind: 'reset' });
  await expect(account('Reset')).rejects.toThrow('fetch failed');
  expect(await count('Reset')).toBe(0);
});

test('does the work and cuts the connection without an answer', async () => {
  await orderFault(running, { kind: 'timeout_after_commit' });
  await expect(account('Lost Answer')).rejects.toThrow('fetch failed');
  expect(await count('Lost Answer')).toBe(1);
});

test('shows a slow call as open and answers it in the end', async () => {
  await orderFault(running, { kind: 'slow', delayMs: 400 });
  const slow = account('Slow');
  const deadline = Date.now() + 5_000;
  let open: unknown = [];
  while (Date.now() < deadline && !(Array.isArray(open) && open.length > 0)) {
    open = valueAt(await control('GET', '/__local/calls'), 'open');
  }
  expect(open).toEqual([
    {
      id: expect.any(String),
      clientId: appOf(running).clientId,
      method: 'POST',
      resource: 'sobjects',
      path: `${base}/sobjects/Account`,
      startedAt: expect.any(String),
    },
  ]);
  expect((await slow).status).toBe(201);
  expect(await control('GET', '/__local/calls')).toMatchObject({ open: [] });
});

// Production comment of a public Ruby repository (2020); which status comes with it is not certain.
test('answers a row lock on a single record', async () => {
  const { id } = await connection.sobject('Account').create({ Name: 'Locked' });
  await orderFault(running, { kind: 'row_lock' });
  expect((await rest(connection, `${base}/limits`)).status).toBe(200);
  const answer = await rest(connection, `${base}/sobjects/Account/${id ?? ''}`, {
    method: 'PATCH',
    body: { Name: 'x' },
  });
  expect([answer.status, answer.bodyText]).toEqual([
    500,
    `[{"message":"unable to obtain exclusive access to this record or 1 records: ${id ?? ''}","errorCode":"UNABLE_TO_LOCK_ROW","fields":[]}]`,
  ]);
});

test('puts a row lock into one graph of a call and lets the others through', async () => {
  await orderFault(running, { kind: 'row_lock', on: 'graph' });
  const graph = (graphId: string) => ({
    graphId,
    compositeRequest: [
      { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'a', body: { Name: graphId } },
    ],
  });
  const { status, body } = await rest(connection, `${base}/composite/graph`, {
    body: { graphs: [graph('locked'), graph('free')] },
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    graphs: [
      {
        isSuccessful: false,
        graphResponse: { compositeResponse: [{ body: [{ errorCode: 'UNABLE_TO_LOCK_ROW' }] }] },
      },
      { isSuccessful: true },
    ],
  });
});

test('keeps a row lock for the next call that writes', async () => {
  await orderFault(running, { kind: 'row_lock', on: 'composite' });
  const composite = (subrequest: unknown) =>
    rest(connection, `${base}/composite`, { body: { compositeRequest: [subrequest] } });
  const reading = await composite({
    method: 'GET',
    url: `${base}/query?q=SELECT+Id+FROM+Account`,
    referenceId: 'q',
  });
  expect(reading.bodyText).not.toContain('UNABLE_TO_LOCK_ROW');
  const writing = await composite({
    method: 'POST',
    url: `${base}/sobjects/Account`,
    referenceId: 'a',
    body: { Name: 'x' },
  });
  expect(writing.bodyText).toContain('UNABLE_TO_LOCK_ROW');
});

test('hits only the resource, the org and the number of times that were ordered', async () => {
  await orderFault(running, { kind: 'unavailable', on: 'query', times: 2, org: orgOf(running).orgId });
  const sandbox = await signIn(running, { kind: 'sandbox' });
  expect((await sandbox.query('SELECT Id FROM Account')).done).toBe(true);
  expect((await rest(connection, `${base}/limits`)).status).toBe(200);
  const query = () => rest(connection, `${base}/query?q=SELECT+Id+FROM+Account`);
  expect([(await query()).status, (await query()).status, (await query()).status]).toEqual([503, 503, 200]);
});

test('lists the faults that wait and forgets them on DELETE', async () => {
  await orderFault(running, { kind: 'reset', on: 'graph', times: 3 });
  expect(await control('GET', '/__local/faults')).toMatchObject([{ kind: 'reset', on: 'graph', times: 3 }]);
  await control('DELETE', '/__local/faults');
  expect(await control('GET', '/__local/faults')).toEqual([]);
});

test('refuses an unknown fault and names what is wrong', async () => {
  await expect(orderFault(running, { kind: 'earthquake' })).rejects.toThrow('kind');
});

test('counts calls per client and resource, and only what Salesforce counts', async () => {
  await control('DELETE', '/__local/calls');
  await fetch(`${orgOf(running).origin}/services/data`);
  await signIn(running);
  await rest(connection, `${base}/sobjects/Lead/describe`);
  await rest(connection, `${base}/query?q=SELECT+Id+FROM+Account`);
  await rest(connection, `${base}/composite`, {
    body: { compositeRequest: [{ method: 'GET', url: `${base}/limits`, referenceId: 'l' }] },
  });
  await rest(connection, `${base}/sobjects/Nothing`);
  expect(await control('GET', '/__local/calls')).toEqual({
    total: 4,
    byClient: {
      [appOf(running).clientId]: {
        total: 4,
        byResource: { describe: 1, query: 1, composite: 1, sobjects: 1 },
      },
    },
    open: [],
  });
});

test('answers nobody who calls this computer by another name', async () => {
  const { port } = new URL(running.login.production);
  const { request } = await import('node:http');
  const status = await new Promise((resolve, reject) => {
    request(
      { port, host: '127.0.0.1', path: '/__local/calls', headers: { host: 'evil.example' } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    )
      .on('error', reject)
      .end();
  });
  expect(status).toBe(421);
});
