// A rehearsal against the real local org: what it says, and that nothing of it stays. The org is counted with jsforce.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defaultSetUp } from '../connector/setup/default-set-up.ts';
import type { SetUp } from '../connector/setup/set-up-document.ts';
import type { Answer } from '../connector/tests/browser.ts';
import { addSource, genericEvent, openWorld, take, uniqueId, untilSync } from './booking-world.ts';
import { clearFaults, plantFault } from './booking-org.ts';
import type { Source, World } from './booking-world.ts';

let world: World;
let source: Source;

beforeAll(async () => {
  world = await openWorld();
  source = await addSource(world, 'generic');
}, 60_000);
afterAll(async () => await world.close());

const answerSchema = z.looseObject({
  outcome: z.string(),
  apiCalls: z.number(),
  refusal: z
    .looseObject({ code: z.string(), object: z.string().nullable(), field: z.string().nullable() })
    .nullable(),
  records: z.array(
    z.looseObject({
      ref: z.string(),
      object: z.string(),
      action: z.string(),
      name: z.string().nullable(),
      fields: z.array(
        z.looseObject({ name: z.string(), present: z.unknown(), planned: z.unknown(), changed: z.boolean() }),
      ),
    }),
  ),
  remains: z.array(z.string()),
});

const ana = { name: 'Ana Silva', email: 'ana.silva@example.org', company: 'Silva Lda' };

async function rehearse(booking: unknown, setUp: SetUp | null = null) {
  const answer = await world.browser.post('/api/setup/rehearse', { setUp, booking });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return answerSchema.parse(answer.body);
}

const counted = ['Lead', 'Contact', 'Account', 'Case', 'Event', 'Booking__c', 'RecentlyViewed'] as const;

/** All records of the org, and what the API user has looked at. */
async function countAll(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const sObject of counted) {
    const { totalSize } = await world.admin.query(`SELECT COUNT() FROM ${sObject}`);
    counts[sObject] = totalSize;
  }
  return counts;
}

async function leavesNothing<T>(work: () => Promise<T>): Promise<T> {
  const before = await countAll();
  const answer = await work();
  expect(await countAll()).toEqual(before);
  return answer;
}

describe('a rehearsal', () => {
  test('of a made-up booking: Salesforce accepts all of it in 2 calls and keeps nothing', async () => {
    await rehearse({ kind: 'made_up', details: { person: ana } });
    const answer = await leavesNothing(() =>
      rehearse({ kind: 'made_up', details: { person: ana, title: 'Intro call' } }),
    );
    expect(answer).toMatchObject({ outcome: 'accepted', apiCalls: 2, refusal: null });
    expect(answer.remains).toContain('auto_numbers');
    expect(answer.records.map(({ object, action }) => [object, action])).toEqual([
      ['Lead', 'create'],
      ['Event', 'create'],
      ['Booking__c', 'create'],
    ]);
    expect(answer.records[0]).toMatchObject({ name: 'Ana Silva' });
    expect(answer.records[0]?.fields).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Company', present: null, planned: 'Silva Lda', changed: true }),
      ]),
    );
  });

  test('of a booking that is written already: what would change, beside what is there', async () => {
    const event = genericEvent({ type: 'scheduled', id: uniqueId('rehearsed') });
    const { bookingId = '' } = await take(source, event);
    await untilSync(world, bookingId, 'done');
    const answer = await leavesNothing(() =>
      rehearse({ kind: 'edited', id: bookingId, details: { title: 'Another title' } }),
    );
    expect(answer.outcome).toBe('accepted');
    const ofEvent = answer.records.find(({ object }) => object === 'Event');
    expect(ofEvent).toMatchObject({ action: 'update' });
    expect(ofEvent?.fields.find(({ name }) => name === 'Subject')).toMatchObject({
      planned: 'Another title',
    });
  });

  test('names the first refusal of a validation rule, in its words, and what was not reached', async () => {
    const rules = defaultSetUp();
    rules.fields.Lead.push({
      target: 'NumberOfEmployees',
      source: { kind: 'fixed', value: 'many' },
      overwrite: 'always',
      when: ['booked'],
      lookup: null,
    });
    // A value that the field cannot take is told on the trail, and the rest is rehearsed.
    const told = await leavesNothing(() => rehearse({ kind: 'made_up', details: { person: ana } }, rules));
    expect(told.outcome).toBe('accepted');
    expect(JSON.stringify(told)).toContain('not_a_number');
    const refused = await leavesNothing(() =>
      rehearse({ kind: 'made_up', details: { person: { ...ana, email: 'ana@@example.org' } } }),
    );
    expect(refused).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'record_refused_invalid_email_address', object: 'Lead', field: 'Email' },
    });
    expect(refused.records.map(({ action }) => action)).toEqual(['create', 'not_reached', 'not_reached']);
  });

  test('a required field without a value is found before anything is sent', async () => {
    const rules = defaultSetUp();
    rules.fields.Lead = rules.fields.Lead.filter(({ target }) => target !== 'Company');
    const answer = await leavesNothing(() => rehearse({ kind: 'made_up', details: { person: ana } }, rules));
    expect(answer).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'required_field', object: 'Lead', field: 'Company' },
    });
  });

  test.each([
    'unavailable',
    'timeout_after_commit',
    'row_lock',
    'html',
    'html_200',
    'request_limit',
    'reset',
  ])('in which Salesforce fails with %s leaves nothing either', async (kind) => {
    const before = await countAll();
    await plantFault(world, { kind, on: 'graph', delayMs: 300 });
    const answer = await world.browser.post('/api/setup/rehearse', {
      setUp: null,
      booking: { kind: 'made_up', details: { person: ana } },
    });
    await clearFaults(world);
    expect([kind, answer.status >= 400]).toEqual([kind, true]);
    expect(codeOf(answer)).toEqual(expect.any(String));
    expect(await countAll()).toEqual(before);
  });

  test('bad input is named, and another workspace has no such booking', async () => {
    for (const [booking, status] of [
      [{ kind: 'recent', id: 'nobody' }, 404],
      [{ kind: 'invented' }, 400],
      [
        {
          kind: 'made_up',
          details: { start: '2026-11-24T10:00:00Z', end: '2026-11-24T09:00:00Z' },
        },
        400,
      ],
    ] as const) {
      const answer = await world.browser.post('/api/setup/rehearse', { setUp: null, booking });
      expect([booking, answer.status]).toEqual([booking, status]);
    }
  });
});

function codeOf(answer: Answer): unknown {
  return Reflect.get(Object(Reflect.get(Object(answer.body), 'error')), 'code');
}
