// Trip 1, stage save: everything that was found → the workspace's connection, in one transaction. Secrets are sealed;
// bookings that waited for a connection become due in the same moment.
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Database } from '../store/schema.ts';
import type { Attempt, Found, LoginTokens } from './attempts.ts';
import { sealTokens } from './sealed-tokens.ts';
import type { ConnectionDeps, Validation } from './stages.ts';

/** The tokens of the user or org that was replaced, for the caller to revoke. */
export type Replaced = {
  loginOrigin: string;
  clientId: string;
  clientSecretSealed: string;
  refreshTokenSealed: string;
} | null;

/** Saves once: false when the attempt had been saved or ended before (a second click, another tab). */
export async function saveConnection(
  deps: ConnectionDeps,
  attempt: Attempt,
  found: Found,
  tokens: LoginTokens,
  validation: Validation,
): Promise<{ saved: boolean; replaced: Replaced }> {
  const { db, vault, now } = deps;
  const workspaceId = attempt.workspace_id;
  return db.transaction().execute(async (trx) => {
    const taken = await trx
      .updateTable('connection_attempts')
      .set({ stage: 'saved', found: JSON.stringify(found), found_sealed: null })
      .where('id', '=', attempt.id)
      .where('stage', 'in', ['authorizing', 'confirming'])
      .returning('id')
      .executeTakeFirst();
    if (!taken) return { saved: false, replaced: null };
    const previous = await trx
      .selectFrom('connections')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .forUpdate()
      .executeTakeFirst();
    const row = {
      state: validation.state,
      kind: found.kind,
      login_origin: attempt.login_origin,
      instance_origin: found.instanceOrigin,
      identity_url: found.identityUrl,
      org_id: found.orgId,
      org_name: found.orgName,
      user_id: found.userId,
      username: found.username,
      display_name: found.displayName,
      edition: found.edition,
      api_version: found.apiVersion,
      client_id: attempt.client_id,
      // Sealed for this workspace already, with the same purpose.
      client_secret_sealed: attempt.client_secret_sealed,
      ...sealTokens(vault, workspaceId, tokens),
      token_generation: (previous?.token_generation ?? 0) + 1,
      refreshed_at: now(),
      refresh_started_at: null,
      checks: JSON.stringify(validation.checks),
      checked_at: now(),
      problem: validation.problem && JSON.stringify(validation.problem),
      paused_until: null,
      pause_reason: null,
      pause_count: 0,
      connected_at: now(),
      disconnected_at: null,
      updated_at: now(),
    };
    await trx
      .insertInto('connections')
      .values({ id: randomUUID(), workspace_id: workspaceId, ...row })
      .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
      .execute();
    if (validation.state === 'ready') {
      await releaseWaitingBookings(trx, workspaceId, now());
      await releaseBookingsOfOrg(trx, workspaceId, found.orgId, now());
    }
    return { saved: true, replaced: previous ? replacedBy(found, previous) : null };
  });
}

/** Bookings that waited for the connection go on; why they waited no longer holds. */
export async function releaseWaitingBookings(
  trx: Transaction<Database>,
  workspaceId: string,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('bookings')
    .set({ sync: 'pending', due_at: at, problem: null, updated_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('sync', '=', 'waiting')
    .execute();
}

/** What changed while another org was connected is brought up to date in the org that the booking is in. */
async function releaseBookingsOfOrg(
  trx: Transaction<Database>,
  workspaceId: string,
  orgId: string,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('bookings')
    .set({ sync: 'pending', due_at: at, updated_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('sync', '=', 'done')
    .where('org_id', '=', orgId)
    .whereRef('written_version', '<', 'version')
    .execute();
}

type Previous = {
  org_id: string;
  user_id: string;
  login_origin: string;
  client_id: string;
  client_secret_sealed: string;
  refresh_token_sealed: string | null;
};

/** The same user keeps its older approval: Salesforce drops the oldest by itself, and revoking could end the new one too. */
function replacedBy(found: Found, previous: Previous): Replaced {
  if (previous.refresh_token_sealed === null) return null;
  if (previous.org_id === found.orgId && previous.user_id === found.userId) return null;
  return {
    loginOrigin: previous.login_origin,
    clientId: previous.client_id,
    clientSecretSealed: previous.client_secret_sealed,
    refreshTokenSealed: previous.refresh_token_sealed,
  };
}
