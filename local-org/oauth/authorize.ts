// The browser side of the code flow: authorize → login → consent → back to the app with a code or an error.
// What is wrong with the app or its callback address is shown on our own page; only then is anything redirected.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import express from 'express';
import type { Request, Response } from 'express';
import { consentPage } from '../pages/consent-page.ts';
import { bareErrorPage, oauthErrorPage } from '../pages/oauth-error-page.ts';
import { sendPage } from '../pages/send-page.ts';
import { urlOf } from '../request-url.ts';
import type { Host } from '../site.ts';
import type { OAuthApp } from './app.ts';
import type { Apps } from './apps.ts';
import { appWorksAt, appWorksInOrg, hasCallback, isApprovedBeforehand, mayUse } from './app.ts';
import type { BrowserSession, BrowserSessions } from './browser-sessions.ts';
import { readForm } from './form.ts';
import type { Grants } from './grants.ts';

type Attempt = {
  app: OAuthApp;
  redirectUri: string;
  scopes: string[];
  state: string | undefined;
  challenge: string | undefined;
  nonce: string | undefined;
  askConsent: boolean;
  loginHint: string;
  /** With prompt=login, the session that was open before does not count. */
  refusedSession: string | undefined;
};

export type OAuthParts = {
  apps: Apps;
  grants: Grants;
  browserSessions: BrowserSessions;
  now: () => Date;
};

export const consentPath = '/setup/secur/RemoteAccessAuthorizationPage.apexp';
const errorPath = '/setup/secur/RemoteAccessErrorPage.apexp';

export function authorizeRoutes(host: Host, parts: OAuthParts): express.Router {
  const { apps, grants, browserSessions } = parts;
  const attempts = new Map<string, Attempt>();
  const formKey = randomBytes(32);
  const router = express.Router();

  router.get('/services/oauth2/authorize', (request, response) => {
    const query = readQuery(request);
    const found = readApp(query, apps, host);
    if ('error' in found) {
      sendPage(response, 'Error', bareErrorPage(found.error, found.description), 400);
      return;
    }
    const { app, redirectUri } = found;
    if (!appWorksAt(app, host)) {
      const { error, description } = notInstalled(app);
      redirectToErrorPage(response, error, description);
      return;
    }
    const state = query.get('state') ?? undefined;
    const problem = findProblem(query, app);
    if (problem !== undefined) {
      redirectBack(response, redirectUri, { ...problem, state });
      return;
    }
    const prompts = (query.get('prompt') ?? '').split(' ');
    const session = browserSessions.find(host, request);
    const source = randomBytes(18).toString('base64url');
    forgetOldest(attempts);
    attempts.set(source, {
      app,
      redirectUri,
      scopes: readScopes(query, app),
      state,
      challenge: query.get('code_challenge') ?? undefined,
      nonce: query.get('nonce') ?? undefined,
      askConsent: prompts.includes('consent'),
      loginHint: query.get('login_hint') ?? '',
      refusedSession:
        prompts.includes('login') || prompts.includes('select_account') ? session?.id : undefined,
    });
    response.redirect(302, `${consentPath}?source=${source}`);
  });

  router.get(consentPath, (request, response) => {
    const source = readQuery(request).get('source') ?? '';
    const attempt = attempts.get(source);
    if (attempt === undefined) {
      redirectToErrorPage(response, 'OAUTH_APPROVAL_ERROR_GENERIC', genericError);
      return;
    }
    const session = browserSessions.find(host, request);
    if (session === undefined || session.id === attempt.refusedSession) {
      const login = new URLSearchParams({ startURL: `${consentPath}?source=${source}` });
      if (attempt.loginHint !== '') login.set('un', attempt.loginHint);
      response.redirect(302, `/?ec=302&${login.toString()}`);
      return;
    }
    // Behind a login host several orgs may hold an app with this key: what counts is the one of the user's org.
    attempt.app = apps.byClientId(attempt.app.clientId, [session.site]) ?? attempt.app;
    const refusal = refuseUser(attempt, session);
    if (refusal !== undefined) {
      attempts.delete(source);
      if (refusal.onOwnPage) redirectToErrorPage(response, refusal.error, refusal.description);
      else redirectBack(response, attempt.redirectUri, { ...refusal, state: attempt.state });
      return;
    }
    const approved = new Set(grants.approvedScopes(approvalOf(attempt, session)));
    const known =
      isApprovedBeforehand(attempt.app, session.user, session.site) ||
      attempt.scopes.every((scope) => approved.has(scope));
    if (known && !attempt.askConsent) {
      attempts.delete(source);
      giveCode(response, attempt, session, grants);
      return;
    }
    const { app, scopes } = attempt;
    const form = { appName: app.name, scopes, user: session.user, orgName: session.site.org.name };
    sendPage(
      response,
      'Allow Access?',
      consentPage({ ...form, source, token: sign(formKey, source, session) }),
    );
  });

  router.post(consentPath, express.urlencoded({ extended: false }), (request, response) => {
    const form = readForm(request);
    const source = form.get('source') ?? '';
    const attempt = attempts.get(source);
    const session = browserSessions.find(host, request);
    const token = form.get('token') ?? '';
    // The form's token belongs to this attempt and this session: nobody else's page can press Allow.
    if (attempt === undefined || session === undefined || !same(token, sign(formKey, source, session))) {
      redirectToErrorPage(response, 'OAUTH_APPROVAL_ERROR_GENERIC', genericError);
      return;
    }
    attempts.delete(source);
    if (!form.has('save')) {
      const { state } = attempt;
      const denied = { error: 'access_denied', description: 'end-user denied authorization', state };
      redirectBack(response, attempt.redirectUri, denied);
      return;
    }
    grants.approve(approvalOf(attempt, session), attempt.scopes);
    giveCode(response, attempt, session, grants);
  });

  router.get(errorPath, (request, response) => {
    const query = readQuery(request);
    const error = query.get('error') ?? 'OAUTH_APPROVAL_ERROR_GENERIC';
    sendPage(
      response,
      'OAuth Error',
      oauthErrorPage(error, query.get('error_description') ?? genericError),
      400,
    );
  });

  return router;
}

const genericError = 'An unexpected error has occurred during authentication. Please try again.';

const otherCallback = {
  error: 'redirect_uri_mismatch',
  description: 'redirect_uri must match configuration',
};
const otherScope = { error: 'invalid_scope', description: 'the requested scope is not allowed' };

type Found = { app: OAuthApp; redirectUri: string } | { error: string; description: string };

function readApp(query: URLSearchParams, apps: Apps, host: Host): Found {
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
  if (app.requirePkce && !query.has('code_challenge')) {
    return { error: 'invalid_request', description: 'missing required code challenge' };
  }
  return { app, redirectUri };
}

function findProblem(query: URLSearchParams, app: OAuthApp) {
  if (query.get('response_type') !== 'code') {
    return { error: 'unsupported_response_type', description: 'response type not supported' };
  }
  const method = query.get('code_challenge_method') ?? 'S256';
  if (query.has('code_challenge') && method !== 'S256') {
    return { error: 'invalid_request', description: 'code challenge method must be S256' };
  }
  return readScopes(query, app).every((scope) => app.scopes.includes(scope)) ? undefined : otherScope;
}

/** Without the parameter the app gets all its scopes. */
function readScopes(query: URLSearchParams, app: OAuthApp): string[] {
  const asked = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const scopes = asked.map((scope) => (scope === 'offline_access' ? 'refresh_token' : scope));
  return scopes.length === 0 ? app.scopes : [...new Set(scopes)];
}

function notInstalled(app: OAuthApp) {
  return app.reach === 'own my domain'
    ? {
        error: 'OAUTH_EC_APP_NOT_FOUND',
        description: 'External client app is not installed in this org',
      }
    : { error: 'invalid_client', description: 'app must be installed into org' };
}

function approvalOf({ app }: Attempt, { user, site }: BrowserSession) {
  return { clientId: app.clientId, userId: user.id, orgId: site.org.orgId };
}

function refuseUser({ app, redirectUri, scopes }: Attempt, session: BrowserSession) {
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

function giveCode(response: Response, attempt: Attempt, session: BrowserSession, grants: Grants) {
  const { app, redirectUri, scopes, challenge, nonce, state } = attempt;
  const orgId = session.site.org.orgId;
  const code = grants.newCode({
    clientId: app.clientId,
    userId: session.user.id,
    orgId,
    redirectUri,
    scopes,
    challenge,
    ...(nonce === undefined ? {} : { nonce }),
  });
  const url = new URL(redirectUri);
  url.searchParams.set('code', code);
  if (state !== undefined) url.searchParams.set('state', state);
  response.redirect(302, url.toString());
}

function redirectBack(
  response: Response,
  redirectUri: string,
  answer: { error: string; description: string; state: string | undefined },
) {
  const url = new URL(redirectUri);
  url.searchParams.set('error', answer.error);
  url.searchParams.set('error_description', answer.description);
  if (answer.state !== undefined) url.searchParams.set('state', answer.state);
  response.redirect(302, url.toString());
}

function redirectToErrorPage(response: Response, error: string, description: string) {
  response.redirect(
    302,
    `${errorPath}?${new URLSearchParams({ error, error_description: description }).toString()}`,
  );
}

function readQuery(request: Request): URLSearchParams {
  return urlOf(request).searchParams;
}

function forgetOldest(attempts: Map<string, Attempt>) {
  const oldest = attempts.size > 1_000 ? attempts.keys().next().value : undefined;
  if (oldest !== undefined) attempts.delete(oldest);
}

function sign(key: Buffer, source: string, session: BrowserSession): string {
  return createHmac('sha256', key).update(`${source}|${session.id}`).digest('base64url');
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
