// Settings of the two OAuth apps, for production orgs and for sandboxes: key and secret or private key, where it logs in, by which
// flow, and which rights its API user is expected to have.
import { isAbsolute, join } from 'node:path';
import { readOrigin } from './setting-reader.ts';
import type { Reader } from './setting-reader.ts';
import type { ConnectionFlow, ConnectionMode } from './store/schema.ts';

/** The OAuth app that a connection of one kind uses when it brings none of its own. */
export type OAuthApp = {
  clientId: string;
  /** Null when it signs with a private key instead. */
  clientSecret: string | null;
  /** A local app works only in its own org and through that org's My Domain. */
  scope: 'global' | 'local';
  loginOrigin: string;
  flow: ConnectionFlow;
  mode: ConnectionMode;
  /** Of the API user, for a flow without a browser. */
  username: string | null;
  privateKeyFile: string | null;
};

const flows = ['web_server', 'jwt_bearer', 'client_credentials'] as const;
const modes = ['standard', 'secure'] as const;
const myDomainExample = 'https://acme.my.salesforce.com';
const keyExample = '3MVG9…';

export function readOAuthApp(
  from: Reader,
  kind: 'PRODUCTION' | 'SANDBOX',
  usualOrigin: string,
  given: { localOrigins: readonly string[]; dataFolder: string },
): OAuthApp | null {
  const name = (setting: string): string => `SALESFORCE_${kind}_${setting}`;
  const text = (setting: string): string | null => from.text(name(setting));
  const clientId = text('CLIENT_ID');
  const clientSecret = text('CLIENT_SECRET');
  const keyFile = text('PRIVATE_KEY_FILE');
  const username = text('USERNAME');
  const scope = readWord(from, name('APP_SCOPE'), ['global', 'local'] as const, 'global');
  const flow = readWord(from, name('FLOW'), flows, keyFile === null ? 'web_server' : 'jwt_bearer');
  const mode = readWord(from, name('MODE'), modes, 'standard');
  if (!scope || !flow || !mode) return null;
  const beside = (missing: string, there: string, example: string): void =>
    from.problem(name(missing), `is missing beside ${name(there)}`, example);

  if (flow === 'jwt_bearer') {
    if (clientId && !keyFile) beside('PRIVATE_KEY_FILE', 'FLOW', 'keys/bookbridge.key');
    if (!clientId && keyFile) beside('CLIENT_ID', 'PRIVATE_KEY_FILE', keyExample);
  } else {
    if (clientId && !clientSecret)
      beside('CLIENT_SECRET', 'CLIENT_ID', 'the Consumer Secret of the same app');
    if (clientSecret && !clientId) beside('CLIENT_ID', 'CLIENT_SECRET', keyExample);
  }
  const unattended = flow !== 'web_server';
  if (unattended && clientId && !username) beside('USERNAME', 'FLOW', 'api-user@acme.com');

  const loginOrigin = readLogin(from, name('LOGIN_URL'), usualOrigin, given.localOrigins);
  if (loginOrigin === null) return null;
  const isShared = loginOrigin === usualOrigin;
  if (scope === 'local' && clientId && isShared) {
    const why = 'must be the My Domain of the org that owns the local app';
    from.problem(name('LOGIN_URL'), why, myDomainExample);
  } else if (flow === 'client_credentials' && clientId && isShared) {
    const why = 'must be the My Domain of the org: client credentials work nowhere else';
    from.problem(name('LOGIN_URL'), why, myDomainExample);
  }
  if (!clientId || (unattended && !username)) return null;
  if (flow === 'jwt_bearer' ? !keyFile : !clientSecret) return null;
  const inFolder = (file: string): string => (isAbsolute(file) ? file : join(given.dataFolder, file));
  const privateKeyFile = keyFile === null ? null : inFolder(keyFile);
  return { clientId, clientSecret, scope, loginOrigin, flow, mode, username, privateKeyFile };
}

/** Salesforce's own login hosts and My Domains (sandboxes: `acme--dev.sandbox.my.salesforce.com`), https only. */
export function isSalesforceOrigin(origin: string): boolean {
  return /^https:\/\/((login|test)\.salesforce\.com|[a-z0-9-]+(\.[a-z0-9-]+)?\.my\.salesforce\.com)$/.test(
    origin,
  );
}

function readLogin(
  from: Reader,
  name: string,
  usualOrigin: string,
  localOrigins: readonly string[],
): string | null {
  const login = from.text(name);
  const origin = login ? readOrigin(from, name, login, myDomainExample) : usualOrigin;
  if (origin === null || isSalesforceOrigin(origin) || localOrigins.includes(origin)) return origin;
  const allowed = 'must be https://login.salesforce.com, https://test.salesforce.com or a My Domain';
  from.problem(name, `${allowed}, not "${origin}"`, myDomainExample);
  return null;
}

function readWord<Word extends string>(
  from: Reader,
  name: string,
  words: readonly Word[],
  usual: Word,
): Word | null {
  const text = from.text(name);
  if (text === null) return usual;
  const found = words.find((word) => word === text);
  if (found) return found;
  from.problem(name, `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}, not "${text}"`, usual);
  return null;
}
