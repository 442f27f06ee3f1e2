// Salesforce clients for saved connections: the token comes from the database, is renewed when Salesforce refuses it or
// after 7 idle days, and every process sees what another one renewed.
import { isAppError } from '../errors.ts';
import { openClient } from '../salesforce/client.ts';
import type { AccessToken, SalesforceClient } from '../salesforce/client.ts';
import { openTokens } from './sealed-tokens.ts';
import type { ConnectionRow } from './sealed-tokens.ts';
import { isIdle, readConnection, reconnectNeeded, renewAccessToken } from './tokens.ts';
import type { TokenDeps } from './tokens.ts';

export type Clients = {
  /** For bookings. Throws `reconnect_needed` (retry reconnect) when the connection has no way in. */
  clientFor(connectionId: string): Promise<SalesforceClient>;
  /** For the checks: also in state `reconnect`, because the cause may have been removed in Salesforce. */
  clientForChecks(connectionId: string): Promise<SalesforceClient>;
};

export function createClients(deps: TokenDeps): Clients {
  // Many calls of one process that meet a dead token share one refresh, and one database connection for its lock.
  const renewals = new Map<string, Promise<AccessToken>>();

  function renew(connectionId: string, stale: AccessToken): Promise<AccessToken> {
    const key = `${connectionId} ${stale.generation}`;
    const running = renewals.get(key);
    if (running) return running;
    const started = renewAccessToken(deps, connectionId, stale).finally(() => renewals.delete(key));
    renewals.set(key, started);
    return started;
  }

  async function open(row: ConnectionRow): Promise<SalesforceClient> {
    const tokens = openTokens(deps.vault, row);
    if (!tokens) throw reconnectNeeded(row);
    let present: AccessToken = { accessToken: tokens.accessToken, generation: row.token_generation };
    if (isIdle(row, deps.now())) present = await renewIdle(row, present);
    return openClient({
      connectionId: row.id,
      orgId: row.org_id,
      userId: row.user_id,
      apiVersion: row.api_version,
      instanceOrigin: row.instance_origin,
      token: () => Promise.resolve(present),
      async renew(stale) {
        present = await renew(row.id, stale);
        return present;
      },
      noteCall: (usage) => deps.figures?.noteCall(row.workspace_id, usage),
    });
  }

  /** The access token still lives: when Salesforce cannot be asked just now, it is used and the refresh comes later. */
  async function renewIdle(row: ConnectionRow, present: AccessToken): Promise<AccessToken> {
    try {
      return await renew(row.id, present);
    } catch (error) {
      if (isAppError(error) && error.retry !== 'reconnect') return present;
      throw error;
    }
  }

  return {
    async clientFor(connectionId) {
      const row = await readConnection(deps.db, connectionId);
      if (row.state === 'reconnect' || row.state === 'disconnected') throw reconnectNeeded(row);
      return open(row);
    },
    async clientForChecks(connectionId) {
      return open(await readConnection(deps.db, connectionId));
    },
  };
}
