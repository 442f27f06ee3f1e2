// The answer of GET /api/setup: the set-up with its phases and whatever does not fit the org, as the pages show it.
import type { Db } from '../store/schema.ts';
import { defaultSetUp } from './default-set-up.ts';
import { ourVersion } from './installation/companion-package.ts';
import { pageAgeMs, versionOf } from './look-at-org.ts';
import { judgePhases, readChecks } from './phases.ts';
import type { ConnectionFacts, Phase } from './phases.ts';
import { noteProblems } from './drift/last-look.ts';
import type { Problem } from './problems/problem.ts';
import { readSetUp } from './read-set-up.ts';
import type { Confirmed, StoredSetUp } from './read-set-up.ts';
import type { SetUpDeps } from './set-up-deps.ts';
import type { SetUp } from './set-up-document.ts';
import { problemsOf } from './surroundings.ts';
import type { Gatherer } from './surroundings.ts';

export type SetUpView = {
  revision: number;
  setUp: SetUp;
  defaults: SetUp;
  confirmed: Confirmed;
  updatedAt: string | null;
  updatedBy: string | null;
  org: StoredSetUp['org'];
  phases: Phase[];
  problems: Problem[];
  connected: boolean;
  /** Why the org could not be read just now; what is known from before may still serve. */
  failure: { code: string; message: string; fix: string | null } | null;
  orgVersion: string | null;
  /** Something that was confirmed no longer fits. */
  drift: boolean;
};

export async function showSetUp(
  deps: Pick<SetUpDeps, 'db' | 'log'>,
  gatherer: Gatherer,
  workspaceId: string,
  maxAgeMs = pageAgeMs,
): Promise<SetUpView> {
  const { db } = deps;
  const stored = await readSetUp(db, workspaceId);
  const gathered = await gatherer.gather(workspaceId, [stored.setUp], maxAgeMs);
  const { look } = gathered;
  const problems = problemsOf(stored.setUp, gathered);
  if (look.client) await noteProblems(deps, workspaceId, look.client.orgId, problems);
  const connection = await readConnectionFacts(db, workspaceId);
  const phases = judgePhases({
    connection,
    stored,
    describes: look.describes,
    problems,
    ourVersion: await ourVersion(),
  });
  const { revision, setUp, confirmed, org, updatedAt, updatedBy } = stored;
  const { failure } = look;
  return {
    revision,
    setUp,
    defaults: defaultSetUp(),
    confirmed,
    updatedAt: updatedAt?.toISOString() ?? null,
    updatedBy,
    org,
    phases,
    problems,
    connected: look.describes !== null,
    failure: failure && { code: failure.code, message: failure.message, fix: failure.fix ?? null },
    orgVersion: look.describes && versionOf(look.describes),
    drift: phases.slice(2).some(({ state }) => state === 'broken'),
  };
}

async function readConnectionFacts(db: Db, workspaceId: string): Promise<ConnectionFacts | null> {
  const row = await db
    .selectFrom('connections')
    .select(['state', 'username', 'checks'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return row ? { state: row.state, username: row.username, checks: readChecks(row.checks) } : null;
}
