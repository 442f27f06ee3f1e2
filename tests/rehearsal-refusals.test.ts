// A rehearsal says what the real write would say: the org's own rules, also for a booking that is written already, and duplicate
// rules as the workspace has set. Should Salesforce ever keep one, it is undone and no other is held.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defaultSetUp } from '../connector/setup/default-set-up.ts';
import type { SetUp } from '../connector/setup/set-up-document.ts';
import { deploy, xml } from '../local-org/tests/metadata-client.ts';
import { addSource, openWorld, uniqueId } from './booking-world.ts';
import type { Source, World } from './booking-world.ts';
import { records } from './booking-org.ts';
import { book, make, save } from './rules-world.ts';

const answerSchema = z.looseObject({
  outcome: z.string(),
  apiCalls: z.number(),
  refusal: z
    .looseObject({
      code: z.string(),
      message: z.string(),
      fix: z.string().nullable(),
      object: z.string().nullable(),
      field: z.string().nullable(),
    })
    .nullable(),
  records: z.array(z.looseObject({ object: z.string(), action: z.string(), id: z.string().nullable() })),
});

async function rehearse(world: World, booking: unknown, change: (setUp: SetUp) => void = () => undefined) {
  const setUp = defaultSetUp();
  change(setUp);
  const answer = await world.browser.post('/api/setup/rehearse', { setUp, booking });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return answerSchema.parse(answer.body);
}

async function countAll(world: World): Promise<number[]> {
  const counts: number[] = [];
  for (const sObject of ['Lead', 'Contact', 'Account', 'Case', 'Event', 'Booking__c', 'RecentlyViewed'])
    counts.push((await world.admin.query(`SELECT COUNT() FROM ${sObject}`)).totalSize);
  return counts;
}

describe('in an org with rules of its own', () => {
  let world: World;
  let source: Source;

  beforeAll(async () => {
    world = await openWorld();
    source = await addSource(world, 'generic');
    const validation = (object: string, name: string, formula: string, at: string): [string, string] => [
      `objects/${object}.object`,
      xml(
        'CustomObject',
        `<validationRules><fullName>${name}</fullName><active>true</active><errorConditionFormula>${formula}</errorConditionFormula><errorDisplayField>${at}</errorDisplayField><errorMessage>Not like this</errorMessage></validationRules>`,
      ),
    ];
    const item = (field: string): string =>
      `<matchingRuleItems><blankValueBehavior>NullNotAllowed</blankValueBehavior><fieldName>${field}</fieldName><matchingMethod>Exact</matchingMethod></matchingRuleItems>`;
    const result = await deploy(world.admin, {
      types: {
        ValidationRule: ['Event.Titled'],
        MatchingRules: ['Lead'],
        DuplicateRule: ['Lead.By_Phone'],
      },
      files: {
        ...Object.fromEntries([validation('Event', 'Titled', 'Subject = &quot;Forbidden&quot;', 'Subject')]),
        'matchingRules/Lead.matchingRule': xml(
          'MatchingRules',
          `<matchingRules><fullName>Same_Phone</fullName><label>Same phone</label>${item('LastName')}${item('Phone')}<ruleStatus>Active</ruleStatus></matchingRules>`,
        ),
        'duplicateRules/Lead.By_Phone.duplicateRule': xml(
          'DuplicateRule',
          `<actionOnInsert>Block</actionOnInsert><actionOnUpdate>Allow</actionOnUpdate><alertText>Twice</alertText>
          <duplicateRuleMatchRules><matchRuleSObjectType>Lead</matchRuleSObjectType><matchingRule>Same_Phone</matchingRule></duplicateRuleMatchRules>
          <isActive>true</isActive><masterLabel>By phone</masterLabel>
          <securityOption>EnforceSharingRules</securityOption><sortOrder>1</sortOrder>`,
        ),
      },
    });
    if (!result.success) throw new Error(JSON.stringify(result.failures));
    await save(world, () => undefined);
  }, 60_000);
  afterAll(() => world.close());

  test('a change of what is written is really tried: its refusal is found, and nothing changes', async () => {
    const { bookingId, one } = await book(world, source);
    const before = await countAll(world);
    const answer = await rehearse(world, {
      kind: 'edited',
      id: bookingId,
      details: { title: 'Forbidden' },
    });
    expect(answer).toMatchObject({
      outcome: 'refused',
      refusal: {
        code: 'record_refused_field_custom_validation_exception',
        object: 'Event',
        field: 'Subject',
        message: expect.stringContaining('Not like this'),
        fix: expect.stringContaining('Change the rule'),
      },
    });
    expect(await countAll(world)).toEqual(before);
    expect(await one('Event', 'Subject')).toMatchObject({ Subject: 'Introduction' });
  });

  test('a duplicate ends as the rules say: with the record that is there, or refused', async () => {
    const name = uniqueId('Twice');
    const known = await make(world, 'Lead', { LastName: name, Phone: '+49 30 5550001', Company: 'A' });
    const person = { name, phone: '+49 30 5550001', email: `${name.toLowerCase()}@customer.example` };
    const before = await countAll(world);
    const used = await rehearse(world, { kind: 'made_up', details: { person } });
    expect(used).toMatchObject({ outcome: 'accepted', apiCalls: 4 });
    expect(used.records.find(({ object }) => object === 'Lead')).toMatchObject({ id: known });
    const parked = await rehearse(
      world,
      { kind: 'made_up', details: { person } },
      ({ rules }) => (rules.duplicates = 'park'),
    );
    expect(parked).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'record_refused_duplicates_detected', object: 'Lead' },
    });
    expect(await countAll(world)).toEqual(before);
  });

  test('while the same booking is being written, neither is harmed', async () => {
    const { id, bookingId, booking } = await book(world, source);
    const [answers] = await Promise.all([
      Promise.all([1, 2, 3].map(() => rehearse(world, { kind: 'recent', id: bookingId }))),
      book(world, source, { type: 'rescheduled' }, { id, hour: 15 }),
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    for (const sObject of ['Event', 'Booking__c'])
      expect(
        await records(world, `SELECT Id FROM ${sObject} WHERE Booking_Key__c = '${booking.bookingKey}'`),
      ).toHaveLength(1);
  });
});

describe('in an org whose key is no longer unique', () => {
  let world: World;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bookbridge-app-'));
    await cp('force-app/main', join(folder, 'main'), { recursive: true });
    const key = join(folder, 'main/default/objects/Booking__c/fields/Booking_Key__c.field-meta.xml');
    const unique = await readFile(key, 'utf8');
    await writeFile(key, unique.replace('<unique>true</unique>', '<unique>false</unique>'));
    world = await openWorld({ forceApp: join(folder, 'main') });
  }, 60_000);
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('what Salesforce keeps is deleted again, and no other rehearsal is held', async () => {
    const before = (await countAll(world)).slice(0, -1);
    const details = { person: { name: 'Kept Person', email: 'kept@customer.example' } };
    const answer = await rehearse(world, { kind: 'made_up', details });
    expect(answer).toMatchObject({ outcome: 'failed', refusal: { code: 'rehearsal_kept' } });
    expect((await countAll(world)).slice(0, -1)).toEqual(before);
    const second = await world.browser.post('/api/setup/rehearse', {
      setUp: null,
      booking: { kind: 'made_up', details },
    });
    expect(second.status).toBe(409);
    expect(second.text).toContain('rehearsals_locked');
  });
});
