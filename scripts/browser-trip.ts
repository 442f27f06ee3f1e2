// What a person does in the browser from the owner link to the first booking, step by step and by what is written on the
// screen. Used by the browser tests and by the screens.
import type { Page } from 'playwright-core';
import type { TryOut } from './try-out.ts';

export const owner = {
  name: 'Ana Silva',
  email: 'ana@acme.example',
  password: 'a quiet bridge at noon',
  workspaceName: 'Acme Bikes',
};

export type Credentials = { username: string; password: string };

export async function createOwner(page: Page, ownerLink: string): Promise<void> {
  await page.goto(ownerLink);
  await page.getByLabel('Your name').fill(owner.name);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByLabel('Workspace').fill(owner.workspaceName);
  await page.getByRole('button', { name: 'Create workspace' }).click();
  await page.getByRole('heading', { name: 'Connect an API user', level: 1 }).waitFor();
}

/** From the choice of environment to the org's consent page. */
export async function logInAtOrg(
  page: Page,
  environment: 'Production' | 'Sandbox',
  user: Credentials,
): Promise<void> {
  await page.getByRole('radio', { name: environment }).check();
  await page.getByRole('button', { name: 'Connect an API user' }).click();
  await page.getByLabel('Username').fill(user.username);
  await page.getByLabel('Password', { exact: true }).fill(user.password);
  await page.getByRole('button', { name: 'Log In' }).click();
  await page.getByRole('heading', { name: 'Allow Access?' }).waitFor();
}

export async function decide(page: Page, decision: 'Allow' | 'Deny'): Promise<void> {
  await page.getByRole('button', { name: decision }).click();
  await page.waitForURL(/\/setup\/api-connection/);
}

export async function useThisUser(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Is this the API user?' }).waitFor();
  await page.getByRole('button', { name: 'Use this user' }).click();
  await page.getByRole('heading', { name: 'API connection', level: 1 }).waitFor();
}

export async function addSource(page: Page, kind: 'Cal.com' | 'Generic JSON'): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sources' }).click();
  await page.getByRole('heading', { name: 'Sources', level: 1 }).waitFor();
  const opener = page.getByRole('button', { name: 'Add a source' });
  const form = page.getByRole('radio', { name: kind });
  await opener.or(form).first().waitFor();
  if (await opener.isVisible()) await opener.click();
  await form.check();
  await page.getByRole('button', { name: `Add ${kind}` }).click();
  await page.getByRole('heading', { name: `${kind} is added` }).waitFor();
}

export async function goTo(page: Page, place: 'Setup' | 'Bookings' | 'Sources'): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();
}

/** A person of the production org, with the password that its login page shows. */
export function orgUser(tryOut: TryOut, role: 'admin' | 'api-user' | 'standard'): Credentials {
  const org = tryOut.localOrg.orgs.find(({ kind }) => kind === 'production');
  const user = org?.users.find((candidate) => candidate.role === role);
  if (!user) throw new Error(`The local org has no user with the role ${role}.`);
  return user;
}
