// From an access token to a browser session: /services/oauth2/singleaccess gives an address that works once, and
// /secur/frontdoor.jsp opens the session and goes on to the page that was asked for.
// https://help.salesforce.com/s/articleView?id=xcloud.frontdoor_singleaccess.htm (2026-11-23)

import { randomBytes } from 'node:crypto';
import express from 'express';
import type { Request, Response } from 'express';
import { urlOf } from '../request-url.ts';
import type { Host, OrgSite } from '../site.ts';
import { findAccess, readAccess, refuse } from './bearer.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import { readForm } from './form.ts';
import type { Grants } from './grants.ts';

const passLivesMs = 60_000;

type Parts = {
  grants: Grants;
  browserSessions: BrowserSessions;
  now: () => Date;
};
type Pass = { orgId: string; userId: string; page: string; endsAt: number };

export function singleAccessRoutes(
  host: Host,
  { grants, browserSessions, now }: Parts,
  homeUrl: (site: OrgSite) => string,
): express.Router {
  const router = express.Router();
  const passes = new Map<string, Pass>();

  const givePass = (request: Request, response: Response) => {
    const access = readAccess(request, response, host, grants);
    if (access === undefined) return;
    const { site, user, session } = access;
    if (!session.scopes.some((scope) => scope === 'web' || scope === 'full')) {
      refuse(response, 'Bad_OAuth_Scope');
      return;
    }
    const asked = readForm(request).get('redirect_uri') ?? urlOf(request).searchParams.get('redirect_uri');
    const time = now().getTime();
    for (const [otp, pass] of passes) if (pass.endsAt <= time) passes.delete(otp);
    const otp = randomBytes(32).toString('base64url');
    const page = asked === null ? '' : pageOf(asked, site.origin);
    passes.set(otp, { orgId: site.org.orgId, userId: user.id, page, endsAt: time + passLivesMs });
    // The session is the org's own: its cookie is set where the org is.
    response.json({ frontdoor_uri: `${host.origin}/secur/frontdoor.jsp?otp=${otp}` });
  };
  const form = express.urlencoded({ extended: false });
  router.get('/services/oauth2/singleaccess', givePass);
  router.post('/services/oauth2/singleaccess', form, givePass);

  const enter = (request: Request, response: Response) => {
    const query = urlOf(request).searchParams;
    const fields = readForm(request);
    const given = (name: string) => fields.get(name) ?? query.get(name);
    const visitor = byPass(given('otp') ?? '') ?? bySession(given('sid') ?? '');
    if (visitor === undefined || visitor.user.apiOnly) {
      response.redirect(302, '/?ec=302');
      return;
    }
    const page = visitor.page ?? pageOf(given('startURL') ?? given('retURL') ?? '', visitor.site.origin);
    browserSessions.open(host, visitor.site, visitor.user, response);
    response.redirect(302, page === '' ? homeUrl(visitor.site) : page);
  };
  router.get('/secur/frontdoor.jsp', enter);
  router.post('/secur/frontdoor.jsp', form, enter);

  function byPass(otp: string) {
    const pass = passes.get(otp);
    passes.delete(otp);
    if (pass === undefined || pass.endsAt <= now().getTime()) return undefined;
    const site = host.sites.find(({ org }) => org.orgId === pass.orgId);
    const user = site?.org.user(pass.userId);
    if (site === undefined || user?.isActive !== true || user.isFrozen) return undefined;
    return { site, user, page: pass.page };
  }

  function bySession(token: string) {
    const access = findAccess(token, host, grants);
    if (!access?.session.scopes.some((scope) => scope === 'web' || scope === 'full')) return undefined;
    return { site: access.site, user: access.user, page: undefined };
  }

  return router;
}

/**
 * An address in this org; anything else is left aside: a login must not lead elsewhere. It stays whole, because a path
 * alone may begin with two slashes, and then it names a host.
 */
function pageOf(address: string, origin: string): string {
  const url = URL.parse(address, origin);
  return url === null || url.origin !== origin || url.pathname === '/' ? '' : url.href;
}
