// What tests of the set-up are built of: describes with the fields that matter, bookings, and a set-up with one change.
import { noPerson, nothingMore } from '../bookings/booking.ts';
import type { BookingDetails } from '../bookings/booking.ts';
import { parseDescribe } from '../salesforce/describe.ts';
import type { FieldDescribe, ObjectDescribe } from '../salesforce/describe.ts';
import type { BookingForMapping } from '../setup/booking-fields.ts';
import { defaultSetUp } from '../setup/default-set-up.ts';
import { mappedObjects } from '../setup/set-up-document.ts';
import type { MappingRow, SetUp } from '../setup/set-up-document.ts';
import { findProblems } from '../setup/problems/find-problems.ts';
import type { Problem, Surroundings } from '../setup/problems/problem.ts';
import { nothingSeen } from '../setup/seen-in-bookings.ts';
import type { RecentBooking } from '../setup/seen-in-bookings.ts';

export type RawField = { name: string; type?: string; [more: string]: unknown };

/** As Salesforce sends it; what is left out is an optional text of 80 characters that can be written. */
export function describeOf(name: string, fields: readonly RawField[], more: object = {}): ObjectDescribe {
  const describe = parseDescribe({
    name,
    label: name,
    createable: true,
    updateable: true,
    queryable: true,
    ...more,
    fields: fields.map((field) => ({
      label: field.name,
      type: 'string',
      length: 80,
      createable: true,
      updateable: true,
      nillable: true,
      ...field,
    })),
  });
  if (!describe) throw new Error(`not a describe: ${name}`);
  return describe;
}

export function fieldOf(field: RawField): FieldDescribe {
  const described = describeOf('Lead', [field]).fields.get(field.name);
  if (!described) throw new Error('no field');
  return described;
}

const needed = { nillable: false };
const standardFields: Record<string, RawField[]> = {
  Lead: [
    { name: 'FirstName' },
    { name: 'LastName', ...needed },
    { name: 'Company', length: 255, ...needed },
    { name: 'Email', type: 'email' },
    { name: 'Phone', type: 'phone', length: 40 },
    {
      name: 'OwnerId',
      type: 'reference',
      referenceTo: ['Group', 'User'],
      ...needed,
      defaultedOnCreate: true,
    },
  ],
  Contact: [
    { name: 'FirstName' },
    { name: 'LastName', ...needed },
    { name: 'Email', type: 'email' },
    { name: 'Phone', type: 'phone', length: 40 },
  ],
  Account: [
    { name: 'Name', length: 255, ...needed },
    { name: 'Website', type: 'url', length: 255 },
  ],
  Case: [
    { name: 'Subject', length: 255 },
    { name: 'Description', type: 'textarea', length: 32_000 },
  ],
  Event: [
    { name: 'Subject', type: 'combobox', length: 255 },
    { name: 'Location', length: 255 },
    { name: 'Description', type: 'textarea', length: 32_000 },
    { name: 'StartDateTime', type: 'datetime' },
  ],
};

/** An org with the standard fields of the default set-up, and more of them. */
export function orgWith(
  more: Partial<Record<string, RawField[]>> = {},
  around: Partial<Surroundings> = {},
): Surroundings {
  const describes = new Map(
    mappedObjects.map((object) => [
      object,
      describeOf(object, [...(standardFields[object] ?? []), ...(more[object] ?? [])]),
    ]),
  );
  return { describes, owners: null, seen: nothingSeen, ...around };
}

export function setUpWith(change: (setUp: SetUp) => void): SetUp {
  const setUp = defaultSetUp();
  change(setUp);
  return setUp;
}

export function rowTo(
  target: string,
  source: MappingRow['source'],
  more: Partial<MappingRow> = {},
): MappingRow {
  return {
    target,
    source,
    overwrite: 'always',
    when: ['booked', 'rescheduled', 'canceled', 'completed', 'no_show'],
    lookup: null,
    ...more,
  };
}

export const fixedTo = (value: string | number | boolean) => ({ kind: 'fixed', value }) as const;
export const takenFrom = (field: string, fallback: string | null = null) =>
  ({ kind: 'booking', field, fallback }) as const;

/** Problems that a change of the default set-up brings into an org. */
export function problemsWith(change: (setUp: SetUp) => void, around: Surroundings): Problem[] {
  return findProblems(setUpWith(change), around);
}

export function bookingWith(
  details: Partial<BookingDetails> = {},
  more: Partial<BookingForMapping> = {},
): BookingForMapping {
  return {
    details: {
      start: '2027-03-05T09:00:00Z',
      end: '2027-03-05T09:30:00Z',
      timeZone: 'Europe/Berlin',
      title: 'Introduction',
      description: null,
      location: null,
      joinUrl: null,
      rescheduleUrl: null,
      cancelUrl: null,
      person: { ...noPerson, name: 'Ana Silva', email: 'ana@customer.example' },
      host: null,
      answers: [],
      reason: null,
      ...nothingMore,
      ...details,
    },
    status: 'scheduled',
    bookingKey: 'key-1',
    sourceName: 'Own page',
    hostUserId: null,
    ...more,
  };
}

export function recentWith(
  details: Partial<BookingDetails> = {},
  eventType: string | null = null,
): RecentBooking {
  return {
    id: 'b1',
    title: 'Introduction',
    person: 'Ana Silva',
    startsAt: '2027-03-05T09:00:00Z',
    eventType: eventType === null ? null : { key: `s1:${eventType}`, name: eventType, source: 'Own page' },
    booking: bookingWith(details),
  };
}
