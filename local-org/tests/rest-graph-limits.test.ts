// The limits of composite graph: what is refused, in which envelope, and that nothing runs then.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_graph_limits.htm (2026-03-12)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { account, base, create, graph, sendGraphs } from './graph-call.ts';
import type { Node } from './graph-call.ts';
import { callbackUrl, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
});
afterAll(() => running.stop());

const send = (...graphs: unknown[]) => sendGraphs(connection, ...graphs);
const count = async (soql: string) => (await connection.query(soql)).totalSize;

const broken = (name: string) => graph(name, create('Account', 'a', {}));

// Text seen live through the UI API, which runs on the graph API (2026); status and errorCode are assumed.
test('refuses more than 75 graphs and takes 75', async () => {
  const many = Array.from({ length: 76 }, (_, index) => account(`g${index}`));
  const refused = await send(...many);
  expect(refused.status).toBe(400);
  expect(refused.body).toEqual([
    { message: 'Limit of 75 reached for number of graphs in Graph Api', errorCode: 'LIMIT_EXCEEDED' },
  ]);
  expect(await count("SELECT Id FROM Account WHERE Name = 'g0'")).toBe(0);
  expect((await send(...many.slice(1))).status).toBe(200);
});

// Envelope and text: forcedotcom/sf-fx-sdk-nodejs, unit-of-work.test.ts (seen 2026-11-23).
test('refuses more than 500 nodes in the recorded envelope and runs nothing', async () => {
  const nodes = (amount: number) =>
    Array.from({ length: amount }, (_, at) => create('Account', `n${at}`, { Name: 'Five Hundred' }));
  const { status, bodyText } = await send(graph('default', ...nodes(501)));
  expect(status).toBe(200);
  expect(bodyText).toBe(
    '{"graphs":[{"graphId":"default","graphResponse":{"compositeResponse":[{"body":[{"errorCode":"LIMIT_EXCEEDED","message":' +
      '"Limit of 500 reached for number of Nodes in the Graph"}],"httpHeaders":{},"httpStatusCode":400,"referenceId":null}]},' +
      '"isSuccessful":false}]}',
  );
  expect(await count("SELECT Id FROM Account WHERE Name = 'Five Hundred'")).toBe(0);
  expect((await send(graph('full', ...nodes(500)))).body).toMatchObject({ graphs: [{ isSuccessful: true }] });
});

test('counts 500 nodes over the whole call', async () => {
  const half = (name: string, amount: number) =>
    graph(
      name,
      ...Array.from({ length: amount }, (_, at) => create('Account', `n${at}`, { Name: 'Two Halves' })),
    );
  const { body } = await send(half('a', 250), half('b', 251));
  expect(body).toMatchObject({ graphs: [{ isSuccessful: false }, { isSuccessful: false }] });
  expect(await count("SELECT Id FROM Account WHERE Name = 'Two Halves'")).toBe(0);
});

test('takes 15 kinds of node, a kind being version, method and object, and refuses 16', async () => {
  const objects = ['Account', 'Contact', 'Lead', 'Case', 'Opportunity', 'Event', 'Task', 'Booking__c'];
  const id = '001000000000000AAA';
  const kinds = objects.flatMap((sObject, at): Node[] => [
    create(sObject, `c${at}`, {}),
    { url: `${base}/sobjects/${sObject}/${id}`, method: 'PATCH', referenceId: `p${at}`, body: {} },
  ]);
  const limit = [{ errorCode: 'LIMIT_EXCEEDED' }];
  const sixteen = await send(graph('a', ...kinds.slice(0, 8)), graph('b', ...kinds.slice(8)));
  expect(sixteen.body).toMatchObject({
    graphs: [
      { graphResponse: { compositeResponse: [{ body: limit, referenceId: null }] } },
      { graphResponse: { compositeResponse: [{ body: limit, referenceId: null }] } },
    ],
  });
  const fifteen = await send(graph('a', ...kinds.slice(0, 8)), graph('b', ...kinds.slice(8, 15)));
  expect(fifteen.bodyText).not.toContain('LIMIT_EXCEEDED');
  const otherVersion = kinds.slice(0, 14).map((node) => ({
    ...node,
    url: node.url.replace('v67.0', 'v66.0'),
    referenceId: `o${node.referenceId}`,
  }));
  expect((await send(graph('a', ...kinds.slice(0, 2), ...otherVersion))).bodyText).toContain(
    'LIMIT_EXCEEDED',
  );
});

test('takes a chain of 15 nodes and refuses one of 16', async () => {
  const chain = (length: number) =>
    graph(
      'chain',
      ...Array.from({ length }, (_, at) =>
        create('Account', `n${at}`, {
          Name: `Chain ${length}`,
          ...(at === 0 ? {} : { ParentId: `@{n${at - 1}.id}` }),
        }),
      ),
    );
  expect((await send(chain(15))).body).toMatchObject({ graphs: [{ isSuccessful: true }] });
  expect((await send(chain(16))).body).toMatchObject({
    graphs: [
      {
        isSuccessful: false,
        graphResponse: { compositeResponse: [{ body: [{ errorCode: 'LIMIT_EXCEEDED' }] }] },
      },
    ],
  });
});

// "if the number of graph failures exceeds the maximum limit of 14, processing is halted for the remaining graphs"
test('halts after more than 14 failed graphs and marks the rest PROCESSING_HALTED', async () => {
  const failing = Array.from({ length: 15 }, (_, at) => broken(`bad${at}`));
  const { body } = await send(...failing, account('neverRun'));
  const graphs: unknown = valueAt(body, 'graphs');
  expect(graphs).toHaveLength(16);
  expect(valueAt(graphs, 14)).toMatchObject({
    graphResponse: { compositeResponse: [{ body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] }] },
  });
  expect(valueAt(graphs, 15)).toMatchObject({
    isSuccessful: false,
    graphResponse: {
      compositeResponse: [
        { body: [{ errorCode: 'PROCESSING_HALTED' }], httpStatusCode: 400, referenceId: 'a' },
      ],
    },
  });
  expect(await count("SELECT Id FROM Account WHERE Name = 'neverRun'")).toBe(0);
});

test('goes on after exactly 14 failed graphs', async () => {
  const failing = Array.from({ length: 14 }, (_, at) => broken(`bad${at}`));
  await send(...failing, account('stillRun'));
  expect(await count("SELECT Id FROM Account WHERE Name = 'stillRun'")).toBe(1);
});
