// Sources of a workspace for the pages: list, add, rename, a new secret (shown once), pause, remove, undo, a sample booking.
import { randomUUID } from 'node:crypto';
import express from 'express';
import type { Router } from 'express';
import { accountOf, refuseBadIds, sourceSecretPurpose } from '../booking-deps.ts';
import type { BookingDeps } from '../booking-deps.ts';
import { readName, readNewSource, readSecret } from './new-source.ts';
import { sendSample } from './sample-booking.ts';
import { sourceReaders } from './source-readers.ts';
import { addressOf, changeSource, newSecretOf, requireSource, secretsOf } from './source-rows.ts';
import { showSource } from './source-view.ts';

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
    const awaitsSecret = own === null && sourceReaders[kind].secretBy === 'tool';
    const secret = own ?? sourceReaders[kind].makeSecret();
    const row = await db
      .insertInto('sources')
      .values({
        id,
        workspace_id: workspaceId,
        kind,
        name,
        secret_sealed: vault.seal(workspaceId, sourceSecretPurpose(id), secret),
        awaits_secret: awaitsSecret,
        created_at: now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    // Nobody may send with what only fills the place of the tool's own secret.
    const shown = awaitsSecret ? null : secret;
    response.status(201).json({ source: await showSource(deps, row), secret: shown });
  });

  router.get('/:id', async (request, response) => {
    const row = await requireSource(db, accountOf(response).workspaceId, request.params.id);
    response.json({ source: await showSource(deps, row) });
  });

  router.post('/:id/rename', async (request, response) => {
    const { workspaceId } = accountOf(response);
    const { id } = await requireSource(db, workspaceId, request.params.id);
    const row = await changeSource(db, workspaceId, id, { name: readName(request.body) });
    response.json({ source: await showSource(deps, row) });
  });

  router.post('/:id/secret', async (request, response) => {
    const { workspaceId } = accountOf(response);
    const before = await requireSource(db, workspaceId, request.params.id);
    const own = readSecret(before.kind, request.body);
    const secret = own ?? sourceReaders[before.kind].makeSecret();
    const change = newSecretOf(deps, before, secret, now());
    const row = await changeSource(db, workspaceId, before.id, change);
    response.json({ source: await showSource(deps, row), secret: own === null ? secret : null });
  });

  router.post('/:id/pause', async (request, response) => {
    const { workspaceId } = accountOf(response);
    const before = await requireSource(db, workspaceId, request.params.id);
    const row = await changeSource(db, workspaceId, before.id, { paused_at: before.paused_at ?? now() });
    response.json({ source: await showSource(deps, row) });
  });

  // What was kept meanwhile is applied by the source keeper, oldest first.
  router.post('/:id/resume', async (request, response) => {
    const { workspaceId } = accountOf(response);
    const { id } = await requireSource(db, workspaceId, request.params.id);
    const row = await changeSource(db, workspaceId, id, { paused_at: null });
    response.json({ source: await showSource(deps, row) });
  });

  router.delete('/:id', async (request, response) => {
    await changeSource(db, accountOf(response).workspaceId, request.params.id, { removed_at: now() });
    response.status(204).end();
  });

  router.post('/:id/restore', async (request, response) => {
    const { workspaceId } = accountOf(response);
    const row = await changeSource(db, workspaceId, request.params.id, { removed_at: null });
    response.json({ source: await showSource(deps, row) });
  });

  router.post('/:id/sample', async (request, response) => {
    const row = await requireSource(db, accountOf(response).workspaceId, request.params.id);
    const [secret] = secretsOf(deps, row, now());
    const bookingId = await sendSample(
      {
        kind: row.kind,
        secret: secret ?? null,
        paused: row.paused_at !== null,
        address: addressOf(deps, row),
      },
      now(),
    );
    response.status(202).json({ bookingId });
  });
  return router;
}
