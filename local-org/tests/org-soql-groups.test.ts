// Aggregates and groups. Answers as recorded in github.com/SFDO-Tooling/CumulusCI
// (TestDatasetsE2E.test_datasets_e2e.yaml, 2020–2023): AggregateResult without a url, expr0, expr1 …

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { create, refusalOf } from './movie-org.ts';
import { callbackUrl, rest, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;

const ours = "FROM Account WHERE Site = 'groups'";

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
  const rows: [string, string | null, number | null, number | null][] = [
    ['A', 'Energy', 10, 0.1],
    ['B', 'Energy', 20, 0.2],
    ['C', 'Banking', 5, null],
    ['D', null, null, null],
    ['E', 'Banking', 5, null],
  ];
  for (const [Name, Industry, NumberOfEmployees, BillingLatitude] of rows) {
    await create(connection, 'Account', {
      Name,
      Industry,
      NumberOfEmployees,
      BillingLatitude,
      Site: 'groups',
    });
  }
});
afterAll(() => running.stop());

async function answer(soql: string): Promise<string> {
  const { bodyText } = await rest(connection, `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`);
  return bodyText;
}

/** The values of each answer, without its attributes. */
async function rowsOf(soql: string): Promise<unknown[][]> {
  const { records } = await connection.query<Record<string, unknown>>(soql);
  return records.map((record) =>
    Object.entries(record)
      .filter(([name]) => name !== 'attributes')
      .map(([, value]) => value),
  );
}

test('answers an aggregate without a group as one record', async () => {
  expect(await answer(`SELECT COUNT(Id) ${ours}`)).toBe(
    '{"totalSize":1,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"expr0":5}]}',
  );
});

test('names what has no alias expr0, expr1 …, and fields by their own name', async () => {
  const text = await answer(
    `SELECT industry, COUNT(Id), SUM(NumberOfEmployees) total, MIN(Name) ${ours} AND Industry = 'Energy' GROUP BY Industry`,
  );
  expect(text).toBe(
    '{"totalSize":1,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"Industry":"Energy","expr0":2,"total":30,"expr1":"A"}]}',
  );
});

const rows: [soql: string, rows: unknown[][]][] = [
  [
    `SELECT COUNT(Id), COUNT(Industry), COUNT_DISTINCT(Industry), SUM(NumberOfEmployees), AVG(NumberOfEmployees), MIN(NumberOfEmployees), MAX(NumberOfEmployees), SUM(BillingLatitude) ${ours}`,
    [[5, 4, 2, 40, 10, 5, 20, 0.3]],
  ],
  [`SELECT COUNT(Id), SUM(NumberOfEmployees) ${ours} AND Name = 'nobody'`, [[0, null]]],
  [
    `SELECT Industry, COUNT(Id) ${ours} GROUP BY Industry ORDER BY Industry`,
    [
      [null, 1],
      ['Banking', 2],
      ['Energy', 2],
    ],
  ],
  [
    `SELECT Industry ${ours} GROUP BY Industry ORDER BY SUM(NumberOfEmployees) DESC NULLS LAST`,
    [['Energy'], ['Banking'], [null]],
  ],
  [
    `SELECT Industry, COUNT(Id) ${ours} GROUP BY Industry HAVING COUNT(Id) > 1 ORDER BY Industry`,
    [
      ['Banking', 2],
      ['Energy', 2],
    ],
  ],
  [
    `SELECT Industry, COUNT(Id) ${ours} GROUP BY Industry HAVING COUNT(Id) > 1 AND Industry LIKE 'E%'`,
    [['Energy', 2]],
  ],
  [
    `SELECT Industry, NumberOfEmployees, COUNT(Id) ${ours} AND Industry != null GROUP BY Industry, NumberOfEmployees ORDER BY NumberOfEmployees`,
    [
      ['Banking', 5, 2],
      ['Energy', 10, 1],
      ['Energy', 20, 1],
    ],
  ],
  [`SELECT Owner.Name, COUNT(Id) ${ours} GROUP BY Owner.Name`, [['Bookbridge API User', 5]]],
  [`SELECT Industry ${ours} GROUP BY Industry ORDER BY Industry LIMIT 1 OFFSET 1`, [['Banking']]],
];

for (const [soql, expected] of rows) {
  test(`runs ${soql}`, async () => {
    expect(await rowsOf(soql)).toEqual(expected);
  });
}

test('names a grouped field of a parent without the parent', async () => {
  const { records } = await connection.query(`SELECT Owner.Name, COUNT(Id) ${ours} GROUP BY Owner.Name`);
  expect(Object.keys(records[0] ?? {})).toEqual(['attributes', 'Name', 'expr0']);
});

const refused: [soql: string, message: string][] = [
  [
    `SELECT Name, COUNT(Id) ${ours}`,
    '\n       ^\nERROR at Row:1:Column:8\nField must be grouped or aggregated: Name',
  ],
  [`SELECT COUNT(Id) ${ours} GROUP BY Description`, "field 'Description' can not be grouped in a query call"],
  [`SELECT COUNT(Id) ${ours} GROUP BY CreatedDate`, "field 'CreatedDate' can not be grouped in a query call"],
  [`SELECT SUM(Name) ${ours}`, 'field Name does not support aggregate operator SUM'],
  [`SELECT MAX(IsDeleted) ${ours}`, 'field IsDeleted does not support aggregate operator MAX'],
  [`SELECT COUNT() ${ours} GROUP BY Industry`, "unexpected token: 'GROUP'"],
  [`SELECT COUNT(Id) ${ours} HAVING COUNT(Id) > 1`, "unexpected token: 'HAVING'"],
  [
    `SELECT COUNT(Id) ${ours} LIMIT 1`,
    'Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
  ],
  [`SELECT COUNT(Id) ${ours} ORDER BY Name`, 'Ordered field must be grouped or aggregated: Name'],
  [
    `SELECT Industry, COUNT(Industry) ${ours} GROUP BY Industry`,
    'Grouped field should not be aggregated: Industry',
  ],
  [`SELECT COUNT(Id) n, MAX(Name) n ${ours}`, 'duplicate alias: n'],
  [
    `SELECT CALENDAR_YEAR(CreatedDate) ${ours}`,
    'Field must be grouped or aggregated: CALENDAR_YEAR(CreatedDate)',
  ],
];

for (const [soql, message] of refused) {
  test(`refuses ${soql}`, async () => {
    const refusal = await refusalOf(connection.query(soql));
    expect(refusal.errorCode).toBe('MALFORMED_QUERY');
    expect(refusal.message).toContain(message);
  });
}

test('refuses more groups than one answer holds, and takes them with a LIMIT', async () => {
  const names = Array.from({ length: 2_001 }, (_, count) => ({ Name: `many ${count}`, Site: 'many' }));
  await connection.sobject('Account').create(names, { allowRecursive: true });
  const soql = "SELECT Name, COUNT(Id) FROM Account WHERE Site = 'many' GROUP BY Name";
  expect(await refusalOf(connection.query(soql))).toMatchObject({
    errorCode: 'EXCEEDED_ID_LIMIT',
    message:
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
  });
  expect((await connection.query(`${soql} LIMIT 2000`)).totalSize).toBe(2_000);
});

test('hands out pages of 2,000 that jsforce puts together, and refuses a locator it does not know', async () => {
  const soql = "SELECT Id FROM Account WHERE Site = 'many'";
  const first = await connection.query(soql);
  expect([first.totalSize, first.done, first.records.length]).toEqual([2_001, false, 2_000]);
  const second = await connection.queryMore(first.nextRecordsUrl ?? '');
  expect([second.done, second.records.length]).toEqual([true, 1]);
  const all = await connection.query(soql, { autoFetch: true, scanAll: true });
  expect(all.records).toHaveLength(2_001);
  expect(await refusalOf(connection.queryMore('01g000000000000AAA-2000'))).toMatchObject({
    errorCode: 'INVALID_QUERY_LOCATOR',
    message: 'invalid query locator',
  });
});
