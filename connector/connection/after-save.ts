// What follows a saved connection: the one it replaced is revoked at Salesforce, and bookings that waited are woken.
import { revokeToken } from './oauth-client.ts';
import type { Replaced } from './save.ts';
import { openAccessToken, openOAuthClient, openRefreshToken } from './sealed-tokens.ts';
import type { ConnectionDeps, Validation } from './stages.ts';

/** Never throws. It is saved: a failure now must not make the caller undo the login. */
export async function tidyAfterSave(
  deps: ConnectionDeps,
  workspaceId: string,
  replaced: Replaced | null,
  { state }: Validation,
): Promise<void> {
  try {
    if (replaced) await revokeReplaced(deps, workspaceId, replaced);
    if (state === 'ready') await deps.wake(workspaceId);
  } catch (error) {
    // The sweep finds the bookings without a wake.
    deps.log.error({ stage: 'save', err: error }, 'connection saved, but not everything after it was done');
  }
}

async function revokeReplaced(deps: ConnectionDeps, workspaceId: string, replaced: Replaced): Promise<void> {
  const client = openOAuthClient(deps.vault, {
    workspace_id: workspaceId,
    login_origin: replaced.loginOrigin,
    client_id: replaced.clientId,
    client_secret_sealed: replaced.clientSecretSealed,
  });
  const token =
    'refreshTokenSealed' in replaced
      ? openRefreshToken(deps.vault, workspaceId, replaced.refreshTokenSealed)
      : openAccessToken(deps.vault, workspaceId, replaced.accessTokenSealed);
  await revokeToken(deps.config, client, token);
}
