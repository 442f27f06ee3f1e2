// TRIP 1: authorize → callback → identify → validate → save, top to bottom. Each stage is a file of its own; this one only
// puts them in order, asks "is this the API user?" between identify and validate, and undoes a login that leads nowhere.
import { AppError, isAppError } from '../errors.ts';
import {
  clientOf,
  failAttempt,
  findAttempt,
  foundOf,
  holdForConfirmation,
  removeExpiredAttempts,
  tokensOf,
} from './attempts.ts';
import type { Attempt, AttemptOwner, Found, LoginTokens } from './attempts.ts';
import { isAdminLinkError } from './admin-links.ts';
import { authorizeAtSalesforce } from './authorize.ts';
import { choseKind } from './choose-app.ts';
import type { EnvironmentChoice } from './choose-app.ts';
import { receiveCallback } from './callback.ts';
import type { CallbackQuery } from './callback.ts';
import { identifyOrg, loginClient } from './identify.ts';
import { revokeToken } from './oauth-client.ts';
import { ownProblem } from './oauth-errors.ts';
import { loginOfAttempt, saveConnection } from './save.ts';
import { tidyAfterSave } from './after-save.ts';
import type { ConnectionDeps, ConnectionStage, Problem } from './stages.ts';
import { validateConnection } from './validate.ts';

/** Begins: the address at Salesforce where the API user logs in. */
export async function startConnecting(
  deps: ConnectionDeps,
  owner: AttemptOwner & { adminLinkId: string | null },
  choice: EnvironmentChoice,
): Promise<string> {
  return authorizeAtSalesforce(deps, owner, choice);
}

/** Logins that nobody brought to an end are forgotten here and revoked at Salesforce; called every hour. */
export async function removeUnfinishedLogins(deps: ConnectionDeps): Promise<void> {
  for (const attempt of await removeExpiredAttempts(deps)) {
    await revokeLogin(deps, attempt).catch((error: unknown) =>
      deps.log.warn({ stage: 'identify', err: error }, 'an unfinished login could not be revoked'),
    );
  }
}

/** Goes on when the browser comes back: how it went is told by the attempt, or by a code when there is none to tell it. */
export async function finishLogin(
  deps: ConnectionDeps,
  query: CallbackQuery,
  owners: readonly AttemptOwner[],
): Promise<{ attemptId: string } | { errorCode: string }> {
  const callback = await receiveCallback(deps, query, owners);
  if (callback.kind === 'refused') {
    deps.log.info({ stage: 'callback', code: callback.problem.code }, 'login refused');
    if (callback.attemptId === null) return { errorCode: callback.problem.code };
    await failAttempt(deps, callback.attemptId, callback.problem);
    return { attemptId: callback.attemptId };
  }
  const { attempt, tokens } = callback;
  let stage: ConnectionStage = 'identify';
  try {
    const found = await identifyOrg(deps.config, attempt, tokens);
    if (await isTheUserOfBefore(deps, attempt.workspace_id, found)) {
      stage = 'validate';
      await validateAndSave(deps, attempt, found, tokens);
    } else {
      await holdForConfirmation(deps, attempt, found, tokens);
    }
  } catch (error) {
    deps.log.warn({ stage, err: error }, 'login could not be finished');
    await revokeToken(deps.config, clientOf(deps, attempt), tokens.refreshToken);
    await failAttempt(deps, attempt.id, problemOf(error));
  }
  return { attemptId: attempt.id };
}

/** "Use this user": validates and saves. A second click gives the same connection and saves nothing twice. */
export async function confirmUser(
  deps: ConnectionDeps,
  owner: AttemptOwner,
  attemptId: string,
): Promise<void> {
  const attempt = await requireAttempt(deps, owner, attemptId);
  if (attempt.stage === 'saved') return;
  const found = foundOf(attempt);
  const tokens = tokensOf(deps, attempt);
  if (attempt.stage !== 'confirming' || !found || !tokens) throw ended();
  if (attempt.expires_at <= deps.now()) {
    await revokeLogin(deps, attempt);
    const { code, message, fix } = ownProblem('state_expired');
    await failAttempt(deps, attempt.id, { code, message, fix });
    throw new AppError(code, message, { status: 410, fix });
  }
  await validateAndSave(deps, attempt, found, tokens).catch(async (error: unknown) => {
    // The link ended meanwhile: this login cannot lead anywhere any more.
    if (isAppError(error) && isAdminLinkError(error)) {
      await revokeLogin(deps, attempt);
      await failAttempt(deps, attempt.id, problemOf(error));
    }
    throw error;
  });
}

/** "This is not the API user": the login is undone; gives the address that ends the browser's session at Salesforce. */
export async function rejectUser(
  deps: ConnectionDeps,
  owner: AttemptOwner,
  attemptId: string,
): Promise<string> {
  const attempt = await requireAttempt(deps, owner, attemptId);
  const found = foundOf(attempt);
  if (!found) throw ended();
  if (await failAttempt(deps, attempt.id, ownProblem('user_rejected'))) await revokeLogin(deps, attempt);
  else if (attempt.stage !== 'failed') throw ended();
  return `${found.instanceOrigin}/secur/logout.jsp`;
}

async function validateAndSave(
  deps: ConnectionDeps,
  attempt: Attempt,
  found: Found,
  tokens: LoginTokens,
): Promise<void> {
  const chosenKind = choseKind(deps.config, attempt) ? attempt.kind : found.kind;
  const client = loginClient(tokens, found);
  const validation = await validateConnection(client, chosenKind, attempt.mode);
  const saved = await saveConnection(
    deps,
    loginOfAttempt(attempt),
    { ...found, kind: chosenKind },
    tokens,
    validation,
  );
  if (!saved) {
    // A second click finds it saved; a rejection in another tab has ended it.
    if ((await requireAttempt(deps, ownerOf(attempt), attempt.id)).stage !== 'saved') throw ended();
    return;
  }
  deps.log.info({ stage: 'save', outcome: validation.state, orgId: found.orgId }, 'connection saved');
  await tidyAfterSave(deps, attempt.workspace_id, saved.replaced, validation);
}

async function isTheUserOfBefore(
  { db }: ConnectionDeps,
  workspaceId: string,
  found: Found,
): Promise<boolean> {
  const last = await db
    .selectFrom('connections')
    .select(['org_id', 'user_id'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return last?.org_id === found.orgId && last.user_id === found.userId;
}

/** Ends a login that did not become a connection; when Salesforce does not answer, its approval simply ages there. */
async function revokeLogin(deps: ConnectionDeps, attempt: Attempt): Promise<void> {
  const tokens = tokensOf(deps, attempt);
  if (tokens) await revokeToken(deps.config, clientOf(deps, attempt), tokens.refreshToken);
}

async function requireAttempt(deps: ConnectionDeps, owner: AttemptOwner, id: string): Promise<Attempt> {
  const attempt = await findAttempt(deps, id, owner);
  if (attempt) return attempt;
  throw new AppError('attempt_not_found', 'This login is not known in this browser.', {
    status: 404,
    fix: 'Start again with "Connect an API user".',
  });
}

function ownerOf(attempt: Attempt): AttemptOwner {
  return { workspaceId: attempt.workspace_id, sessionId: attempt.session_id };
}

function ended(): AppError {
  return new AppError('attempt_ended', 'This login has already come to an end.', {
    status: 409,
    fix: 'Start again with "Connect an API user".',
  });
}

function problemOf(error: unknown): Problem {
  if (isAppError(error)) {
    const nothing = 'Nothing was connected or changed.';
    // The words of a failed call speak of bookings that wait; here a person waits, and nothing is tried again by itself.
    const passes = error.retry === 'soon' || error.retry === 'later';
    return {
      code: error.code,
      message: error.message.endsWith(nothing) ? error.message : `${error.message} ${nothing}`,
      fix: passes
        ? 'Connect again in a few minutes. status.salesforce.com shows known disturbances.'
        : (error.fix ?? 'Connect again.'),
    };
  }
  return ownProblem('login_not_finished');
}
