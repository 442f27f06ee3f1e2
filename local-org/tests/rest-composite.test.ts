// Composite, pinned by published and recorded answers: REST API Developer Guide, resources_composite_*.htm (2026-03-12);
// recordings of SFDO-Tooling/CumulusCI (2020-2023).

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, rest, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
});
afterAll(() => running.stop());

const base = '/services/data/v67.0';
const create = (sObject: string, referenceId: string, body: unknown) => ({
  method: 'POST',
  url: `${base}/sobjects/${sObject}`,
  referenceId,
  body,
});
const get = (path: string, referenceId: string, httpHeaders?: Record<string, string>) => ({
  method: 'GET',
  url: `${base}/${path}`,
  referenceId,
  ...(httpHeaders === undefined ? {} : { httpHeaders }),
});
const send = (compositeRequest: unknown, more: Record<string, unknown> = {}) =>
  rest(connection, `${base}/composite`, { body: { ...more, compositeRequest } });
const count = async (soql: string) => (await connection.query(soql)).totalSize;

test('lists its resources', async () => {
  const { body } = await rest(connection, `${base}/composite`);
  expect(body).toEqual({
    tree: `${base}/composite/tree`,
    batch: `${base}/composite/batch`,
    sobjects: `${base}/composite/sobjects`,
    graph: `${base}/composite/graph`,
  });
});

test('runs dependent subrequests and answers each with its status and headers', async () => {
  const { status, body, bodyText } = await send([
    create('Account', 'NewAccount', { Name: 'Dependent' }),
    create('Contact', 'NewContact', { LastName: 'Dependent', AccountId: '@{NewAccount.id}' }),
    get('sobjects/Account/describe', 'AccountMetadata', {
      'If-Modified-Since': new Date(Date.now() + 60_000).toUTCString(),
    }),
  ]);
  expect(status).toBe(200);
  expect(body).toEqual({
    compositeResponse: [
      {
        body: { id: expect.stringMatching(/^001/), success: true, errors: [] },
        httpHeaders: {
          Location: expect.stringMatching(/^\/services\/data\/v67\.0\/sobjects\/Account\/001\w{15}$/),
        },
        httpStatusCode: 201,
        referenceId: 'NewAccount',
      },
      {
        body: { id: expect.stringMatching(/^003/), success: true, errors: [] },
        httpHeaders: {
          Location: expect.stringMatching(/^\/services\/data\/v67\.0\/sobjects\/Contact\/003\w{15}$/),
        },
        httpStatusCode: 201,
        referenceId: 'NewContact',
      },
      {
        body: null,
        httpHeaders: {
          ETag: expect.stringMatching(/^"[0-9a-f]{8}"$/),
          'Last-Modified': expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/),
        },
        httpStatusCode: 304,
        referenceId: 'AccountMetadata',
      },
    ],
  });
  expect(bodyText).toMatch(
    /^\{"compositeResponse":\[\{"body":\{"id":"\w{18}","success":true,"errors":\[\]\},"httpHeaders":\{"Location":"[^"]+"\},"httpStatusCode":201,"referenceId":"NewAccount"\},/,
  );
});

test('answers 304 for an unchanged global describe and 200 for one that is newer than asked', async () => {
  const asked = (since: string) => send([get('sobjects', 'CCI__RefId__0__', { 'If-Modified-Since': since })]);
  expect((await asked(new Date(Date.now() + 60_000).toUTCString())).body).toMatchObject({
    compositeResponse: [{ body: null, httpStatusCode: 304, referenceId: 'CCI__RefId__0__' }],
  });
  expect((await asked('Thu, 03 Sep 2020 21:35:07 GMT')).body).toMatchObject({
    compositeResponse: [
      { body: { encoding: 'UTF-8' }, httpStatusCode: 200, httpHeaders: { ETag: expect.any(String) } },
    ],
  });
});

test('runs several queries whose URLs carry plain spaces, and references into their records', async () => {
  await connection.sobject('Account').create({ Name: 'Smith Corp.' });
  const { body } = await send([
    get("query?q=SELECT Id FROM Account WHERE Name = 'Smith Corp.' LIMIT 1", 'CCI__RefId__0__'),
    get("query?q=SELECT%20Name%20FROM%20Account%20WHERE%20Name%20=%20'Smith%20Corp.'", 'CCI__RefId__1__'),
    create('Contact', 'contact', { LastName: 'Of Smith', AccountId: '@{CCI__RefId__0__.records[0].Id}' }),
  ]);
  const record = {
    type: 'Account',
    url: expect.stringMatching(/^\/services\/data\/v67\.0\/sobjects\/Account\/001\w{15}$/),
  };
  expect(body).toEqual({
    compositeResponse: [
      {
        body: {
          totalSize: 1,
          done: true,
          records: [{ attributes: record, Id: expect.stringMatching(/^001\w{15}$/) }],
        },
        httpHeaders: {},
        httpStatusCode: 200,
        referenceId: 'CCI__RefId__0__',
      },
      {
        body: { totalSize: 1, done: true, records: [{ attributes: record, Name: 'Smith Corp.' }] },
        httpHeaders: {},
        httpStatusCode: 200,
        referenceId: 'CCI__RefId__1__',
      },
      expect.objectContaining({ httpStatusCode: 201 }),
    ],
  });
  expect(await count("SELECT Id FROM Contact WHERE Account.Name = 'Smith Corp.'")).toBe(1);
});

test('takes everything back with allOrNone and names the one that failed', async () => {
  const { status, bodyText } = await send(
    [
      create('Account', 'item1', { Name: 'Never There' }),
      create('Booking__c', 'item2', { Booking_Key__c: 'x'.repeat(65) }),
      create('Account', 'item3', { Name: 'Never There' }),
    ],
    { allOrNone: true },
  );
  const halted = {
    body: [
      {
        errorCode: 'PROCESSING_HALTED',
        message: 'The transaction was rolled back since another operation in the same transaction failed.',
      },
    ],
    httpHeaders: {},
    httpStatusCode: 400,
  };
  const guilty = {
    body: [
      {
        message: `Booking Key: data value too large: ${'x'.repeat(65)} (max length=64)`,
        errorCode: 'STRING_TOO_LONG',
        fields: ['Booking_Key__c'],
      },
    ],
    httpHeaders: {},
    httpStatusCode: 400,
    referenceId: 'item2',
  };
  expect(status).toBe(200);
  expect(bodyText).toBe(
    JSON.stringify({
      compositeResponse: [{ ...halted, referenceId: 'item1' }, guilty, { ...halted, referenceId: 'item3' }],
    }),
  );
  expect(await count("SELECT Id FROM Account WHERE Name = 'Never There'")).toBe(0);
});

test('without allOrNone skips only what refers to the failed one', async () => {
  const { body, bodyText } = await send([
    create('Contact', 'badContact', { LastName: 'Wong', Email: 'Not a real email address' }),
    create('Case', 'follower', { Subject: 'x', ContactId: '@{badContact.id}' }),
    create('Account', 'other', { Name: 'Goes On' }),
  ]);
  expect(body).toEqual({
    compositeResponse: [
      {
        body: [
          {
            message: 'Email: invalid email address: Not a real email address',
            errorCode: 'INVALID_EMAIL_ADDRESS',
            fields: ['Email'],
          },
        ],
        httpHeaders: {},
        httpStatusCode: 400,
        referenceId: 'badContact',
      },
      {
        body: [
          {
            errorCode: 'PROCESSING_HALTED',
            message:
              "Invalid reference specified. No value for badContact.id found in badContact. Provided referenceId ('badContact.id') must " +
              "start with a letter or a number, and it can contain only letters, numbers and underscores ('_').",
          },
        ],
        httpHeaders: {},
        httpStatusCode: 400,
        referenceId: 'follower',
      },
      expect.objectContaining({ httpStatusCode: 201, referenceId: 'other' }),
    ],
  });
  expect(bodyText).toContain(
    '[{"message":"Email: invalid email address: Not a real email address","errorCode":"INVALID_EMAIL_ADDRESS","fields":["Email"]}]',
  );
  expect(bodyText).toContain('"body":[{"errorCode":"PROCESSING_HALTED","message":"Invalid reference');
});

test('puts a null in place of a null reference, and fails for a field that was not read', async () => {
  const { id } = await connection.sobject('Contact').create({ LastName: 'Wong' });
  const { body } = await send([
    get(`sobjects/Contact/${id ?? ''}?fields=FirstName,LastName`, 'refContact'),
    create('Contact', 'newContact', {
      FirstName: '@{refContact.FirstName}',
      LastName: '@{refContact.LastName}',
    }),
    create('Contact', 'wrongCase', { LastName: '@{refContact.lastname}' }),
  ]);
  expect(body).toMatchObject({
    compositeResponse: [{ httpStatusCode: 200 }, { httpStatusCode: 201 }, { httpStatusCode: 400 }],
  });
});

// https://developer.salesforce.com/blogs/tech-pubs/2017/02/handle-errors-with-composite-resources.html (2017-02)
test('refuses the whole call when a referenceId is missing, before anything runs', async () => {
  const { referenceId: _left, ...without } = create('Account', 'x', { Name: 'Not Run' });
  const { status, bodyText } = await send([create('Account', 'a', { Name: 'Not Run' }), without]);
  expect(status).toBe(400);
  expect(bodyText).toBe(
    '[{"message":"\'referenceId\' is a required field.","errorCode":"JSON_PARSER_ERROR"}]',
  );
  expect(await count("SELECT Id FROM Account WHERE Name = 'Not Run'")).toBe(0);
});

test.each([
  ['an illegal referenceId', [create('Account', 'a-b', { Name: 'x' })]],
  [
    'the same referenceId twice',
    [create('Account', 'a', { Name: 'x' }), create('Account', 'a', { Name: 'x' })],
  ],
  ['a forbidden header', [get('limits', 'a', { Authorization: 'Bearer x' })]],
  ['another forbidden header', [get('limits', 'a', { accept: 'application/xml' })]],
  ['no method', [{ url: `${base}/limits`, referenceId: 'a' }]],
  ['no subrequest', []],
])('refuses the whole call for %s', async (_name, compositeRequest) => {
  expect((await send(compositeRequest)).status).toBe(400);
});

// Logged in production: https://github.com/guardian/support-service-lambdas/pull/766 (2020-11-27)
test('refuses more than 25 subrequests in the envelope of a composite answer', async () => {
  const many = Array.from({ length: 26 }, (_, at) => create('Account', `a${at}`, { Name: 'Twenty-six' }));
  expect((await send(many)).bodyText).toBe(
    '{"compositeResponse":[{"body":[{"errorCode":"LIMIT_EXCEEDED","message":"The request can’t contain more than 25 operations."}],' +
      '"httpHeaders":{},"httpStatusCode":400,"referenceId":null}]}',
  );
  expect(await count("SELECT Id FROM Account WHERE Name = 'Twenty-six'")).toBe(0);
  expect((await send(many.slice(1))).bodyText).not.toContain('LIMIT_EXCEEDED');
});

test('refuses more than five queries', async () => {
  const queries = Array.from({ length: 6 }, (_, at) => get('query?q=SELECT+Id+FROM+Account', `q${at}`));
  expect((await send(queries)).bodyText).toContain('LIMIT_EXCEEDED');
  expect((await send(queries.slice(1))).bodyText).not.toContain('LIMIT_EXCEEDED');
});

test('takes collateSubrequests and the headers of duplicate and assignment rules', async () => {
  const subrequest = {
    ...create('Lead', 'lead', { LastName: 'Collated', Company: 'x' }),
    httpHeaders: { 'Sforce-Auto-Assign': 'FALSE', 'Sforce-Duplicate-Rule-Header': 'allowSave=true' },
  };
  const { body } = await send([subrequest], { collateSubrequests: false });
  expect(body).toMatchObject({ compositeResponse: [{ httpStatusCode: 201 }] });
});

test('knows no batch, tree, graph or composite inside a composite', async () => {
  const inner = ['', '/batch', '/tree/Account', '/graph'].map((path, place) => ({
    method: 'POST',
    url: `${base}/composite${path}`,
    referenceId: `c${place}`,
    body: {},
  }));
  const { body } = await send(inner);
  expect(body).toMatchObject({
    compositeResponse: inner.map(() => ({ body: [{ errorCode: 'NOT_FOUND' }], httpStatusCode: 404 })),
  });
});
