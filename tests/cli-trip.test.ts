// The real sf CLI makes an org ready, from the login at the Dev Hub to a user whom the connector takes; each step is seen
// from the org's side too. The long form with every command is `npm run test:cli`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSetUp } from '../connector/set-up.ts';
import type { SetUp } from '../connector/set-up.ts';
import { createTestDatabase } from '../connector/tests/test-database.ts';
import { startLocalOrg } from '../local-org/local-org.ts';
import type { RunningLocalOrg } from '../local-org/local-org.ts';
import { firstAdmin, lookAtOrg } from './cli/org-side.ts';
import type { OrgSide } from './cli/org-side.ts';
import { openPageWalk } from './cli/page-commands.ts';
import { at, openSf, words } from './cli/sf.ts';
import type { Sf } from './cli/sf.ts';
import { writeFiles } from './cli/source-files.ts';

const apiUser = 'bookbridge-api@trip.example';
const minutes = 60_000;
const data = mkdtempSync(join(tmpdir(), 'bookbridge-cli-trip-'));
let org: RunningLocalOrg;
let sf: Sf;

beforeAll(async () => {
  // Orgs as admins have them before the first deploy.
  org = await startLocalOrg({ callbackUrls: [], forceApp: null });
  sf = await openSf({ org });
});

afterAll(async () => {
  await sf.close();
  await org.stop();
  rmSync(data, { recursive: true, force: true });
});

test(
  'the sf CLI logs in, makes a scratch org, deploys, creates the API user, and the connector takes it',
  async () => {
    const began = performance.now();
    const hub = await lookAtOrg(org, firstAdmin(org, 'production').username, org.login.production);

    await sf.loginJwt(firstAdmin(org, 'production').username, 'hub');
    const made = await sf.ok(
      words`org create scratch --target-dev-hub hub --alias org --set-default
        --definition-file config/project-scratch-def.json`,
    );
    const admin = String(at(made, 'username'));
    const [info] = await hub.rows(
      `SELECT Status, LoginUrl FROM ScratchOrgInfo WHERE SignupUsername = '${admin}'`,
    );
    expect(info?.['Status']).toBe('Active');
    const origin = String(info?.['LoginUrl']);
    const side = await lookAtOrg(org, admin, origin);
    expect(await fieldsOf(side, 'Booking__c')).toBeNull();

    await sf.ok(words`project deploy start --source-dir force-app --target-org org`);
    expect(await fieldsOf(side, 'Booking__c')).toContain('Booking_Key__c');

    const definition = { username: apiUser, lastName: 'Bookbridge', profileName: 'System Administrator' };
    writeFiles(sf, { 'config/api-user.json': JSON.stringify({ ...definition, email: apiUser }) });
    await sf.ok(words`org create user --definition-file config/api-user.json --target-org org`);
    await sf.ok(
      words`org assign permset --name Bookbridge_API_User --on-behalf-of ${apiUser} --target-org org`,
    );
    const assigned =
      "SELECT Assignee.Username FROM PermissionSetAssignment WHERE PermissionSet.Name LIKE 'Bookbridge%'";
    const shown = await sf.ok(words`data query --query ${assigned} --target-org org`);
    expect(at(shown, 'records.0.Assignee.Username')).toBe(apiUser);
    expect(await side.rows(assigned)).toMatchObject([{ Assignee: { Username: apiUser } }]);

    expect(await connect(origin)).toMatchObject({ state: 'ready', username: apiUser });
    expect(sf.forgetRefused()).toEqual([]);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(`The trip with the sf CLI took ${seconds} s.\n`);
  },
  3 * minutes,
);

test(
  'the page "Deploy with the sf CLI" makes a sandbox ready, word by word, and takes everything out again',
  async () => {
    const walk = await openPageWalk(sf);
    for (const command of walk.setUp) await walk.run(command);
    await walk.checkReady();
    // An admin copies the consumer key in Setup.
    const settings = 'ExtlClntAppGlobalOauthSettings:Bookbridge_glbloauth';
    await sf.ok(words`project retrieve start --metadata ${settings} --output-dir key --target-org my-org`);
    const file = 'key/extlClntAppGlobalOauthSets/Bookbridge_glbloauth.ecaGlblOauth-meta.xml';
    const [, clientId = ''] =
      /<consumerKey>(.+)<\/consumerKey>/.exec(readFileSync(join(sf.project, file), 'utf8')) ?? [];
    const app = {
      clientId,
      privateKey: readFileSync(walk.pair.keyFile, 'utf8'),
      loginOrigin: walk.admin.origin,
      flow: 'jwt_bearer',
      appScope: 'local',
      kind: 'sandbox',
    } as const;
    const [administrator, apiOnly] = walk.apiUsers;
    expect(await check({ ...app, username: administrator, mode: 'standard' })).toBe('ready');
    expect(await check({ ...app, username: apiOnly, mode: 'secure' })).toBe('ready');
    for (const command of walk.removal) await walk.run(command);
    await walk.checkRemoved();
    expect(sf.forgetRefused()).toEqual([]);
  },
  3 * minutes,
);

async function fieldsOf(side: OrgSide, object: string): Promise<string[] | null> {
  const { sobjects } = await side.connection.describeGlobal();
  if (!sobjects.some(({ name }) => name === object)) return null;
  return (await side.connection.describe(object)).fields.map(({ name }) => name);
}

/** The connector's own checks, as the API user. */
async function check(login: Parameters<SetUp['check']>[0]): Promise<string> {
  const localOrigins = [login.loginOrigin, org.login.production, org.login.sandbox].join(',');
  const setUp = await openSetUp({
    dataFolder: join(data, 'check'),
    environment: { SALESFORCE_LOCAL_ORIGINS: localOrigins },
  });
  try {
    const { state, checks } = await setUp.check(login);
    return state === 'ready' ? state : JSON.stringify(checks);
  } finally {
    await setUp.close();
  }
}

/** As the set-up scripts do: the connector logs the API user in by itself, checks, and keeps the connection. */
async function connect(loginOrigin: string): Promise<unknown> {
  const database = await createTestDatabase();
  const localOrigins = [loginOrigin, org.login.production, org.login.sandbox].join(',');
  const setUp = await openSetUp({
    dataFolder: data,
    environment: { DATABASE_URL: database.databaseUrl, SALESFORCE_LOCAL_ORIGINS: localOrigins },
  });
  try {
    const login = { loginOrigin, username: apiUser, clientId: org.cli.clientId };
    return await setUp.connect({
      ...login,
      flow: 'jwt_bearer',
      privateKey: org.cli.privateKey,
      mode: 'standard',
    });
  } finally {
    await setUp.close();
    await database.drop();
  }
}
