// The OAuth apps: those the local org was started with (key and secret random, made once per name and kept), those of
// the command line, and those deployed to an org, which are read anew each time, so that a deploy counts at once.

import { randomBytes } from 'node:crypto';
import type { OrgKind } from '../org/org.ts';
import type { OrgUser } from '../org/org-user.ts';
import type { Host, OrgSite } from '../site.ts';
import { shortId } from '../site.ts';
import type { Store } from '../store.ts';
import { commandLineApps, openLocalCli } from './cli-app.ts';
import type { LocalCli } from './cli-app.ts';
import { deployedAppsOf } from './deployed-apps.ts';
import { openSigningKey } from './openid.ts';
import type { SigningKey } from './openid.ts';
import { readRefreshTokenPolicy } from './refresh-policy.ts';
import type { RefreshTokenPolicy } from './refresh-policy.ts';

export type AppOptions = {
  name: string;
  scope?: 'global' | 'local';
  /** A local app's org. */
  org?: OrgKind;
  callbackUrls?: string[];
  scopes?: string[];
  requirePkce?: boolean;
  rotateRefreshTokens?: boolean;
  /** Permitted users: everybody may allow it, or only these usernames, who are then not asked. */
  preAuthorized?: string[];
  blocked?: boolean;
  /** PEM of a certificate or public key; with it the app may use the JWT bearer flow. */
  certificate?: string;
  /** Username as which the client credentials flow runs; without it the flow is off. */
  clientCredentialsRunAs?: string;
  /** As in metadata: `infinite`, `zero`, `specific_lifetime:30:DAYS`, `specific_inactivity:30:DAYS`. */
  refreshTokenPolicy?: string;
  secretOptional?: boolean;
};

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
  /** A secret that is sent must be right, but none need be sent. */
  secretOptional?: boolean;
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

export type Apps = {
  /** The apps the local org was started with. */
  list(): OrderedApp[];
  byClientId(clientId: string): OAuthApp | undefined;
  cli: LocalCli;
  /** Signs ID tokens. */
  signingKey: SigningKey;
};

export type OrderedApp = OAuthApp & { clientSecret: string; scope: 'global' | 'local' };

type Keys = { clientId: string; clientSecret: string };

export function createApps(
  orders: AppOptions[],
  defaults: { callbackUrls: string[]; rotateRefreshTokens: boolean },
  orgIds: Record<OrgKind, string>,
  store: Store,
  sites: () => Iterable<OrgSite>,
): Apps {
  const keys = store.table<Keys>('apps');
  const cli = openLocalCli(store);
  const ordered = orders.map((order): OrderedApp => {
    let own = keys.get(order.name);
    if (own === undefined) {
      own = { clientId: newClientId(), clientSecret: newClientSecret() };
      keys.set(order.name, own);
    }
    const scope = order.scope ?? 'global';
    return {
      ...own,
      name: order.name,
      scope,
      reach: scope === 'global' ? 'everywhere' : 'own my domain',
      orgId: scope === 'local' ? orgIds[order.org ?? 'production'] : undefined,
      callbackUrls: order.callbackUrls ?? defaults.callbackUrls,
      scopes: order.scopes ?? ['api', 'id', 'refresh_token'],
      requirePkce: order.requirePkce ?? true,
      rotateRefreshTokens: order.rotateRefreshTokens ?? defaults.rotateRefreshTokens,
      refreshTokenPolicy: readRefreshTokenPolicy(order.refreshTokenPolicy ?? 'infinite'),
      secretOptional: order.secretOptional ?? false,
      certificate: order.certificate ?? null,
      clientCredentials: {
        enabled: order.clientCredentialsRunAs !== undefined,
        runAs: order.clientCredentialsRunAs ?? null,
      },
      introspectAllTokens: false,
      permitted:
        order.preAuthorized === undefined
          ? { to: 'everybody' }
          : {
              to: 'approved beforehand',
              usernames: order.preAuthorized,
              permissionSets: [],
              profiles: [],
            },
      blocked: order.blocked ?? false,
      isEnabled: true,
    };
  });
  store.commit();
  const builtIn = [...ordered, ...commandLineApps(cli)];
  return {
    cli,
    signingKey: openSigningKey(store),
    list: () => ordered,
    byClientId(clientId) {
      const known = builtIn.find((app) => app.clientId === clientId);
      if (known !== undefined || clientId === '') return known;
      for (const site of sites()) {
        const deployed = deployedAppsOf(site).find((app) => app.clientId === clientId);
        if (deployed !== undefined) return deployed;
      }
      return undefined;
    },
  };
}

/** A local app exists only in its own org; at a login host or in another org Salesforce does not find it. */
export function appWorksAt(app: OAuthApp, host: Host): boolean {
  if (app.reach === 'everywhere') return true;
  if (app.reach === 'own my domain' && host.type !== 'my-domain') return false;
  return host.sites.some((site) => site.org.orgId === app.orgId);
}

export function appWorksInOrg(app: OAuthApp, orgId: string): boolean {
  return app.reach === 'everywhere' || (app.orgId !== undefined && shortId(app.orgId) === shortId(orgId));
}

/** The callback address a request names, compared as Salesforce does: letter by letter. */
export function hasCallback(app: OAuthApp, redirectUri: string): boolean {
  if (app.callbackUrls.includes(redirectUri)) return true;
  if (app.anyLocalPort !== true || !URL.canParse(redirectUri)) return false;
  const { protocol, hostname, pathname } = new URL(redirectUri);
  return protocol === 'http:' && hostname === 'localhost' && pathname === '/OauthRedirect';
}

/** Whether an administrator has let this user in beforehand: no consent page is shown then. */
export function isApprovedBeforehand(app: OAuthApp, user: OrgUser): boolean {
  const { permitted } = app;
  if (permitted.to === 'everybody') return false;
  if (permitted.to === 'everybody, approved beforehand') return true;
  return (
    permitted.usernames.includes(user.username) ||
    permitted.profiles.includes(user.profileName) ||
    user.permissionSets.some((name) => permitted.permissionSets.includes(name))
  );
}

export function mayUse(app: OAuthApp, user: OrgUser): boolean {
  return app.permitted.to !== 'approved beforehand' || isApprovedBeforehand(app, user);
}

// Consumer keys start with the version of their format and are 85 characters long.
export function newClientId(): string {
  return `3MVG9${randomBytes(60).toString('base64url').replaceAll('-', '.')}`;
}

export function newClientSecret(): string {
  return randomBytes(32).toString('hex').toUpperCase();
}
