// Which booking field goes into which Salesforce field, what fixed values fit, and dependent picklists as Salesforce packs them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeValidFor } from '../salesforce/valid-for.ts';
import { bookingFieldTypes } from '../setup/booking-fields.ts';
import type { BookingFieldType } from '../setup/booking-fields.ts';
import { acceptedBy, compatible, whyNotMappable } from '../setup/field-types.ts';
import type { MappedObject } from '../setup/set-up-document.ts';
import { misfitOf } from '../setup/fixed-values.ts';
import { fieldOf } from './setup-builders.ts';

const types = [
  'string',
  'textarea',
  'picklist',
  'multipicklist',
  'boolean',
  'int',
  'double',
  'currency',
  'percent',
  'date',
  'datetime',
  'time',
  'email',
  'phone',
  'url',
  'reference',
  'encryptedstring',
  'combobox',
];

describe('compatibility', () => {
  test.each([
    ['text', 'string', 'yes'],
    ['text', 'boolean', 'with_care'],
    ['text', 'multipicklist', 'with_care'],
    ['text', 'reference', 'with_care'],
    ['long_text', 'string', 'with_care'],
    ['email', 'email', 'yes'],
    ['email', 'currency', 'no'],
    ['date_time', 'date', 'yes'],
    ['number', 'percent', 'yes'],
    ['number', 'boolean', 'no'],
    ['boolean', 'boolean', 'yes'],
    ['list', 'multipicklist', 'with_care'],
    ['text', 'location', 'no'],
    ['text', 'a type of next year', 'no'],
  ] satisfies [BookingFieldType, string, string][])('of %s with %s is %s', (from, type, wanted) => {
    expect(compatible(from, fieldOf({ name: 'F__c', type }))).toBe(wanted);
  });

  test('of a user with a reference depends on what it points to', () => {
    const to = (referenceTo: string[]) => fieldOf({ name: 'F__c', type: 'reference', referenceTo });
    expect(compatible('user_id', to(['User']))).toBe('yes');
    expect(compatible('user_id', to(['Account']))).toBe('no');
  });

  test('every type that can be written takes something, and nothing both surely and with care', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), (type) => {
        const { accepts, acceptsWithCare } = acceptedBy(
          fieldOf({ name: 'F__c', type, referenceTo: ['User'] }),
        );
        expect(accepts.length + acceptsWithCare.length).toBeGreaterThan(0);
        expect(accepts.filter((one) => acceptsWithCare.includes(one))).toEqual([]);
        expect([...accepts, ...acceptsWithCare].every((one) => bookingFieldTypes.includes(one))).toBe(true);
      }),
    );
  });

  test.each([
    ['Event', 'StartDateTime', 'reserved'],
    ['Event', 'ShowAs', null],
    ['Event', 'IsRecurrence2', 'reserved'],
    ['Contact', 'AccountId', 'reserved'],
    ['Case', 'ContactId', 'reserved'],
    ['Lead', 'Company', null],
  ] satisfies [MappedObject, string, string | null][])('of %s, %s is %s', (object, name, why) => {
    expect(whyNotMappable(object, fieldOf({ name }))).toBe(why);
  });
});

describe('a fixed value', () => {
  test('of any kind is judged without failing, and a refusal names the field', () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(fc.constantFrom(...types), value, (type, given) => {
        const field = fieldOf({ name: 'F__c', label: 'Field', type, precision: 5, scale: 2, digits: 5 });
        expect([null, 'Field']).toContain(misfitOf(given, field)?.values['label'] ?? null);
      }),
    );
  });

  test('that is a number with few enough digits always fits a number field', () => {
    const field = fieldOf({ name: 'F__c', type: 'double', precision: 5, scale: 2 });
    fc.assert(
      fc.property(fc.integer({ min: -99_999, max: 99_999 }), (cents) => {
        expect(misfitOf((cents / 100).toFixed(2), field)).toBeNull();
      }),
    );
  });

  test('that is a real day fits a date field, and no other day does', () => {
    const field = fieldOf({ name: 'F__c', type: 'date' });
    const days = fc.date({ min: new Date('1700-01-01'), max: new Date('4000-12-31'), noInvalidDate: true });
    fc.assert(fc.property(days, (day) => expect(misfitOf(day.toISOString().slice(0, 10), field)).toBeNull()));
    for (const wrong of ['2027-02-29', '2027-13-01', '27-01-01', '01/02/2027', ''])
      expect(misfitOf(wrong, field)?.code).toBe('fixed_not_a_date');
  });
});

describe('a dependent picklist', () => {
  test('says by its bits under which controlling values it may be chosen', () => {
    // 0x4 in the first half byte: the second of the controlling values.
    expect(decodeValidFor('QA==', ['A', 'B', 'C'])).toEqual(['B']);
    expect(decodeValidFor('', ['A'])).toEqual([]);
  });

  test('gives back what was packed', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (bits) => {
        const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
        for (const [at, bit] of bits.entries())
          if (bit) bytes.writeUInt8((bytes[at >> 3] ?? 0) | (0x80 >> (at & 7)), at >> 3);
        const names = bits.map((_bit, at) => `v${at}`);
        expect(decodeValidFor(bytes.toString('base64'), names)).toEqual(
          names.filter((_name, at) => bits[at]),
        );
      }),
    );
  });
});
