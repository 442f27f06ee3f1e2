// Trip 2, stage `write`: the plan in one API call, all or nothing.
// In: the plan. Out: written, or why to look again; every other refusal is an error.
// `Booking__c` comes last with its unique key, so that a second copy of a booking is rolled back whole.
import { z } from 'zod';
import type { SalesforceClient } from '../salesforce/client.ts';
import type { GraphAnswer } from '../salesforce/composite.ts';
import type { Describes } from '../salesforce/describe-cache.ts';
import type { PersonRecord } from './booking.ts';
import { newId } from './plan.ts';
import type { BodyValue, FieldValues, Plan, PlannedRecord, RecordRef, Written } from './plan.ts';
import { readRefusal } from './write/refusal.ts';
import type { LookAgain } from './write/refusal.ts';
import { sendPlan } from './write/send-plan.ts';
import type { WriteResource } from './write/send-plan.ts';
import { personContactRef, requestsOf } from './write/write-request.ts';

export type WrittenBooking = {
  outcome: 'written';
  person: PersonRecord | null;
  /** By record; null: there is none. */
  ids: Record<RecordRef, string | null>;
  written: Written;
};

export type WriteContext = {
  writeNumber: number;
  /** Address of the booking's host, to know later whether it has another one. */
  host: string | null;
  describes: Describes;
  resource: WriteResource;
};

/** Throws SalesforceError, RefusedRecord (a person must act) and `companion_app_missing`. */
export async function writeBooking(
  client: SalesforceClient,
  plan: Plan,
  { writeNumber, host, describes, resource }: WriteContext,
  signal: AbortSignal,
): Promise<WrittenBooking | LookAgain> {
  const answer = await sendPlan(client, plan, requestsOf(plan, client.apiVersion), resource, signal);
  if (!answer.successful) return readRefusal(answer, plan, describes);
  const idOf = (ref: RecordRef): string | null => {
    const record = plan.records.find((each) => each.ref === ref);
    return record === undefined ? null : (record.id ?? createdId(answer, ref));
  };
  const ids = {
    account: idOf('account'),
    person: idOf('person'),
    case: idOf('case'),
    event: idOf('event'),
    booking: idOf('booking'),
  };
  return {
    outcome: 'written',
    person: plan.person && { type: plan.person.type, id: plan.person.id ?? personId(answer, plan) },
    ids,
    written: { writeNumber, host, records: recordsWritten(plan, answer, ids) },
  };
}

const createdSchema = z.looseObject({ id: z.string() });
const contactSchema = z.looseObject({ PersonContactId: z.string() });

function createdId(answer: GraphAnswer, ref: RecordRef): string {
  return createdSchema.parse(answer.nodes.get(ref)?.body).id;
}

function personId(answer: GraphAnswer, plan: Plan): string {
  return plan.readPersonContact
    ? contactSchema.parse(answer.nodes.get(personContactRef)?.body).PersonContactId
    : createdId(answer, 'person');
}

/** What was planned, with the ids that stood for new records in place. */
function recordsWritten(plan: Plan, answer: GraphAnswer, ids: WrittenBooking['ids']): Written['records'] {
  const named = new Map<BodyValue, string>(
    Object.entries(newId).flatMap(([ref, stand]): [string, string][] => {
      const id = ref === 'personContact' ? null : plan.records.find((each) => each.ref === ref)?.id;
      if (ref === 'personContact') return plan.readPersonContact ? [[stand, personId(answer, plan)]] : [];
      return id === null ? [[stand, createdId(answer, refOf(ref))]] : [];
    }),
  );
  const settle = (values: FieldValues): FieldValues =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, named.get(value) ?? value]));
  return Object.fromEntries(
    plan.records.flatMap((record: PlannedRecord) => {
      const id = ids[record.ref];
      // `Booking__c` is ours alone and written whole every time: nothing of it need be remembered.
      return id === null || record.ref === 'booking'
        ? []
        : [[record.ref, { id, values: settle(record.planned) }]];
    }),
  );
}

function refOf(name: string): RecordRef {
  return name === 'account' || name === 'person' || name === 'case' || name === 'event' ? name : 'booking';
}
