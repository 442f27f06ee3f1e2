// People in the browser: invited, joined, a second factor, signed in again with it, a new password by a handed-over link; and a
// viewer, to whom nothing is offered that changes something. Each page for everybody (axe).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { owner } from '../scripts/browser-trip.ts';
import { appCode, invite, signInAs } from '../scripts/screens-people.ts';
import { lookAt } from './axe.ts';
import { makeOwner, startBrowserWorld, startingMs } from './browser-world.ts';
import type { BrowserWorld } from './browser-world.ts';

const ines = { name: 'Ines Admin', email: 'ines@acme.example', password: 'a heron on the weir' };
const vera = { name: 'Vera Viewer', email: 'vera@acme.example', password: 'a barge on the canal' };

let world: BrowserWorld;
/** The owner's, and a browser of somebody who comes in anew. */
let page: Page;
let guest: Page;

beforeAll(async () => {
  world = await startBrowserWorld();
  page = await world.newPage({ ...(await makeOwner(world)), bypassCSP: true });
  guest = await world.newPage({ bypassCSP: true });
}, startingMs);
afterAll(() => world.stop(), startingMs);

async function open(who: Page, path: string, heading: string): Promise<void> {
  await who.goto(`${world.tryOut.connectorUrl}${path}`);
  await who.getByRole('heading', { name: heading, level: 1 }).waitFor();
  await who.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
}

async function join(who: Page, link: string, { name, password }: typeof ines): Promise<void> {
  await who.goto(link);
  await who.getByLabel('Your name').fill(name);
  await who.getByLabel('Password', { exact: true }).fill(password);
  await who.getByRole('button', { name: 'Make an account and join' }).click();
  await who.getByRole('button', { name: `Account of ${name}` }).waitFor();
}

async function signOut(who: Page, name: string): Promise<void> {
  await who.getByRole('button', { name: `Account of ${name}` }).click();
  await who.getByRole('menuitem', { name: 'Sign out' }).click();
  await who.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
}

describe('an admin', () => {
  let secret = '';
  let backupCode = '';

  test('is invited by a link to copy, and joins with it', async () => {
    await open(page, '/team', 'Team');
    const link = await invite(page, ines.email, 'Admin');
    expect(await lookAt(page)).toEqual([]);
    await guest.goto(link);
    await guest.getByRole('heading', { name: `Join ${owner.workspaceName}` }).waitFor();
    expect(await guest.getByText('invites you').innerText()).toBe(
      'Ana Silva invites you to this workspace as Admin.',
    );
    await guest.getByLabel('Your name').fill(ines.name);
    await guest.getByLabel('Password', { exact: true }).fill('aaaaaaaaaaaa');
    await guest.getByRole('button', { name: 'Make an account and join' }).click();
    await guest.locator('[aria-invalid=true]').waitFor();
    expect(await lookAt(guest)).toEqual([]);
    await join(guest, link, ines);
    await open(page, '/team', 'Team');
    expect(await page.getByLabel(`Role of ${ines.name}`).inputValue()).toBe('admin');
    await guest.goto(link);
    await guest.getByText('This link was used before').waitFor();
    expect(await lookAt(guest)).toEqual([]);
  }, 90_000);

  test('sets up a second factor, which counts only after a right code', async () => {
    await open(guest, '/settings', 'Settings');
    await guest.getByRole('button', { name: 'Set it up' }).click();
    await guest.getByLabel('Your password').fill('not this one');
    await guest.getByRole('button', { name: 'Continue' }).click();
    await guest.getByText('This is not your password.').waitFor();
    await guest.getByLabel('Your password').fill(ines.password);
    await guest.keyboard.press('Enter');
    await guest.getByRole('img', { name: /QR code/ }).waitFor();
    expect(await lookAt(guest)).toEqual([]);
    secret = await guest.getByLabel('Or type this secret into it', { exact: true }).inputValue();
    backupCode = (await guest.getByRole('note').getByRole('listitem').first().innerText()).trim();
    const code = guest.getByLabel('Enter the code that the app shows now');
    await code.fill('000000');
    await guest.getByRole('button', { name: 'Turn on the second factor' }).click();
    await guest.getByText('This code is not right').waitFor();
    await code.fill(appCode(secret));
    await guest.getByRole('button', { name: 'Turn on the second factor' }).click();
    await guest.getByRole('button', { name: 'New back-up codes' }).waitFor();
  }, 90_000);

  test('is asked for it at the next sign-in, and comes in with the app', async () => {
    await signOut(guest, ines.name);
    await signInAs(guest, world.tryOut, ines);
    await guest.getByRole('heading', { name: 'Second factor' }).waitFor();
    await guest.getByLabel('Code of your authenticator app').fill('12 34 56');
    await guest.keyboard.press('Enter');
    await guest.getByRole('alert').waitFor();
    expect(await lookAt(guest)).toEqual([]);
    await guest.getByLabel('Code of your authenticator app').fill(appCode(secret));
    await guest.keyboard.press('Enter');
    await guest.getByRole('button', { name: `Account of ${ines.name}` }).waitFor();
  }, 60_000);

  test('without the phone a back-up code works, and a trusted device is not asked again', async () => {
    await signOut(guest, ines.name);
    await signInAs(guest, world.tryOut, ines);
    await guest.getByRole('button', { name: /use a back-up code/ }).click();
    await guest.getByLabel('Back-up code').fill(backupCode);
    await guest.getByRole('checkbox', { name: /Do not ask on this device/ }).check();
    await guest.getByRole('button', { name: 'Sign in', exact: true }).click();
    await guest.getByRole('button', { name: `Account of ${ines.name}` }).waitFor();
    await signOut(guest, ines.name);
    await signInAs(guest, world.tryOut, ines);
    await guest.getByRole('button', { name: `Account of ${ines.name}` }).waitFor();
    expect(await guest.getByRole('heading', { name: 'Second factor' }).count()).toBe(0);
  }, 60_000);

  test('makes a key that is shown once, and every deed is in the audit log in words', async () => {
    await open(guest, '/settings/api-keys', 'Settings');
    await guest.getByLabel('Name').fill('Weekly report');
    await guest.getByRole('button', { name: 'Make the key' }).click();
    const key = await guest.getByLabel('API key', { exact: true }).inputValue();
    expect(key).toMatch(/^bbk_[\w-]{43}$/);
    expect(await lookAt(guest)).toEqual([]);
    await guest.reload();
    await guest.getByText('Weekly report').waitFor();
    expect(await guest.content()).not.toContain(key);
    await open(guest, '/settings/audit-log', 'Settings');
    await guest.getByText('Made an API key').waitFor();
    for (const words of ['Invited somebody', 'Turned on the second factor', 'Signed in'])
      expect(await guest.getByRole('cell', { name: words }).count()).toBeGreaterThan(0);
    expect(await guest.getByText('/api/').count()).toBe(0);
    expect(await lookAt(guest)).toEqual([]);
  }, 60_000);
});

describe('a viewer', () => {
  let looking: Page;

  beforeAll(async () => {
    looking = await world.newPage({ bypassCSP: true });
    await open(page, '/team', 'Team');
    await join(looking, await invite(page, vera.email, 'Viewer'), vera);
  }, 90_000);

  test('sees the team and nothing to change it with', async () => {
    await open(looking, '/team', 'Team');
    await looking.getByText('You are a viewer here').waitFor();
    expect(await looking.getByText(ines.email).count()).toBe(1);
    const main = looking.getByRole('main');
    expect(await main.getByRole('button').count()).toBe(0);
    expect(await main.getByRole('combobox').count()).toBe(0);
    expect(await lookAt(looking)).toEqual([]);
  }, 60_000);

  test.each([
    ['/sources', 'Sources'],
    ['/setup/api-connection', 'Connect an API user'],
    ['/setup/creation-rules', 'Creation rules'],
  ])(
    'sees %s with every control switched off, and why',
    async (path, heading) => {
      await open(looking, path, heading);
      await looking.getByText('You are a viewer here').waitFor();
      const controls = looking.locator('main fieldset[disabled]').getByRole('button', { disabled: false });
      expect(await controls.count()).toBe(0);
      expect(await lookAt(looking)).toEqual([]);
    },
    60_000,
  );

  test('has settings of their own, without keys and log', async () => {
    await open(looking, '/settings/audit-log', 'Settings');
    await looking.getByText('This one').waitFor();
    expect(new URL(looking.url()).pathname).toBe('/settings');
    expect(await looking.getByRole('link', { name: 'API keys' }).count()).toBe(0);
    expect(await lookAt(looking)).toEqual([]);
  }, 60_000);

  test('gets a new password by a link that an owner hands over, and is signed out by it', async () => {
    await open(page, '/team', 'Team');
    await page.getByRole('button', { name: `Actions for ${vera.name}` }).click();
    await page.getByRole('menuitem', { name: 'Link for a new password' }).click();
    const link = await page.getByLabel(`Link for ${vera.name}`, { exact: true }).inputValue();
    const password = 'a lock keeper at dawn';
    await guest.goto(link);
    await guest.getByLabel('New password', { exact: true }).fill(password);
    expect(await lookAt(guest)).toEqual([]);
    await guest.getByRole('button', { name: 'Save the new password' }).click();
    await guest.getByText('Your new password is saved').waitFor();
    await looking.goto(`${world.tryOut.connectorUrl}/team`);
    await looking.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
    await looking.getByRole('link', { name: 'Forgot your password?' }).click();
    await looking.getByRole('heading', { name: 'A new password' }).waitFor();
    expect(await lookAt(looking)).toEqual([]);
    await signInAs(looking, world.tryOut, { ...vera, password });
    await looking.getByRole('button', { name: `Account of ${vera.name}` }).waitFor();
  }, 60_000);

  test('is removed after a question that names them, and is out at once', async () => {
    await open(page, '/team', 'Team');
    await page.getByRole('button', { name: `Actions for ${vera.name}` }).click();
    await page.getByRole('menuitem', { name: `Remove ${vera.name}` }).click();
    await page.getByRole('button', { name: `Keep ${vera.name}` }).waitFor();
    expect(await lookAt(page)).toEqual([]);
    await page.getByRole('button', { name: `Remove ${vera.name}` }).click();
    await page.getByRole('button', { name: 'Invite again as Viewer' }).waitFor();
    await looking.goto(`${world.tryOut.connectorUrl}/team`);
    await looking.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
  }, 60_000);

  test('comes back by an invitation, with the account that is there', async () => {
    await page.getByRole('button', { name: 'Invite again as Viewer' }).click();
    const link = await page.getByLabel('Invitation link', { exact: true }).inputValue();
    await guest.goto(link);
    await guest.getByText(`You are signed in as ${ines.email}`).waitFor();
    expect(await lookAt(guest)).toEqual([]);
    await looking.goto(link);
    await looking.getByRole('button', { name: 'Join Acme Bikes' }).click();
    await looking.getByRole('button', { name: `Account of ${vera.name}` }).waitFor();
  }, 60_000);
});

test('nothing failed in a page, and nobody outside this computer was asked', () => {
  expect(world.problems()).toEqual([]);
});
