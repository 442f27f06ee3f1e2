// Keeps a connection's access token fresh: one refresh at a time per connection across all processes, a rotated refresh
// token committed before the new access token is used, and only Salesforce's own "never again" leads to `reconnect`.
// Without a browser there is no refresh token: a new access token is asked for with the key or the secret (unattended.ts).
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { AppError, isAppError } from '../errors.ts';
import type { AccessToken } from '../salesforce/client.ts';
import type { Db } from '../store/schema.ts';
import { isIdentityOf } from './identify.ts';
import { allowedOrigin } from './login-hosts.ts';
import { refreshTokens, revokeToken } from './oauth-client.ts';
import type { GrantedTokens, TokenOutcome } from './oauth-client.ts';
import { otherUserAnswers } from './oauth-errors.ts';
import type { OAuthProblem } from './oauth-errors.ts';
import { openOAuthClient, openPrivateKey, openTokens, sealTokens } from './sealed-tokens.ts';
import type { ConnectionRow } from './sealed-tokens.ts';
import type { ConnectionDeps, Problem } from './stages.ts';
import { requestUnattended } from './unattended-login.ts';

export type TokenDeps = Omit<ConnectionDeps, 'wake'>;

/**
 * A token newer than `stale`. Throws `reconnect_needed` when only a person can go on, and `token_refresh_unanswered`
 * (retry later) when Salesforce could not be asked.
 */
export async function renewAccessToken(
  deps: TokenDeps,
  connectionId: string,
  stale: AccessToken,
): Promise<AccessToken> {
  return withTokenLock(deps.db, connectionId, async (db) => {
    const row = await readConnection(db, connectionId);
    const tokens = openTokens(deps.vault, row);
    if (!tokens) throw reconnectNeeded(row);
    // Another process was faster while we waited for the lock.
    if (row.token_generation !== stale.generation) {
      return { accessToken: tokens.accessToken, generation: row.token_generation };
    }
    if (tokens.refreshToken === null) {
      const outcome = await requestAgain(deps, row);
      if (outcome.kind !== 'granted') return settle({ ...deps, db }, row, null, outcome);
      if (!isIdentityOf(outcome.tokens, { orgId: row.org_id, userId: row.user_id }))
        return refuseOther({ ...deps, db }, row, outcome.tokens);
      return keepForSure(deps, db, row, null, outcome.tokens);
    }
    const answerLostAt = row.refresh_started_at;
    await db
      .updateTable('connections')
      .set({ refresh_started_at: answerLostAt ?? deps.now() })
      .where('id', '=', connectionId)
      .execute();
    const outcome = await refreshTokens(deps.config, openOAuthClient(deps.vault, row), tokens.refreshToken);
    if (outcome.kind !== 'granted') return settle({ ...deps, db }, row, answerLostAt, outcome);
    return keepForSure(deps, db, row, tokens.refreshToken, outcome.tokens);
  });
}

/** What was lost on the way to us is simply asked for again, so nothing has to be noted before. */
async function requestAgain(deps: TokenDeps, row: ConnectionRow): Promise<TokenOutcome> {
  const { loginOrigin, clientId, clientSecret } = openOAuthClient(deps.vault, row);
  const login = { loginOrigin, clientId, username: row.username };
  const privateKey = openPrivateKey(deps.vault, row);
  if (row.flow === 'jwt_bearer' && privateKey !== null)
    return requestUnattended(deps.config, { ...login, flow: 'jwt_bearer', privateKey }, deps.now());
  if (row.flow === 'client_credentials' && clientSecret !== null)
    return requestUnattended(deps.config, { ...login, flow: 'client_credentials', clientSecret }, deps.now());
  throw reconnectNeeded(row);
}

/** Without a browser the org decides anew each time whom a name or an app stands for; bookings are written by the user that was checked. */
async function refuseOther(deps: TokenDeps, row: ConnectionRow, granted: GrantedTokens): Promise<never> {
  await revokeToken(deps.config, openOAuthClient(deps.vault, row), granted.accessToken);
  const { code, message, fix } = otherUserAnswers();
  await markReconnect(deps, row, { code, message, fix });
  throw reconnectNeeded({ state: 'reconnect' });
}

const idleMs = 7 * 24 * 60 * 60 * 1000;

/**
 * True when the refresh token has not been used for 7 days: Salesforce may end one that lies idle for 30. Not while an
 * answer is missing: the present access token is used as long as it lives, because the next refresh may be the last.
 */
export function isIdle(
  row: Pick<ConnectionRow, 'flow' | 'refreshed_at' | 'refresh_started_at'>,
  now: Date,
): boolean {
  if (row.flow !== 'web_server') return false;
  if (row.refresh_started_at !== null || row.refreshed_at === null) return false;
  return now.getTime() - row.refreshed_at.getTime() > idleMs;
}

export async function readConnection(db: Db, connectionId: string): Promise<ConnectionRow> {
  const row = await db
    .selectFrom('connections')
    .selectAll()
    .where('id', '=', connectionId)
    .executeTakeFirst();
  if (row) return row;
  throw new AppError('connection_not_found', 'There is no such connection.', { status: 404 });
}

/** For whatever needs Salesforce while the connection has no way in. */
export function reconnectNeeded(row: Pick<ConnectionRow, 'state'>): AppError {
  const disconnected = row.state === 'disconnected';
  return new AppError(
    'reconnect_needed',
    disconnected
      ? 'The API user is disconnected. Bookings wait.'
      : 'Salesforce no longer accepts the connection of the API user. Bookings wait.',
    { status: 409, retry: 'reconnect', fix: 'Connect the API user again; waiting bookings then go on.' },
  );
}

/**
 * Runs `work` alone among all processes for this connection. A session lock and not a transaction: what `work` writes
 * before it calls Salesforce must be on disk even when we die during the call.
 */
export async function withTokenLock<T>(
  db: Db,
  connectionId: string,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  return db.connection().execute(async (connection) => {
    const key = sql`hashtextextended(${`bookbridge tokens ${connectionId}`}, 0)`;
    await sql`select pg_advisory_lock(${key})`.execute(connection);
    try {
      return await work(connection);
    } finally {
      // On a connection that broke meanwhile there is nothing to unlock any more, and what `work` came to must not be lost.
      await sql`select pg_advisory_unlock(${key})`.execute(connection).catch(() => undefined);
    }
  });
}

/** What to make of a refresh that gave no tokens: always throws. */
async function settle(
  deps: TokenDeps,
  row: ConnectionRow,
  answerLostAt: Date | null,
  outcome: Exclude<TokenOutcome, { kind: 'granted' }>,
): Promise<never> {
  const { problem } = outcome;
  if (outcome.kind === 'unanswered') {
    // refresh_started_at stays: the refresh may have happened, and a rotated token may be lost with the answer.
    deps.log.warn({ connectionId: row.id, err: outcome.cause }, 'token refresh got no usable answer');
    throw new AppError(
      'token_refresh_unanswered',
      'Salesforce did not answer when the session was renewed.',
      {
        status: 502,
        retry: 'later',
        fix: 'Bookings are safe here; it is tried again.',
      },
    );
  }
  if (problem.retry !== 'reconnect') {
    await deps.db
      .updateTable('connections')
      .set({ refresh_started_at: null })
      .where('id', '=', row.id)
      .execute();
    throw new AppError(problem.code, problem.message, { status: 502, retry: 'later', fix: problem.fix });
  }
  await markReconnect(deps, row, problemAfterRefresh(problem, answerLostAt));
  throw reconnectNeeded({ state: 'reconnect' });
}

const keepPatience = { tries: 240, pauseMs: 250 };

/**
 * Keeps what Salesforce gave, also when the database went away during the call: with rotation the only refresh token that
 * still works is in our hands, and giving up would cost a reconnect. The lock is gone with its connection by then; the
 * token's generation guards the row instead.
 */
async function keepForSure(
  deps: TokenDeps,
  locked: Db,
  row: ConnectionRow,
  usedRefreshToken: string | null,
  granted: GrantedTokens,
): Promise<AccessToken> {
  let db = locked;
  for (let tries = 1; ; tries += 1) {
    try {
      return await keepTokens({ ...deps, db }, row, usedRefreshToken, granted);
    } catch (error) {
      if (isAppError(error) || tries >= keepPatience.tries) throw error;
      if (tries === 1)
        deps.log.error({ connectionId: row.id, err: error }, 'a renewed token cannot be kept yet');
      db = deps.db;
      await wait(keepPatience.pauseMs);
    }
  }
}

/** Committed before anybody gets the new access token: with rotation the old refresh token is dead from now on. */
async function keepTokens(
  deps: TokenDeps,
  row: ConnectionRow,
  usedRefreshToken: string | null,
  granted: GrantedTokens,
): Promise<AccessToken> {
  const generation = row.token_generation + 1;
  const refreshToken = granted.refreshToken ?? usedRefreshToken;
  const moved = allowedOrigin(deps.config, granted.instanceUrl);
  const kept = await deps.db
    .updateTable('connections')
    .set({
      ...sealTokens(deps.vault, row.workspace_id, { accessToken: granted.accessToken, refreshToken }),
      ...(moved !== null && { instance_origin: moved }),
      token_generation: generation,
      refreshed_at: deps.now(),
      refresh_started_at: null,
      updated_at: deps.now(),
    })
    .where('id', '=', row.id)
    .where('token_generation', '=', row.token_generation)
    .returning('id')
    .executeTakeFirst();
  if (kept) return { accessToken: granted.accessToken, generation };
  // Connected anew while we asked: those tokens count, not ours.
  const present = await readConnection(deps.db, row.id);
  const tokens = openTokens(deps.vault, present);
  if (!tokens) throw reconnectNeeded(present);
  return { accessToken: tokens.accessToken, generation: present.token_generation };
}

function problemAfterRefresh({ code, message, fix }: OAuthProblem, answerLostAt: Date | null): Problem {
  if (code !== 'invalid_grant' || answerLostAt === null) return { code, message, fix };
  return {
    code: 'refresh_answer_lost',
    message: `Salesforce renewed the session at ${answerLostAt.toISOString()}, but its answer was lost on the way, and the old one is no longer accepted. Bookings wait.`,
    fix,
  };
}

async function markReconnect(deps: TokenDeps, row: ConnectionRow, problem: Problem): Promise<void> {
  deps.log.error({ connectionId: row.id, code: problem.code }, 'connection needs a person');
  await deps.db
    .updateTable('connections')
    .set({
      state: 'reconnect',
      problem: JSON.stringify(problem),
      refresh_started_at: null,
      updated_at: deps.now(),
    })
    .where('id', '=', row.id)
    .where('token_generation', '=', row.token_generation)
    .where('state', '!=', 'disconnected')
    .execute();
}
