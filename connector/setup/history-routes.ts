// Every change of the set-up, and the way back to each.
import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { accountOf, notFound, refuseBadIds } from '../bookings/booking-deps.ts';
import { AppError } from '../errors.ts';
import { confirmablePhases } from './read-set-up.ts';
import { saveSetUp } from './save-set-up.ts';
import type { SetUpDeps } from './set-up-deps.ts';
import { lineSchema } from './set-up-difference.ts';
import { setUpSchema } from './set-up-document.ts';
import { showSetUp } from './show-set-up.ts';
import type { Gatherer } from './surroundings.ts';

const most = 200;
const revisionBody = z.object({ revision: z.int().min(0) });

export function createHistoryRoutes(deps: SetUpDeps, gatherer: Gatherer): Router {
  const { db, now } = deps;
  const router = express.Router();
  router.param('id', refuseBadIds('change'));

  router.get('/changes', async (_request, response) => {
    const rows = await db
      .selectFrom('set_up_changes')
      .select(['id', 'revision', 'at', 'by_name', 'action', 'summary'])
      .where('workspace_id', '=', accountOf(response).workspaceId)
      .orderBy('revision', 'desc')
      .limit(most)
      .execute();
    response.json({
      changes: rows.map(({ id, revision, at, by_name: by, action, summary }) => ({
        id,
        revision,
        at: at.toISOString(),
        by,
        action,
        lines: z.array(lineSchema).parse(summary),
      })),
    });
  });

  router.post('/changes/:id/restore', async (request, response) => {
    const { workspaceId, userId, name, email } = accountOf(response);
    const body = revisionBody.safeParse(request.body);
    if (!body.success)
      throw new AppError('bad_input', 'Name the revision that you looked at.', {
        status: 400,
        fields: { revision: 'must be a number' },
      });
    const row = await db
      .selectFrom('set_up_changes')
      .select('document')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', request.params.id)
      .executeTakeFirst();
    if (!row) throw notFound('change');
    await saveSetUp(
      db,
      workspaceId,
      { userId, name: name || email },
      {
        revision: body.data.revision,
        setUp: setUpSchema.parse(row.document),
        action: 'restored',
        confirms: confirmablePhases,
      },
      now(),
    );
    response.json(await showSetUp(deps, gatherer, workspaceId));
  });
  return router;
}
