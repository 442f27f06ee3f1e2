// TRIP 2, told from top to bottom: intake → inbox, then match → map → write → report. Each stage is a file of its own
// name and none knows another. An event that was answered with 202 is on disk; whatever happens after that (killed,
// slow, full, twice), the booking is in the org once, in its last state.
import type { Db } from '../store/schema.ts';
import type { SalesforceClient } from '../salesforce/client.ts';
import type { DescribeCache } from '../salesforce/describe-cache.ts';
import type { Waits } from '../waits.ts';
import { detailsSchema } from './booking.ts';
import type { TrailRow } from './booking.ts';
import type { Claim } from './worker/claims.ts';
import { readContext } from './booking-context.ts';
import { readFieldLengths } from './field-lengths.ts';
import { fileEvent } from './inbox.ts';
import type { Envelope, FiledEvent } from './inbox.ts';
import { admitEvent } from './intake.ts';
import type { RawRequest, SourceSide } from './intake.ts';
import { mapBooking } from './map.ts';
import type { Plan } from './map.ts';
import { matchBooking } from './match.ts';
import type { OwnRecord } from './match.ts';
import { reportSuccess } from './report.ts';
import type { Success } from './report.ts';
import { sourceReaders } from './sources/source-readers.ts';
import { readTrailText } from './trail.ts';
import { writeBooking } from './write.ts';
import type { LookAgain } from './write.ts';

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

export type SyncDeps = { db: Db; describes: DescribeCache; now: () => Date };

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
  { db, describes, now }: SyncDeps,
  client: SalesforceClient,
  claim: Claim,
  signal: AbortSignal,
  progress: Progress,
): Promise<boolean> {
  const { row } = claim;
  const { trail } = progress;
  const report = (records: Success['records']): Promise<boolean> =>
    reportSuccess(db, claim, { records, apiCalls: client.calls(), trail }, now());

  if (row.org_id !== null && row.org_id !== client.orgId) {
    trail.push({
      stage: 'match',
      code: 'other_org',
      text: 'This booking is in another org than the connected one. It is brought up to date when that org is connected again.',
    });
    return report(null);
  }
  const details = detailsSchema.parse(row.details);
  const { sourceName, sameAs } = await readContext(db, row);
  const lengthOf = await readFieldLengths(describes, client);
  let eventGone = false;
  for (let round = 1; ; round += 1) {
    const match = await matchBooking(client, { bookingKey: row.booking_key, person: details.person }, signal);
    trail.push(...match.trail);
    const { own } = match;
    // The fence would refuse this claim's number.
    if (own !== null && own.writeNumber > row.write_number) throw new NewerStateSaved(own.writeNumber);
    if (own === null && sameAs !== null) {
      trail.push({
        stage: 'match',
        code: 'never_written',
        text: 'It never reached Salesforce, so there is nothing to cancel there.',
      });
      return report(null);
    }
    const plan = mapBooking(
      {
        bookingKey: row.booking_key,
        status: row.status,
        details,
        sourceName,
        writeNumber: row.write_number,
        person: match.person,
        matchReason: match.reason,
        sameAs,
      },
      lengthOf,
    );
    if (own !== null && arrivedUnheard(own, claim, plan)) {
      trail.push({
        stage: 'match',
        code: 'already_written',
        text: 'Salesforce had saved it already, though its answer was lost. Nothing more to do.',
      });
      return report({ orgId: client.orgId, person: match.person, eventId: own.eventId, bookingId: own.id });
    }
    trail.push(...plan.trail);
    const trailText = await readTrailText(
      db,
      row.id,
      trail,
      lengthOf('Booking__c', 'Trail__c') ?? 32_000,
      now(),
    );
    progress.writeSent = true;
    const written = await writeBooking(
      client,
      {
        bookingKey: row.booking_key,
        lead: plan.lead,
        person: plan.person,
        event: plan.event,
        booking: { ...plan.booking, Trail__c: trailText },
        eventId: eventGone ? null : (own?.eventId ?? row.event_record_id),
        bookingId: own?.id ?? null,
      },
      signal,
    );
    progress.writeSent = false;
    if (written.outcome === 'written') {
      const { person, eventId, bookingId } = written;
      const who = person === null ? '' : `, linked to the ${person.type}`;
      trail.push({
        stage: 'write',
        code: 'written',
        text: `The Event and the Booking are in Salesforce${who}.`,
      });
      return report({ orgId: client.orgId, person, eventId, bookingId });
    }
    trail.push({ stage: 'write', code: written.why, text: lookAgainTexts[written.why] });
    // One more look and one more write, so at most two extra calls; then the refusal is the answer.
    if (round === 2) throw written.refusal;
    eventGone ||= written.why === 'event_gone';
  }
}

const lookAgainTexts: Record<LookAgain['why'], string> = {
  key_taken: 'This booking was saved in Salesforce a moment ago. It is looked up again and updated.',
  fence: 'Salesforce holds a newer state of this booking. It is looked up again.',
  event_gone: 'The Event was deleted in Salesforce. It is created again.',
  booking_gone: 'The Booking was deleted in Salesforce. It is created again.',
  person_gone:
    'The Lead or Contact was deleted or converted in the meantime. The person is looked for again.',
};

/** Our last write reached the org though its answer never reached us, and nothing has changed since. */
function arrivedUnheard(own: OwnRecord, { row, last }: Claim, { booking }: Plan): boolean {
  if (last.writeNumber === 0 || own.writeNumber !== last.writeNumber || last.version !== row.version)
    return false;
  // After a restored back-up, numbers come a second time; then the same number says nothing about the state.
  return own.status === booking['Status__c'] && isSameInstant(own.start, booking['Start__c']);
}

function isSameInstant(one: string | null, other: unknown): boolean {
  return typeof other === 'string' && one !== null && new Date(one).getTime() === new Date(other).getTime();
}
