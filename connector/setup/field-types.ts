// Which booking field can go into which Salesforce field, by their types, and which Salesforce fields can be set at all.
// `with_care`: it fits when the value does, such as a text that must be one of a picklist's values.
import type { FieldDescribe } from '../salesforce/describe.ts';
import type { BookingFieldType } from './booking-fields.ts';
import { bookingFieldTypes } from './booking-fields.ts';
import type { MappedObject } from './set-up-document.ts';

export type Compatibility = 'yes' | 'with_care' | 'no';

type OwnKind = 'reference' | 'boolean' | 'email' | 'phone' | 'url' | 'date' | 'datetime' | 'time';
type Kind = 'line' | 'area' | 'number' | 'choice' | OwnKind;

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm */
const kinds: Record<string, Kind> = {
  string: 'line',
  combobox: 'line',
  encryptedstring: 'line',
  textarea: 'area',
  int: 'number',
  long: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  picklist: 'choice',
  multipicklist: 'choice',
  reference: 'reference',
  boolean: 'boolean',
  email: 'email',
  phone: 'phone',
  url: 'url',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
};

/** What is not named does not fit. */
type Fits = Partial<Record<Kind, Compatibility>>;

const anyText: Fits = {
  area: 'yes',
  choice: 'with_care',
  number: 'with_care',
  reference: 'with_care',
  boolean: 'with_care',
  email: 'with_care',
  phone: 'with_care',
  url: 'with_care',
  date: 'with_care',
  datetime: 'with_care',
  time: 'with_care',
};
const fits: Record<BookingFieldType, Fits> = {
  text: { ...anyText, line: 'yes' },
  long_text: { ...anyText, line: 'with_care' },
  email: { line: 'yes', area: 'yes', email: 'yes', choice: 'with_care', reference: 'with_care' },
  phone: { line: 'yes', area: 'yes', phone: 'yes' },
  url: { line: 'with_care', area: 'yes', url: 'yes' },
  date_time: { line: 'yes', area: 'yes', date: 'yes', datetime: 'yes', time: 'with_care' },
  date: { line: 'yes', area: 'yes', date: 'yes', datetime: 'with_care' },
  number: { line: 'yes', area: 'yes', number: 'yes', choice: 'with_care' },
  boolean: { line: 'yes', area: 'yes', boolean: 'yes', choice: 'with_care' },
  list: { line: 'with_care', area: 'yes', choice: 'with_care' },
  user_id: { line: 'yes', area: 'yes' },
};

/** By type alone, and never for a field that cannot be set (whyNotMappable). */
export function compatible(from: BookingFieldType, to: FieldDescribe): Compatibility {
  if (from === 'user_id' && to.type === 'reference') return to.referenceTo.includes('User') ? 'yes' : 'no';
  const kind = kinds[to.type];
  return (kind && fits[from][kind]) ?? 'no';
}

/** Types of booking fields that go into this field. */
export function acceptedBy(field: FieldDescribe): {
  accepts: BookingFieldType[];
  acceptsWithCare: BookingFieldType[];
} {
  const those = (wanted: Compatibility): BookingFieldType[] =>
    bookingFieldTypes.filter((type) => compatible(type, field) === wanted);
  return { accepts: those('yes'), acceptsWithCare: those('with_care') };
}

export type WhyNotMappable =
  'reserved' | 'calculated' | 'auto_number' | 'unsupported_type' | 'not_writable' | null;

/** Null: a row may name this field. */
export function whyNotMappable(object: MappedObject, field: FieldDescribe): WhyNotMappable {
  if (isReserved(object, field.name)) return 'reserved';
  if (field.calculated) return 'calculated';
  if (field.autoNumber) return 'auto_number';
  if (kinds[field.type] === undefined) return 'unsupported_type';
  if (!field.createable && !field.updateable) return 'not_writable';
  return null;
}

/** Set by the connector itself: times, links between records, owners and record types (creation rules). */
const reserved: Record<MappedObject, RegExp> = {
  Lead: /^(OwnerId|RecordTypeId|IsConverted|Converted\w+)$/,
  Contact: /^(OwnerId|RecordTypeId|AccountId|IsPersonAccount)$/,
  Account: /^(OwnerId|RecordTypeId|IsPersonAccount|PersonContactId)$/,
  Case: /^(OwnerId|RecordTypeId|ContactId|AccountId)$/,
  Event:
    /^(OwnerId|RecordTypeId|WhoId|WhatId|StartDateTime|EndDateTime|DurationInMinutes|Activity(Date|DateTime)|EndDate|IsAllDayEvent|(Is)?Recurrence\w*|Booking_Key__c|Booking_Status__c|Cancel_Reschedule_Reason__c)$/,
};

export function isReserved(object: MappedObject, fieldName: string): boolean {
  return reserved[object].test(fieldName);
}
