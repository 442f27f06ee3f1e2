// The HTTP side of admin links. For people who are signed in: make one, see what became of it, withdraw it. For whoever holds
// one: connect an API user, and see nothing else of the workspace.
import { Router } from 'express';
import type { Request, Response } from 'express';
import type { Account } from '../accounts/account.ts';
import { AppError } from '../errors.ts';
import {
  findAdminLink,
  issueAdminLink,
  latestAdminLink,
  linkCookieName,
  newLinkCookie,
  noteOpened,
  ownerOfLink,
  readLinkCookie,
  requireOpenLink,
  stateOfLink,
  wasUsedHere,
  withdrawAdminLinks,
  writeLinkCookie,
} from './admin-links.ts';
import type { AdminLink, LinkCookie } from './admin-links.ts';
import { findAttempt } from './attempts.ts';
import type { Attempt, AttemptOwner } from './attempts.ts';
import { checkConnection } from './check-connection.ts';
import { readChoice } from './choice-input.ts';
import { createClients } from './clients.ts';
import { confirmUser, rejectUser, startConnecting } from './connect-org.ts';
import { viewAttempt, viewConnection, viewEnvironments } from './connection-view.ts';
import type { ConnectionView } from './connection-view.ts';
import { redirectUri } from './oauth-client.ts';
import { problemByCode } from './oauth-errors.ts';
import type { ConnectionDeps } from './stages.ts';

/** Mounted at /api/connection, for people who are signed in. */
export function createAdminLinkRoutes(deps: ConnectionDeps): Router {
  const router = Router();
  router.get('/admin-links', async (_request, response) => {
    const link = await latestAdminLink(deps, accountOf(response).workspaceId);
    response.json({ link: link ? viewLink(link, deps.now()) : null });
  });
  router.post('/admin-links', async (_request, response) => {
    const { workspaceId, name } = accountOf(response);
    const { url, expiresAt } = await issueAdminLink(deps, { workspaceId, name });
    response.status(201).json({ url, expiresAt: expiresAt.toISOString() });
  });
  router.delete('/admin-links', async (_request, response) => {
    await withdrawAdminLinks(deps, accountOf(response).workspaceId);
    response.json({ link: null });
  });
  return router;
}

/** Mounted at /api/admin-link, for whoever holds a link. Nobody is signed in. */
export function createLinkHolderRoutes(deps: ConnectionDeps): Router {
  const clients = createClients(deps);
  const router = Router();

  router.get('/:token', async (request, response) => {
    const link = await findAdminLink(deps, request.params.token);
    const state = stateOfLink(link, deps.now());
    if (state === 'open') await noteOpened(deps, link);
    const connection = await ownConnection(deps, request, link);
    response.json({
      state,
      workspace: await workspaceName(deps, link.workspace_id),
      sentBy: link.created_by_name,
      expiresAt: link.expires_at.toISOString(),
      ...(state === 'open' && {
        environments: viewEnvironments(deps.config),
        callbackUrl: redirectUri(deps.config),
      }),
      connection,
    });
  });

  router.post('/:token/authorize', async (request, response) => {
    const link = await requireLink(deps, request.params.token);
    const choice = readChoice(request.body);
    if (choice.app?.use === 'present') throw notThroughLink();
    const given = cookieFor(request, request.params.token);
    const cookie = given ?? newLinkCookie(request.params.token);
    const owner = { ...ownerOfLink(link, cookie), adminLinkId: link.id };
    const url = await startConnecting(deps, owner, choice);
    response.cookie(linkCookieName, writeLinkCookie(cookie), {
      httpOnly: true,
      // Lax: it has to come along when Salesforce sends the browser back.
      sameSite: 'lax',
      secure: deps.config.publicUrl.startsWith('https:'),
      path: '/',
      expires: link.expires_at,
      encode: String,
    });
    response.json({ url });
  });

  router.get('/:token/attempts/:id', async (request, response) => {
    const { owner } = await requireHolder(deps, request, request.params.token);
    const attempt = await findAttempt(deps, request.params.id, owner);
    if (!attempt) throw unknownAttempt();
    response.json(await viewForHolder(deps, attempt));
  });

  router.post('/:token/attempts/:id/confirm', async (request, response) => {
    const { owner, link } = await requireHolder(deps, request, request.params.token);
    await confirmUser(deps, owner, request.params.id);
    const used = await findAdminLink(deps, request.params.token);
    response.json({ connection: await ownConnection(deps, request, used ?? link) });
  });

  router.post('/:token/attempts/:id/reject', async (request, response) => {
    const { owner } = await requireHolder(deps, request, request.params.token);
    response.json({ logoutUrl: await rejectUser(deps, owner, request.params.id) });
  });

  router.get('/:token/errors/:code', async (request, response) => {
    await findAdminLink(deps, request.params.token);
    const { code, message, fix } = problemByCode(request.params.code);
    response.json({ error: { code, message, fix } });
  });

  router.post('/:token/check', async (request, response) => {
    const { link } = await requireHolder(deps, request, request.params.token);
    const present = await ownConnection(deps, request, link);
    if (!present) throw unknownAttempt();
    await checkConnection(deps, clients, present.id);
    response.json({ connection: await ownConnection(deps, request, link) });
  });

  return router;
}

function viewLink(link: AdminLink, now: Date) {
  return {
    state: stateOfLink(link, now),
    createdBy: link.created_by_name,
    createdAt: link.created_at.toISOString(),
    expiresAt: link.expires_at.toISOString(),
    openedAt: link.opened_at?.toISOString() ?? null,
    usedAt: link.used_at?.toISOString() ?? null,
    usedBy: link.used_by_username,
  };
}

/** What the link's holder connected, as long as that is what the workspace is connected to; in the same browser only. */
async function ownConnection(
  deps: ConnectionDeps,
  request: Request,
  link: AdminLink,
): Promise<ConnectionView | null> {
  if (!wasUsedHere(link, readLinkCookie(request.headers.cookie)) || link.expires_at <= deps.now())
    return null;
  const connection = await viewConnection(deps, link.workspace_id);
  if (connection?.username !== link.used_by_username || connection?.state === 'disconnected') return null;
  // How many bookings wait is the workspace's own matter.
  return connection && { ...connection, waitingBookings: 0 };
}

/** Whom the login would replace is told to an admin of the same org only. */
async function viewForHolder(deps: ConnectionDeps, attempt: Attempt) {
  const { previous, error, ...rest } = await viewAttempt(deps, attempt);
  // A link into Setup would name the org that is connected now.
  const view = {
    ...rest,
    ...(error && { error: { code: error.code, message: error.message, fix: error.fix } }),
  };
  return previous && previous.orgId === view.found?.orgId ? { ...view, previous } : view;
}

async function requireLink(deps: ConnectionDeps, token: string): Promise<AdminLink> {
  const link = await findAdminLink(deps, token);
  requireOpenLink(link, deps.now());
  return link;
}

/** The browser that pressed "Connect" on the page of this link. */
async function requireHolder(
  deps: ConnectionDeps,
  request: Request,
  token: string,
): Promise<{ link: AdminLink; owner: AttemptOwner }> {
  const link = await findAdminLink(deps, token);
  const cookie = cookieFor(request, token);
  if (!cookie) throw unknownAttempt();
  return { link, owner: ownerOfLink(link, cookie) };
}

function cookieFor(request: Request, token: string): LinkCookie | null {
  const cookie = readLinkCookie(request.headers.cookie);
  return cookie?.token === token ? cookie : null;
}

async function workspaceName({ db }: ConnectionDeps, id: string): Promise<string> {
  const row = await db.selectFrom('workspaces').select('name').where('id', '=', id).executeTakeFirst();
  return row?.name ?? '';
}

function unknownAttempt(): AppError {
  return new AppError('attempt_not_found', 'This login is not known in this browser.', {
    status: 404,
    fix: 'Start again with "Connect an API user".',
  });
}

function notThroughLink(): AppError {
  return new AppError('bad_input', 'Choose an environment.', {
    status: 400,
    fields: { environment: 'Choose one of the three.' },
  });
}

function accountOf(response: Response): Account {
  // Set by requireAccount only.
  const { account } = response.locals as { account?: Account };
  if (account) return account;
  throw new AppError('not_signed_in', 'You are not signed in.', {
    status: 401,
    fix: 'Sign in and try again.',
  });
}
