// Imports: bookings read from a tool or a file, shown first, then filed one by one. A row in `source_imports` says how far one
// is; a process that dies in the middle is followed by another, and what was filed already is not filed twice.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Db } from '../../store/schema.ts';
import { messageSchema } from '../booking.ts';
import { notFound } from '../booking-deps.ts';
import { fileEvent } from '../inbox.ts';
import { findBooking } from './compare.ts';
import { idsOf } from '../state/booking-state.ts';
import type { ReconcileDeps } from './reconcile.ts';

/** One booking as it will be filed. `line`: where it stands in the file. */
export const importedSchema = z.object({
  eventKey: z.string(),
  type: z.string(),
  occurredAt: z.string().nullable(),
  message: messageSchema,
  body: z.unknown(),
});
export type Imported = z.infer<typeof importedSchema>;

const previewRow = z.object({
  what: z.enum(['new', 'same', 'canceled', 'moved', 'changed', 'confirmed']),
  person: z.string(),
  title: z.string(),
  startsAt: z.string(),
  timeZone: z.string(),
});
export const previewSchema = z.object({
  /** How many of each kind. */
  counts: z.record(z.string(), z.number()),
  rows: z.array(previewRow),
  /** Lines of a file that cannot be taken, with the field and what is wrong. */
  refused: z.array(z.object({ line: z.number(), field: z.string(), problem: z.string() })),
  refusedLines: z.number(),
  /** Columns of a file that no field takes. */
  unusedColumns: z.array(z.string()),
  /** There are more than can be taken at once. */
  isCut: z.boolean(),
});
export type Preview = z.infer<typeof previewSchema>;
export const emptyPreview: Preview = {
  counts: {},
  rows: [],
  refused: [],
  refusedLines: 0,
  unusedColumns: [],
  isCut: false,
};

const countsSchema = z.object({ filed: z.number(), same: z.number() });
const problemSchema = z.object({ code: z.string(), message: z.string(), fix: z.string().nullable() });

export const leaseMs = 120_000;
const noted = 25;

export async function showImport(db: Db, workspaceId: string, sourceId: string, id: string) {
  const row = await db
    .selectFrom('source_imports')
    .selectAll()
    .where('id', '=', id)
    .where('source_id', '=', sourceId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (!row) throw notFound('import');
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    fileName: row.file_name,
    preview: previewSchema.parse(row.preview),
    total: row.total,
    position: row.position,
    counts: countsSchema.parse(row.counts),
    problem: row.problem === null ? null : problemSchema.parse(row.problem),
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

export async function addImport(
  { db, now }: Pick<ReconcileDeps, 'db' | 'now'>,
  source: { id: string; workspace_id: string },
  given: {
    kind: 'backfill' | 'file';
    state: 'reading' | 'previewed';
    fileName: string | null;
    byName: string;
  },
  read: { preview: Preview; messages: readonly Imported[] },
): Promise<string> {
  const id = randomUUID();
  // What was looked at and never started is of no use a day later.
  await db
    .deleteFrom('source_imports')
    .where('source_id', '=', source.id)
    .where('state', '=', 'previewed')
    .where('created_at', '<', new Date(now().getTime() - 86_400_000))
    .execute();
  await db
    .insertInto('source_imports')
    .values({
      id,
      workspace_id: source.workspace_id,
      source_id: source.id,
      kind: given.kind,
      state: given.state,
      file_name: given.fileName,
      ...columnsOf(read),
      counts: JSON.stringify({ filed: 0, same: 0 }),
      created_at: now(),
      created_by_name: given.byName,
      lease_until: given.state === 'reading' ? new Date(now().getTime() + leaseMs) : null,
    })
    .execute();
  return id;
}

export function columnsOf({ preview, messages }: { preview: Preview; messages: readonly Imported[] }) {
  return { preview: JSON.stringify(preview), messages: JSON.stringify(messages), total: messages.length };
}

/** Started twice, it runs once. */
export async function startImport({ db, now }: Pick<ReconcileDeps, 'db' | 'now'>, id: string): Promise<void> {
  const row = await db
    .updateTable('source_imports')
    .set({ state: 'running', lease_until: now() })
    .where('id', '=', id)
    .where('state', '=', 'previewed')
    .returning('id')
    .executeTakeFirst();
  if (!row) {
    throw new AppError(
      'import_not_ready',
      'This import cannot be started: it was started before, or is not read yet.',
      {
        status: 409,
        fix: 'Load the page again to see how far it is.',
      },
    );
  }
}

/** Runs what is due until nothing is: started imports, also those of a process that died. */
export async function runImports(deps: ReconcileDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const row = await takeImport(deps);
    if (!row) return;
    await runImport(deps, row, signal);
  }
}

type Taken = {
  id: string;
  workspace_id: string;
  source_id: string;
  kind: string;
  messages: unknown;
  position: number;
  counts: unknown;
};

async function takeImport({ db, now }: ReconcileDeps): Promise<Taken | null> {
  const row = await db
    .updateTable('source_imports')
    .set({ lease_until: new Date(now().getTime() + leaseMs) })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('source_imports')
        .select('id')
        .where('state', '=', 'running')
        .where('lease_until', '<=', now())
        .orderBy('created_at')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'workspace_id', 'source_id', 'kind', 'messages', 'position', 'counts'])
    .executeTakeFirst();
  return row ?? null;
}

async function runImport(deps: ReconcileDeps, taken: Taken, signal: AbortSignal): Promise<void> {
  const { db, now } = deps;
  const messages = z.array(importedSchema).parse(taken.messages);
  const counts = countsSchema.parse(taken.counts);
  const note = (position: number, isDone: boolean) =>
    db
      .updateTable('source_imports')
      .set({
        position,
        counts: JSON.stringify(counts),
        lease_until: isDone ? null : new Date(now().getTime() + leaseMs),
        // The bookings themselves are in the history now.
        ...(isDone && { state: 'done' as const, finished_at: now(), messages: '[]' }),
      })
      .where('id', '=', taken.id)
      .execute();
  for (const [at, imported] of messages.entries()) {
    if (at < taken.position) continue;
    if (signal.aborted) {
      // Another process, or this one when it runs again, goes on from here at once.
      await note(at, false);
      await db.updateTable('source_imports').set({ lease_until: now() }).where('id', '=', taken.id).execute();
      return;
    }
    if (await fileImported(deps, taken, imported)) counts.filed += 1;
    else counts.same += 1;
    if ((at + 1) % noted === 0) await note(at + 1, false);
  }
  await note(messages.length, true);
}

/** False when it says nothing new. */
async function fileImported(deps: ReconcileDeps, taken: Taken, imported: Imported): Promise<boolean> {
  const { eventKey, type, occurredAt, message, body } = imported;
  const source = await deps.db
    .selectFrom('sources')
    .select('paused_at')
    .where('id', '=', taken.source_id)
    .executeTakeFirstOrThrow();
  const [own = ''] = idsOf(message);
  const isNew = message.change === 'scheduled' || message.change === 'requested';
  // It came by itself between the preview and now; what the tool sent then says more than its list did.
  if (taken.kind === 'backfill' && isNew && (await findBooking(deps.db, taken.source_id, own))) return false;
  const event = {
    type,
    eventId: null,
    occurredAt: occurredAt === null ? null : new Date(occurredAt),
    message,
  };
  const filed = await fileEvent(
    deps.db,
    { event, eventKey, body },
    {
      workspaceId: taken.workspace_id,
      sourceId: taken.source_id,
      receivedAt: deps.now(),
      correlationId: `import-${taken.id}`,
      paused: source.paused_at !== null,
    },
    deps.waits,
  );
  if (filed.state === 'applied') await deps.wake(taken.workspace_id);
  return filed.state === 'applied' || filed.state === 'held' || filed.state === 'received';
}
