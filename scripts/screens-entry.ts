// Screens before and at the first sign-in: no link, first run, what it refuses.
import type { Page } from 'playwright-core';
import { createOwner, owner } from './browser-trip.ts';
import type { Gallery } from './screen-gallery.ts';
import type { TryOut } from './try-out.ts';

export type ScreenTrip = { page: Page; gallery: Gallery; tryOut: TryOut };

export async function photographEntry({ page, gallery, tryOut }: ScreenTrip): Promise<void> {
  await page.goto(tryOut.connectorUrl);
  await page.getByText('Open the owner link').waitFor();
  await gallery.take(page, 'no-owner', 'First run without the owner link');

  await page.goto(tryOut.link);
  await page.getByLabel('Your name').waitFor();
  await gallery.take(page, 'first-run', 'First run');

  await page.getByLabel('Your name').fill(owner.name);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByLabel('Workspace').fill(owner.workspaceName);
  await page.getByRole('button', { name: 'Create workspace' }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  await gallery.take(page, 'first-run-weak', 'First run, password refused');

  await createOwner(page, tryOut.link);
}
