// Token introspection: an app asks whether a token of its own is alive, whose it is and when it ends. A token that is
// unknown, over, or another app's is just not active.
// https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oidc_token_introspection.htm (2026-11-23)

import express from 'express';
import { findSite } from '../site.ts';
import type { OrgSite } from '../site.ts';
import { appWorksInOrg } from './app.ts';
import type { OAuthApp } from './app.ts';
import { findAccess } from './bearer.ts';
import { readForm } from './form.ts';
import type { TokenParts } from './token-answer.ts';
import { authenticate, refuseUser, sendError } from './token-answer.ts';
import { isRefreshTokenOver, refreshTokenEndsAt } from './refresh-policy.ts';

export function introspectRoutes(parts: TokenParts): express.Router {
  const router = express.Router();
  router.post('/services/oauth2/introspect', express.urlencoded({ extended: false }), (request, response) => {
    const fields = readForm(request);
    const token = fields.get('token') ?? '';
    const orgId = orgOfToken(token, parts);
    const app = authenticate(request, fields, parts, orgId, (known) => known.secretOptional === true);
    if ('error' in app) {
      sendError(response, app);
      return;
    }
    if (token === '') {
      sendError(response, { error: 'invalid_request', description: 'missing required parameter: token' });
      return;
    }
    response.setHeader('Cache-Control', 'no-cache, no-store');
    const found = describeAccessToken(token, app, parts) ?? describeRefreshToken(token, app, parts);
    response.json(found ?? { active: false });
  });
  return router;
}

function orgOfToken(token: string, { grants }: TokenParts): string | undefined {
  return (grants.session(token) ?? grants.findRefreshToken(token)?.grant)?.orgId;
}

/** An app sees its own tokens; one that may introspect all sees those of its org. */
function mayDescribe(app: OAuthApp, clientId: string, site: OrgSite): boolean {
  return clientId === app.clientId || (app.introspectAllTokens && appWorksInOrg(app, site));
}

function describeAccessToken(token: string, app: OAuthApp, { host, grants }: TokenParts) {
  const access = findAccess(token, host, grants);
  if (access === undefined) return undefined;
  const { site, user, session } = access;
  if (!mayDescribe(app, session.clientId, site)) return undefined;
  const issuedAt = seconds(session.issuedAt ?? session.lastUsedAt);
  return {
    active: true,
    scope: session.scopes.join(' '),
    client_id: session.clientId,
    username: user.username,
    sub: `${site.loginOrigin}/id/${site.org.orgId}/${user.id}`,
    token_type: 'access_token',
    exp: seconds(grants.sessionEndsAt(session)),
    iat: issuedAt,
    nbf: issuedAt,
  };
}

function describeRefreshToken(token: string, app: OAuthApp, { host, apps, grants, now }: TokenParts) {
  const found = grants.findRefreshToken(token);
  const site = found === undefined ? undefined : findSite(host.sites, found.grant.orgId);
  const user = found === undefined ? undefined : site?.org.user(found.grant.userId);
  if (found === undefined || site === undefined || user === undefined || found.used) return undefined;
  const { grant } = found;
  const owner = apps.byClientId(grant.clientId, [site]);
  if (owner === undefined || !mayDescribe(app, grant.clientId, site)) return undefined;
  const times = { createdAt: grant.createdAt, lastUsedAt: grant.lastUsedAt ?? grant.createdAt };
  if (isRefreshTokenOver(owner.refreshTokenPolicy, times, now().getTime())) return undefined;
  if (refuseUser(user) !== undefined) return undefined;
  const endsAt = refreshTokenEndsAt(owner.refreshTokenPolicy, times);
  return {
    active: true,
    scope: grant.scopes.join(' '),
    client_id: grant.clientId,
    username: user.username,
    sub: `${site.loginOrigin}/id/${site.org.orgId}/${user.id}`,
    token_type: 'refresh_token',
    ...(endsAt === undefined ? {} : { exp: seconds(endsAt) }),
    iat: seconds(grant.createdAt),
    nbf: seconds(grant.createdAt),
  };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
