// How a connection's tokens lie in the database: sealed, each for its own purpose. The only place that opens them.
import type { Selectable } from 'kysely';
import type { ConnectionsTable } from '../store/schema.ts';
import type { Vault } from '../store/secrets.ts';
import { secretPurpose } from './attempts.ts';
import type { OAuthClient } from './oauth-client.ts';

export type ConnectionRow = Selectable<ConnectionsTable>;

const accessPurpose = 'salesforce access token';
const refreshPurpose = 'salesforce refresh token';

export function sealTokens(
  vault: Vault,
  workspaceId: string,
  tokens: { accessToken: string; refreshToken: string },
): { access_token_sealed: string; refresh_token_sealed: string } {
  return {
    access_token_sealed: vault.seal(workspaceId, accessPurpose, tokens.accessToken),
    refresh_token_sealed: vault.seal(workspaceId, refreshPurpose, tokens.refreshToken),
  };
}

/** Null when the connection holds no tokens (disconnected). */
export function openTokens(
  vault: Vault,
  row: ConnectionRow,
): { accessToken: string; refreshToken: string } | null {
  if (row.access_token_sealed === null || row.refresh_token_sealed === null) return null;
  return {
    accessToken: vault.open(row.workspace_id, accessPurpose, row.access_token_sealed),
    refreshToken: vault.open(row.workspace_id, refreshPurpose, row.refresh_token_sealed),
  };
}

export function openRefreshToken(vault: Vault, workspaceId: string, sealed: string): string {
  return vault.open(workspaceId, refreshPurpose, sealed);
}

export function openOAuthClient(
  vault: Vault,
  row: { workspace_id: string; login_origin: string; client_id: string; client_secret_sealed: string },
): OAuthClient {
  return {
    loginOrigin: row.login_origin,
    clientId: row.client_id,
    clientSecret: vault.open(row.workspace_id, secretPurpose, row.client_secret_sealed),
  };
}
