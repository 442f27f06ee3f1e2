// Sign-in through the company's identity provider: /api/single-sign-on gives the address to go to, /oauth/oidc/callback comes back.
import { Router } from 'express';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { authBasePath, callerHeader } from './auth.ts';
import { callAuth, passCookies } from './auth-call.ts';
import type { AccountRouteDeps } from './account-routes.ts';
import { noteDeed } from './audit.ts';
import { notInvited, oidcCallbackPath, oidcProviderId } from './oidc.ts';
import { readAccount } from './account.ts';

const patienceMs = 10_000;

const redirect = z.looseObject({ url: z.url() });

export function createSingleSignOnRoute(deps: AccountRouteDeps): Router {
  const router = Router();
  router.post('/single-sign-on', async (request, response) => {
    if (!deps.singleSignOn)
      throw new AppError('not_found', 'Single sign-on is not set up.', {
        status: 404,
        fix: 'Sign in with e-mail address and password.',
      });
    const { publicUrl } = deps.config;
    const call = callAuth(
      { auth: deps.singleSignOn(), config: deps.config },
      request,
      response,
      '/sign-in/social',
      {
        provider: oidcProviderId,
        callbackURL: `${publicUrl}/`,
        errorCallbackURL: `${publicUrl}/sign-in`,
        disableRedirect: true,
      },
    );
    // A late failure has been answered by then.
    call.catch(() => undefined);
    const answer = await Promise.race([call, delay(patienceMs, null, { ref: false })]);
    const found = redirect.safeParse(answer?.body);
    if (!answer?.ok || !found.success)
      throw new AppError('single_sign_on_failed', 'The identity provider cannot be reached.', {
        status: 502,
        retry: 'soon',
        fix: 'Try again. If it stays so, ask your operator to look at OIDC_ISSUER.',
      });
    passCookies(answer, request, response);
    response.json({ url: found.data.url });
  });
  return router;
}

/** The library checks state, code and ID token, and sets the session; we only name the reason of a refusal. */
export function createSingleSignOnCallback(deps: AccountRouteDeps): Router {
  const router = Router();
  router.get(oidcCallbackPath, async (request, response) => {
    const { search } = new URL(request.originalUrl, deps.config.publicUrl);
    const answer = await (deps.singleSignOn?.() ?? deps.auth).handler(
      new Request(`${deps.config.publicUrl}${authBasePath}/callback/${oidcProviderId}${search}`, {
        headers: {
          cookie: request.headers.cookie ?? '',
          'user-agent': request.get('user-agent') ?? '',
          [callerHeader]: request.ip ?? '',
        },
      }),
    );
    const cookies = answer.headers.getSetCookie();
    for (const cookie of cookies) response.append('set-cookie', cookie);
    const target = URL.parse(answer.headers.get('location') ?? '', deps.config.publicUrl);
    const refusal = target?.searchParams.get('error');
    if (target === null || refusal) {
      deps.log.warn({ code: refusal ?? answer.status }, 'single sign-on refused');
      const why = refusal?.toLowerCase().includes(notInvited) ? notInvited : 'failed';
      response.redirect(302, `/sign-in?single-sign-on=${why}`);
      return;
    }
    request.headers.cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
    const account = await readAccount(deps, request, response);
    if (account)
      await noteDeed(deps, {
        workspaceId: account.workspaceId,
        userId: account.userId,
        byName: account.name,
        action: 'sign_in',
        detail: { by: deps.config.oidc?.name ?? '' },
        address: request.ip,
      });
    // Only ever to a page of ours.
    response.redirect(302, account ? '/' : '/sign-in?single-sign-on=no_workspace');
  });
  return router;
}
