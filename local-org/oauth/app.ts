// One OAuth app, and what can be said of it: where it works, which callback addresses it has, and who may use it.

import type { OrgUser } from '../org/org-user.ts';
import type { Host, OrgSite } from '../site.ts';
import { shortId } from '../site.ts';
import type { RefreshTokenPolicy } from './refresh-policy.ts';

/** Who may use an app: everybody after consent, everybody at once, or named people at once and nobody else. */
export type Permitted =
  | { to: 'everybody' }
  | { to: 'everybody, approved beforehand' }
  | { to: 'approved beforehand'; usernames: string[]; permissionSets: string[]; profiles: string[] };

export type OAuthApp = {
  name: string;
  clientId: string;
  /** null: a public client, no secret is asked for. */
  clientSecret: string | null;
  /** `own my domain`: a local External Client App; `own org`: a Connected App, at the login host too. */
  reach: 'everywhere' | 'own org' | 'own my domain';
  orgId: string | undefined;
  callbackUrls: string[];
  /** The callback address may have any port of this computer. */
  anyLocalPort?: boolean;
  /** For a code no secret need be sent; one that is sent must be right. */
  secretOptional?: boolean;
  /** The same for a refresh token. */
  secretOptionalForRefresh?: boolean;
  scopes: string[];
  requirePkce: boolean;
  rotateRefreshTokens: boolean;
  refreshTokenPolicy: RefreshTokenPolicy;
  /** PEM of a certificate or a public key. */
  certificate: string | null;
  clientCredentials: { enabled: boolean; runAs: string | null };
  introspectAllTokens: boolean;
  permitted: Permitted;
  blocked: boolean;
  isEnabled: boolean;
};

/** A local app exists only in its own org; at a login host or in another org Salesforce does not find it. */
export function appWorksAt(app: OAuthApp, host: Host): boolean {
  if (app.reach === 'everywhere') return true;
  if (app.reach === 'own my domain' && host.type !== 'my-domain') return false;
  return host.sites.some((site) => appWorksInOrg(app, site));
}

export function appWorksInOrg(app: OAuthApp, site: OrgSite): boolean {
  // A scratch org knows the Connected App its Dev Hub signed it up with.
  if (app.reach === 'everywhere' || site.sharedApps.includes(app.clientId)) return true;
  return app.orgId !== undefined && shortId(app.orgId) === shortId(site.org.orgId);
}

/** The callback address a request names, compared as Salesforce does: letter by letter. */
export function hasCallback(app: OAuthApp, redirectUri: string): boolean {
  if (app.callbackUrls.includes(redirectUri)) return true;
  if (app.anyLocalPort !== true || !URL.canParse(redirectUri)) return false;
  const { protocol, hostname, pathname } = new URL(redirectUri);
  return protocol === 'http:' && hostname === 'localhost' && pathname === '/OauthRedirect';
}

/** Each org has policies of its own; a Connected App of the Dev Hub comes to a scratch org without the hub's. */
function permittedIn({ permitted, orgId }: OAuthApp, { org }: OrgSite): Permitted {
  const isGuest = orgId !== undefined && shortId(orgId) !== shortId(org.orgId);
  return isGuest ? { to: 'everybody' } : permitted;
}

/** Whether an administrator has let this user in beforehand: no consent page is shown then. */
export function isApprovedBeforehand(app: OAuthApp, user: OrgUser, site: OrgSite): boolean {
  const permitted = permittedIn(app, site);
  if (permitted.to === 'everybody') return false;
  if (permitted.to === 'everybody, approved beforehand') return true;
  return (
    permitted.usernames.includes(user.username) ||
    permitted.profiles.includes(user.profileName) ||
    user.permissionSets.some((name) => permitted.permissionSets.includes(name))
  );
}

export function mayUse(app: OAuthApp, user: OrgUser, site: OrgSite): boolean {
  return permittedIn(app, site).to !== 'approved beforehand' || isApprovedBeforehand(app, user, site);
}
