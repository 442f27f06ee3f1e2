// Each clause of SOQL with rows that would be others without it.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { create, refusalOf } from './movie-org.ts';
import { callbackUrl, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;
let deleted: string;
let clock = new Date('2026-03-02T10:00:00Z');

const ours = "Site = 'clauses'";
const query = (soql: string) => `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl], now: () => clock });
  connection = await signIn(running);
  const site = { Site: 'clauses' };
  await create(connection, 'Account', { ...site, Name: '100% Wool', NumberOfEmployees: 1 });
  await create(connection, 'Account', { ...site, Name: '100 Wools', NumberOfEmployees: 2 });
  await create(connection, 'Account', { ...site, Name: 'wool_shop', NumberOfEmployees: 3 });
  await create(connection, 'Account', { ...site, Name: 'Wool-shop', NumberOfEmployees: 4 });
  const admin = await signIn(running, { who: 'admin' });
  const id = await create(admin, 'Account', { ...site, Name: 'Of the admin', NumberOfEmployees: 5 });
  await create(connection, 'Contact', { LastName: 'Adams', AccountId: id, Email: 'a@clauses.example' });
  await create(connection, 'Contact', { LastName: 'Baker', AccountId: id, Email: 'b@clauses.example' });
  deleted = await create(connection, 'Account', { ...site, Name: 'Gone', NumberOfEmployees: 6 });
  await connection.sobject('Account').destroy(deleted);
});
afterAll(() => running.stop());

const numbers: [rest: string, numbers: number[]][] = [
  [`WHERE ${ours} AND Name LIKE 'wool%'`, [3, 4]],
  [`WHERE ${ours} AND Name LIKE '%WOOL'`, [1]],
  [`WHERE ${ours} AND Name LIKE '100\\% %'`, [1]],
  [`WHERE ${ours} AND Name LIKE 'wool_shop'`, [3, 4]],
  [`WHERE ${ours} AND Name LIKE 'wool\\_shop'`, [3]],
  [`WHERE ${ours} AND Name LIKE 'wool-%'`, [4]],
  [`WHERE ${ours} AND (NOT Name LIKE '%wool%')`, [5]],
  [`WHERE ${ours} ORDER BY NumberOfEmployees DESC LIMIT 2 OFFSET 1`, [4, 3]],
  [`WHERE ${ours} ORDER BY NumberOfEmployees OFFSET 3`, [4, 5]],
  [`USING SCOPE mine WHERE ${ours}`, [1, 2, 3, 4]],
  [`USING SCOPE everything WHERE ${ours} WITH SECURITY_ENFORCED`, [1, 2, 3, 4, 5]],
  [`WHERE ${ours} WITH USER_MODE FOR UPDATE`, [1, 2, 3, 4, 5]],
  [`WHERE ${ours} AND Id IN (SELECT AccountId FROM Contact WHERE LastName = 'Adams')`, [5]],
  [`WHERE ${ours} AND Id IN (SELECT AccountId FROM Contact WHERE LastName = 'Nobody')`, []],
  [`WHERE ${ours} AND Id NOT IN (SELECT AccountId FROM Contact WHERE AccountId != null)`, [1, 2, 3, 4]],
  [`WHERE ${ours} AND CALENDAR_YEAR(CreatedDate) < 2000`, []],
];

for (const [text, expected] of numbers) {
  test(`runs SELECT … FROM Account ${text}`, async () => {
    const { records } = await connection.query<Record<string, unknown>>(
      `SELECT NumberOfEmployees FROM Account ${text}`,
    );
    expect(records.map((record) => record['NumberOfEmployees'])).toEqual(expected);
  });
}

test('finds deleted records through queryAll alone', async () => {
  const soql = `SELECT Id, IsDeleted FROM Account WHERE ${ours} AND Name = 'Gone'`;
  expect((await connection.query(soql)).records).toEqual([]);
  expect((await connection.query(soql, { scanAll: true })).records).toEqual([
    expect.objectContaining({ Id: deleted, IsDeleted: true }),
  ]);
});

test('shows children under their relationship, with conditions, order and limit of their own', async () => {
  const childrenOf = async (inner: string) => {
    const soql = `SELECT Name, (SELECT LastName FROM Contacts ${inner}) FROM Account WHERE ${ours} AND Name = 'Of the admin'`;
    const { body } = await rest(connection, query(soql));
    const records = valueAt(body, 'records', 0, 'Contacts', 'records');
    return Array.isArray(records) ? records.map((_, place) => valueAt(records, place, 'LastName')) : records;
  };
  expect(await childrenOf('')).toEqual(['Adams', 'Baker']);
  expect(await childrenOf('ORDER BY LastName DESC')).toEqual(['Baker', 'Adams']);
  expect(await childrenOf('ORDER BY LastName DESC LIMIT 1')).toEqual(['Baker']);
  expect(await childrenOf("WHERE LastName LIKE 'A%'")).toEqual(['Adams']);
});

// Recorded: github.com/heroku/heroku-applink-nodejs mappings/query-with-subquery.json (API 53.0, 2021).
test('answers children as recorded, and null where there are none', async () => {
  const soql = `SELECT Account.Name, (SELECT Contact.FirstName, Contact.LastName FROM Account.Contacts) FROM Account WHERE ${ours} AND NumberOfEmployees > 3`;
  const { bodyText } = await rest(connection, query(soql));
  const shown = bodyText.replaceAll(/\/services\/[^"]*/g, 'url');
  expect(shown).toBe(
    '{"totalSize":2,"done":true,"records":[{"attributes":{"type":"Account","url":"url"},"Name":"Wool-shop","Contacts":null},' +
      '{"attributes":{"type":"Account","url":"url"},"Name":"Of the admin","Contacts":{"totalSize":2,"done":true,"records":[' +
      '{"attributes":{"type":"Contact","url":"url"},"FirstName":null,"LastName":"Adams"},' +
      '{"attributes":{"type":"Contact","url":"url"},"FirstName":null,"LastName":"Baker"}]}}]}',
  );
});

test('writes FIELDS() out, within its limit', async () => {
  const fieldsOf = async (which: string) => {
    const { records } = await connection.query(`SELECT FIELDS(${which}) FROM Booking__c LIMIT 1`);
    return Object.keys(records[0] ?? {});
  };
  await create(connection, 'Booking__c', { Booking_Key__c: 'fields' });
  const custom = await fieldsOf('CUSTOM');
  const standard = await fieldsOf('STANDARD');
  expect(custom).toContain('Booking_Key__c');
  expect(custom).not.toContain('Id');
  expect(standard).toContain('Id');
  expect(standard).not.toContain('Booking_Key__c');
  expect(new Set(await fieldsOf('ALL'))).toEqual(new Set([...standard, ...custom]));
});

test('shows the label of a picklist value with toLabel()', async () => {
  await create(connection, 'Event', {
    Subject: 'Labels',
    StartDateTime: '2026-01-05T10:00:00Z',
    DurationInMinutes: 30,
    ShowAs: 'OutOfOffice',
  });
  const { records } = await connection.query(
    "SELECT ShowAs, toLabel(ShowAs) shown FROM Event WHERE Subject = 'Labels' AND toLabel(ShowAs) = 'Out of Office'",
  );
  expect(records).toMatchObject([{ ShowAs: 'OutOfOffice', shown: 'Out of Office' }]);
});

test('leaves a mark on records found FOR VIEW and FOR REFERENCE', async () => {
  const marksOf = async (clause: string) => {
    clock = new Date(clock.getTime() + 60_000);
    const soql = `SELECT LastViewedDate, LastReferencedDate FROM Account WHERE ${ours} AND NumberOfEmployees = 1`;
    await connection.query(`${soql} ${clause}`);
    const [record] = (await connection.query<Record<string, unknown>>(soql)).records;
    return [record?.['LastViewedDate'], record?.['LastReferencedDate']];
  };
  const [viewed, referenced] = await marksOf('');
  expect([viewed, referenced]).toEqual(['2026-03-02T10:00:00.000+0000', '2026-03-02T10:00:00.000+0000']);
  expect(await marksOf('FOR REFERENCE')).toEqual([viewed, '2026-03-02T10:02:00.000+0000']);
  expect(await marksOf('FOR VIEW')).toEqual(['2026-03-02T10:03:00.000+0000', '2026-03-02T10:03:00.000+0000']);
});

const refused: [soql: string, errorCode: string, message: string][] = [
  ['SELECT Id FROM Account OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000'],
  [
    'SELECT FIELDS(ALL) FROM Account',
    'MALFORMED_QUERY',
    'The SOQL FIELDS function must have a LIMIT of at most 200',
  ],
  ['SELECT Id FROM Account ALL ROWS', 'MALFORMED_QUERY', 'ALL ROWS not allowed in this context'],
  [
    "SELECT Id FROM Account WHERE OwnerId LIKE '005%'",
    'INVALID_QUERY_FILTER_OPERATOR',
    'invalid operator on id field',
  ],
  [
    "SELECT Id FROM Account WHERE Industry INCLUDES ('x')",
    'INVALID_QUERY_FILTER_OPERATOR',
    'invalid operator',
  ],
  ["SELECT Id FROM Account WHERE Name LIKE '\\q'", 'MALFORMED_QUERY', "Illegal character sequence '\\q'"],
  [
    'SELECT Id, (SELECT Id FROM Nothings) FROM Account',
    'INVALID_FIELD',
    "Didn't understand relationship 'Nothings' in FROM part of query call",
  ],
  // Quoted from orgs in public repositories (read 2026-11-23).
  [
    "SELECT Id FROM Account WHERE Name = 'x' OR Id IN (SELECT AccountId FROM Contact)",
    'MALFORMED_QUERY',
    "Semi join sub-selects are not allowed with the 'OR' operator",
  ],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE OwnerId IN (SELECT Id FROM User))',
    'MALFORMED_QUERY',
    'Nesting of semi join sub-selects is not supported',
  ],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT Id FROM Contact)',
    'MALFORMED_QUERY',
    "The selected field 'Id' in the subquery and the left operand field in the where expression in the outer query 'Id' should point to the same object type",
  ],
];

for (const [soql, errorCode, message] of refused) {
  test(`refuses ${soql} as ${errorCode}`, async () => {
    const refusal = await refusalOf(connection.query(soql));
    expect(refusal.errorCode).toBe(errorCode);
    expect(refusal.message).toContain(message);
  });
}

test('tells what a query would show, as the sf CLI asks', async () => {
  const soql = 'SELECT Id, Owner.Name, (SELECT LastName FROM Contacts) FROM Account';
  const { body } = await rest(connection, `${query(soql)}&columns=true`);
  expect(body).toMatchObject({
    columnMetadata: [
      { columnName: 'Id', aggregate: false, joinColumns: [] },
      { columnName: 'Owner', aggregate: false, joinColumns: [{ columnName: 'Name' }] },
      { columnName: 'Contacts', aggregate: true, joinColumns: [{ columnName: 'LastName' }] },
    ],
    entityName: 'Account',
    groupBy: false,
    idSelected: true,
  });
});
