// Trip 1, stage callback: what Salesforce sent the browser back with → tokens. The state is judged before anything else is
// looked at; a code is traded only for the attempt it belongs to.
import { clientOf, takeState, verifierOf } from './attempts.ts';
import type { Attempt, AttemptOwner, LoginTokens } from './attempts.ts';
import { allowedOrigin } from './login-hosts.ts';
import { exchangeCode, revokeToken } from './oauth-client.ts';
import { callbackProblem, ownProblem } from './oauth-errors.ts';
import type { OAuthProblem } from './oauth-errors.ts';
import type { ConnectionDeps } from './stages.ts';

/** The query of the callback, as strings; a parameter given twice counts as missing. */
export type CallbackQuery = {
  state: string | null;
  code: string | null;
  error: string | null;
  errorDescription: string | null;
};

export type CallbackOutcome =
  | { kind: 'granted'; attempt: Attempt; tokens: LoginTokens }
  /** `attemptId` is null when the state does not lead to an attempt of this browser. */
  | { kind: 'refused'; attemptId: string | null; problem: OAuthProblem };

export async function receiveCallback(
  deps: ConnectionDeps,
  query: CallbackQuery,
  /** Whom this browser may speak for: the person signed in, and an admin link opened in it. */
  owners: readonly AttemptOwner[],
): Promise<CallbackOutcome> {
  if (query.state === null) {
    const problem =
      query.error === null
        ? ownProblem('state_missing')
        : callbackProblem(query.error, query.errorDescription ?? '');
    return { kind: 'refused', attemptId: null, problem };
  }
  const taken = await takeState(deps, query.state, owners);
  if ('refused' in taken) return { kind: 'refused', attemptId: taken.attemptId, problem: taken.refused };
  const { attempt } = taken;
  const refuse = (problem: OAuthProblem): CallbackOutcome => ({
    kind: 'refused',
    attemptId: attempt.id,
    problem,
  });

  if (query.error !== null) return refuse(callbackProblem(query.error, query.errorDescription ?? ''));
  if (query.code === null) return refuse(ownProblem('code_missing'));
  const outcome = await exchangeCode(deps.config, clientOf(deps, attempt), {
    code: query.code,
    state: query.state,
    verifier: verifierOf(deps, attempt),
  });
  if (outcome.kind === 'unanswered') {
    deps.log.warn({ stage: 'callback', err: outcome.cause }, 'token endpoint gave no usable answer');
  }
  if (outcome.kind !== 'granted') return refuse(outcome.problem);
  const { tokens } = outcome;
  const { refreshToken } = tokens;
  const isAllowed = [tokens.instanceUrl, tokens.identityUrl].every(
    (url) => allowedOrigin(deps.config, url) !== null,
  );
  if (refreshToken === null || !isAllowed) {
    // Salesforce keeps five approvals per user and app: one that nobody uses would push out a good one.
    await revokeToken(deps.config, clientOf(deps, attempt), refreshToken ?? tokens.accessToken);
    return refuse(ownProblem(isAllowed ? 'refresh_token_missing' : 'host_not_allowed'));
  }
  return { kind: 'granted', attempt, tokens: { ...tokens, refreshToken } };
}
