// Screens of the set-up's phases 3 to 5, its history and carrying over: from the defaults to a conflict between two admins. What
// an org of the try-out does not have (required fields without a value, hundreds of fields) is laid over its own answers.
import type { Page, Route } from 'playwright-core';
import { z } from 'zod';
import type { ScreenTrip } from './screens-entry.ts';
import { manyFields, requiredFields, sampleGaps, sampleRehearsals } from './screens-setup-samples.ts';

const document = z.looseObject({
  revision: z.number(),
  setUp: z.looseObject({ rules: z.looseObject({ match: z.looseObject({ tie: z.string() }) }) }),
  problems: z.array(z.unknown()),
});
const objectAnswer = z.looseObject({ fields: z.array(z.unknown()) });

export async function photographSetup(trip: ScreenTrip): Promise<void> {
  await photographValidation(trip);
  await photographMapping(trip);
  await photographRules(trip);
  await photographRehearsal(trip);
  await photographConflict(trip);
  await photographHistory(trip);
  await photographTroubles(trip);
  await photographGerman(trip);
}

async function open({ page, tryOut }: ScreenTrip, path: string, heading: string): Promise<void> {
  await page.goto(`${tryOut.connectorUrl}/setup/${path}`);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
}

/** Lays something over the connector's own answer. */
async function overlay(
  page: Page,
  path: string,
  change: (answer: unknown) => unknown,
): Promise<() => Promise<void>> {
  const handler = async (route: Route): Promise<void> => {
    if (route.request().method() !== 'GET') return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, json: change(await response.json()) });
  };
  await page.route(path, handler);
  return () => page.unroute(path, handler);
}

async function photographValidation(trip: ScreenTrip): Promise<void> {
  const { page, gallery } = trip;
  await open(trip, 'field-validation', 'Field validation');
  await gallery.take(page, 'validation', 'Field validation, every required field has a value');

  const undoSetUp = await overlay(page, '**/api/setup', (answer) => {
    const known = document.parse(answer);
    return { ...known, problems: [...known.problems, ...requiredFields.problems] };
  });
  const undoLead = await overlay(page, '**/api/setup/objects/Lead', (answer) => {
    const known = objectAnswer.parse(answer);
    return { ...known, fields: [...known.fields, ...requiredFields.fields] };
  });
  await open(trip, 'field-validation', 'Field validation');
  await gallery.take(page, 'validation-missing', 'Field validation, fields without a value');
  await page.getByRole('button', { name: 'Choose a value: Main need' }).click();
  await page.getByRole('radio', { name: 'Always the same' }).check();
  await page.getByRole('combobox', { name: 'Value' }).selectOption('Service');
  await gallery.take(page, 'validation-choosing', 'Field validation, choosing a value');
  await discard(page);
  await undoSetUp();
  await undoLead();

  const nothing = await overlay(page, '**/api/setup/objects/*', (answer) => ({
    ...objectAnswer.parse(answer),
    fields: [],
  }));
  await open(trip, 'field-validation', 'Field validation');
  await page.getByText('requires nothing beyond').waitFor();
  await gallery.take(page, 'validation-nothing', 'Field validation, nothing is required');
  await nothing();
}

async function discard(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await page.getByRole('button', { name: 'Discard all changes' }).click();
}

async function photographMapping(trip: ScreenTrip): Promise<void> {
  const { page, gallery } = trip;
  await open(trip, 'field-mapping', 'Field mapping');
  await gallery.take(page, 'mapping', 'Field mapping, the defaults');

  await open(trip, 'field-mapping?object=Lead', 'Field mapping');
  await page.getByRole('button', { name: 'Change Company' }).click();
  await page.getByRole('button', { name: 'Preview with a booking' }).click();
  await page.getByRole('complementary', { name: 'Preview' }).getByRole('term').first().waitFor();
  await gallery.take(page, 'mapping-preview', 'Field mapping, one row open, with the preview of a booking');

  const undo = await overlay(page, '**/api/setup/objects/Lead', (answer) => {
    const known = objectAnswer.parse(answer);
    return { ...known, fields: [...known.fields, ...manyFields] };
  });
  await open(trip, 'field-mapping?object=Lead', 'Field mapping');
  await page.getByRole('button', { name: 'Remove Phone' }).click();
  await page.getByRole('button', { name: 'Add fields: Lead' }).click();
  await page.getByRole('checkbox', { name: /^Custom field 7 / }).check();
  await page.getByRole('combobox', { name: 'Booking field' }).click();
  await gallery.take(
    page,
    'mapping-adding',
    'Field mapping, adding to an object with 500 fields; a removed row can be undone',
  );
  await page.keyboard.press('Escape');
  await discard(page);
  await undo();

  await open(trip, 'field-mapping?q=no+such+field', 'Field mapping');
  await gallery.take(page, 'mapping-no-match', 'Field mapping, nothing fits the search');
}

async function photographRules(trip: ScreenTrip): Promise<void> {
  const { page, gallery } = trip;
  await open(trip, 'creation-rules', 'Creation rules');
  await page.getByRole('table', { name: 'Hosts of your bookings' }).waitFor();
  await gallery.take(page, 'rules', 'Creation rules');
  await page.getByRole('combobox', { name: 'Owner of a new Lead' }).selectOption('user');
  await page.getByRole('option', { name: /Riley Rep/ }).waitFor();
  await gallery.take(page, 'rules-user', 'Creation rules, choosing a user');
  await page.getByRole('option', { name: /Riley Rep/ }).click();
  await page.getByText('What changed').click();
  await gallery.take(page, 'rules-unsaved', 'Creation rules, unsaved, with what changed');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
}

async function photographRehearsal(trip: ScreenTrip): Promise<void> {
  const { page, gallery } = trip;
  for (const [name, title, json] of sampleRehearsals) {
    const handler = (route: Route): Promise<void> => route.fulfill({ json });
    await page.route('**/api/setup/rehearse', handler);
    await open(trip, 'field-validation?object=Lead', 'Field validation');
    await page.getByRole('button', { name: 'Rehearse' }).click();
    await page.getByRole('region', { name: 'What Salesforce says' }).getByRole('list').first().waitFor();
    await gallery.take(page, name, title);
    await page.unroute('**/api/setup/rehearse', handler);
  }
}

/** Another admin saves while this one is at work. */
async function photographConflict(trip: ScreenTrip): Promise<void> {
  const { page, gallery, tryOut } = trip;
  const address = `${tryOut.connectorUrl}/api/setup`;
  await open(trip, 'creation-rules', 'Creation rules');
  await page.getByRole('combobox', { name: 'When several match' }).selectOption('park');
  const known = document.parse(await (await page.request.get(address)).json());
  const { setUp, revision } = known;
  const theirs = { ...setUp, rules: { ...setUp.rules, match: { ...setUp.rules.match, tie: 'oldest' } } };
  const saved = await page.request.put(address, {
    data: { revision, setUp: theirs },
    headers: { origin: tryOut.connectorUrl },
  });
  if (!saved.ok()) throw new Error(`The other admin could not save: ${await saved.text()}`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Choose what stays').waitFor();
  await gallery.take(page, 'setup-conflict', 'Two admins have changed the same: nothing is overwritten');
  await page.getByRole('button', { name: 'Save mine on top of theirs' }).click();
  await page.getByText('Choose what stays').waitFor({ state: 'detached' });
  await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });

  await page.route('**/api/setup', (route) =>
    route.request().method() === 'PUT'
      ? route.fulfill({
          status: 422,
          json: {
            error: {
              code: 'setup_refused',
              message: 'Salesforce would refuse this.',
              fix: 'Mend what is named and save again.',
              fields: { 'Lead.Company': 'The value has 300 characters; Company takes 255.' },
            },
          },
        })
      : route.fallback(),
  );
  await open(trip, 'field-mapping?object=Lead', 'Field mapping');
  await page.getByRole('button', { name: 'Change Company' }).click();
  await page.getByRole('textbox', { name: 'If the booking has none' }).fill('x'.repeat(300));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('alert').first().waitFor();
  await gallery.take(
    page,
    'setup-refused',
    'What Salesforce would refuse is not saved, and named at its field',
  );
  await page.unroute('**/api/setup');
  await discard(page);
}

async function photographHistory(trip: ScreenTrip): Promise<void> {
  const { page, gallery, tryOut } = trip;
  await open(trip, 'history', 'History, export and import');
  await page.getByText('What changed').first().click();
  await gallery.take(page, 'history', 'History of the set-up');
  const file = await (await page.request.get(`${tryOut.connectorUrl}/api/setup/export`)).text();
  const choose = page.locator('input[type=file]');
  const changed = file
    .replace('"tie": "park"', '"tie": "latest"')
    .replace('"create": "never"', '"create": "always"');
  await choose.setInputFiles({
    name: 'set-up.json',
    mimeType: 'application/json',
    buffer: Buffer.from(changed),
  });
  await page.getByRole('button', { name: 'Import', exact: true }).waitFor();
  await gallery.take(page, 'import', 'Importing a file: what would change');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await choose.setInputFiles({
    name: 'cut.json',
    mimeType: 'application/json',
    buffer: Buffer.from(file.slice(0, 400)),
  });
  await page.getByRole('alert').waitFor();
  await gallery.take(page, 'import-refused', 'Importing a file that is cut');
  const undo = await overlay(page, '**/api/setup/gaps', () => sampleGaps);
  await open(trip, 'carry-over', 'Carry over');
  await gallery.take(page, 'carry-over', 'After a switch: what the new org lacks');
  await undo();
}

async function photographTroubles(trip: ScreenTrip): Promise<void> {
  const { page, gallery, tryOut } = trip;
  const pictures = [
    ['setup-loading', 'Field mapping, loading', (): Promise<void> => new Promise(() => undefined)],
    ['setup-error', 'Field mapping, the connector did not answer', (route: Route) => route.abort()],
  ] as const;
  for (const [name, title, handler] of pictures) {
    await page.route('**/api/setup', handler);
    await page.goto(`${tryOut.connectorUrl}/setup/field-mapping`);
    await page
      .getByRole(name === 'setup-error' ? 'alert' : 'status')
      .first()
      .waitFor();
    await gallery.take(page, name, title);
    await page.unroute('**/api/setup');
  }
}

async function photographGerman(trip: ScreenTrip): Promise<void> {
  const { page, gallery, tryOut } = trip;
  await page.evaluate("localStorage.setItem('bookbridge-language', 'de')");
  const screens = [
    ['field-validation', 'Feldprüfung'],
    ['field-mapping', 'Feldzuordnung'],
    ['creation-rules', 'Anlageregeln'],
    ['history', 'Verlauf'],
  ] as const;
  for (const [path, title] of screens) {
    await page.goto(`${tryOut.connectorUrl}/setup/${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
    await gallery.take(page, `german-${path}`, `In German: ${title}`);
  }
  await page.evaluate("localStorage.setItem('bookbridge-language', 'en')");
  await page.goto(`${tryOut.connectorUrl}/bookings`);
}
