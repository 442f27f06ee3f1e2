// Screens of the sources: each tool's steps, the first event that is waited for and refused, a pause, a new secret, bookings read
// from a tool and from a file, and German.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Locator, Page } from 'playwright-core';
import { goTo } from './browser-trip.ts';
import type { ScreenTrip } from './screens-entry.ts';

export async function photographSources({ page, gallery }: ScreenTrip): Promise<void> {
  await goTo(page, 'Sources');
  await openForm(page);
  await gallery.take(page, 'source-choice', 'A source is added: which tool');

  await addKind(page, 'OnceHub');
  await gallery.take(page, 'source-oncehub', 'OnceHub was added: its secret is still missing');
  await page.getByRole('button', { name: 'Done', exact: true }).click();
  await removeSource(page, 'OnceHub');

  await openForm(page);
  await addKind(page, 'Calendly');
  await gallery.take(page, 'source-calendly', 'Calendly was added: the command that makes its webhook');
  const address = await page.getByLabel('Address').first().inputValue();
  await page.getByRole('button', { name: 'Done, hide the signing key' }).click();
  await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  const card = cardOf(page, 'Calendly');
  await card.getByText('An event arrived and was refused.').waitFor();
  await openFold(card, '1 event was refused');
  await openFold(card, 'Name and secret');
  await card.getByRole('button', { name: 'Make a new signing key' }).click();
  await card.getByRole('textbox', { name: 'New signing key' }).waitFor();
  await gallery.take(page, 'source-refused', 'Calendly: an event was refused, and a new key was made');
  await removeSource(page, 'Calendly');

  await openForm(page);
  await addKind(page, 'Standard Webhooks');
  await gallery.take(page, 'source-standard-webhooks', 'A source of Standard Webhooks was added');
  await page.getByRole('button', { name: 'Done, hide the secret' }).click();
  await removeSource(page, 'Standard Webhooks');

  await photographTool({ page, gallery });
  await photographFile({ page, gallery });
  await photographPauses({ page, gallery });
}

type Trip = Pick<ScreenTrip, 'page' | 'gallery'>;

async function photographTool({ page, gallery }: Trip): Promise<void> {
  const { url, server } = await startTool();
  try {
    const card = cardOf(page, 'Cal.com');
    await openFold(card, 'Bookings made before, and lost events');
    await gallery.take(page, 'source-api-key', 'An API key of Cal.com is asked for');
    await card.getByLabel('API key of Cal.com').first().fill('cal_live_example_key');
    await card.getByLabel('Address of its API').fill(url);
    await card.getByRole('button', { name: 'Check and save the key' }).click();
    await card.getByRole('button', { name: 'Read upcoming bookings' }).click();
    await card.getByText('4 bookings to import').waitFor();
    await gallery.take(page, 'source-backfill', 'Upcoming bookings of Cal.com, before they are imported');
    await card.getByRole('button', { name: 'Import 4 bookings' }).click();
    await card.getByText('4 bookings imported').waitFor();
    await card.getByRole('button', { name: 'Compare now' }).click();
    await card.getByText(/^Compared/).waitFor();
    await gallery.take(page, 'source-backfilled', 'Upcoming bookings of Cal.com, imported and compared');
    await openFold(card, 'Bookings made before, and lost events');
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function photographFile({ page, gallery }: Trip): Promise<void> {
  const card = cardOf(page, 'Generic JSON');
  await openFold(card, 'Import a file');
  await card.locator('input[type=file]').setInputFiles({
    name: 'bookings.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(csv),
  });
  await card.getByRole('button', { name: 'Look at the file' }).click();
  await card.getByText('2 lines cannot be taken').waitFor();
  await gallery.take(page, 'source-file', 'A file of bookings, with lines that cannot be taken');
  await card.getByRole('button', { name: 'Do not import' }).click();
  await openFold(card, 'Import a file');
}

async function photographPauses({ page, gallery }: Trip): Promise<void> {
  await page.getByRole('button', { name: 'Pause Generic JSON' }).click();
  await page.getByRole('button', { name: 'Resume Generic JSON' }).waitFor();
  await page.getByRole('button', { name: 'Pause writing' }).click();
  await page.getByText(/^Writing to Salesforce was paused/).waitFor();
  await gallery.take(page, 'sources-paused', 'A source is paused, and so is writing to Salesforce');
  await page.evaluate("localStorage.setItem('bookbridge-language', 'de')");
  await page.reload();
  await page.getByRole('heading', { name: 'Quellen', level: 1 }).waitFor();
  await gallery.take(page, 'sources-german', 'Sources in German');
  await page.evaluate("localStorage.setItem('bookbridge-language', 'en')");
  await page.reload();
  await page.getByRole('button', { name: 'Resume Generic JSON' }).click();
  await page.getByRole('button', { name: 'Resume writing' }).click();
  await page.getByRole('button', { name: 'Pause writing' }).waitFor();
}

async function openForm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a source' }).click();
  await page.getByRole('radio').first().waitFor();
}

async function addKind(page: Page, kind: string): Promise<void> {
  await page.getByRole('radio', { name: kind }).check();
  await page.getByRole('button', { name: `Add ${kind}` }).click();
  await page.getByRole('heading', { name: `${kind} is added` }).waitFor();
}

async function removeSource(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Remove ${name}` }).click();
  await page.getByRole('button', { name: `Hide the note about ${name}` }).click();
}

/** Opens it, or closes it again. */
async function openFold(card: Locator, summary: string): Promise<void> {
  await card.locator('summary', { hasText: summary }).click();
}

function cardOf(page: Page, name: string) {
  return page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true, level: 2 }) });
}

const csv = [
  'id,start,end,name,email,company,Shoe size',
  'r-1,2027-05-03T09:00:00+02:00,2027-05-03T09:45:00+02:00,Noor Haddad,noor@customer.example,Haddad Bikes,41',
  'r-2,tomorrow,2027-05-03T09:45:00+02:00,Kim Lund,kim@customer.example,,44',
  'r-3,2027-05-04T09:00:00+02:00,2027-05-04T09:45:00+02:00,=1+1,formula@customer.example,,39',
  'r-4,2027-05-05T09:00:00+02:00,2027-05-05T08:45:00+02:00,Ola Berg,ola@customer.example,,42',
].join('\n');

/** A stand-in for Cal.com's API v2 with four bookings. */
async function startTool(): Promise<{ url: string; server: Server }> {
  const bookings = ['Ada Moreau', 'Tomás Ibáñez', 'Lin Wei', 'Konstantinos Papadopoulos-Alexandropoulos'].map(
    (name, at) => ({
      uid: `tool-${at}`,
      title: at === 3 ? 'A workshop on cargo bikes with the whole procurement team' : 'Bike fitting',
      status: 'accepted',
      start: `2027-05-1${at}T09:00:00.000Z`,
      end: `2027-05-1${at}T09:45:00.000Z`,
      hosts: [{ name: 'Robin Rep', email: 'robin@acme.example' }],
      attendees: [{ name, email: `guest-${at}@customer.example`, timeZone: 'Europe/Berlin' }],
      updatedAt: '2027-03-01T09:00:00.000Z',
    }),
  );
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://tool');
    const isList = searchParams.get('status') === 'upcoming';
    // The sample booking was never made there.
    const isKnown = pathname === '/v2/me' || pathname === '/v2/bookings';
    response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        pathname === '/v2/me'
          ? { data: { email: 'robin@acme.example' } }
          : { data: isList ? bookings : [], pagination: { hasMore: false } },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, server };
}
