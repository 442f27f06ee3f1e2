// The HTTP side of trip 1: the connection's API for the pages, and the address Salesforce sends the browser back to.
import { Router } from 'express';
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Account } from '../accounts/account.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { findAdminLink, ownerOfLink, readLinkCookie } from './admin-links.ts';
import { findAttempt } from './attempts.ts';
import type { AttemptOwner } from './attempts.ts';
import { readChoice } from './choice-input.ts';
import { checkConnection } from './check-connection.ts';
import { createClients } from './clients.ts';
import { confirmUser, finishLogin, rejectUser, startConnecting } from './connect-org.ts';
import { viewAttempt, viewConnection, viewEnvironments, withLink } from './connection-view.ts';
import type { ConnectionView } from './connection-view.ts';
import { disconnectOrg } from './disconnect.ts';
import { redirectUri } from './oauth-client.ts';
import { problemByCode } from './oauth-errors.ts';
import { pauseByUser, resumeByUser } from './pause-connection.ts';
import type { ConnectionDeps } from './stages.ts';

/** Mounted at /api/connection, for people who are signed in. */
export function createConnectionRoutes(deps: ConnectionDeps): Router {
  const clients = createClients(deps);
  const router = Router();

  router.get('/', async (_request, response) => {
    response.json({
      connection: await viewConnection(deps, accountOf(response).workspaceId),
      environments: viewEnvironments(deps.config),
      callbackUrl: redirectUri(deps.config),
    });
  });

  router.post('/authorize', async (request, response) => {
    const choice = readChoice(request.body);
    const { workspaceId, sessionId } = accountOf(response);
    const owner = { workspaceId, sessionId, adminLinkId: null };
    response.json({ url: await startConnecting(deps, owner, choice) });
  });

  router.get('/attempts/:id', async (request, response) => {
    const attempt = await findAttempt(deps, request.params.id, accountOf(response));
    if (!attempt) throw notFound('attempt_not_found', 'This login is not known in this browser.');
    response.json(await viewAttempt(deps, attempt));
  });

  router.post('/attempts/:id/confirm', async (request, response) => {
    const account = accountOf(response);
    await confirmUser(deps, account, request.params.id);
    response.json({ connection: await requireConnection(deps, account) });
  });

  router.post('/attempts/:id/reject', async (request, response) => {
    response.json({ logoutUrl: await rejectUser(deps, accountOf(response), request.params.id) });
  });

  router.get('/errors/:code', async (request, response) => {
    const { code, message, fix } = problemByCode(request.params.code);
    const org = await deps.db
      .selectFrom('connections')
      .select(['instance_origin', 'user_id'])
      .where('workspace_id', '=', accountOf(response).workspaceId)
      .executeTakeFirst();
    response.json({ error: withLink({ code, message, fix }, org) });
  });

  router.post('/check', async (_request, response) => {
    const account = accountOf(response);
    const connection = await requireConnection(deps, account);
    await checkConnection(deps, clients, connection.id);
    response.json({ connection: await requireConnection(deps, account) });
  });

  router.post('/pause', async (_request, response) => {
    const account = accountOf(response);
    await pauseByUser(deps, account.workspaceId);
    response.json({ connection: await requireConnection(deps, account) });
  });

  router.post('/resume', async (_request, response) => {
    const account = accountOf(response);
    await resumeByUser(deps, account.workspaceId);
    response.json({ connection: await requireConnection(deps, account) });
  });

  router.post('/disconnect', async (_request, response) => {
    const account = accountOf(response);
    const connection = await requireConnection(deps, account);
    await disconnectOrg(deps, connection.id);
    response.json({ connection: await requireConnection(deps, account) });
  });

  return router;
}

/** GET /oauth/salesforce/callback. `response.locals.account` is set when the browser is signed in; it need not be. */
export function createCallbackRoute(deps: ConnectionDeps): Router {
  const router = Router();
  router.get('/oauth/salesforce/callback', async (request, response) => {
    const query = {
      state: parameter(request, 'state'),
      code: parameter(request, 'code'),
      error: parameter(request, 'error'),
      errorDescription: parameter(request, 'error_description'),
    };
    const link = await linkOf(deps, request);
    const account = optionalAccount(response);
    const owners = [account, link?.owner].filter((owner) => owner !== undefined);
    // The browser comes from Salesforce: whatever happens, it must land on a page and not on an answer meant for programs.
    const outcome = await finishLogin(deps, query, owners).catch((error: unknown) => {
      deps.log.error({ stage: 'callback', err: error }, 'login could not be finished');
      return { errorCode: 'login_not_finished' };
    });
    redirectToPage(response, outcome, await pageFor(deps, outcome, account, link));
  });
  return router;
}

/** For what fails before the callback's own route is reached, such as finding out who is signed in. */
export function landOnPage(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    log.error({ stage: 'callback', err: error }, 'login could not be finished');
    redirectToPage(response, { errorCode: 'login_not_finished' }, setupPage);
  };
}

type Outcome = { attemptId: string } | { errorCode: string };
type BrowserLink = { owner: AttemptOwner; token: string };

/** The admin link that was opened in this browser; a cookie that leads nowhere counts as none. */
async function linkOf(deps: ConnectionDeps, request: Request): Promise<BrowserLink | undefined> {
  const cookie = readLinkCookie(request.headers.cookie);
  if (!cookie) return undefined;
  const link = await findAdminLink(deps, cookie.token).catch(() => undefined);
  return link && { owner: ownerOfLink(link, cookie), token: cookie.token };
}

const setupPage = '/setup/api-connection';

/** Who came through a link sees nothing but the page of the link. */
async function pageFor(
  deps: ConnectionDeps,
  outcome: Outcome,
  account: Account | undefined,
  link: BrowserLink | undefined,
): Promise<string> {
  if (!link) return setupPage;
  const isOfLink =
    'attemptId' in outcome
      ? (await findAttempt(deps, outcome.attemptId, link.owner)) !== undefined
      : account === undefined;
  return isOfLink ? `/connect/${link.token}` : setupPage;
}

function redirectToPage(response: Response, outcome: Outcome, page: string): void {
  const told = 'attemptId' in outcome ? { attempt: outcome.attemptId } : { error: outcome.errorCode };
  // The code must not stay in the history or travel on as a referrer.
  response.set('cache-control', 'no-store').set('referrer-policy', 'no-referrer');
  response.redirect(302, `${page}?${new URLSearchParams(told).toString()}`);
}

/** Null when it is missing or given twice: then nobody can say which one was meant. */
function parameter(request: Request, name: string): string | null {
  const value = request.query[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function optionalAccount(response: Response): Account | undefined {
  // Set by noticeAccount or requireAccount only.
  const { account } = response.locals as { account?: Account };
  return account;
}

function accountOf(response: Response): Account {
  const account = optionalAccount(response);
  if (account) return account;
  throw new AppError('not_signed_in', 'You are not signed in.', {
    status: 401,
    fix: 'Sign in and try again.',
  });
}

async function requireConnection(deps: ConnectionDeps, account: Account): Promise<ConnectionView> {
  const connection = await viewConnection(deps, account.workspaceId);
  if (connection) return connection;
  throw notFound('not_connected', 'No API user is connected.');
}

function notFound(code: string, message: string): AppError {
  return new AppError(code, message, { status: 404, fix: 'Start with "Connect an API user".' });
}
