// Taking a set-up along: out as a file, in again with the difference first, and from one org to another.
import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { accountOf } from '../../bookings/booking-deps.ts';
import { AppError } from '../../errors.ts';
import type { Db } from '../../store/schema.ts';
import { pageAgeMs } from '../look-at-org.ts';
import { readSetUp } from '../read-set-up.ts';
import { requireRevision, saveSetUp } from '../save-set-up.ts';
import type { SetUpDeps } from '../set-up-deps.ts';
import { compareSetUps } from '../set-up-difference.ts';
import { showSetUp } from '../show-set-up.ts';
import { problemsOf } from '../surroundings.ts';
import type { Gatherer } from '../surroundings.ts';
import { findGaps } from './find-gaps.ts';
import { moveSources } from './move-sources.ts';
import { readSetUpFile, writeSetUpFile } from './set-up-file.ts';
import type { FileSource } from './set-up-file.ts';
import { countElsewhere, writeUpcomingAnew } from './write-anew.ts';

const importBody = z.object({ file: z.string(), revision: z.int().min(0) });
const revisionBody = z.object({ revision: z.int().min(0) });

export function createCarryOverRoutes(deps: SetUpDeps, gatherer: Gatherer): Router {
  const { db, now } = deps;
  const router = express.Router();

  router.get('/export', async (_request, response) => {
    const { workspaceId } = accountOf(response);
    const { setUp } = await readSetUp(db, workspaceId);
    const org = await readOrg(db, workspaceId);
    const sources = await readSources(db, workspaceId);
    const exportedAt = now().toISOString();
    const name = `bookbridge-set-up-${fileWord(org?.name ?? 'no-org')}-${exportedAt.slice(0, 10)}.json`;
    response
      .attachment(name)
      .type('application/json')
      .send(writeSetUpFile({ exportedAt, org, sources, setUp }));
  });

  router.post('/import', async (request, response) => {
    const { workspaceId } = accountOf(response);
    const body = importBody.safeParse(request.body);
    if (!body.success) throw badInput('Send the text of the file and the revision.', 'file');
    const stored = await readSetUp(db, workspaceId);
    requireRevision(stored, body.data.revision);
    const file = readSetUpFile(body.data.file);
    const setUp = moveSources(file.setUp, file.sources, await readSources(db, workspaceId));
    const gathered = await gatherer.gather(workspaceId, [setUp], pageAgeMs);
    // Nothing is saved here: the page shows the difference, and saves it when somebody agrees.
    response.json({
      setUp,
      lines: compareSetUps(stored.setUp, setUp),
      problems: problemsOf(setUp, gathered),
      skipped: file.skipped,
      from: { org: file.org, exportedAt: file.exportedAt },
    });
  });

  router.get('/gaps', async (_request, response) => {
    const { workspaceId } = accountOf(response);
    const stored = await readSetUp(db, workspaceId);
    const gathered = await gatherer.gather(workspaceId, [stored.setUp], pageAgeMs);
    const to = gathered.look.org;
    response.json({
      from: stored.org,
      to,
      switched: to !== null && stored.org !== null && stored.org.id !== to.id,
      connected: gathered.around !== null,
      gaps: findGaps(stored.setUp, problemsOf(stored.setUp, gathered)),
      elsewhere: to === null ? [] : await countElsewhere(db, workspaceId, to.id, now()),
    });
  });

  router.post('/carry-over', async (request, response) => {
    const { workspaceId, userId, name, email } = accountOf(response);
    const body = revisionBody.safeParse(request.body);
    if (!body.success) throw badInput('Name the revision that you looked at.', 'revision');
    const { setUp } = await readSetUp(db, workspaceId);
    const change = { revision: body.data.revision, setUp, action: 'carried_over', confirms: [] } as const;
    await saveSetUp(db, workspaceId, { userId, name: name || email }, change, now());
    response.json(await showSetUp(deps, gatherer, workspaceId));
  });

  router.post('/write-anew', async (_request, response) => {
    const { workspaceId, name, email } = accountOf(response);
    const org = await readOrg(db, workspaceId);
    if (!org)
      throw new AppError('not_connected', 'No API user is connected.', {
        status: 409,
        fix: 'Connect the API user of the org that the bookings are to be written to.',
      });
    const count = await writeUpcomingAnew(db, workspaceId, org.id, name || email, now());
    await deps.wake(workspaceId);
    response.status(202).json({ count });
  });
  return router;
}

async function readOrg(db: Db, workspaceId: string) {
  const row = await db
    .selectFrom('connections')
    .select(['org_id', 'org_name', 'kind'])
    .where('workspace_id', '=', workspaceId)
    .where('state', '!=', 'disconnected')
    .executeTakeFirst();
  return row ? { id: row.org_id, name: row.org_name, kind: row.kind } : null;
}

function readSources(db: Db, workspaceId: string): Promise<FileSource[]> {
  return db
    .selectFrom('sources')
    .select(['id', 'kind', 'name'])
    .where('workspace_id', '=', workspaceId)
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .execute();
}

/** A part of a file's name that every system takes. */
function fileWord(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40) || 'org'
  );
}

function badInput(message: string, field: string): AppError {
  return new AppError('bad_input', message, { status: 400, fields: { [field]: message } });
}
