// What the tests of connections without a browser stand on: an API user that may do next to nothing ("Minimum Access - API Only
// Integrations"), made by an admin as the documentation says, and the OAuth apps that log it in.
import { generateKeyPairSync } from 'node:crypto';
import type { Connection } from 'jsforce';
import { field, openWorld, originOf } from './connect-world.ts';
import type { Kind, World, WorldOptions } from './connect-world.ts';
import { adminOf } from './salesforce-side.ts';

export const lowlyUser = 'bookbridge-api@acme.example';
export const signedApp = 'Bookbridge signed';
export const otherSignedApp = 'Bookbridge signed, another key';
export const ownSecretApp = 'Bookbridge by itself';
export const nobodyApp = 'Bookbridge as nobody';

export const keys = newKeys(2048);
const otherKeys = newKeys(2048);

export function newKeys(modulusLength: number): { privateKey: string; publicKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

export type UnattendedWorld = { world: World; admin: Connection; userId: string };

export async function openUnattendedWorld(options: WorldOptions = {}): Promise<UnattendedWorld> {
  const preAuthorized = [lowlyUser];
  const world = await openWorld({
    ...options,
    localOrg: {
      ...options.localOrg,
      apps: [
        { name: signedApp, certificate: keys.publicKey, preAuthorized },
        { name: otherSignedApp, certificate: otherKeys.publicKey, preAuthorized },
        { name: ownSecretApp, clientCredentialsRunAs: lowlyUser, preAuthorized },
        { name: nobodyApp },
        ...(options.localOrg?.apps ?? []),
      ],
    },
  });
  try {
    const admin = await adminOf(world, 'production');
    return { world, admin, userId: await makeLowlyUser(admin) };
  } catch (error) {
    // Its servers would keep the test run from ending.
    await world.close();
    throw error;
  }
}

/** User → permission set licence → permission set, in this order: Salesforce refuses the last without the second. */
async function makeLowlyUser(admin: Connection): Promise<string> {
  const made = await admin.sobject('User').create({
    Username: lowlyUser,
    LastName: 'Bookbridge API User',
    Alias: 'bookapi',
    Email: lowlyUser,
    ProfileId: await findId(admin, 'Profile', 'Minimum Access - API Only Integrations'),
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
  });
  const userId = String(made.id);
  await admin.sobject('PermissionSetLicenseAssign').create({
    AssigneeId: userId,
    PermissionSetLicenseId: await findId(
      admin,
      'PermissionSetLicense',
      'SalesforceAPIIntegrationPsl',
      'DeveloperName',
    ),
  });
  await assign(admin, userId, 'Bookbridge_API_User');
  return userId;
}

export async function assign(admin: Connection, userId: string, permissionSet: string): Promise<void> {
  await admin.sobject('PermissionSetAssignment').create({
    AssigneeId: userId,
    PermissionSetId: await findId(admin, 'PermissionSet', permissionSet),
  });
}

export async function findId(
  admin: Connection,
  sObject: string,
  name: string,
  nameField = 'Name',
): Promise<string> {
  const { records } = await admin.query<{ Id: string }>(
    `SELECT Id FROM ${sObject} WHERE ${nameField} = '${name}'`,
  );
  const [found] = records;
  if (!found) throw new Error(`There is no ${sObject} named ${name}.`);
  return found.Id;
}

export function appNamed(world: World, name: string): { clientId: string; clientSecret: string } {
  const app = world.org.apps.find((each) => each.name === name);
  if (!app) throw new Error(`There is no app named ${name}.`);
  return { clientId: app.clientId, clientSecret: app.clientSecret };
}

/** The body of a JWT login of the lowly user, at its org's My Domain. */
export function signedLogin(world: World, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    flow: 'jwt_bearer',
    mode: 'secure',
    loginOrigin: originOf(world, 'production'),
    clientId: appNamed(world, signedApp).clientId,
    username: lowlyUser,
    privateKey: keys.privateKey,
    ...more,
  };
}

export function ownSecretLogin(world: World, more: Record<string, unknown> = {}): Record<string, unknown> {
  const { clientId, clientSecret } = appNamed(world, ownSecretApp);
  return {
    flow: 'client_credentials',
    mode: 'secure',
    loginOrigin: originOf(world, 'production'),
    clientId,
    clientSecret,
    username: lowlyUser,
    ...more,
  };
}

/** API calls of one app that Salesforce would count. */
export async function countCallsOf(world: World, name: string, kind: Kind = 'production'): Promise<number> {
  const answer = await fetch(new URL('/__local/calls', world.org.login[kind]));
  const byClient = field(await answer.json(), 'byClient');
  const own = field(byClient, appNamed(world, name).clientId);
  return own === undefined ? 0 : Number(field(own, 'total'));
}
