// Backfill: all upcoming bookings of a tool, read with the source's API key and shown before anything is filed.
import { isAppError } from '../../errors.ts';
import { readSetUp } from '../../setup/read-set-up.ts';
import { fullName } from '../booking.ts';
import type { Message } from '../booking.ts';
import { compare } from './compare.ts';
import type { Difference } from './compare.ts';
import { addImport, columnsOf, emptyPreview, leaseMs } from './imports.ts';
import type { Imported, Preview } from './imports.ts';
import type { ReconcileDeps } from './reconcile.ts';
import type { SourceRow } from './source-rows.ts';
import type { ToolBooking } from './tools/tool.ts';
import { askToolOf } from './tools/tools.ts';
import type { AskedTool } from './tools/tools.ts';

const mostBookings = 5_000;
const rowsShown = 100;

/** Begins to read; the page asks how far it is. Gives null without an API key. */
export async function beginBackfill(
  deps: ReconcileDeps,
  row: SourceRow,
  byName: string,
  signal: AbortSignal,
): Promise<string | null> {
  const asked = askToolOf(deps, row, signal);
  if (!asked) return null;
  const given = { kind: 'backfill', state: 'reading', fileName: null, byName } as const;
  const id = await addImport(deps, row, given, { preview: emptyPreview, messages: [] });
  void readAll(deps, row, asked, id).catch((error: unknown) => fail(deps, id, error));
  return id;
}

async function readAll(
  deps: ReconcileDeps,
  row: SourceRow,
  { tool, call }: AskedTool,
  id: string,
): Promise<void> {
  const { db, now } = deps;
  const from = now();
  const { setUp } = await readSetUp(db, row.workspace_id);
  const messages: Imported[] = [];
  const preview: Preview = { ...emptyPreview, counts: {}, rows: [] };
  for await (const booking of tool.listUpcoming(call, from, setUp.recordIdParameter)) {
    if (messages.length >= mostBookings) {
      preview.isCut = true;
      break;
    }
    const { difference, message } = await compare(db, row.id, booking);
    addRow(preview, difference, booking.message);
    if (message !== null) messages.push(importedOf(booking, message, from));
    await db
      .updateTable('source_imports')
      .set({ lease_until: new Date(now().getTime() + leaseMs) })
      .where('id', '=', id)
      .execute();
  }
  await db
    .updateTable('source_imports')
    .set({ ...columnsOf({ preview, messages }), state: 'previewed', lease_until: null })
    .where('id', '=', id)
    .execute();
}

function importedOf({ changedAt, body }: ToolBooking, message: Message, from: Date): Imported {
  const { bookingId, attendee = '' } = message;
  const isNew = message.change === 'scheduled' || message.change === 'requested';
  return {
    eventKey: `id:backfill ${isNew ? '' : from.toISOString()} ${bookingId} ${attendee}`,
    type: 'backfill',
    occurredAt: (isNew && changedAt !== null ? changedAt : from).toISOString(),
    message,
    body,
  };
}

/** News first: what is known already is only counted. */
export function addRow(preview: Preview, what: Difference, message: Message): void {
  preview.counts[what] = (preview.counts[what] ?? 0) + 1;
  const { details } = message;
  if (what === 'same' || details === null || preview.rows.length >= rowsShown) return;
  preview.rows.push({
    what,
    person: fullName(details.person) ?? details.person.email ?? details.person.phone ?? '',
    title: details.title ?? '',
    startsAt: details.start ?? '',
    timeZone: details.timeZone ?? '',
  });
}

async function fail({ db, log, now }: ReconcileDeps, id: string, error: unknown): Promise<void> {
  log.warn({ err: error }, 'the bookings of a source could not be read');
  const problem = isAppError(error)
    ? { code: error.code, message: error.message, fix: error.fix ?? null }
    : { code: 'internal_error', message: 'The bookings could not be read.', fix: 'Try again.' };
  await db
    .updateTable('source_imports')
    .set({ state: 'failed', problem: JSON.stringify(problem), finished_at: now(), lease_until: null })
    .where('id', '=', id)
    .execute()
    .catch((cause: unknown) => log.warn({ err: cause }, 'that an import failed could not be noted'));
}

/** A process that ended while it read left nothing to start. */
export async function failLostReadings({ db, now }: Pick<ReconcileDeps, 'db' | 'now'>): Promise<void> {
  const problem = {
    code: 'reading_interrupted',
    message: 'Bookbridge was stopped while it read.',
    fix: 'Start again.',
  };
  await db
    .updateTable('source_imports')
    .set({ state: 'failed', problem: JSON.stringify(problem), finished_at: now(), lease_until: null })
    .where('state', '=', 'reading')
    .where('lease_until', '<', now())
    .execute();
}
