// The calls of OAuth through openid-client, each with its outcome as a value: granted, refused (Salesforce said why) or
// unanswered (nothing can be told, so nothing may be concluded). Endpoints are fixed paths below a checked login host.
import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  clientCredentialsGrant,
  ClientSecretPost,
  Configuration,
  genericGrantRequest,
  None,
  refreshTokenGrant,
  tokenRevocation,
} from 'openid-client';
import { z } from 'zod';
import { isLoopback } from '../config.ts';
import type { Config } from '../config.ts';
import { isLocalOrigin } from './login-hosts.ts';
import { tokenEndpointUnavailable, tokenProblem, unattendedProblem } from './oauth-errors.ts';
import type { OAuthProblem } from './oauth-errors.ts';

/** One OAuth app at one login host; without a secret it signs what it asks for. */
export type OAuthClient = { loginOrigin: string; clientId: string; clientSecret: string | null };

export type GrantedTokens = {
  accessToken: string;
  /** Null on a refresh without rotation (the present one stays), and without a browser (there is none). */
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

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Salesforce takes at most 5 minutes; clocks differ. */
const assertionLifeSeconds = 3 * 60;

/** A token for `username` by an assertion signed with the app's private key (RS256). */
export async function requestByAssertion(
  config: Config,
  client: OAuthClient,
  login: { username: string; privateKey: KeyObject; now: Date },
): Promise<TokenOutcome> {
  const seconds = Math.floor(login.now.getTime() / 1000);
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(client.clientId)
    .setSubject(login.username)
    .setAudience(client.loginOrigin)
    .setExpirationTime(seconds + assertionLifeSeconds)
    .sign(login.privateKey);
  // The assertion is the proof: no secret goes along, also when the app has one.
  const asked = configuration(config, { ...client, clientSecret: null });
  return outcomeOf(genericGrantRequest(asked, jwtBearer, { assertion }), (error, description) =>
    unattendedProblem('jwt_bearer', error, description),
  );
}

/** A token for the user that the app's policy names, by the app's own secret. */
export async function requestByClientCredentials(config: Config, client: OAuthClient): Promise<TokenOutcome> {
  return outcomeOf(clientCredentialsGrant(configuration(config, client)), (error, description) =>
    unattendedProblem('client_credentials', error, description),
  );
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
    clientSecret === null ? None() : ClientSecretPost(clientSecret),
  );
  made.timeout = seconds;
  // Checked against the settings when it was connected; set-up may have done that while we ran, with settings of a local org that
  // we have not read yet. Without TLS only ever on this machine.
  const isLocal = isLocalOrigin(config, loginOrigin) || isLoopback(new URL(loginOrigin).hostname);
  if (loginOrigin.startsWith('http:') && isLocal) {
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

async function outcomeOf(
  grant: Promise<unknown>,
  explain: (error: string, description?: string) => OAuthProblem = tokenProblem,
): Promise<TokenOutcome> {
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
    if (refusal) return { kind: 'refused', problem: explain(refusal.error, refusal.error_description) };
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
