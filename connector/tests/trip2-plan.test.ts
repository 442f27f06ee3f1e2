// Stage `map` as a whole: whatever a booking carries, a plan comes out or a reason to park it, nobody's text is a reference to a
// record, and what was written once is not sent again.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { noPerson, nothingMore } from '../bookings/booking.ts';
import { planBooking } from '../bookings/map.ts';
import type { MapInput } from '../bookings/map/map-input.ts';
import { newId } from '../bookings/plan.ts';
import type { Match, Plan } from '../bookings/plan.ts';
import { describeOf, orgWith, setUpWith } from './setup-builders.ts';

const nobody: Match = {
  own: null,
  person: null,
  account: null,
  isPersonAccount: false,
  case: null,
  opportunityId: null,
  eventGone: false,
  onlyLink: false,
  reason: 'Nobody.',
  trail: [],
};
const own: Match['own'] = {
  id: 'a00000000000001AAA',
  writeNumber: 1,
  eventId: '00U000000000001AAA',
  status: 'Scheduled',
  start: null,
  accountId: null,
  caseId: null,
  opportunityId: null,
};

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('@{person.id}', '@\u0000{event.id}', '@@{{booking.id}', ' ', '', '@'),
  fc.string({ maxLength: 20 }).map((end) => `@{${end}`),
);
const some = fc.option(text, { nil: null });
const person = fc.record(Object.fromEntries(Object.keys(noPerson).map((key) => [key, some])));
const details = fc.record({
  timeZone: some,
  title: some,
  description: some,
  location: some,
  joinUrl: some,
  rescheduleUrl: some,
  cancelUrl: some,
  reason: some,
  person: person.map((parts) => ({ ...noPerson, ...parts })),
  host: fc.option(fc.record({ name: some, email: some }), { nil: null }),
  answers: fc.array(fc.record({ label: text, value: text }), { maxLength: 3 }),
});

const booking = describeOf('Booking__c', [{ name: 'Subject__c', length: 255 }]);
const describes = new Map([...orgWith().describes, ['Booking__c', booking] as const]);

function inputOf(more: Partial<MapInput>, part: object): MapInput {
  const { fields, rules } = setUpWith(() => undefined);
  return {
    setUp: { fields },
    rules,
    describes,
    match: nobody,
    bookingKey: 'key',
    status: 'scheduled',
    details: {
      ...nothingMore,
      start: '2026-12-01T10:00:00.000Z',
      end: '2026-12-01T10:30:00.000Z',
      timeZone: null,
      title: null,
      description: null,
      location: null,
      joinUrl: null,
      rescheduleUrl: null,
      cancelUrl: null,
      person: noPerson,
      host: null,
      answers: [],
      reason: null,
      ...part,
    },
    sourceName: 'Source',
    writeNumber: 1,
    sameAs: null,
    hostUserId: null,
    apiUserId: '005000000000001AAA',
    eventId: null,
    lastWritten: null,
    uncertain: false,
    ...more,
  };
}

const stands = new Set(Object.values(newId));

function textsOf(plan: Plan): string[] {
  return plan.records
    .flatMap(({ values }) => Object.values(values))
    .filter((each) => typeof each === 'string');
}

test('whatever a booking carries, nothing throws and nobody can name a record by a text', () => {
  const rules = fc.constantFrom('lead', 'contact', 'none');
  const cases = fc.constantFrom('always', 'never');
  fc.assert(
    fc.property(
      details,
      rules,
      cases,
      fc.constantFrom('scheduled', 'rescheduled', 'canceled', 'completed', 'no_show'),
      (part, unknown, create, status) => {
        const input = inputOf({ status }, part);
        const plan = planBooking({
          ...input,
          rules: { ...input.rules, unknownPerson: unknown, case: { ...input.rules.case, create } },
        });
        if ('park' in plan) return plan.park.fix !== '';
        const texts = textsOf(plan).filter((each) => !stands.has(each));
        expect(texts.filter((each) => each.includes('@{') || !each.isWellFormed())).toEqual([]);
        return plan.records.at(-1)?.ref === 'booking';
      },
    ),
  );
});

test('the same booking once more changes nothing but our own record', () => {
  fc.assert(
    fc.property(details, (part) => {
      const first = planBooking(inputOf({}, part));
      if ('park' in first) return true;
      const ids = { person: '00Q000000000001AAA', event: '00U000000000001AAA' };
      const records = Object.fromEntries(
        first.records.flatMap(({ ref, planned }) =>
          ref === 'person' || ref === 'event'
            ? [
                [
                  ref,
                  {
                    id: ids[ref],
                    values: { ...planned, ...(planned['WhoId'] === newId.person && { WhoId: ids.person }) },
                  },
                ],
              ]
            : [],
        ),
      );
      const lead = { sObject: 'Lead' as const, id: ids.person, name: 'L', values: {} };
      const again = planBooking(
        inputOf(
          {
            match: { ...nobody, own, person: lead },
            eventId: ids.event,
            lastWritten: { writeNumber: 1, host: null, records },
            writeNumber: 2,
          },
          part,
        ),
      );
      if ('park' in again) return false;
      const sent = again.records.filter(({ values }) => Object.keys(values).length > 0);
      expect(sent.map(({ ref }) => ref)).toEqual(['booking']);
      return true;
    }),
  );
});
