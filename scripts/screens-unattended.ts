// Screens of a connection without a browser, in secure mode: one press, a right that is missing, a refused login. They need a
// connector with settings of its own, beside the try-out's and on the same local org.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Connection } from 'jsforce';
import { z } from 'zod';
import { writeSettings } from '../connector/settings-file.ts';
import { createOwner } from './browser-trip.ts';
import { type Child, startChild } from './child.ts';
import { connectAsAdmin } from './count-in-org.ts';
import type { ScreenTrip } from './screens-entry.ts';
import { refuseNext } from './screens-events.ts';
import { freePort } from './free-port.ts';
import { type TryOut, tryOutPages, withoutRealThings } from './try-out.ts';

const apiUser = 'bookbridge-api@acme.example';
/** An app of every local org that logs in by a certificate; its key lies in the local org's folder. */
const signedApp = { clientId: 'LocalCLI', keyFile: join('local-org', 'cli.key') };

export async function photographUnattended(trip: ScreenTrip & { dataFolder: string }): Promise<void> {
  const { page, gallery, tryOut } = trip;
  const org = tryOut.localOrg.orgs.find(({ kind }) => kind === 'production');
  if (!org) throw new Error('The local org has no production org.');
  const admin = await connectAsAdmin(
    tryOut.localOrg,
    org,
    `${tryOut.connectorUrl}/oauth/salesforce/callback`,
  );
  const userId = await makeApiUser(admin);
  const folder = mkdtempSync(join(tmpdir(), 'bookbridge-screens-'));
  await writeSettings(folder, {
    SALESFORCE_PRODUCTION_CLIENT_ID: signedApp.clientId,
    SALESFORCE_PRODUCTION_PRIVATE_KEY_FILE: join(trip.dataFolder, signedApp.keyFile),
    SALESFORCE_PRODUCTION_USERNAME: apiUser,
    SALESFORCE_PRODUCTION_MODE: 'secure',
    SALESFORCE_PRODUCTION_LOGIN_URL: org.origin,
    SALESFORCE_LOCAL_ORIGINS: [org.origin, tryOut.localOrg.login.production].join(','),
  });
  const { child, link } = await startConnector(folder, tryOut);
  try {
    await createOwner(page, link);
    const connect = page.getByRole('button', { name: `Connect ${apiUser}` });
    await connect.waitFor();
    await gallery.take(page, 'by-itself', 'API connection without a browser, before');

    await refuseNext(tryOut, refusedSignature);
    await connect.click();
    await page.getByText('could not be connected').waitFor();
    await gallery.take(page, 'by-itself-refused', 'Without a browser: the first login is refused');

    const givenBack = await takeRightAway(admin);
    await connect.click();
    await page.getByRole('heading', { name: /checks? failed/ }).waitFor();
    await gallery.take(page, 'secure-right-missing', 'Secure mode: a right is missing');
    await givenBack();
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('heading', { name: /^All \d+ checks passed$/ }).waitFor();
    await gallery.take(page, 'secure-connected', 'Secure mode: connected without a browser');

    await admin.sobject('User').update({ Id: userId, IsActive: false });
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('Signed out by Salesforce').waitFor();
    await gallery.take(page, 'by-itself-inactive', 'Without a browser: the user was deactivated');
    await admin.sobject('User').update({ Id: userId, IsActive: true });

    await refuseNext(tryOut, { kind: 'session_expired', times: 1 });
    await refuseNext(tryOut, refusedSignature);
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('does not accept the signature').waitFor();
    await gallery.take(page, 'by-itself-certificate', 'Without a browser: the certificate was replaced');
    await page.getByRole('button', { name: 'Use the present settings' }).click();
    await page.getByRole('heading', { name: /^All \d+ checks passed$/ }).waitFor();
  } finally {
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const refusedSignature = {
  kind: 'token_error',
  on: 'token',
  times: 1,
  error: 'invalid_grant',
  description: 'invalid assertion',
};

const connectorReady = z.object({ ready: z.literal(true), link: z.string() });

async function startConnector(folder: string, tryOut: TryOut): Promise<{ child: Child; link: string }> {
  const port = await freePort();
  return await new Promise((resolve, reject) => {
    const child = startChild('connector/main.ts', {
      name: 'The connector of secure mode',
      env: {
        ...withoutRealThings(process.env),
        BOOKBRIDGE_DATA: folder,
        HOST: '127.0.0.1',
        PORT: String(port),
        ...tryOutPages(tryOut.localOrg.login.production),
      },
      onLine: () => undefined,
      onErrorLine: () => undefined,
      onMessage: (message) => {
        const ready = connectorReady.safeParse(message);
        if (ready.success) resolve({ child, link: ready.data.link });
      },
    });
    void child.ended.then((how) => reject(new Error(how)));
  });
}

/** User → permission set licence → permission set: Salesforce refuses the last without the second. */
async function makeApiUser(admin: Connection): Promise<string> {
  const made = await admin.sobject('User').create({
    Username: apiUser,
    LastName: 'Bookbridge API User',
    Alias: 'bookapi',
    Email: apiUser,
    ProfileId: await idOf(admin, "Profile WHERE Name = 'Minimum Access - API Only Integrations'"),
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
  });
  const userId = String(made.id);
  await admin.sobject('PermissionSetLicenseAssign').create({
    AssigneeId: userId,
    PermissionSetLicenseId: await idOf(
      admin,
      "PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'",
    ),
  });
  const PermissionSetId = await idOf(admin, "PermissionSet WHERE Name = 'Bookbridge_API_User'");
  await admin.sobject('PermissionSetAssignment').create({ AssigneeId: userId, PermissionSetId });
  return userId;
}

/** Edit on Leads; returns what gives it back. Whether View All is there, this API user may not even ask. */
async function takeRightAway(admin: Connection): Promise<() => Promise<unknown>> {
  const Id = await idOf(
    admin,
    "ObjectPermissions WHERE SobjectType = 'Lead' AND Parent.Name = 'Bookbridge_API_User'",
  );
  const set = (PermissionsEdit: boolean): Promise<unknown> =>
    admin.sobject('ObjectPermissions').update({ Id, PermissionsEdit });
  await set(false);
  return () => set(true);
}

async function idOf(admin: Connection, from: string): Promise<string> {
  const { records } = await admin.query<{ Id: string }>(`SELECT Id FROM ${from}`);
  const [found] = records;
  if (!found) throw new Error(`The org has no ${from}.`);
  return found.Id;
}
