// Duplicate rules of the org, which stop or warn of a new record: the match is used, saved all the same, or a person decides.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deploy, xml } from '../local-org/tests/metadata-client.ts';
import { records } from './booking-org.ts';
import { addSource, openWorld, uniqueId } from './booking-world.ts';
import type { Source, World } from './booking-world.ts';
import { book, make, save } from './rules-world.ts';

let world: World;
let source: Source;

beforeAll(async () => {
  world = await openWorld();
  source = await addSource(world, 'generic');
  const item = (field: string): string =>
    `<matchingRuleItems><blankValueBehavior>NullNotAllowed</blankValueBehavior><fieldName>${field}</fieldName><matchingMethod>Exact</matchingMethod></matchingRuleItems>`;
  const matching = xml(
    'MatchingRules',
    `<matchingRules><fullName>Same_Phone</fullName><label>Same phone</label>${item('LastName')}${item('Phone')}<ruleStatus>Active</ruleStatus></matchingRules>`,
  );
  const matchingRules = ['Lead', 'Contact'];
  const result = await deploy(world.admin, {
    types: { MatchingRules: matchingRules },
    files: { 'matchingRules/Lead.matchingRule': matching, 'matchingRules/Contact.matchingRule': matching },
  });
  if (!result.success) throw new Error(JSON.stringify(result.failures));
}, 60_000);
afterAll(() => world.close());
beforeEach(() => save(world, () => undefined));

async function ruleFor(sObject: 'Lead' | 'Contact', action: 'Allow' | 'Block'): Promise<void> {
  const name = `${sObject}.By_Phone`;
  const alerts = ['Alert', 'Report'].flatMap((each) =>
    action === 'Allow' ? [`<operationsOnInsert>${each}</operationsOnInsert>`] : [],
  );
  const result = await deploy(world.admin, {
    types: { DuplicateRule: [name] },
    files: {
      [`duplicateRules/${name}.duplicateRule`]: xml(
        'DuplicateRule',
        `<actionOnInsert>${action}</actionOnInsert><actionOnUpdate>Allow</actionOnUpdate><alertText>Twice</alertText>
        <duplicateRuleMatchRules><matchRuleSObjectType>${sObject}</matchRuleSObjectType><matchingRule>Same_Phone</matchingRule></duplicateRuleMatchRules>
        <isActive>true</isActive><masterLabel>By phone</masterLabel>${alerts.join('')}
        <securityOption>EnforceSharingRules</securityOption><sortOrder>1</sortOrder>`,
      ),
    },
  });
  if (!result.success) throw new Error(JSON.stringify(result.failures));
}

function stranger(name = uniqueId('Dup')) {
  const phone = `+49 30 ${String(Math.floor(Math.random() * 1e7)).padStart(7, '1')}`;
  return { lastName: name, phone, email: `${name.toLowerCase()}@customer.example`, company: 'A' };
}

describe.each(['Allow', 'Block'] as const)('a duplicate rule that says %s', (action) => {
  beforeAll(async () => {
    await ruleFor('Lead', action);
    await ruleFor('Contact', action);
  });

  test.each(['Lead', 'Contact'] as const)('gives the %s that is there', async (sObject) => {
    await save(world, ({ rules }) => {
      rules.unknownPerson = sObject === 'Lead' ? 'lead' : 'contact';
    });
    const person = stranger();
    const company = sObject === 'Lead' ? { Company: 'A' } : {};
    const values = { LastName: person.lastName, Phone: person.phone, ...company };
    const known = await make(world, sObject, values);
    const opportunityId = await make(world, 'Opportunity', {
      Name: 'Deal',
      StageName: 'Prospecting',
      CloseDate: '2027-01-31',
    });
    const booked = await book(world, source, { person, recordIds: [opportunityId] });
    expect(await booked.one(sObject, 'Email')).toMatchObject({
      Id: known,
      Email: person.email,
    });
    expect(await booked.one('Booking__c')).toMatchObject({
      // What else the link names is not forgotten over it.
      Opportunity__c: opportunityId,
      Match_Reason__c: expect.stringContaining('by a duplicate rule of the org'),
    });
    expect(
      await records(world, `SELECT Id FROM ${sObject} WHERE LastName = '${person.lastName}'`),
    ).toHaveLength(1);
  });

  test('saved anyway when the rules say so, as far as the org lets it', async () => {
    await save(world, ({ rules }) => (rules.duplicates = 'save_anyway'));
    const person = stranger();
    const known = await make(world, 'Lead', {
      LastName: person.lastName,
      Phone: person.phone,
      Company: 'A',
    });
    const until = action === 'Allow' ? 'done' : 'parked';
    const booked = await book(world, source, { person }, { until });
    const { Id: leadId = known } = action === 'Allow' ? await booked.one('Lead') : {};
    expect({ isAnother: leadId !== known, code: booked.booking.problem?.code }).toEqual(
      action === 'Allow'
        ? { isAnother: true, code: undefined }
        : { isAnother: false, code: 'record_refused_duplicates_detected' },
    );
  });

  test('parks when the rules say so', async () => {
    await save(world, ({ rules }) => (rules.duplicates = 'park'));
    const person = stranger();
    await make(world, 'Lead', { LastName: person.lastName, Phone: person.phone, Company: 'A' });
    const { booking } = await book(world, source, { person }, { until: 'parked' });
    expect(booking.problem).toMatchObject({ code: 'record_refused_duplicates_detected' });
  });
});

test('of several that are there the rule for ties decides', async () => {
  await ruleFor('Lead', 'Allow');
  const person = stranger();
  const values = { LastName: person.lastName, Phone: person.phone, Company: 'A' };
  // Somebody saved both all the same.
  const allowing = { headers: { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } };
  const first = await world.admin.sobject('Lead').create(values, allowing);
  await world.admin.sobject('Lead').create(values, allowing);
  await save(world, ({ rules }) => (rules.match.tie = 'oldest'));
  const booked = await book(world, source, { person });
  expect(await booked.one('Lead')).toMatchObject({ Id: first.id });
  await save(world, ({ rules }) => (rules.match.tie = 'park'));
  const other = { ...person, email: `other-${person.email}` };
  const parked = await book(world, source, { person: other }, { until: 'parked' });
  expect(parked.booking.problem).toMatchObject({ code: 'several_matches' });
});
