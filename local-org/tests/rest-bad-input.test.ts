// What no client should send: JSON nested too deep, addresses that are none, numbers no field can hold, versions we do
// not have. Each is refused in words; none ends as an unexpected error.

import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, orgOf, rest, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;
const base = '/services/data/v67.0';

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
});
afterAll(() => running.stop());

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const node = (body: string) =>
  `{"method":"POST","url":"${base}/sobjects/Account","referenceId":"a","body":${body}}`;

// Limit and words are those of Jackson 2.15 and newer (StreamReadConstraints); that Salesforce keeps them is assumed.
test.each([
  ['a record', '/sobjects/Account', `{"Name":${nested(100_000)}}`],
  ['a composite call', '/composite', `{"compositeRequest":[${node(`{"Name":${nested(100_000)}}`)}]}`],
  [
    'a graph call',
    '/composite/graph',
    `{"graphs":[{"graphId":"g","compositeRequest":[${node(`{"Name":${nested(100_000)}}`)}]}]}`,
  ],
  ['a body that ends too soon', '/sobjects/Account', '['.repeat(100_000)],
])('refuses JSON nested too deep in %s', async (_name, path, text) => {
  const { status, bodyText } = await rest(connection, base + path, { text });
  expect(status).toBe(400);
  expect(bodyText).toBe(
    '[{"message":"Document nesting depth (1001) exceeds the maximum allowed (1000, from `StreamReadConstraints.getMaxNestingDepth()`)","errorCode":"JSON_PARSER_ERROR"}]',
  );
});

test('does not count brackets in texts as nesting', async () => {
  const { status } = await rest(connection, `${base}/sobjects/Case`, {
    body: { Subject: 'brackets', Description: `"\\${'[{'.repeat(5_000)}` },
  });
  expect(status).toBe(201);
});

// fetch would tidy these addresses up before it sends them.
function statusOf(origin: string, path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject).end();
  });
}

test('shows the login page for an address of two slashes', async () => {
  for (const origin of [running.login.production, orgOf(running).origin]) {
    expect(await statusOf(origin, '//')).toBe(200);
    expect(await statusOf(origin, '//?un=a')).toBe(200);
  }
});

test.each(['//services/data/v67.0/limits', '//services/oauth2/authorize', '/%zz', '/__local/%zz'])(
  'never answers %s with an unexpected error',
  async (path) => {
    for (const origin of [running.login.production, orgOf(running).origin]) {
      const status = await statusOf(origin, path);
      expect([400, 401, 404]).toContain(status);
    }
  },
);

test.each([
  ['AnnualRevenue', '1e300'],
  ['AnnualRevenue', '1e999'],
  ['AnnualRevenue', '-1e19'],
  ['NumberOfEmployees', '1e999'],
])('refuses %s %s, which the field cannot hold', async (field, number) => {
  const text = `{"Name":"Too Much","${field}":${number}}`;
  const { status, body } = await rest(connection, `${base}/sobjects/Account`, { text });
  expect(status).toBe(400);
  expect(body).toMatchObject([
    { errorCode: expect.stringMatching(/NUMBER_OUTSIDE_VALID_RANGE|JSON_PARSER/) },
  ]);
});

test('answers 501 inside a composite call for a version Salesforce has and we do not', async () => {
  const url = '/services/data/v58.0/limits';
  const compositeRequest = [{ method: 'GET', url, referenceId: 'old' }];
  expect((await rest(connection, `${base}/composite`, { body: { compositeRequest } })).body).toMatchObject({
    compositeResponse: [
      {
        body: [{ errorCode: 'NOT_IMPLEMENTED', message: `The local org does not have GET ${url}` }],
        httpStatusCode: 501,
      },
    ],
  });
});

test('answers 501 to a graph call for a version Salesforce has and we do not', async () => {
  const url = '/services/data/v58.0/sobjects/Account';
  const compositeRequest = [{ method: 'POST', url, referenceId: 'old', body: { Name: 'x' } }];
  const graphs = [{ graphId: 'g', compositeRequest }];
  const { status, body } = await rest(connection, `${base}/composite/graph`, { body: { graphs } });
  expect(status).toBe(501);
  expect(body).toEqual([
    { errorCode: 'NOT_IMPLEMENTED', message: `The local org does not have POST ${url}` },
  ]);
});
