// Screens of a bad day: a check that fails, a lost connection, disconnecting, and coming back to sign in.
import { owner } from './browser-trip.ts';
import { connectAsAdmin } from './count-in-org.ts';
import { refuseNext } from './screens-events.ts';
import type { ScreenTrip } from './screens-entry.ts';

export async function photographTrouble({ page, gallery, tryOut }: ScreenTrip): Promise<void> {
  const checkAgain = page.getByRole('button', { name: 'Check again' });
  await page.goto(`${tryOut.connectorUrl}/setup/api-connection`);
  await checkAgain.waitFor();
  await gallery.take(page, 'connected-done', 'API connection, after the first booking');

  const undo = await takePermissionSetAway(tryOut);
  await checkAgain.click();
  await page.getByRole('heading', { name: /checks failed/ }).waitFor();
  await gallery.take(page, 'needs-attention', 'API connection, checks failed');
  await undo();
  await checkAgain.click();
  await page.getByRole('heading', { name: /^All \d+ checks passed$/ }).waitFor();

  await page.getByRole('button', { name: 'Disconnect…' }).click();
  await page.getByRole('button', { name: 'Stay connected' }).waitFor();
  await gallery.take(page, 'disconnect', 'Disconnect, asked in place');
  await page.getByRole('button', { name: 'Stay connected' }).click();

  await refuseNext(tryOut, { kind: 'session_expired', times: 5 });
  await refuseNext(tryOut, { kind: 'token_invalid_grant', on: 'token', times: 5 });
  await checkAgain.click();
  await page.getByRole('button', { name: 'Reconnect the API user' }).waitFor();
  await refuseNext(tryOut, null);
  await gallery.take(page, 'reconnect', 'API connection, lost');

  await page.getByRole('button', { name: 'Disconnect…' }).click();
  await page.getByRole('button', { name: /^Disconnect .*@/ }).click();
  await page.getByText('Disconnected from').first().waitFor();
  await gallery.take(page, 'disconnected', 'API connection, disconnected');

  await page.goto(`${tryOut.connectorUrl}/setup/field-mapping`);
  await page.getByText('An earlier phase comes first').waitFor();
  await gallery.take(page, 'setup-blocked', 'Field mapping, disconnected: the settings are kept');

  await page.goto(`${tryOut.connectorUrl}/nowhere`);
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await gallery.take(page, 'not-found', 'An address that leads nowhere');

  await page.getByRole('button', { name: `Account of ${owner.name}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
  await gallery.take(page, 'account-menu', 'Signing out');
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await gallery.take(page, 'sign-in', 'Sign in');
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill('not the right one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  await gallery.take(page, 'sign-in-refused', 'Sign in, refused');
}

/** As the org's admin, over the org's own API; returns what puts it back. */
async function takePermissionSetAway({
  localOrg,
  connectorUrl,
}: ScreenTrip['tryOut']): Promise<() => Promise<void>> {
  const org = localOrg.orgs.find(({ kind }) => kind === 'production');
  if (!org) throw new Error('The local org has no production org.');
  const admin = await connectAsAdmin(localOrg, org, `${connectorUrl}/oauth/salesforce/callback`);
  const found = await admin.query<{ Id: string; AssigneeId: string; PermissionSetId: string }>(
    `SELECT Id, AssigneeId, PermissionSetId FROM PermissionSetAssignment WHERE Assignee.Username = 'api-user@acme.example' AND PermissionSet.Name = 'Bookbridge_API_User'`,
  );
  const assignment = found.records[0];
  if (!assignment) throw new Error('The API user has no permission set to take away.');
  await admin.sobject('PermissionSetAssignment').delete(assignment.Id);
  return async () => {
    const { AssigneeId, PermissionSetId } = assignment;
    await admin.sobject('PermissionSetAssignment').create({ AssigneeId, PermissionSetId });
  };
}
