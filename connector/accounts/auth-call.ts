// Calls of the sign-in library through its request handler, because only there its rate limit counts; its answers in our words.
import type { Request, Response as ExpressResponse } from 'express';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import { authBasePath, callerHeader } from './auth.ts';
import type { Auth } from './auth.ts';

type CallDeps = { auth: Pick<Auth, 'handler'>; config: Config };

const refusal = z.looseObject({ code: z.string() });

export type AuthAnswer = {
  status: number;
  ok: boolean;
  body: unknown;
  code: string | null;
  cookies: string[];
};

/** Throws `too_many_tries` and `sign_in_failed`; every other refusal is a value with the library's code. */
export async function callAuth(
  deps: CallDeps,
  request: Request,
  response: ExpressResponse,
  path: string,
  body?: unknown,
): Promise<AuthAnswer> {
  const answer = await deps.auth.handler(
    new Request(`${deps.config.publicUrl}${authBasePath}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'content-type': 'application/json',
        origin: deps.config.publicUrl,
        cookie: request.headers.cookie ?? '',
        'user-agent': request.get('user-agent') ?? '',
        [callerHeader]: request.ip ?? '',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
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
  const told: unknown = await answer.json().catch(() => null);
  return {
    status: answer.status,
    ok: answer.ok,
    body: told,
    code: answer.ok ? null : (refusal.safeParse(told).data?.code ?? null),
    cookies: answer.headers.getSetCookie(),
  };
}

/** Leaves the cookies in the answer, and in the request for what runs after. */
export function passCookies({ cookies }: AuthAnswer, request: Request, response: ExpressResponse): void {
  for (const cookie of cookies) response.append('set-cookie', cookie);
  if (cookies.length > 0) request.headers.cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}
