// What goes wrong on the way to a connection, as the person at the screen meets it.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { decide, logInAtOrg, orgUser, owner } from '../scripts/browser-trip.ts';
import { makeOwner, startBrowserWorld, startingMs } from './browser-world.ts';
import type { BrowserWorld, SignedIn } from './browser-world.ts';

let world: BrowserWorld;
let page: Page;
let signedIn: SignedIn;

beforeAll(async () => {
  world = await startBrowserWorld();
  signedIn = await makeOwner(world);
}, startingMs);
afterAll(() => world.stop(), startingMs);
afterEach(() => page.context().close());

async function signIn(path: string): Promise<void> {
  await page.goto(`${world.tryOut.connectorUrl}${path}`);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

describe('signing in', () => {
  beforeEach(async () => {
    page = await world.newPage();
  }, 60_000);

  test('works with the keyboard alone', async () => {
    await page.goto(`${world.tryOut.connectorUrl}/sign-in`);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.keyboard.type(owner.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(owner.password);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Show the password');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Connect an API user' }).waitFor();
  }, 60_000);

  test('says which of the two may be wrong, and keeps the address typed', async () => {
    await page.goto(`${world.tryOut.connectorUrl}/sign-in`);
    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByLabel('Password', { exact: true }).fill('not this one');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').innerText()).toMatch(/wrong/);
    expect(await page.getByLabel('E-mail').inputValue()).toBe(owner.email);
  }, 60_000);

  test('leads back to the page that was asked for', async () => {
    await signIn('/bookings?state=done');
    await page.getByRole('heading', { name: 'Bookings' }).waitFor();
    expect(new URL(page.url()).search).toBe('?state=done');
  }, 60_000);

  test('never leads to another site', async () => {
    await signIn('/sign-in?to=//evil.example/');
    await page.getByRole('heading', { name: 'Connect an API user' }).waitFor();
    expect(new URL(page.url()).origin).toBe(world.tryOut.connectorUrl);
  }, 60_000);

  test('an owner link that was used says so', async () => {
    await page.goto(world.tryOut.link);
    await page.getByText('This owner link was already used').waitFor();
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  }, 60_000);

  test('signing out shows the sign-in, also after a reload', async () => {
    await signIn('/sign-in');
    await page.getByRole('button', { name: `Account of ${owner.name}` }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${world.tryOut.connectorUrl}/sources`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
  }, 60_000);
});

describe('connecting', () => {
  beforeEach(async () => {
    page = await world.newPage(signedIn);
    await page.goto(`${world.tryOut.connectorUrl}/setup/api-connection`);
    await page.getByRole('button', { name: 'Connect an API user' }).waitFor();
  }, 60_000);

  test('Deny at Salesforce is told with what to do, and nothing is connected', async () => {
    await logInAtOrg(page, 'Production', orgUser(world.tryOut, 'api-user'));
    await decide(page, 'Deny');
    await page.getByRole('heading', { name: 'The API user is not connected' }).waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/Allow/);
    expect(await page.getByRole('banner').getByText('Not connected').isVisible()).toBe(true);
  }, 60_000);

  test('asks about a wrong user, names what speaks against it, and connects nobody when refused', async () => {
    await logInAtOrg(page, 'Production', orgUser(world.tryOut, 'standard'));
    await decide(page, 'Allow');
    await page.getByRole('heading', { name: 'Is this the API user?' }).waitFor();
    expect(await page.getByRole('main').innerText()).toMatch(/rep@acme\.example[\s\S]*Standard User/);
    await page.getByRole('button', { name: 'Log out of Salesforce and try again' }).click();
    const logOut = page.getByRole('link', { name: 'Log out of Salesforce' });
    expect(await logOut.getAttribute('href')).toContain('/secur/logout.jsp');
    await page.getByRole('button', { name: 'Connect again' }).click();
    await page.getByRole('heading', { name: 'Connect an API user' }).waitFor();
    expect(await page.getByRole('banner').getByText('Not connected').isVisible()).toBe(true);
  }, 60_000);

  test('names the right address when a Lightning address is pasted as My Domain', async () => {
    await page.getByRole('radio', { name: 'My Domain' }).check();
    const field = page.getByLabel('My Domain address');
    await field.fill('https://acme.lightning.force.com/lightning/page/home');
    await page.getByRole('button', { name: 'Connect an API user' }).click();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('main').innerText()).toContain('acme.my.salesforce.com instead');
  }, 60_000);

  test('an unsafe My Domain is refused by the connector', async () => {
    await page.getByRole('radio', { name: 'My Domain' }).check();
    const field = page.getByLabel('My Domain address');
    await field.fill('login.salesforce.com.evil.example');
    await page.getByRole('button', { name: 'Connect an API user' }).click();
    await page.locator('[aria-invalid=true]').waitFor();
    expect(new URL(page.url()).origin).toBe(world.tryOut.connectorUrl);
  }, 60_000);

  test('who comes back from Salesforce by hand finds the field for the error code, and its meaning', async () => {
    await page.getByRole('radio', { name: 'Sandbox' }).check();
    await page.getByRole('button', { name: 'Connect an API user' }).click();
    await page.getByLabel('Username').waitFor();
    await page.goto(`${world.tryOut.connectorUrl}/setup/api-connection`);
    await page.getByLabel('Error code').fill('OAUTH_EC_APP_NOT_FOUND');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').innerText()).toMatch(/My Domain/);
    expect(await page.getByRole('radio', { name: 'Sandbox' }).isChecked()).toBe(true);
  }, 60_000);

  test('a forged callback connects nothing and says so', async () => {
    await page.goto(`${world.tryOut.connectorUrl}/oauth/salesforce/callback?state=forged&code=forged`);
    await page.getByRole('heading', { name: 'The API user is not connected' }).waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/again/);
  }, 60_000);

  test('nothing failed in a page, and nobody outside this computer was asked', () => {
    expect(world.problems()).toEqual([]);
  });
});
