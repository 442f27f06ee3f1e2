// Bookings and Health in a real browser, on the bad day for which they are made: an admin of the org has made a field required,
// so bookings park. They are found, understood, cured by the link of their field and replayed; and Health says so all along.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import type { Page } from 'playwright-core';
import { deploy, xml } from '../local-org/tests/metadata-client.ts';
import { addSource, decide, goTo, logInAtOrg, orgUser, useThisUser } from '../scripts/browser-trip.ts';
import { connectAsAdmin } from '../scripts/count-in-org.ts';
import { sendGenericEvent } from '../scripts/screens-events.ts';
import { invite } from '../scripts/screens-people.ts';
import { lookAt } from './axe.ts';
import { makeOwner, startBrowserWorld, startingMs } from './browser-world.ts';
import type { BrowserWorld } from './browser-world.ts';

const formula = '=HYPERLINK("https://evil.example","Ada")';
const why = 'Salesforce requires a value that this booking does not have: Lead.Main_Need__c (Main need).';

let world: BrowserWorld;
let page: Page;
let admin: Connection;
let source = { address: '', apiKey: '' };

beforeAll(async () => {
  world = await startBrowserWorld();
  page = await world.newPage({ ...(await makeOwner(world)), bypassCSP: true });
  await open('/setup/api-connection', 'Connect an API user');
  await logInAtOrg(page, 'Production', orgUser(world.tryOut, 'api-user'));
  await decide(page, 'Allow');
  await useThisUser(page);
  await addSource(page, 'Generic JSON');
  source = {
    address: await page.getByLabel('Address').first().inputValue(),
    apiKey: await page.getByLabel('API key', { exact: true }).inputValue(),
  };
  const org = world.tryOut.localOrg.orgs.find(({ kind }) => kind === 'production');
  if (!org) throw new Error('The local org has no production org.');
  const { connectorUrl, localOrg } = world.tryOut;
  admin = await connectAsAdmin(localOrg, org, `${connectorUrl}/oauth/salesforce/callback`);
}, startingMs);
afterAll(() => world.stop(), startingMs);

async function open(path: string, heading: string, who = page): Promise<void> {
  await who.goto(`${world.tryOut.connectorUrl}${path}`);
  await who.getByRole('heading', { name: heading, level: 1 }).waitFor();
  await who.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
}

const send = (id: string, name: string, more: { hostEmail?: string } = {}) =>
  sendGenericEvent(source, { id, name, title: 'Intro call', ...more });
const row = (name: string, who = page) =>
  who.getByRole('row').filter({ has: who.getByRole('link', { name, exact: true }) });
/** How many bookings stand in the state of this tab. */
const inState = (state: string, count: number) =>
  page.getByRole('navigation', { name: 'Filter by state' }).getByRole('link', { name: `${state} ${count}` });
const causeOf = (message: string, who = page) => who.getByRole('listitem').filter({ hasText: message });

async function requireField(): Promise<void> {
  const field =
    '<fields><fullName>Main_Need__c</fullName><label>Main need</label><type>Text</type><length>40</length><required>true</required></fields>';
  const result = await deploy(admin, {
    types: { CustomField: ['Lead.Main_Need__c'] },
    files: { 'objects/Lead.object': xml('CustomObject', field) },
  });
  if (!result.success) throw new Error(JSON.stringify(result.failures));
}

describe('on a good day', () => {
  test('Health says that nothing has come yet, and where bookings come from', async () => {
    await open('/health', 'Health');
    await page.getByText('No booking has arrived yet.').waitFor();
    expect(await page.getByRole('link', { name: 'Go to Sources' }).getAttribute('href')).toBe('/sources');
    await page.getByText('Nothing happened in these 7 days.').waitFor();
    expect(await lookAt(page)).toEqual([]);
  }, 60_000);

  test('says of a written booking how long ago it was, and shows the figures as a table', async () => {
    await send('first', 'Grace Hopper');
    await send('formula', formula);
    await goTo(page, 'Bookings');
    await inState('In Salesforce', 2).waitFor();
    await open('/health', 'Health');
    await page.getByText('All bookings are in Salesforce.').waitFor();
    await page.getByText('Nothing waits. The last one was written just now.').waitFor();
    await page.getByText('2 messages came in and 2 writes were made. Nothing was parked.').waitFor();
    await page.getByText('The same as a table').first().click();
    const table = page.getByRole('region', { name: 'Bookings per hour, as a table' });
    expect((await table.getByRole('row').last().innerText()).split('\t').slice(1)).toEqual(['2', '2', '0']);
    expect(await page.getByText(/the org has used \d+ of its 100,000 calls/).count()).toBe(1);
    expect(await lookAt(page)).toEqual([]);
  }, 60_000);

  test('a filter stands in the address and survives a reload', async () => {
    await open('/bookings', 'Bookings');
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('combobox', { name: 'Source' }).selectOption({ label: 'Generic JSON' });
    await page.getByRole('combobox', { name: 'Host' }).selectOption({ label: 'Riley Rep' });
    await page.getByLabel('From', { exact: true }).fill(new Date().toISOString().slice(0, 10));
    await page.getByRole('searchbox').fill('hopper');
    await page.waitForURL(/q=hopper/);
    await page.reload();
    await row('Grace Hopper').waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    expect(await page.getByRole('button', { name: 'Filters (3)' }).getAttribute('aria-expanded')).toBe(
      'true',
    );
    const chosen = page.getByRole('combobox', { name: 'Source' }).locator('option:checked');
    expect(await chosen.innerText()).toBe('Generic JSON');
    expect(await lookAt(page)).toEqual([]);
    await page.goBack();
    await page.getByRole('button', { name: 'Filters (2)' }).waitFor();
  }, 60_000);

  test('the file holds what is shown, and a formula in it is only text', async () => {
    await open('/bookings?q=formula', 'Bookings');
    await row(formula).waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /^CSV file UTF-8/ }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^bookings-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toContain(`"'${formula.replaceAll('"', '""')}"`);
    expect(text.trim().split('\n')).toHaveLength(2);
  }, 60_000);
});

describe('when the org requires a field that bookings do not have', () => {
  test('they park, each cause once, with the field and what to do', async () => {
    // Salesforce takes only addresses in e-mail fields: another cause beside.
    await send('odd-host', 'Lin Wei', { hostEmail: 'riley at acme' });
    await open('/bookings', 'Bookings');
    await inState('Parked', 1).waitFor();
    await requireField();
    for (const number of [1, 2, 3]) await send(`need-${number}`, `Kim ${number}`);
    await inState('Parked', 4).click();
    await page.getByRole('heading', { name: '4 bookings wait for a person' }).waitFor();
    const cause = causeOf(why);
    // The first was refused by Salesforce, the others by their plan, which knew of the field by then.
    await cause.getByText('3 bookings', { exact: true }).waitFor();
    expect(await cause.innerText()).toContain('Field: Main need Lead.Main_Need__c');
    await cause.getByRole('button', { name: 'Show them' }).click();
    await row('Lin Wei').waitFor({ state: 'detached' });
    expect(await page.getByRole('row').count()).toBe(4);
    expect(await lookAt(page)).toEqual([]);
  }, 60_000);

  test('Health names how many wait for a person, and leads to them by cause', async () => {
    await open('/health', 'Health');
    await page.getByText('4 bookings wait for a person to decide.').waitFor();
    await causeOf(why).getByText('3 bookings parked').waitFor();
    expect(await lookAt(page)).toEqual([]);
    await page.getByRole('link', { name: `Show them: ${why}` }).click();
    await row('Kim 3').waitFor();
    expect(await page.getByRole('row').count()).toBe(4);
  }, 60_000);

  test('a viewer sees all of it, is offered no replay, and told whose it is', async () => {
    await open('/team', 'Team');
    const link = await invite(page, 'vera@acme.example', 'Viewer');
    const viewer = await world.newPage({ bypassCSP: true });
    await viewer.goto(link);
    await viewer.getByLabel('Your name').fill('Vera Viewer');
    await viewer.getByLabel('Password', { exact: true }).fill('a barge on the canal');
    await viewer.getByRole('button', { name: 'Make an account and join' }).click();
    await viewer.getByRole('button', { name: 'Account of Vera Viewer' }).waitFor();
    await open('/bookings?state=parked', 'Bookings', viewer);
    await causeOf(why, viewer).waitFor();
    await row('Kim 1', viewer).getByRole('link').click();
    await viewer.getByRole('heading', { name: 'What happened' }).waitFor();
    expect(await viewer.getByText('owners and admins can replay bookings').count()).toBe(2);
    expect(await viewer.getByRole('button', { name: /Replay/ }).count()).toBe(0);
    expect(await viewer.getByRole('checkbox').count()).toBe(0);
    expect(await lookAt(viewer)).toEqual([]);
    await open('/health', 'Health', viewer);
    await viewer.getByText('4 bookings wait for a person to decide.').waitFor();
    await viewer.context().close();
  }, 90_000);

  test('one of them tells its story, and its field leads to where it is set', async () => {
    await open('/bookings?state=parked', 'Bookings');
    await row('Kim 3').getByRole('link').click();
    const panel = page.getByRole('complementary');
    await panel.getByRole('heading', { name: 'What happened' }).waitFor();
    expect(await panel.locator('[data-code]').count()).toBeGreaterThan(2);
    expect(await panel.getByRole('alert').innerText()).toContain(why);
    expect(await lookAt(page)).toEqual([]);
    await panel.getByRole('link', { name: 'Set Main need' }).click();
    await page.getByRole('heading', { name: 'Field validation', level: 1 }).waitFor();
    expect(new URL(page.url()).search).toBe('?object=Lead');
    await page.getByRole('button', { name: 'Choose a value: Main need' }).click();
    await page.getByRole('radio', { name: 'Always the same' }).check();
    await page.getByRole('textbox', { name: 'Value' }).fill('Cargo bikes');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
  }, 60_000);

  test('cured, one is replayed, and then all with this cause; the other stays parked', async () => {
    await open('/bookings?state=parked', 'Bookings');
    await row('Kim 1').getByRole('link').click();
    const panel = page.getByRole('complementary');
    await panel.getByRole('button', { name: 'Replay' }).click();
    await panel.getByText('In Salesforce', { exact: true }).first().waitFor();
    await page.keyboard.press('Escape');
    const cause = causeOf(why);
    await cause.getByText('2 bookings', { exact: true }).waitFor();
    await cause.getByRole('button', { name: 'Replay them' }).click();
    await page.getByText('Replay 2 bookings?', { exact: true }).waitFor();
    expect(await page.locator(':focus').innerText()).toBe('Replay 2 bookings');
    expect(await lookAt(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.locator('main').getByText('Replay of 2 bookings: finished').waitFor();
    await page.locator('main').getByText('2 in Salesforce').waitFor();
    await page.reload();
    await page.locator('main').getByText('Replay of 2 bookings: finished').waitFor();
    await row('Kim 3').waitFor();
    expect(await page.getByRole('row').count()).toBe(3);
    await inState('Parked', 1).waitFor();
    const { records } = await admin.query<{ Main_Need__c: string }>(
      "SELECT Main_Need__c FROM Lead WHERE Email LIKE 'need-%'",
    );
    expect(records.map((lead) => lead.Main_Need__c)).toEqual(['Cargo bikes', 'Cargo bikes', 'Cargo bikes']);
  }, 60_000);
});

describe('the pages of Health', () => {
  test('an answer that fails says so, keeps what was known, and is asked again', async () => {
    await open('/health', 'Health');
    await page.getByText('One booking waits for a person to decide.').waitFor();
    await page.route('**/api/health', (route) => route.abort());
    await page.getByText('What stands below may be old').waitFor();
    expect(await page.getByText('One booking waits for a person to decide.').count()).toBe(1);
    await page.unroute('**/api/health');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('What stands below may be old').waitFor({ state: 'detached' });
  }, 60_000);

  test('speak German', async () => {
    await page.evaluate("localStorage.setItem('bookbridge-language', 'de')");
    await open('/health', 'Zustand');
    await page.getByText('Eine Buchung wartet auf eine Entscheidung.').waitFor();
    for (const fold of await page.locator('main details > summary').all()) await fold.click();
    expect(await lookAt(page)).toEqual([]);
    await open('/bookings?state=parked', 'Buchungen');
    await page.getByRole('heading', { name: '1 Buchung wartet auf einen Menschen' }).waitFor();
    expect(await lookAt(page)).toEqual([]);
  }, 60_000);
});

test('nothing failed in a page, and nobody outside this computer was asked', () => {
  expect(world.problems()).toEqual([]);
});
