// What of a set-up does not fit an org or its bookings: one test per problem.
import { describe, expect, test } from '@jest/globals';
import { noPerson } from '../bookings/booking.ts';
import { refuseProblems } from '../setup/refuse-problems.ts';
import type { SetUp } from '../setup/set-up-document.ts';
import { fixedTo, orgWith, problemsWith, recentWith, rowTo, setUpWith, takenFrom } from './setup-builders.ts';

const leadRow =
  (...row: Parameters<typeof rowTo>) =>
  (setUp: SetUp) => {
    setUp.fields.Lead.push(rowTo(...row));
  };
const codesOf = (problems: { code: string }[]): string[] => problems.map(({ code }) => code);
const region = { name: 'Region__c', label: 'Region', nillable: false, custom: true };

describe('a required field', () => {
  const seen = {
    fields: [],
    eventTypes: [],
    recent: [
      recentWith({ person: { ...noPerson, name: 'Ana', company: 'Silva Lda' } }, 'Demo'),
      recentWith({}, 'Intro'),
    ],
  };

  test('without a row keeps its phase open and says what it would stop', () => {
    expect(problemsWith(() => undefined, orgWith({ Lead: [region] }, { seen }))).toEqual([
      {
        phase: 'field-validation',
        object: 'Lead',
        field: 'Region__c',
        code: 'required_unsatisfied',
        values: { label: 'Region', why: 'no_row', missing: 2, of: 2, eventTypes: 'Demo, Intro' },
        blocks: true,
      },
    ]);
  });

  test.each([
    ['a default value', { defaultValue: 'North' }],
    ['a formula for one', { defaultValueFormula: '"North"' }],
    ['a value by Salesforce itself', { defaultedOnCreate: true }],
    [
      'a default picklist value',
      { type: 'picklist', picklistValues: [{ value: 'N', label: 'N', active: true, defaultValue: true }] },
    ],
    ['no right to be written', { createable: false }],
    ['the type checkbox', { type: 'boolean' }],
  ])('with %s is not required of us', (_what, more) => {
    expect(problemsWith(() => undefined, orgWith({ Lead: [{ ...region, ...more }] }))).toEqual([]);
  });

  test('is satisfied by a fixed value, and by a booking field with a fallback', () => {
    const org = orgWith({ Lead: [region] }, { seen });
    expect(problemsWith(leadRow('Region__c', fixedTo('North')), org)).toEqual([]);
    expect(problemsWith(leadRow('Region__c', takenFrom('person.company', 'none')), org)).toEqual([]);
  });

  test('from a booking field names the bookings that lack it', () => {
    const [found] = problemsWith(
      leadRow('Region__c', takenFrom('person.company')),
      orgWith({ Lead: [region] }, { seen }),
    );
    expect(found).toMatchObject({
      code: 'required_unsatisfied',
      values: { why: 'may_be_empty', missing: 1, of: 2, eventTypes: 'Intro' },
    });
  });

  test('from a booking field that no booking has lacked yet is only a remark', () => {
    const [found] = problemsWith(
      leadRow('Region__c', takenFrom('person.company')),
      orgWith({ Lead: [region] }),
    );
    expect(found).toMatchObject({ code: 'required_may_be_empty', blocks: false });
  });

  test('that is written only when canceled is not there when the record is made', () => {
    const row = leadRow('Region__c', fixedTo('North'), { when: ['canceled'] });
    expect(problemsWith(row, orgWith({ Lead: [region] }))[0]).toMatchObject({
      code: 'required_unsatisfied',
      values: { why: 'not_when_booked' },
    });
  });

  test('of an object that no rule makes stops nothing', () => {
    expect(problemsWith(() => undefined, orgWith({ Case: [region], Contact: [region] }))).toEqual([]);
    const contacts = problemsWith(
      ({ rules }) => (rules.unknownPerson = 'contact'),
      orgWith({ Contact: [region], Lead: [region] }),
    );
    expect(contacts.map(({ object }) => object)).toEqual(['Contact']);
  });
});

describe('a row', () => {
  const choices = (values: string[], more: object = {}) => ({
    name: 'Tier__c',
    label: 'Tier',
    type: 'picklist',
    restrictedPicklist: true,
    picklistValues: values.map((value) => ({ value, label: value, active: true, defaultValue: false })),
    ...more,
  });

  test.each([
    ['target_missing', leadRow('Gone__c', fixedTo('x')), []],
    ['target_reserved', leadRow('OwnerId', takenFrom('host.userId')), []],
    ['target_not_writable', leadRow('Sum__c', fixedTo('1')), [{ name: 'Sum__c', calculated: true }]],
    ['target_twice', leadRow('Email', takenFrom('person.email')), []],
    ['source_unknown', leadRow('Note__c', takenFrom('person.shoeSize')), [{ name: 'Note__c' }]],
    ['type_incompatible', leadRow('Day__c', takenFrom('person.email')), [{ name: 'Day__c', type: 'date' }]],
    [
      'fixed_not_a_number',
      leadRow('N__c', fixedTo('many')),
      [{ name: 'N__c', type: 'double', precision: 4, scale: 2 }],
    ],
    ['fixed_not_a_number', leadRow('N__c', fixedTo('1.5')), [{ name: 'N__c', type: 'int', digits: 8 }]],
    [
      'fixed_too_many_digits',
      leadRow('N__c', fixedTo(123)),
      [{ name: 'N__c', type: 'double', precision: 4, scale: 2 }],
    ],
    ['fixed_not_a_date', leadRow('D__c', fixedTo('2027-02-30')), [{ name: 'D__c', type: 'date' }]],
    ['fixed_not_a_date_time', leadRow('D__c', fixedTo('tomorrow')), [{ name: 'D__c', type: 'datetime' }]],
    ['fixed_not_a_time', leadRow('T__c', fixedTo('25:00')), [{ name: 'T__c', type: 'time' }]],
    ['fixed_not_a_boolean', leadRow('B__c', fixedTo('yes')), [{ name: 'B__c', type: 'boolean' }]],
    ['fixed_not_an_email', leadRow('E__c', fixedTo('ana at home')), [{ name: 'E__c', type: 'email' }]],
    [
      'fixed_not_an_id',
      leadRow('R__c', fixedTo('Ana')),
      [{ name: 'R__c', type: 'reference', referenceTo: ['User'] }],
    ],
    ['fixed_too_long', leadRow('S__c', fixedTo('123456')), [{ name: 'S__c', length: 5 }]],
    ['value_not_in_picklist', leadRow('Tier__c', fixedTo('Gold')), [choices(['Silver'])]],
    [
      'value_not_in_picklist',
      leadRow('Tier__c', fixedTo('Silver;Gold')),
      [choices(['Silver'], { type: 'multipicklist' })],
    ],
    [
      'lookup_object_wrong',
      leadRow('R__c', fixedTo('x'), { lookup: { object: 'Lead', by: 'Key__c' } }),
      [{ name: 'R__c', type: 'reference', referenceTo: ['User'] }],
    ],
    [
      'lookup_field_missing',
      leadRow('R__c', fixedTo('x'), { lookup: { object: 'Account', by: 'Key__c' } }),
      [{ name: 'R__c', type: 'reference', referenceTo: ['Account'] }],
    ],
    [
      'lookup_field_not_unique',
      leadRow('R__c', fixedTo('x'), { lookup: { object: 'Account', by: 'Name' } }),
      [{ name: 'R__c', type: 'reference', referenceTo: ['Account'] }],
    ],
  ])('is refused as %s', (code, change, fields) => {
    const around = orgWith({ Lead: fields });
    expect(codesOf(problemsWith(change, around))).toEqual([code]);
    expect(() =>
      refuseProblems(
        setUpWith(() => undefined),
        setUpWith(change),
        around,
      ),
    ).toThrow(expect.objectContaining({ code: 'setup_refused', status: 422, fields: expect.anything() }));
  });

  test.each([
    [{ name: 'N__c', type: 'double', precision: 4, scale: 2 }, 99.5],
    [{ name: 'B__c', type: 'boolean' }, false],
    [{ name: 'D__c', type: 'datetime' }, '2027-01-31T09:00:00+01:00'],
    [{ name: 'D__c', type: 'date' }, '2027-01-31'],
    [{ name: 'T__c', type: 'time' }, '09:30'],
    [choices(['Silver', 'Gold'], { type: 'multipicklist' }), 'Gold;Silver'],
    [{ name: 'R__c', type: 'reference', referenceTo: ['User'] }, '005000000000001'],
    [{ name: 'S__c', type: 'textarea', length: 32_000 }, 'عربى 日本語 ไทย'],
  ])('with a fixed value that fits %j passes', (field, value) => {
    expect(problemsWith(leadRow(field.name, fixedTo(value)), orgWith({ Lead: [field] }))).toEqual([]);
  });

  test('of a fixed value outside an open picklist is only a remark', () => {
    const [found] = problemsWith(
      leadRow('Tier__c', fixedTo('Gold')),
      orgWith({ Lead: [choices(['Silver'], { restrictedPicklist: false })] }),
    );
    expect(found).toMatchObject({ code: 'value_not_in_picklist', blocks: false });
  });

  test('of a state that does not belong to the country is refused', () => {
    // Bits of the country's values, most significant first: Texas belongs to the second.
    const country = choices(['CA', 'US'], { name: 'CountryCode', label: 'Country Code' });
    const state = {
      ...choices([], { name: 'StateCode', label: 'State Code', controllerName: 'CountryCode' }),
      picklistValues: [{ value: 'TX', label: 'Texas', active: true, defaultValue: false, validFor: 'QA==' }],
    };
    const around = orgWith({ Lead: [country, state] });
    const both = (code: string) => (setUp: SetUp) => {
      setUp.fields.Lead.push(rowTo('CountryCode', fixedTo(code)), rowTo('StateCode', fixedTo('TX')));
    };
    expect(problemsWith(both('US'), around)).toEqual([]);
    expect(problemsWith(both('CA'), around)[0]).toMatchObject({
      code: 'controller_mismatch',
      values: { value: 'TX', controllerValue: 'CA' },
      blocks: true,
    });
  });

  test('whose recent values are too long or no choice is a remark with the value', () => {
    const seen = {
      fields: [{ id: 'answer:tier', group: 'person', type: 'long_text', label: 'Tier' } as const],
      eventTypes: [],
      recent: [
        recentWith({ answers: [{ label: 'Tier', key: 'tier', value: 'silver' }] }),
        recentWith({ answers: [{ label: 'Tier', key: 'tier', value: 'Platinum' }] }),
      ],
    };
    const find = (field: { name: string }) =>
      problemsWith(leadRow(field.name, takenFrom('answer:tier')), orgWith({ Lead: [field] }, { seen }));
    expect(find(choices(['Silver']))).toMatchObject([
      { code: 'seen_not_in_picklist', values: { value: 'Platinum', count: 1, of: 2 }, blocks: false },
    ]);
    expect(find({ name: 'Short__c', length: 5 } as { name: string })).toMatchObject([
      { code: 'too_short', values: { most: 5, longest: 8 }, blocks: false },
    ]);
  });

  test('of an answer that nobody has given yet is a remark', () => {
    const found = problemsWith(
      leadRow('Note__c', takenFrom('answer:new')),
      orgWith({ Lead: [{ name: 'Note__c' }] }),
    );
    expect(found).toMatchObject([{ code: 'answer_not_seen', blocks: false }]);
  });

  test('of an object that the API user may not see is told once', () => {
    const around = orgWith();
    const describes = new Map([...around.describes, ['Lead', null]]);
    const found = problemsWith(() => undefined, { ...around, describes });
    expect(codesOf(found)).toEqual(['object_hidden', 'object_not_createable']);
  });
});

test('what did not fit before does not keep anything else from being saved', () => {
  const around = orgWith({ Lead: [{ name: 'Note__c' }] });
  const before = setUpWith(leadRow('Gone__c', fixedTo('x')));
  const after = structuredClone(before);
  after.fields.Lead.push(rowTo('Note__c', fixedTo('hello')));
  expect(() => refuseProblems(before, after, around)).not.toThrow();
});
