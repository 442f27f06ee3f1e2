// The page "Sources" in a real browser: the secret that a tool makes itself, the first event that is waited for, a pause, a file;
// by keyboard, at phone width, and with nothing that axe finds.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { createOwner, goTo } from '../scripts/browser-trip.ts';
import { onceHubEvent } from '../connector/tests/source-events.ts';
import { startBrowserWorld, startingMs } from './browser-world.ts';
import type { BrowserWorld } from './browser-world.ts';
import { sendAs } from './source-requests.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const findings = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));
const secret = 'd0c1b2a3948576e5f4a3b2c1d0e9f8a7';

let world: BrowserWorld;
let page: Page;
beforeAll(async () => {
  world = await startBrowserWorld();
  // The page's own Content-Security-Policy keeps strangers' scripts out, and so axe too.
  page = await world.newPage({ bypassCSP: true });
  await createOwner(page, world.tryOut.link);
  await goTo(page, 'Sources');
}, startingMs);
afterAll(() => world?.stop());

/** What axe finds in both colour schemes, and how far the page scrolls sideways on a phone. */
async function lookAt(): Promise<string[]> {
  const problems: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await page.evaluate(axe);
    const found: unknown = await page.evaluate(
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) => r.violations)",
    );
    for (const { id, nodes } of findings.parse(found))
      problems.push(...nodes.map(({ html }) => `${colorScheme} ${id}: ${html}`));
  }
  await page.setViewportSize({ width: 360, height: 780 });
  const sideways = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
  if (sideways > 0) problems.push(`scrolls sideways by ${sideways}px on a phone`);
  await page.setViewportSize({ width: 1280, height: 900 });
  return problems;
}

const card = (name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true, level: 2 }) });
const openFold = (name: string, summary: string) =>
  card(name).locator('summary', { hasText: summary }).click();

test('the secret that OnceHub makes is pasted, and the first event shows by itself', async () => {
  await page.getByRole('radio', { name: 'OnceHub' }).check();
  await page.getByRole('button', { name: 'Add OnceHub' }).click();
  await page.getByRole('heading', { name: 'OnceHub is added' }).waitFor();
  expect(await lookAt()).toEqual([]);
  const source = { kind: 'oncehub' as const, address: await page.getByLabel('Address').first().inputValue() };
  expect((await sendAs(source, onceHubEvent('booking.scheduled'), { secret })).status).toBe(401);
  await card('OnceHub').getByText('1 event was refused').waitFor();
  await page.getByLabel('Secret from OnceHub').first().fill(secret);
  await page.keyboard.press('Enter');
  await page.getByLabel('Secret from OnceHub').first().waitFor({ state: 'hidden' });
  expect((await sendAs(source, onceHubEvent('booking.scheduled'), { secret })).status).toBe(202);
  await page.getByText('The first event arrived: booking.scheduled').waitFor();
  await page.getByRole('button', { name: 'Done', exact: true }).click();
  await openFold('OnceHub', '1 event type');
  await card('OnceHub').getByText('1 booking', { exact: true }).waitFor();
  await openFold('OnceHub', '1 event was refused');
  await openFold('OnceHub', 'Name and secret');
  await openFold('OnceHub', 'Bookings made before');
  expect(await lookAt()).toEqual([]);
}, 60_000);

test('a source is renamed, paused and resumed by keyboard', async () => {
  const name = card('OnceHub').getByLabel('Name').first();
  await name.fill('Field team');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Field team' }).waitFor();
  await page.getByRole('button', { name: 'Pause Field team' }).focus();
  await page.keyboard.press('Enter');
  await card('Field team').getByText('kept from now on').waitFor();
  expect(await lookAt()).toEqual([]);
  await page.getByRole('button', { name: 'Resume Field team' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Pause Field team' }).waitFor();
}, 60_000);

test('a file is looked at, its bad line told, the rest imported', async () => {
  await page.getByRole('button', { name: 'Add a source' }).click();
  await page.getByRole('radio', { name: 'Generic JSON' }).check();
  await page.getByRole('button', { name: 'Add Generic JSON' }).click();
  await page.getByRole('button', { name: 'Done, hide the API key' }).click();
  await openFold('Generic JSON', 'Import a file');
  const text = [
    'id,start,end,name,email',
    'f-1,2027-05-03T09:00:00Z,2027-05-03T09:45:00Z,<b>Noor</b>,noor@customer.example',
    'f-2,soon,2027-05-03T09:45:00Z,Kim,kim@customer.example',
  ].join('\n');
  const file = { name: 'bookings.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
  await card('Generic JSON').locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Look at the file' }).click();
  await page.getByText('1 line cannot be taken and is left out').waitFor();
  await page.getByRole('cell', { name: '<b>Noor</b>' }).waitFor();
  expect(await lookAt()).toEqual([]);
  await page.getByRole('button', { name: 'Import the other 1' }).click();
  await page.locator('#main').getByText('1 booking imported').waitFor();
  expect(await lookAt()).toEqual([]);
}, 60_000);

test('everything is there in German, and nothing failed in the page', async () => {
  await page.evaluate("localStorage.setItem('bookbridge-language', 'de')");
  await page.reload();
  await page.getByRole('heading', { name: 'Quellen', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Field team anhalten' }).waitFor();
  expect(await lookAt()).toEqual([]);
  expect(world.problems()).toEqual([]);
}, 60_000);
