// The Health page's one question: how are my bookings? Answered to everybody of the workspace.
import express from 'express';
import type { Router } from 'express';
import { accountOf } from '../accounts/account.ts';
import type { Db } from '../store/schema.ts';
import { reportHealth } from './health-report.ts';

export function createHealthPageRoutes({ db, now }: { db: Db; now: () => Date }): Router {
  const router = express.Router();
  router.get('/', async (_request, response) => {
    response.json(await reportHealth(db, accountOf(response).workspaceId, now()));
  });
  return router;
}
