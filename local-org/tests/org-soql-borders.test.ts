// Where queries have their borders: midnights that the clock jumps over, texts made to match slowly, values that sort by
// the order of their picklist, and what Salesforce refuses in joins and through parents.
// https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_orderby.htm,
// …_select_comparisonoperators.htm and …_select_agg_functions.htm (2026-11-23)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { create, findOne, refusalOf } from './movie-org.ts';
import { callbackUrl, personOf, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;
let admin: Connection;

// In Chile summer time starts on this day: after 23:59 comes 01:00.
const now = new Date('2026-09-06T12:00:00Z');

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl], now: () => now });
  connection = await signIn(running);
  admin = await signIn(running, { who: 'admin' });
});
afterAll(() => running.stop());

async function valuesOf(soql: string, by = connection): Promise<unknown[]> {
  const { records } = await by.query<Record<string, unknown>>(soql);
  return records.map((record) => Object.entries(record).find(([name]) => name !== 'attributes')?.[1]);
}

test('starts a day at one o’clock where the clock jumps over midnight', async () => {
  const username = personOf(running, 'admin').username;
  const me = await findOne(admin, `SELECT Id FROM User WHERE Username = '${username}'`);
  await admin.sobject('User').update({ Id: me['Id'] ?? '', TimeZoneSidKey: 'America/Santiago' });
  for (const [Subject, StartDateTime] of [
    ['eve', '2026-09-06T03:30:00Z'],
    ['first minute', '2026-09-06T04:00:00Z'],
    ['last minute', '2026-09-07T02:59:00Z'],
    ['next day', '2026-09-07T03:00:00Z'],
  ]) {
    await create(admin, 'Event', { Subject, StartDateTime, DurationInMinutes: 30 });
  }
  const on = (literal: string) =>
    valuesOf(`SELECT Subject FROM Event WHERE StartDateTime ${literal} ORDER BY StartDateTime`, admin);
  expect(await on('= YESTERDAY')).toEqual(['eve']);
  expect(await on('= TODAY')).toEqual(['first minute', 'last minute']);
  expect(await on('> TODAY')).toEqual(['next day']);
});

test('finds no value beside a period in a list', async () => {
  await create(connection, 'Contact', { LastName: 'Born', Birthdate: '2026-09-06', Department: 'period' });
  await create(connection, 'Contact', { LastName: 'Unknown', Department: 'period' });
  await create(connection, 'Contact', { LastName: 'Old', Birthdate: '1950-01-01', Department: 'period' });
  const found = (condition: string) =>
    valuesOf(
      `SELECT LastName FROM Contact WHERE Department = 'period' AND Birthdate ${condition} ORDER BY LastName`,
    );
  expect(await found('IN (TODAY, null)')).toEqual(['Born', 'Unknown']);
  expect(await found('NOT IN (TODAY, null)')).toEqual(['Old']);
  expect(await found('NOT IN (TODAY)')).toEqual(['Old', 'Unknown']);
});

test('answers a LIKE with many wildcards at once', async () => {
  const Name = 'a'.repeat(200);
  await create(connection, 'Account', { Name });
  const started = performance.now();
  expect(await valuesOf(`SELECT Name FROM Account WHERE Name LIKE '${'%a'.repeat(30)}%b'`)).toEqual([]);
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(await valuesOf(`SELECT Name FROM Account WHERE Name LIKE '%${'a%'.repeat(30)}'`)).toEqual([Name]);
});

const likes: [text: string, pattern: string, isFound: boolean][] = [
  ['50%_off\\', '50\\%\\_off\\\\', true],
  ['50x_off', '50\\%\\_off%', false],
  ['Ünder_score', 'ünder\\_SCORE', true],
  ['a\\b', 'a\\\\_', true],
  ['a.c', 'a_c', true],
  ['a.c', 'a.', false],
  ['(x)[y]+', '(X)[_]+', true],
  ['😀 smile', '_ smile', true],
  ["it's", "it\\'_", true],
  ['tail', '%', true],
  ['tail', 'ta%i_', true],
  ['tail', '_%tail', false],
];

test.each(likes)('compares %s with LIKE %s: %s', async (Site, pattern, isFound) => {
  const Name = `like ${pattern}`.slice(0, 80);
  const id = await create(connection, 'Account', { Name, Site });
  const soql = `SELECT Id FROM Account WHERE Id = '${id}' AND Site LIKE '${pattern}'`;
  expect(await valuesOf(soql)).toEqual(isFound ? [id] : []);
});

test('sorts picklists by the order of their values, which others follow', async () => {
  for (const Status of ['Closed - Converted', 'Working - Contacted', 'My own', 'Open - Not Contacted']) {
    await create(connection, 'Lead', { LastName: Status, Company: 'sorted', Status });
  }
  const ours = "FROM Lead WHERE Company = 'sorted'";
  const inOrder = ['Open - Not Contacted', 'Working - Contacted', 'Closed - Converted', 'My own'];
  expect(await valuesOf(`SELECT Status ${ours} ORDER BY Status`)).toEqual(inOrder);
  expect(await valuesOf(`SELECT Status ${ours} ORDER BY Status DESC`)).toEqual(inOrder.toReversed());
  expect(await valuesOf(`SELECT Status ${ours} GROUP BY Status ORDER BY Status`)).toEqual(inOrder);
  expect(await valuesOf(`SELECT MIN(Status) ${ours}`)).toEqual(['Open - Not Contacted']);
  expect(await valuesOf(`SELECT MAX(Status) ${ours} AND Status != 'My own'`)).toEqual(['Closed - Converted']);
  expect(await valuesOf(`SELECT LastName ${ours} GROUP BY LastName ORDER BY MIN(Status)`)).toEqual(inOrder);
});

const refused: [soql: string, message: string][] = [
  [
    'SELECT Id FROM Contact WHERE Id IN (SELECT WhoId FROM Task)',
    "Entity 'Task' is not supported for semi join inner selects",
  ],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Account)',
    'The inner and outer selects should not be on the same object type',
  ],
  [
    'SELECT Id FROM Contact WHERE Account.ParentId IN (SELECT Id FROM Account)',
    'The left operand cannot have more than one level of relationships',
  ],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT Account.ParentId FROM Contact)',
    'The inner select field cannot have more than one level of relationships',
  ],
  [
    'SELECT Id, (SELECT COUNT() FROM Contacts) FROM Account',
    'only root queries support aggregate expressions',
  ],
  [
    "SELECT Id FROM Contact WHERE Account.Description = 'x'",
    "field 'Description' can not be filtered in a query call",
  ],
  [
    'SELECT Id FROM Contact ORDER BY Account.Description',
    "field 'Description' can not be sorted in a query call",
  ],
];

test.each(refused)('refuses %s', async (soql, message) => {
  expect((await refusalOf(connection.query(soql))).message).toContain(message);
});

test('tells nobody by filter, order or group what a parent of several kinds hides', async () => {
  // With an account: a contact of none is its owner's alone.
  const AccountId = await create(connection, 'Account', { Name: 'Parent' });
  const hidden = { LastName: 'Hidden', Email: 'hidden@parent.example', AccountId };
  const secret = await create(connection, 'Contact', hidden);
  await create(connection, 'Task', { Subject: 'peek', WhoId: secret });
  const found = "FROM Task WHERE Subject = 'peek'";
  const seen = `SELECT Who.Email ${found} AND Who.Email = 'hidden@parent.example'`;
  expect(await valuesOf(seen)).toHaveLength(1);
  const rep = await signIn(running, { who: 'standard' });
  expect(await valuesOf(seen, rep)).toHaveLength(1);
  const { Id: right = '' } = await findOne(
    admin,
    "SELECT Id FROM FieldPermissions WHERE Field = 'Contact.Email' AND Parent.Profile.Name = 'Standard User'",
  );
  await admin.sobject('FieldPermissions').destroy(right);
  expect(await valuesOf(`SELECT Who.Email ${found}`, rep)).toEqual([
    expect.objectContaining({ Email: null }),
  ]);
  expect(await valuesOf(seen, rep)).toEqual([]);
  expect(await valuesOf(`SELECT MAX(Who.Email) ${found}`, rep)).toEqual([null]);
});
