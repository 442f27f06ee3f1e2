// Screens about people: Team, Settings, and everything that leads in: invitation, second factor, a new password.
import { createHmac } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import { owner } from './browser-trip.ts';
import type { LocalBrowser } from './browser.ts';
import type { Gallery } from './screen-gallery.ts';
import type { TryOut } from './try-out.ts';

/** `page`: where the owner is signed in. */
type Trip = { page: Page; browser: LocalBrowser; gallery: Gallery; tryOut: TryOut };

const viewer = { name: 'Vera Viewer', email: 'vera@acme.example', password: 'a heron on the weir' };

export async function photographPeople(trip: Trip): Promise<void> {
  const { browser, gallery } = trip;
  const contexts: BrowserContext[] = [];
  const newPage = async (): Promise<Page> => {
    const context = await browser.newContext();
    contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => gallery.problems.push(`${page.url()}: ${error.message}`));
    return page;
  };
  try {
    const guest = await newPage();
    await photographTeam(trip, guest);
    await photographSettings(trip);
    await photographSecondStep(trip, await newPage());
    await photographForgotten(trip, await newPage());
    await photographViewer(trip, guest);
    await photographGerman(trip);
  } finally {
    for (const context of contexts) await context.close();
  }
}

/** What an authenticator app shows. https://www.rfc-editor.org/rfc/rfc6238 */
export function appCode(secret: string, at = Date.now()): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = secret
    .split('')
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Invites on the page Team, where no mail is sent; gives the link. */
export async function invite(page: Page, email: string, role: 'Owner' | 'Admin' | 'Viewer'): Promise<string> {
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Role', { exact: true }).selectOption(role);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByText(`Send this link to ${email}`).waitFor();
  return page.getByLabel('Invitation link', { exact: true }).inputValue();
}

async function photographTeam({ page, gallery, tryOut }: Trip, guest: Page): Promise<void> {
  await page.goto(`${tryOut.connectorUrl}/team`);
  await page.getByText('Nobody is invited at the moment').waitFor();
  await gallery.take(page, 'team-alone', 'Team: nobody else yet, no mail is sent');
  await invite(page, 'maximilian.von-und-zu-lichtenstein-brandenburg@scheduling.acme.example', 'Admin');
  await page.getByRole('button', { name: 'Done' }).click();
  const link = await invite(page, viewer.email, 'Viewer');
  await gallery.take(page, 'team-invited', 'Team: an invitation whose link is sent by hand');

  await guest.goto(link);
  await guest.getByRole('heading', { name: `Join ${owner.workspaceName}` }).waitFor();
  await guest.getByLabel('Your name').fill(viewer.name);
  await guest.getByLabel('Password', { exact: true }).fill('short');
  await guest.getByRole('button', { name: 'Make an account and join' }).click();
  await guest.locator('[aria-invalid=true]').waitFor();
  await gallery.take(guest, 'invitation', 'An invitation, password refused');
  await guest.getByLabel('Password', { exact: true }).fill(viewer.password);
  await guest.getByRole('button', { name: 'Make an account and join' }).click();
  await guest.getByRole('navigation', { name: 'Main' }).waitFor();
  await guest.goto(link);
  await guest.getByText('This link was used before').waitFor();
  await gallery.take(guest, 'invitation-used', 'An invitation that was used');

  await page.reload();
  await page.getByRole('button', { name: `Actions for ${viewer.name}` }).click();
  await page.getByRole('menuitem', { name: 'Link for a new password' }).click();
  await page.getByText('Hand this link over').waitFor();
  await gallery.take(page, 'team-password-link', 'Team: a link for a new password');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: `Actions for ${viewer.name}` }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('button', { name: `Keep ${viewer.name}` }).waitFor();
  await gallery.take(page, 'team-remove', 'Team: the question before somebody is removed');
  await page.getByRole('button', { name: `Keep ${viewer.name}` }).click();
}

async function photographSettings({ page, gallery, tryOut }: Trip): Promise<void> {
  await page.goto(`${tryOut.connectorUrl}/settings`);
  await page.getByText('This one').waitFor();
  await page.getByLabel('Present password').fill('not this one');
  await page.getByLabel('New password').fill('short');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.locator('[aria-invalid=true]').first().waitFor();
  await gallery.take(page, 'settings', 'Settings: my account, a new password refused');
  await page.goto(`${tryOut.connectorUrl}/settings/api-keys`);
  await page.getByText('There is no key yet').waitFor();
  await gallery.take(page, 'settings-no-keys', 'Settings: no API key yet');
  await page.getByLabel('Name').fill('Weekly report');
  await page.getByRole('button', { name: 'Make the key' }).click();
  await page.getByText('Copy the key').first().waitFor();
  await gallery.take(page, 'settings-key', 'Settings: an API key, shown once');
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByRole('button', { name: 'Keep it' }).waitFor();
  await gallery.take(page, 'settings-key-back', 'Settings: the question before a key is taken back');
  await page.goto(`${tryOut.connectorUrl}/settings/audit-log`);
  await page.getByText('Made an API key').waitFor();
  await gallery.take(page, 'settings-log', 'Settings: the audit log');
}

async function photographSecondStep({ page, gallery, tryOut }: Trip, other: Page): Promise<void> {
  await page.goto(`${tryOut.connectorUrl}/settings`);
  await page.getByRole('button', { name: 'Set it up' }).click();
  await page.getByLabel('Your password').fill(owner.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  await gallery.take(page, 'second-factor-set-up', 'A second factor is set up');
  const secret = await page.getByLabel('Or type this secret into it', { exact: true }).inputValue();
  await page.getByLabel('Enter the code that the app shows now').fill(appCode(secret));
  await page.getByRole('button', { name: 'Turn on the second factor' }).click();
  await page.getByRole('button', { name: 'New back-up codes' }).waitFor();

  await signInAs(other, tryOut, owner);
  await other.getByRole('heading', { name: 'Second factor' }).waitFor();
  await other.getByLabel('Code of your authenticator app').fill('000000');
  await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  await other.getByRole('alert').waitFor();
  await gallery.take(other, 'second-factor', 'Sign-in: a wrong code of the second factor');
  await other.getByRole('button', { name: /use a back-up code/ }).click();
  await other.getByLabel('Back-up code').waitFor();
  await gallery.take(other, 'second-factor-backup', 'Sign-in: a back-up code');

  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByLabel('Your password').fill(owner.password);
  await gallery.take(page, 'second-factor-off', 'The second factor is being turned off');
  await page.getByRole('button', { name: 'Turn off the second factor' }).click();
  await page.getByRole('button', { name: 'Set it up' }).waitFor();
}

async function photographForgotten({ page, gallery, tryOut }: Trip, other: Page): Promise<void> {
  await signInAs(other, tryOut, { email: owner.email, password: 'not this one' });
  await other.getByRole('alert').waitFor();
  await gallery.take(other, 'sign-in-refused', 'Sign-in refused');
  await other.goto(`${tryOut.connectorUrl}/sign-in?single-sign-on=not_invited`);
  await other.getByRole('alert').waitFor();
  await gallery.take(other, 'sign-in-not-invited', 'Single sign-on: not on the list');
  await other.getByRole('link', { name: 'Forgot your password?' }).click();
  await other.getByRole('heading', { name: 'A new password' }).waitFor();
  await other.getByLabel('E-mail').fill(viewer.email);
  await other.getByRole('button', { name: 'Send me a link' }).click();
  await other.getByText('sends no mail').waitFor();
  await gallery.take(other, 'forgot', 'A forgotten password where no mail is sent');

  await page.goto(`${tryOut.connectorUrl}/team`);
  await page.getByRole('button', { name: `Actions for ${viewer.name}` }).click();
  await page.getByRole('menuitem', { name: 'Link for a new password' }).click();
  const link = await page.getByLabel(`Link for ${viewer.name}`, { exact: true }).inputValue();
  await other.goto(link);
  await other.getByLabel('New password', { exact: true }).fill('aaaaaaaaaaaa');
  await other.getByRole('button', { name: 'Save the new password' }).click();
  await other.locator('[aria-invalid=true]').waitFor();
  await gallery.take(other, 'new-password', 'A new password is chosen');
  await other.goto(`${link}x`);
  await other.getByRole('alert').waitFor();
  await gallery.take(other, 'new-password-bad', 'A link for a new password that is not one');
}

async function photographViewer({ gallery, tryOut }: Trip, guest: Page): Promise<void> {
  for (const [path, name] of [
    ['/team', 'Team'],
    ['/settings', 'Settings'],
    ['/sources', 'Sources'],
    ['/setup/creation-rules', 'Creation rules'],
  ] as const) {
    await guest.goto(`${tryOut.connectorUrl}${path}`);
    await guest.getByRole('heading', { level: 1 }).waitFor();
    await guest.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    await gallery.take(guest, `viewer-${name.toLowerCase().replace(' ', '-')}`, `${name}, seen by a viewer`);
  }
  await guest.getByRole('button', { name: `Account of ${viewer.name}` }).click();
  await guest.getByRole('menuitem', { name: 'Sign out' }).waitFor();
  await gallery.take(guest, 'person-menu', 'The menu of a person');
}

async function photographGerman({ page, gallery, tryOut }: Trip): Promise<void> {
  await page.evaluate("localStorage.setItem('bookbridge-language', 'de')");
  for (const [path, name] of [
    ['/team', 'team'],
    ['/settings', 'settings'],
    ['/settings/audit-log', 'log'],
  ] as const) {
    await page.goto(`${tryOut.connectorUrl}${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    await gallery.take(page, `german-${name}`, `In German: ${path}`);
  }
  await page.evaluate("localStorage.setItem('bookbridge-language', 'en')");
  await page.reload();
}

export async function signInAs(
  page: Page,
  tryOut: TryOut,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.goto(`${tryOut.connectorUrl}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
