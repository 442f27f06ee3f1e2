// Sign-in through a company's own identity provider (OpenID Connect): who may come in, and into which workspace.
import { randomUUID } from 'node:crypto';
import { APIError } from 'better-auth/api';
import type { GenericOAuthConfig } from 'better-auth/plugins';
import type { Config } from '../config.ts';
import type { Db } from '../store/schema.ts';
import type { OidcSettings } from './oidc-settings.ts';
import { claimableWorkspace } from './workspace.ts';

export const oidcProviderId = 'oidc';
export const oidcCallbackPath = '/oauth/oidc/callback';
/** Code under which a refused person comes back to the sign-in page. */
export const notInvited = 'not_invited';

export function oidcProvider(settings: OidcSettings, publicUrl: string): GenericOAuthConfig<'oidc'> {
  return {
    providerId: oidcProviderId,
    name: settings.name,
    discoveryUrl: `${settings.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    // An identity provider that cannot prove its ID tokens is no identity provider.
    requireIdTokenVerification: true,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    scopes: ['openid', 'profile', 'email'],
    redirectURI: `${publicUrl}${oidcCallbackPath}`,
    pkce: true,
  };
}

export function isAllowed({ allowed }: OidcSettings, email: string): boolean {
  const address = email.toLowerCase();
  return allowed.some((entry) => (entry.startsWith('@') ? address.endsWith(entry) : address === entry));
}

type NewUser = { id: string; email: string; emailVerified: boolean };

/**
 * The library makes a user only for a sign-in through the identity provider (public sign-up is off): here the list of who may
 * come in is kept, and the person becomes a member of the oldest workspace.
 */
export function admitOnlyInvited(db: Db, config: Config) {
  return {
    before: async (user: Record<string, unknown> & { email: string; emailVerified: boolean }) => {
      const { oidc } = config;
      if (oidc && user.emailVerified && isAllowed(oidc, user.email)) return { data: user };
      throw new APIError('FORBIDDEN', { code: notInvited.toUpperCase(), message: 'not invited' });
    },
    after: async (user: NewUser) => {
      if (!config.oidc) return;
      const now = new Date();
      const workspace = await claimableWorkspace(db, now);
      await db
        .insertInto('workspace_members')
        .values({
          id: randomUUID(),
          workspaceId: workspace.id,
          userId: user.id,
          role: config.oidc.role,
          createdAt: now,
        })
        .execute();
    },
  };
}
