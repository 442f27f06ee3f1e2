// What the token endpoint answers, and who is asking: the parts all flows share. Errors are objects
// {error, error_description} with status 400; the wordings are Salesforce's (README, "OAuth").

import { createHmac } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Faults } from '../faults.ts';
import type { OrgUser } from '../org/org-user.ts';
import { findSite } from '../site.ts';
import type { Host, OrgSite } from '../site.ts';
import type { OAuthApp } from './app.ts';
import type { Apps } from './apps.ts';
import { appWorksAt, appWorksInOrg, mayUse } from './app.ts';
import type { Grants, Issued } from './grants.ts';
import { makeIdToken } from './openid.ts';
import { same } from './same-secret.ts';

export type TokenParts = {
  host: Host;
  apps: Apps;
  grants: Grants;
  faults: Faults;
  now: () => Date;
};
export type Form = Map<string, string>;
export type TokenError = { error: string; description: string };
export type TokenAnswer =
  | {
      issued: Issued;
      site: OrgSite;
      app: OAuthApp;
      nonce?: string;
      /** The answer to an assertion has no signature and no time. */
      isBrief?: boolean;
    }
  | TokenError;

export function invalidGrant(description: string): TokenError {
  return { error: 'invalid_grant', description };
}

/**
 * The app by its key and, when it has one, its secret: in the form or as HTTP Basic. `orgId`: the org it is asked for,
 * which may hold an app of its own under this key.
 */
export function authenticate(
  request: Request,
  fields: Form,
  { apps, host }: TokenParts,
  orgId: string | undefined,
  isSecretOptional: (app: OAuthApp) => boolean = () => false,
): OAuthApp | TokenError {
  const basic = readBasic(request.headers.authorization);
  const site = orgId === undefined ? undefined : findSite(host.sites, orgId);
  const app = findApp(basic?.clientId ?? fields.get('client_id') ?? '', apps, host, site);
  if ('error' in app) return app;
  const sent = basic?.clientSecret ?? fields.get('client_secret') ?? '';
  if (sent === '' && (app.clientSecret === null || isSecretOptional(app))) return app;
  // A public client's secret is nobody's: whatever is sent along is not looked at.
  if (app.clientSecret !== null && !same(sent, app.clientSecret)) {
    return { error: 'invalid_client', description: 'invalid client credentials' };
  }
  return app;
}

export function findApp(clientId: string, apps: Apps, host: Host, site?: OrgSite): OAuthApp | TokenError {
  const own = site === undefined ? undefined : apps.byClientId(clientId, [site]);
  const isOwn = site !== undefined && own !== undefined && appWorksInOrg(own, site);
  const app = isOwn ? own : apps.byClientId(clientId, host.sites);
  if (app === undefined || !app.isEnabled) {
    return { error: 'invalid_client_id', description: 'client identifier invalid' };
  }
  if (appWorksAt(app, host)) return app;
  return app.reach === 'own my domain'
    ? { error: 'invalid_client_id', description: 'client identifier invalid' }
    : { error: 'invalid_client', description: 'app must be installed into org' };
}

/** Why this user may not log in at all, whatever the app. */
export function refuseUser(user: OrgUser): TokenError | undefined {
  if (!user.isActive) return inactiveUser;
  return user.isFrozen ? invalidGrant('user is locked') : undefined;
}

export const inactiveUser: TokenError = { error: 'inactive_user', description: 'inactive user' };

/** Why the app may not act for this user in this org, whatever the flow: also one who was let in before. */
export function refuseAccess(app: OAuthApp, user: OrgUser, site: OrgSite): TokenError | undefined {
  if (!appWorksInOrg(app, site)) {
    return { error: 'invalid_client', description: 'app must be installed into org' };
  }
  if (app.blocked) return { error: 'invalid_app_access', description: 'this app is blocked by admin' };
  if (!mayUse(app, user, site)) {
    return { error: 'invalid_app_access', description: 'user is not admin approved to access this app' };
  }
  return undefined;
}

export function sendTokens(
  response: Response,
  answer: Exclude<TokenAnswer, TokenError>,
  { apps, host, now }: TokenParts,
) {
  const { issued, site, app, nonce } = answer;
  const { grant, accessToken, refreshToken } = issued;
  const id = `${site.loginOrigin}/id/${grant.orgId}/${grant.userId}`;
  const issuedAt = String(now().getTime());
  const idToken = grant.scopes.includes('openid')
    ? {
        id_token: makeIdToken(
          { subject: id, issuer: host.origin, clientId: app.clientId, accessToken, nonce },
          apps.signingKey,
          now(),
        ),
      }
    : {};
  response.setHeader('Cache-Control', 'no-cache, no-store');
  response.json({
    access_token: accessToken,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    ...(answer.isBrief === true ? {} : { signature: signatureOf(app, id + issuedAt) }),
    scope: grant.scopes.join(' '),
    ...idToken,
    instance_url: site.origin,
    id,
    token_type: 'Bearer',
    ...(answer.isBrief === true ? {} : { issued_at: issuedAt }),
  });
}

function signatureOf(app: OAuthApp, text: string): string {
  return createHmac('sha256', app.clientSecret ?? '')
    .update(text)
    .digest('base64');
}

export function sendError(response: Response, { error, description }: TokenError, status = 400) {
  response.setHeader('Cache-Control', 'no-cache, no-store');
  response.status(status).json({ error, error_description: description });
}

function readBasic(header: string | undefined): { clientId: string; clientSecret: string } | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const at = text.indexOf(':');
  if (at < 0) return undefined;
  return { clientId: decodePart(text.slice(0, at)), clientSecret: decodePart(text.slice(at + 1)) };
}

// RFC 6749 §2.3.1 has both form-encoded; a client that sends them plain loses nothing, no key of ours holds a % or +.
function decodePart(text: string): string {
  return new URLSearchParams(`v=${text}`).get('v') ?? '';
}
