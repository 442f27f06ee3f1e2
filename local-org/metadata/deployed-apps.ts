// The OAuth apps of an org as the sign-in reads them.

import { credentials } from './app-credentials.ts';
import type { ComponentStore } from './component-store.ts';
import { callbackUrlsOf, listOf, scopesOf } from './deploy-apps.ts';
import { oauthScope } from './oauth-scopes.ts';
import type { DeployedApp } from './org-metadata.ts';
import { childrenOf, isTrue, textOf, textsOf } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

export function deployedApps(components: ComponentStore): DeployedApp[] {
  return [...externalClientApps(components), ...connectedApps(components)];
}

function externalClientApps(components: ComponentStore): DeployedApp[] {
  const partOf = (type: string, app: string) =>
    components
      .ofType(type)
      .find(({ body }) => body !== null && textOf(body, 'externalClientApplication') === app)?.body;
  return components.ofType('ExternalClientApplication').flatMap(({ fullName, body }): DeployedApp[] => {
    const global = partOf('ExtlClntAppGlobalOauthSettings', fullName);
    const oauth = partOf('ExtlClntAppOauthSettings', fullName);
    const known = credentials(components, 'ExtlClntAppCredentials', fullName);
    if (body === null || global == null || oauth == null || known === undefined) return [];
    const policy = partOf('ExtlClntAppOauthConfigurablePolicies', fullName);
    const enabled = partOf('ExtlClntAppConfigurablePolicies', fullName);
    const says = (name: string) => (policy == null ? undefined : textOf(policy, name));
    return [
      {
        name: fullName,
        label: textOf(body, 'label') ?? fullName,
        kind: 'external-client-app',
        clientId: known.key,
        clientSecret: known.secret,
        callbackUrls: callbackUrlsOf(textOf(global, 'callbackUrl')),
        scopes: scopesOf(oauth).map(oauthScope),
        requirePkce: textOf(global, 'isPkceRequired') !== 'false',
        rotateRefreshTokens: isTrue(global, 'isRefreshTokenRotationEnabled'),
        secretOptional: isTrue(global, 'isConsumerSecretOptional'),
        secretOptionalForRefresh: textOf(global, 'isSecretRequiredForRefreshToken') === 'false',
        introspectAllTokens: isTrue(global, 'isIntrospectAllTokens'),
        certificate: certificateOf(global),
        clientCredentials: {
          enabled:
            isTrue(global, 'isClientCredentialsFlowEnabled') &&
            says('isClientCredentialsFlowEnabled') === 'true',
          runAs: says('clientCredentialsFlowUser') ?? null,
        },
        policy: {
          permittedUsers:
            says('permittedUsersPolicyType') === 'AdminApprovedPreAuthorized' ? 'pre-authorized' : 'all',
          permissionSets: policy == null ? [] : listOf(policy, 'commaSeparatedPermissionSet'),
          profiles: policy == null ? [] : listOf(policy, 'commaSeparatedProfile'),
          refreshToken: [
            says('refreshTokenPolicyType'),
            says('refreshTokenValidityPeriod'),
            says('refreshTokenValidityUnit'),
          ]
            .filter((part) => part !== undefined)
            .join(':'),
          ipRelaxation: says('ipRelaxationPolicyType') ?? 'Enforce',
        },
        isEnabled:
          enabled == null ||
          (textOf(enabled, 'isEnabled') !== 'false' && textOf(enabled, 'isOauthPluginEnabled') !== 'false'),
        distribution: textOf(body, 'distributionState') === 'Packaged' ? 'Packaged' : 'Local',
      },
    ];
  });
}

function certificateOf(body: XmlElement): string | null {
  const text = textOf(body, 'certificate')?.trim() ?? '';
  return text === '' ? null : text;
}

function connectedApps(components: ComponentStore): DeployedApp[] {
  return components.ofType('ConnectedApp').flatMap(({ fullName, body }): DeployedApp[] => {
    const [oauth] = body === null ? [] : childrenOf(body, 'oauthConfig');
    const known = credentials(components, 'ConnectedAppCredentials', fullName);
    if (body === null || oauth === undefined || known === undefined) return [];
    const [policy] = childrenOf(body, 'oauthPolicy');
    return [
      {
        name: fullName,
        label: textOf(body, 'label') ?? fullName,
        kind: 'connected-app',
        clientId: known.key,
        clientSecret: known.secret,
        callbackUrls: callbackUrlsOf(textOf(oauth, 'callbackUrl')),
        scopes: textsOf(oauth, 'scopes').map(oauthScope),
        requirePkce: isTrue(oauth, 'isPkceRequired'),
        rotateRefreshTokens: isTrue(oauth, 'isRefreshTokenRotationEnabled'),
        secretOptional: isTrue(oauth, 'isConsumerSecretOptional'),
        secretOptionalForRefresh: textOf(oauth, 'isSecretRequiredForRefreshToken') === 'false',
        introspectAllTokens: isTrue(oauth, 'isIntrospectAllTokens'),
        certificate: certificateOf(oauth),
        clientCredentials: {
          enabled: isTrue(oauth, 'isClientCredentialEnabled'),
          runAs: textOf(oauth, 'oauthClientCredentialUser') ?? null,
        },
        policy: {
          permittedUsers: isTrue(oauth, 'isAdminApproved') ? 'pre-authorized' : 'all',
          permissionSets: textsOf(body, 'permissionSetName'),
          profiles: textsOf(body, 'profileName'),
          refreshToken:
            policy === undefined ? 'infinite' : (textOf(policy, 'refreshTokenPolicy') ?? 'infinite'),
          ipRelaxation: policy === undefined ? 'ENFORCE' : (textOf(policy, 'ipRelaxation') ?? 'ENFORCE'),
        },
        isEnabled: true,
        distribution: 'Local',
      },
    ];
  });
}
