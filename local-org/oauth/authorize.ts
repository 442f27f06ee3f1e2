// The browser side of the code flow: authorize → login → consent → back to the app with a code or an error.
// What is wrong with the app or its callback address is shown on our own page; only then is anything redirected.

import { createHmac, randomBytes } from 'node:crypto';
import express from 'express';
import type { Request, Response } from 'express';
import type { Faults } from '../faults.ts';
import { consentPage } from '../pages/consent-page.ts';
import { bareErrorPage, oauthErrorPage } from '../pages/oauth-error-page.ts';
import { sendPage } from '../pages/send-page.ts';
import { urlOf } from '../request-url.ts';
import type { Host } from '../site.ts';
import { appWorksAt, isApprovedBeforehand } from './app.ts';
import type { OAuthApp } from './app.ts';
import type { Apps } from './apps.ts';
import {
  challengeOf,
  findProblem,
  genericError,
  notInstalled,
  readApp,
  readScopes,
  refuseUser,
} from './authorize-request.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import type { BrowserSession, BrowserSessions } from './browser-sessions.ts';
import { readForm } from './form.ts';
import type { Grants } from './grants.ts';
import { same } from './same-secret.ts';

type Attempt = AuthorizeRequest & {
  askConsent: boolean;
  loginHint: string;
  /** With prompt=login, the session that was open before does not count. */
  refusedSession: string | undefined;
};

export type OAuthParts = {
  apps: Apps;
  grants: Grants;
  browserSessions: BrowserSessions;
  faults: Faults;
  now: () => Date;
};

export const consentPath = '/setup/secur/RemoteAccessAuthorizationPage.apexp';
const errorPath = '/setup/secur/RemoteAccessErrorPage.apexp';

export function authorizeRoutes(host: Host, parts: OAuthParts): express.Router {
  const { apps, grants, browserSessions, faults } = parts;
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
    if (query.get('immediate') === 'true' && !isKnown(app, readScopes(query, app), session)) {
      const description = 'the user has to log in or to approve the app';
      redirectBack(response, redirectUri, { error: 'immediate_unsuccessful', description, state });
      return;
    }
    const source = randomBytes(18).toString('base64url');
    forgetOldest(attempts);
    attempts.set(source, {
      app,
      redirectUri,
      scopes: readScopes(query, app),
      state,
      challenge: challengeOf(query),
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
    const refusal = orderedRefusal(faults, session) ?? refuseUser(attempt, session);
    if (refusal !== undefined) {
      attempts.delete(source);
      if (refusal.onOwnPage) redirectToErrorPage(response, refusal.error, refusal.description);
      else redirectBack(response, attempt.redirectUri, { ...refusal, state: attempt.state });
      return;
    }
    if (isKnown(attempt.app, attempt.scopes, session) && !attempt.askConsent) {
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

  /** The user need not be asked: an administrator has approved the app, or the user has before. */
  function isKnown(app: OAuthApp, scopes: string[], session: BrowserSession | undefined): boolean {
    if (session === undefined) return false;
    const approved = new Set(grants.approvedScopes(approvalOf({ app }, session)));
    return (
      isApprovedBeforehand(app, session.user, session.site) || scopes.every((scope) => approved.has(scope))
    );
  }
}

/** What a fault makes of the attempt of a user who has just logged in. */
function orderedRefusal(faults: Faults, { site }: BrowserSession) {
  const { hit } = faults.take({ resource: 'authorize', orgId: site.org.orgId, writes: false });
  if (hit === undefined) return undefined;
  return { error: hit.error, description: hit.description, onOwnPage: hit.place === 'error_page' };
}

function approvalOf({ app }: Pick<Attempt, 'app'>, { user, site }: BrowserSession) {
  return { clientId: app.clientId, userId: user.id, orgId: site.org.orgId };
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
