// Date literals and date functions, in the time zone of the user who asks.
// https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_dateformats.htm (2026-11-23)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { create, findOne } from './movie-org.ts';
import { callbackUrl, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;

// A Wednesday evening in Los Angeles; in UTC it is Thursday already.
const now = new Date('2026-05-14T03:00:00Z');

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl], now: () => now });
  connection = await signIn(running, { who: 'admin' });
  const me = await findOne(connection, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
  await connection.sobject('User').update({
    Id: me['Id'] ?? '',
    TimeZoneSidKey: 'America/Los_Angeles',
    LocaleSidKey: 'en_US',
  });
});
afterAll(() => running.stop());

/** Which of these days (of opportunities that close then) a condition finds. */
async function foundOf(days: string[], condition: string): Promise<string[]> {
  const name = condition.slice(0, 100);
  for (const CloseDate of days) {
    await create(connection, 'Opportunity', { Name: name, StageName: 'Prospecting', CloseDate });
  }
  const where = `Name = '${name.replaceAll("'", "\\'")}' AND ${condition}`;
  const { records } = await connection.query(
    `SELECT CloseDate FROM Opportunity WHERE ${where} ORDER BY CloseDate`,
  );
  return records.map((record) => String(record['CloseDate']));
}

// [literal, first day, last day]; today is 2026-05-13, a Wednesday, in the second quarter.
const periods: [literal: string, first: string, last: string][] = [
  ['YESTERDAY', '2026-05-12', '2026-05-12'],
  ['TODAY', '2026-05-13', '2026-05-13'],
  ['TOMORROW', '2026-05-14', '2026-05-14'],
  ['LAST_WEEK', '2026-05-03', '2026-05-09'],
  ['THIS_WEEK', '2026-05-10', '2026-05-16'],
  ['NEXT_WEEK', '2026-05-17', '2026-05-23'],
  ['LAST_MONTH', '2026-04-01', '2026-04-30'],
  ['THIS_MONTH', '2026-05-01', '2026-05-31'],
  ['NEXT_MONTH', '2026-06-01', '2026-06-30'],
  ['LAST_90_DAYS', '2026-02-12', '2026-05-13'],
  ['NEXT_90_DAYS', '2026-05-14', '2026-08-11'],
  ['LAST_N_DAYS:3', '2026-05-10', '2026-05-13'],
  ['NEXT_N_DAYS:3', '2026-05-14', '2026-05-16'],
  ['N_DAYS_AGO:3', '2026-05-10', '2026-05-10'],
  ['LAST_N_WEEKS:2', '2026-04-26', '2026-05-09'],
  ['NEXT_N_WEEKS:2', '2026-05-17', '2026-05-30'],
  ['N_WEEKS_AGO:2', '2026-04-26', '2026-05-02'],
  ['LAST_N_MONTHS:2', '2026-03-01', '2026-04-30'],
  ['NEXT_N_MONTHS:2', '2026-06-01', '2026-07-31'],
  ['N_MONTHS_AGO:2', '2026-03-01', '2026-03-31'],
  ['THIS_QUARTER', '2026-04-01', '2026-06-30'],
  ['LAST_QUARTER', '2026-01-01', '2026-03-31'],
  ['NEXT_QUARTER', '2026-07-01', '2026-09-30'],
  ['LAST_N_QUARTERS:2', '2025-10-01', '2026-03-31'],
  ['NEXT_N_QUARTERS:2', '2026-07-01', '2026-12-31'],
  ['N_QUARTERS_AGO:2', '2025-10-01', '2025-12-31'],
  ['THIS_YEAR', '2026-01-01', '2026-12-31'],
  ['LAST_YEAR', '2025-01-01', '2025-12-31'],
  ['NEXT_YEAR', '2027-01-01', '2027-12-31'],
  ['LAST_N_YEARS:2', '2024-01-01', '2025-12-31'],
  ['NEXT_N_YEARS:2', '2027-01-01', '2028-12-31'],
  ['N_YEARS_AGO:2', '2024-01-01', '2024-12-31'],
  ['THIS_FISCAL_QUARTER', '2026-04-01', '2026-06-30'],
  ['NEXT_N_FISCAL_QUARTERS:1', '2026-07-01', '2026-09-30'],
  ['N_FISCAL_QUARTERS_AGO:1', '2026-01-01', '2026-03-31'],
  ['LAST_FISCAL_YEAR', '2025-01-01', '2025-12-31'],
  ['next_n_fiscal_years:1', '2027-01-01', '2027-12-31'],
];

const dayBeside = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

for (const [literal, first, last] of periods) {
  test(`takes ${literal} for ${first} to ${last}`, async () => {
    const inside = [...new Set([first, last])];
    const days = [dayBeside(first, -1), ...inside, dayBeside(last, 1)];
    expect(await foundOf(days, `CloseDate = ${literal}`)).toEqual(inside);
  });
}

test('compares with the ends of a period', async () => {
  const days = ['2026-05-09', '2026-05-10', '2026-05-16', '2026-05-17'];
  const [before, first, last, after] = days;
  expect(await foundOf(days, 'CloseDate < THIS_WEEK')).toEqual([before]);
  expect(await foundOf(days, 'CloseDate <= THIS_WEEK')).toEqual([before, first, last]);
  expect(await foundOf(days, 'CloseDate > THIS_WEEK')).toEqual([after]);
  expect(await foundOf(days, 'CloseDate >= THIS_WEEK')).toEqual([first, last, after]);
  expect(await foundOf(days, 'CloseDate != THIS_WEEK')).toEqual([before, after]);
  expect(await foundOf(days, 'CloseDate IN (LAST_WEEK, 2026-05-17)')).toEqual([before, after]);
});

test('takes a number of days beyond the calendar for all days there are', async () => {
  const days = ['1700-01-01', '2026-05-13', '2026-05-14'];
  expect(await foundOf(days, 'CloseDate = LAST_N_DAYS:99999999999')).toEqual(days.slice(0, 2));
  expect(await foundOf(['3999-12-31'], 'CloseDate = NEXT_N_YEARS:99999999999')).toEqual(['3999-12-31']);
});

async function subjectsOf(where: string): Promise<unknown[]> {
  const { records } = await connection.query<Record<string, unknown>>(
    `SELECT Subject FROM Event WHERE ${where} ORDER BY StartDateTime`,
  );
  return records.map((record) => record['Subject']);
}

test('starts days at the midnight of the user', async () => {
  const moments = [
    '2026-05-13T06:59:00Z',
    '2026-05-13T07:00:00Z',
    '2026-05-14T06:59:00Z',
    '2026-05-14T07:00:00Z',
  ];
  for (const StartDateTime of moments) {
    await create(connection, 'Event', {
      Subject: `at ${StartDateTime}`,
      StartDateTime,
      DurationInMinutes: 15,
    });
  }
  expect(await subjectsOf("Subject LIKE 'at %' AND StartDateTime = TODAY")).toEqual(
    moments.slice(1, 3).map((moment) => `at ${moment}`),
  );
});

test('takes parts of a date in UTC, or where the user lives with convertTimezone()', async () => {
  await create(connection, 'Event', {
    Subject: 'parts',
    StartDateTime: '2026-03-08T03:30:00Z',
    DurationInMinutes: 15,
  });
  const parts: [part: string, utc: number | string, local: number | string][] = [
    ['CALENDAR_YEAR', 2026, 2026],
    ['CALENDAR_QUARTER', 1, 1],
    ['CALENDAR_MONTH', 3, 3],
    ['DAY_IN_MONTH', 8, 7],
    ['DAY_IN_WEEK', 1, 7],
    ['DAY_IN_YEAR', 67, 66],
    ['WEEK_IN_MONTH', 2, 1],
    ['WEEK_IN_YEAR', 10, 10],
    ['HOUR_IN_DAY', 3, 19],
    ['DAY_ONLY', '2026-03-08', '2026-03-07'],
    ['FISCAL_YEAR', 2026, 2026],
    ['FISCAL_QUARTER', 1, 1],
    ['FISCAL_MONTH', 3, 3],
  ];
  for (const [part, utc, local] of parts) {
    expect(await subjectsOf(`Subject = 'parts' AND ${part}(StartDateTime) = ${utc}`)).toEqual(['parts']);
    const converted = `${part}(convertTimezone(StartDateTime))`;
    expect(await subjectsOf(`Subject = 'parts' AND ${converted} = ${local}`)).toEqual(['parts']);
  }
});

test('groups by a part of a date', async () => {
  for (const CloseDate of ['2020-01-31', '2020-02-01', '2021-02-01']) {
    await create(connection, 'Opportunity', { Name: 'by year', StageName: 'Prospecting', CloseDate });
  }
  const { records } = await connection.query(
    "SELECT CALENDAR_YEAR(CloseDate), COUNT(Id) n FROM Opportunity WHERE Name = 'by year' GROUP BY CALENDAR_YEAR(CloseDate) ORDER BY CALENDAR_YEAR(CloseDate) DESC",
  );
  expect(records).toMatchObject([
    { expr0: 2021, n: 1 },
    { expr0: 2020, n: 2 },
  ]);
});
