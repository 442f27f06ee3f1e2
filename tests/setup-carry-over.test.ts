// A set-up taken along: as a file into another workspace's hands, and from a sandbox to production, with what is lacking there
// field by field. Also another calendar sync, which is seen by what it writes.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { genericEvent, send } from './booking-world.ts';
import { apiUser, connect, openWorld, readConnection } from './connect-world.ts';
import type { World } from './connect-world.ts';
import { addFields, textField } from './setup-org-changes.ts';
import { adminOf } from './salesforce-side.ts';
import {
  bodyOf,
  errorSchema,
  fixed,
  from,
  gapsSchema,
  importSchema,
  readChanges,
  readSetUp,
  row,
  save,
  setUpOf,
  statesOf,
} from './setup-world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await connect(world, { environment: 'sandbox' });
  await addFields(
    await adminOf(world, 'sandbox'),
    'Lead',
    { Sandbox_Only__c: textField('Sandbox only') },
    'sandbox',
  );
  world.describes.forget((await readConnection(world)).orgId);
  const saved = await save(world, ({ fields }) => {
    fields['Lead']?.push(row('Sandbox_Only__c', from('utm.source')), row('LeadSource', fixed('Web')));
  });
  setUpOf(saved);
}, 60_000);
afterAll(() => world.close());

const readGaps = async () => bodyOf(gapsSchema, await world.browser.get('/api/setup/gaps'));
const importFile = async (file: string) =>
  world.browser.post('/api/setup/import', { file, revision: (await readSetUp(world)).revision });

describe('the file', () => {
  test('is readable, named after its org and day, and holds no secret', async () => {
    const answer = await world.browser.get('/api/setup/export');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="?bookbridge-set-up-[a-z0-9-]+-\d{4}-\d\d-\d\d\.json"?$/,
    );
    expect(answer.body).toMatchObject({ format: 'bookbridge-set-up', version: 1, org: { kind: 'sandbox' } });
    expect(answer.text).not.toMatch(/token|secret|password/i);
    expect(answer.text.split('\n').length).toBeGreaterThan(50);
  });

  test('comes in dry: the difference is shown, and nothing is saved', async () => {
    const { text } = await world.browser.get('/api/setup/export');
    const before = setUpOf(await save(world, ({ rules }) => (rules.unknownPerson = 'contact')));
    const shown = bodyOf(importSchema, await importFile(text));
    expect(shown.lines).toEqual([{ path: 'rules.unknownPerson', before: 'contact', after: 'lead' }]);
    expect(shown).toMatchObject({ problems: [], skipped: [] });
    expect((await readSetUp(world)).revision).toBe(before.revision);
    const { revision } = before;
    const saved = setUpOf(await world.browser.put('/api/setup?imported=1', { revision, setUp: shown.setUp }));
    expect(saved.setUp.rules.unknownPerson).toBe('lead');
    expect((await readChanges(world))[0]).toMatchObject({ action: 'imported' });
  });

  test('of another org is taken with what this org lacks told', async () => {
    const { text } = await world.browser.get('/api/setup/export');
    const shown = bodyOf(importSchema, await importFile(text.replace('"Sandbox_Only__c"', '"Elsewhere__c"')));
    expect(shown.problems).toMatchObject([{ code: 'target_missing', object: 'Lead', field: 'Elsewhere__c' }]);
    const { revision } = await readSetUp(world);
    const saved = setUpOf(await world.browser.put('/api/setup?imported=1', { revision, setUp: shown.setUp }));
    expect(statesOf(saved)['field-mapping']).toBe('broken');
    const [, before] = await readChanges(world);
    const undone = setUpOf(
      await world.browser.post(`/api/setup/changes/${before?.id}/restore`, { revision: saved.revision }),
    );
    expect(statesOf(undone)['field-mapping']).toBe('done');
  });

  test('that is cut is refused, and the set-up stays', async () => {
    const { text } = await world.browser.get('/api/setup/export');
    const before = await readSetUp(world);
    expect(bodyOf(errorSchema, await importFile(text.slice(0, -20)), 422).error.code).toBe('import_cut');
    expect(await readSetUp(world)).toEqual(before);
  });

  test('made on an older revision is refused before it is read', async () => {
    const answer = await world.browser.post('/api/setup/import', { file: '{}', revision: 0 });
    expect(bodyOf(errorSchema, answer, 409).error.code).toBe('setup_changed');
  });
});

describe('from the sandbox to production', () => {
  let bookingId = '';

  beforeAll(async () => {
    bookingId = await writtenBooking();
    await connect(world, { environment: 'production' });
  });

  test('everything set is kept, and what production lacks is listed field by field', async () => {
    const answer = await readSetUp(world);
    expect(answer.setUp.fields['Lead']?.map(({ target }) => target)).toContain('Sandbox_Only__c');
    expect(statesOf(answer)).toMatchObject({ 'field-mapping': 'broken' });
    const gaps = await readGaps();
    expect(gaps.switched).toBe(true);
    expect(gaps.gaps).toMatchObject([
      { object: 'Lead', field: 'Sandbox_Only__c', code: 'target_missing', usedBy: ['utm.source'] },
    ]);
  });

  test('an upcoming booking of the sandbox is offered, and written anew when somebody says so', async () => {
    expect((await readGaps()).elsewhere).toMatchObject([{ written: 1, upcoming: 1 }]);
    const answer = await world.browser.post('/api/setup/write-anew');
    expect(bodyOf(z.object({ count: z.number() }), answer, 202).count).toBe(1);
    expect((await readGaps()).elsewhere).toEqual([]);
    const booking = await world.database.db
      .selectFrom('bookings')
      .selectAll()
      .where('id', '=', bookingId)
      .executeTakeFirstOrThrow();
    expect(booking).toMatchObject({
      sync: 'pending',
      org_id: null,
      event_record_id: null,
      written_version: 0,
    });
    const shown = await world.browser.get(`/api/bookings/${bookingId}`);
    expect(shown.text).toContain('Olga Owner asked for this booking to be written anew');
  });

  test('is over when somebody says that it is carried over', async () => {
    const { revision } = await readSetUp(world);
    setUpOf(await world.browser.post('/api/setup/carry-over', { revision }));
    expect((await readGaps()).switched).toBe(false);
    expect((await readChanges(world))[0]).toMatchObject({ action: 'carried_over', lines: [] });
  });
});

describe('another calendar sync', () => {
  test('is noticed by its Events, and who makes them is named', async () => {
    const admin = await adminOf(world, 'production');
    const [person] = (await admin.query(`SELECT Id FROM User WHERE Username = '${apiUser('production')}'`))
      .records;
    const ownerId = String(person?.['Id']);
    const { orgId } = await readConnection(world);
    for (const hour of [12, 14]) {
      const id = await takeBooking(`doubled-${hour}`, hour);
      const details = await readDetails(id);
      const times = { StartDateTime: details.start, EndDateTime: details.end, OwnerId: ownerId };
      const ours = await writeEvent({ ...times, Subject: 'Introduction', Booking_Key__c: `key-${hour}` });
      await admin.sobject('Event').create({ ...times, Subject: 'Introduction (synced)' });
      await world.database.db
        .updateTable('bookings')
        .set({ org_id: orgId, event_record_id: ours, sync: 'done', status: 'scheduled' })
        .where('id', '=', id)
        .execute();
    }
    setUpOf(await world.browser.post('/api/setup/look'));
    const { checks } = await readConnection(world);
    const [me] = (await admin.query("SELECT Name FROM User WHERE Username = 'admin@acme.example'")).records;
    expect(checks.find(({ id }) => id === 'other_calendar_sync')).toMatchObject({
      status: 'warn',
      required: false,
      found: expect.stringContaining(`made by ${String(me?.['Name'])}`),
    });
  });
});

async function takeBooking(id: string, hour: number): Promise<string> {
  const made = await world.browser.post('/api/sources', { kind: 'generic', name: `Page ${id}` });
  const { source, secret } = bodyOf(
    z.object({ source: z.object({ id: z.string(), address: z.string() }), secret: z.string() }),
    made,
    201,
  );
  const event = genericEvent({ type: 'scheduled', id }, hour);
  const { body } = await send({ ...source, kind: 'generic', secret }, event);
  return z.object({ bookingId: z.string() }).parse(body).bookingId;
}

/** As the worker leaves it, which does not run in this world. */
async function writtenBooking(): Promise<string> {
  const id = await takeBooking('upcoming', 10);
  await world.database.db
    .updateTable('bookings')
    .set({
      org_id: (await readConnection(world)).orgId,
      sync: 'done',
      person_type: 'Lead',
      person_id: '00Q000000000001AAA',
      event_record_id: '00U000000000001AAA',
      booking_record_id: 'a00000000000001AAA',
      written_version: 1,
    })
    .where('id', '=', id)
    .execute();
  return id;
}

/** As the connector does it, by its API user. */
async function writeEvent(values: Record<string, unknown>): Promise<string> {
  const client = await world.clients.clientFor((await readConnection(world)).id);
  const path = `/services/data/v${client.apiVersion}/sobjects/Event`;
  const { body } = await client.request({ method: 'POST', path, body: values });
  return z.looseObject({ id: z.string() }).parse(body).id;
}

async function readDetails(id: string): Promise<{ start: string; end: string }> {
  const { details } = await world.database.db
    .selectFrom('bookings')
    .select('details')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return z.looseObject({ start: z.string(), end: z.string() }).parse(details);
}
