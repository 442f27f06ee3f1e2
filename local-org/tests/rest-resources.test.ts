// REST around the records: versions, sessions, rows, limits, headers, and the answers to what cannot be served.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, getTokens, keysOf, orgOf, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
let connection: Connection;
let time = new Date('2026-03-02T09:00:00Z');

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl], now: () => time });
  connection = await signIn(running);
});
afterAll(() => running.stop());

const base = '/services/data/v67.0';

// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_versions.htm (2026-03-12)
test('lists its versions without a session', async () => {
  for (const origin of [orgOf(running).origin, running.login.production]) {
    const versions: unknown = await (await fetch(`${origin}/services/data/`)).json();
    expect(versions).toHaveLength(8);
    expect(versions).toEqual(
      expect.arrayContaining([
        { label: "Spring '24", url: '/services/data/v60.0', version: '60.0' },
        { label: "Summer '24", url: '/services/data/v61.0', version: '61.0' },
        { label: "Summer '26", url: '/services/data/v67.0', version: '67.0' },
      ]),
    );
  }
});

test('lists the resources of a version, from which jsforce finds the identity URL', async () => {
  const identity = await connection.identity();
  expect(identity.organization_id).toBe(orgOf(running).orgId);
  expect(identity.username).toBe('api-user@acme.example');
});

// Recorded: heroku/heroku-applink-nodejs mappings/create-invalid-token.json (2026-11-23)
test('answers 401 and an array for a token it does not know, without a count', async () => {
  const response = await fetch(`${orgOf(running).origin}${base}/sobjects/Account`, {
    method: 'POST',
    headers: { authorization: 'Bearer nobody', 'content-type': 'application/json' },
    body: '{"name":"Global Media"}',
  });
  expect(response.status).toBe(401);
  expect(response.headers.get('content-type')).toBe('application/json;charset=UTF-8');
  expect(response.headers.get('sforce-limit-info')).toBeNull();
  expect(await response.text()).toBe(
    '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]',
  );
});

test("does not take another org's token", async () => {
  const { body } = await getTokens(running, { kind: 'sandbox' });
  const response = await fetch(`${orgOf(running).origin}${base}/limits`, {
    headers: { authorization: `Bearer ${body['access_token']}` },
  });
  expect(response.status).toBe(401);
});

const notFound = '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]';

// Recorded: heroku/heroku-applink-nodejs mappings/create-invalid-api-version.json, create-unknown-object.json (2026-11-23)
test('answers 404 for an unknown version, without a count', async () => {
  const answer = await rest(connection, '/services/data/viAmABadVersion/sobjects/Account', {
    body: { name: 'x' },
  });
  expect([answer.status, answer.bodyText]).toEqual([404, notFound]);
  expect(answer.headers.get('sforce-limit-info')).toBeNull();
});

test('answers 404 for an unknown object, with a count', async () => {
  const answer = await rest(connection, `${base}/sobjects/PlayingCard__c`, {
    body: { Name: 'Ace of Spades' },
  });
  expect([answer.status, answer.bodyText]).toEqual([404, notFound]);
  expect(answer.headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/100000$/);
});

// Seen in integration tests of public SDKs (2026-11-23)
test('takes a segment that is no id for an external id field', async () => {
  const answer = await rest(connection, `${base}/sobjects/Account/INVALID%20ID`);
  expect([answer.status, answer.bodyText]).toEqual([
    404,
    '[{"errorCode":"NOT_FOUND","message":"Provided external ID field does not exist or is not accessible: INVALID ID"}]',
  ]);
});

test('answers 404 for a deleted record', async () => {
  const { id } = await connection.sobject('Account').create({ Name: 'Gone' });
  await connection.sobject('Account').destroy(id ?? '');
  const answer = await rest(connection, `${base}/sobjects/Account/${id ?? ''}`);
  expect([answer.status, answer.bodyText]).toEqual([404, notFound]);
});

test('creates, reads, updates and deletes through jsforce', async () => {
  const leads = connection.sobject('Lead');
  const { id = '' } = await leads.create({ LastName: 'Rider', Company: 'Bikes', Email: 'rider@example.com' });
  expect(await leads.retrieve(id)).toMatchObject({ Name: 'Rider', Email: 'rider@example.com' });
  await leads.update({ Id: id, Company: 'Better Bikes' });
  expect(await connection.query(`SELECT Company FROM Lead WHERE Id = '${id}'`)).toMatchObject({
    records: [{ Company: 'Better Bikes' }],
  });
  await leads.destroy(id);
  await expect(leads.retrieve(id)).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
});

test('answers a create with 201 and the new address, an update and a delete with 204 and no body', async () => {
  const created = await rest(connection, `${base}/sobjects/Account`, { body: { Name: 'Wire' } });
  const id = /"id":"(\w{18})"/.exec(created.bodyText)?.[1] ?? '';
  expect([created.status, created.bodyText]).toEqual([201, `{"id":"${id}","success":true,"errors":[]}`]);
  expect(created.headers.get('location')).toBe(`${base}/sobjects/Account/${id}`);
  const path = `${base}/sobjects/Account/${id}`;
  const updated = await rest(connection, path, { method: 'PATCH', body: { Name: 'Wired' } });
  expect([updated.status, updated.bodyText]).toEqual([204, '']);
  const tunneled = await rest(connection, `${path}?_HttpMethod=PATCH`, { body: { Name: 'Tunneled' } });
  expect(tunneled.status).toBe(204);
  expect((await rest(connection, `${path}?fields=Name`)).body).toMatchObject({ Name: 'Tunneled' });
  expect((await rest(connection, path, { method: 'DELETE' })).status).toBe(204);
});

test('reads a record by its external id', async () => {
  await connection.sobject('Booking__c').create({ Booking_Key__c: 'ext/1' });
  const answer = await rest(
    connection,
    `${base}/sobjects/Booking__c/Booking_Key__c/ext%2F1?fields=Booking_Key__c`,
  );
  expect(answer.body).toMatchObject({ attributes: { type: 'Booking__c' }, Booking_Key__c: 'ext/1' });
});

// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_limits.htm (2026-03-12)
test('answers limits with the calls that are left today', async () => {
  const { body, headers } = await rest(connection, `${base}/limits/`);
  const used = Number(/^api-usage=(\d+)\/100000$/.exec(headers.get('sforce-limit-info') ?? '')?.[1]);
  expect(body).toMatchObject({ DailyApiRequests: { Max: 100_000, Remaining: 100_000 - used } });
  expect(keysOf(valueAt(body, 'DailyApiRequests'))).toEqual(['Max', 'Remaining']);
  expect(keysOf(body)).toEqual(
    `ActiveScratchOrgs AnalyticsExternalDataSizeMB ConcurrentAsyncGetReportInstances ConcurrentEinsteinDataInsightsStoryCreation
     ConcurrentEinsteinDiscoveryStoryCreation ConcurrentSyncReportRuns DailyAnalyticsDataflowJobExecutions DailyAnalyticsUploadedFilesSizeMB
     DailyFunctionsApiCallLimit DailyApiRequests DailyAsyncApexExecutions DailyAsyncApexTests
     DailyBulkApiBatches DailyBulkV2QueryFileStorageMB DailyBulkV2QueryJobs DailyDeliveredPlatformEvents
     DailyDurableGenericStreamingApiEvents DailyDurableStreamingApiEvents DailyEinsteinDataInsightsStoryCreation DailyEinsteinDiscoveryPredictAPICalls
     DailyEinsteinDiscoveryPredictionsByCDC DailyEinsteinDiscoveryStoryCreation DailyGenericStreamingApiEvents DailyScratchOrgs
     DailyStandardVolumePlatformEvents DailyStreamingApiEvents DailyWorkflowEmails DataStorageMB
     DurableStreamingApiConcurrentClients FileStorageMB HourlyAsyncReportRuns HourlyDashboardRefreshes
     HourlyDashboardResults HourlyDashboardStatuses HourlyLongTermIdMapping HourlyManagedContentPublicRequests
     HourlyODataCallout HourlyPublishedPlatformEvents HourlyPublishedStandardVolumePlatformEvents HourlyShortTermIdMapping
     HourlySyncReportRuns HourlyTimeBasedWorkflow MassEmail MonthlyEinsteinDiscoveryStoryCreation
     Package2VersionCreates Package2VersionCreatesWithoutValidation PermissionSets PlatformEventTriggersWithParallelProcessing
     PrivateConnectOutboundCalloutHourlyLimitMB SingleEmail StreamingApiConcurrentClients`.split(/\s+/),
  );
});

// Recorded: SFDO-Tooling/CumulusCI, limits/recordCount (2020-2023)
test('counts the records of an object', async () => {
  const { totalSize } = await connection.query('SELECT Id FROM Contact');
  const { body } = await rest(connection, `${base}/limits/recordCount?sObjects=Contact`);
  expect(body).toEqual({ sObjects: [{ count: totalSize, name: 'Contact' }] });
});

test('counts every call of the last 24 hours and forgets older ones', async () => {
  const used = async () => {
    const { headers } = await rest(connection, `${base}/limits`);
    return Number(/api-usage=(\d+)/.exec(headers.get('sforce-limit-info') ?? '')?.[1]);
  };
  const before = await used();
  await fetch(`${orgOf(running).origin}/services/data`);
  expect(await used()).toBe(before + 1);
  time = new Date(time.getTime() + 25 * 3_600_000);
  connection = await signIn(running);
  expect(await used()).toBe(1);
});

test('refuses calls above the daily limit', async () => {
  const small = await startLocalOrg({ callbackUrls: [callbackUrl], dailyApiRequests: 2 });
  try {
    const own = await signIn(small);
    expect((await rest(own, `${base}/limits`)).headers.get('sforce-limit-info')).toBe('api-usage=1/2');
    expect((await rest(own, `${base}/limits`)).status).toBe(200);
    const refused = await rest(own, `${base}/limits`);
    expect([refused.status, refused.bodyText]).toEqual([
      403,
      '[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]',
    ]);
  } finally {
    await small.stop();
  }
});

// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_queryoptions.htm (2026-03-11)
test('answers queries in pages of Sforce-Query-Options', async () => {
  const graphs = [0, 1].map((half) => ({
    graphId: `half${half}`,
    compositeRequest: Array.from({ length: 125 }, (_, at) => ({
      method: 'POST',
      url: `${base}/sobjects/Account`,
      referenceId: `a${at}`,
      body: { Name: `Paged ${half}` },
    })),
  }));
  await rest(connection, `${base}/composite/graph`, { body: { graphs } });
  const q = encodeURIComponent("SELECT Id FROM Account WHERE Name IN ('Paged 0', 'Paged 1')");
  const headers = { 'sforce-query-options': 'batchSize=200' };
  const first = await rest(connection, `${base}/query?q=${q}`, { headers });
  expect(keysOf(first.body)).toEqual(['totalSize', 'done', 'nextRecordsUrl', 'records']);
  expect(first.body).toMatchObject({
    totalSize: 250,
    done: false,
    nextRecordsUrl: expect.stringMatching(/^\/services\/data\/v67\.0\/query\/01g\w{15}-200$/),
  });
  const url = String(valueAt(first.body, 'nextRecordsUrl'));
  const second = await rest(connection, url, { headers });
  expect(keysOf(second.body)).toEqual(['totalSize', 'done', 'records']);
  expect(valueAt(second.body, 'records')).toHaveLength(50);
});

test.each([
  ['GET', '/services/data/v67.0/compactLayouts?q=Account', undefined],
  ['GET', '/services/data/v67.0/query?explain=SELECT+Id+FROM+Account', undefined],
  ['GET', '/services/data/v67.0/sobjects/Account/updated', undefined],
  ['POST', '/services/data/v67.0/jobs/query', {}],
  ['GET', '/services/data/v67.0/analytics/reports', undefined],
  ['GET', '/services/data/v58.0/sobjects', undefined],
  ['POST', '/services/oauth2/device', {}],
  ['GET', '/services/scim/v1/Users', undefined],
  ['POST', '/services/data/v67.0/sobjects/Booking__c/Booking_Key__c/abc', {}],
  ['GET', '/services/data/v67.0/sobjects/Account/describe/compactLayouts', undefined],
])('answers 501 naming %s %s, which Salesforce has', async (method, path, body) => {
  const answer = await rest(connection, path, { method, ...(body === undefined ? {} : { body }) });
  expect(answer.status).toBe(501);
  expect(answer.bodyText).toBe(
    `[{"errorCode":"NOT_IMPLEMENTED","message":"The local org does not have ${method} ${path}"}]`,
  );
});

test.each([
  ['/services/data/v67.0/nonsense', 404],
  ['/services/nonsense', 404],
  ['/services/data/v67.0/composite/nonsense', 404],
  ['/services/data/v68.0/sobjects', 404],
  ['/services/data/v20.0/sobjects', 410],
])('answers %s as Salesforce would refuse it', async (path, status) => {
  expect((await rest(connection, path)).status).toBe(status);
});

test('answers 405 with the methods that are allowed', async () => {
  const answer = await rest(connection, `${base}/sobjects/Account`, { method: 'PATCH', body: {} });
  expect([answer.status, answer.bodyText]).toEqual([
    405,
    '[{"errorCode":"METHOD_NOT_ALLOWED","message":"HTTP Method \'PATCH\' not allowed. Allowed are HEAD,GET,POST"}]',
  ]);
});

test('answers 415 for a body that is not JSON by its type', async () => {
  const answer = await rest(connection, `${base}/sobjects/Account`, {
    text: 'Name=x',
    headers: { 'content-type': 'text/plain' },
  });
  expect(answer.status).toBe(415);
  expect(answer.body).toMatchObject([{ errorCode: 'UNSUPPORTED_MEDIA_TYPE' }]);
});

test('answers 413 for a body that is too big', async () => {
  const answer = await rest(connection, `${base}/sobjects/Account`, {
    text: `{"Name":"${'x'.repeat(51 * 1024 * 1024)}"}`,
  });
  expect(answer.status).toBe(413);
});

// Captured in a public Arduino repository; the position follows Jackson's own count (2026-11-23).
test.each([
  [
    '{ "temperature" j 1}',
    "Unexpected character ('j' (code 106)): was expecting a colon to separate field name and value at [line:1, column:18]",
  ],
  ['{"Name": "x" "y": 1}', 'was expecting comma to separate Object entries at [line:1, column:15]'],
  ['{Name: 1}', "Unexpected character ('N' (code 78)): was expecting double-quote to start field name"],
  ['{"Name": nope}', "Unrecognized token 'nope': was expecting"],
  ['{"Name": "x"', 'Unexpected end-of-input'],
  ['{"Name": "a\\qb"}', "Unrecognized character escape 'q' (code 113)"],
  ['{"Name": 1}}', "Unexpected character ('}' (code 125))"],
])('refuses %s in the words of Jackson', async (text, message) => {
  const answer = await rest(connection, `${base}/sobjects/Account`, { text });
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual([
    { message: expect.stringContaining(message), errorCode: 'JSON_PARSER_ERROR' },
  ]);
});

test('answers 401 to a frozen user until it is unfrozen', async () => {
  const admin = await signIn(running, { who: 'admin' });
  const rep = await signIn(running, { who: 'standard' });
  const userId = (await rep.identity()).user_id;
  const login = await admin.query(`SELECT Id FROM UserLogin WHERE UserId = '${userId}'`);
  const loginId = login.records[0]?.Id ?? '';
  await admin.sobject('UserLogin').update({ Id: loginId, IsFrozen: true });
  expect((await rest(rep, `${base}/limits`)).status).toBe(401);
  await admin.sobject('UserLogin').update({ Id: loginId, IsFrozen: false });
  expect((await rest(rep, `${base}/limits`)).status).toBe(200);
});

test('answers 403 to a user whose profile lost API Enabled', async () => {
  const admin = await signIn(running, { who: 'admin' });
  const rep = await signIn(running, { who: 'standard' });
  const profile = await admin.query("SELECT Id FROM Profile WHERE Name = 'Standard User'");
  const profileId = profile.records[0]?.Id ?? '';
  await admin.sobject('Profile').update({ Id: profileId, PermissionsApiEnabled: false });
  const refused = await rest(rep, `${base}/limits`);
  expect([refused.status, refused.bodyText]).toEqual([
    403,
    '[{"message":"The REST API is not enabled for this Organization.","errorCode":"API_DISABLED_FOR_ORG"}]',
  ]);
  await admin.sobject('Profile').update({ Id: profileId, PermissionsApiEnabled: true });
  expect((await rest(rep, `${base}/limits`)).status).toBe(200);
});
