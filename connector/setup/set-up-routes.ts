// The set-up for the pages: read, save, confirm, and what the org and the bookings offer to choose from.
import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { accountOf } from '../bookings/booking-deps.ts';
import { AppError } from '../errors.ts';
import { createCarryOverRoutes } from './carry-over/carry-over-routes.ts';
import { lookAtWorkspace } from './drift/look-for-drift.ts';
import { createHistoryRoutes } from './history-routes.ts';
import { fieldsWithSamples, seenInBookings } from './seen-in-bookings.ts';
import { matchHosts, seenHosts } from './hosts.ts';
import { findOwners } from './owners.ts';
import { lookAtOrg, pageAgeMs } from './look-at-org.ts';
import type { OrgLook } from './look-at-org.ts';
import { createPreviewRoute } from './preview-route.ts';
import { createRehearsalRoutes } from './rehearsal/rehearsal-routes.ts';
import { changedPhases } from './changed-phases.ts';
import { refuseProblems } from './refuse-problems.ts';
import { confirmablePhases, readSetUp } from './read-set-up.ts';
import { readSetUpBody } from './read-set-up-body.ts';
import { requireRevision, saveSetUp } from './save-set-up.ts';
import type { SetUpRouteDeps } from './set-up-deps.ts';
import { mappedObjects } from './set-up-document.ts';
import { showObject, referencedBy } from './show-object.ts';
import { showSetUp } from './show-set-up.ts';
import { createGatherer } from './surroundings.ts';

const confirmBody = z.object({ phase: z.enum(confirmablePhases), revision: z.int().min(0) });

/** What is saved is compared with the org as it is at this moment. */
const saveAgeMs = 2_000;

/** Mounted at /api/setup behind requireAccount. */
export function createSetUpRoutes(deps: SetUpRouteDeps): Router {
  const { db, now } = deps;
  const gatherer = createGatherer(deps);
  const router = express.Router();

  router.get('/', async (_request, response) => {
    response.json(await showSetUp(deps, gatherer, accountOf(response).workspaceId));
  });

  router.get('/phases', async (_request, response) => {
    // The frame of every page asks: what is known within the hour serves.
    const { phases } = await showSetUp(deps, gatherer, accountOf(response).workspaceId, 3_600_000);
    response.json({ phases });
  });

  router.put('/', async (request, response) => {
    const { workspaceId, userId, name, email } = accountOf(response);
    const { revision, setUp } = readSetUpBody(request.body);
    const isImport = request.query['imported'] === '1';
    const stored = await readSetUp(db, workspaceId);
    requireRevision(stored, revision);
    const gathered = await gatherer.gather(workspaceId, [stored.setUp, setUp], saveAgeMs);
    // A file of another org is taken as it is, and shows what this one lacks.
    if (!isImport) refuseProblems(stored.setUp, setUp, gathered.around);
    await saveSetUp(
      db,
      workspaceId,
      { userId, name: name || email },
      {
        revision,
        setUp,
        action: isImport ? 'imported' : 'saved',
        confirms: changedPhases(stored.setUp, setUp, gathered.look.describes),
      },
      now(),
    );
    response.json(await showSetUp(deps, gatherer, workspaceId));
  });

  router.post('/confirm', async (request, response) => {
    const { workspaceId, userId, name, email } = accountOf(response);
    const body = confirmBody.safeParse(request.body);
    if (!body.success) throw badInput('Name a phase and the revision that you looked at.', 'phase');
    const { phase, revision } = body.data;
    const { setUp } = await readSetUp(db, workspaceId);
    const change = { revision, setUp, action: 'confirmed', confirms: [phase] } as const;
    await saveSetUp(db, workspaceId, { userId, name: name || email }, change, now());
    response.json(await showSetUp(deps, gatherer, workspaceId));
  });

  router.post('/look', async (_request, response) => {
    const { workspaceId } = accountOf(response);
    await lookAtWorkspace(deps, gatherer, workspaceId, null);
    response.json(await showSetUp(deps, gatherer, workspaceId));
  });

  router.get('/objects/:object', async (request, response) => {
    const object = mappedObjects.find((one) => one === request.params.object);
    if (!object) throw new AppError('not_found', 'There is no such object.', { status: 404 });
    const look = await lookAtOrg(deps, accountOf(response).workspaceId, pageAgeMs);
    const describes = requireDescribes(look);
    const describe = describes.get(object) ?? null;
    const referenced =
      describe && look.client
        ? await deps.describes.describeAll(look.client, referencedBy(object, describe)).catch(() => new Map())
        : new Map();
    response.json(showObject(object, describe, referenced));
  });

  router.get('/booking-fields', async (_request, response) => {
    const seen = await seenInBookings(db, accountOf(response).workspaceId);
    response.json({
      fields: fieldsWithSamples(seen),
      eventTypes: seen.eventTypes,
      recentBookings: seen.recent.map(({ id, title, person, startsAt }) => ({ id, title, person, startsAt })),
    });
  });

  router.get('/owners', async (request, response) => {
    const words = request.query['q'];
    const look = await lookAtOrg(deps, accountOf(response).workspaceId);
    if (!look.client) throw notReadable(look);
    response.json(await findOwners(look.client, typeof words === 'string' ? words.slice(0, 100) : ''));
  });

  router.get('/hosts', async (_request, response) => {
    const { workspaceId } = accountOf(response);
    const { setUp } = await readSetUp(db, workspaceId);
    const hosts = await seenHosts(db, workspaceId);
    const look = await lookAtOrg(deps, workspaceId);
    if (!look.client) throw notReadable(look);
    response.json({ hosts: await matchHosts(look.client, hosts, setUp.rules.hosts) });
  });

  router.use(
    createHistoryRoutes(deps, gatherer),
    createCarryOverRoutes(deps, gatherer),
    createPreviewRoute(deps),
    createRehearsalRoutes(deps),
  );
  return router;
}

function requireDescribes(look: OrgLook): NonNullable<OrgLook['describes']> {
  if (look.describes) return look.describes;
  throw notReadable(look);
}

/** Why the org cannot be asked now; a connection that is missing is not a fault of Salesforce. */
function notReadable({ failure }: OrgLook): AppError {
  return (
    failure ??
    new AppError('not_connected', 'No API user is connected.', {
      status: 409,
      fix: 'Connect an API user in the first phase; what is set here stays.',
    })
  );
}

function badInput(message: string, field: string): AppError {
  return new AppError('bad_input', message, { status: 400, fields: { [field]: message } });
}
