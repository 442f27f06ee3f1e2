// The calls of OAuth through openid-client, each with its outcome as a value: granted, refused (Salesforce said why) or
// unanswered (nothing can be told, so nothing may be concluded). Endpoints are fixed paths below a checked login host.
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretPost,
  Configuration,
  refreshTokenGrant,
  tokenRevocation,
} from 'openid-client';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { isLocalOrigin } from './login-hosts.ts';
import { tokenEndpointUnavailable, tokenProblem } from './oauth-errors.ts';
import type { OAuthProblem } from './oauth-errors.ts';

/** One OAuth app at one login host. */
export type OAuthClient = { loginOrigin: string; clientId: string; clientSecret: string };

export type GrantedTokens = {
  accessToken: string;
  /** Null on a refresh without rotation: the present one stays. */
  refreshToken: string | null;
  instanceUrl: string;
  identityUrl: string;
};

export type TokenOutcome =
  | { kind: 'granted'; tokens: GrantedTokens }
  | { kind: 'refused'; problem: OAuthProblem }
  /** Salesforce may have done it all the same: after a refresh the old refresh token may be dead. */
  | { kind: 'unanswered'; problem: OAuthProblem; cause: unknown };

// No `openid`: the issuer of an ID token differs between login hosts and My Domains.
const scope = 'api id refresh_token';

export function redirectUri(config: Pick<Config, 'publicUrl'>): string {
  return `${config.publicUrl}/oauth/salesforce/callback`;
}

/** The address the browser goes to; always asks for a login, so that an open session is never used silently. */
export async function authorizeUrl(
  config: Config,
  client: OAuthClient,
  login: { state: string; verifier: string; loginHint: string | null },
): Promise<string> {
  const url = buildAuthorizationUrl(configuration(config, client), {
    redirect_uri: redirectUri(config),
    scope,
    state: login.state,
    code_challenge: await calculatePKCECodeChallenge(login.verifier),
    code_challenge_method: 'S256',
    prompt: 'login',
    ...(login.loginHint !== null && { login_hint: login.loginHint }),
  });
  return url.href;
}

/** Trades the code for tokens; `state` was checked before and is checked again by the library. */
export async function exchangeCode(
  config: Config,
  client: OAuthClient,
  login: { code: string; state: string; verifier: string },
): Promise<TokenOutcome> {
  const answer = new URL(redirectUri(config));
  answer.searchParams.set('code', login.code);
  answer.searchParams.set('state', login.state);
  return outcomeOf(
    authorizationCodeGrant(configuration(config, client), answer, {
      pkceCodeVerifier: login.verifier,
      expectedState: login.state,
    }),
  );
}

export async function refreshTokens(
  config: Config,
  client: OAuthClient,
  refreshToken: string,
): Promise<TokenOutcome> {
  return outcomeOf(refreshTokenGrant(configuration(config, client), refreshToken));
}

/** Revoking a refresh token ends its access tokens too. A token that Salesforce no longer knows counts as revoked. */
export async function revokeToken(config: Config, client: OAuthClient, token: string): Promise<boolean> {
  try {
    await tokenRevocation(configuration(config, client, revokeTimeoutSeconds), token);
    return true;
  } catch (error) {
    return ['invalid_token', 'unsupported_token_type', 'invalid_grant'].includes(
      refusalOf(error)?.error ?? '',
    );
  }
}

const timeoutSeconds = 30;
/** Shorter: a person waits for it, and what depends on it is only tidiness. */
const revokeTimeoutSeconds = 10;

function configuration(
  config: Config,
  { loginOrigin, clientId, clientSecret }: OAuthClient,
  seconds = timeoutSeconds,
): Configuration {
  const made = new Configuration(
    {
      issuer: loginOrigin,
      authorization_endpoint: `${loginOrigin}/services/oauth2/authorize`,
      token_endpoint: `${loginOrigin}/services/oauth2/token`,
      revocation_endpoint: `${loginOrigin}/services/oauth2/revoke`,
    },
    clientId,
    {},
    ClientSecretPost(clientSecret),
  );
  made.timeout = seconds;
  if (loginOrigin.startsWith('http:') && isLocalOrigin(config, loginOrigin)) {
    // oxlint-disable-next-line typescript/no-deprecated -- marked so only to stand out; a local org has no TLS
    allowInsecureRequests(made);
  }
  return made;
}

const grantSchema = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  instance_url: z.string().min(1),
  id: z.string().min(1),
});

async function outcomeOf(grant: Promise<unknown>): Promise<TokenOutcome> {
  try {
    const answer = grantSchema.parse(await grant);
    return {
      kind: 'granted',
      tokens: {
        accessToken: answer.access_token,
        refreshToken: answer.refresh_token ?? null,
        instanceUrl: answer.instance_url,
        identityUrl: answer.id,
      },
    };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return { kind: 'refused', problem: tokenProblem(refusal.error, refusal.error_description) };
    return { kind: 'unanswered', problem: tokenEndpointUnavailable(), cause: error };
  }
}

const refusalSchema = z.looseObject({
  code: z.literal('OAUTH_RESPONSE_BODY_ERROR'),
  error: z.string(),
  error_description: z.string().optional(),
});

/** Salesforce's own `error` when it answered with one; the library reads it from JSON below status 500 only. */
function refusalOf(error: unknown): { error: string; error_description: string | undefined } | null {
  const parsed = refusalSchema.safeParse(error);
  return parsed.success
    ? { error: parsed.data.error, error_description: parsed.data.error_description }
    : null;
}
