// The only reader of the environment, and of settings.env beside it. Every problem is collected first and told in one message, each with an example.
import { isIPv4, isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { readOidc } from './accounts/oidc-settings.ts';
import type { OidcSettings } from './accounts/oidc-settings.ts';
import { readMailSettings } from './mail.ts';
import type { MailSettings } from './mail.ts';
import { readOAuthApp } from './oauth-app-settings.ts';
import type { OAuthApp } from './oauth-app-settings.ts';
import { listOf, readOrigin, settingReader } from './setting-reader.ts';
import type { Environment, Reader } from './setting-reader.ts';
import { readSettingsFile } from './settings-file.ts';
import type { SettingsFile } from './settings-file.ts';
import { keyBytes } from './store/secrets.ts';
import { readWaits } from './waits.ts';
import type { Waits } from './waits.ts';

export type LogLevel = (typeof logLevels)[number];

export type Config = {
  readonly host: string;
  /** 0: chosen by the system. */
  readonly port: number;
  /** Origin under which browsers and scheduling tools reach us. */
  readonly publicUrl: string;
  readonly dataFolder: string;
  /** Null: an embedded PostgreSQL in the data folder. */
  readonly databaseUrl: string | null;
  readonly trustedProxies: readonly string[];
  /** Null: `secret.key` in the data folder. */
  readonly secretKey: Buffer | null;
  /** The key that sealed this database's secrets is gone: go on with the present one. */
  readonly secretKeyLost: boolean;
  readonly oauthApps: { readonly production: OAuthApp | null; readonly sandbox: OAuthApp | null };
  /** Origins of a local org, allowed beside Salesforce's own hosts. */
  readonly localOrigins: readonly string[];
  readonly apiVersion: '67.0';
  /** Where the companion app can be installed as a package; null: there is none. */
  readonly companionPackageUrl: string | null;
  readonly tryOut: { readonly localOrgUrl: string; readonly recordsUrl: string } | null;
  /** Null: sign-in by e-mail and password only. */
  readonly oidc: OidcSettings | null;
  /** Null: no mail is sent, links are shown instead. */
  readonly mail: MailSettings | null;
  readonly logLevel: LogLevel;
  /** Folder of pages that were built before; null: built at start. */
  readonly pagesFolder: string | null;
  /** How a booking's records travel: as a composite graph, or as a plain composite. */
  readonly writeResource: 'graph' | 'composite';
  /** Times of the queue; tests shorten them. */
  readonly waits: Waits;
};

export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `Bookbridge cannot start, these settings need a change:\n${problems.map((each) => `  - ${each}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/**
 * Settings of a connector. `settings` are those of settings.env in the data folder (settings-file.ts); what the environment says
 * wins. Throws ConfigError that names every missing or bad setting at once.
 */
export function readConfig(
  environment: Environment = process.env,
  settings: SettingsFile | null = null,
): Config {
  // None of the two OAuth apps has to be set: a connection may bring its own.
  const { config, problems } = readSettings(environment, settings);
  return settled(config, problems);
}

/** The settings of this process, with those of settings.env in its data folder. */
export function readOwnConfig(): Config {
  return readConfig(process.env, readSettingsFile(dataFolderOf(process.env)));
}

/** The same for set-up scripts, which bring the OAuth app with them: none has to be set. */
export function readSetUpConfig(dataFolder?: string, environment: Environment = process.env): Config {
  const all = dataFolder === undefined ? environment : { ...environment, BOOKBRIDGE_DATA: dataFolder };
  const { config, problems } = readSettings(all, readSettingsFile(dataFolderOf(all)));
  return settled(config, problems);
}

/** Where settings.env lies; only the environment can say it. */
function dataFolderOf(environment: Environment): string {
  return resolve(environment['BOOKBRIDGE_DATA']?.trim() || '.bookbridge');
}

function readSettings(
  environment: Environment,
  settings: SettingsFile | null,
): { config: Config; from: Reader; problems: string[] } {
  const problems = [...(settings?.problems ?? [])];
  const from = settingReader(environment, settings, problems);
  const host = from.text('HOST') ?? '127.0.0.1';
  const port = readPort(from);
  const dataFolder = dataFolderOf(environment);
  const apps = { localOrigins: readLocalOrigins(from), dataFolder };
  const config: Config = {
    host,
    port,
    publicUrl: readPublicUrl(from, host, port),
    dataFolder,
    databaseUrl: readDatabaseUrl(from),
    trustedProxies: readTrustedProxies(from),
    secretKey: readSecretKey(from),
    secretKeyLost: readSecretKeyLost(from),
    oauthApps: {
      production: readOAuthApp(from, 'PRODUCTION', 'https://login.salesforce.com', apps),
      sandbox: readOAuthApp(from, 'SANDBOX', 'https://test.salesforce.com', apps),
    },
    localOrigins: apps.localOrigins,
    apiVersion: '67.0',
    companionPackageUrl: readPackageUrl(from),
    tryOut: readTryOut(from),
    oidc: readOidc(from),
    mail: readMailSettings(from),
    logLevel: readLogLevel(from),
    pagesFolder: from.text('BOOKBRIDGE_PAGES'),
    writeResource: readWriteResource(from),
    waits: readQueueWaits(from),
  };
  return { config, from, problems };
}

/** https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_dev2gp_install_pkg_ui.htm */
function readPackageUrl(from: Reader): string | null {
  const text = from.text('COMPANION_PACKAGE_URL');
  if (text === null) return null;
  const url = URL.parse(text);
  const isInstaller =
    url?.protocol === 'https:' &&
    url.hostname.endsWith('.salesforce.com') &&
    url.pathname === '/packaging/installPackage.apexp' &&
    /^04t\w{12}(\w{3})?$/.test(url.searchParams.get('p0') ?? '');
  if (url && isInstaller) return url.href;
  const example = 'https://login.salesforce.com/packaging/installPackage.apexp?p0=04tXXXXXXXXXXXXXXX';
  from.problem('COMPANION_PACKAGE_URL', 'must be the installation link of a package version', example);
  return null;
}

function settled(config: Config, problems: readonly string[]): Config {
  if (problems.length > 0) throw new ConfigError(problems);
  return deepFreeze(config);
}

/** The same settings once the system has chosen a port: without PUBLIC_URL, the address follows the port. */
export function withPort(config: Config, port: number): Config {
  if (config.port === port) return config;
  const url = new URL(config.publicUrl);
  if (config.port === 0 && url.port === '0') url.port = String(port);
  return deepFreeze({ ...config, port, publicUrl: url.origin });
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function readPort(from: Reader): number {
  const text = from.text('PORT') ?? '3100';
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  from.problem('PORT', `must be a number from 0 to 65535, not "${text}"`, '3100');
  return 3100;
}

function readPublicUrl(from: Reader, host: string, port: number): string {
  const text = from.text('PUBLIC_URL');
  if (text) return readOrigin(from, 'PUBLIC_URL', text, 'https://bookbridge.example.com') ?? '';
  if (!isLoopback(host)) {
    const why = 'is missing: browsers and scheduling tools need the address at which they reach Bookbridge';
    from.problem('PUBLIC_URL', why, 'https://bookbridge.example.com');
  }
  // URL drops the default port only; "0" stays until the system has chosen one.
  return `http://localhost:${port}`;
}

function readDatabaseUrl(from: Reader): string | null {
  const text = from.text('DATABASE_URL');
  if (!text || /^postgres(ql)?:\/\/./.test(text)) return text;
  // The value is not repeated: it may hold a password.
  from.problem(
    'DATABASE_URL',
    'must start with postgresql://',
    'postgresql://bookbridge:password@db.example.com/bookbridge',
  );
  return null;
}

function readTrustedProxies(from: Reader): string[] {
  const words = new Set(['loopback', 'linklocal', 'uniquelocal']);
  return listOf(from.text('TRUSTED_PROXIES')).filter((each) => {
    const [address = '', bits] = each.split('/');
    const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
    // A network of all addresses would let everybody say who they are.
    const isNetwork = bits !== undefined && /^\d+$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most;
    const fits = most > 0 && (bits === undefined || isNetwork);
    if (fits || words.has(each)) return true;
    from.problem(
      'TRUSTED_PROXIES',
      `must list addresses, networks or the word loopback, not "${each}"`,
      '10.0.0.0/8,loopback',
    );
    return false;
  });
}

function readSecretKey(from: Reader): Buffer | null {
  const text = from.text('BOOKBRIDGE_SECRET_KEY');
  if (!text) return null;
  const key = Buffer.from(text, 'base64');
  if (key.length === keyBytes) return key;
  from.problem('BOOKBRIDGE_SECRET_KEY', `must be ${keyBytes} bytes in base64`, '$(openssl rand -base64 32)');
  return null;
}

function readSecretKeyLost(from: Reader): boolean {
  const text = from.text('BOOKBRIDGE_SECRET_KEY_LOST');
  if (text && text !== 'yes')
    from.problem('BOOKBRIDGE_SECRET_KEY_LOST', `must be yes or left out, not "${text}"`, 'yes');
  return text === 'yes';
}

function readLocalOrigins(from: Reader): string[] {
  const example = 'http://localhost:3200,http://localhost:3201';
  return listOf(from.text('SALESFORCE_LOCAL_ORIGINS')).flatMap((text) => {
    const origin = readOrigin(from, 'SALESFORCE_LOCAL_ORIGINS', text, example);
    if (!origin) return [];
    if (isLoopback(new URL(origin).hostname)) return [origin];
    from.problem('SALESFORCE_LOCAL_ORIGINS', `may only name this machine, not "${origin}"`, example);
    return [];
  });
}

function readTryOut(from: Reader): Config['tryOut'] {
  const localOrgUrl = from.text('BOOKBRIDGE_TRY_OUT_URL');
  const recordsUrl = from.text('BOOKBRIDGE_TRY_OUT_RECORDS_URL');
  if (!localOrgUrl && !recordsUrl) return null;
  if (localOrgUrl && recordsUrl) return { localOrgUrl, recordsUrl };
  const missing = localOrgUrl ? 'BOOKBRIDGE_TRY_OUT_RECORDS_URL' : 'BOOKBRIDGE_TRY_OUT_URL';
  from.problem(
    missing,
    'is missing: the two addresses of the local org go together',
    'http://localhost:3200',
  );
  return null;
}

function readLogLevel(from: Reader): LogLevel {
  const text = from.text('LOG_LEVEL') ?? 'info';
  const found = logLevels.find((each) => each === text);
  if (!found) from.problem('LOG_LEVEL', `must be one of ${logLevels.join(', ')}, not "${text}"`, 'info');
  return found ?? 'info';
}

function readWriteResource(from: Reader): Config['writeResource'] {
  const text = from.text('BOOKBRIDGE_WRITE_RESOURCE') ?? 'graph';
  if (text === 'graph' || text === 'composite') return text;
  from.problem('BOOKBRIDGE_WRITE_RESOURCE', `must be graph or composite, not "${text}"`, 'composite');
  return 'graph';
}

function readQueueWaits(from: Reader): Waits {
  const { waits, problems } = readWaits(from.text('BOOKBRIDGE_WAITS'));
  for (const problem of problems) from.problem('BOOKBRIDGE_WAITS', problem, 'predecessor=2s,limit=5s');
  return waits;
}

function deepFreeze<T extends object>(value: T): T {
  for (const each of Object.values(value)) {
    // A Buffer's bytes cannot be frozen.
    if (typeof each === 'object' && each !== null && !Buffer.isBuffer(each)) deepFreeze(each);
  }
  return Object.freeze(value);
}
