// JWT bearer: an assertion signed with the app's key names the user. No refresh token comes back; the same assertion
// may be sent again until it expires.
// https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_jwt_flow.htm (2026-11-23)

import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { compactVerify, decodeJwt } from 'jose';
import type { OrgUser } from '../org/org-user.ts';
import type { Host, OrgSite } from '../site.ts';
import { isApprovedBeforehand } from './app.ts';
import type { OAuthApp } from './app.ts';
import type { Apps } from './apps.ts';
import { findUser } from './find-user.ts';
import type { Grants } from './grants.ts';
import type { Form, TokenAnswer, TokenError, TokenParts } from './token-answer.ts';
import { findApp, invalidGrant, refuseAccess, refuseUser } from './token-answer.ts';

/** Salesforce lets clocks differ by up to three minutes. */
const clockToleranceSeconds = 180;

export async function grantByAssertion(fields: Form, parts: TokenParts): Promise<TokenAnswer> {
  const { host, apps, grants, now } = parts;
  const assertion = fields.get('assertion');
  if (assertion === undefined || assertion === '') {
    return { error: 'invalid_request', description: 'missing required parameter: assertion' };
  }
  const claims = readClaims(assertion);
  if (claims === undefined) return invalidGrant('invalid assertion');
  const app = findApp(claims.issuer, apps, host);
  if ('error' in app) {
    // For an assertion, and as far as public reports go only there, Salesforce names the reason.
    return isLocalApp(claims.issuer, apps) ? appNotFound : app;
  }
  if (!(await isSignedFor(app, assertion))) return invalidGrant('invalid assertion');
  // The CLI gives the end in milliseconds; read as seconds that is far away, and Salesforce lets it pass.
  if (claims.expires + clockToleranceSeconds <= now().getTime() / 1000) {
    return invalidGrant('expired authorization code');
  }
  if (!isAudience(claims.audience, host, host.sites)) return invalidGrant('audience is invalid');
  const found = findUser(host, claims.username);
  if (found === undefined) return invalidGrant("user hasn't approved this consumer");
  const { site, user } = found;
  if (!isAudience(claims.audience, host, [site])) return invalidGrant('audience is invalid');
  // Behind a login host several orgs may hold an app with this key.
  const own = apps.byClientId(claims.issuer, [site]) ?? app;
  const refusal =
    refuseUser(user) ?? refuseAccess(own, user, site) ?? refuseUnapproved(own, user, site, grants);
  if (refusal !== undefined) return refusal;
  const issued = grants.openSession({
    clientId: own.clientId,
    userId: user.id,
    orgId: site.org.orgId,
    scopes: own.scopes.filter((scope) => scope !== 'refresh_token'),
  });
  return { issued, site, app: own, isBrief: true };
}

const appNotFound = {
  error: 'app_not_found',
  description: 'External client app is not installed in this org',
};

function isLocalApp(clientId: string, apps: Apps): boolean {
  const app = apps.byClientId(clientId);
  return app?.isEnabled === true && app.reach === 'own my domain';
}

type Claims = { issuer: string; username: string; audience: string[]; expires: number };

function readClaims(assertion: string): Claims | undefined {
  let payload: Record<string, unknown>;
  try {
    payload = decodeJwt(assertion);
  } catch {
    return undefined;
  }
  const { iss, sub = payload['prn'], aud, exp } = payload;
  const audience: unknown[] = Array.isArray(aud) ? aud : [aud];
  const texts = audience.filter((one) => typeof one === 'string');
  if (typeof iss !== 'string' || typeof sub !== 'string') return undefined;
  // Some clients write the number as text, as Salesforce's own Apex class does.
  const expires = Number(exp ?? Number.NaN);
  return Number.isFinite(expires) ? { issuer: iss, username: sub, audience: texts, expires } : undefined;
}

async function isSignedFor(app: OAuthApp, assertion: string): Promise<boolean> {
  const key = app.certificate === null ? undefined : readKey(app.certificate);
  if (key === undefined) return false;
  try {
    await compactVerify(assertion, key, { algorithms: ['RS256'] });
    return true;
  } catch {
    return false;
  }
}

function readKey(pem: string): KeyObject | undefined {
  try {
    // Takes a certificate and a bare public key alike.
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

/** The place the assertion is sent to, the login host of an org or its My Domain, with or without a slash. */
function isAudience(audience: string[], host: Host, sites: readonly OrgSite[]): boolean {
  const known = [host.origin, ...sites.flatMap((site) => [site.origin, site.loginOrigin])];
  return audience.some((one) => known.includes(one.replace(/\/$/, '')));
}

/** Neither the user nor an administrator has said yes to the app for times when nobody is there. */
function refuseUnapproved(
  app: OAuthApp,
  user: OrgUser,
  site: OrgSite,
  grants: Grants,
): TokenError | undefined {
  const approval = { clientId: app.clientId, userId: user.id, orgId: site.org.orgId };
  const approved = grants.approvedScopes(approval).includes('refresh_token');
  if (isApprovedBeforehand(app, user, site)) {
    return app.scopes.includes('refresh_token')
      ? undefined
      : invalidGrant(
          'refresh_token scope is required and the connected app should be installed and preauthorized',
        );
  }
  return approved ? undefined : invalidGrant("user hasn't approved this consumer");
}
