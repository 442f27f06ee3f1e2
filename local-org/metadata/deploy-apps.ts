// OAuth apps: External Client Apps (their files depend on each other, their policies appear by themselves) and
// Connected Apps (new ones are refused unless the org allows them). Keys and secrets are kept beside the metadata.

import { randomBytes, X509Certificate } from 'node:crypto';
import { findRecords } from '../org/engine.ts';
import { credentials, hasConsumerKey, keepCredentials } from './app-credentials.ts';
import type { CredentialsOf } from './app-credentials.ts';
import { refuseUnknownScopes } from './oauth-scopes.ts';
import type { StoredComponent } from './component-store.ts';
import { ComponentProblem } from './deploy-messages.ts';
import { findPermissionSet } from './deploy-permission-sets.ts';
import type { DeployWork } from './deploy-work.ts';
import type { Component } from './read-package.ts';
import { childrenOf, isTrue, makeElement, textOf, textsOf } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

const invalidReference = 'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id';

function bodyOf(component: Component): XmlElement {
  return component.body ?? makeElement(component.type, []);
}

export function applyExternalClientApp(_work: DeployWork, component: Component) {
  const body = bodyOf(component);
  for (const [element, name] of [
    ['label', 'MasterLabel'],
    ['contactEmail', 'ContactEmail'],
  ] as const) {
    if ((textOf(body, element) ?? '') === '')
      throw new ComponentProblem(`Required fields are missing: [${name}]`, component.place);
  }
}

/** Its app must be there, in the org or in this deploy. */
function appOf(work: DeployWork, component: Component): string {
  const app = textOf(bodyOf(component), 'externalClientApplication') ?? '';
  if (work.components.get('ExternalClientApplication', app) === undefined)
    throw new ComponentProblem(invalidReference, component.place);
  return app;
}

export function applyOauthSettings(work: DeployWork, component: Component) {
  const app = appOf(work, component);
  refuseSecondFile(work, component, app);
  refuseUnknownScopes(scopesOf(bodyOf(component)), component.place);
  const name = `${app}_defaultPolicy`;
  keepDefault(work, 'ExtlClntAppConfigurablePolicies', 'extlClntAppPolicies', 'ecaPlcy', name, [
    makeElement('externalClientApplication', app),
    makeElement('isEnabled', 'true'),
    makeElement('isOauthPluginEnabled', 'true'),
    makeElement('label', name),
    makeElement('startPage', 'None'),
  ]);
  keepDefault(
    work,
    'ExtlClntAppOauthConfigurablePolicies',
    'extlClntAppOauthPolicies',
    'ecaOauthPlcy',
    name,
    [
      makeElement('externalClientApplication', app),
      makeElement('ipRelaxationPolicyType', 'Enforce'),
      makeElement('isClientCredentialsFlowEnabled', 'false'),
      makeElement('isGuestCodeCredFlowEnabled', 'false'),
      makeElement('isTokenExchangeFlowEnabled', 'false'),
      makeElement('label', name),
      makeElement('permittedUsersPolicyType', 'AllSelfAuthorized'),
      makeElement('refreshTokenPolicyType', 'SpecificLifetime'),
      makeElement('refreshTokenValidityPeriod', '365'),
      makeElement('refreshTokenValidityUnit', 'Days'),
      makeElement('requiredSessionLevel', 'STANDARD'),
    ],
  );
}

export function scopesOf(body: XmlElement): string[] {
  return (textOf(body, 'commaSeparatedOauthScopes') ?? '')
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
}

function keepDefault(
  work: DeployWork,
  type: string,
  folder: string,
  suffix: string,
  fullName: string,
  children: XmlElement[],
) {
  if (work.components.get(type, fullName) !== undefined) return;
  work.keep({
    type,
    fullName,
    fileName: `${folder}/${fullName}.${suffix}`,
    body: makeElement(type, children),
    place: undefined,
    files: new Map(),
  });
}

/** An app has one record of each kind; a file with another name would be a second one. */
function refuseSecondFile(work: DeployWork, component: Component, app: string) {
  for (const other of work.components.ofType(component.type)) {
    if (other.fullName === component.fullName || other.body === null) continue;
    if (textOf(other.body, 'externalClientApplication') === app)
      throw new ComponentProblem(
        'DUPLICATE_VALUE: duplicate value found: ExternalClientApplicationId duplicates value on record with id: ' +
          other.id.slice(0, 15),
        component.place,
      );
  }
}

export function applyGlobalOauthSettings(work: DeployWork, component: Component): Component {
  const app = appOf(work, component);
  const refuse = (message: string) => new ComponentProblem(message, component.place);
  refuseSecondFile(work, component, app);
  const hasSettings = work.components
    .ofType('ExtlClntAppOauthSettings')
    .some((other) => other.body !== null && textOf(other.body, 'externalClientApplication') === app);
  if (!hasSettings) {
    throw refuse(
      "The external client app configured in your global OAuth Settings doesn't have a valid OAuth settings configuration.",
    );
  }
  const body = bodyOf(component);
  checkCallbacks(textOf(body, 'callbackUrl'), refuse);
  checkCertificate(textOf(body, 'certificate'), refuse);
  const rotates = ['shouldRotateConsumerKey', 'shouldRotateConsumerSecret'].filter((name) =>
    isTrue(body, name),
  );
  if (rotates.length > 0 && !work.options.ignoreWarnings) {
    throw refuse(
      `${rotates.join(' and ')} makes the present ${rotates.length === 2 ? 'consumer key and secret' : rotates[0]?.endsWith('Key') === true ? 'consumer key' : 'consumer secret'} invalid. Deploy with ignoreWarnings to go on.`,
    );
  }
  giveCredentials(work, 'ExtlClntAppCredentials', app, {
    key: textOf(body, 'consumerKey'),
    secret: textOf(body, 'consumerSecret'),
    newKey: isTrue(body, 'shouldRotateConsumerKey'),
    newSecret: isTrue(body, 'shouldRotateConsumerSecret'),
    refuse,
  });
  return { ...component, body: withoutCredentials(body) };
}

/** Key and secret live beside the metadata; rotation is an order, not a state. */
function withoutCredentials(body: XmlElement): XmlElement {
  const gone = new Set([
    'consumerKey',
    'consumerSecret',
    'shouldRotateConsumerKey',
    'shouldRotateConsumerSecret',
  ]);
  return { ...body, children: body.children.filter((child) => !gone.has(child.name)) };
}

type Wish = {
  key: string | undefined;
  secret: string | undefined;
  newKey: boolean;
  newSecret: boolean;
  refuse: (message: string) => ComponentProblem;
};

function giveCredentials(work: DeployWork, kind: CredentialsOf, app: string, wish: Wish) {
  const known = credentials(work.components, kind, app);
  let key = known?.key;
  if (wish.key !== undefined && wish.key !== '' && wish.key !== key) {
    if (!/^[A-Za-z0-9._]{8,256}$/.test(wish.key))
      throw wish.refuse('The consumer key must be 8 to 256 letters and digits.');
    if (known !== undefined) throw wish.refuse('You cannot provide a Consumer Key');
    if (work.isConsumerKeyTaken(wish.key) || hasConsumerKey(work.components, wish.key))
      throw wish.refuse('The consumer key is already taken.');
    key = wish.key;
  }
  if (key === undefined || wish.newKey) key = newConsumerKey();
  let secret = known?.secret;
  if (known === undefined && wish.secret !== undefined && wish.secret !== '') secret = wish.secret;
  if (secret === undefined || wish.newSecret) secret = randomBytes(32).toString('hex').toUpperCase();
  keepCredentials(work.components, kind, app, { key, secret });
}

/** In the shape of Salesforce's: a fixed beginning and 85 characters in all. */
function newConsumerKey(): string {
  const text = randomBytes(80).toString('base64').replaceAll(/[+/=]/g, '');
  return `3MVG9${text.slice(0, 80)}`;
}

export function callbackUrlsOf(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((url) => url !== '');
}

function checkCallbacks(text: string | undefined, refuse: (message: string) => ComponentProblem) {
  const urls = callbackUrlsOf(text);
  if (urls.length === 0) throw refuse('Required fields are missing: [CallbackUrl]');
  for (const url of urls) {
    const parsed = URL.parse(url);
    if (parsed === null) throw refuse(`Invalid callback URL: ${url}`);
    if (parsed.protocol === 'http:' && !/^(localhost|127\.0\.0\.1)$/.test(parsed.hostname))
      throw refuse(`The callback URL must use HTTPS: ${url}`);
  }
}

function checkCertificate(text: string | undefined, refuse: (message: string) => ComponentProblem) {
  if (text === undefined || text.trim() === '') return;
  try {
    const { publicKey } = new X509Certificate(text);
    if (publicKey.asymmetricKeyType === 'rsa') return;
  } catch {
    // Told below, like a certificate with a key that is not RSA.
  }
  throw refuse('Invalid certificate: the text is no X.509 certificate with an RSA key in PEM form.');
}

/** Policies are changed, never made: the org has made them under its own name. */
export function applyPolicy(work: DeployWork, component: Component) {
  const app = appOf(work, component);
  const known = work.components.get(component.type, component.fullName);
  if (known?.body == null || textOf(known.body, 'externalClientApplication') !== app)
    throw new ComponentProblem(invalidReference, component.place);
  if (component.type !== 'ExtlClntAppOauthConfigurablePolicies') return;
  const body = bodyOf(component);
  const runAs = textOf(body, 'clientCredentialsFlowUser');
  if (runAs !== undefined && runAs !== '' && findRecords(work.engine, 'User', 'Username', runAs).length === 0)
    throw new ComponentProblem(
      `In field: clientCredentialsFlowUser - no User named ${runAs} found`,
      component.place,
    );
  for (const name of listOf(body, 'commaSeparatedPermissionSet')) {
    if (findPermissionSet(work, name) === undefined && !name.startsWith('0PS'))
      throw new ComponentProblem(
        `In field: commaSeparatedPermissionSet - no PermissionSet named ${name} found`,
        component.place,
      );
  }
}

export function listOf(body: XmlElement, name: string): string[] {
  return (textOf(body, name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export function applyConnectedApp(
  work: DeployWork,
  component: Component,
  before: StoredComponent | undefined,
): Component {
  const refuse = (message: string) => new ComponentProblem(message, component.place);
  const { settings } = work.engine;
  if (before === undefined && settings.connectedAppCreation !== true) {
    throw refuse(
      "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
    );
  }
  const body = bodyOf(component);
  for (const element of ['label', 'contactEmail']) {
    if ((textOf(body, element) ?? '') === '') throw refuse(`Required field is missing: ${element}`);
  }
  const [oauth] = childrenOf(body, 'oauthConfig');
  if (oauth === undefined) return component;
  checkCallbacks(textOf(oauth, 'callbackUrl'), refuse);
  checkCertificate(textOf(oauth, 'certificate'), refuse);
  const scopes = textsOf(oauth, 'scopes');
  if (scopes.length === 0) throw refuse('Required field is missing: scopes');
  for (const element of ['permissionSetName', 'profileName']) {
    if (textsOf(body, element).length > 0 && !isTrue(oauth, 'isAdminApproved'))
      throw refuse(`${element} can be given only when isAdminApproved is true`);
  }
  for (const name of textsOf(body, 'permissionSetName')) {
    if (findPermissionSet(work, name) === undefined)
      throw refuse(`In field: permissionSetName - no PermissionSet named ${name} found`);
  }
  giveCredentials(work, 'ConnectedAppCredentials', component.fullName, {
    key: textOf(oauth, 'consumerKey'),
    secret: textOf(oauth, 'consumerSecret'),
    newKey: false,
    newSecret: false,
    refuse,
  });
  return {
    ...component,
    body: {
      ...body,
      children: body.children.map((child) => (child === oauth ? withoutCredentials(oauth) : child)),
    },
  };
}

/** All parts of an External Client App go with it. */
export function removeExternalClientApp(work: DeployWork, stored: StoredComponent) {
  for (const type of [
    'ExtlClntAppGlobalOauthSettings',
    'ExtlClntAppOauthSettings',
    'ExtlClntAppOauthConfigurablePolicies',
    'ExtlClntAppConfigurablePolicies',
  ]) {
    for (const part of work.components.ofType(type)) {
      if (part.body !== null && textOf(part.body, 'externalClientApplication') === stored.fullName)
        work.forget(part);
    }
  }
  work.components.remove('ExtlClntAppCredentials', stored.fullName);
}
