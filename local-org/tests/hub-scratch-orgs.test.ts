// Scratch orgs through jsforce: made, counted, refused, ended.

import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { postForm } from './assertions.ts';
import {
  connect,
  connectToHub,
  finished,
  isClosed,
  orderScratch,
  refusal,
  retrieve,
  scratchOrder,
  until,
} from './hub-client.ts';
import { callbackUrl, orgOf, personOf } from './sign-in.ts';

const startOfTime = new Date('2026-11-23T10:00:00Z');
let time = startOfTime;
let running: RunningLocalOrg;
let hub: Connection;

beforeAll(async () => {
  running = await startLocalOrg({
    callbackUrls: [callbackUrl],
    forceApp: null,
    now: () => time,
    limits: { activeScratchOrgs: 2, dailyScratchOrgs: 100 },
    apps: [{ name: 'Local app', scope: 'local', callbackUrls: [callbackUrl] }],
  });
});
afterAll(async () => await running.stop());

// A day later each time: the limits and orgs of one test are no concern of the next.
beforeEach(async () => {
  time = new Date(time.getTime() + 40 * 86_400_000);
  hub = await connectToHub(running);
});

const made = () => running.orgs.filter((org) => org.type === 'scratch');

test('makes a real org of its own from a ScratchOrgInfo', async () => {
  const info = await finished(hub, await orderScratch(hub, running, { Features: 'API;AuthorApex' }));
  expect(info).toMatchObject({
    Status: 'Active',
    ErrorCode: null,
    LoginUrl: made()[0]?.origin,
    ScratchOrg: made()[0]?.orgId.slice(0, 15),
    ExpirationDate: new Date(time.getTime() + 7 * 86_400_000).toISOString().slice(0, 10),
    SignupEmail: personOf(running, 'admin').username,
  });
  expect(info['SignupInstance']).toMatch(/s$/);
  const page = await (await fetch(`${running.login.production}/__local/`)).text();
  expect(page).toContain(`Acme Scratch</a> (scratch org, ends ${String(info['ExpirationDate'])})`);
  const scratch = await connect(running, String(info['LoginUrl']), String(info['SignupUsername']));
  const organization = await scratch.query(
    'SELECT Name, IsSandbox, TrialExpirationDate, OrganizationType FROM Organization',
  );
  expect(organization.records).toMatchObject([
    {
      Name: 'Acme Scratch',
      IsSandbox: true,
      OrganizationType: 'Developer Edition',
      TrialExpirationDate: new Date(time.getTime() + 7 * 86_400_000).toISOString().replace(/Z$/, '+0000'),
    },
  ]);
  expect((await scratch.query('SELECT Id FROM Account')).totalSize).toBe(0);
  const users = await scratch.query('SELECT Name, Username, Profile.Name FROM User');
  expect(users.records).toMatchObject([{ Name: 'User User', Profile: { Name: 'System Administrator' } }]);
});

test.each([
  ['Developer', 2],
  ['Enterprise', 10],
])('counts the Salesforce licences of the %s edition: %d', async (Edition, total) => {
  const info = await finished(hub, await orderScratch(hub, running, { Edition }));
  const scratch = await connect(running, String(info['LoginUrl']), String(info['SignupUsername']));
  const licenses = await scratch.query(
    "SELECT TotalLicenses, UsedLicenses FROM UserLicense WHERE Name = 'Salesforce'",
  );
  expect(licenses.records).toMatchObject([{ TotalLicenses: total, UsedLicenses: 1 }]);
});

test('puts sample data into an org that asks for it', async () => {
  const info = await finished(hub, await orderScratch(hub, running, { HasSampleData: true }));
  const scratch = await connect(running, String(info['LoginUrl']), String(info['SignupUsername']));
  expect((await scratch.query('SELECT Id FROM Account')).totalSize).toBe(3);
});

test('hands out a code that the token endpoint of the new org takes once', async () => {
  const order = { ConnectedAppConsumerKey: 'PlatformCLI' };
  const info = await finished(hub, await orderScratch(hub, running, order));
  const fields = {
    grant_type: 'authorization_code',
    code: String(info['AuthCode']),
    client_id: 'PlatformCLI',
    redirect_uri: String(info['ConnectedAppCallbackUrl']),
  };
  const address = `${String(info['LoginUrl'])}/services/oauth2/token`;
  const first = await postForm(address, fields);
  expect(first).toMatchObject({ status: 200, body: { instance_url: info['LoginUrl'] } });
  expect(first.body).toHaveProperty('refresh_token');
  expect((await postForm(address, fields)).status).toBe(400);
});

test('is no Dev Hub itself', async () => {
  const info = await finished(hub, await orderScratch(hub, running));
  const scratch = await connect(running, String(info['LoginUrl']), String(info['SignupUsername']));
  expect(await refusal(scratch.query('SELECT Id FROM ScratchOrgInfo limit 1'))).toMatch(/^INVALID_TYPE: /);
});

test('shows Dev Hub objects to nobody without rights on them', async () => {
  const rep = await connect(running, orgOf(running).origin, personOf(running, 'standard').username);
  expect(await refusal(rep.query('SELECT Id FROM ScratchOrgInfo limit 1'))).toMatch(/^INVALID_TYPE: /);
});

// Texts of the features and of the limits: https://github.com/forcedotcom/cli/issues/2443,
// https://github.com/forcedotcom/cli/issues/202, https://github.com/forcedotcom/sfdx-circleci/issues/12 (2026-11-23)
test.each([
  [{ Features: 'API;Flying' }, 'INVALID_INPUT: Flying is not a valid Features value.'],
  [
    { Edition: 'Ultimate' },
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: Edition: bad value for restricted picklist field: Ultimate',
  ],
  [{ Edition: null }, 'REQUIRED_FIELD_MISSING: Required fields are missing: [Edition]'],
  [
    { DurationDays: 31 },
    'NUMBER_OUTSIDE_VALID_RANGE: Duration (Days): value outside of valid range on numeric field: 31',
  ],
  [
    { ConnectedAppConsumerKey: null },
    'REQUIRED_FIELD_MISSING: Required fields are missing: [ConnectedAppConsumerKey]',
  ],
])('refuses an order with %j', async (changes, message) => {
  const order = hub.sobject('ScratchOrgInfo').create(scratchOrder(running, changes));
  expect(await refusal(order)).toBe(message);
});

test.each([
  ['C-1007', 'a username another org has', { Username: 'rep@acme.example.dev' }],
  ['C-1016', 'an app that nobody knows', { ConnectedAppConsumerKey: 'unknown' }],
  ['S-1006', 'a username that is no address', { Username: 'nobody' }],
  ['S-1017', 'a namespace that is not linked', { Namespace: 'acme' }],
  ['S-1026', 'a namespace that cannot be one', { Namespace: '1__acme' }],
  ['S-2006', 'a country that is none', { Country: 'xx' }],
  ['SH-0002', 'a source org without a shape', { Edition: null, SourceOrg: '00D000000000001' }],
  ['T-0002', 'a snapshot that is not there', { Edition: null, Snapshot: 'mine' }],
])('ends in Error %s for %s, and makes no org', async (ErrorCode, _what, changes) => {
  const before = running.orgs.length;
  const info = await finished(hub, await orderScratch(hub, running, changes));
  expect(info).toMatchObject({ Status: 'Error', ErrorCode, ScratchOrg: null, AuthCode: null });
  expect(running.orgs).toHaveLength(before);
});

test('cannot take a local External Client App along', async () => {
  const local = running.apps.find((app) => app.scope === 'local');
  const info = await finished(
    hub,
    await orderScratch(hub, running, { ConnectedAppConsumerKey: local?.clientId }),
  );
  expect(info).toMatchObject({ Status: 'Error', ErrorCode: 'C-1016' });
});

test('ends with the code a fault on demand names', async () => {
  await fetch(`${running.login.production}/__local/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'scratch_error', code: 'S-1018' }),
  });
  expect(await finished(hub, await orderScratch(hub, running))).toMatchObject({ ErrorCode: 'S-1018' });
  expect(await finished(hub, await orderScratch(hub, running))).toMatchObject({ Status: 'Active' });
});

test('counts active orgs and refuses one more, until one is deleted', async () => {
  const infoId = await orderScratch(hub, running);
  await finished(hub, await orderScratch(hub, running));
  expect(await hub.limits()).toMatchObject({ ActiveScratchOrgs: { Max: 2, Remaining: 0 } });
  const third = hub.sobject('ScratchOrgInfo').create(scratchOrder(running));
  expect(await refusal(third)).toBe(
    'LIMIT_EXCEEDED: The signup request failed because this organization has reached its active scratch org limit',
  );
  await finished(hub, infoId);
  await deleteActive(infoId);
  await finished(hub, await orderScratch(hub, running));
});

test('counts the orders of a day, also failed ones', async () => {
  const small = await startLocalOrg({
    callbackUrls: [],
    forceApp: null,
    limits: { activeScratchOrgs: 9, dailyScratchOrgs: 2 },
  });
  try {
    const own = await connectToHub(small);
    await finished(own, await orderScratch(own, small, { Username: 'nobody' }));
    await finished(own, await orderScratch(own, small));
    expect(await own.limits()).toMatchObject({ DailyScratchOrgs: { Max: 2, Remaining: 0 } });
    expect(await refusal(own.sobject('ScratchOrgInfo').create(scratchOrder(small)))).toBe(
      'LIMIT_EXCEEDED: The signup request failed because this organization has reached its daily scratch org signup limit',
    );
  } finally {
    await small.stop();
  }
});

test('ends an org with its ActiveScratchOrg: port closed, log kept, username free again', async () => {
  const Username = 'again@acme-scratch.example';
  const infoId = await orderScratch(hub, running, { Username });
  const info = await finished(hub, infoId);
  await deleteActive(infoId);
  await until(async () => await isClosed(String(info['LoginUrl'])), Boolean);
  expect(made()).toHaveLength(0);
  expect(await retrieve(hub, 'ScratchOrgInfo', infoId)).toMatchObject({ Status: 'Deleted', AuthCode: null });
  const again = await finished(hub, await orderScratch(hub, running, { Username }));
  expect(again).toMatchObject({ Status: 'Active', SignupUsername: Username });
});

test('ends an org when its time is over', async () => {
  const infoId = await orderScratch(hub, running, { DurationDays: 1 });
  const info = await finished(hub, infoId);
  time = new Date(time.getTime() + 86_399_000);
  const later = await connectToHub(running);
  expect(await retrieve(later, 'ScratchOrgInfo', infoId)).toMatchObject({ Status: 'Active' });
  time = new Date(time.getTime() + 2_000);
  expect(await retrieve(later, 'ScratchOrgInfo', infoId)).toMatchObject({ Status: 'Deleted' });
  await until(async () => await isClosed(String(info['LoginUrl'])), Boolean);
});

async function deleteActive(infoId: string) {
  const active = await hub.query(`SELECT Id FROM ActiveScratchOrg WHERE ScratchOrgInfoId = '${infoId}'`);
  const [record] = active.records;
  await hub.sobject('ActiveScratchOrg').destroy(String(record?.Id));
}
