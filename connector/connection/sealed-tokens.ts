// How a connection's tokens lie in the database: sealed, each for its own purpose. The only place that opens them.
import type { Selectable } from 'kysely';
import type { ConnectionsTable } from '../store/schema.ts';
import type { Vault } from '../store/secrets.ts';
import { secretPurpose } from './attempts.ts';
import type { OAuthClient } from './oauth-client.ts';

export type ConnectionRow = Selectable<ConnectionsTable>;

/** Without a browser there is no refresh token: a new access token is asked for with the key or the secret. */
export type StoredTokens = { accessToken: string; refreshToken: string | null };

const accessPurpose = 'salesforce access token';
const refreshPurpose = 'salesforce refresh token';
const keyPurpose = 'private key of an oauth app';

export function sealTokens(
  vault: Vault,
  workspaceId: string,
  tokens: StoredTokens,
): { access_token_sealed: string; refresh_token_sealed: string | null } {
  return {
    access_token_sealed: vault.seal(workspaceId, accessPurpose, tokens.accessToken),
    refresh_token_sealed:
      tokens.refreshToken === null ? null : vault.seal(workspaceId, refreshPurpose, tokens.refreshToken),
  };
}

/** Null when the connection holds no tokens (disconnected). */
export function openTokens(vault: Vault, row: ConnectionRow): StoredTokens | null {
  if (row.access_token_sealed === null) return null;
  if (row.refresh_token_sealed === null && row.flow === 'web_server') return null;
  return {
    accessToken: vault.open(row.workspace_id, accessPurpose, row.access_token_sealed),
    refreshToken:
      row.refresh_token_sealed === null
        ? null
        : vault.open(row.workspace_id, refreshPurpose, row.refresh_token_sealed),
  };
}

export function sealPrivateKey(vault: Vault, workspaceId: string, pem: string): string {
  return vault.seal(workspaceId, keyPurpose, pem);
}

export function sealClientSecret(vault: Vault, workspaceId: string, clientSecret: string): string {
  return vault.seal(workspaceId, secretPurpose, clientSecret);
}

/** Null for a connection that does not sign, or that was disconnected. */
export function openPrivateKey(vault: Vault, row: ConnectionRow): string | null {
  return row.private_key_sealed === null
    ? null
    : vault.open(row.workspace_id, keyPurpose, row.private_key_sealed);
}

export function openAccessToken(vault: Vault, workspaceId: string, sealed: string): string {
  return vault.open(workspaceId, accessPurpose, sealed);
}

export function openRefreshToken(vault: Vault, workspaceId: string, sealed: string): string {
  return vault.open(workspaceId, refreshPurpose, sealed);
}

export function openOAuthClient(
  vault: Vault,
  row: { workspace_id: string; login_origin: string; client_id: string; client_secret_sealed: string | null },
): OAuthClient {
  return {
    loginOrigin: row.login_origin,
    clientId: row.client_id,
    clientSecret:
      row.client_secret_sealed === null
        ? null
        : vault.open(row.workspace_id, secretPurpose, row.client_secret_sealed),
  };
}
