// Recent items: what REST puts there, what it does not, and that a graph that fails leaves neither record nor item.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_mru.htm (2026-11-24)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { base, create as node, graph } from './graph-call.ts';
import { create, findOne } from './movie-org.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
});

afterAll(() => running.stop());

const person = (LastName: string) => ({ LastName, Company: 'Recent Ltd' });
const quietly = { 'Sforce-Mru': 'updateMru=false' };
const recentIds = async (connection = admin) => {
  const { body } = await rest(connection, `${base}/recent`);
  return Array.isArray(body) ? body.map((item: unknown) => String(valueAt(item, 'Id'))) : [];
};

test('what REST makes, changes or reads comes to the top', async () => {
  const first = await create(admin, 'Lead', person('First'));
  const second = await create(admin, 'Lead', person('Second'));
  expect(await recentIds()).toEqual([second, first]);
  await admin.sobject('Lead').retrieve(first);
  expect(await recentIds()).toEqual([first, second]);
  await admin.sobject('Lead').update({ Id: second, Phone: '1' });
  const { body } = await rest(admin, `${base}/recent/?limit=1`);
  const attributes = { type: 'Lead', url: `${base}/sobjects/Lead/${second}` };
  expect(JSON.stringify(body)).toBe(JSON.stringify([{ attributes, Id: second, Name: 'Second' }]));
  const info = await rest(admin, `${base}/sobjects/Lead`);
  expect(valueAt(info.body, 'recentItems', 1)).toMatchObject({ Id: first, Name: 'First' });
  expect(valueAt((await rest(admin, `${base}/sobjects/Contact`)).body, 'recentItems')).toEqual([]);

  const { records } = await admin.query<Record<string, unknown>>(
    "SELECT Id, Name, Type, LastName, LastViewedDate FROM RecentlyViewed WHERE Type = 'Lead' ORDER BY Name",
  );
  expect(records).toMatchObject([
    { Id: first, Name: 'First', Type: 'Lead', LastName: 'First', LastViewedDate: expect.any(String) },
    { Id: second },
  ]);
});

test('each user has a list of its own', async () => {
  const rep = await signIn(running, { who: 'standard' });
  expect(await recentIds(rep)).toEqual([]);
  expect((await rep.query('SELECT Id FROM RecentlyViewed')).totalSize).toBe(0);
});

test('nothing comes there by a query, unless it says so, nor with the header', async () => {
  const options = { body: person('Quiet'), headers: quietly };
  const made = await rest(admin, `${base}/sobjects/Lead`, options);
  const id = String(valueAt(made.body, 'id'));
  await admin.query(`SELECT Id FROM Lead WHERE Id = '${id}'`);
  await rest(admin, `${base}/sobjects/Lead/${id}`, { headers: quietly });
  expect(await recentIds()).not.toContain(id);
  await admin.query(`SELECT Id FROM Lead WHERE Id = '${id}' FOR VIEW`);
  expect((await recentIds())[0]).toBe(id);
  await admin.sobject('Lead').destroy(id);
  expect(await recentIds()).not.toContain(id);
});

test('a graph that fails leaves no record and no recent item, but uses up numbers', async () => {
  const before = await recentIds();
  const cases = 'SELECT COUNT(Id) n FROM Case';
  const count = await findOne(admin, cases);
  const numberOf = async (id: string) => Number((await admin.sobject('Case').retrieve(id))['CaseNumber']);
  const first = await rest(admin, `${base}/sobjects/Case`, { body: { Subject: 'a' }, headers: quietly });
  const second = await rest(admin, `${base}/composite/graph`, {
    body: {
      graphs: [
        graph(
          'rehearsal',
          node('Case', 'c', { Subject: 'b' }),
          { method: 'GET', url: `${base}/sobjects/Case/@{c.id}`, referenceId: 'r' },
          node('Lead', 'l', { LastName: '@{r.CaseNumber}' }),
        ),
      ],
    },
  });
  expect(valueAt(second.body, 'graphs', 0, 'isSuccessful')).toBe(false);
  const third = await rest(admin, `${base}/sobjects/Case`, { body: { Subject: 'c' }, headers: quietly });
  expect(await recentIds()).toEqual(before);
  expect(Number((await findOne(admin, cases))['n'])).toBe(Number(count['n']) + 2);
  const [a, c] = [String(valueAt(first.body, 'id')), String(valueAt(third.body, 'id'))];
  expect((await numberOf(c)) - (await numberOf(a))).toBe(2);
});

test('the header of a graph call counts for its nodes', async () => {
  const before = await recentIds();
  const body = { graphs: [graph('g', node('Lead', 'l', person('In a graph')))] };
  await rest(admin, `${base}/composite/graph`, { body, headers: quietly });
  expect(await recentIds()).toEqual(before);
  await rest(admin, `${base}/composite/graph`, { body });
  expect(await recentIds()).toHaveLength(before.length + 1);
});

test('200 items at most', async () => {
  for (let round = 0; round < 9; round++) {
    const compositeRequest = Array.from({ length: 25 }, (_, place) =>
      node('Lead', `l${place}`, person(`Many ${round}.${place}`)),
    );
    await rest(admin, `${base}/composite`, { body: { compositeRequest } });
  }
  expect(await recentIds()).toHaveLength(200);
});
