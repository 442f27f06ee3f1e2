// What a booking gives to fields, and the default set-up that holds before anybody has set anything.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { noPerson } from '../bookings/booking.ts';
import { bookingFields, bookingFieldType, valueOf } from '../setup/booking-fields.ts';
import { defaultSetUp } from '../setup/default-set-up.ts';
import { longId } from '../setup/record-id.ts';
import { findProblems } from '../setup/problems/find-problems.ts';
import { setUpSchema } from '../setup/set-up-document.ts';
import { bookingWith, orgWith } from './setup-builders.ts';

describe('a field of a booking', () => {
  test.each([
    ['Ana Maria Silva', 'Ana Maria', 'Silva'],
    ['Cher', null, 'Cher'],
    ['李 小龙', '李', '小龙'],
  ])('of the name %s is %s and %s', (name, firstName, lastName) => {
    const booking = bookingWith({ person: { ...noPerson, name } });
    expect(valueOf('person.firstName', booking)).toBe(firstName);
    expect(valueOf('person.lastName', booking)).toBe(lastName);
  });

  test('last name falls back to the front of the address, and to a word that says so', () => {
    const of = (email: string | null) =>
      valueOf('person.lastName', bookingWith({ person: { ...noPerson, email } }));
    expect(of('ana@customer.example')).toBe('ana');
    expect(of('@customer.example')).toBe('[not provided]');
    expect(of(null)).toBe('[not provided]');
  });

  test('day is the one where the person is', () => {
    const late = { start: '2027-03-05T23:30:00Z', timeZone: 'Asia/Tokyo' };
    expect(valueOf('meeting.date', bookingWith(late))).toBe('2027-03-06');
    expect(valueOf('meeting.date', bookingWith({ ...late, timeZone: 'Nowhere/At all' }))).toBe('2027-03-05');
    expect(valueOf('meeting.date', bookingWith({ ...late, timeZone: null }))).toBe('2027-03-05');
    expect(valueOf('meeting.date', bookingWith({ start: 'soon' }))).toBeNull();
  });

  test('answer is found by the key of its question before any label', () => {
    const answers = [
      { label: 'budget', value: 'by label' },
      { label: 'Your budget', value: 'by key', key: 'budget' },
    ];
    expect(valueOf('answer:budget', bookingWith({ answers }))).toBe('by key');
    expect(valueOf('answer:Your budget', bookingWith({ answers }))).toBe('by key');
    expect(valueOf('answer:size', bookingWith({ answers }))).toBeNull();
  });

  test('hidden field of an inherited name is not there', () => {
    expect(valueOf('hidden:constructor', bookingWith())).toBeNull();
    expect(valueOf('hidden:campaign', bookingWith({ hidden: { campaign: ' ' } }))).toBeNull();
    expect(valueOf('hidden:campaign', bookingWith({ hidden: { campaign: '701x' } }))).toBe('701x');
  });

  test('utm is read under either of its names', () => {
    expect(valueOf('utm.source', bookingWith({ utm: { utm_source: 'mail' } }))).toBe('mail');
    expect(valueOf('utm.source', bookingWith({ utm: { source: 'mail' } }))).toBe('mail');
  });

  test('duration, guests and state are told as Salesforce takes them', () => {
    const booking = bookingWith(
      {
        guests: [
          { name: 'Bo', email: 'bo@x.example' },
          { name: null, email: 'cy@x.example' },
        ],
      },
      { status: 'canceled' },
    );
    expect(valueOf('meeting.durationMinutes', booking)).toBe(30);
    expect(valueOf('meeting.guests', booking)).toBe('Bo <bo@x.example>; <cy@x.example>');
    expect(valueOf('booking.status', booking)).toBe('Canceled');
    expect(valueOf('booking.isCanceled', booking)).toBe(true);
  });

  test('gives a value of its type or nothing, whatever the booking holds', () => {
    const text = fc.option(fc.string());
    fc.assert(
      fc.property(
        fc.record({ start: text, end: text, timeZone: text, title: text, description: text, location: text }),
        fc.constantFrom(...bookingFields),
        (details, { id, type }) => {
          const value = valueOf(id, bookingWith(details));
          if (value === null) return;
          const kinds: Record<string, string> = { number: 'number', boolean: 'boolean' };
          expect(typeof value).toBe(kinds[type] ?? 'string');
          expect(value).not.toBe('');
        },
      ),
    );
  });

  test('that nobody knows has no type and no value', () => {
    expect(bookingFieldType('person.shoeSize')).toBeNull();
    expect(valueOf('person.shoeSize', bookingWith())).toBeNull();
  });
});

describe('the default set-up', () => {
  test('is a valid document and fits an org of standard fields', () => {
    expect(setUpSchema.parse(defaultSetUp())).toEqual(defaultSetUp());
    expect(findProblems(defaultSetUp(), orgWith())).toEqual([]);
  });

  test('leaves what a rep has entered, and lets Events follow their booking', () => {
    const { fields } = defaultSetUp();
    expect(new Set(fields.Lead.map(({ overwrite }) => overwrite))).toEqual(new Set(['if_empty']));
    expect(new Set(fields.Event.map(({ overwrite }) => overwrite))).toEqual(new Set(['always']));
  });
});

test('a record id of 15 characters gets the three that the API adds', () => {
  // Known pairs: https://help.salesforce.com/s/articleView?id=000385563&type=1 describes the rule.
  expect(longId('001A0000006Vm9r')).toBe('001A0000006Vm9rIAC');
  expect(longId('001A0000006Vm9rIAC')).toBe('001A0000006Vm9rIAC');
});
