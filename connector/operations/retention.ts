// Takes away what has run out and would otherwise pile up: sign-in sessions, counts of tries, unfinished logins at Salesforce,
// old figures.
import { removeUnfinishedLogins } from '../connection/connect-org.ts';
import type { ConnectionDeps } from '../connection/stages.ts';
import { removeOldFigures } from './figures.ts';

const everyMs = 60 * 60 * 1000;
/** Far longer than any window in which tries are counted. */
const triesKeptMs = 24 * 60 * 60 * 1000;

export type Retention = { stop(): Promise<void> };

/** Now and then every hour. A run that fails is logged and made up for by the next. */
export function startRetention(deps: ConnectionDeps): Retention {
  let running = Promise.resolve();
  const run = (): void => {
    running = removeExpired(deps).catch((error: unknown) =>
      deps.log.warn({ err: error }, 'what has expired could not be removed; the next hour will'),
    );
  };
  run();
  const timer = setInterval(run, everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Safe in several processes at once: each row is removed by one of them. */
export async function removeExpired(deps: ConnectionDeps): Promise<void> {
  const { db, now } = deps;
  await db.deleteFrom('sessions').where('expiresAt', '<', now()).execute();
  await db
    .deleteFrom('rate_limits')
    .where('lastRequest', '<', String(now().getTime() - triesKeptMs))
    .execute();
  await removeUnfinishedLogins(deps);
  await removeOldFigures(db, now());
}
