// The OAuth apps: those the local org was started with (key and secret random, made once per name and kept), those of
// the command line, and those deployed to an org, which are read anew each time, so that a deploy counts at once.

import { randomBytes } from 'node:crypto';
import type { OrgKind } from '../org/org.ts';
import type { OrgSite } from '../site.ts';
import type { Store } from '../store.ts';
import type { OAuthApp } from './app.ts';
import { commandLineApps, openLocalCli } from './cli-app.ts';
import type { LocalCli } from './cli-app.ts';
import { deployedAppsOf } from './deployed-apps.ts';
import { openSigningKey } from './openid.ts';
import type { SigningKey } from './openid.ts';
import { readRefreshTokenPolicy } from './refresh-policy.ts';

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

export type Apps = {
  /** The apps the local org was started with. */
  list(): OrderedApp[];
  /** A sandbox holds the Connected Apps it was copied with, under the same key: the one of `near` goes first. */
  byClientId(clientId: string, near?: readonly OrgSite[]): OAuthApp | undefined;
  cli: LocalCli;
  /** Signs ID tokens. */
  signingKey: SigningKey;
};

type OrderedApp = OAuthApp & { clientSecret: string; scope: 'global' | 'local' };

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
      secretOptionalForRefresh: order.secretOptional ?? false,
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
    byClientId(clientId, near = []) {
      const known = builtIn.find((app) => app.clientId === clientId);
      if (known !== undefined || clientId === '') return known;
      for (const site of [...near, ...sites()]) {
        const deployed = deployedAppsOf(site).find((app) => app.clientId === clientId);
        if (deployed !== undefined) return deployed;
      }
      return undefined;
    },
  };
}

// Consumer keys start with the version of their format and are 85 characters long.
function newClientId(): string {
  return `3MVG9${randomBytes(60).toString('base64url').replaceAll('-', '.')}`;
}

function newClientSecret(): string {
  return randomBytes(32).toString('hex').toUpperCase();
}
