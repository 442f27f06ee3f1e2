// Every screen in light and dark against WCAG A and AA (axe-core), in phone width without a sideways scroll, and by keyboard.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { addSource, decide, logInAtOrg, orgUser, useThisUser } from '../scripts/browser-trip.ts';
import { makeOwner, startBrowserWorld, startingMs } from './browser-world.ts';
import type { BrowserWorld } from './browser-world.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const findings = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })) }),
);

let world: BrowserWorld;
let page: Page;
let bookingPath = '';

beforeAll(async () => {
  world = await startBrowserWorld();
  const signedIn = await makeOwner(world);
  // The page's own Content-Security-Policy keeps strangers' scripts out, and so axe too.
  page = await world.newPage({ ...signedIn, bypassCSP: true });
}, startingMs);
afterAll(() => world.stop(), startingMs);

async function open(path: string, heading: string): Promise<void> {
  await page.goto(`${world.tryOut.connectorUrl}${path}`);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
}

/** What axe finds on the page as it is now, in both colour schemes, and how far it scrolls sideways on a phone. */
async function lookAt(): Promise<string[]> {
  const problems: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await page.evaluate(axe);
    const found = findings.parse(
      await page.evaluate(
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) => r.violations)",
      ),
    );
    for (const { id, nodes } of found)
      for (const node of nodes) problems.push(`${colorScheme} ${id}: ${node.html}\n${node.failureSummary}`);
  }
  await page.setViewportSize({ width: 360, height: 780 });
  const sideways = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
  if (sideways > 0) problems.push(`scrolls sideways by ${sideways}px on a phone`);
  await page.setViewportSize({ width: 1280, height: 900 });
  return problems;
}

describe('screens for everybody', () => {
  test('the look itself notices pale text and a screen that is too wide', async () => {
    await open('/sources', 'Sources');
    await page.evaluate(`document.querySelector('h1').style.cssText = 'color: #9aa; width: 900px'`);
    const problems = (await lookAt()).join('\n');
    expect(problems).toMatch(/light color-contrast: <h1/);
    expect(problems).toMatch(/scrolls sideways by \d+px/);
  }, 60_000);

  test('sign-in, refused', async () => {
    const stranger = page;
    page = await world.newPage({ bypassCSP: true });
    await page.goto(`${world.tryOut.connectorUrl}/sign-in`);
    await page.getByLabel('E-mail').fill('nobody@example.com');
    await page.getByLabel('Password', { exact: true }).fill('not this one');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await lookAt()).toEqual([]);
    await page.context().close();
    page = stranger;
  }, 60_000);

  test('API connection, before, with a refused My Domain', async () => {
    await open('/setup/api-connection', 'Connect an API user');
    await page.getByRole('radio', { name: 'My Domain' }).check();
    await page.getByRole('button', { name: 'Connect an API user' }).click();
    await page.locator('[aria-invalid=true]').waitFor();
    expect(await lookAt()).toEqual([]);
  }, 60_000);

  test('bookings, none yet', async () => {
    await open('/bookings', 'Bookings');
    await page.getByRole('heading', { name: 'No bookings yet' }).waitFor();
    expect(await lookAt()).toEqual([]);
  }, 60_000);

  test('a failed attempt', async () => {
    await open('/setup/api-connection', 'Connect an API user');
    await logInAtOrg(page, 'Production', orgUser(world.tryOut, 'standard'));
    await decide(page, 'Deny');
    await page.getByRole('heading', { name: 'The API user is not connected' }).waitFor();
    expect(await lookAt()).toEqual([]);
  }, 60_000);

  test('the question about a wrong user', async () => {
    await logInAtOrg(page, 'Production', orgUser(world.tryOut, 'standard'));
    await decide(page, 'Allow');
    await page.getByRole('heading', { name: 'Is this the API user?' }).waitFor();
    expect(await lookAt()).toEqual([]);
  }, 60_000);

  test('a connection that needs attention, with disconnect asked', async () => {
    await useThisUser(page);
    await page.getByRole('heading', { name: /checks? failed/ }).waitFor();
    await page.getByRole('button', { name: 'Disconnect…' }).click();
    await page.getByRole('button', { name: 'Stay connected' }).waitFor();
    expect(await lookAt()).toEqual([]);
  }, 60_000);

  test('a connection on which every check passed', async () => {
    await page.getByRole('button', { name: 'Stay connected' }).click();
    await page.getByText('Connect another user or org').click();
    await logInAtOrg(page, 'Production', orgUser(world.tryOut, 'api-user'));
    await decide(page, 'Allow');
    await useThisUser(page);
    await page.getByRole('heading', { name: /All \d+ checks passed/ }).waitFor();
    expect(await lookAt()).toEqual([]);
  }, 60_000);

  test('sources: the form, and the secret that is shown once', async () => {
    await open('/sources', 'Sources');
    await page.getByRole('heading', { name: 'Add your first source' }).waitFor();
    expect(await lookAt()).toEqual([]);
    await addSource(page, 'Generic JSON');
    expect(await lookAt()).toEqual([]);
  }, 60_000);

  test('a sample booking, and a removed source', async () => {
    await page.getByRole('button', { name: 'Send a sample booking' }).click();
    await page.getByText('Written to Salesforce').waitFor();
    bookingPath = (await page.getByRole('link', { name: 'Read how it went' }).getAttribute('href')) ?? '';
    expect(await lookAt()).toEqual([]);
    await page.getByRole('button', { name: /^Remove / }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    expect(await lookAt()).toEqual([]);
  }, 60_000);

  test('bookings, with one open', async () => {
    await open(bookingPath, 'Bookings');
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    await page.getByText('Raw event').click();
    expect(await lookAt()).toEqual([]);
  }, 60_000);

  test('the health of the bookings, its tables opened', async () => {
    await open('/health', 'Health');
    await page.getByRole('heading', { name: 'Checks over time' }).waitFor();
    for (const fold of await page.locator('main details > summary').all()) await fold.click();
    expect(await lookAt()).toEqual([]);
  }, 60_000);

  test('a booking opens and closes by keyboard, and the focus comes back to its row', async () => {
    await open('/bookings', 'Bookings');
    const row = page.getByRole('row').nth(1).getByRole('link').first();
    await row.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H2');
    await page.keyboard.press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
    expect(await page.locator(':focus').getAttribute('id')).toBe(await row.getAttribute('id'));
  }, 60_000);

  test('the first press of Tab offers to skip to the content', async () => {
    await open('/sources', 'Sources');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).toBe('main');
  }, 60_000);

  test('the appearance can be chosen, and stays over a reload', async () => {
    await page.emulateMedia({ colorScheme: 'light' });
    await open('/sources', 'Sources');
    await page.getByRole('button', { name: /^Appearance/ }).click();
    await page.getByRole('button', { name: /^Appearance: light/ }).click();
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
    await page.reload();
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
    expect(await page.getByRole('button', { name: /^Appearance: dark/ }).isVisible()).toBe(true);
  }, 60_000);

  test('nothing failed in a page, and nobody outside this computer was asked', () => {
    expect(world.problems()).toEqual([]);
  });
});
