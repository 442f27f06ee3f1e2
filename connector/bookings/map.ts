// Trip 2, stage `map`: from a booking and its match to the records to write. Pure: fixed default mapping and rules.
// Text is cut to the length that the org describes; what may not be cut (addresses, links) is left out. Both are told.
import { fullName } from './booking.ts';
import type { BookingDetails, Person, PersonRecord, TrailRow } from './booking.ts';
import type { BookingStatus } from '../store/schema.ts';

/** Longest text that a field takes; undefined when it has no limit or is not described. */
export type FieldLength = (sObject: 'Lead' | 'Event' | 'Booking__c', field: string) => number | undefined;

export type FieldValues = Record<string, string | number | boolean | null>;

export type Plan = {
  /** A new Lead; null: the person exists and is not changed. */
  lead: FieldValues | null;
  person: PersonRecord | null;
  event: FieldValues;
  /** Without its links to the other records and the trail: those are known while writing. */
  booking: FieldValues;
  trail: TrailRow[];
};

export type MapInput = {
  bookingKey: string;
  status: BookingStatus;
  details: BookingDetails;
  sourceName: string;
  writeNumber: number;
  person: PersonRecord | null;
  matchReason: string;
  /** Key of the booking that this one gave way to. */
  sameAs: string | null;
};

const statusInOrg: Record<BookingStatus, string> = {
  // Requested bookings are not written; the value only completes the list.
  requested: 'Scheduled',
  scheduled: 'Scheduled',
  rescheduled: 'Rescheduled',
  canceled: 'Canceled',
  rejected: 'Canceled',
  completed: 'Completed',
  no_show: 'No-Show',
};

/** Salesforce requires it on a Lead, and a booking form seldom asks. */
const noCompany = '[not provided]';

export function mapBooking(input: MapInput, lengthOf: FieldLength): Plan {
  const { details, person, status } = input;
  const fit = createFitting(lengthOf);
  const reason = input.sameAs === null ? details.reason : `Same booking as ${input.sameAs}`;
  const subject = details.title ?? `Meeting with ${fullName(details.person) ?? 'an unnamed person'}`;
  // What gives way to another booking makes no new person.
  const lead = person === null && input.sameAs === null ? mapLead(details.person, fit) : null;
  const event = fit('Event', {
    Subject: subject,
    StartDateTime: details.start,
    EndDateTime: details.end,
    Location: details.location ?? details.joinUrl,
    Description: describeMeeting(details),
    // A canceled meeting stays in the calendar as history, but must not block the time.
    ShowAs: statusInOrg[status] === 'Canceled' ? 'Free' : 'Busy',
    Booking_Key__c: input.bookingKey,
    Booking_Status__c: statusInOrg[status],
    Cancel_Reschedule_Reason__c: reason,
  });
  const booking = fit('Booking__c', {
    Write_Number__c: input.writeNumber,
    Status__c: statusInOrg[status],
    Subject__c: subject,
    Start__c: details.start,
    End__c: details.end,
    Time_Zone__c: details.timeZone,
    Location__c: details.location,
    Join_Link__c: details.joinUrl,
    Reschedule_Link__c: details.rescheduleUrl,
    Cancel_Link__c: details.cancelUrl,
    Host_Name__c: details.host?.name ?? null,
    Host_Email__c: details.host?.email ?? null,
    Person_Name__c: fullName(details.person),
    Person_Email__c: details.person.email,
    Person_Phone__c: details.person.phone,
    Cancel_Reschedule_Reason__c: reason,
    Source__c: input.sourceName,
    Match_Reason__c: input.matchReason,
  });
  const what =
    lead === null ? 'To write: the Event and the Booking' : 'To write: a new Lead, the Event and the Booking';
  const told: TrailRow = {
    stage: 'map',
    code: 'planned',
    text: `${what}, with the status ${statusInOrg[status]}.`,
  };
  return { lead, person, event, booking, trail: [...fit.trail, told] };
}

function mapLead(person: Person, fit: Fitting): FieldValues {
  const { firstName, lastName } = namesOf(person);
  const lead = fit('Lead', {
    FirstName: firstName,
    LastName: lastName,
    Company: person.company ?? noCompany,
    Email: person.email,
    Phone: person.phone,
  });
  // A new record has no old values: what is unknown is left to the org's defaults.
  return Object.fromEntries(Object.entries(lead).filter(([, value]) => value !== null));
}

/** A Lead needs a last name. Of one piece, the last word is it; without a name, the front of the address. */
function namesOf(person: Person): { firstName: string | null; lastName: string } {
  if (person.lastName !== null) return { firstName: person.firstName, lastName: person.lastName };
  const words = (person.name ?? person.firstName ?? '').split(/\s+/).filter(Boolean);
  const last = words.pop();
  if (last === undefined) return { firstName: null, lastName: person.email?.split('@')[0] ?? noCompany };
  return { firstName: words.length === 0 ? null : words.join(' '), lastName: last };
}

function describeMeeting({
  description,
  joinUrl,
  rescheduleUrl,
  cancelUrl,
  answers,
  host,
}: BookingDetails): string | null {
  const lines = [
    description,
    joinUrl && `Join: ${joinUrl}`,
    host && `Host: ${[host.name, host.email && `<${host.email}>`].filter(Boolean).join(' ')}`,
    answers.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    rescheduleUrl && `Reschedule: ${rescheduleUrl}`,
    cancelUrl && `Cancel: ${cancelUrl}`,
  ];
  return lines.filter(Boolean).join('\n\n') || null;
}

type Fitting = {
  (sObject: 'Lead' | 'Event' | 'Booking__c', values: FieldValues): FieldValues;
  trail: TrailRow[];
};

/** Half an address or link is a wrong one, so these are left out instead of cut. */
const uncut = /Email|Link|Phone/;

function createFitting(lengthOf: FieldLength): Fitting {
  const trail: TrailRow[] = [];
  const fit = (sObject: 'Lead' | 'Event' | 'Booking__c', values: FieldValues): FieldValues =>
    Object.fromEntries(
      Object.entries(values).map(([field, value]) => {
        const most = lengthOf(sObject, field);
        if (typeof value !== 'string' || !most || value.length <= most) return [field, value];
        const leftOut = uncut.test(field);
        trail.push({
          stage: 'map',
          code: leftOut ? 'left_out' : 'cut',
          text: `${sObject}.${field}: ${value.length} characters, ${leftOut ? `left out because only ${most} fit` : `cut to ${most}`}.`,
          detail: { sObject, field, length: value.length, most },
        });
        return [field, leftOut ? null : cutAt(value, most)];
      }),
    );
  return Object.assign(fit, { trail });
}

/** Never through the middle of a character that takes two places. */
function cutAt(text: string, most: number): string {
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}
