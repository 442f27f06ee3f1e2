// What stages hand to each other between `match` and `write`: the records of the org that a booking is about, and the
// records to write. Types only; stages never import each other.
import type { MappedObject } from '../setup/set-up-document.ts';
import type { TrailRow } from './booking.ts';

export type FieldValue = string | number | boolean | null;
export type FieldValues = Record<string, FieldValue>;

/** A record that is in the org, with the present values of the fields that were asked for. */
export type FoundRecord = {
  sObject: MappedObject;
  id: string;
  /** As people know it: a person's name, an Account's name, a Case's number. */
  name: string | null;
  values: FieldValues;
};

/** What we wrote before, found by the booking's key. */
export type OwnRecord = {
  id: string;
  writeNumber: number;
  eventId: string | null;
  status: string | null;
  start: string | null;
  accountId: string | null;
  caseId: string | null;
  opportunityId: string | null;
};

export type Match = {
  /** `Booking__c` with this booking's key. */
  own: OwnRecord | null;
  /** A Lead or a Contact; for a Person Account its Contact. Null: nobody. */
  person: FoundRecord | null;
  /** The person's Account, or the one a new Contact belongs to. */
  account: FoundRecord | null;
  /** The Account is the person itself: its fields are written through the Account. */
  isPersonAccount: boolean;
  case: FoundRecord | null;
  opportunityId: string | null;
  /** The record is linked, but the person's data is not taken over: nobody has proven that it is the same person. */
  onlyLink: boolean;
  /** For `Match_Reason__c`. */
  reason: string;
  trail: TrailRow[];
};

/** A person must decide; the booking waits. */
export type MatchParked = { park: { code: string; message: string; fix: string }; trail: TrailRow[] };

/** Reference ids of the graph's nodes. `Booking__c` is last: its unique key makes a second copy fail as a whole. */
export const recordRefs = ['account', 'person', 'case', 'event', 'booking'] as const;
export type RecordRef = (typeof recordRefs)[number];

export type PlannedRecord = {
  ref: RecordRef;
  sObject: MappedObject | 'Booking__c';
  /** Null: created. */
  id: string | null;
  /** What is sent. For an update only what has to change; empty: the record is linked and not written. */
  values: FieldValues;
  /** All that this booking has to say about the record, sent or not; compared at the next write of this booking. */
  planned: FieldValues;
};

export type Plan = {
  /** In the order of recordRefs; `event` and `booking` hold their own values, links are made while writing. */
  records: PlannedRecord[];
  /** Headers of the outer request; calls are grouped by this pair. */
  headers: { allowDuplicates: boolean; assignmentRules: boolean };
  trail: TrailRow[];
};
