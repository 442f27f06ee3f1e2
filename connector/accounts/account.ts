// Who asks, and in which workspace: a person by the session cookie, or a program by an API key. Membership is read with every
// request: a removed member is out at once.
import { fromNodeHeaders } from 'better-auth/node';
import type { Request, RequestHandler, Response } from 'express';
import { AppError } from '../errors.ts';
import type { Db } from '../store/schema.ts';
import { apiKeyIn, findApiKey } from './api-keys.ts';
import type { Auth } from './auth.ts';

export type Account = {
  kind: 'person' | 'api_key';
  /** Of an API key: the key's id. */
  userId: string;
  sessionId: string;
  /** Empty for an API key. */
  email: string;
  name: string;
  workspaceId: string;
  workspaceName: string;
  /** One of accounts/roles.ts. */
  role: string;
};

export type AccountDeps = { db: Db; auth: Auth; now: () => Date };

/** Sets `response.locals.account`, else answers 401 `not_signed_in`. */
export function requireAccount(deps: AccountDeps): RequestHandler {
  return async (request, response, next) => {
    response.locals['account'] = await readAccount(deps, request, response);
    if (response.locals['account']) return next();
    throw notSignedIn();
  };
}

/** Sets `response.locals.account` when somebody is signed in. */
export function noticeAccount(deps: AccountDeps): RequestHandler {
  return async (request, response, next) => {
    response.locals['account'] = (await readAccount(deps, request, response)) ?? undefined;
    next();
  };
}

/** The account that requireAccount found; without it a route was mounted in the wrong place. */
export function accountOf(response: Response): Account {
  const { account } = response.locals as { account?: Account }; // requireAccount put it there
  if (!account) throw new TypeError('this route needs requireAccount before it');
  return account;
}

/** A session that is used is prolonged: the answer then carries the new cookie. */
export async function readAccount(
  deps: AccountDeps,
  request: Request,
  response: Response,
): Promise<Account | null> {
  const key = apiKeyIn(request.get('authorization'));
  if (key !== null) return readApiKey(deps, key);
  const person = await readPerson(deps, request, response);
  if (!person) return null;
  const workspace = await findWorkspace(deps.db, person.userId, person.activeWorkspaceId);
  if (!workspace) return null;
  const { userId, sessionId, email, name } = person;
  return {
    kind: 'person',
    userId,
    sessionId,
    email,
    name,
    workspaceId: workspace.id,
    workspaceName: workspace.name,
    role: workspace.role,
  };
}

async function readApiKey({ db, now }: AccountDeps, key: string): Promise<Account | null> {
  const found = await findApiKey(db, key, now());
  return (
    found && {
      kind: 'api_key',
      userId: found.id,
      sessionId: `key ${found.id}`,
      email: '',
      name: found.name,
      workspaceId: found.workspace_id,
      workspaceName: found.workspace_name,
      role: found.role,
    }
  );
}

export type Person = {
  userId: string;
  sessionId: string;
  email: string;
  name: string;
  hasSecondFactor: boolean;
  activeWorkspaceId: string | null;
};

/** Who is signed in, a member of a workspace or not. */
export async function readPerson(
  deps: Pick<AccountDeps, 'auth'>,
  request: Request,
  response: Response,
): Promise<Person | null> {
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
  const active: unknown = Reflect.get(session, 'activeOrganizationId');
  return {
    userId: user.id,
    sessionId: session.id,
    email: user.email,
    name: user.name,
    hasSecondFactor: Reflect.get(user, 'twoFactorEnabled') === true,
    activeWorkspaceId: typeof active === 'string' ? active : null,
  };
}

export function notSignedIn(): AppError {
  return new AppError('not_signed_in', 'You are not signed in.', {
    status: 401,
    fix: 'Sign in and try again.',
  });
}

export type Membership = { id: string; name: string; role: string };

/** The workspaces that a person works in, the oldest membership first. */
export async function listWorkspaces(db: Db, userId: string): Promise<Membership[]> {
  return db
    .selectFrom('workspace_members')
    .innerJoin('workspaces', 'workspaces.id', 'workspace_members.workspaceId')
    .select(['workspaces.id', 'workspaces.name', 'workspace_members.role'])
    .where('workspace_members.userId', '=', userId)
    .orderBy('workspace_members.createdAt')
    .execute();
}

/** The one that was chosen in this session, else the first. */
async function findWorkspace(db: Db, userId: string, chosen: string | null): Promise<Membership | undefined> {
  const all = await listWorkspaces(db, userId);
  return all.find(({ id }) => id === chosen) ?? all[0];
}
