// TRIP 2, told from top to bottom: intake → inbox, then match → map → write → report. Each stage is a file of its own
// name and none knows another. An event that was answered with 202 is on disk; whatever happens after that (killed,
// slow, full, twice), the booking is in the org once, in its last state.
import type { BookingStatus, Db } from '../store/schema.ts';
import type { SalesforceClient } from '../salesforce/client.ts';
import type { DescribeCache } from '../salesforce/describe-cache.ts';
import type { Waits } from '../waits.ts';
import type { Rules } from '../setup/set-up-document.ts';
import { detailsSchema, emailKey } from './booking.ts';
import type { TrailRow } from './booking.ts';
import type { Claim } from './worker/claims.ts';
import { readContext } from './booking-context.ts';
import { fileEvent } from './inbox.ts';
import type { Envelope, FiledEvent } from './inbox.ts';
import { admitEvent } from './intake.ts';
import type { RawRequest, SourceSide } from './intake.ts';
import { planBooking } from './map.ts';
import { cleanText } from './map/convert-text.ts';
import type { MapInput } from './map/map-input.ts';
import { matchBooking } from './match.ts';
import type { MatchRequest } from './match/match-request.ts';
import { ParkedBooking } from './parked-booking.ts';
import { writtenSchema } from './plan.ts';
import type { Match, OwnRecord, Plan } from './plan.ts';
import { readSetUp } from '../setup/read-set-up.ts';
import type { HostUsers } from './host-users.ts';
import { reportSuccess } from './report.ts';
import type { Success } from './report.ts';
import { sourceReaders } from './sources/source-readers.ts';
import { readSurroundings } from './surroundings.ts';
import { readTrailText } from './trail.ts';
import { writeBooking } from './write.ts';
import type { LookAgain } from './write/refusal.ts';
import type { WriteResource } from './write/send-plan.ts';

/** First half, while the sender waits: proven, read, filed. Knows no Salesforce. */
export async function receiveEvent(
  db: Db,
  source: SourceSide,
  request: RawRequest,
  envelope: Envelope,
  waits: Waits,
): Promise<FiledEvent> {
  const admitted = admitEvent(sourceReaders[source.kind], source, request, envelope.receivedAt);
  return fileEvent(db, admitted, envelope, waits);
}

export type SyncDeps = {
  db: Db;
  describes: DescribeCache;
  hostUsers: HostUsers;
  /** How writes travel; left out: as graphs. */
  writeResource?: WriteResource;
  now: () => Date;
};

/** Kept up to date while a booking is written, for whoever has to sort a failure. */
export type Progress = {
  trail: TrailRow[];
  /** A write was sent, and its answer is not here yet. */
  writeSent: boolean;
};

/** The org holds a higher write number than this claim: a newer state is saved there. */
export class NewerStateSaved extends Error {
  readonly writeNumber: number;

  constructor(writeNumber: number) {
    super('a newer state of this booking is saved in the org');
    this.name = 'NewerStateSaved';
    this.writeNumber = writeNumber;
  }
}

/**
 * Second half: one claimed booking into the org, usually in 2 API calls. Gives false when the claim was lost meanwhile.
 * Failures are thrown: sync-workspace.ts sorts them by their `retry`.
 */
export async function syncBooking(
  deps: SyncDeps,
  client: SalesforceClient,
  claim: Claim,
  signal: AbortSignal,
  progress: Progress,
): Promise<boolean> {
  const { db, now } = deps;
  const { row } = claim;
  const { trail } = progress;
  const report = (records: Success['records']): Promise<boolean> =>
    reportSuccess(db, claim, { records, apiCalls: client.calls(), trail }, now());
  const end = (stage: 'match' | 'map', code: string, text: string): Promise<boolean> => {
    trail.push({ stage, code, text });
    return report(null);
  };

  if (row.org_id !== null && row.org_id !== client.orgId) return end('match', 'other_org', endTexts.otherOrg);
  const details = detailsSchema.parse(row.details);
  const { sourceName, sameAs } = await readContext(db, row);
  const { setUp } = await readSetUp(db, row.workspace_id);
  const around = await readSurroundings(deps, client, setUp, { sourceId: row.source_id, details });
  let { hostUserId } = around;
  let again: Pick<MatchRequest, 'duplicateIds' | 'eventId'> = {};
  for (let round = 1; ; round += 1) {
    const match = await matchOrPark(
      client,
      claim,
      { ...around.match, rules: around.rules, details, ...again },
      signal,
      trail,
    );
    const { own } = match;
    // The fence would refuse this claim's number.
    if (own !== null && own.writeNumber > row.write_number) throw new NewerStateSaved(own.writeNumber);
    if (own === null && sameAs !== null) return end('match', 'never_written', endTexts.neverWritten);
    const { rules } = around;
    if (
      own === null &&
      row.booking_record_id === null &&
      skipsUnwritten(row.status, rules.canceledBeforeWrite)
    )
      return end('match', 'canceled_before_write', endTexts.canceledBeforeWrite);
    if (own === null && row.booking_record_id !== null && rules.event.whenDeleted === 'park')
      throw deletedInOrg('Booking');
    if (match.eventGone && rules.event.whenDeleted === 'park') throw deletedInOrg('Event');
    const lastWritten = row.written === null ? null : writtenSchema.parse(row.written);
    const input: MapInput = {
      setUp: around.setUp,
      rules,
      describes: around.describes,
      match,
      bookingKey: row.booking_key,
      status: row.status,
      details,
      sourceName,
      writeNumber: row.write_number,
      sameAs,
      hostUserId,
      apiUserId: client.userId,
      eventId: match.eventGone ? null : (own?.eventId ?? row.event_record_id),
      lastWritten,
      uncertain: own !== null && own.writeNumber !== lastWritten?.writeNumber,
    };
    const plan = planBooking(input);
    if ('park' in plan) {
      trail.push(...plan.trail);
      throw new ParkedBooking(plan.park);
    }
    if (own !== null && arrivedUnheard(own, claim, plan)) {
      trail.push({ stage: 'match', code: 'already_written', text: endTexts.alreadyWritten });
      return report(alreadyThere(client.orgId, match, own));
    }
    trail.push(...plan.trail);
    const trailLength = around.describes.get('Booking__c')?.fields.get('Trail__c')?.length || 32_000;
    const trailText = await readTrailText(db, row.id, trail, trailLength, now());
    progress.writeSent = true;
    const written = await writeBooking(
      client,
      withTrail(plan, trailText, trailLength),
      {
        writeNumber: row.write_number,
        host: emailKey(details.host?.email ?? null),
        describes: around.describes,
        resource: deps.writeResource ?? 'graph',
      },
      signal,
    );
    progress.writeSent = false;
    if (written.outcome === 'written') {
      const { person, ids } = written;
      trail.push({ stage: 'write', code: 'written', text: tellWritten(plan) });
      const { account: accountId, case: caseId, event: eventId, booking: bookingId } = ids;
      const records = { orgId: client.orgId, person, accountId, caseId, eventId, bookingId: bookingId ?? '' };
      return report({ ...records, written: written.written });
    }
    trail.push({ stage: 'write', code: written.why, text: lookAgainTexts[written.why] });
    // One more look and one more write, so at most two extra calls; then the refusal is the answer.
    if (round === 2) throw written.refusal;
    if (written.why === 'duplicate' && rules.duplicates !== 'use_match') throw written.refusal;
    if (written.why === 'owner_refused') {
      deps.hostUsers.forget(client.orgId);
      // Only the host may be replaced by the fallback; a fixed owner is for a person to change.
      if (hostUserId === null) throw written.refusal;
      hostUserId = null;
    }
    // Salesforce does not always say whether the Event is gone or what it names: it is looked at.
    again = {
      duplicateIds: written.duplicateIds,
      eventId: written.why === 'event_gone' ? input.eventId : null,
    };
  }
}

async function matchOrPark(
  client: SalesforceClient,
  { row }: Claim,
  request: Omit<MatchRequest, 'bookingKey'>,
  signal: AbortSignal,
  trail: TrailRow[],
): Promise<Match> {
  const match = await matchBooking(client, { bookingKey: row.booking_key, ...request }, signal);
  trail.push(...match.trail);
  if ('park' in match) throw new ParkedBooking(match.park);
  return match;
}

function skipsUnwritten(status: BookingStatus, rule: Rules['canceledBeforeWrite']): boolean {
  return rule === 'skip' && (status === 'canceled' || status === 'rejected');
}

function deletedInOrg(what: 'Event' | 'Booking'): ParkedBooking {
  return new ParkedBooking({
    code: 'deleted_in_salesforce',
    message: `The ${what} of this booking was deleted in Salesforce.`,
    fix: 'Restore it from the recycle bin, or let Creation rules (/setup/creation-rules) create it again; then press Replay.',
  });
}

function alreadyThere(orgId: string, { person }: Match, own: OwnRecord): Success['records'] {
  const found = person && {
    type: person.sObject === 'Lead' ? ('Lead' as const) : ('Contact' as const),
    id: person.id,
  };
  const { accountId, caseId, eventId, id: bookingId } = own;
  return { orgId, person: found, accountId, caseId, eventId, bookingId, written: null };
}

/** What stands in anybody's text is made harmless first, which can make it longer; the newest lines stay. */
function withTrail(plan: Plan, trailText: string, most: number): Plan {
  const text = cleanText(trailText).slice(-most).toWellFormed();
  return {
    ...plan,
    records: plan.records.map((record) =>
      record.ref === 'booking' ? { ...record, values: { ...record.values, Trail__c: text } } : record,
    ),
  };
}

function tellWritten({ records, person }: Plan): string {
  const what = records.some(({ ref }) => ref === 'event')
    ? 'The Event and the Booking are'
    : 'The Booking is';
  return `${what} in Salesforce${person === null ? '' : `, linked to the ${person.type}`}.`;
}

const endTexts = {
  otherOrg:
    'This booking is in another org than the connected one. It is brought up to date when that org is connected again.',
  neverWritten: 'It never reached Salesforce, so there is nothing to cancel there.',
  canceledBeforeWrite:
    'It was canceled before it was written, and the rules leave such bookings out of Salesforce.',
  alreadyWritten: 'Salesforce had saved it already, though its answer was lost. Nothing more to do.',
};

const lookAgainTexts: Record<LookAgain['why'], string> = {
  key_taken: 'This booking was saved in Salesforce a moment ago. It is looked up again and updated.',
  fence: 'Salesforce holds a newer state of this booking. It is looked up again.',
  event_gone: 'The Event, or a record that it names, was deleted in Salesforce. Both are looked up again.',
  booking_gone: 'The Booking was deleted in Salesforce. It is created again.',
  case_gone: 'The Case was deleted in Salesforce. It is looked for again.',
  account_gone: 'The Account was deleted or merged in the meantime. It is looked for again.',
  person_gone:
    'The Lead or Contact was deleted, merged or converted in the meantime. The person is looked for again.',
  related_gone: 'What the Event is related to was deleted in the meantime. It is looked for again.',
  owner_refused: 'Salesforce does not accept this owner any more.',
  duplicate: 'A duplicate rule of the org says that this person or company is there already.',
};

/** Our last write reached the org though its answer never reached us, and nothing has changed since. */
function arrivedUnheard(own: OwnRecord, { row, last }: Claim, { records }: Plan): boolean {
  if (last.writeNumber === 0 || own.writeNumber !== last.writeNumber || last.version !== row.version)
    return false;
  const planned = records.find(({ ref }) => ref === 'booking')?.planned ?? {};
  // After a restored back-up, numbers come a second time; then the same number says nothing about the state.
  return own.status === planned['Status__c'] && isSameInstant(own.start, planned['Start__c']);
}

function isSameInstant(one: string | null, other: unknown): boolean {
  return typeof other === 'string' && one !== null && new Date(one).getTime() === new Date(other).getTime();
}
