// What a workspace's set-up is compared with, gathered: describes of the org, the users it names, the bookings so far.
import { isAppError } from '../errors.ts';
import type { SalesforceClient } from '../salesforce/client.ts';
import type { KnownOwners } from './known-owners.ts';
import { lookAtOrg } from './look-at-org.ts';
import type { OrgLook } from './look-at-org.ts';
import { readKnownOwners } from './owners.ts';
import { findProblems } from './problems/find-problems.ts';
import { namedIds } from './problems/owner-rules.ts';
import type { Problem, Surroundings } from './problems/problem.ts';
import { seenInBookings } from './seen-in-bookings.ts';
import type { SetUpDeps } from './set-up-deps.ts';
import type { SetUp } from './set-up-document.ts';

export type Gathered = {
  look: OrgLook;
  /** Null: nothing is known of the org. */
  around: Surroundings | null;
};

export type Gatherer = {
  /** `setUps`: whose users and queues are to be known. At most two API calls, none when all is known and young enough. */
  gather(workspaceId: string, setUps: readonly SetUp[], maxAgeMs: number): Promise<Gathered>;
};

const ownersAgeMs = 5 * 60_000;

/** One per process: users change rarely, and each screen asks. */
export function createGatherer(deps: SetUpDeps): Gatherer {
  const kept = new Map<string, { key: string; at: number; owners: KnownOwners }>();

  async function ownersFor(
    client: SalesforceClient,
    setUps: readonly SetUp[],
    maxAgeMs: number,
  ): Promise<KnownOwners | null> {
    const named = setUps.map(namedIds);
    const users = [...new Set(named.flatMap((one) => one.users))].toSorted();
    const hasQueues = named.some((one) => one.hasQueues);
    const key = JSON.stringify([client.userId, users, hasQueues]);
    const known = kept.get(client.orgId);
    const at = deps.now().getTime();
    if (known?.key === key && at - known.at < Math.max(maxAgeMs, ownersAgeMs)) return known.owners;
    try {
      const owners = await readKnownOwners(client, { users, hasQueues });
      kept.set(client.orgId, { key, at, owners });
      return owners;
    } catch (error) {
      if (!isAppError(error)) throw error;
      // Not known is no finding: the next look will tell.
      deps.log.warn({ err: error }, 'owners named by the set-up could not be looked up');
      return null;
    }
  }

  return {
    async gather(workspaceId, setUps, maxAgeMs) {
      const [look, seen] = await Promise.all([
        lookAtOrg(deps, workspaceId, maxAgeMs),
        seenInBookings(deps.db, workspaceId),
      ]);
      if (!look.describes) return { look, around: null };
      const owners = look.client ? await ownersFor(look.client, setUps, maxAgeMs) : null;
      return { look, around: { describes: look.describes, owners, seen } };
    },
  };
}

export function problemsOf(setUp: SetUp, { around }: Gathered): Problem[] {
  return around ? findProblems(setUp, around) : [];
}
