// Screens of sources and bookings, from empty to a list with bookings in every state.
import { addSource, goTo } from './browser-trip.ts';
import { refuseNext, sendGenericEvent } from './screens-events.ts';
import type { ScreenTrip } from './screens-entry.ts';

export async function photographBookings({ page, gallery, tryOut }: ScreenTrip): Promise<void> {
  await goTo(page, 'Bookings');
  await page.getByText('No bookings yet').waitFor();
  await page.getByRole('link', { name: 'Add a source' }).waitFor();
  await gallery.take(page, 'bookings-empty', 'Bookings, none yet');

  await goTo(page, 'Sources');
  await page.getByRole('heading', { name: 'Add your first source' }).waitFor();
  await gallery.take(page, 'sources-empty', 'Sources, none yet');

  await addSource(page, 'Cal.com');
  await gallery.take(page, 'source-added', 'A Cal.com source was added: its secret is shown once');
  await page.getByRole('button', { name: 'Done, hide the secret' }).click();

  await page.getByRole('button', { name: 'Send a sample booking' }).click();
  await page.getByText('Written to Salesforce').waitFor();
  await gallery.take(page, 'sample-done', 'A sample booking is in Salesforce');

  await addSource(page, 'Generic JSON');
  const generic = {
    address: await page.getByLabel('Address').first().inputValue(),
    apiKey: await page.getByLabel('API key', { exact: true }).inputValue(),
  };
  await gallery.take(page, 'source-generic', 'A generic source was added');
  await page.getByRole('button', { name: 'Done, hide the API key' }).click();
  await page.getByRole('button', { name: 'Remove Generic JSON' }).click();
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  await gallery.take(page, 'source-removed', 'A source was removed, with undo');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('heading', { name: 'Generic JSON' }).waitFor();

  await sendGenericEvent(generic, { id: 'm-1', name: 'Grace Hopper', title: 'Quarterly review' });
  await sendGenericEvent(generic, {
    id: 'm-1',
    type: 'canceled',
    name: 'Grace Hopper',
    title: 'Quarterly review',
  });
  await sendGenericEvent(generic, { id: 'm-2', type: 'requested', name: 'Lin Wei', title: 'Bike fitting' });
  await sendGenericEvent(generic, {
    id: 'm-3',
    name: 'Konstantinos Papadopoulos-Alexandropoulos',
    title: 'A workshop on cargo bikes with the whole procurement team',
    // Salesforce takes only addresses in e-mail fields.
    hostEmail: 'riley at acme',
  });
  await goTo(page, 'Bookings');
  await page.getByRole('cell', { name: /^Parked/ }).waitFor();
  await refuseNext(tryOut, { kind: 'unavailable', times: 50 });
  await sendGenericEvent(generic, { id: 'm-4', name: 'Tomás Ibáñez', title: 'Intro call' });
  await page.getByRole('cell', { name: /^Waiting/ }).waitFor();
  await gallery.take(page, 'bookings', 'Bookings in every state');

  await page.getByRole('link', { name: 'Tomás Ibáñez' }).click();
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  await gallery.take(page, 'booking-waiting', 'A booking that waits for Salesforce');
  await page.getByRole('button', { name: 'Close this booking' }).click();
  await refuseNext(tryOut, null);

  await page.getByRole('link', { name: /^Parked/ }).click();
  await page.getByRole('button', { name: 'Replay it' }).waitFor();
  await gallery.take(page, 'bookings-parked', 'Bookings, only the parked ones');
  await page.getByRole('link', { name: /^Konstantinos/ }).click();
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  await gallery.take(page, 'booking-parked', 'A parked booking');
  await page.getByRole('button', { name: 'Close this booking' }).click();

  await page.getByRole('link', { name: /^In Salesforce/ }).click();
  await page.getByRole('row').last().getByRole('link').first().click();
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  await page.getByText('Raw event').click();
  await gallery.take(page, 'booking-done', 'A booking in Salesforce, its raw event open');

  await page.goto(`${tryOut.connectorUrl}/bookings?q=nobody+like+this`);
  await page.getByText('No booking fits this filter').last().waitFor();
  await gallery.take(page, 'bookings-no-match', 'Bookings, nothing fits the filter');

  await page.route('**/api/bookings?*', () => undefined);
  await page.goto(`${tryOut.connectorUrl}/bookings`);
  await page.getByRole('status', { name: 'Loading' }).waitFor();
  await gallery.take(page, 'bookings-loading', 'Bookings, loading');
  await page.unroute('**/api/bookings?*');
  await page.route('**/api/bookings?*', (route) => route.abort());
  await page.goto(`${tryOut.connectorUrl}/bookings`);
  await page.getByText('The bookings could not be loaded').waitFor();
  await gallery.take(page, 'bookings-error', 'Bookings, the connector did not answer');
  await page.unroute('**/api/bookings?*');

  await goTo(page, 'Sources');
  await page.getByRole('heading', { name: 'Generic JSON' }).waitFor();
  await gallery.take(page, 'sources', 'Sources');
}
