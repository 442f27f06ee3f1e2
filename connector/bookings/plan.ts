// What stages hand to each other between `match` and `write`: the records of the org that a booking is about, and the
// records to write; stages never import each other.
import { z } from 'zod';
import type { MappedObject } from '../setup/set-up-document.ts';
import type { PersonRecord, TrailRow } from './booking.ts';

export type FieldValue = string | number | boolean | null;
export type FieldValues = Record<string, FieldValue>;

/** A record that is in the org, with the present values of the fields that were asked for. */
export type FoundRecord = {
  sObject: MappedObject;
  id: string;
  /** As people know it: a person's name, an Account's name, a Case's number. */
  name: string | null;
  values: FieldValues;
  /** Linked and never written: a link names it, and nobody has proven that it belongs to the person. */
  onlyLink?: boolean;
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
  /** The Event that was asked about was deleted. */
  eventGone: boolean;
  /** The record is linked, but the person's data is not taken over: nobody has proven that it is the same person. */
  onlyLink: boolean;
  /** For `Match_Reason__c`. */
  reason: string;
  trail: TrailRow[];
};

/** A person must decide; the booking waits. */
export type MatchParked = { park: { code: string; message: string; fix: string }; trail: TrailRow[] };

/** The field that a problem is about; `label` as people in the org know it. */
export type ProblemField = { object: string; name: string; label: string };

/** Reference ids of the graph's nodes. `Booking__c` is last: its unique key makes a second copy fail as a whole. */
export const recordRefs = ['account', 'person', 'case', 'event', 'booking'] as const;
export type RecordRef = (typeof recordRefs)[number];

/** A value as it is sent: `{ Ext__c: '7' }` names another record by its external id; `attributes` by which object. */
export type BodyValue = FieldValue | Readonly<Record<string, FieldValue | { type: string }>>;

export type PlannedRecord = {
  ref: RecordRef;
  sObject: MappedObject | 'Booking__c';
  /** Null: created. */
  id: string | null;
  /**
   * What is sent. For an update only what has to change; empty: the record is linked and not written.
   * `@{person.id}` stands for the id of a record that the same write creates.
   */
  values: Record<string, BodyValue>;
  /** All that this booking has to say about the record, sent or not; compared at the next write of this booking. */
  planned: FieldValues;
  /** The org's assignment rules choose the owner. */
  assignmentRules: boolean;
};

export type Plan = {
  /** In the order of recordRefs; what is only linked and has nothing to say is among them too. */
  records: PlannedRecord[];
  /** Whom the meeting is with; the id of one who is created is known after the write. */
  person: { type: PersonRecord['type']; id: string | null } | null;
  /** A new Person Account: its Contact's id is read in the same write. */
  readPersonContact: boolean;
  headers: {
    /** The org's duplicate rules may warn, and the record is saved all the same. */
    allowDuplicates: boolean;
    /** Of at least one record: the others then need a header of their own. */
    assignmentRules: boolean;
  };
  trail: TrailRow[];
};

/** The plan cannot be written: a person must act. */
export type PlanParked = {
  park: { code: string; message: string; fix: string; field: ProblemField | null };
  trail: TrailRow[];
};

const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What our last write of a booking had to say, by record: a field is sent again only when that changes. */
export const writtenSchema = z.object({
  /** Write_Number__c of that write: another number in the org means that something else was written since. */
  writeNumber: z.number(),
  /** Address of the host then: who takes an Event over keeps it until the booking has another host. */
  host: z.string().nullish(),
  records: z.partialRecord(
    z.enum(recordRefs),
    z.object({ id: z.string(), values: z.record(z.string(), fieldValue) }),
  ),
});
export type Written = z.infer<typeof writtenSchema>;

/** What a record that is created by the same write is called in the bodies of the others. */
export const newId: Record<'account' | 'person' | 'case' | 'event' | 'booking' | 'personContact', string> = {
  account: '@{account.id}',
  person: '@{person.id}',
  case: '@{case.id}',
  event: '@{event.id}',
  booking: '@{booking.id}',
  personContact: '@{personContact.PersonContactId}',
};

/** Salesforce would take `@{…}` in anybody's text for a reference to another record, and refuse the booking. */
export function inertText(text: string): string {
  return text.replaceAll('@{', '@ {');
}
