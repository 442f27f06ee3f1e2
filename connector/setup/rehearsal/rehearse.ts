// A rehearsal: the real write of a booking to the real org, with one last request that must fail, so that Salesforce runs its
// required fields, validation rules, triggers, flows and duplicate rules, and keeps nothing. Two API calls.
// Told from top to bottom: surroundings → match → map → the write that is rolled back → what Salesforce said.
import type { BookingDetails, TrailRow } from '../../bookings/booking.ts';
import { companionAppMissing, meansMissingApp } from '../../bookings/companion-app.ts';
import { planBooking } from '../../bookings/map.ts';
import { matchBooking } from '../../bookings/match.ts';
import type { Match, Plan, ProblemField } from '../../bookings/plan.ts';
import { RefusedRecord } from '../../bookings/refused-record.ts';
import { readSurroundings } from '../../bookings/surroundings.ts';
import type { HostUsers } from '../../bookings/host-users.ts';
import { sendPlan } from '../../bookings/write/send-plan.ts';
import { requestsOf } from '../../bookings/write/write-request.ts';
import type { SalesforceClient } from '../../salesforce/client.ts';
import type { GraphAnswer, Subrequest } from '../../salesforce/composite.ts';
import type { DescribeCache, Describes } from '../../salesforce/describe-cache.ts';
import { salesforceError } from '../../salesforce/errors.ts';
import type { BookingStatus } from '../../store/schema.ts';
import type { SetUp } from '../set-up-document.ts';

export type RehearsedBooking = {
  /** A key of its own for one that is made up; its own for one that is there. */
  bookingKey: string;
  sourceId: string;
  sourceName: string;
  status: BookingStatus;
  details: BookingDetails;
};

export type Refusal = {
  object: string | null;
  field: ProblemField | null;
  code: string;
  message: string;
  fix: string | null;
};

export type Rehearsal = {
  /** `kept`: Salesforce saved what it should have rolled back; `made` names it. */
  outcome: 'accepted' | 'refused' | 'kept';
  refusal: Refusal | null;
  plan: Plan | null;
  match: Match | null;
  describes: Describes;
  /** Reference ids of the records that Salesforce came to. */
  reached: ReadonlySet<string>;
  /** Records that must be deleted again. */
  made: { sObject: string; id: string }[];
  trail: TrailRow[];
};

export const endRef = 'rehearsal_end';

/** Throws what the client throws, and `companion_app_missing`. */
export async function rehearse(
  deps: { describes: DescribeCache; hostUsers: HostUsers },
  client: SalesforceClient,
  setUp: SetUp,
  booking: RehearsedBooking,
  signal: AbortSignal,
): Promise<Rehearsal> {
  const { bookingKey, details, status, sourceName } = booking;
  const around = await readSurroundings(deps, client, setUp, booking);
  const { rules, describes } = around;
  const request = { bookingKey, details, rules, ...around.match };
  const found = await matchBooking(client, request, signal);
  const nothing = { match: null, describes, reached: new Set<string>(), made: [] };
  if ('park' in found)
    return { ...nothing, outcome: 'refused', plan: null, refusal: refusalOf(found.park), trail: found.trail };
  const plan = planBooking({
    setUp,
    rules,
    describes,
    match: found,
    bookingKey,
    status,
    details,
    sourceName,
    // The fence would refuse a smaller one than what is saved.
    writeNumber: (found.own?.writeNumber ?? 0) + 1,
    sameAs: null,
    hostUserId: around.hostUserId,
    apiUserId: client.userId,
    eventId: found.own?.eventId ?? null,
    lastWritten: null,
    uncertain: found.own !== null,
  });
  const trail = [...found.trail, ...plan.trail];
  if ('park' in plan)
    return { ...nothing, match: found, outcome: 'refused', plan: null, refusal: refusalOf(plan.park), trail };
  const requests = [...requestsOf(plan, client.apiVersion), endRequest(plan, bookingKey, client.apiVersion)];
  const answer = await sendPlan(client, plan, requests, 'graph', signal);
  return { ...readAnswer(answer, plan), plan, match: found, describes, trail };
}

/** A second record with the same unique key. Its body names those before it, so that Salesforce comes to it last. */
function endRequest({ records }: Plan, bookingKey: string, apiVersion: string): Subrequest {
  const isNew = (ref: string): boolean => records.some((record) => record.ref === ref && record.id === null);
  return {
    method: 'POST',
    url: `/services/data/v${apiVersion}/sobjects/Booking__c`,
    referenceId: endRef,
    body: {
      Booking_Key__c: bookingKey,
      Write_Number__c: 1,
      ...(isNew('event') && { Event_Id__c: '@{event.id}' }),
      ...(isNew('account') && { Account__c: '@{account.id}' }),
      ...(isNew('case') && { Case__c: '@{case.id}' }),
      ...(isNew('booking') && { Match_Reason__c: '@{booking.id}' }),
    },
  };
}

function readAnswer(
  answer: GraphAnswer,
  plan: Plan,
): Pick<Rehearsal, 'outcome' | 'refusal' | 'reached' | 'made'> {
  const order = plan.records.map(({ ref }): string => ref);
  if (answer.successful) {
    return { outcome: 'kept', refusal: null, reached: new Set(order), made: madeBy(answer, plan) };
  }
  const { failed } = answer;
  if (failed === null) throw salesforceError({ errorCode: 'PROCESSING_HALTED', httpStatus: 400 }, 'soon');
  // Only the refusal that was asked for proves that everything else was taken.
  if (failed.referenceId === endRef && failed.errorCode === 'DUPLICATE_VALUE')
    return { outcome: 'accepted', refusal: null, reached: new Set(order), made: [] };
  const error = salesforceError({ ...failed });
  if (error.retry !== 'never') throw error;
  const ref = failed.referenceId === endRef ? 'booking' : failed.referenceId;
  const record = plan.records.find((each) => each.ref === ref);
  const sObject = record?.sObject ?? (ref === 'personContact' ? 'Account' : 'Booking__c');
  if (meansMissingApp(sObject, failed)) throw companionAppMissing(error);
  const refusal = new RefusedRecord(sObject, failed);
  const { code, message, fix = null, field } = refusal;
  return {
    outcome: 'refused',
    refusal: { object: sObject, field, code, message, fix },
    reached: new Set(order.slice(0, order.indexOf(ref) + 1)),
    made: [],
  };
}

function madeBy(answer: GraphAnswer, plan: Plan): Rehearsal['made'] {
  const idOf = (ref: string): unknown => Reflect.get(Object(answer.nodes.get(ref)?.body), 'id');
  const made = [...plan.records, { ref: endRef, sObject: 'Booking__c', id: null }].flatMap(
    ({ ref, sObject, id }) => {
      const made = id === null ? idOf(ref) : undefined;
      return typeof made === 'string' ? [{ sObject, id: made }] : [];
    },
  );
  // What names others goes first.
  return made.toReversed();
}

function refusalOf(park: {
  code: string;
  message: string;
  fix: string;
  field?: ProblemField | null;
}): Refusal {
  const { code, message, fix, field = null } = park;
  return { object: field?.object ?? null, field, code, message, fix };
}
