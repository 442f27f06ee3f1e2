// Ends the connection: revokes it at Salesforce and deletes the tokens here. Set-up, sources and waiting bookings stay.
import { revokeToken } from './oauth-client.ts';
import { openOAuthClient, openTokens } from './sealed-tokens.ts';
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
    const tokens = openTokens(deps.vault, row);
    const revoked =
      tokens === null ||
      (await revokeToken(deps.config, openOAuthClient(deps.vault, row), tokens.refreshToken));
    await db
      .updateTable('connections')
      .set({
        state: 'disconnected',
        access_token_sealed: null,
        refresh_token_sealed: null,
        token_generation: row.token_generation + 1,
        refresh_started_at: null,
        problem: revoked ? null : JSON.stringify(notRevoked),
        disconnected_at: deps.now(),
        updated_at: deps.now(),
      })
      .where('id', '=', connectionId)
      .execute();
    deps.log.info({ connectionId, revoked }, 'connection disconnected');
  });
}

const notRevoked: Problem = {
  code: 'not_revoked',
  message:
    'Bookbridge has deleted its tokens, but Salesforce could not be told and still lists the approval.',
  fix: 'Revoke it by hand: Setup → Connected Apps OAuth Usage → Bookbridge, or in the personal settings of the API user.',
};
