// Who is signed in, and in which workspace. Membership is read with every request: a removed member is out at once.
import { fromNodeHeaders } from 'better-auth/node';
import type { Request, RequestHandler, Response } from 'express';
import { AppError } from '../errors.ts';
import type { Db } from '../store/schema.ts';
import type { Auth } from './auth.ts';

export type Account = {
  userId: string;
  sessionId: string;
  email: string;
  name: string;
  workspaceId: string;
  workspaceName: string;
  /** `owner`, or what better-auth calls other members. */
  role: string;
};

export type AccountDeps = { db: Db; auth: Auth };

/** Sets `response.locals.account`, else answers 401 `not_signed_in`. */
export function requireAccount(deps: AccountDeps): RequestHandler {
  return async (request, response, next) => {
    response.locals['account'] = await readAccount(deps, request, response);
    if (response.locals['account']) return next();
    throw new AppError('not_signed_in', 'You are not signed in.', {
      status: 401,
      fix: 'Sign in and try again.',
    });
  };
}

/** Sets `response.locals.account` when somebody is signed in. */
export function noticeAccount(deps: AccountDeps): RequestHandler {
  return async (request, response, next) => {
    response.locals['account'] = (await readAccount(deps, request, response)) ?? undefined;
    next();
  };
}

/** A session that is used is prolonged: the answer then carries the new cookie. */
export async function readAccount(
  deps: AccountDeps,
  request: Request,
  response: Response,
): Promise<Account | null> {
  if (!request.headers.cookie) return null;
  const { response: found, headers } = await deps.auth.api
    .getSession({ headers: fromNodeHeaders({ cookie: request.headers.cookie }), returnHeaders: true })
    // The library has logged why and tells only that it failed; nobody is "not signed in" because of it.
    .catch((cause: unknown) => {
      throw new AppError(
        'sign_in_failed',
        'Bookbridge cannot tell at the moment whether you are signed in.',
        {
          status: 503,
          retry: 'soon',
          fix: 'Try again in a moment. If it stays so, look whether the database runs.',
          cause,
        },
      );
    });
  for (const cookie of headers?.getSetCookie() ?? []) response.append('set-cookie', cookie);
  if (!found) return null;
  const { user, session } = found;
  const workspace = await findWorkspace(deps.db, user.id);
  if (!workspace) return null;
  return {
    userId: user.id,
    sessionId: session.id,
    email: user.email,
    name: user.name,
    workspaceId: workspace.id,
    workspaceName: workspace.name,
    role: workspace.role,
  };
}

/** The person's first workspace; choosing among several comes with invitations. */
async function findWorkspace(
  db: Db,
  userId: string,
): Promise<{ id: string; name: string; role: string } | undefined> {
  return db
    .selectFrom('workspace_members')
    .innerJoin('workspaces', 'workspaces.id', 'workspace_members.workspaceId')
    .select(['workspaces.id', 'workspaces.name', 'workspace_members.role'])
    .where('workspace_members.userId', '=', userId)
    .orderBy('workspace_members.createdAt')
    .executeTakeFirst();
}
