// Which of the Dev Hub's own OAuth apps work in the orgs made from it: a Connected App comes along, a local External
// Client App stays where it is.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { generate } from 'selfsigned';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { assertionOf, jwtBearer, token } from './assertions.ts';
import { cliCallback, connect, connectToHub, finished, orderScratch, until } from './hub-client.ts';
import { deploy, retrieve, xml } from './metadata-client.ts';
import { callbackUrl, orgOf, rest, valueAt } from './sign-in.ts';

const connectedKey = 'HubConnected0001';
let keys: { cert: string; private: string };
let running: RunningLocalOrg;
let hub: Connection;

beforeAll(async () => {
  keys = await generate([{ name: 'commonName', value: 'hub.example' }], { keySize: 2048 });
  running = await startLocalOrg({ callbackUrls: [callbackUrl], connectedAppCreation: true });
  hub = await connectToHub(running);
  const { failures } = await deploy(hub, {
    types: {
      ConnectedApp: ['Hub_Login'],
      ExternalClientApplication: ['Hub_Local'],
      ExtlClntAppGlobalOauthSettings: ['Hub_Local_glbloauth'],
      ExtlClntAppOauthSettings: ['Hub_Local_oauth'],
    },
    files: {
      'connectedApps/Hub_Login.connectedApp': xml(
        'ConnectedApp',
        `<contactEmail>hub@acme.example</contactEmail><label>Hub Login</label>
         <oauthConfig><callbackUrl>${cliCallback}</callbackUrl><certificate>${keys.cert}</certificate>
         <consumerKey>${connectedKey}</consumerKey><scopes>Api</scopes><scopes>Web</scopes><scopes>RefreshToken</scopes></oauthConfig>`,
      ),
      'externalClientApps/Hub_Local.eca': xml(
        'ExternalClientApplication',
        '<contactEmail>hub@acme.example</contactEmail><distributionState>Local</distributionState><label>Hub Local</label>',
      ),
      'extlClntAppGlobalOauthSets/Hub_Local_glbloauth.ecaGlblOauth': xml(
        'ExtlClntAppGlobalOauthSettings',
        `<callbackUrl>${cliCallback}</callbackUrl><consumerKey>HubLocalApp0001</consumerKey><externalClientApplication>Hub_Local</externalClientApplication><label>Hub Local</label>`,
      ),
      'extlClntAppOauthSettings/Hub_Local_oauth.ecaOauth': xml(
        'ExtlClntAppOauthSettings',
        '<commaSeparatedOauthScopes>Api, RefreshToken</commaSeparatedOauthScopes><externalClientApplication>Hub_Local</externalClientApplication><label>Hub Local</label>',
      ),
    },
  });
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
});
afterAll(async () => await running.stop());

async function logIn(host: string, username: string) {
  const exp = Math.floor(Date.now() / 1000) + 300;
  const claims = { iss: connectedKey, sub: username, aud: host, exp };
  const assertion = await assertionOf(claims, keys.private);
  return await token(host, { grant_type: jwtBearer, assertion });
}

test('a scratch org takes the Connected App it was signed up with, approved for its administrator', async () => {
  const order = { ConnectedAppConsumerKey: connectedKey };
  const info = await finished(hub, await orderScratch(hub, running, order));
  const origin = String(info['LoginUrl']);
  const answer = await logIn(origin, String(info['SignupUsername']));
  expect(answer).toMatchObject({ status: 200, body: { instance_url: origin } });
  // Another scratch org has never heard of it.
  const other = await finished(hub, await orderScratch(hub, running));
  expect(await logIn(String(other['LoginUrl']), String(other['SignupUsername']))).toMatchObject({
    status: 400,
  });
});

test('a local External Client App cannot be taken along: C-1016', async () => {
  const order = { ConnectedAppConsumerKey: await localKey(hub) };
  expect(await finished(hub, await orderScratch(hub, running, order))).toMatchObject({
    Status: 'Error',
    ErrorCode: 'C-1016',
  });
});

test('a sandbox holds the Connected Apps of production and none of its local External Client Apps', async () => {
  await hub.tooling.sobject('SandboxInfo').create({ SandboxName: 'apps', LicenseType: 'Developer' });
  const body = { clientId: connectedKey, sandboxName: 'apps', callbackUrl: cliCallback };
  const { body: sandbox } = await until(
    async () => await rest(hub, '/services/data/v67.0/tooling/sandboxAuth', { body }),
    ({ status }) => status === 200,
  );
  const [origin, username] = ['loginUrl', 'authUserName'].map((name) => String(valueAt(sandbox, name)));
  for (const host of [origin ?? '', running.login.sandbox]) {
    expect(await logIn(host, username ?? '')).toMatchObject({ status: 200, body: { instance_url: origin } });
  }
  const copy = await connect(running, origin ?? '', username ?? '');
  const wanted = { ConnectedApp: ['Hub_Login'], ExternalClientApplication: ['Hub_Local'] };
  const { files, problems } = await retrieve(copy, wanted);
  expect(Object.keys(files)).toContain('connectedApps/Hub_Login.connectedApp');
  expect(problems).toEqual(["Entity of type 'ExternalClientApplication' named 'Hub_Local' cannot be found"]);
  // Production's own people do not get into the copy.
  expect(await logIn(origin ?? '', orgOf(running).users[0]?.username ?? '')).toMatchObject({ status: 400 });
});

async function localKey(connection: Connection): Promise<string> {
  const { files } = await retrieve(connection, { ExtlClntAppGlobalOauthSettings: ['Hub_Local_glbloauth'] });
  const text = files['extlClntAppGlobalOauthSets/Hub_Local_glbloauth.ecaGlblOauth'] ?? '';
  return /<consumerKey>(.*)<\/consumerKey>/.exec(text)?.[1] ?? '';
}
