// A rehearsal: the real write of a booking to the real org, with one last request that must fail, so that Salesforce runs its
// required fields, validation rules, triggers, flows and duplicate rules, and keeps nothing. Two API calls; two more when the org's answer makes the write look again.
// Told from top to bottom: surroundings → match → map → the write that is rolled back → what Salesforce said.
import type { BookingDetails, TrailRow } from '../../bookings/booking.ts';
import { planBooking } from '../../bookings/map.ts';
import { matchBooking } from '../../bookings/match.ts';
import type { MatchRequest } from '../../bookings/match/match-request.ts';
import type { Match, Plan, ProblemField, Written } from '../../bookings/plan.ts';
import { isRefusedRecord } from '../../bookings/refused-record.ts';
import type { RefusedRecord } from '../../bookings/refused-record.ts';
import { readSurroundings } from '../../bookings/surroundings.ts';
import type { HostUsers } from '../../bookings/host-users.ts';
import { sendPlan } from '../../bookings/write/send-plan.ts';
import type { WriteResource } from '../../bookings/write/send-plan.ts';
import { readRefusal } from '../../bookings/write/refusal.ts';
import type { LookAgain } from '../../bookings/write/refusal.ts';
import { isWritten, personContactRef, requestsOf } from '../../bookings/write/write-request.ts';
import type { SalesforceClient } from '../../salesforce/client.ts';
import type { GraphAnswer, Subrequest } from '../../salesforce/composite.ts';
import type { DescribeCache, Describes } from '../../salesforce/describe-cache.ts';
import type { BookingStatus } from '../../store/schema.ts';
import type { SetUp } from '../set-up-document.ts';

export type RehearsedBooking = {
  /** A key of its own for one that is made up; its own for one that is there. */
  bookingKey: string;
  sourceId: string;
  sourceName: string;
  status: BookingStatus;
  details: BookingDetails;
  /** Of one that is written: what was written last, and its Event. */
  lastWritten: Written | null;
  eventId: string | null;
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
  const { bookingKey, details, status, sourceName, lastWritten } = booking;
  const around = await readSurroundings(deps, client, setUp, booking);
  const { rules, describes } = around;
  const trail: TrailRow[] = [];
  const nothing = { match: null, describes, reached: new Set<string>(), made: [], plan: null, trail };
  let { hostUserId } = around;
  let again: Pick<MatchRequest, 'duplicateIds' | 'eventId'> = {};
  for (let round = 1; ; round += 1) {
    const request = { bookingKey, details, rules, ...around.match, ...again };
    const match = await matchBooking(client, request, signal);
    trail.push(...match.trail);
    if ('park' in match) return { ...nothing, outcome: 'refused', refusal: refusalOf(match.park) };
    const { own } = match;
    const eventId = match.eventGone ? null : (own?.eventId ?? booking.eventId);
    const plan = planBooking({
      setUp,
      rules,
      describes,
      match,
      bookingKey,
      status,
      details,
      sourceName,
      // The fence would refuse a smaller one than what is saved.
      writeNumber: (own?.writeNumber ?? 0) + 1,
      sameAs: null,
      hostUserId,
      apiUserId: client.userId,
      eventId,
      lastWritten,
      uncertain: own !== null && own.writeNumber !== lastWritten?.writeNumber,
    });
    trail.push(...plan.trail);
    if ('park' in plan) return { ...nothing, match, outcome: 'refused', refusal: refusalOf(plan.park) };
    const requests = [
      ...requestsOf(plan, client.apiVersion),
      endRequest(plan, bookingKey, client.apiVersion),
    ];
    const answer = await sendPlan(client, plan, requests, resourceFor(plan), signal);
    const ended = readAnswer(answer, plan, describes);
    if (!('outcome' in ended) || ended.outcome !== 'look_again')
      return { ...ended, plan, match, describes, trail };
    // As the real write does: one more look and one more try, unless a rule says that a person decides.
    const { why, refusal } = ended;
    if (why === 'owner_refused') deps.hostUsers.forget(client.orgId);
    const decides =
      (why === 'duplicate' && rules.duplicates !== 'use_match') ||
      (why === 'owner_refused' && hostUserId === null);
    if (round === 2 || decides) return { ...refused(refusal, answer, plan), plan, match, describes, trail };
    if (why === 'owner_refused') hostUserId = null;
    again = { duplicateIds: ended.duplicateIds, eventId: why === 'event_gone' ? eventId : null };
  }
}

/**
 * What is changed gives no id that the last request could name, and without one its turn in a graph may come first: then
 * Salesforce would not have tried the changes. A composite keeps the order.
 */
function resourceFor({ records }: Plan): WriteResource {
  return records.some((record) => record.id !== null && isWritten(record)) ? 'composite' : 'graph';
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

function readAnswer(answer: GraphAnswer, plan: Plan, describes: Describes): Ended | LookAgain {
  const { failed } = answer;
  if (answer.successful)
    return { outcome: 'kept', refusal: null, reached: reachedBy(plan), made: madeBy(answer, plan) };
  // Only the refusal that was asked for proves that everything else was taken.
  if (failed?.referenceId === endRef && failed.errorCode === 'DUPLICATE_VALUE')
    return { outcome: 'accepted', refusal: null, reached: reachedBy(plan), made: [] };
  try {
    return readRefusal(answer, plan, describes);
  } catch (error) {
    if (isRefusedRecord(error)) return refused(error, answer, plan);
    throw error;
  }
}

type Ended = Pick<Rehearsal, 'outcome' | 'refusal' | 'reached' | 'made'>;

function refused(refusal: RefusedRecord, { failed }: GraphAnswer, plan: Plan): Ended {
  const { code, message, fix = null, field, sObject } = refusal;
  return {
    outcome: 'refused',
    refusal: { object: sObject, field, code, message, fix },
    reached: reachedBy(plan, failed?.referenceId),
    made: [],
  };
}

/** Up to the record that was refused, which is among them. */
function reachedBy({ records }: Plan, refusedRef?: string): Set<string> {
  const order = records.map(({ ref }): string => ref);
  const last = order.indexOf(refusedRef === personContactRef ? 'account' : (refusedRef ?? ''));
  return new Set(last === -1 ? order : order.slice(0, last + 1));
}

function madeBy(answer: GraphAnswer, plan: Plan): Rehearsal['made'] {
  const idOf = (ref: string): unknown => Reflect.get(Object(answer.nodes.get(ref)?.body), 'id');
  const made = [...plan.records, { ref: endRef, sObject: 'Booking__c', id: null }].flatMap(
    ({ ref, sObject, id }) => {
      const newId = id === null ? idOf(ref) : undefined;
      return typeof newId === 'string' ? [{ sObject, id: newId }] : [];
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
