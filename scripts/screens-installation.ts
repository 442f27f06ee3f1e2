// Screens of phase 2 and of an admin link, in orgs that have nothing of ours yet: they need a try-out of their own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { BrowserContext, Page } from 'playwright-core';
import { createOwner, logInAtOrg, orgUser } from './browser-trip.ts';
import type { LocalBrowser } from './browser.ts';
import { connectAsAdmin } from './count-in-org.ts';
import type { Gallery } from './screen-gallery.ts';
import { startTryOut, withoutRealThings } from './try-out.ts';
import type { TryOut } from './try-out.ts';

type Trip = { browser: LocalBrowser; gallery: Gallery };
type Walk = { page: Page; gallery: Gallery; tryOut: TryOut };

export async function photographInstallation({ browser, gallery }: Trip): Promise<void> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'bookbridge-screens-'));
  const tryOut = await startTryOut({
    dataFolder,
    connectorPort: 0,
    localOrgPort: 0,
    env: withoutRealThings(process.env),
    say: () => undefined,
    withoutApp: true,
  });
  const contexts: BrowserContext[] = [];
  const newPage = async (): Promise<Page> => {
    const context = await browser.newContext();
    contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => gallery.problems.push(`${page.url()}: ${error.message}`));
    return page;
  };
  try {
    const page = await newPage();
    const walk = { page, gallery, tryOut };
    await createOwner(page, tryOut.link);
    await photographChoices(walk);
    await photographLink(walk, await newPage());
    await photographSteps(walk);
    await photographUpgrade(walk);
    await photographGerman(walk);
  } finally {
    for (const context of contexts) await context.close();
    await tryOut.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function photographChoices({ page, gallery, tryOut }: Walk): Promise<void> {
  await page.goto(`${tryOut.connectorUrl}/setup/installation`);
  await page.getByText('Connect an API user first').waitFor();
  await gallery.take(page, 'installation-unconnected', 'Installation before a connection');

  await page.goto(`${tryOut.connectorUrl}/setup/api-connection`);
  await page.getByRole('radio', { name: 'Secure mode' }).check();
  await page.getByRole('checkbox', { name: 'Use an OAuth app of your own' }).check();
  await page.getByLabel('My Domain address').fill('https://evil.example/login');
  await page.getByLabel('Consumer key').fill('3MVG9 with a space');
  await page.getByLabel('Consumer secret', { exact: true }).fill('secret');
  await page.getByRole('button', { name: 'Connect an API user' }).click();
  await page.getByText('is one word').first().waitFor();
  await gallery.take(page, 'own-app', 'Secure mode, an OAuth app of one’s own, a key that cannot be one');
  await page.getByLabel('Consumer key').fill('3MVG9');
  await page.getByRole('button', { name: 'Connect an API user' }).click();
  await page.getByText('evil.example is not').first().waitFor();
  await gallery.take(page, 'bad-host', 'A host that is not Salesforce');
}

async function photographLink({ page, gallery, tryOut }: Walk, guest: Page): Promise<void> {
  await page.goto(`${tryOut.connectorUrl}/setup/api-connection`);
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByLabel('Link for the Salesforce admin', { exact: true }).inputValue();
  await page.getByText('has not been opened yet').waitFor();
  await gallery.take(page, 'admin-link-made', 'A link for the Salesforce admin was made');

  await guest.goto(link);
  await guest.getByRole('heading', { name: 'Connect an API user to Bookbridge' }).waitFor();
  await gallery.take(guest, 'admin-link', 'Where an admin link leads');
  await logInAtOrg(guest, 'Production', orgUser(tryOut, 'standard'));
  await guest.getByRole('button', { name: 'Allow' }).click();
  await guest.getByRole('heading', { name: 'Is this the API user?' }).waitFor();
  await gallery.take(guest, 'admin-link-wrong-user', 'Admin link: the wrong user');
  await guest.getByRole('button', { name: 'Log out of Salesforce and try again' }).click();
  await guest.getByRole('button', { name: 'Connect again' }).click();
  await logInAtOrg(guest, 'Production', orgUser(tryOut, 'api-user'));
  await guest.getByRole('button', { name: 'Allow' }).click();
  await guest.getByRole('button', { name: 'Use this user' }).click();
  await guest.getByRole('heading', { name: 'Connected, but something is open' }).waitFor();
  await gallery.take(guest, 'admin-link-connected', 'Admin link: connected, checks open');
  await guest.context().clearCookies();
  await guest.reload();
  await guest.getByRole('heading', { name: 'This link was used' }).waitFor();
  await gallery.take(guest, 'admin-link-used', 'Admin link: used, seen by somebody else');

  await page.reload();
  await page.getByText('not ready').first().waitFor();
  await page.getByText('had made the link').first().waitFor();
  await gallery.take(page, 'admin-link-who', 'Who used the link, on the workspace’s page');
}

async function photographSteps({ page, gallery, tryOut }: Walk): Promise<void> {
  await page.goto(`${tryOut.connectorUrl}/setup/installation`);
  await page.getByRole('button', { name: 'Install for me' }).waitFor();
  await page.getByText('do not show status').or(page.getByText('does not show status')).waitFor();
  await gallery.take(page, 'installation-missing', 'Installation: nothing is there yet');
  await photographRefusal({ page, gallery, tryOut });
  await page.getByRole('button', { name: 'Install for me' }).click();
  await page.getByRole('heading', { name: 'Installed.' }).waitFor();
  await page.getByText('the present one').waitFor();
  await gallery.take(page, 'installation-done', 'Installation: installed for me');
  await page
    .getByRole('button', { name: /Show the change to/ })
    .first()
    .click();
  await page.getByRole('heading', { name: /The change to the layout/ }).waitFor();
  await gallery.take(page, 'installation-layout', 'Installation: the change to a layout, before it is made');
  await page.getByRole('button', { name: 'Change this layout' }).click();
  await page
    .getByText('The layout shows')
    .or(page.getByText(/All \d layouts show/))
    .waitFor();
  await gallery.take(page, 'installation-complete', 'Installation: everything is there');
}

/** Somebody else's field has the name of one of ours, and another type. */
async function photographRefusal({ page, gallery, tryOut }: Walk): Promise<void> {
  const admin = await adminOf(tryOut);
  await admin.metadata.create('CustomField', {
    fullName: 'Activity.Booking_Status__c',
    label: 'Status of a booking',
    type: 'Number',
    precision: 4,
    scale: 0,
  });
  await page.getByRole('button', { name: 'Install for me' }).click();
  await page.getByText('differs from what was shown').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('fields[Booking_Status__c].type').waitFor({ state: 'attached' });
  // A component with many differences has them folded away.
  for (const fold of await page.locator('main details:not([open]) > summary').all()) await fold.click();
  await page.getByText('fields[Booking_Status__c].type').waitFor();
  await gallery.take(page, 'installation-differs', 'Installation: something of the same name is there');
  await page.getByRole('button', { name: /Install version/ }).click();
  await page.getByText('Salesforce says').first().waitFor();
  await gallery.take(page, 'installation-refused', 'Installation: a component is refused');
  await admin.metadata.delete('CustomField', ['Activity.Booking_Status__c']);
  await page.reload();
  await page.getByRole('button', { name: 'Install for me' }).waitFor();
}

async function adminOf(tryOut: TryOut) {
  const org = tryOut.localOrg.orgs.find(({ kind }) => kind === 'production');
  if (!org) throw new Error('The local org has no production org.');
  return connectAsAdmin(tryOut.localOrg, org, `${tryOut.connectorUrl}/oauth/salesforce/callback`);
}

async function photographUpgrade({ page, gallery, tryOut }: Walk): Promise<void> {
  const admin = await adminOf(tryOut);
  const marker = {
    fullName: 'Booking_Connection__c.Access_Marker__c',
    label: 'Access Marker',
    type: 'Checkbox',
    defaultValue: 'false',
    inlineHelpText: 'Bookbridge companion app, version 0.9.0',
  };
  await admin.metadata.update('CustomField', marker);
  await page.reload();
  await page.getByRole('button', { name: 'Show the upgrade' }).click();
  await page.getByRole('button', { name: /Install version/ }).waitFor();
  await page.getByText('fields[Access_Marker__c].inlineHelpText').waitFor();
  await gallery.take(page, 'installation-upgrade', 'Installation: what an upgrade would change');
}

async function photographGerman({ page, gallery, tryOut }: Walk): Promise<void> {
  await page.evaluate("localStorage.setItem('bookbridge-language', 'de')");
  await page.goto(`${tryOut.connectorUrl}/setup/installation`);
  await page.getByText('Begleit-App').first().waitFor();
  await page.getByText('Seitenlayouts von Event').waitFor();
  await gallery.take(page, 'installation-german', 'Installation in German');
  await page.goto(`${tryOut.connectorUrl}/setup/api-connection`);
  await page.getByText('Anderen Benutzer oder andere Org verbinden').click();
  await gallery.take(page, 'connection-german', 'API connection in German');
}
