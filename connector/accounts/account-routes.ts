// /api/session, /api/first-run, /api/sign-in, /api/sign-out: how a browser comes in and goes out.
import { Router } from 'express';
import type { Request, Response as ExpressResponse } from 'express';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Mailer } from '../mail.ts';
import type { Db } from '../store/schema.ts';
import { listWorkspaces, notSignedIn, readAccount, readPerson } from './account.ts';
import { noteDeed } from './audit.ts';
import { callAuth, passCookies } from './auth-call.ts';
import type { Auth, SingleSignOn } from './auth.ts';
import { makeFirstAccount, parseFirstRun } from './first-run.ts';
import { isOwnerLinkUsed } from './owner-link.ts';

export type AccountRouteDeps = {
  db: Db;
  auth: Auth;
  /** Null: there is no identity provider. */
  singleSignOn: (() => SingleSignOn) | null;
  config: Config;
  log: Log;
  mailer: Mailer;
  now: () => Date;
};

const signInSchema = z.object({
  email: z.string().trim().toLowerCase().max(254),
  password: z.string().max(1000),
});

const secondFactorSchema = z.object({
  kind: z.enum(['app', 'backup_code']),
  code: z.string().trim().min(1).max(100),
  trustDevice: z.boolean().default(false),
});

export function createAccountRoutes(deps: AccountRouteDeps): Router {
  const { db, auth, log, now } = deps;
  const router = Router();

  router.get('/session', async (request, response) => {
    response.json(await describeSession(deps, request, response));
  });

  router.post('/first-run', async (request, response) => {
    const firstRun = parseFirstRun(request.body);
    await makeFirstAccount(db, auth, firstRun, now());
    log.info('the first account was made');
    await signIn(deps, request, response, firstRun);
    response.status(201).json(await describeSession(deps, request, response));
  });

  router.post('/sign-in', async (request, response) => {
    const parsed = signInSchema.safeParse(request.body);
    if (!parsed.success) throw wrongCredentials();
    if ((await signIn(deps, request, response, parsed.data)) === 'second_factor') {
      response.json({ state: 'second_factor', tryOut: deps.config.tryOut });
      return;
    }
    response.json(await describeSession(deps, request, response));
  });

  router.post('/sign-in/second-factor', async (request, response) => {
    const parsed = secondFactorSchema.safeParse(request.body);
    if (!parsed.success) throw wrongCode(null);
    const { kind, code, trustDevice } = parsed.data;
    const path = kind === 'app' ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code';
    const answer = await callAuth(deps, request, response, path, { code, trustDevice });
    passCookies(answer, request, response);
    if (!answer.ok) {
      log.warn({ code: answer.code }, 'second factor refused');
      throw wrongCode(answer.code);
    }
    await noteSignIn(deps, request, response);
    response.json(await describeSession(deps, request, response));
  });

  router.post('/sign-out', async (request, response) => {
    passCookies(await callAuth(deps, request, response, '/sign-out', {}), request, response);
    response.status(204).end();
  });

  router.post('/session/workspace', async (request, response) => {
    const person = await readPerson(deps, request, response);
    if (!person) throw notSignedIn();
    const chosen = z.object({ workspaceId: z.string().max(100) }).safeParse(request.body).data?.workspaceId;
    const mine = await listWorkspaces(db, person.userId);
    if (!mine.some(({ id }) => id === chosen))
      throw new AppError('not_found', 'There is no such workspace.', { status: 404 });
    await db
      .updateTable('sessions')
      .set({ activeWorkspaceId: chosen ?? null })
      .where('id', '=', person.sessionId)
      .execute();
    response.json(await describeSession(deps, request, response));
  });

  return router;
}

/** Used by who has just shown a password: sign-in, the first run, an invitation, a new password. */
export async function signIn(
  deps: AccountRouteDeps,
  request: Request,
  response: ExpressResponse,
  { email, password }: { email: string; password: string },
): Promise<'signed_in' | 'second_factor'> {
  const answer = await callAuth(deps, request, response, '/sign-in/email', { email, password });
  if (!answer.ok) {
    deps.log.warn('sign-in refused');
    throw wrongCredentials();
  }
  passCookies(answer, request, response);
  const isHalf = z.looseObject({ twoFactorRedirect: z.literal(true) }).safeParse(answer.body).success;
  if (isHalf) return 'second_factor';
  await noteSignIn(deps, request, response);
  return 'signed_in';
}

async function noteSignIn(
  deps: AccountRouteDeps,
  request: Request,
  response: ExpressResponse,
): Promise<void> {
  const account = await readAccount(deps, request, response);
  if (!account) return;
  await noteDeed(deps, {
    workspaceId: account.workspaceId,
    userId: account.userId,
    byName: account.name,
    action: 'sign_in',
    address: request.ip,
  });
}

/** Answer of everything that changes who is signed in. */
export async function describeSession(
  deps: AccountRouteDeps,
  request: Request,
  response: ExpressResponse,
): Promise<Record<string, unknown>> {
  const { tryOut, oidc } = deps.config;
  const account = await readAccount(deps, request, response);
  if (account) {
    const { name, email, workspaceId, workspaceName, role } = account;
    const workspaces = account.kind === 'person' ? await listWorkspaces(deps.db, account.userId) : [];
    return {
      state: 'signed_in',
      user: { name, email },
      workspace: { id: workspaceId, name: workspaceName },
      role,
      workspaces: workspaces.map((each) => ({ id: each.id, name: each.name })),
      tryOut,
    };
  }
  const state = (await isOwnerLinkUsed(deps.db)) ? 'signed_out' : 'first_run';
  return { state, tryOut, ...(oidc && { singleSignOn: { name: oidc.name } }) };
}

function wrongCredentials(): AppError {
  return new AppError('wrong_credentials', 'E-mail address or password is wrong.', {
    status: 401,
    fix: 'Check both and try again.',
  });
}

/** Codes of better-auth's two-factor plugin: the sign-in itself is over, or only the code is wrong. */
function wrongCode(code: string | null): AppError {
  if (code === 'INVALID_TWO_FACTOR_COOKIE' || code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE')
    return new AppError('second_factor_over', 'This sign-in took too long or had too many wrong codes.', {
      status: 401,
      fix: 'Sign in again with your password.',
    });
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED')
    return new AppError('second_factor_locked', 'Too many wrong codes.', {
      status: 429,
      retry: 'later',
      fix: 'Wait a quarter of an hour, then sign in again.',
    });
  return new AppError('wrong_code', 'This code is not right.', {
    status: 401,
    fix: 'Take the newest code of your authenticator app; its clock must be right. A back-up code works once.',
  });
}
