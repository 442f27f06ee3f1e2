// Sources of a workspace for the pages: list, add (the secret is shown once), remove, undo, send a sample booking.
import { randomUUID } from 'node:crypto';
import express from 'express';
import type { Router } from 'express';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Db } from '../../store/schema.ts';
import type { SourceKind, SourcesTable } from '../../store/source-tables.ts';
import { accountOf, notFound, refuseBadIds, sourceSecretPurpose } from '../booking-deps.ts';
import type { BookingDeps } from '../booking-deps.ts';
import { sendSample } from './sample-booking.ts';
import { sourceReaders } from './source-readers.ts';

type SourceRow = Selectable<SourcesTable>;

const newSource = z.object({
  kind: z.enum(['cal-com', 'generic'], { error: 'must be cal-com or generic' }),
  // Source__c in the org takes 80 characters.
  name: z
    .string({ error: 'is missing' })
    .trim()
    .min(1, 'is missing')
    .max(80, 'takes at most 80 characters')
    .regex(/^\P{Cc}*$/u, 'must not contain control characters'),
  secret: z
    .string()
    .trim()
    .min(8, 'needs at least 8 characters')
    .max(200, 'takes at most 200 characters')
    .regex(/^\P{Cc}*$/u, 'must not contain control characters')
    .optional(),
});

export function createSourceRoutes(deps: BookingDeps): Router {
  const { db, vault, now } = deps;
  const router = express.Router();
  router.param('id', refuseBadIds('source'));

  router.get('/', async (_request, response) => {
    const { workspaceId } = accountOf(response);
    const rows = await db
      .selectFrom('sources')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('removed_at', 'is', null)
      .orderBy('created_at')
      .execute();
    response.json({ sources: await Promise.all(rows.map((row) => showSource(deps, row))) });
  });

  router.post('/', async (request, response) => {
    const { workspaceId } = accountOf(response);
    const { kind, name, secret: own } = readNewSource(request.body);
    const id = randomUUID();
    const secret = own ?? sourceReaders[kind].makeSecret();
    const row = await db
      .insertInto('sources')
      .values({
        id,
        workspace_id: workspaceId,
        kind,
        name,
        secret_sealed: vault.seal(workspaceId, sourceSecretPurpose(id), secret),
        created_at: now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    response.status(201).json({ source: await showSource(deps, row), secret });
  });

  router.delete('/:id', async (request, response) => {
    await setRemoved(db, accountOf(response).workspaceId, request.params.id, now());
    response.status(204).end();
  });

  router.post('/:id/restore', async (request, response) => {
    const row = await setRemoved(db, accountOf(response).workspaceId, request.params.id, null);
    response.json({ source: await showSource(deps, row) });
  });

  router.post('/:id/sample', async (request, response) => {
    const source = await db
      .selectFrom('sources')
      .selectAll()
      .where('id', '=', request.params.id)
      .where('workspace_id', '=', accountOf(response).workspaceId)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (!source) throw notFound('source');
    const secret = vault.open(source.workspace_id, sourceSecretPurpose(source.id), source.secret_sealed);
    const bookingId = await sendSample(
      { kind: source.kind, secret, address: addressOf(deps, source) },
      now(),
    );
    response.status(202).json({ bookingId });
  });
  return router;
}

function readNewSource(body: unknown): { kind: SourceKind; name: string; secret?: string } {
  const parsed = newSource.safeParse(body);
  const fields = Object.fromEntries(
    (parsed.error?.issues ?? []).map((issue) => [issue.path.join('.') || 'body', issue.message]),
  );
  if (parsed.success && parsed.data.kind === 'generic' && parsed.data.secret !== undefined) {
    fields['secret'] = 'is made by Bookbridge for this kind of source';
  }
  if (parsed.success && Object.keys(fields).length === 0) {
    const { kind, name, secret } = parsed.data;
    return { kind, name, ...(secret !== undefined && { secret }) };
  }
  const [[field, what] = ['body', 'cannot be read']] = Object.entries(fields);
  throw new AppError('bad_input', `The ${field} ${what}.`, { status: 400, fields });
}

async function setRemoved(
  db: Db,
  workspaceId: string,
  id: string,
  removedAt: Date | null,
): Promise<SourceRow> {
  const row = await db
    .updateTable('sources')
    .set({ removed_at: removedAt })
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw notFound('source');
  return row;
}

async function showSource(deps: BookingDeps, row: SourceRow) {
  const { count } = await deps.db
    .selectFrom('booking_events')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('source_id', '=', row.id)
    .executeTakeFirstOrThrow();
  const last = await deps.db
    .selectFrom('booking_events')
    .select('state')
    .where('source_id', '=', row.id)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    address: addressOf(deps, row),
    createdAt: row.created_at.toISOString(),
    lastEventAt: row.last_event_at?.toISOString() ?? null,
    ...(last && { lastEventState: last.state }),
    events: Number(count),
    refused: row.refused,
  };
}

function addressOf({ config }: BookingDeps, row: SourceRow): string {
  return `${config.publicUrl}/webhooks/${row.workspace_id}/${row.id}`;
}
