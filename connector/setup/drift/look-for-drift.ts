// The hourly look at each connected org, before a booking meets what has changed: new required fields, deleted targets, lost
// rights, owners who left, and another calendar sync. What is found stands among the connection's checks and in the log.
import { isAppError } from '../../errors.ts';
import { readSetUp } from '../read-set-up.ts';
import type { SetUpDeps } from '../set-up-deps.ts';
import { problemsOf } from '../surroundings.ts';
import type { Gatherer } from '../surroundings.ts';
import { noteProblems } from './last-look.ts';
import { findOtherSyncs } from './other-syncs.ts';

const everyMs = 60 * 60 * 1000;

/** Looks at every connection that nobody has looked at for an hour. Safe in several processes: each is taken by one. */
export async function lookForDrift(deps: SetUpDeps, gatherer: Gatherer): Promise<void> {
  const before = new Date(deps.now().getTime() - everyMs);
  const rows = await deps.db
    .selectFrom('connections')
    .leftJoin('set_up_looks', 'set_up_looks.workspace_id', 'connections.workspace_id')
    .select('connections.workspace_id')
    .where('connections.state', 'in', ['ready', 'needs_attention'])
    .where((eb) =>
      eb.or([
        eb('looked_at', 'is', null),
        eb('looked_at', '<', before),
        eb('set_up_looks.org_id', '!=', eb.ref('connections.org_id')),
      ]),
    )
    .execute();
  for (const { workspace_id: workspaceId } of rows) {
    try {
      await lookAtWorkspace(deps, gatherer, workspaceId, before);
    } catch (error) {
      // One org that cannot be asked must not keep the others from being looked at; its bookings tell by themselves.
      if (!isAppError(error)) throw error;
      deps.log.warn({ err: error, workspaceId }, 'the org could not be looked at; the next hour will');
    }
  }
}

/** At most three API calls; one when nothing has changed. `before`: not if somebody looked later than that. */
export async function lookAtWorkspace(
  deps: SetUpDeps,
  gatherer: Gatherer,
  workspaceId: string,
  before: Date | null,
): Promise<void> {
  const orgId = await takeTurn(deps, workspaceId, before);
  if (orgId === null) return;
  const { setUp } = await readSetUp(deps.db, workspaceId);
  const gathered = await gatherer.gather(workspaceId, [setUp], 0);
  const { client, failure } = gathered.look;
  if (!client) {
    if (failure) throw failure;
    return;
  }
  await noteProblems(deps, workspaceId, orgId, problemsOf(setUp, gathered));
  const otherSyncs = await findOtherSyncs(deps.db, client, workspaceId);
  await deps.db
    .updateTable('set_up_looks')
    .set({ other_syncs: JSON.stringify(otherSyncs) })
    .where('workspace_id', '=', workspaceId)
    .where('org_id', '=', orgId)
    .execute();
}

/** The connected org; null when somebody has looked at it meanwhile, or nothing is connected. */
async function takeTurn(
  { db, now }: SetUpDeps,
  workspaceId: string,
  before: Date | null,
): Promise<string | null> {
  return db.transaction().execute(async (trx) => {
    const connection = await trx
      .selectFrom('connections')
      .select('org_id')
      .where('workspace_id', '=', workspaceId)
      .where('state', 'in', ['ready', 'needs_attention'])
      .forUpdate()
      .executeTakeFirst();
    if (!connection) return null;
    const { org_id: orgId } = connection;
    const last = await trx
      .selectFrom('set_up_looks')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst();
    const isSame = last?.org_id === orgId;
    if (last && isSame && before !== null && last.looked_at >= before) return null;
    const row = {
      org_id: orgId,
      looked_at: now(),
      problems: JSON.stringify(isSame ? last?.problems : []),
      other_syncs: JSON.stringify(isSame ? last?.other_syncs : []),
    };
    await trx
      .insertInto('set_up_looks')
      .values({ workspace_id: workspaceId, ...row })
      .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
      .execute();
    return orgId;
  });
}
