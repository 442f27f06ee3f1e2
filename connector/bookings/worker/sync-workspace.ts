// One slice of work for one workspace: its due bookings one after another through syncBooking, each failure sorted once
// by its `retry`. Soon: this booking waits seconds. Later: the connection pauses. Reconnect: all wait. Never: parked.
import { isAppError } from '../../errors.ts';
import type { AppError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { SalesforceClient } from '../../salesforce/client.ts';
import { isSalesforceError } from '../../salesforce/errors.ts';
import { backOff } from '../../waits.ts';
import type { Waits } from '../../waits.ts';
import type { TrailRow } from '../booking.ts';
import { claimNext } from './claims.ts';
import type { Claim } from './claims.ts';
import { isCompanionAppMissing } from '../companion-app.ts';
import { endPause, flagConnection, holdBookings, holdOf, pauseConnection } from './holds.ts';
import type { ConnectionRow } from './holds.ts';
import { fieldOf } from '../parked-booking.ts';
import { reportFailure } from '../report.ts';
import type { Failure, Problem } from '../report.ts';
import { syncBooking } from '../sync-bookings.ts';
import type { NewerStateSaved, Progress, SyncDeps } from '../sync-bookings.ts';

export type SliceDeps = SyncDeps & {
  log: Log;
  waits: Waits;
  processKey: string;
  /** Tokens of the claims that this process works on at this moment. */
  inHand: Set<string>;
  clientFor(connectionId: string): Promise<SalesforceClient>;
};

export type SliceSignals = {
  /** Ends a call that is under way: the queue gave this job to somebody else. */
  abort: AbortSignal;
  /** Ends the slice after the booking in hand: the process stops. */
  drain: AbortSignal;
};

/** Works until nothing is due, a signal says stop, or the slice's time is over; true: there is more. */
export async function syncWorkspace(
  deps: SliceDeps,
  workspaceId: string,
  signals: SliceSignals,
): Promise<boolean> {
  const until = deps.now().getTime() + deps.waits.slice;
  while (!signals.abort.aborted && !signals.drain.aborted) {
    const now = deps.now();
    if (now.getTime() >= until) return true;
    const connection = await readConnection(deps, workspaceId);
    const hold = holdOf(connection, now);
    if (hold) await holdBookings(deps.db, workspaceId, now);
    if (hold || !connection) return false;
    const claim = await claimNext(deps.db, workspaceId, deps.processKey, now);
    if (!claim) return false;
    deps.inHand.add(claim.token);
    try {
      await syncClaim(deps, connection, claim, signals.abort);
    } finally {
      deps.inHand.delete(claim.token);
    }
  }
  return false;
}

async function readConnection({ db }: SliceDeps, workspaceId: string): Promise<ConnectionRow | null> {
  const row = await db
    .selectFrom('connections')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row ?? null;
}

async function syncClaim(
  deps: SliceDeps,
  connection: ConnectionRow,
  claim: Claim,
  signal: AbortSignal,
): Promise<void> {
  const progress: Progress = { trail: [], writeSent: false };
  let client: SalesforceClient | null = null;
  const log = deps.log.child({ bookingId: claim.row.id, writeNumber: claim.row.write_number });
  try {
    client = await deps.clientFor(connection.id);
    const kept = await syncBooking(deps, client, claim, signal, progress);
    if (!kept) log.warn({ stage: 'report' }, 'the claim was taken over; its result is left to its successor');
    await endPause(deps.db, connection, deps.now());
  } catch (error) {
    const ended = { apiCalls: client?.calls() ?? 0, trail: progress.trail };
    const failure = await sortFailure(deps, connection, claim, error, isUnsettled(error, claim, progress));
    // The org's fields may be shorter than they were when they were described.
    if (client && staleDescribe.has(failure.problem?.code ?? '')) deps.describes.forget(client.orgId);
    if (failure.problem)
      log.warn({ stage: 'report', err: error, sync: failure.sync }, 'the booking was not written');
    const trail: TrailRow[] = [...ended.trail, ...tell(failure)];
    await reportFailure(deps.db, claim, { ...failure, ...ended, trail }, deps.now());
  }
}

/** The org's fields are not as they were when they were described. */
const staleDescribe = new Set([
  'record_refused_string_too_long',
  'record_refused_invalid_field',
  'record_refused_invalid_field_for_insert_update',
  'record_refused_required_field_missing',
  'record_refused_invalid_or_null_for_restricted_picklist',
  'required_field',
  'object_not_writable',
  'match_field_missing',
]);

type Sorted = Omit<Failure, 'apiCalls' | 'trail'>;

async function sortFailure(
  { db, waits, now }: SliceDeps,
  connection: ConnectionRow,
  { row }: Claim,
  error: unknown,
  unsettled: boolean,
): Promise<Sorted> {
  const at = now();
  const after = (ms: number): Date => new Date(at.getTime() + ms);
  // After some minutes of failing, a booking must not use up the org's API calls minute by minute.
  const soonMost = row.tries < 10 ? waits.soonMost : waits.limit;
  const soonMs = backOff(waits.soon, soonMost, row.tries + 1);
  const soon = after(soonMs);
  if (isNewerState(error)) {
    return { sync: 'pending', dueAt: at, problem: null, unsettled, writeNumberFloor: error.writeNumber };
  }
  if (!isAppError(error)) {
    // A mistake of ours: it may pass (the database was away), but it must not go on for ever unseen.
    const sync = row.tries >= 10 ? 'parked' : 'waiting';
    return { sync, dueAt: soon, problem: internalProblem, unsettled };
  }
  const problem = problemOf(error);
  // Stopped by ourselves (shutting down, lost heartbeat): not a failure of anybody.
  if (isSalesforceError(error) && error.errorCode === 'ABORTED') {
    return { sync: 'pending', dueAt: at, problem: null, unsettled };
  }
  if (isCompanionAppMissing(error)) {
    await flagConnection(db, connection, problem, at);
    return { sync: 'waiting', dueAt: after(3_600_000), problem, unsettled };
  }
  switch (error.retry) {
    case 'soon':
      return { sync: 'waiting', dueAt: soon, problem, unsettled };
    case 'later': {
      const isLimit = isSalesforceError(error) && error.errorCode === 'REQUEST_LIMIT_EXCEEDED';
      const until = await pauseConnection(
        db,
        connection,
        problem,
        isLimit ? 'limit' : 'unavailable',
        waits,
        at,
      );
      // Others go first when the pause ends: what only this booking brings about must not hold up all of them for ever.
      return { sync: 'waiting', dueAt: new Date(until.getTime() + soonMs), problem, unsettled };
    }
    case 'reconnect':
      // Not longer: the new login may be saved before this is. Until then the next look costs no call.
      return { sync: 'waiting', dueAt: soon, problem, unsettled };
    case 'never':
      return { sync: 'parked', dueAt: at, problem, unsettled };
  }
}

/** Whether a write that nobody heard the end of may still arrive in the org. */
function isUnsettled(error: unknown, claim: Claim, { writeSent }: Progress): boolean {
  if (!isAppError(error) || error.code === 'salesforce_not_understood')
    return writeSent || claim.wasUnsettled;
  if (!isSalesforceError(error)) return claim.wasUnsettled && !writeSent;
  const answered = error.httpStatus >= 400 && error.httpStatus < 500;
  return writeSent ? !answered : claim.wasUnsettled;
}

function isNewerState(error: unknown): error is NewerStateSaved {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'NewerStateSaved';
}

function problemOf(error: AppError): Problem {
  return { code: error.code, message: error.message, fix: error.fix ?? null, field: fieldOf(error) };
}

const internalProblem: Problem = {
  code: 'internal_error',
  message: 'Something went wrong inside Bookbridge while this booking was written.',
  fix: 'It is tried again by itself. If it is parked in the end, the log of the connector says why.',
};

function tell({ sync, problem, dueAt, writeNumberFloor }: Sorted): TrailRow[] {
  if (writeNumberFloor !== undefined) {
    const text =
      'Salesforce holds a newer state of this booking than expected. It is compared and written again.';
    return [{ stage: 'report', code: 'newer_saved', text }];
  }
  if (!problem) return [];
  const next =
    sync === 'parked'
      ? 'The booking is parked until somebody acts.'
      : `Bookbridge tries again at ${dueAt.toISOString().slice(0, 19)}Z.`;
  return [{ stage: 'report', code: problem.code, text: `${problem.message} ${next}` }];
}
