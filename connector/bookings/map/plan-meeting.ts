// The Case and the Event of a booking. Part of the stage `map`. Pure.
import { statusInOrg } from '../../setup/booking-fields.ts';
import { fullName } from '../booking.ts';
import { newId } from '../plan.ts';
import type { FieldValues, PlannedRecord, PlanParked } from '../plan.ts';
import { reasonOf } from './booking-record.ts';
import { convertValue } from './convert.ts';
import { cleanText } from './convert-text.ts';
import type { MapInput } from './map-input.ts';
import type { People } from './plan-people.ts';
import { planMapped } from './plan-people.ts';
import { isCanceled } from './plan-record.ts';
import type { FieldNote } from './row-values.ts';

type Planned = { record: PlannedRecord; notes: FieldNote[] };

/** Null: the booking has no Case. */
export function planCase(input: MapInput, people: People): Planned | PlanParked['park'] | null {
  const { match, rules, setUp } = input;
  const common = { ref: 'case', sObject: 'Case', rows: setUp.fields.Case } as const;
  if (match.case !== null) {
    const { id, values } = match.case;
    const isProven = !match.onlyLink && match.case.onlyLink !== true;
    const may = rules.case.found === 'update' && isProven && input.sameAs === null;
    const planned = may
      ? planMapped(input, { ...common, id, present: values, owner: rules.case.ownerOfFound })
      : null;
    if (planned !== null && 'record' in planned) return planned;
    return {
      record: { ref: 'case', sObject: 'Case', id, values: {}, planned: {}, assignmentRules: false },
      notes: [],
    };
  }
  // A meeting that is off before the org heard of it needs no work.
  if (rules.case.create === 'never' || input.sameAs !== null || isCanceled(input)) return null;
  const isContact = people.person?.type === 'Contact';
  return planMapped(input, {
    ...common,
    id: null,
    present: {},
    owner: rules.case.ownerOfNew,
    recordTypeId: rules.case.recordTypeId,
    fixed: isContact ? { ContactId: people.personId } : {},
    // A Case belongs to Contacts only; of anybody else it keeps who asked.
    ...(!isContact && { otherwise: supplied(input) }),
  });
}

function supplied({ details, describes }: MapInput): FieldValues {
  const fields = describes.get('Case')?.fields;
  const { person, timeZone } = details;
  const wanted = {
    SuppliedName: fullName(person),
    SuppliedEmail: person.email,
    SuppliedPhone: person.phone,
    SuppliedCompany: person.company,
  };
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, value]) => {
      const field = fields?.get(name);
      if (field === undefined || !field.createable) return [];
      const converted = convertValue(value, field, { timeZone });
      return converted.ok ? [[name, converted.value]] : [];
    }),
  );
}

/** Null: the rules make no Event, and none is there. */
export function planEvent(
  input: MapInput,
  people: People,
  caseRecord: PlannedRecord | null,
): Planned | PlanParked['park'] | null {
  const { details, rules, status, eventId } = input;
  // One that was made before is kept up to date, also when the rules make none any more.
  if (eventId === null && !rules.event.create) return null;
  const planned = planMapped(input, {
    ref: 'event',
    sObject: 'Event',
    id: eventId,
    rows: input.setUp.fields.Event,
    present: {},
    owner: rules.event.owner,
    recordTypeId: rules.event.recordTypeId,
    // A canceled meeting stays in the calendar as history, but must not block the time.
    otherwise: { ShowAs: isCanceled(input) ? 'Free' : 'Busy' },
    fixed: {
      StartDateTime: details.start,
      EndDateTime: details.end,
      WhoId: people.personId,
      WhatId: relatedTo(input, people, caseRecord),
      Booking_Key__c: input.bookingKey,
      Booking_Status__c: statusInOrg[status],
      Cancel_Reschedule_Reason__c: cutReason(input),
    },
  });
  if ('record' in planned) keepTimesTogether(planned.record, details);
  return planned;
}

/** Salesforce checks the two against each other, and against what it holds. */
function keepTimesTogether({ values }: PlannedRecord, { start, end }: MapInput['details']): void {
  if (values['StartDateTime'] === undefined && values['EndDateTime'] === undefined) return;
  Object.assign(values, { StartDateTime: start, EndDateTime: end });
}

function cutReason(input: MapInput): string | null {
  const reason = reasonOf(input);
  const field = input.describes.get('Event')?.fields.get('Cancel_Reschedule_Reason__c');
  const converted = field && convertValue(reason, field, { timeZone: null });
  if (converted?.ok === true && typeof converted.value === 'string') return converted.value;
  return reason === null ? null : cleanText(reason);
}

/** Salesforce allows no Related To beside a Lead. */
function relatedTo(input: MapInput, people: People, caseRecord: PlannedRecord | null): string | null {
  if (people.person?.type === 'Lead') return null;
  const opportunityId = opportunityOf(input);
  if (opportunityId !== null) return opportunityId;
  if (caseRecord !== null) return caseRecord.id ?? newId.case;
  return people.person === null ? people.accountId : null;
}

export function opportunityOf({ rules, match }: MapInput): string | null {
  return rules.opportunity.link ? match.opportunityId : null;
}
