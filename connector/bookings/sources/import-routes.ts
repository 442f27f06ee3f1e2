// For the pages: the API key of a source, the backfill of its upcoming bookings, a comparison now, and the import of a file. Every
// import is shown before anything of it is filed, and says afterwards how far it came.
import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { readSetUp } from '../../setup/read-set-up.ts';
import { accountOf, refuseBadIds } from '../booking-deps.ts';
import type { BookingDeps } from '../booking-deps.ts';
import { addRow, beginBackfill } from './backfill.ts';
import { compare } from './compare.ts';
import { readImportFile } from './import-file.ts';
import { addImport, emptyPreview, showImport, startImport } from './imports.ts';
import type { Preview } from './imports.ts';
import { badInput, readInput } from './new-source.ts';
import type { ReconcileDeps } from './reconcile.ts';
import { changeSource, requireSource } from './source-rows.ts';
import type { SourceRow } from './source-rows.ts';
import { showSource } from './source-view.ts';
import { apiKeyPurpose, askTool, toolOf } from './tools/tools.ts';

const keyBody = z.object({
  apiKey: z
    .string({ error: 'is missing' })
    .trim()
    .min(8, 'is too short')
    .max(2_000, 'is too long')
    .regex(/^[\x21-\x7e]*$/, 'must not contain spaces'),
  baseUrl: z.string().trim().max(300, 'is too long').nullish(),
});

/** Mounted beside the other routes of sources. A file comes as bytes of no JSON type, so the small body parser leaves it. */
export function createImportRoutes(deps: BookingDeps): Router {
  const { db, vault, now } = deps;
  const work: ReconcileDeps = { ...deps, waits: deps.config.waits };
  const router = express.Router();
  router.param('id', refuseBadIds('source'));
  router.param('importId', refuseBadIds('import'));
  const find = (response: express.Response, id: unknown): Promise<SourceRow> =>
    requireSource(db, accountOf(response).workspaceId, String(id));

  // Asked once before it is kept: a wrong key is told here, not at the next hour.
  router.post('/:id/api-key', async (request, response) => {
    const row = await find(response, request.params.id);
    const { apiKey, baseUrl: given } = readInput(keyBody, request.body);
    const baseUrl = readBaseUrl(row, given ?? null, deps.config.publicUrl);
    const asked = askTool(row.kind, apiKey, baseUrl, AbortSignal.timeout(60_000));
    if (!asked) throw noTool();
    const account = await asked.tool.identify(asked.call);
    const changed = await changeSource(db, row.workspace_id, row.id, {
      api_key_sealed: vault.seal(row.workspace_id, apiKeyPurpose(row.id), apiKey),
      api_base_url: baseUrl,
      api_account: account,
      // The first comparison comes within the hour; the backfill is a person's own decision, with a preview.
      reconcile_at: new Date(now().getTime() + 3_600_000),
    });
    response.json({ source: await showSource(deps, changed) });
  });

  router.delete('/:id/api-key', async (request, response) => {
    const row = await find(response, request.params.id);
    const nothing = { api_key_sealed: null, api_base_url: null, api_account: null, reconcile_at: null };
    await changeSource(db, row.workspace_id, row.id, nothing);
    response.status(204).end();
  });

  router.post('/:id/backfill', async (request, response) => {
    const row = await find(response, request.params.id);
    const importId = await beginBackfill(work, row, accountOf(response).name, AbortSignal.timeout(600_000));
    if (importId === null) throw noKey();
    response.status(202).json({ importId });
  });

  // Done by the source keeper within seconds; `reconciled.at` tells when it was.
  router.post('/:id/reconcile', async (request, response) => {
    const row = await find(response, request.params.id);
    if (row.api_key_sealed === null) throw noKey();
    await changeSource(db, row.workspace_id, row.id, { reconcile_at: now() });
    response.status(202).json({ askedAt: now().toISOString() });
  });

  const file = express.raw({ type: () => true, limit: '10mb' });
  router.post('/:id/import', file, async (request, response) => {
    const row = await find(response, request.params.id);
    if (row.kind !== 'generic') {
      throw new AppError('no_file_import', 'Files are imported into a source of the kind "Generic JSON".', {
        status: 409,
        fix: 'Add such a source, then import the file there.',
      });
    }
    const bytes: unknown = request.body;
    const { setUp } = await readSetUp(db, row.workspace_id);
    const read = readImportFile(
      Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0),
      setUp.recordIdParameter,
      now(),
    );
    const { imported, ...told } = read;
    const preview: Preview = { ...emptyPreview, ...told, counts: {}, rows: [] };
    for (const { message } of imported) {
      const state =
        message.change === 'canceled' ? 'canceled' : message.change === 'requested' ? 'requested' : 'live';
      const { difference } = await compare(db, row.id, { state, message, changedAt: null, body: null });
      addRow(preview, difference, message);
    }
    const name = typeof request.query['name'] === 'string' ? request.query['name'].slice(0, 200) : null;
    const given = {
      kind: 'file',
      state: 'previewed',
      fileName: name,
      byName: accountOf(response).name,
    } as const;
    const importId = await addImport(work, row, given, { preview, messages: imported });
    response.status(201).json({ import: await showImport(db, row.workspace_id, row.id, importId) });
  });

  router.get('/:id/imports/:importId', async (request, response) => {
    const row = await find(response, request.params.id);
    response.json({ import: await showImport(db, row.workspace_id, row.id, request.params.importId) });
  });

  router.post('/:id/imports/:importId/start', async (request, response) => {
    const row = await find(response, request.params.id);
    const { id } = await showImport(db, row.workspace_id, row.id, request.params.importId);
    await startImport(work, id);
    response.status(202).json({ import: await showImport(db, row.workspace_id, row.id, id) });
  });
  return router;
}

/** Null: the tool's own address. Only https, so that the key is never sent in the open; beside it, a stand-in on this machine. */
function readBaseUrl(row: SourceRow, given: string | null, publicUrl: string): string | null {
  if (given === null || given === '') return null;
  const tool = toolOf(row.kind);
  const url = URL.canParse(given) ? new URL(given) : null;
  // Only where Bookbridge itself is for this machine alone (try-out, tests).
  const isStandIn = url !== null && isLocal(url.hostname) && isLocal(new URL(publicUrl).hostname);
  const isAllowed =
    url !== null &&
    url.username === '' &&
    url.search === '' &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isStandIn));
  if (!isAllowed) throw badInput({ baseUrl: 'must be an address like https://api.cal.example.com' });
  if (tool && !tool.tool.isSelfHosted && !isStandIn)
    throw badInput({ baseUrl: `cannot be changed for ${tool.name}` });
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/v2$/, '');
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}

function noTool(): AppError {
  return new AppError('no_tool', 'This kind of source cannot be asked for its bookings.', {
    status: 409,
    fix: 'Import a file instead.',
  });
}

function noKey(): AppError {
  return new AppError('no_api_key', 'This source has no API key.', {
    status: 409,
    fix: 'Enter an API key of the tool first.',
  });
}
