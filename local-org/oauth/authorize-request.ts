// What a request to authorize asks for, and why it is refused: before anybody logs in, and once the user is known.

import type { Host } from '../site.ts';
import { appWorksAt, appWorksInOrg, hasCallback, mayUse } from './app.ts';
import type { OAuthApp } from './app.ts';
import type { Apps } from './apps.ts';
import type { BrowserSession } from './browser-sessions.ts';

export type AuthorizeRequest = {
  app: OAuthApp;
  redirectUri: string;
  scopes: string[];
  state: string | undefined;
  challenge: string | undefined;
  nonce: string | undefined;
};

export const genericError = 'An unexpected error has occurred during authentication. Please try again.';

const otherCallback = {
  error: 'redirect_uri_mismatch',
  description: 'redirect_uri must match configuration',
};
const otherScope = { error: 'invalid_scope', description: 'the requested scope is not allowed' };

type Found = { app: OAuthApp; redirectUri: string } | { error: string; description: string };

export function readApp(query: URLSearchParams, apps: Apps, host: Host): Found {
  const clientId = query.get('client_id');
  const redirectUri = query.get('redirect_uri');
  if (clientId === null)
    return { error: 'invalid_request', description: 'missing required parameter: client_id' };
  const app = apps.byClientId(clientId, host.sites);
  if (app === undefined || !app.isEnabled)
    return { error: 'invalid_client_id', description: 'client identifier invalid' };
  // The app is looked up before its address: a local app at the wrong place is not found at all.
  if (!appWorksAt(app, host)) return { app, redirectUri: '' };
  if (redirectUri === null)
    return { error: 'redirect_uri_missing', description: 'redirect_uri not provided' };
  if (!hasCallback(app, redirectUri)) return otherCallback;
  if (app.requirePkce && challengeOf(query) === undefined) {
    return { error: 'invalid_request', description: 'missing required code challenge' };
  }
  return { app, redirectUri };
}

export function findProblem(query: URLSearchParams, app: OAuthApp) {
  if (query.get('response_type') !== 'code') {
    return { error: 'unsupported_response_type', description: 'response type not supported' };
  }
  const method = query.get('code_challenge_method') ?? 'S256';
  if (challengeOf(query) !== undefined && method !== 'S256') {
    return { error: 'invalid_request', description: 'code challenge method must be S256' };
  }
  return readScopes(query, app).every((scope) => app.scopes.includes(scope)) ? undefined : otherScope;
}

/** An empty one proves nothing and is none. */
export function challengeOf(query: URLSearchParams): string | undefined {
  const challenge = query.get('code_challenge') ?? '';
  return challenge === '' ? undefined : challenge;
}

/** Without the parameter the app gets all its scopes. */
export function readScopes(query: URLSearchParams, app: OAuthApp): string[] {
  const asked = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const scopes = asked.map((scope) => (scope === 'offline_access' ? 'refresh_token' : scope));
  return scopes.length === 0 ? app.scopes : [...new Set(scopes)];
}

export function notInstalled(app: OAuthApp) {
  return app.reach === 'own my domain'
    ? {
        error: 'OAUTH_EC_APP_NOT_FOUND',
        description: 'External client app is not installed in this org',
      }
    : { error: 'invalid_client', description: 'app must be installed into org' };
}

export function refuseUser({ app, redirectUri, scopes }: AuthorizeRequest, session: BrowserSession) {
  if (!app.isEnabled || !appWorksInOrg(app, session.site)) {
    return { ...notInstalled(app), onOwnPage: true };
  }
  if (!hasCallback(app, redirectUri)) return { ...otherCallback, onOwnPage: true };
  if (!scopes.every((scope) => app.scopes.includes(scope))) return { ...otherScope, onOwnPage: false };
  if (app.blocked) {
    return { error: 'OAUTH_APP_BLOCKED', description: 'this app is blocked by admin', onOwnPage: false };
  }
  // A user who may use nothing but the API cannot get through a page.
  if (session.user.apiOnly) {
    return { error: 'OAUTH_APPROVAL_ERROR_GENERIC', description: genericError, onOwnPage: true };
  }
  if (!mayUse(app, session.user, session.site)) {
    const description = 'user is not admin approved to access this app';
    return { error: 'OAUTH_APP_ACCESS_DENIED', description, onOwnPage: false };
  }
  return undefined;
}
