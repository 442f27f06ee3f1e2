// Page layouts as a describe: a client sees which fields stand on a page.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_layouts.htm (2026-11-23)

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, retrieve, xml } from './metadata-client.ts';
import { callbackUrl, rest, signIn } from './sign-in.ts';

let running: RunningLocalOrg;
let admin: Connection;
let connection: Connection;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  admin = await signIn(running, { who: 'admin' });
  connection = await signIn(running);
});
afterAll(() => running.stop());

type Items = Record<string, { editableForNew: boolean; required: boolean }>;

/** The items of the edit page by the name of their field. */
async function itemsOf(user: Connection): Promise<Items> {
  const { layouts } = await user.sobject('Event').layouts();
  const items: Items = {};
  for (const section of layouts[0]?.editLayoutSections ?? []) {
    for (const row of section.layoutRows) {
      for (const { editableForNew, required, layoutComponents } of row.layoutItems) {
        for (const { value } of layoutComponents)
          if (value !== undefined && value !== null) items[value] = { editableForNew, required };
      }
    }
  }
  return items;
}

const item = (field: string, behavior: string) =>
  `<layoutItems><behavior>${behavior}</behavior><field>${field}</field></layoutItems>`;

test('shows standard fields until a layout is deployed, and then what stands on it', async () => {
  const before = await itemsOf(connection);
  expect(before).toHaveProperty('Subject');
  expect(before).not.toHaveProperty('Booking_Key__c');

  const columns = [
    [item('Subject', 'Required'), item('Booking_Key__c', 'Edit')],
    [item('Booking_Status__c', 'Readonly')],
  ];
  const layout = xml(
    'Layout',
    `<layoutSections><customLabel>true</customLabel><detailHeading>true</detailHeading><editHeading>true</editHeading><label>Booking</label>${columns
      .map((items) => `<layoutColumns>${items.join('')}</layoutColumns>`)
      .join('')}<style>TwoColumnsTopToBottom</style></layoutSections>`,
  );
  const name = 'Event-Event Layout';
  const files = { [`layouts/${name}.layout`]: layout };
  const result = await deploy(admin, { types: { Layout: [name] }, files });
  expect(result.failures).toEqual([]);

  expect(await itemsOf(connection)).toEqual({
    Subject: { editableForNew: true, required: true },
    Booking_Key__c: { editableForNew: true, required: false },
    Booking_Status__c: { editableForNew: false, required: false },
  });
  // The rep has no right to the custom fields: they are not on the rep's page.
  expect(Object.keys(await itemsOf(await signIn(running, { who: 'standard' })))).toEqual(['Subject']);
});

test('every org has a layout of events, which can be listed, retrieved, and deployed again with our fields', async () => {
  const fresh = await startLocalOrg({ callbackUrls: [callbackUrl] });
  try {
    const owner = await signIn(fresh, { who: 'admin' });
    const name = 'Event-Event Layout';
    const listed = await owner.metadata.list({ type: 'Layout' });
    expect(listed.filter(({ fullName }) => fullName.startsWith('Event-'))).toMatchObject([
      { fullName: name, fileName: `layouts/${name}.layout`, id: expect.stringMatching(/^00h/) },
    ]);
    const { files, problems } = await retrieve(owner, { Layout: [name] });
    expect(problems).toEqual([]);
    const file = files[`layouts/${name}.layout`] ?? '';
    expect(file).toContain('<field>StartDateTime</field>');
    expect(file).not.toContain('__c');
    const more = file.replace('</layoutItems>', `</layoutItems>${item('Booking_Status__c', 'Readonly')}`);
    const deployed = await deploy(owner, {
      types: { Layout: [name] },
      files: { [`layouts/${name}.layout`]: more },
    });
    expect(deployed.failures).toEqual([]);
    expect(await itemsOf(await signIn(fresh))).toMatchObject({
      Subject: { editableForNew: true, required: true },
      Booking_Status__c: { editableForNew: false },
    });
  } finally {
    await fresh.stop();
  }
});

test('answers the layout of the master record type, and 404 for another', async () => {
  const path = '/services/data/v67.0/sobjects/Event/describe/layouts';
  expect((await rest(connection, `${path}/012000000000000AAA`)).body).toHaveProperty('detailLayoutSections');
  expect((await rest(connection, `${path}/012000000000001AAA`)).status).toBe(404);
});
