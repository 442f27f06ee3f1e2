// Trip 2, stage `write`: the plan as one composite graph, all or nothing. One API call.
// In: the plan and the ids that are known. Out: written, or why to look again; every other refusal is an error.
// `Booking__c` comes last with its unique key, so that a second copy of a booking is rolled back whole.
import { z } from 'zod';
import type { SalesforceClient } from '../salesforce/client.ts';
import { runGraph } from '../salesforce/composite.ts';
import type { GraphAnswer, Subrequest } from '../salesforce/composite.ts';
import { salesforceError } from '../salesforce/errors.ts';
import type { PersonRecord } from './booking.ts';
import { companionAppMissing, meansMissingApp } from './companion-app.ts';
import { RefusedRecord } from './refused-record.ts';

type Values = Record<string, string | number | boolean | null>;

export type WriteRequest = {
  bookingKey: string;
  /** A Lead to create; null: `person` is there already, or there is none. */
  lead: Values | null;
  person: PersonRecord | null;
  event: Values;
  booking: Values;
  /** Null: to be created. */
  eventId: string | null;
  bookingId: string | null;
};

export type Written = {
  outcome: 'written';
  person: PersonRecord | null;
  eventId: string;
  bookingId: string;
};

/**
 * What the org said instead: another copy of us was first (`key_taken`), a newer state is saved (`fence`), a record whose id we kept is gone, or the person cannot be used any more.
 */
export type LookAgain = {
  outcome: 'look_again';
  why: 'key_taken' | 'fence' | 'event_gone' | 'booking_gone' | 'person_gone';
  refusal: RefusedRecord;
};

const graphId = 'booking';
const refs = { person: 'person', event: 'event', booking: 'booking' } as const;
type Ref = keyof typeof refs;

/** Throws SalesforceError, RefusedRecord (a person must act) and `companion_app_missing`. */
export async function writeBooking(
  client: SalesforceClient,
  request: WriteRequest,
  signal: AbortSignal,
): Promise<Written | LookAgain> {
  const nodes = nodesOf(client.apiVersion, request);
  const answer = (await runGraph(client, [{ graphId, nodes }], { signal })).get(graphId);
  if (!answer) throw new TypeError('runGraph answers every graph that it was given');
  if (!answer.successful) return readRefusal(answer, request);
  const idOf = (ref: Ref, known: string | null): string => known ?? createdId(answer, ref);
  return {
    outcome: 'written',
    person: request.lead === null ? request.person : { type: 'Lead', id: createdId(answer, 'person') },
    eventId: idOf('event', request.eventId),
    bookingId: idOf('booking', request.bookingId),
  };
}

function nodesOf(apiVersion: string, request: WriteRequest): Subrequest[] {
  const base = `/services/data/v${apiVersion}/sobjects`;
  const node = (referenceId: Ref, sObject: string, id: string | null, body: Values): Subrequest =>
    id === null
      ? { method: 'POST', url: `${base}/${sObject}`, referenceId, body }
      : { method: 'PATCH', url: `${base}/${sObject}/${id}`, referenceId, body };
  // References force the order inside a graph; nothing else does.
  const personId = request.lead === null ? (request.person?.id ?? null) : '@{person.id}';
  const eventId = request.eventId ?? '@{event.id}';
  const isContact = request.person?.type === 'Contact';
  return [
    ...(request.lead === null ? [] : [node('person', 'Lead', null, request.lead)]),
    node('event', 'Event', request.eventId, { ...request.event, WhoId: personId }),
    node('booking', 'Booking__c', request.bookingId, {
      ...request.booking,
      // An update says which record by its id; the key is fixed.
      ...(request.bookingId === null && { Booking_Key__c: request.bookingKey }),
      Event_Id__c: eventId,
      Lead__c: isContact ? null : personId,
      Contact__c: isContact ? personId : null,
    }),
  ];
}

const gone = new Set(['ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY', 'NOT_FOUND']);

function readRefusal(answer: GraphAnswer, request: WriteRequest): LookAgain {
  const { failed } = answer;
  // Salesforce stopped before it came to this graph: nothing was tried.
  if (failed === null) throw salesforceError({ errorCode: 'PROCESSING_HALTED', httpStatus: 400 }, 'soon');
  const sObject =
    failed.referenceId === 'person' ? 'Lead' : failed.referenceId === 'event' ? 'Event' : 'Booking__c';
  const error = salesforceError({ ...failed });
  if (error.retry !== 'never') throw error;
  const refusal = new RefusedRecord(sObject, failed);
  const why = whyToLookAgain(failed, request);
  if (why !== null) return { outcome: 'look_again', why, refusal };
  if (meansMissingApp(sObject, failed)) throw companionAppMissing(error);
  throw refusal;
}

function whyToLookAgain(
  failed: NonNullable<GraphAnswer['failed']>,
  request: WriteRequest,
): LookAgain['why'] | null {
  const { referenceId, errorCode, fields } = failed;
  const isBooking = referenceId === 'booking';
  // A taken key means "look again", never "done": the other copy may hold an older state.
  if (isBooking && errorCode === 'DUPLICATE_VALUE' && request.bookingId === null) return 'key_taken';
  // The fence shows its error at the number; a rule of the org's own shows it elsewhere, and is a reason to park.
  const isFence = errorCode === 'FIELD_CUSTOM_VALIDATION_EXCEPTION' && fields.includes('Write_Number__c');
  if (isBooking && isFence && request.bookingId !== null) return 'fence';
  if (errorCode === 'CANNOT_UPDATE_CONVERTED_LEAD') return 'person_gone';
  if (!gone.has(errorCode)) return null;
  const aboutPerson = fields.some((field) => ['WhoId', 'Lead__c', 'Contact__c'].includes(field));
  if (aboutPerson) return 'person_gone';
  if (isBooking) return request.bookingId === null ? null : 'booking_gone';
  if (referenceId !== 'event') return null;
  return request.eventId === null ? 'person_gone' : 'event_gone';
}

const createdSchema = z.looseObject({ id: z.string() });

function createdId(answer: GraphAnswer, ref: Ref): string {
  return createdSchema.parse(answer.nodes.get(ref)?.body).id;
}
