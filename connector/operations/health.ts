// /health/live: the process answers. /health/ready: it can take bookings and show its pages; a load balancer asks this one.
import { Router } from 'express';
import type { Pool } from 'pg';

export type HealthDeps = {
  pool: Pool;
  /** What must be up beside the database, by name. */
  parts: Record<string, () => boolean>;
};

const databasePatienceMs = 2_000;

export function createHealthRoutes({ pool, parts }: HealthDeps): Router {
  const router = Router();
  router.get('/live', (_request, response) => {
    response.json({ live: true });
  });
  router.get('/ready', async (_request, response) => {
    const checks: Record<string, boolean> = { database: await answers(pool) };
    for (const [name, isUp] of Object.entries(parts)) checks[name] = isUp();
    const ready = Object.values(checks).every(Boolean);
    response.status(ready ? 200 : 503).json({ ready, checks });
  });
  return router;
}

async function answers(pool: Pool): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), databasePatienceMs);
  });
  const asked = pool.query('select 1').then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([asked, tooLate]);
  clearTimeout(timer);
  return answer;
}
