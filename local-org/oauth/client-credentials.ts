// Client credentials: the app logs in as itself and runs as the user its policy names. My Domain only.
// https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_client_credentials_flow.htm (2026-11-23)

import type { OAuthApp } from './app.ts';
import type { TokenAnswer, TokenParts } from './token-answer.ts';
import { invalidGrant, refuseAccess, refuseUser } from './token-answer.ts';

// What makes no sense without a user who allowed it; Salesforce drops these from the answer.
const unsupported = new Set(['full', 'refresh_token', 'offline_access']);

/** The caller has checked key and secret. */
export function grantToClient(app: OAuthApp, { host, grants }: TokenParts): TokenAnswer {
  const [site] = host.sites;
  if (host.type === 'login' || site === undefined)
    return invalidGrant('request not supported on this domain');
  if (!app.clientCredentials.enabled) return invalidGrant('client credentials flow not enabled');
  const { runAs } = app.clientCredentials;
  const user = runAs === null ? undefined : site.org.userByUsername(runAs);
  if (user === undefined) return invalidGrant('no client credentials user enabled');
  const refusal = refuseUser(user) ?? refuseAccess(app, user, site);
  if (refusal !== undefined) return refusal;
  const scopes = app.scopes.filter((scope) => !unsupported.has(scope));
  if (scopes.length === 0) return invalidGrant('no valid scopes defined');
  const issued = grants.openSession({
    clientId: app.clientId,
    userId: user.id,
    orgId: site.org.orgId,
    scopes,
  });
  return { issued, site, app };
}
