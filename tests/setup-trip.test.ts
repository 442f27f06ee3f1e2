// The set-up over HTTP with the real local org: what a new workspace starts with, saving, two admins at once, history.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { genericEvent, send } from './booking-world.ts';
import { connect, openWorld, readConnection } from './connect-world.ts';
import type { World } from './connect-world.ts';
import { countCalls } from './salesforce-side.ts';
import {
  bodyOf,
  fixed,
  from,
  objectSchema,
  readChanges,
  readSetUp,
  row,
  save,
  setUpOf,
  statesOf,
} from './setup-world.ts';

const previewSchema = z.object({
  records: z.array(z.object({ object: z.string(), fields: z.array(z.looseObject({ name: z.string() })) })),
});
const ownersSchema = z.object({ users: z.array(z.looseObject({ name: z.string() })) });

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('before anything is connected, the default set-up is there and the phases say what comes first', async () => {
  const answer = await readSetUp(world);
  expect(answer).toMatchObject({ revision: 0, connected: false, problems: [], orgVersion: null });
  expect(answer.setUp.fields['Lead']?.map(({ target }) => target)).toEqual([
    'FirstName',
    'LastName',
    'Company',
    'Email',
    'Phone',
  ]);
  expect(statesOf(answer)).toEqual({
    'api-connection': 'open',
    installation: 'blocked',
    'field-validation': 'blocked',
    'field-mapping': 'blocked',
    'creation-rules': 'blocked',
  });
});

describe('with an API user', () => {
  beforeAll(async () => {
    await connect(world);
  });

  test('the defaults fit a fresh org, and each phase waits for somebody to look at it', async () => {
    const answer = await readSetUp(world);
    expect(answer.problems).toEqual([]);
    expect(statesOf(answer)).toEqual({
      'api-connection': 'done',
      installation: 'done',
      'field-validation': 'open',
      'field-mapping': 'open',
      'creation-rules': 'open',
    });
    expect(answer.phases[2]?.missing).toEqual([{ code: 'not_confirmed', values: {}, who: 'you' }]);
  });

  test('describes of the five objects cost one call, and none when they are asked for again', async () => {
    world.describes.forget((await readConnection(world)).orgId);
    const before = await countCalls(world);
    await readSetUp(world);
    expect((await countCalls(world)) - before).toBe(1);
    await readSetUp(world);
    expect((await world.browser.get('/api/setup/phases')).status).toBe(200);
    expect((await countCalls(world)) - before).toBe(1);
  });

  test('a confirmed phase is done', async () => {
    const { revision } = await readSetUp(world);
    const answer = setUpOf(
      await world.browser.post('/api/setup/confirm', { phase: 'field-validation', revision }),
    );
    expect(answer.revision).toBe(revision + 1);
    expect(statesOf(answer)['field-validation']).toBe('done');
    expect(statesOf(answer)['field-mapping']).toBe('open');
  });

  test('saving a row makes its phase done and stands in the history with both values', async () => {
    const answer = setUpOf(
      await save(world, ({ fields }) => fields['Lead']?.push(row('LeadSource', fixed('Web')))),
    );
    expect(statesOf(answer)['field-mapping']).toBe('done');
    const changes = await readChanges(world);
    expect(changes[0]).toMatchObject({ by: 'Olga Owner', action: 'saved' });
    expect(changes[0]?.lines).toEqual([
      { path: 'fields.Lead.LeadSource', before: null, after: row('LeadSource', fixed('Web')) },
    ]);
  });

  test('a save that changes nothing makes no revision', async () => {
    const before = await readSetUp(world);
    const answer = setUpOf(await save(world, () => undefined));
    expect(answer.revision).toBe(before.revision);
  });

  test('of two admins, the second is told who was faster and overwrites nothing', async () => {
    const { revision, setUp } = await readSetUp(world);
    const [one, other] = await Promise.all(
      ['Website', 'Industry'].map((target) =>
        world.browser.put('/api/setup', {
          revision,
          setUp: {
            ...setUp,
            fields: {
              ...setUp.fields,
              Lead: [...(setUp.fields['Lead'] ?? []), row(target, from('utm.term'))],
            },
          },
        }),
      ),
    );
    expect([one?.status, other?.status].toSorted((a = 0, b = 0) => a - b)).toEqual([200, 409]);
    const refused = one?.status === 409 ? one : other;
    expect(refused?.body).toMatchObject({
      error: {
        code: 'setup_changed',
        fields: { by: 'Olga Owner', at: expect.stringMatching(/^20/), revision: String(revision + 1) },
      },
    });
    expect((await readSetUp(world)).revision).toBe(revision + 1);
  });

  test('every change can be gone back to', async () => {
    const changes = await readChanges(world);
    const first = changes.at(-1);
    const { revision } = await readSetUp(world);
    const answer = setUpOf(await world.browser.post(`/api/setup/changes/${first?.id}/restore`, { revision }));
    expect(answer.setUp.fields['Lead']?.some(({ target }) => target === 'LeadSource')).toBe(false);
    expect(answer.revision).toBe(revision + 1);
    const after = await readChanges(world);
    expect(after).toHaveLength(changes.length + 1);
    expect(after[0]?.action).toBe('restored');
  });

  test('what belongs to another workspace is not there', async () => {
    const { db } = world.database;
    const other = { workspace_id: 'another', revision: 1, at: new Date(), by_user_id: null, by_name: 'Eve' };
    const document = JSON.stringify((await readSetUp(world)).setUp);
    await db
      .insertInto('set_up_changes')
      .values({ id: 'theirs', ...other, action: 'saved', document, summary: '[]' })
      .execute();
    expect((await readChanges(world)).map(({ by }) => by)).not.toContain('Eve');
    const { revision } = await readSetUp(world);
    const answer = await world.browser.post('/api/setup/changes/theirs/restore', { revision });
    expect(answer.status).toBe(404);
  });

  test('an object is shown with its fields, what each takes, and its record types', async () => {
    const lead = bodyOf(objectSchema, await world.browser.get('/api/setup/objects/Lead'));
    const byName = new Map(lead.fields.map((field) => [field.name, field]));
    expect(byName.get('Company')).toMatchObject({ required: true, mappable: true, length: 255 });
    expect(byName.get('OwnerId')).toMatchObject({ mappable: false, reason: 'reserved', required: false });
    expect(byName.get('Email')).toMatchObject({
      accepts: ['email'],
      acceptsWithCare: ['text', 'long_text'],
    });
    expect((await world.browser.get('/api/setup/objects/Opportunity')).status).toBe(404);
  });

  test('owners are found by a part of their name, signs of LIKE meant as they are', async () => {
    const find = async (words: string) =>
      bodyOf(ownersSchema, await world.browser.get(`/api/setup/owners?q=${encodeURIComponent(words)}`)).users;
    expect((await find('')).length).toBeGreaterThan(1);
    expect(await find('%_%')).toEqual([]);
    expect(await find("' OR Name LIKE '%")).toEqual([]);
  });

  test('hosts of bookings are matched to users, and those who are nobody in the org are shown too', async () => {
    const source = bodyOf(
      z.object({ source: z.object({ id: z.string(), address: z.string() }), secret: z.string() }),
      await world.browser.post('/api/sources', { kind: 'generic', name: 'Own page' }),
      201,
    );
    const known = world.org.orgs[0]?.users.find(({ role }) => role === 'admin')?.username ?? '';
    for (const [at, email] of [known.toUpperCase(), known, 'nobody@elsewhere.example'].entries()) {
      const event = genericEvent({ type: 'scheduled', id: `host-${at}`, host: { name: 'Host', email } });
      await send({ ...source.source, kind: 'generic', secret: source.secret }, event);
    }
    const { hosts } = bodyOf(
      z.object({ hosts: z.array(z.looseObject({ email: z.string() })) }),
      await world.browser.get('/api/setup/hosts'),
    );
    expect(hosts).toEqual([
      {
        email: known,
        name: 'Host',
        bookings: 2,
        match: {
          how: expect.stringMatching(/^(email|username)$/),
          userId: expect.any(String),
          userName: expect.any(String),
        },
      },
      { email: 'nobody@elsewhere.example', name: 'Host', bookings: 1, match: null },
    ]);
  });

  test('what bookings have carried can be mapped, with a sample of it', async () => {
    const answer = bodyOf(
      z.object({
        fields: z.array(z.looseObject({ id: z.string(), sample: z.string().nullable() })),
        recentBookings: z.array(z.looseObject({ title: z.string() })),
      }),
      await world.browser.get('/api/setup/booking-fields'),
    );
    const samples = new Map(answer.fields.map(({ id, sample }) => [id, sample]));
    expect(samples.get('person.company')).toBe('Lindt Bikes');
    expect(samples.get('host.email')).toBe('nobody@elsewhere.example');
    expect(answer.recentBookings).toHaveLength(3);
  });

  test('a set-up that nobody has saved is shown with a real booking, and what does not fit is told', async () => {
    const { setUp, revision } = await readSetUp(world);
    setUp.fields['Lead']?.push(
      row('AnnualRevenue', from('person.company')),
      row('Website', from('utm.source', 'https://acme.example')),
      row('Gone__c', fixed('x')),
    );
    const before = await countCalls(world);
    const shown = bodyOf(
      previewSchema,
      await world.browser.post('/api/setup/preview', { setUp, bookingId: null }),
    );
    expect((await countCalls(world)) - before).toBe(0);
    const lead = shown.records.find(({ object }) => object === 'Lead');
    expect(lead?.fields).toEqual(
      expect.arrayContaining([
        { name: 'LastName', label: 'Last Name', value: 'Lindt', notes: [], from: 'person.lastName' },
        { name: 'Website', label: 'Website', value: 'https://acme.example', notes: [], from: 'fallback' },
        expect.objectContaining({ name: 'AnnualRevenue', value: null, notes: ['not_a_number'] }),
        { name: 'Gone__c', label: 'Gone__c', value: null, notes: ['target_missing'], from: 'fixed' },
      ]),
    );
    expect((await readSetUp(world)).revision).toBe(revision);
    const unknown = { setUp, bookingId: 'another-workspaces' };
    expect((await world.browser.post('/api/setup/preview', unknown)).status).toBe(404);
  });

  test('when the API user is disconnected, everything set is still there', async () => {
    const before = await readSetUp(world);
    expect((await world.browser.post('/api/connection/disconnect')).status).toBe(200);
    const answer = await readSetUp(world);
    expect(answer.setUp).toEqual(before.setUp);
    expect(statesOf(answer)).toMatchObject({ 'api-connection': 'broken', 'creation-rules': 'blocked' });
    const saved = await save(world, ({ rules }) => (rules.unknownPerson = 'contact'));
    expect(saved.status).toBe(200);
    await connect(world);
    expect(statesOf(await readSetUp(world))).toMatchObject({ 'creation-rules': 'done' });
  });
});
