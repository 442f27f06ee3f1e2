// The whole try-out as a stranger walks it: from the one link to a booking that is seen in the org's own page.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import {
  addSource,
  createOwner,
  decide,
  goTo,
  logInAtOrg,
  orgUser,
  useThisUser,
} from '../scripts/browser-trip.ts';
import { sendGenericEvent } from '../scripts/screens-events.ts';
import { startBrowserWorld, startingMs } from './browser-world.ts';
import type { BrowserWorld } from './browser-world.ts';

let world: BrowserWorld;
let page: Page;
let person = '';
let genericSource = { address: '', apiKey: '' };

beforeAll(async () => {
  world = await startBrowserWorld();
  page = await world.newPage();
}, startingMs);
afterAll(() => world.stop(), startingMs);

describe('the try-out in a browser', () => {
  test('leads from the owner link to the choice of an environment', async () => {
    await createOwner(page, world.tryOut.link);
    expect(await page.getByRole('group', { name: 'Where is the API user?' }).getByRole('radio').count()).toBe(
      3,
    );
    expect(await page.getByText('Nothing leaves this computer').isVisible()).toBe(true);
  }, 60_000);

  test('connects the API user, and every check passes', async () => {
    await logInAtOrg(page, 'Production', orgUser(world.tryOut, 'api-user'));
    await decide(page, 'Allow');
    await useThisUser(page);
    await page.getByRole('heading', { name: /^All \d+ checks passed$/ }).waitFor();
    expect(await page.locator('[data-check]').count()).toBeGreaterThan(8);
    expect(await page.locator('[data-check]:not([data-status=pass])').count()).toBe(0);
    expect(await page.getByRole('banner').getByText('Connected to Acme Bikes').isVisible()).toBe(true);
  }, 60_000);

  test('shows adding a source as the next step, and the secret once', async () => {
    await page.getByRole('main').getByRole('link', { name: 'Add a source' }).click();
    await addSource(page, 'Cal.com');
    const secret = await page.getByLabel('Secret', { exact: true }).inputValue();
    expect(secret.length).toBeGreaterThan(15);
    await page.reload();
    await page.getByRole('heading', { name: 'Cal.com' }).waitFor();
    expect(await page.content()).not.toContain(secret);
  }, 60_000);

  test('follows a sample booking until its records are in the org', async () => {
    await page.getByRole('button', { name: 'Send a sample booking' }).click();
    await page.getByText('Written to Salesforce').waitFor();
    const records = page.getByRole('list', { name: 'Records written' });
    expect(await records.getByRole('link').count()).toBe(3);
    const lead = records.getByRole('link').first();
    person = (await lead.innerText()).replace('(opens in a new tab)', '').trim();
    const address = await lead.getAttribute('href');
    expect(address).toContain('/lightning/r/Lead/');
  }, 60_000);

  test('the record is seen in the local org’s page', async () => {
    const orgPage = await page.context().newPage();
    await orgPage.goto(`${world.tryOut.localOrg.login.production}/__local/`);
    await orgPage.getByRole('link', { name: 'Lead' }).first().click();
    await orgPage.getByText(person).first().waitFor();
    expect(person).not.toBe('');
    await orgPage.close();
  }, 60_000);

  test('the link of a record opens that record in the org', async () => {
    const link = page.getByRole('list', { name: 'Records written' }).getByRole('link').first();
    const recordId = /Lead\/(\w+)\/view/.exec((await link.getAttribute('href')) ?? '')?.[1];
    const opening = page.context().waitForEvent('page');
    await link.click();
    const record = await opening;
    await record.getByText(person).first().waitFor();
    expect(record.url()).toContain(recordId);
    await record.close();
  }, 60_000);

  test('tells the story of the booking with its raw event', async () => {
    await page.getByRole('link', { name: 'Read how it went' }).click();
    await page.getByRole('heading', { name: person, level: 2 }).waitFor();
    expect(await page.locator('[data-code]').count()).toBeGreaterThan(2);
    expect(await page.getByText('"triggerEvent"').isVisible()).toBe(false);
    await page.getByText('Raw event').click();
    expect(await page.getByText('"triggerEvent"').isVisible()).toBe(true);
  }, 60_000);

  test('replays a booking without a second copy', async () => {
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.locator('[data-code=replayed]').waitFor();
    await page.getByRole('complementary').getByText('In Salesforce', { exact: true }).first().waitFor();
    const orgPage = await page.context().newPage();
    await orgPage.goto(`${world.tryOut.localOrg.login.production}/__local/`);
    await orgPage.getByRole('link', { name: 'Booking' }).first().click();
    await orgPage.getByRole('table').first().waitFor();
    expect(await orgPage.getByRole('row', { name: new RegExp(person) }).count()).toBe(1);
    await orgPage.close();
  }, 60_000);

  test('keeps filter and search in the address, over a reload', async () => {
    await addSource(page, 'Generic JSON');
    genericSource = {
      address: await page.getByLabel('Address').first().inputValue(),
      apiKey: await page.getByLabel('API key', { exact: true }).inputValue(),
    };
    await sendGenericEvent(genericSource, { id: 'filter-1', name: 'Grace Hopper', title: 'Intro call' });
    await goTo(page, 'Bookings');
    await page.getByRole('link', { name: 'Grace Hopper', exact: true }).waitFor();
    await page.getByRole('searchbox').fill('grace');
    await page.waitForURL(/q=grace/);
    await page.reload();
    await page.getByRole('link', { name: 'Grace Hopper', exact: true }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    await page.getByRole('link', { name: /^Parked/ }).click();
    await page.getByText('No booking fits this filter').last().waitFor();
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({
      state: 'parked',
      q: 'grace',
    });
  }, 60_000);

  test('gives the shown bookings as a file, a name that looks like a formula made harmless', async () => {
    await sendGenericEvent(genericSource, { id: 'formula-1', name: '=HYPERLINK("x")', title: 'Intro call' });
    await goTo(page, 'Bookings');
    await page.getByRole('link', { name: '=HYPERLINK("x")', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /^CSV file UTF-8/ }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toContain('Grace Hopper');
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);
  }, 60_000);

  test('says how the bookings are, in one sentence first', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Health' }).click();
    await page.getByText('All bookings are in Salesforce.').waitFor();
    await page.getByRole('heading', { name: 'API calls' }).waitFor();
    await page.getByText('The same as a table').first().click();
    const column = page.getByRole('columnheader', { name: 'Came in' });
    await column.waitFor();
    expect(await column.isVisible()).toBe(true);
  }, 60_000);

  test('asked nobody outside this computer, and nothing failed in a page', () => {
    expect(world.problems()).toEqual([]);
  });
});
