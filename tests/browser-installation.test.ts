// Phase 2 and the admin link as people see them, in a real browser, from an org that has nothing of ours.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { logInAtOrg, orgUser } from '../scripts/browser-trip.ts';
import { makeOwner, startBrowserWorld, startingMs } from './browser-world.ts';
import type { BrowserWorld } from './browser-world.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const findings = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));

let world: BrowserWorld;
let page: Page;
let guest: Page;

beforeAll(async () => {
  world = await startBrowserWorld({ withoutApp: true });
  page = await world.newPage({ ...(await makeOwner(world)), bypassCSP: true });
  guest = await world.newPage({ bypassCSP: true, viewport: { width: 390, height: 844 } });
}, startingMs);
afterAll(() => world.stop(), startingMs);

const open = (path: string) => page.goto(`${world.tryOut.connectorUrl}${path}`);

/** What axe finds, and how far the page scrolls sideways on a phone. */
async function lookAt(at: Page): Promise<string[]> {
  await at.evaluate(axe);
  const found = findings.parse(
    await at.evaluate(
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) => r.violations)",
    ),
  );
  const before = at.viewportSize() ?? { width: 1280, height: 900 };
  await at.setViewportSize({ width: 390, height: 844 });
  const sideways = Number(await at.evaluate('document.documentElement.scrollWidth - innerWidth'));
  await at.setViewportSize(before);
  return [
    ...found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
    ...(sideways > 0 ? [`scrolls sideways by ${sideways}px`] : []),
  ];
}

describe('an admin link', () => {
  test('lets somebody without an account connect, on a phone, and shows who it was', async () => {
    await open('/setup/api-connection');
    await page.getByRole('button', { name: 'Make a link' }).click();
    const field = page.getByLabel('Link for the Salesforce admin', { exact: true });
    const link = await field.inputValue();
    expect(await lookAt(page)).toEqual([]);

    await guest.goto(link);
    await guest.getByRole('heading', { name: 'Connect an API user to Bookbridge' }).waitFor();
    expect(await guest.getByRole('navigation').count()).toBe(0);
    expect(await lookAt(guest)).toEqual([]);
    await logInAtOrg(guest, 'Production', orgUser(world.tryOut, 'api-user'));
    await guest.getByRole('button', { name: 'Allow' }).click();
    await guest.getByRole('heading', { name: 'Is this the API user?' }).waitFor();
    await guest.getByRole('button', { name: 'Use this user' }).click();
    await guest.getByRole('heading', { name: 'Connected, but something is open' }).waitFor();
    expect(await lookAt(guest)).toEqual([]);

    await open('/setup/api-connection');
    await page
      .getByText(/^Used .* api-user@acme\.example was connected/)
      .first()
      .waitFor();
  }, 90_000);

  test('says that it was used when it is opened once more', async () => {
    const link = guest.url();
    const other = await world.newPage();
    await other.goto(link);
    await other.getByRole('heading', { name: 'This link was used' }).waitFor();
    expect(await other.getByRole('main').innerText()).not.toContain('api-user@acme.example');
    await other.context().close();
  }, 60_000);
});

describe('Installation', () => {
  test('tells what is missing and installs it, by keyboard alone; a reload loses nothing', async () => {
    await open('/setup/installation');
    await page.getByText('Not in this org yet').waitFor();
    await page.getByText('Event Layout').waitFor();
    expect(await lookAt(page)).toEqual([]);
    await page.getByRole('button', { name: 'Install for me' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-step=app]').waitFor();
    await page.reload();
    await page.getByText('the present one').waitFor();
    await page.getByText('is assigned to').waitFor();
    expect(await lookAt(page)).toEqual([]);
  }, 90_000);

  test('shows the change to a layout, and makes it only then', async () => {
    await page.getByRole('button', { name: 'Show the change to Event Layout' }).click();
    await page.getByRole('heading', { name: 'The change to the layout “Event Layout”' }).waitFor();
    expect(await lookAt(page)).toEqual([]);
    await page.getByRole('button', { name: 'Leave it as it is' }).click();
    await page.getByRole('button', { name: 'Show the change to Event Layout' }).click();
    await page.getByRole('button', { name: 'Change this layout' }).click();
    await page.getByText('The layout shows').waitFor();
  }, 90_000);

  test('the admin’s page follows when it is checked again', async () => {
    await guest.getByRole('button', { name: 'Check again' }).click();
    await guest.getByRole('heading', { name: 'The API user is connected' }).waitFor();
    expect(await lookAt(guest)).toEqual([]);
  }, 60_000);

  test('speaks German', async () => {
    await page.evaluate("localStorage.setItem('bookbridge-language', 'de')");
    await open('/setup/installation');
    await page.getByText('Berechtigungssatz des API-Benutzers').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
  }, 60_000);

  test('nothing failed in a page, and nobody outside this computer was asked', () => {
    expect(world.problems()).toEqual([]);
  });
});
