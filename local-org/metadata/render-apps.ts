// Apps as a retrieve shows them: with the keys the org made, and the secret only where the org's settings allow it.

import { toShortId } from '../org/ids.ts';
import { credentials } from './app-credentials.ts';
import type { StoredComponent } from './component-store.ts';
import { readSetting } from './deploy-settings.ts';
import type { Holdings } from './list-components.ts';
import { makeElement, textOf } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

/** What Salesforce adds to global OAuth settings that do not say so. */
const globalDefaults: [name: string, value: string][] = [
  ['isClientCredentialsFlowEnabled', 'false'],
  ['isCodeCredFlowEnabled', 'false'],
  ['isConsumerSecretOptional', 'false'],
  ['isDeviceFlowEnabled', 'false'],
  ['isIntrospectAllTokens', 'false'],
  ['isNamedUserJwtEnabled', 'false'],
  ['isPkceRequired', 'true'],
  ['isRefreshTokenRotationEnabled', 'false'],
  ['isSecretRequiredForRefreshToken', 'true'],
  ['isSecretRequiredForTokenExchange', 'false'],
  ['isTokenExchangeEnabled', 'false'],
  ['shouldRotateConsumerKey', 'false'],
  ['shouldRotateConsumerSecret', 'false'],
];

export function renderApp({ engine, components }: Holdings, stored: StoredComponent): XmlElement | null {
  const { type, fullName, body } = stored;
  if (body === null) return null;
  const orgId = toShortId(engine.orgId);
  switch (type) {
    case 'ExternalClientApplication':
      return withElements(body, [['orgScopedExternalApp', `${orgId}:${fullName}`]]);
    case 'ExtlClntAppGlobalOauthSettings': {
      const known = credentials(
        components,
        'ExtlClntAppCredentials',
        textOf(body, 'externalClientApplication') ?? '',
      );
      const showsSecret =
        readSetting(components, 'ExternalClientApp', 'enableConsumerSecretApiAccess') === 'true';
      return withElements(body, [
        ...globalDefaults.filter(([name]) => textOf(body, name) === undefined),
        ...(known === undefined ? [] : [['consumerKey', known.key] as const]),
        ...(known === undefined || !showsSecret ? [] : [['consumerSecret', known.secret] as const]),
      ]);
    }
    case 'ExtlClntAppOauthSettings': {
      const known = credentials(
        components,
        'ExtlClntAppCredentials',
        textOf(body, 'externalClientApplication') ?? '',
      );
      return known === undefined ? body : withElements(body, [['oauthLink', `${orgId}:${known.key}`]]);
    }
    case 'ConnectedApp': {
      const known = credentials(components, 'ConnectedAppCredentials', fullName);
      const children = body.children.map((child) =>
        child.name === 'oauthConfig' && known !== undefined
          ? withElements(child, [['consumerKey', known.key]])
          : child,
      );
      return { ...body, children };
    }
    default:
      return body;
  }
}

/** With these elements in place of those of the same name, all in the order of their names. */
function withElements(body: XmlElement, elements: readonly (readonly [string, string])[]): XmlElement {
  const names = new Set(elements.map(([name]) => name));
  const children = [
    ...body.children.filter((child) => !names.has(child.name)),
    ...elements.map(([name, text]) => makeElement(name, text)),
  ];
  return { ...body, children: children.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)) };
}
