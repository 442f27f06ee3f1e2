// Trip 1, stage save: everything that was found → the workspace's connection, in one transaction. Secrets are sealed;
// bookings that waited for a connection become due in the same moment.
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { ConnectionFlow, ConnectionMode, Database } from '../store/schema.ts';
import { keepCheckRun } from '../checks/keep-check-run.ts';
import { takeAdminLink } from './admin-links.ts';
import type { Attempt, Found } from './attempts.ts';
import { sealTokens } from './sealed-tokens.ts';
import type { StoredTokens } from './sealed-tokens.ts';
import type { ConnectionDeps, Validation } from './stages.ts';

/** The tokens of the user or org that was replaced, for the caller to revoke. */
export type Replaced = {
  loginOrigin: string;
  clientId: string;
  clientSecretSealed: string | null;
} & ({ refreshTokenSealed: string } | { accessTokenSealed: string });

/** How the connection logs in. Secrets are sealed for its workspace already. */
export type SavedLogin = {
  workspaceId: string;
  flow: ConnectionFlow;
  mode: ConnectionMode;
  appScope: 'global' | 'local';
  loginOrigin: string;
  clientId: string;
  clientSecretSealed: string | null;
  privateKeySealed: string | null;
  /** The attempt of a login in the browser, which is saved once. */
  attemptId: string | null;
  /** The link the attempt came through: used up with it. */
  adminLink: { linkId: string; sessionId: string } | null;
};

/** How an attempt in the browser logged in. */
export function loginOfAttempt(attempt: Attempt): SavedLogin {
  return {
    workspaceId: attempt.workspace_id,
    flow: 'web_server',
    mode: attempt.mode,
    appScope: attempt.app_scope,
    loginOrigin: attempt.login_origin,
    clientId: attempt.client_id,
    clientSecretSealed: attempt.client_secret_sealed,
    privateKeySealed: null,
    attemptId: attempt.id,
    adminLink:
      attempt.admin_link_id === null
        ? null
        : { linkId: attempt.admin_link_id, sessionId: attempt.session_id },
  };
}

/**
 * Saves once: null when the attempt had been saved or ended before (a second click, another tab). Throws when the admin link
 * it came through cannot be used any more, and saves nothing.
 */
export async function saveConnection(
  deps: ConnectionDeps,
  login: SavedLogin,
  found: Found,
  tokens: StoredTokens,
  validation: Validation,
): Promise<{ connectionId: string; replaced: Replaced | null } | null> {
  const { db, vault, now } = deps;
  const { workspaceId } = login;
  return db.transaction().execute(async (trx) => {
    if (login.attemptId !== null && !(await takeAttempt(trx, login.attemptId, found))) return null;
    if (login.adminLink) {
      await takeAdminLink(trx, { ...login.adminLink, username: found.username, at: now() });
    }
    const previous = await trx
      .selectFrom('connections')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .forUpdate()
      .executeTakeFirst();
    const row = {
      state: validation.state,
      kind: found.kind,
      login_origin: login.loginOrigin,
      instance_origin: found.instanceOrigin,
      identity_url: found.identityUrl,
      org_id: found.orgId,
      org_name: found.orgName,
      user_id: found.userId,
      username: found.username,
      display_name: found.displayName,
      edition: found.edition,
      api_version: found.apiVersion,
      client_id: login.clientId,
      client_secret_sealed: login.clientSecretSealed,
      private_key_sealed: login.privateKeySealed,
      flow: login.flow,
      mode: login.mode,
      app_scope: login.appScope,
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
    const { id } = await trx
      .insertInto('connections')
      .values({ id: randomUUID(), workspace_id: workspaceId, ...row })
      .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
      .returning('id')
      .executeTakeFirstOrThrow();
    await keepCheckRun(trx, { workspaceId, at: now(), ...validation });
    if (validation.state === 'ready') {
      await releaseWaitingBookings(trx, workspaceId, now());
      await releaseBookingsOfOrg(trx, workspaceId, found.orgId, now());
    }
    return { connectionId: id, replaced: previous ? replacedBy(found, login, previous) : null };
  });
}

async function takeAttempt(trx: Transaction<Database>, id: string, found: Found): Promise<boolean> {
  const taken = await trx
    .updateTable('connection_attempts')
    .set({ stage: 'saved', found: JSON.stringify(found), found_sealed: null })
    .where('id', '=', id)
    .where('stage', 'in', ['authorizing', 'confirming'])
    .returning('id')
    .executeTakeFirst();
  return taken !== undefined;
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
  client_secret_sealed: string | null;
  access_token_sealed: string | null;
  refresh_token_sealed: string | null;
};

/**
 * The same user keeps its older approval when it logs in through the browser again: Salesforce drops the oldest by itself, and
 * revoking could end the new one too. A login without a browser uses no approval any more; its own session ends with it, unless the
 * same app asked for the same user: Salesforce may then have given the same session again.
 */
function replacedBy(found: Found, { flow, clientId }: SavedLogin, previous: Previous): Replaced | null {
  const isSameUser = previous.org_id === found.orgId && previous.user_id === found.userId;
  const old = {
    loginOrigin: previous.login_origin,
    clientId: previous.client_id,
    clientSecretSealed: previous.client_secret_sealed,
  };
  if (previous.refresh_token_sealed !== null) {
    if (isSameUser && flow === 'web_server') return null;
    return { ...old, refreshTokenSealed: previous.refresh_token_sealed };
  }
  if (previous.access_token_sealed === null) return null;
  if (isSameUser && clientId === previous.client_id) return null;
  return { ...old, accessTokenSealed: previous.access_token_sealed };
}
