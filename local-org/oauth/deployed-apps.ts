// The External Client Apps and Connected Apps an administrator has deployed to an org, as OAuth apps.

import type { OrgSite } from '../site.ts';
import type { OAuthApp } from './app.ts';
import { readRefreshTokenPolicy } from './refresh-policy.ts';

export function deployedAppsOf(site: OrgSite): OAuthApp[] {
  return deployedRows(site).map((app): OAuthApp => {
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
      certificate: app.certificate,
      clientCredentials: app.clientCredentials,
      introspectAllTokens: false,
      permitted:
        policy.permittedUsers === 'all'
          ? { to: 'everybody' }
          : {
              to: 'approved beforehand',
              usernames: [],
              permissionSets: policy.permissionSets,
              profiles: policy.profiles,
            },
      blocked: false,
      isEnabled: app.isEnabled,
    };
  });
}

// Until orgs carry metadata, there is nothing to read.
type DeployedRow = {
  name: string;
  label: string;
  kind: 'external-client-app' | 'connected-app';
  clientId: string;
  clientSecret: string;
  callbackUrls: string[];
  scopes: string[];
  requirePkce: boolean;
  rotateRefreshTokens: boolean;
  secretOptional: boolean;
  certificate: string | null;
  clientCredentials: { enabled: boolean; runAs: string | null };
  policy: {
    permittedUsers: 'all' | 'pre-authorized';
    permissionSets: string[];
    profiles: string[];
    refreshToken: string;
  };
  isEnabled: boolean;
};

function deployedRows(site: OrgSite): DeployedRow[] {
  const org: { metadata?: { deployedApps(): DeployedRow[] } } = site.org;
  return org.metadata?.deployedApps() ?? [];
}
