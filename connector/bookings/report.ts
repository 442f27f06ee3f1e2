// Trip 2, stage `report`: what became of a booking goes into its row and its trail, in one transaction.
// Only the holder of the claim may write here: a claim that was taken over in the meantime changes nothing.
import type { Db } from '../store/schema.ts';
import type { PersonRecord, TrailRow } from './booking.ts';
import type { ProblemField, Written } from './plan.ts';
import type { Claim } from './worker/claims.ts';
import { addTrail } from './trail.ts';

export type Problem = { code: string; message: string; fix: string | null; field?: ProblemField | null };

export type Ended = { apiCalls: number; trail: readonly TrailRow[] };

export type Success = Ended & {
  /** Null: nothing was written, because nothing had to be. */
  records: {
    orgId: string;
    person: PersonRecord | null;
    accountId: string | null;
    caseId: string | null;
    eventId: string | null;
    bookingId: string;
    /** Null: our last write arrived unheard; what it said is known from before or not at all. */
    written: Written | null;
  } | null;
};

export type Failure = Ended & {
  sync: 'waiting' | 'parked' | 'pending';
  dueAt: Date;
  problem: Problem | null;
  /** A write was sent whose end is not known. */
  unsettled: boolean;
  /** The org holds a higher number than ours (an older back-up of our database was restored): go on above it. */
  writeNumberFloor?: number;
};

/** False: the claim was lost, and nothing was changed. */
export async function reportSuccess(db: Db, claim: Claim, success: Success, now: Date): Promise<boolean> {
  const { row, token } = claim;
  const { records } = success;
  return db.transaction().execute(async (trx) => {
    const updated = await trx
      .updateTable('bookings')
      .set(({ eb, ref, val }) => ({
        // A newer state came in while this one was written: it is due at once.
        sync: eb
          .case()
          .when('version', '>', row.attempted_version)
          .then(val<'pending' | 'done'>('pending'))
          .else(val<'pending' | 'done'>('done'))
          .end(),
        due_at: now,
        tries: 0,
        problem: null,
        claim_token: null,
        claimed_by: null,
        claimed_at: null,
        unsettled: false,
        api_calls: eb(ref('api_calls'), '+', success.apiCalls),
        updated_at: now,
        ...(records && {
          written_version: row.attempted_version,
          org_id: records.orgId,
          person_type: records.person?.type ?? null,
          person_id: records.person?.id ?? null,
          event_record_id: records.eventId,
          booking_record_id: records.bookingId,
          account_record_id: records.accountId,
          case_record_id: records.caseId,
          ...(records.written && { written: JSON.stringify(records.written) }),
        }),
      }))
      .where('id', '=', row.id)
      .where('claim_token', '=', token)
      .returning('id')
      .executeTakeFirst();
    if (updated) await addTrail(trx, row, now, success.trail);
    return updated !== undefined;
  });
}

/** False: the claim was lost, and nothing was changed. */
export async function reportFailure(db: Db, claim: Claim, failure: Failure, now: Date): Promise<boolean> {
  const { row, token } = claim;
  return db.transaction().execute(async (trx) => {
    const updated = await trx
      .updateTable('bookings')
      .set(({ eb, ref, fn, val }) => ({
        // A newer state may cure what was refused: it is tried at once instead of parked.
        sync: eb
          .case()
          .when('version', '>', row.attempted_version)
          .then(val<Failure['sync']>('pending'))
          .else(val(failure.sync))
          .end(),
        due_at: failure.sync === 'parked' ? now : failure.dueAt,
        tries: eb(ref('tries'), '+', 1),
        problem: failure.problem && JSON.stringify(failure.problem),
        claim_token: null,
        claimed_by: null,
        claimed_at: null,
        // A parked booking may stay so for days; others of the same person must not wait for it.
        unsettled: failure.unsettled && failure.sync !== 'parked',
        ...(failure.writeNumberFloor !== undefined && {
          write_number: fn<number>('greatest', [ref('write_number'), val(failure.writeNumberFloor)]),
          // That number is somebody else's write: it must never be taken for one of ours that arrived.
          attempted_version: 0,
        }),
        api_calls: eb(ref('api_calls'), '+', failure.apiCalls),
        updated_at: now,
      }))
      .where('id', '=', row.id)
      .where('claim_token', '=', token)
      .returning('id')
      .executeTakeFirst();
    if (updated) await addTrail(trx, row, now, failure.trail);
    return updated !== undefined;
  });
}
