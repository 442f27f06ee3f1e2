// /api/session, /api/first-run, /api/sign-in, /api/sign-out: all of sign-in that a browser can reach.
import { Router } from 'express';
import type { Request, Response as ExpressResponse } from 'express';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/schema.ts';
import { readAccount } from './account.ts';
import { authBasePath, callerHeader } from './auth.ts';
import type { Auth } from './auth.ts';
import { makeFirstAccount, parseFirstRun } from './first-run.ts';
import { isOwnerLinkUsed } from './owner-link.ts';

export type AccountRouteDeps = { db: Db; auth: Auth; config: Config; log: Log; now: () => Date };

const signInSchema = z.object({
  email: z.string().trim().toLowerCase().max(254),
  password: z.string().max(1000),
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
    await signIn(deps, request, response, parsed.data);
    response.json(await describeSession(deps, request, response));
  });

  router.post('/sign-out', async (request, response) => {
    const answer = await callAuth(deps, request, '/sign-out', {});
    passCookies(answer, response);
    response.status(204).end();
  });

  return router;
}

/** Leaves the session's cookies in the answer, and in the request for what runs after. */
async function signIn(
  deps: AccountRouteDeps,
  request: Request,
  response: ExpressResponse,
  { email, password }: { email: string; password: string },
): Promise<void> {
  const answer = await callAuth(deps, request, '/sign-in/email', { email, password });
  if (answer.status === 429) {
    const seconds = Number(answer.headers.get('x-retry-after')) || 60;
    response.set('retry-after', String(seconds));
    throw new AppError('too_many_tries', 'Too many tries to sign in.', {
      status: 429,
      retry: 'soon',
      fix: `Wait ${seconds} seconds, then try again.`,
    });
  }
  if (answer.status >= 500)
    throw new AppError('sign_in_failed', 'Sign-in does not work at the moment.', {
      status: 503,
      retry: 'soon',
      fix: 'Try again in a moment. If it stays so, look whether the database runs.',
    });
  if (!answer.ok) {
    deps.log.warn('sign-in refused');
    throw wrongCredentials();
  }
  request.headers.cookie = passCookies(answer, response)
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** Through the library's request handler, because only there its rate limit counts. */
async function callAuth(
  deps: AccountRouteDeps,
  request: Request,
  path: string,
  body: unknown,
): Promise<Response> {
  return deps.auth.handler(
    new Request(`${deps.config.publicUrl}${authBasePath}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: deps.config.publicUrl,
        cookie: request.headers.cookie ?? '',
        'user-agent': request.get('user-agent') ?? '',
        [callerHeader]: request.ip ?? '',
      },
      body: JSON.stringify(body),
    }),
  );
}

function passCookies(answer: Response, response: ExpressResponse): string[] {
  const cookies = answer.headers.getSetCookie();
  for (const cookie of cookies) response.append('set-cookie', cookie);
  return cookies;
}

async function describeSession(
  deps: AccountRouteDeps,
  request: Request,
  response: ExpressResponse,
): Promise<Record<string, unknown>> {
  const { tryOut } = deps.config;
  const account = await readAccount(deps, request, response);
  if (account) {
    const { name, email, workspaceId, workspaceName } = account;
    const workspace = { id: workspaceId, name: workspaceName };
    return { state: 'signed_in', user: { name, email }, workspace, tryOut };
  }
  return { state: (await isOwnerLinkUsed(deps.db)) ? 'signed_out' : 'first_run', tryOut };
}

function wrongCredentials(): AppError {
  return new AppError('wrong_credentials', 'E-mail address or password is wrong.', {
    status: 401,
    fix: 'Check both and try again.',
  });
}
