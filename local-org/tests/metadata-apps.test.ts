// OAuth apps through the Metadata API: the files of an External Client App and how they need each other, keys, secrets,
// policies and rotation, and Connected Apps, which only an org that allows them takes.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import selfsigned from 'selfsigned';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, retrieve, xml } from './metadata-client.ts';
import type { Package } from './metadata-client.ts';
import { findOne } from './movie-org.ts';
import { callbackUrl, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let sandbox: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  sandbox = await signIn(running, { who: 'admin', kind: 'sandbox' });
});
afterAll(() => running.stop());

type Parts = { name: string; global?: string; scopes?: string; without?: string[] };

const types = {
  app: 'ExternalClientApplication',
  global: 'ExtlClntAppGlobalOauthSettings',
  oauth: 'ExtlClntAppOauthSettings',
  policy: 'ExtlClntAppOauthConfigurablePolicies',
};

function clientApp({ name, global = '', scopes = 'Api, Basic, RefreshToken', without = [] }: Parts): Package {
  const files: Record<string, string> = {
    [`externalClientApps/${name}.eca`]: xml(
      types.app,
      `<contactEmail>admin@acme.example</contactEmail><distributionState>Local</distributionState><label>${name}</label>`,
    ),
    [`extlClntAppGlobalOauthSets/${name}_glbloauth.ecaGlblOauth`]: xml(
      types.global,
      `<callbackUrl>http://localhost:3000/callback\nhttps://bookings.example/callback</callbackUrl><externalClientApplication>${name}</externalClientApplication><label>${name}</label>${global}`,
    ),
    [`extlClntAppOauthSettings/${name}_oauth.ecaOauth`]: xml(
      types.oauth,
      `<commaSeparatedOauthScopes>${scopes}</commaSeparatedOauthScopes><externalClientApplication>${name}</externalClientApplication><label>${name}</label>`,
    ),
  };
  const members: Record<string, string[]> = {
    [types.app]: [name],
    [types.global]: [`${name}_glbloauth`],
    [types.oauth]: [`${name}_oauth`],
  };
  for (const type of without) delete members[type];
  const kept = Object.entries(files).filter(
    ([path]) => !without.some((type) => path.startsWith(foldersOf[type] ?? '-')),
  );
  return { types: members, files: Object.fromEntries(kept) };
}

const foldersOf: Record<string, string> = {
  [types.app]: 'externalClientApps/',
  [types.oauth]: 'extlClntAppOauthSettings/',
  [types.global]: 'extlClntAppGlobalOauthSets/',
};

const problems = async (result: ReturnType<typeof deploy>) =>
  (await result).failures.map(({ problem }) => problem);

async function keyOf(connection: Connection, name: string): Promise<string> {
  const { files } = await retrieve(connection, { [types.global]: [`${name}_glbloauth`] });
  const text = files[`extlClntAppGlobalOauthSets/${name}_glbloauth.ecaGlblOauth`] ?? '';
  return /<consumerKey>(.*)<\/consumerKey>/.exec(text)?.[1] ?? '';
}

describe('an External Client App', () => {
  test('of three files has a key, a record and the policies the org gives it', async () => {
    const result = await deploy(admin, clientApp({ name: 'First_App' }));
    expect(result.failures).toEqual([]);
    expect(await keyOf(admin, 'First_App')).toMatch(/^3MVG9/);
    await findOne(admin, "SELECT Id FROM ExternalClientApplication WHERE DeveloperName = 'First_App'");
    const { files } = await retrieve(admin, { [types.policy]: ['*'] });
    const policy = files['extlClntAppOauthPolicies/First_App_defaultPolicy.ecaOauthPlcy'];
    for (const part of [
      '<permittedUsersPolicyType>AllSelfAuthorized</permittedUsersPolicyType>',
      '<refreshTokenPolicyType>SpecificLifetime</refreshTokenPolicyType>',
      '<refreshTokenValidityPeriod>365</refreshTokenValidityPeriod>',
      '<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>',
    ]) {
      expect(policy).toContain(part);
    }
  });

  test('takes its key neither when it is only checked nor when the deploy fails, and comes in pieces', async () => {
    const key = 'BookbridgeTestNotTaken0123456789';
    const order = clientApp({ name: 'Piece_App', global: `<consumerKey>${key}</consumerKey>` });
    expect((await deploy(sandbox, order, { checkOnly: true })).success).toBe(true);
    const failing = { ...order, types: { ...order.types, Layout: ['Nobody__c-None'] } };
    expect((await deploy(sandbox, failing)).success).toBe(false);
    for (const type of [types.app, types.oauth, types.global]) {
      const without = [types.app, types.oauth, types.global].filter((other) => other !== type);
      const piece = clientApp({ name: 'Piece_App', global: `<consumerKey>${key}</consumerKey>`, without });
      expect(await problems(deploy(admin, piece))).toEqual([]);
    }
    expect(await keyOf(admin, 'Piece_App')).toBe(key);
  });

  test('is refused when only its global settings come', async () => {
    const order = clientApp({ name: 'Lonely_App', without: [types.oauth] });
    expect(await problems(deploy(admin, order))).toEqual([
      "The external client app configured in your global OAuth Settings doesn't have a valid OAuth settings configuration.",
    ]);
    expect(
      (await admin.query("SELECT Id FROM ExternalClientApplication WHERE DeveloperName = 'Lonely_App'"))
        .totalSize,
    ).toBe(0);
  });

  test('is refused when its files name an app that is not there', async () => {
    const order = clientApp({ name: 'Nobody', without: [types.app] });
    expect(new Set(await problems(deploy(admin, order)))).toEqual(
      new Set(['INVALID_CROSS_REFERENCE_KEY: invalid cross reference id']),
    );
  });

  test('is refused with a scope named as OAuth does', async () => {
    const [problem = ''] = await problems(deploy(admin, clientApp({ name: 'Scope_App', scopes: 'api' })));
    expect(problem).toMatch(/^There's a problem with your scope\(s\): api\b.*RefreshToken/);
  });

  test('keeps the key it was given, and no other app of any org gets it', async () => {
    const key = 'BookbridgeTest0123456789abcdef';
    const global = `<consumerKey>${key}</consumerKey>`;
    expect((await deploy(admin, clientApp({ name: 'Own_Key', global }))).success).toBe(true);
    expect(await keyOf(admin, 'Own_Key')).toBe(key);
    expect(await problems(deploy(admin, clientApp({ name: 'Same_Key', global })))).toEqual([
      'The consumer key is already taken.',
    ]);
    expect(await problems(deploy(sandbox, clientApp({ name: 'Same_Key', global })))).toEqual([
      'The consumer key is already taken.',
    ]);
  });

  test('keeps its key when it is deployed again, and gets a new one only when asked, with warnings ignored', async () => {
    await deploy(admin, clientApp({ name: 'Turning_App' }));
    const key = await keyOf(admin, 'Turning_App');
    await deploy(admin, clientApp({ name: 'Turning_App', scopes: 'Api, RefreshToken' }));
    expect(await keyOf(admin, 'Turning_App')).toBe(key);
    const turned = clientApp({
      name: 'Turning_App',
      global: '<shouldRotateConsumerKey>true</shouldRotateConsumerKey>',
    });
    expect((await deploy(admin, turned)).success).toBe(false);
    expect(await keyOf(admin, 'Turning_App')).toBe(key);
    expect((await deploy(admin, turned, { ignoreWarnings: true })).success).toBe(true);
    expect(await keyOf(admin, 'Turning_App')).not.toBe(key);
  });

  test('shows its secret only while the org setting says so', async () => {
    await deploy(admin, clientApp({ name: 'Secret_App' }));
    const shown = async () =>
      (await retrieve(admin, { [types.global]: ['Secret_App_glbloauth'] })).files[
        'extlClntAppGlobalOauthSets/Secret_App_glbloauth.ecaGlblOauth'
      ]?.includes('<consumerSecret>');
    const set = (value: boolean) =>
      deploy(admin, {
        types: { Settings: ['ExternalClientApp'] },
        files: {
          'settings/ExternalClientApp.settings': xml(
            'ExternalClientAppSettings',
            `<enableConsumerSecretApiAccess>${value}</enableConsumerSecretApiAccess>`,
          ),
        },
      });
    expect(await shown()).toBe(false);
    expect((await set(true)).success).toBe(true);
    expect(await shown()).toBe(true);
    await set(false);
    expect(await shown()).toBe(false);
  });

  test('loses its certificate when it is deployed without, and takes none that cannot be read', async () => {
    const pems = await selfsigned.generate([{ name: 'commonName', value: 'test' }], { keySize: 2048 });
    const withCertificate = clientApp({
      name: 'Cert_App',
      global: `<certificate>${pems.cert}</certificate>`,
    });
    expect((await deploy(admin, withCertificate)).success).toBe(true);
    const has = async () =>
      (await retrieve(admin, { [types.global]: ['Cert_App_glbloauth'] })).files[
        'extlClntAppGlobalOauthSets/Cert_App_glbloauth.ecaGlblOauth'
      ]?.includes('BEGIN CERTIFICATE');
    expect(await has()).toBe(true);
    await deploy(admin, clientApp({ name: 'Cert_App' }));
    expect(await has()).toBe(false);
    const broken = clientApp({ name: 'Cert_App', global: '<certificate>no certificate</certificate>' });
    expect(await problems(deploy(admin, broken))).toEqual([expect.stringMatching(/^Invalid certificate/)]);
  });

  test('takes its policy under the name the org gave it, and then names its permission set', async () => {
    await deploy(admin, clientApp({ name: 'Policy_App' }));
    const policy = (name: string) =>
      deploy(admin, {
        types: { [types.policy]: [name] },
        files: {
          [`extlClntAppOauthPolicies/${name}.ecaOauthPlcy`]: xml(
            types.policy,
            '<commaSeparatedPermissionSet>Bookbridge_API_User</commaSeparatedPermissionSet><externalClientApplication>Policy_App</externalClientApplication><label>p</label><permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>',
          ),
        },
      });
    expect(await problems(policy('Policy_App_oauthPlcy'))).toEqual([
      'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id',
    ]);
    expect((await policy('Policy_App_defaultPolicy')).success).toBe(true);
    const app = await findOne(
      admin,
      "SELECT Id FROM ExternalClientApplication WHERE DeveloperName = 'Policy_App'",
    );
    const row = await findOne(
      admin,
      `SELECT Parent.Name, SetupEntityType FROM SetupEntityAccess WHERE SetupEntityId = '${app['Id']}'`,
    );
    expect(row).toMatchObject({
      SetupEntityType: 'ExternalClientApplication',
      Parent: { Name: 'Bookbridge_API_User' },
    });
  });

  test('goes with all its parts', async () => {
    await deploy(admin, clientApp({ name: 'Short_App' }));
    await deploy(admin, { destructive: { [types.app]: ['Short_App'] } });
    const { problems: missing } = await retrieve(admin, {
      [types.global]: ['Short_App_glbloauth'],
      [types.policy]: ['Short_App_defaultPolicy'],
    });
    expect(missing).toEqual([
      `Entity of type '${types.global}' named 'Short_App_glbloauth' cannot be found`,
      `Entity of type '${types.policy}' named 'Short_App_defaultPolicy' cannot be found`,
    ]);
  });
});

test('a new Connected App is refused with what Salesforce says since Spring 26', async () => {
  const result = deploy(admin, {
    types: { ConnectedApp: ['Old_App'] },
    files: {
      'connectedApps/Old_App.connectedApp': xml(
        'ConnectedApp',
        '<contactEmail>admin@acme.example</contactEmail><label>Old</label><oauthConfig><callbackUrl>https://bookings.example/callback</callbackUrl><scopes>Api</scopes></oauthConfig>',
      ),
    },
  });
  expect(await problems(result)).toEqual([
    "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
  ]);
});

test('an org that allows Connected Apps takes one, changes it, and keeps its key to itself', async () => {
  const open = await startLocalOrg({ callbackUrls: [callbackUrl], connectedAppCreation: true });
  try {
    const connection = await signIn(open, { who: 'admin' });
    const app = (name: string, label: string, key: string) =>
      deploy(connection, {
        types: { ConnectedApp: [name] },
        files: {
          [`connectedApps/${name}.connectedApp`]: xml(
            'ConnectedApp',
            `<contactEmail>admin@acme.example</contactEmail><label>${label}</label><oauthConfig><callbackUrl>https://bookings.example/callback</callbackUrl><consumerKey>${key}</consumerKey><scopes>Api</scopes></oauthConfig>`,
          ),
        },
      });
    expect((await app('Old_App', 'Old', 'OldAppKey0123456789')).failures).toEqual([]);
    expect((await app('Old_App', 'Still old', 'OldAppKey0123456789')).failures).toEqual([]);
    await findOne(connection, "SELECT Id FROM ConnectedApplication WHERE Name = 'Still old'");
    expect(await problems(app('Copy_App', 'Copy', 'OldAppKey0123456789'))).toEqual([
      'The consumer key is already taken.',
    ]);
  } finally {
    await open.stop();
  }
});

test('settings that nobody knows are refused by name', async () => {
  const settings = (name: string, inner: string) =>
    deploy(admin, {
      types: { Settings: [name] },
      files: { [`settings/${name}.settings`]: xml(`${name}Settings`, inner) },
    });
  expect(await problems(settings('ExternalClientApp', '<enableTeleport>true</enableTeleport>'))).toEqual([
    'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}enableTeleport invalid at this location in type ExternalClientAppSettings',
  ]);
  expect(await problems(settings('Teleport', '<enable>true</enable>'))).toEqual([
    'Not available for deploy for this organization',
  ]);
});
