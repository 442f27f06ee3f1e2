// The five phases as a scheduling admin walks them, from nothing to a booking in the org: a field that the org insists on, one
// more mapped field, another owner; then two admins at once, the way back, and the screens for everybody.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Connection } from 'jsforce';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { deploy, xml } from '../local-org/tests/metadata-client.ts';
import { addSource, decide, logInAtOrg, orgUser, useThisUser } from '../scripts/browser-trip.ts';
import { connectAsAdmin } from '../scripts/count-in-org.ts';
import { sendGenericEvent } from '../scripts/screens-events.ts';
import { until } from '../scripts/until.ts';
import { makeOwner, startBrowserWorld, startingMs } from './browser-world.ts';
import type { BrowserWorld, SignedIn } from './browser-world.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const findings = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));
const setUpAnswer = z.looseObject({
  revision: z.number(),
  setUp: z.looseObject({ rules: z.looseObject({ match: z.looseObject({ tie: z.string() }) }) }),
});

let world: BrowserWorld;
let signedIn: SignedIn;
let page: Page;
let admin: Connection;
let source = { address: '', apiKey: '' };

beforeAll(async () => {
  world = await startBrowserWorld();
  signedIn = await makeOwner(world);
  page = await world.newPage({ ...signedIn, bypassCSP: true });
  const org = world.tryOut.localOrg.orgs.find(({ kind }) => kind === 'production');
  if (!org) throw new Error('The local org has no production org.');
  admin = await connectAsAdmin(
    world.tryOut.localOrg,
    org,
    `${world.tryOut.connectorUrl}/oauth/salesforce/callback`,
  );
}, startingMs);
afterAll(() => world.stop(), startingMs);

const phase = (id: string) => page.locator(`[data-phase=${id}]`);

async function open(path: string, heading: string): Promise<void> {
  await page.goto(`${world.tryOut.connectorUrl}/setup/${path}`);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
}

async function save(): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
}

/** A field that Salesforce insists on, made by the org's admin. */
async function addRequiredField(): Promise<void> {
  const field =
    '<fields><fullName>Main_Need__c</fullName><label>Main &lt;b&gt;need&lt;/b&gt;</label><type>Text</type><length>40</length><required>true</required></fields>';
  const result = await deploy(admin, {
    types: { CustomField: ['Lead.Main_Need__c'] },
    files: { 'objects/Lead.object': xml('CustomObject', field) },
  });
  if (!result.success) throw new Error(JSON.stringify(result.failures));
}

describe('the five phases', () => {
  test('start with the connection, and say of the others that it comes first', async () => {
    await page.goto(world.tryOut.connectorUrl);
    await page.getByRole('heading', { name: 'Connect an API user', level: 1 }).waitFor();
    expect(await page.getByRole('navigation', { name: 'Set-up phases' }).getByRole('link').count()).toBe(6);
    expect(await phase('field-mapping').innerText()).toContain('Waits for an earlier phase');
    await open('field-mapping', 'Field mapping');
    expect(await page.getByRole('status').getByText('An earlier phase comes first').isVisible()).toBe(true);
  }, 60_000);

  test('1: the API user is connected, and its phase is done with a summary', async () => {
    await open('api-connection', 'Connect an API user');
    await logInAtOrg(page, 'Production', orgUser(world.tryOut, 'api-user'));
    await decide(page, 'Allow');
    await useThisUser(page);
    await page.locator('[data-phase=api-connection][data-state=done]').waitFor();
    expect(await phase('api-connection').innerText()).toContain('api-user@acme.example');
  }, 60_000);

  test('2: the installation is seen as it is in the org', async () => {
    await page.getByRole('link', { name: 'Next: Installation' }).click();
    await page.getByRole('heading', { name: 'Installation', level: 1 }).waitFor();
    await page.locator('[data-phase=installation][data-state=done]').waitFor();
    expect(await phase('installation').innerText()).toMatch(/Companion app \d/);
  }, 60_000);

  test('3: a required field without a value is red, says what stops, and is given a value', async () => {
    await addRequiredField();
    await page.request.post(`${world.tryOut.connectorUrl}/api/setup/look`, {
      headers: { origin: world.tryOut.connectorUrl },
    });
    await open('field-validation', 'Field validation');
    const row = page.getByRole('listitem', { name: 'Main <b>need</b>: Has no value' });
    expect(await row.innerText()).toContain('Without this, new Leads will stop');
    await row.getByRole('button', { name: /^Choose a value/ }).click();
    await page.getByRole('radio', { name: 'Always the same' }).check();
    await page.getByRole('textbox', { name: 'Value' }).fill('x'.repeat(41));
    expect(await page.getByText('at most 40 characters').isVisible()).toBe(true);
    await page.getByRole('textbox', { name: 'Value' }).fill('Cargo bikes');
    await save();
    await page.locator('[data-phase=field-validation][data-state=done]').waitFor();
    expect(await page.getByRole('listitem', { name: 'Main <b>need</b>: Has a value' }).count()).toBe(1);
  }, 60_000);

  test('4: fields are added, removed and brought back by Undo', async () => {
    await open('field-mapping?object=Lead', 'Field mapping');
    await page.getByRole('button', { name: 'Remove Phone' }).click();
    await page.getByRole('button', { name: 'Undo: Phone removed from Lead' }).click();
    await page.getByRole('listitem', { name: 'Phone', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Add fields: Lead' }).click();
    await page.keyboard.type('description');
    await page.getByRole('checkbox', { name: /^Description/ }).check();
    await page.getByRole('combobox', { name: 'Booking field' }).fill('Title of the meet');
    await page.getByRole('option', { name: /^Title of the meeting/ }).click();
    await page.getByRole('button', { name: 'Add one field' }).click();
    await page.getByRole('listitem', { name: 'Description', exact: true }).waitFor();
    await page.reload();
    await page.getByRole('region', { name: 'Unsaved changes' }).waitFor();
    await save();
    await page.locator('[data-phase=field-mapping][data-state=done]').waitFor();
    expect(await page.getByRole('listitem', { name: 'Description', exact: true }).innerText()).toMatch(
      /Title of the meeting[\s\S]*only if empty/,
    );
  }, 60_000);

  test('5: a rule is changed in its sentence', async () => {
    await page.getByRole('link', { name: 'Next: Creation rules' }).click();
    await page.getByRole('heading', { name: 'Creation rules', level: 1 }).waitFor();
    await page.getByRole('combobox', { name: 'Owner of a new Lead' }).selectOption('user');
    await page.getByRole('option', { name: /^Alex Admin/ }).click();
    await save();
    await page.locator('[data-phase=creation-rules][data-state=done]').waitFor();
    await page.getByRole('link', { name: 'All set: go to Sources' }).waitFor();
    const states: unknown = await page.evaluate(
      "[...document.querySelectorAll('[data-phase]')].map((one) => one.dataset.state)",
    );
    expect(states).toEqual(['done', 'done', 'done', 'done', 'done']);
  }, 60_000);

  test('a booking is written by what was set', async () => {
    await addSource(page, 'Generic JSON');
    source = {
      address: await page.getByLabel('Address').first().inputValue(),
      apiKey: await page.getByLabel('API key', { exact: true }).inputValue(),
    };
    await sendGenericEvent(source, { id: 'wizard-1', name: 'Grace Hopper', title: 'Cargo bike fitting' });
    const lead = await until('The Lead is in the org', 20_000, async () => {
      const { records } = await admin.query(
        "SELECT Main_Need__c, Description, Owner.Name FROM Lead WHERE Email = 'wizard-1@example.com'",
      );
      return records[0] ?? null;
    });
    expect(lead).toMatchObject({
      Main_Need__c: 'Cargo bikes',
      Description: 'Cargo bike fitting',
      Owner: { Name: 'Alex Admin' },
    });
  }, 60_000);
});

describe('two admins and the way back', () => {
  test('the second is told who was first, and nothing is overwritten', async () => {
    await open('creation-rules', 'Creation rules');
    await page.getByRole('combobox', { name: 'When a duplicate rule stops a record' }).selectOption('park');
    const address = `${world.tryOut.connectorUrl}/api/setup`;
    const { revision, setUp } = setUpAnswer.parse(await (await page.request.get(address)).json());
    const theirs = { ...setUp, rules: { ...setUp.rules, match: { ...setUp.rules.match, tie: 'oldest' } } };
    const first = await page.request.put(address, {
      data: { revision, setUp: theirs },
      headers: { origin: world.tryOut.connectorUrl },
    });
    expect(first.status()).toBe(200);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Ana Silva changed the set-up').waitFor();
    await page.getByRole('button', { name: 'Save mine on top of theirs' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
    const both = setUpAnswer.parse(await (await page.request.get(address)).json());
    expect(both.setUp.rules).toMatchObject({ duplicates: 'park', match: { tie: 'oldest' } });
  }, 60_000);

  test('an earlier set-up is brought back, and that is undone', async () => {
    await open('history', 'History, export and import');
    const address = `${world.tryOut.connectorUrl}/api/setup`;
    const rules = async () => setUpAnswer.parse(await (await page.request.get(address)).json()).setUp.rules;
    await page
      .getByRole('button', { name: /^Bring back/ })
      .nth(1)
      .click();
    await page.getByText('is back. Bookings are written by it').first().waitFor();
    expect((await rules())['duplicates']).toBe('use_match');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The set-up is as it was before').first().waitFor();
    expect((await rules())['duplicates']).toBe('park');
  }, 60_000);

  test('a file that is cut is refused in words, and nothing changes', async () => {
    const file = await (await page.request.get(`${world.tryOut.connectorUrl}/api/setup/export`)).text();
    const choose = page.locator('input[type=file]');
    const cut = { name: 'cut.json', mimeType: 'application/json', buffer: Buffer.from(file.slice(0, 300)) };
    await choose.setInputFiles(cut);
    await page.getByText('This file cannot be imported').waitFor();
    await choose.setInputFiles({ ...cut, buffer: Buffer.from(file) });
    await page.getByText('There is nothing to import').waitFor();
    expect(await page.getByRole('button', { name: 'Import', exact: true }).count()).toBe(0);
  }, 60_000);
});

describe('the phases for everybody', () => {
  const screens: [path: string, title: string, german: string][] = [
    ['field-validation', 'Field validation', 'Feldprüfung'],
    ['field-mapping', 'Field mapping', 'Feldzuordnung'],
    ['creation-rules', 'Creation rules', 'Anlageregeln'],
    ['history', 'History, export and import', 'Verlauf, Export und Import'],
  ];

  test.each(screens)(
    '%s: axe finds nothing in light and dark, and a phone does not scroll sideways',
    async (path, title) => {
      await open(path, title);
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
        for (const { id, nodes } of found) problems.push(`${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      }
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      await page.setViewportSize({ width: 1280, height: 900 });
      expect(problems).toEqual([]);
    },
    60_000,
  );

  test.each(screens)(
    '%s in German has no English key or text left out',
    async (path, _english, german) => {
      await page.evaluate("localStorage.setItem('bookbridge-language', 'de')");
      await open(path, german.replace(/^Feld|^Anlage/, '$&\u00ad'));
      expect(await page.locator('html').getAttribute('lang')).toBe('de');
      expect(await page.getByRole('main').innerText()).not.toMatch(
        /\b(fields|rules|setup|setUpHistory)\.\w+/,
      );
      await page.evaluate("localStorage.removeItem('bookbridge-language')");
    },
    60_000,
  );
});

describe('on a phone', () => {
  test('a rule is found, changed and saved, with the five phases in sight', async () => {
    const phone = await world.newPage({ ...signedIn, viewport: { width: 390, height: 844 }, hasTouch: true });
    await phone.goto(`${world.tryOut.connectorUrl}/setup`);
    await phone.getByRole('heading', { name: 'Field mapping', level: 1 }).waitFor();
    const steps = phone.getByRole('navigation', { name: 'Set-up phases' });
    await steps.getByRole('link', { name: /Creation rules/ }).tap();
    const choice = phone.getByRole('combobox', { name: 'A Case for each booking' });
    await choice.selectOption('always');
    await phone.getByRole('button', { name: 'Save', exact: true }).tap();
    await phone.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
    await sendGenericEvent(source, { id: 'wizard-2', name: 'Lin Wei', title: 'Brake service' });
    const made = await until('The Case is in the org', 20_000, async () => {
      const { records } = await admin.query("SELECT Subject FROM Case WHERE Subject LIKE '%Brake service%'");
      return records[0] ?? null;
    });
    expect(made).toMatchObject({ Subject: 'Brake service' });
    await phone.context().close();
  }, 60_000);

  test('nothing failed in a page, and nobody outside this computer was asked', () => {
    expect(world.problems()).toEqual([]);
  });
});
