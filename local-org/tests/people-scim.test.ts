// Users made over SCIM, as @salesforce/core's User.create does it (lib/org/user.js, 9.4.0).

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { cliToken, token } from './assertions.ts';
import { findOne } from './movie-org.ts';
import { callbackUrl, orgOf, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let profile: string;
let session: string;
let count = 0;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  profile = (await findOne(admin, "SELECT Id FROM Profile WHERE Name = 'Standard User'"))['Id'] ?? '';
  session = await cliToken(running.cli, orgOf(running).origin, 'admin@acme.example');
});
afterAll(() => running.stop());

function bodyOf(changes: Record<string, unknown> = {}) {
  count += 1;
  const username = `scim-${count}@acme.example`;
  return {
    username,
    emails: [username],
    name: { familyName: 'Scim' },
    nickName: username,
    entitlements: [{ value: profile }],
    ...changes,
  };
}

async function post(body: unknown, headers: Record<string, string> = {}, accessToken = session) {
  const response = await fetch(`${orgOf(running).origin}/services/scim/v1/Users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, ...headers },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return { status: response.status, answer, approval: response.headers.get('auto-approve-user') };
}

test('makes a user and hands its refresh token out in the header', async () => {
  const body = bodyOf();
  const { status, answer, approval } = await post(body, { 'auto-approve-user': 'true' });
  expect(status).toBe(201);
  expect(answer).toMatchObject({ userName: body.username, active: true });
  const made = await findOne(
    admin,
    `SELECT Id, LastName, Profile.Name FROM User WHERE Username = '${body.username}'`,
  );
  expect(made).toMatchObject({ LastName: 'Scim', Profile: { Name: 'Standard User' } });
  const fields = {
    grant_type: 'refresh_token',
    refresh_token: approval ?? '',
    client_id: running.cli.clientId,
  };
  expect(await token(orgOf(running).origin, fields)).toMatchObject({
    status: 200,
    body: { id: expect.stringContaining(made['Id'] ?? 'nobody') },
  });
});

test('gives no refresh token to who does not ask for one', async () => {
  expect((await post(bodyOf())).approval).toBeNull();
});

// The CLI looks for these codes inside the description.
test.each([
  ['a username that exists', () => ({ username: 'rep@acme.example' }), 409, /^DUPLICATE_USERNAME/],
  ['a username of another org', () => ({ username: 'rep@acme.example.dev' }), 409, /^DUPLICATE_USERNAME/],
  [
    'an unknown profile',
    () => ({ entitlements: [{ value: '00e000000000001AAA' }] }),
    400,
    /^INVALID_CROSS_REFERENCE_KEY/,
  ],
  ['no name', () => ({ name: undefined }), 400, /^REQUIRED_FIELD_MISSING/],
])('refuses %s in the shape of SCIM', async (_, change, status, description) => {
  expect(await post(bodyOf(change()))).toMatchObject({
    status,
    answer: { Errors: [{ description: expect.stringMatching(description), code: status }] },
  });
});

test('names the licence limit', async () => {
  const integrations = await findOne(
    admin,
    "SELECT Id FROM Profile WHERE Name = 'Minimum Access - API Only Integrations'",
  );
  const change = { entitlements: [{ value: integrations['Id'] }] };
  for (let made = 0; made < 5; made += 1) expect((await post(bodyOf(change))).status).toBe(201);
  expect((await post(bodyOf(change))).answer).toMatchObject({
    Errors: [{ description: expect.stringMatching(/^LICENSE_LIMIT_EXCEEDED/) }],
  });
});

// https://developer.salesforce.com/docs/atlas.en-us.identityImplGuide.meta/identityImplGuide/identity_scim_rest_api.htm:
// entitlements are profiles and permission sets.
test('permission sets among the entitlements are assigned, or nobody is made', async () => {
  const set = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Bookbridge_API_User'");
  const withSet = bodyOf({ entitlements: [{ value: profile }, { value: set['Id'] }] });
  expect((await post(withSet)).status).toBe(201);
  const assigned = await findOne(
    admin,
    `SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = '${withSet.username}' AND PermissionSet.IsOwnedByProfile = false`,
  );
  expect(assigned['Id']).toMatch(/^0Pa/);
  const unknown = bodyOf({ entitlements: [{ value: profile }, { value: '0PS000000000001AAA' }] });
  expect((await post(unknown)).status).toBe(400);
  const { totalSize } = await admin.query(`SELECT Id FROM User WHERE Username = '${unknown.username}'`);
  expect(totalSize).toBe(0);
});

test('refuses a dead session and a user who does not manage users', async () => {
  expect((await post(bodyOf(), {}, 'nonsense')).status).toBe(401);
  const rep = await cliToken(running.cli, orgOf(running).origin, 'rep@acme.example');
  expect((await post(bodyOf(), {}, rep)).answer).toMatchObject({
    Errors: [{ description: expect.stringMatching(/^CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY/) }],
  });
});
