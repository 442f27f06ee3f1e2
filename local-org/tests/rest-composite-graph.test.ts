// Composite graph, pinned by published and recorded answers of Salesforce: only our own client uses it, so nothing else
// would notice a wrong one. Sources: heroku/heroku-applink-nodejs mappings/composite-graph-*.json (recorded, 2024-05,
// collected 2026-11-23) and the REST API Developer Guide, resources_composite_graph*.htm (2026-03-12).

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { account, base, create, graph, sendGraphs } from './graph-call.ts';
import { callbackUrl, rest, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
});
afterAll(() => running.stop());

const send = (...graphs: unknown[]) => sendGraphs(connection, ...graphs);
const count = async (soql: string) => (await connection.query(soql)).totalSize;

const halted = [
  {
    errorCode: 'PROCESSING_HALTED',
    message: 'We rolled back the transaction since another operation in the same transaction failed.',
  },
];

test('creates one record and answers like a recorded single graph', async () => {
  const { status, headers, bodyText } = await send(
    graph('graph0', create('Account', 'insert_anh', { Name: 'A New Hope' })),
  );
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
  expect(headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/100000$/);
  const id = /"id":"(001\w{15})"/.exec(bodyText)?.[1] ?? '';
  expect(bodyText).toBe(
    `{"graphs":[{"graphId":"graph0","graphResponse":{"compositeResponse":[{"body":{"id":"${id}","success":true,"errors":[]},` +
      `"httpHeaders":{"Location":"${base}/sobjects/Account/${id}"},"httpStatusCode":201,"referenceId":"insert_anh"}]},` +
      `"isSuccessful":true}]}`,
  );
});

test('creates a tree by references and answers in the order of the request', async () => {
  const { body } = await send(
    graph(
      'graph0',
      create('Account', 'referenceId0', { Name: 'Star Wars' }),
      create('Contact', 'referenceId1', { LastName: 'Phantom', AccountId: '@{referenceId0.id}' }),
      create('Contact', 'referenceId2', { LastName: 'Clones', AccountId: '@{referenceId0.id}' }),
      create('Contact', 'referenceId3', { LastName: 'Sith', AccountId: '@{referenceId0.id}' }),
    ),
  );
  const created = (prefix: string, sObject: string, referenceId: string) => ({
    body: { id: expect.stringMatching(new RegExp(`^${prefix}\\w{15}$`)), success: true, errors: [] },
    httpHeaders: {
      Location: expect.stringMatching(new RegExp(`^${base}/sobjects/${sObject}/${prefix}\\w{15}$`)),
    },
    httpStatusCode: 201,
    referenceId,
  });
  expect(body).toEqual({
    graphs: [
      {
        graphId: 'graph0',
        graphResponse: {
          compositeResponse: [
            created('001', 'Account', 'referenceId0'),
            created('003', 'Contact', 'referenceId1'),
            created('003', 'Contact', 'referenceId2'),
            created('003', 'Contact', 'referenceId3'),
          ],
        },
        isSuccessful: true,
      },
    ],
  });
  expect(await count("SELECT Id FROM Contact WHERE Account.Name = 'Star Wars'")).toBe(3);
});

test('runs several graphs, each on its own', async () => {
  const { body } = await send(
    graph(
      '1',
      create('Account', 'reference_id_account_1', { Name: 'Cloudy Consulting' }),
      create('Contact', 'reference_id_contact_1', {
        LastName: 'Mills',
        AccountId: '@{reference_id_account_1.id}',
      }),
    ),
    graph('2', create('Account', 'reference_id_account_2', { Name: 'Easy Spaces' })),
  );
  expect(body).toMatchObject({
    graphs: [
      {
        graphId: '1',
        isSuccessful: true,
        graphResponse: { compositeResponse: [{ httpStatusCode: 201 }, { httpStatusCode: 201 }] },
      },
      {
        graphId: '2',
        isSuccessful: true,
        graphResponse: { compositeResponse: [{ referenceId: 'reference_id_account_2' }] },
      },
    ],
  });
});

test('answers an update and a delete with 204 and a null body', async () => {
  const { id } = await connection.sobject('Account').create({ Name: 'Short Life' });
  const url = `${base}/sobjects/Account/${id ?? ''}`;
  const expected = (referenceId: string) =>
    `{"graphs":[{"graphId":"graph0","graphResponse":{"compositeResponse":[{"body":null,"httpHeaders":{},` +
    `"httpStatusCode":204,"referenceId":"${referenceId}"}]},"isSuccessful":true}]}`;
  const update = await send(
    graph('graph0', { url, method: 'PATCH', referenceId: 'referenceId0', body: { Name: 'Shorter' } }),
  );
  expect(update.bodyText).toBe(expected('referenceId0'));
  const remove = await send(graph('graph0', { url, method: 'DELETE', referenceId: 'referenceId0' }));
  expect(remove.bodyText).toBe(expected('referenceId0'));
});

test('answers the failure of a single node like the recorded one, with top level 200', async () => {
  const { status, bodyText } = await send(
    graph('graph0', create('Booking__c', 'insert_anh', { Booking_Key__c: 'k1', Status__c: 'Amazing' })),
  );
  expect(status).toBe(200);
  expect(bodyText).toBe(
    '{"graphs":[{"graphId":"graph0","graphResponse":{"compositeResponse":[{"body":[{"message":"Status: bad value for ' +
      'restricted picklist field: Amazing","errorCode":"INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST","fields":["Status__c"]}],' +
      '"httpHeaders":{},"httpStatusCode":400,"referenceId":"insert_anh"}]},"isSuccessful":false}]}',
  );
});

test('rolls the whole graph back and reports only the guilty node as guilty', async () => {
  const { status, body, bodyText } = await send(
    graph(
      'graph0',
      create('Account', 'referenceId0', { Name: 'Rolled Back' }),
      create('Contact', 'referenceId1', { AccountId: '@{referenceId0.id}' }),
    ),
    graph('graph1', create('Account', 'referenceId0', { Name: 'Stays' })),
  );
  expect(body).toMatchObject({
    graphs: [
      {
        isSuccessful: false,
        graphResponse: {
          compositeResponse: [
            { body: halted, httpHeaders: {}, httpStatusCode: 400, referenceId: 'referenceId0' },
            {
              body: [{ errorCode: 'REQUIRED_FIELD_MISSING', fields: ['LastName'] }],
              httpStatusCode: 400,
              referenceId: 'referenceId1',
            },
          ],
        },
      },
      { isSuccessful: true },
    ],
  });
  // Key by key as recorded, in the halted node and the guilty one.
  expect(status).toBe(200);
  expect(bodyText).toContain(
    '{"graphs":[{"graphId":"graph0","graphResponse":{"compositeResponse":[{"body":[{"errorCode":"PROCESSING_HALTED","message":' +
      '"We rolled back the transaction since another operation in the same transaction failed."}],"httpHeaders":{},' +
      '"httpStatusCode":400,"referenceId":"referenceId0"},{"body":[{"message":"Required fields are missing: [LastName]",' +
      '"errorCode":"REQUIRED_FIELD_MISSING","fields":["LastName"]}],"httpHeaders":{},"httpStatusCode":400,' +
      '"referenceId":"referenceId1"}]},"isSuccessful":false},',
  );
  expect(await count("SELECT Id FROM Account WHERE Name = 'Rolled Back'")).toBe(0);
  expect(await count("SELECT Id FROM Account WHERE Name = 'Stays'")).toBe(1);
});

test('reports DUPLICATE_VALUE on the second Booking__c with one key and keeps nothing of that graph', async () => {
  const booking = (referenceId: string, reason: string) =>
    create('Booking__c', referenceId, {
      Booking_Key__c: 'same-key',
      Lead__c: '@{lead.id}',
      Match_Reason__c: reason,
    });
  const { body } = await send(
    graph(
      'rehearsal',
      create('Lead', 'lead', { LastName: 'Rehearsed', Company: 'Nowhere' }),
      booking('first', '@{lead.id}'),
      booking('second', 'after @{first.id}'),
    ),
  );
  expect(body).toMatchObject({
    graphs: [
      {
        isSuccessful: false,
        graphResponse: {
          compositeResponse: [
            { body: halted, referenceId: 'lead' },
            { body: halted, referenceId: 'first' },
            { body: [{ errorCode: 'DUPLICATE_VALUE' }], referenceId: 'second' },
          ],
        },
      },
    ],
  });
  expect(await count("SELECT Id FROM Lead WHERE LastName = 'Rehearsed'")).toBe(0);
});

test('lets references alone decide the order, also against the order of writing', async () => {
  const { body } = await send(
    graph(
      'backwards',
      create('Contact', 'child', { LastName: 'Backwards', AccountId: '@{parent.id}' }),
      create('Account', 'parent', { Name: 'Parent Last' }),
    ),
  );
  expect(body).toMatchObject({ graphs: [{ isSuccessful: true }] });
});

// Assumed: Salesforce promises no order; running them the other way round keeps clients honest.
test('does not run nodes without a reference in the order they were written', async () => {
  const key = (referenceId: string) => create('Booking__c', referenceId, { Booking_Key__c: 'unordered' });
  const { body } = await send(graph('free', key('written_first'), key('written_last')));
  expect(body).toMatchObject({
    graphs: [
      {
        graphResponse: {
          compositeResponse: [
            { body: [{ errorCode: 'DUPLICATE_VALUE' }], referenceId: 'written_first' },
            { body: halted, referenceId: 'written_last' },
          ],
        },
      },
    ],
  });
});

test('fails a graph whose reference names nothing', async () => {
  const { body } = await send(
    graph('g', create('Contact', 'c', { LastName: 'X', AccountId: '@{nobody.id}' })),
  );
  expect(body).toMatchObject({
    graphs: [
      {
        isSuccessful: false,
        graphResponse: {
          compositeResponse: [
            {
              body: [
                {
                  errorCode: 'PROCESSING_HALTED',
                  message: expect.stringMatching(
                    /^Invalid reference specified\. No value for nobody\.id found in nobody\./,
                  ),
                },
              ],
              httpStatusCode: 400,
            },
          ],
        },
      },
    ],
  });
});

test('reads a row inside a graph and uses its fields, case for case', async () => {
  const read = (id: string, field: string) =>
    send(
      graph(
        'g',
        { url: `${base}/sobjects/Account/${id}?fields=Name`, method: 'GET', referenceId: 'found' },
        create('Contact', 'c', { LastName: `@{found.${field}}` }),
      ),
    );
  const { id } = await connection.sobject('Account').create({ Name: 'Case For Case' });
  expect((await read(id ?? '', 'Name')).body).toMatchObject({ graphs: [{ isSuccessful: true }] });
  expect((await read(id ?? '', 'name')).body).toMatchObject({ graphs: [{ isSuccessful: false }] });
});

test.each([
  ['a query', { method: 'GET', url: `${base}/query?q=SELECT+Id+FROM+Account` }],
  ['a describe', { method: 'GET', url: `${base}/sobjects/Account/describe` }],
  ['collections', { method: 'POST', url: `${base}/composite/sobjects` }],
  ['a version below 50.0', { method: 'POST', url: '/services/data/v49.0/sobjects/Account' }],
])('refuses %s in a graph', async (_name, node) => {
  const { status } = await send(graph('g', { ...node, referenceId: 'n' }));
  expect(status).toBe(400);
});

test.each([
  ['given twice', [account('same'), account('same')]],
  ['missing', [{ compositeRequest: [create('Account', 'a', { Name: 'x' })] }]],
  ['starting with no letter or digit', [graph('_x', create('Account', 'a', { Name: 'x' }))]],
  ['of 40 characters', [graph('x'.repeat(40), create('Account', 'a', { Name: 'x' }))]],
  ['with special characters', [graph('a$b', create('Account', 'a', { Name: 'x' }))]],
])('refuses the call for a graphId %s', async (_name, graphs) => {
  expect((await send(...graphs)).status).toBe(400);
});

test('refuses references in a circle', async () => {
  const { status } = await send(
    graph('g', create('Account', 'a', { Name: '@{b.id}' }), create('Account', 'b', { Name: '@{a.id}' })),
  );
  expect(status).toBe(400);
});

test('counts as one API call', async () => {
  const used = async () => {
    const { headers } = await rest(connection, `${base}/limits`);
    return Number(/api-usage=(\d+)/.exec(headers.get('sforce-limit-info') ?? '')?.[1]);
  };
  const before = await used();
  await send(account('one'), account('two'), account('three'));
  expect(await used()).toBe(before + 2);
});
