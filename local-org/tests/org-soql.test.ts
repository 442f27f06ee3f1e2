// Queries: what is run, and what is refused by name or as Salesforce refuses it.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { create, refusalOf } from './movie-org.ts';
import { callbackUrl, rest, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  connection = await signIn(running);
  await create(connection, 'Account', { Name: 'alpha', NumberOfEmployees: 10, Industry: 'Energy' });
  await create(connection, 'Account', { Name: 'Beta', NumberOfEmployees: 20 });
  await create(connection, 'Account', { Name: 'gamma', NumberOfEmployees: 30, Industry: 'Energy' });
  await create(connection, 'Account', { Name: "O'Hara \\ Sons", Site: 'test' });
});
afterAll(() => running.stop());

async function namesOf(where: string): Promise<string[]> {
  const { records } = await connection.query<{ Name: string }>(`SELECT Name FROM Account ${where}`);
  return records.map((record) => record.Name);
}

const ours = "Name IN ('alpha', 'beta', 'gamma')";

const found: [where: string, names: string[]][] = [
  ["WHERE Name = 'ALPHA'", ['alpha']],
  ["WHERE Name = 'O\\'Hara \\\\ Sons'", ["O'Hara \\ Sons"]],
  [`WHERE ${ours} AND NumberOfEmployees > 10 AND NumberOfEmployees <= 20`, ['Beta']],
  [`WHERE ${ours} AND (NumberOfEmployees < 15 OR NOT NumberOfEmployees < 30)`, ['alpha', 'gamma']],
  [`WHERE ${ours} AND Industry = null`, ['Beta']],
  [`WHERE ${ours} AND Industry != 'Energy'`, ['Beta']],
  [`WHERE ${ours} AND Name NOT IN ('alpha', 'Beta')`, ['gamma']],
  [
    `WHERE ${ours} AND IsDeleted = false AND Owner.Username = 'API-user@acme.example' LIMIT 2`,
    ['alpha', 'Beta'],
  ],
  [
    `WHERE ${ours} AND CreatedDate > 2020-01-01T00:00:00+02:00 ORDER BY Name DESC`,
    ['gamma', 'Beta', 'alpha'],
  ],
  [`WHERE ${ours} ORDER BY Industry, Name DESC`, ['Beta', 'gamma', 'alpha']],
  [`WHERE ${ours} ORDER BY Industry DESC NULLS LAST, Name`, ['alpha', 'gamma', 'Beta']],
  [`WHERE ${ours} ORDER BY Owner.Name, NumberOfEmployees DESC LIMIT 1`, ['gamma']],
  ["WHERE Name IN ('alpha', 'ALPHA', 'alpha')", ['alpha']],
  ["WHERE Account.Name = 'alpha'", ['alpha']],
  ['a WHERE a.NumberOfEmployees = 20', ['Beta']],
];

for (const [where, names] of found) {
  test(`runs ${where}`, async () => {
    expect(await namesOf(where)).toEqual(names);
  });
}

test('counts without records', async () => {
  const { bodyText } = await rest(
    connection,
    `/services/data/v67.0/query?q=${encodeURIComponent(`SELECT COUNT() FROM Account WHERE ${ours}`)}`,
  );
  expect(bodyText).toBe('{"totalSize":3,"done":true,"records":[]}');
});

test('follows parents over several levels and shows null where one is missing', async () => {
  const { records } = await connection.query(
    "SELECT Parent.Name, Owner.Profile.UserLicense.Name, Owner.Name FROM Account WHERE Name = 'alpha'",
  );
  expect(records).toEqual([
    expect.objectContaining({
      Parent: null,
      Owner: {
        attributes: expect.objectContaining({ type: 'User' }),
        Profile: {
          attributes: expect.objectContaining({ type: 'Profile' }),
          UserLicense: { attributes: expect.objectContaining({ type: 'UserLicense' }), Name: 'Salesforce' },
        },
        Name: 'Bookbridge API User',
      },
    }),
  ]);
});

const notRun: [soql: string, clause: string][] = [
  ['SELECT Industry, COUNT(Id) FROM Account GROUP BY ROLLUP(Industry)', 'GROUP BY ROLLUP'],
  ['SELECT FORMAT(CreatedDate) FROM Account', 'FORMAT(CreatedDate)'],
  ['SELECT convertCurrency(AnnualRevenue) FROM Account', 'convertCurrency(AnnualRevenue)'],
  [
    "SELECT Id FROM Account WHERE DISTANCE(BillingAddress, GEOLOCATION(1, 2), 'mi') < 20",
    "DISTANCE(BillingAddress, GEOLOCATION(1, 2), 'mi')",
  ],
  ['SELECT Id FROM Account WITH SYSTEM_MODE', 'WITH SYSTEM_MODE'],
  ['SELECT Id FROM Account USING SCOPE team', 'USING SCOPE team'],
  ['SELECT Id FROM Account UPDATE TRACKING', 'UPDATE TRACKING'],
  ['SELECT Id FROM Account WITH DATA CATEGORY Geography__c AT usa__c', 'WITH DATA CATEGORY'],
  ['SELECT TYPEOF Who WHEN Contact THEN Id END FROM Event', 'TYPEOF'],
  ['SELECT Id, (SELECT Id FROM Contacts OFFSET 1) FROM Account', 'OFFSET in a subquery'],
  [
    'SELECT Id FROM Account WHERE CALENDAR_YEAR(CreatedDate) IN (SELECT Id FROM Contact)',
    'a subquery in WHERE on a function',
  ],
  ['SELECT Id FROM Campaign', 'the object Campaign'],
];

for (const [soql, clause] of notRun) {
  test(`refuses ${clause} by name`, async () => {
    const answer = await rest(connection, `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`);
    expect([answer.status, answer.bodyText]).toEqual([
      501,
      `[{"errorCode":"NOT_IMPLEMENTED","message":"The local org does not run ${clause} in SOQL."}]`,
    ]);
  });
}

const refused: [soql: string, errorCode: string, message: string][] = [
  // Texts seen in tests of public clients (read 2026-11-23): the caret of an error of grammar stands before the word.
  [
    'SELECT Id, FROM Account',
    'MALFORMED_QUERY',
    "\nSELECT Id, FROM Account\n          ^\nERROR at Row:1:Column:11\nunexpected token: 'FROM'",
  ],
  ['SELECT Id FROM Account WHERE', 'MALFORMED_QUERY', "unexpected token: '<EOF>'"],
  [
    "SELECT Id FROM Account WHERE Name = 'a' AND Site = 'b' OR Site = 'c'",
    'MALFORMED_QUERY',
    "unexpected token: 'OR'",
  ],
  ['SELECT Id Name FROM Account', 'MALFORMED_QUERY', 'only aggregate expressions use field aliasing'],
  [
    'SELECT Id FROM Nothing',
    'INVALID_TYPE',
    "\nSELECT Id FROM Nothing\n               ^\nERROR at Row:1:Column:16\nsObject type 'Nothing' is not supported.",
  ],
  ['SELECT Nope.Name FROM Account', 'INVALID_FIELD', "Didn't understand relationship 'Nope' in field path."],
  ['SELECT Id, Id FROM Account', 'INVALID_FIELD', 'duplicate field selected: Id'],
  [
    "SELECT Id FROM Account WHERE Description = 'a'",
    'INVALID_FIELD',
    "field 'Description' can not be filtered in a query call",
  ],
  [
    "SELECT Id FROM Account WHERE CreatedDate > '2020-01-01'",
    'INVALID_FIELD',
    "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
  ],
  [
    'SELECT Id FROM Account WHERE Name = 5',
    'INVALID_FIELD',
    "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes",
  ],
  ["SELECT Id FROM Account WHERE Id = 'x'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: x'],
];

for (const [soql, errorCode, message] of refused) {
  test(`refuses ${soql} as ${errorCode}`, async () => {
    const refusal = await refusalOf(connection.query(soql));
    expect(refusal.errorCode).toBe(errorCode);
    expect(refusal.message).toContain(message);
  });
}

test('shows only the part of a long query around the error', async () => {
  const fields = [
    'Name',
    'Industry',
    'NumberOfEmployees',
    'AnnualRevenue',
    'Website',
    'Phone',
    'Bacon__c',
    'Site',
    'Fax',
  ];
  const { message } = await refusalOf(
    connection.query(`SELECT ${fields.join(', ')} FROM Account ORDER BY CreatedDate`),
  );
  const [, shown = '', caret = '', place] = message.split('\n');
  expect(shown.slice(caret.length - 1)).toMatch(/^Bacon__c/);
  expect(shown.length).toBeLessThan(90);
  expect(place).toBe('ERROR at Row:1:Column:74');
});
