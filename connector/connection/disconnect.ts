// Ends the connection: revokes it at Salesforce and deletes the tokens here. Set-up, sources and waiting bookings stay.
import { isAppError } from '../errors.ts';
import { revokeToken } from './oauth-client.ts';
import { openOAuthClient, openTokens } from './sealed-tokens.ts';
import type { ConnectionRow } from './sealed-tokens.ts';
import type { ConnectionDeps, Problem } from './stages.ts';
import { readConnection, withTokenLock } from './tokens.ts';

/**
 * Always disconnects. When Salesforce could not be told, the tokens are deleted all the same and the connection carries the
 * problem `not_revoked` with what to do. Waits for a refresh that is under way, else its new tokens would live on.
 */
export async function disconnectOrg(deps: ConnectionDeps, connectionId: string): Promise<void> {
  await withTokenLock(deps.db, connectionId, async (db) => {
    const row = await readConnection(db, connectionId);
    if (row.state === 'disconnected') return;
    const revoked = await revokeTokensOf(deps, row);
    await db
      .updateTable('connections')
      .set({
        state: 'disconnected',
        access_token_sealed: null,
        refresh_token_sealed: null,
        // With the key, or the secret of an app that logs in as itself, anybody could come back in.
        private_key_sealed: null,
        ...(row.flow === 'client_credentials' && { client_secret_sealed: null }),
        token_generation: row.token_generation + 1,
        refresh_started_at: null,
        problem: revoked ? null : JSON.stringify(notRevoked),
        disconnected_at: deps.now(),
        updated_at: deps.now(),
      })
      .where('id', '=', connectionId)
      // Connected anew while Salesforce was asked: those tokens are others, and live.
      .where('connected_at', '=', row.connected_at)
      .execute();
    deps.log.info({ connectionId, revoked }, 'connection disconnected');
  });
}

async function revokeTokensOf({ vault, config }: ConnectionDeps, row: ConnectionRow): Promise<boolean> {
  try {
    const tokens = openTokens(vault, row);
    if (tokens === null) return true;
    const { accessToken, refreshToken } = tokens;
    return await revokeToken(config, openOAuthClient(vault, row), refreshToken ?? accessToken);
  } catch (error) {
    // Sealed with a key that is lost: there is nothing to revoke them with, and still they have to go.
    if (isAppError(error) && error.code === 'sealed_value_unreadable') return false;
    throw error;
  }
}

const notRevoked: Problem = {
  code: 'not_revoked',
  message:
    'Bookbridge has deleted its tokens, but Salesforce could not be told and still lists the approval.',
  fix: 'Revoke it by hand: Setup → Connected Apps OAuth Usage → Bookbridge, or in the personal settings of the API user.',
};
