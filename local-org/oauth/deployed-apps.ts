// The External Client Apps and Connected Apps an administrator has deployed to an org, as OAuth apps.

import type { DeployedApp } from '../metadata/org-metadata.ts';
import { profileNameOf } from '../metadata/profile-names.ts';
import { parseId } from '../org/ids.ts';
import type { OrgSite } from '../site.ts';
import type { OAuthApp } from './app.ts';
import { readRefreshTokenPolicy } from './refresh-policy.ts';

export function deployedAppsOf(site: OrgSite): OAuthApp[] {
  return site.org.metadata.deployedApps().map((app): OAuthApp => {
    const { policy } = app;
    return {
      name: app.label,
      clientId: app.clientId,
      clientSecret: app.clientSecret,
      reach: app.kind === 'connected-app' ? 'own org' : 'own my domain',
      orgId: site.org.orgId,
      callbackUrls: app.callbackUrls,
      scopes: app.scopes,
      requirePkce: app.requirePkce,
      rotateRefreshTokens: app.rotateRefreshTokens,
      refreshTokenPolicy: readRefreshTokenPolicy(policy.refreshToken),
      secretOptional: app.secretOptional,
      secretOptionalForRefresh: app.secretOptionalForRefresh,
      certificate: app.certificate,
      clientCredentials: app.clientCredentials,
      introspectAllTokens: app.introspectAllTokens,
      permitted:
        policy.permittedUsers === 'all'
          ? { to: 'everybody' }
          : {
              to: 'approved beforehand',
              usernames: [],
              permissionSets: policy.permissionSets.map((set) => permissionSetName(site, set)),
              profiles: profilesOf(app),
            },
      blocked: false,
      isEnabled: app.isEnabled,
    };
  });
}

/** A policy may name a permission set by its id. */
function permissionSetName({ org }: OrgSite, nameOrId: string): string {
  if (!nameOrId.startsWith('0PS')) return nameOrId;
  const id = parseId(nameOrId);
  return String(org.own.all('PermissionSet').find((set) => set['Id'] === id)?.['Name'] ?? nameOrId);
}

/** Profiles are named as in metadata, where the standard ones have names of their own; users carry the name shown. */
function profilesOf({ policy }: DeployedApp): string[] {
  return policy.profiles.map(profileNameOf);
}
