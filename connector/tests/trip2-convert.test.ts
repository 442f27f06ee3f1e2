// Values of a booking as fields of the org take them, by property: whatever comes, nothing throws, nothing that the describe
// forbids is sent, a value that was converted once stays as it is, and nobody's text becomes a reference.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isSame, valuesToSend } from '../bookings/map/changed-values.ts';
import type { Planned } from '../bookings/map/changed-values.ts';
import { convertValue, isRecordId } from '../bookings/map/convert.ts';
import type { FieldValue } from '../bookings/plan.ts';
import { fieldOf } from './setup-builders.ts';
import type { RawField } from './setup-builders.ts';

const values = ['Red', 'Green', 'Deep Blue', 'Grün'].map((value) => ({
  value,
  label: `${value} label`,
  active: value !== 'Green',
}));
const picklist = { picklistValues: values, length: 255 };
const visit = { referenceTo: ['Visit__c'], relationshipName: 'Visit__r', length: 18 };
const fields: RawField[] = [
  { name: 'Text', length: 7 },
  { name: 'Combo', type: 'combobox', length: 255 },
  { name: 'Secret', type: 'encryptedstring', length: 12 },
  { name: 'Area', type: 'textarea', length: 30 },
  { name: 'Rich', type: 'textarea', htmlFormatted: true, length: 25 },
  { name: 'Phone', type: 'phone', length: 12 },
  { name: 'Url', type: 'url', length: 20 },
  { name: 'Email', type: 'email', length: 80 },
  { name: 'Int', type: 'int', length: 0, digits: 8 },
  { name: 'Double', type: 'double', length: 0, precision: 6, scale: 2 },
  { name: 'Currency', type: 'currency', length: 0, precision: 18, scale: 2 },
  { name: 'Percent', type: 'percent', length: 0, precision: 5, scale: 0 },
  { name: 'Place__Latitude__s', type: 'double', length: 0, precision: 18, scale: 15 },
  { name: 'Box', type: 'boolean', length: 0 },
  { name: 'Day', type: 'date', length: 0 },
  { name: 'Moment', type: 'datetime', length: 0 },
  { name: 'Hour', type: 'time', length: 0 },
  { name: 'Pick', type: 'picklist', restrictedPicklist: true, ...picklist },
  { name: 'Open', type: 'picklist', ...picklist },
  { name: 'Several', type: 'multipicklist', restrictedPicklist: true, ...picklist, length: 4099 },
  { name: 'Ref', type: 'reference', ...visit },
  { name: 'Odd', type: 'address', length: 0 },
];

const zones = [null, 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'Mars/Olympus', ''];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '@{person.id}',
    '@\u0000{x}',
    '👩‍👩‍👧‍👦👩‍👩‍👧‍👦',
    '\uD83D',
    'Red;Grün',
    'Red, Deep Blue',
    '2026-02-30',
    '24.12.2026',
  ),
  fc.constantFrom(
    '1,234',
    '1.234,5',
    '-0',
    '1e400',
    '9'.repeat(30),
    '50 %',
    'ja',
    'Nein',
    'oui',
    '25:00',
    '9:30',
  ),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.integer().map(String),
  fc.double({ noNaN: true }).map(String),
);
const any: fc.Arbitrary<FieldValue> = fc.oneof(
  text,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const options = fc.record({
  timeZone: fc.constantFrom(...zones),
  controller: fc.constantFrom(undefined, null, 'Red'),
  lookup: fc.constantFrom(
    null,
    { object: 'Visit__c', by: 'Id' },
    { object: 'Visit__c', by: 'Ext__c' },
    { object: 'Other', by: 'Ext__c' },
  ),
  keepAddress: fc.boolean(),
});

/** What Salesforce itself would refuse; null: nothing. */
function forbidden(raw: RawField, value: FieldValue, byExternalId: boolean): string | null {
  const field = fieldOf(raw);
  if (value === null) return null;
  if (typeof value === 'string') {
    if (field.length > 0 && !byExternalId && value.length > field.length) return 'too long';
    if (!value.isWellFormed()) return 'half a character';
    if (value.includes('@{')) return 'a reference';
    if (value.trim() === '') return 'empty';
  }
  const kind = {
    boolean: 'boolean',
    int: 'number',
    double: 'number',
    currency: 'number',
    percent: 'number',
  }[field.type];
  if (typeof value !== (kind ?? 'string')) return `a ${typeof value}`;
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || Object.is(value, -0)) return 'no number';
    const most = field.type === 'int' ? 10 ** field.digits : 10 ** (field.precision - field.scale);
    if (Math.abs(value) >= most) return 'too large';
  }
  const form = {
    date: /^\d{4}-\d{2}-\d{2}$/,
    datetime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
    time: /^\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
  }[field.type];
  if (form && !form.test(String(value))) return 'the wrong form';
  const known = values.filter(({ active }) => active).map((each) => each.value);
  if (
    field.type === 'multipicklist' &&
    !String(value)
      .split(';')
      .every((each) => known.includes(each))
  )
    return 'not in the picklist';
  if (field.restrictedPicklist && field.type === 'picklist' && !known.includes(String(value)))
    return 'not in the picklist';
  return field.type === 'reference' && !byExternalId && !isRecordId(String(value)) ? 'no id' : null;
}

describe.each(fields.map((field) => [`${field.type ?? 'string'} ${field.name}`, field] as const))(
  'a value for %s',
  (_, raw) => {
    test('never throws and never is what the describe forbids; once converted it stays', () => {
      const field = fieldOf(raw);
      fc.assert(
        fc.property(any, options, (value, chosen) => {
          const converted = convertValue(value, field, chosen);
          if (!converted.ok) return converted.note.code.length > 0;
          const byExternalId = raw.type === 'reference' && chosen.lookup?.by === 'Ext__c';
          expect(forbidden(raw, converted.value, byExternalId)).toBeNull();
          if (raw.htmlFormatted === true) return true; // it has become markup
          expect(convertValue(converted.value, field, chosen)).toMatchObject({
            ok: true,
            value: converted.value,
          });
          return true;
        }),
        { numRuns: 300 },
      );
    });
  },
);

describe('values by example', () => {
  const converted = (raw: RawField, value: FieldValue, timeZone: string | null = null) => {
    const result = convertValue(value, fieldOf(raw), { timeZone });
    return result.ok ? result.value : result.note.code;
  };

  const cases: [RawField, FieldValue, string | null, FieldValue][] = [
    [{ name: 'D', type: 'date' }, '2026-12-31T23:30:00Z', 'Europe/Berlin', '2027-01-01'],
    [{ name: 'D', type: 'date' }, '2026-12-31T23:30:00Z', 'America/New_York', '2026-12-31'],
    [{ name: 'D', type: 'date' }, '24.12.2026', null, '2026-12-24'],
    [{ name: 'D', type: 'date' }, '03/04/2026', null, 'not_a_date'],
    [{ name: 'M', type: 'datetime' }, '2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    [{ name: 'M', type: 'datetime' }, '2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    [{ name: 'T', type: 'time' }, '9:05', null, '09:05:00.000Z'],
    [{ name: 'T', type: 'time' }, '2026-07-01T10:00:00Z', 'Europe/Berlin', '12:00:00.000Z'],
    [{ name: 'N', type: 'double', precision: 8, scale: 2 }, '1.234,505', null, 1234.51],
    [{ name: 'N', type: 'double', precision: 8, scale: 2 }, '1,234', null, 'not_a_number'],
    [{ name: 'P', type: 'percent', precision: 5, scale: 1 }, '12,5 %', null, 12.5],
    [{ name: 'Place__Latitude__s', type: 'double', precision: 18, scale: 6 }, '52.52, 13.4', null, 52.52],
    [{ name: 'Place__Longitude__s', type: 'double', precision: 18, scale: 6 }, '52.52, 13.4', null, 13.4],
    [
      { name: 'Place__Latitude__s', type: 'double', precision: 18, scale: 6 },
      '120',
      null,
      'number_too_large',
    ],
    [{ name: 'B', type: 'boolean' }, 'Ja', null, true],
    [{ name: 'B', type: 'boolean' }, 'Não', null, false],
    [{ name: 'B', type: 'boolean' }, 'vielleicht', null, 'not_a_boolean'],
    [{ name: 'S', length: 3 }, 'ab👍', null, 'ab'],
    [{ name: 'R', type: 'textarea', htmlFormatted: true, length: 40 }, '<b>&', null, '&lt;b&gt;&amp;'],
  ];
  test.each(cases)('%j takes %j in %s as %j', (raw, value, zone, expected) => {
    expect(converted({ length: 0, ...raw }, value, zone)).toBe(expected);
  });
});

describe('what is sent to a record that was there before', () => {
  const planned = (value: FieldValue, overwrite: Planned['overwrite'] = 'always') =>
    new Map([['F', { value, overwrite, nillable: true }]]);
  const before = { id: '1', last: null, present: {}, uncertain: false };
  const value = fc.oneof(fc.string({ maxLength: 5 }), fc.constant(null), fc.boolean());

  test('nothing, when this booking says what it said last, whatever a rep has typed since', () => {
    fc.assert(
      fc.property(value, value, fc.constantFrom('always', 'if_empty'), (said, typed, overwrite) => {
        const known = { ...before, last: { F: said }, present: { F: typed } };
        expect(valuesToSend(planned(said, overwrite), known)).toEqual({});
      }),
    );
  });

  test('nothing twice: what was sent and read again is not sent once more, also when an answer was lost', () => {
    fc.assert(
      fc.property(value, value, fc.boolean(), (said, held, uncertain) => {
        const sent = valuesToSend(planned(said), { ...before, present: { F: held }, uncertain });
        const now = { F: held, ...sent };
        expect(
          valuesToSend(planned(said), { ...before, last: { F: said }, present: now, uncertain: true }),
        ).toEqual({});
      }),
    );
  });

  const cases: [string, Planned['overwrite'], FieldValue, FieldValue, object][] = [
    ['a rep has filled it', 'if_empty', 'new', 'typed', {}],
    ['it is empty', 'if_empty', 'new', null, { F: 'new' }],
    ['the answer was taken back and nobody touched it', 'always', null, 'old', { F: null }],
    ['the answer was taken back and a rep has typed another', 'always', null, 'typed', {}],
  ];
  test.each(cases)('%s (%s)', (_, overwrite, said, held, expected) => {
    const known = { ...before, last: { F: 'old' }, present: { F: held } };
    expect(valuesToSend(planned(said, overwrite), known)).toEqual(expected);
  });

  test('the same id in 15 and 18 characters is the same; two words that begin alike are not', () => {
    expect(isSame('00QmOG000000005', '00QmOG000000005UBA')).toBe(isRecordId('00QmOG000000005UBA'));
    expect(isSame('abcdefghijklmno', 'abcdefghijklmnoxyz')).toBe(false);
    expect(isSame('2026-01-01T10:00:00Z', '2026-01-01T10:00:00.000+0000')).toBe(true);
  });
});
