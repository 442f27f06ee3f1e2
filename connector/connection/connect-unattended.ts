// TRIP 1 without a browser: token → identify → validate → save, top to bottom. The same stages as with one (connect-org.ts), only
// that a key or a secret takes the place of a login, and the username that was given takes the place of "is this the API user?".
import { AppError } from '../errors.ts';
import type { Config } from '../config.ts';
import { tidyAfterSave } from './after-save.ts';
import type { Found } from './attempts.ts';
import { identifyCalls, identifyOrg, loginClient } from './identify.ts';
import { allowedOrigin, kindOfHost } from './login-hosts.ts';
import { revokeToken } from './oauth-client.ts';
import type { GrantedTokens } from './oauth-client.ts';
import { ownProblem } from './oauth-errors.ts';
import { saveConnection } from './save.ts';
import type { SavedLogin } from './save.ts';
import { sealClientSecret, sealPrivateKey } from './sealed-tokens.ts';
import type { ConnectionDeps, Validation } from './stages.ts';
import { requestUnattended } from './unattended-login.ts';
import type { UnattendedTarget } from './unattended-login.ts';
import { validateConnection } from './validate.ts';

export type ProvenLogin = {
  tokens: GrantedTokens;
  found: Found;
  validation: Validation;
  /** As Salesforce counts them. */
  apiCalls: number;
};

export type ProveDeps = Pick<ConnectionDeps, 'config' | 'log' | 'now'>;

/** Connects the workspace, or throws AppError and leaves everything as it was. */
export async function connectUnattended(
  deps: ConnectionDeps,
  workspaceId: string,
  target: UnattendedTarget,
): Promise<ProvenLogin & { connectionId: string }> {
  const proven = await proveLogin(deps, target);
  const { found, tokens, validation } = proven;
  const saved = await saveConnection(
    deps,
    sealLogin(deps, workspaceId, target),
    { ...found, kind: target.kind ?? found.kind },
    tokens,
    validation,
  );
  if (!saved) throw new Error('A login without an attempt is always saved.');
  deps.log.info({ stage: 'save', outcome: validation.state, orgId: found.orgId }, 'connection saved');
  await tidyAfterSave(deps, workspaceId, saved.replaced, validation);
  return { ...proven, connectionId: saved.connectionId };
}

/** Everything but saving: who answers, and what the checks say. Needs no database. */
export async function proveLogin(deps: ProveDeps, given: UnattendedTarget): Promise<ProvenLogin> {
  const target = { ...given, loginOrigin: originOf(deps.config, given) };
  const tokens = await requestToken(deps, target);
  try {
    const kind = target.kind ?? kindOfHost(target.loginOrigin) ?? 'production';
    const found = await identifyOrg(deps.config, { kind, mode: target.mode }, tokens);
    requireExpectedUser(target, found);
    const client = loginClient(tokens, found);
    const validation = await validateConnection(client, target.kind ?? found.kind, target.mode);
    return { tokens, found, validation, apiCalls: identifyCalls + client.calls() };
  } catch (error) {
    // Nobody uses this session any more.
    await endSession(deps.config, target, tokens);
    throw error;
  }
}

/** Ends the session of a login that only was to be proven. */
export async function endSession(
  config: Config,
  { loginOrigin, clientId, ...login }: UnattendedTarget,
  { accessToken }: GrantedTokens,
): Promise<void> {
  const clientSecret = login.flow === 'client_credentials' ? login.clientSecret : null;
  await revokeToken(config, { loginOrigin, clientId, clientSecret }, accessToken);
}

async function requestToken(deps: ProveDeps, target: UnattendedTarget): Promise<GrantedTokens> {
  const outcome = await requestUnattended(deps.config, target, deps.now());
  if (outcome.kind === 'unanswered')
    deps.log.warn({ stage: 'authorize', err: outcome.cause }, 'token endpoint gave no usable answer');
  if (outcome.kind !== 'granted') {
    const { code, message, fix } = outcome.problem;
    const status = outcome.kind === 'refused' ? 422 : 502;
    throw new AppError(code, message, { status, fix, retry: outcome.problem.retry });
  }
  const { tokens } = outcome;
  const isAllowed = [tokens.instanceUrl, tokens.identityUrl].every(
    (url) => allowedOrigin(deps.config, url) !== null,
  );
  if (isAllowed) return tokens;
  await endSession(deps.config, target, tokens);
  throw refusal('host_not_allowed', 502);
}

/** With client credentials the org alone decides who it is; with a JWT it is what we asked for, and still looked at. */
function requireExpectedUser({ username }: UnattendedTarget, found: Found): void {
  if (found.username.toLowerCase() === username.toLowerCase()) return;
  const { code, message, fix } = ownProblem('another_user_answered');
  const names = `Asked for: ${username}; answered: ${found.username}.`;
  throw new AppError(code, `${message} ${names}`, { status: 409, fix });
}

function sealLogin(
  { config, vault }: ConnectionDeps,
  workspaceId: string,
  target: UnattendedTarget,
): SavedLogin {
  return {
    workspaceId,
    flow: target.flow,
    mode: target.mode,
    appScope: target.appScope ?? 'global',
    loginOrigin: originOf(config, target),
    clientId: target.clientId,
    clientSecretSealed:
      target.flow === 'client_credentials' ? sealClientSecret(vault, workspaceId, target.clientSecret) : null,
    privateKeySealed:
      target.flow === 'jwt_bearer' ? sealPrivateKey(vault, workspaceId, target.privateKey) : null,
    attemptId: null,
    adminLink: null,
  };
}

/** The address as an origin: it is the audience of a JWT, letter by letter. */
function originOf(config: Config, { loginOrigin }: UnattendedTarget): string {
  const origin = allowedOrigin(config, loginOrigin);
  if (origin === null) throw refusal('login_host_not_allowed', 400);
  return origin;
}

function refusal(code: 'login_host_not_allowed' | 'host_not_allowed', status: number): AppError {
  const { message, fix } = ownProblem(code);
  return new AppError(code, message, { status, fix });
}
