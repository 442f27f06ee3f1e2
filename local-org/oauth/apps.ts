// The OAuth apps (External Client Apps) of this installation: key and secret are random, made once per name and kept.
// A global app works at both login hosts and in every org, a local one only in its own org through its own origin.

import { randomBytes } from 'node:crypto';
import type { OrgKind } from '../org/org.ts';
import type { Host } from '../site.ts';
import { shortId } from '../site.ts';
import type { Store } from '../store.ts';

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
};

export type OAuthApp = {
  name: string;
  clientId: string;
  clientSecret: string;
  scope: 'global' | 'local';
  orgId: string | undefined;
  callbackUrls: string[];
  scopes: string[];
  requirePkce: boolean;
  rotateRefreshTokens: boolean;
  preAuthorized: string[] | undefined;
  blocked: boolean;
};

export type Apps = {
  list(): OAuthApp[];
  byClientId(clientId: string): OAuthApp | undefined;
};

type Keys = { clientId: string; clientSecret: string };

export function createApps(
  orders: AppOptions[],
  defaults: { callbackUrls: string[]; rotateRefreshTokens: boolean },
  orgIds: Record<OrgKind, string>,
  store: Store,
): Apps {
  const keys = store.table<Keys>('apps');
  const apps = orders.map((order): OAuthApp => {
    let own = keys.get(order.name);
    if (own === undefined) {
      own = { clientId: newClientId(), clientSecret: randomBytes(32).toString('hex').toUpperCase() };
      keys.set(order.name, own);
    }
    const scope = order.scope ?? 'global';
    return {
      ...own,
      name: order.name,
      scope,
      orgId: scope === 'local' ? orgIds[order.org ?? 'production'] : undefined,
      callbackUrls: order.callbackUrls ?? defaults.callbackUrls,
      scopes: order.scopes ?? ['api', 'id', 'refresh_token'],
      requirePkce: order.requirePkce ?? true,
      rotateRefreshTokens: order.rotateRefreshTokens ?? defaults.rotateRefreshTokens,
      preAuthorized: order.preAuthorized,
      blocked: order.blocked ?? false,
    };
  });
  store.commit();
  return {
    list: () => apps,
    byClientId: (clientId) => apps.find((app) => app.clientId === clientId),
  };
}

/** A local app exists only in its own org; at a login host or in another org Salesforce does not find it. */
export function appWorksAt(app: OAuthApp, host: Host): boolean {
  if (app.scope === 'global') return true;
  return host.type === 'my-domain' && host.sites.some((site) => site.org.orgId === app.orgId);
}

export function appWorksInOrg(app: OAuthApp, orgId: string): boolean {
  return app.scope === 'global' || (app.orgId !== undefined && shortId(app.orgId) === shortId(orgId));
}

// Consumer keys start with the version of their format and are 85 characters long.
function newClientId(): string {
  return `3MVG9${randomBytes(60).toString('base64url').replaceAll('-', '.')}`;
}
