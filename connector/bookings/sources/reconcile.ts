// Every hour, and when a series ended: the bookings of a tool that are to come, compared with what is known here. Lost events
// come back, and what was canceled there without a word is canceled here. What the key cannot see is never taken for canceled.
import { z } from 'zod';
import { isAppError } from '../../errors.ts';
import { readSetUp } from '../../setup/read-set-up.ts';
import type { Waits } from '../../waits.ts';
import type { BookingDeps } from '../booking-deps.ts';
import type { Message } from '../booking.ts';
import { fileEvent } from '../inbox.ts';
import { compare, upcomingOf } from './compare.ts';
import type { Difference } from './compare.ts';
import type { SourceRow } from './source-rows.ts';
import type { BookingId, ToolBooking } from './tools/tool.ts';
import { askToolOf } from './tools/tools.ts';
import type { AskedTool } from './tools/tools.ts';

export type ReconcileDeps = Pick<BookingDeps, 'db' | 'vault' | 'log' | 'now' | 'wake'> & { waits: Waits };

/** What the page shows of the last comparison. */
export const reconciledSchema = z.object({
  at: z.string(),
  seen: z.number(),
  added: z.number(),
  changed: z.number(),
  canceled: z.number(),
  /** Known here, and not to be seen with this key. */
  notVisible: z.number(),
  problem: z.object({ code: z.string(), message: z.string(), fix: z.string().nullable() }).nullable(),
});
export type Reconciled = z.infer<typeof reconciledSchema>;

/** Bookings asked for one by one in one comparison: each costs the tool a request. */
const mostAsked = 300;

/** Never throws but when `signal` ends it: what went wrong is the result. */
export async function reconcile(
  deps: ReconcileDeps,
  row: SourceRow,
  signal: AbortSignal,
): Promise<Reconciled> {
  const from = deps.now();
  const result: Reconciled = {
    at: from.toISOString(),
    seen: 0,
    added: 0,
    changed: 0,
    canceled: 0,
    notVisible: 0,
    problem: null,
  };
  try {
    const asked = askToolOf(deps, row, signal);
    if (asked) await compareAll(deps, row, asked, from, result);
  } catch (error) {
    if (signal.aborted) throw error;
    deps.log.warn({ sourceId: row.id, err: error }, 'the bookings of a source could not be compared');
    result.problem = isAppError(error)
      ? { code: error.code, message: error.message, fix: error.fix ?? null }
      : {
          code: 'internal_error',
          message: 'The bookings could not be compared.',
          fix: 'It is tried again by itself within the hour.',
        };
  }
  return result;
}

async function compareAll(
  deps: ReconcileDeps,
  row: SourceRow,
  { tool, call }: AskedTool,
  from: Date,
  result: Reconciled,
): Promise<void> {
  const { setUp } = await readSetUp(deps.db, row.workspace_id);
  const listed: ToolBooking[] = [];
  for await (const booking of tool.listUpcoming(call, from, setUp.recordIdParameter)) listed.push(booking);
  const seen = new Set<string>();
  const settle = async (booking: ToolBooking): Promise<void> => {
    const compared = await compare(deps.db, row.id, booking);
    if (compared.bookingId !== null) seen.add(compared.bookingId);
    const filed = compared.message && (await file(deps, row, booking, compared.message, from));
    if (filed !== null) {
      seen.add(filed);
      count(result, compared.difference);
    }
  };
  for (const booking of newestOfChains(listed)) {
    result.seen += 1;
    await settle(booking);
  }
  for (const known of await upcomingOf(deps.db, row.id, from, mostAsked + seen.size)) {
    if (seen.has(known.id)) continue;
    const found = await followMoves(known, (id) => tool.readBooking(call, id, setUp.recordIdParameter));
    if (found === null) result.notVisible += 1;
    else await settle(found);
  }
}

/** A move that we never heard of: the booking says where it goes on. */
async function followMoves(
  known: BookingId,
  read: (id: BookingId) => Promise<ToolBooking | null>,
): Promise<ToolBooking | null> {
  let found = await read(known);
  for (let steps = 0; found?.state === 'moved' && steps < 10; steps += 1) {
    const { nextId, bookingId } = found.message;
    if (nextId === undefined) return found;
    const next = await read({ bookingId: nextId, attendee: known.attendee });
    if (next === null) return found;
    found = { ...next, message: { ...next.message, previousId: next.message.previousId ?? bookingId } };
  }
  return found;
}

/** The half of a move that was left behind says nothing any more, whatever its tool calls its state. */
function newestOfChains(listed: readonly ToolBooking[]): ToolBooking[] {
  const replaced = new Set(listed.map(({ message }) => message.previousId).filter((id) => id !== null));
  return listed.filter(({ message }) => !replaced.has(message.bookingId));
}

/** The id of the booking, or null when it was filed before. */
async function file(
  { db, now, wake, waits }: ReconcileDeps,
  row: SourceRow,
  { body, state, changedAt }: ToolBooking,
  message: Message,
  from: Date,
): Promise<string | null> {
  const { bookingId, attendee = '' } = message;
  // The tool said so when it was asked; a message that it sends meanwhile is newer. What is new keeps its own time.
  const occurredAt = message.change === 'scheduled' && state === 'live' ? (changedAt ?? from) : from;
  const event = { type: 'reconcile', eventId: null, occurredAt, message };
  const filed = await fileEvent(
    db,
    { event, eventKey: `id:reconcile ${from.toISOString()} ${bookingId} ${attendee}`, body },
    {
      workspaceId: row.workspace_id,
      sourceId: row.id,
      receivedAt: now(),
      correlationId: `reconcile-${row.id}`,
      paused: row.paused_at !== null,
    },
    waits,
  );
  if (filed.state === 'applied') await wake(row.workspace_id);
  return filed.bookingId;
}

function count(result: Reconciled, difference: Difference): void {
  if (difference === 'new' || difference === 'confirmed') result.added += 1;
  else if (difference === 'canceled') result.canceled += 1;
  else if (difference === 'moved' || difference === 'changed') result.changed += 1;
}
