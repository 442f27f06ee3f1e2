// Screens of the API connection: choosing, refusals, the wrong user, the right one.
import { decide, logInAtOrg, orgUser, useThisUser } from './browser-trip.ts';
import type { ScreenTrip } from './screens-entry.ts';

export async function photographConnection({ page, gallery, tryOut }: ScreenTrip): Promise<void> {
  const connectButton = page.getByRole('button', { name: 'Connect an API user' });
  await connectButton.waitFor();
  await gallery.take(page, 'before', 'API connection, before');

  await page.getByRole('radio', { name: 'My Domain' }).check();
  await page.getByLabel('My Domain address').fill('https://acme.lightning.force.com/lightning/page/home');
  await connectButton.click();
  await page.getByText('acme.my.salesforce.com instead').first().waitFor();
  await gallery.take(page, 'my-domain', 'API connection, a wrong My Domain');

  await page.getByRole('radio', { name: 'Production' }).check();
  await connectButton.click();
  await page.getByLabel('Username').waitFor();
  await page.goto(`${tryOut.connectorUrl}/setup/api-connection`);
  await page.getByText('came back without a result').waitFor();
  await page.getByLabel('Error code').fill('OAUTH_EC_APP_NOT_FOUND');
  await page.getByRole('button', { name: 'What does it mean?' }).click();
  await page.getByRole('alert').waitFor();
  await gallery.take(page, 'error-code', 'Back from Salesforce’s own error page, its code explained');

  await logInAtOrg(page, 'Production', orgUser(tryOut, 'standard'));
  await decide(page, 'Deny');
  await page.getByRole('heading', { name: 'The API user is not connected' }).waitFor();
  await gallery.take(page, 'denied', 'A failed attempt: Deny');

  await logInAtOrg(page, 'Production', orgUser(tryOut, 'standard'));
  await decide(page, 'Allow');
  await page.getByRole('heading', { name: 'Is this the API user?' }).waitFor();
  await gallery.take(page, 'wrong-user', 'Wrong user');
  await page.getByRole('button', { name: 'Log out of Salesforce and try again' }).click();
  await page.getByRole('heading', { name: 'Log out of Salesforce first' }).waitFor();
  await gallery.take(page, 'log-out-first', 'Wrong user, log out first');
  await page.getByRole('button', { name: 'Connect again' }).click();

  await logInAtOrg(page, 'Production', orgUser(tryOut, 'api-user'));
  await decide(page, 'Allow');
  await page.getByRole('heading', { name: 'Is this the API user?' }).waitFor();
  await gallery.take(page, 'right-user', 'The first connection, the right user');
  await useThisUser(page);
  await page.getByRole('heading', { name: /^All \d+ checks passed$/ }).waitFor();
  await page.getByRole('link', { name: 'Add a source' }).waitFor();
  await gallery.take(page, 'connected', 'API connection, after; the next step is shown');
}
