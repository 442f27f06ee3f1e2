// The two apps a command line logs in with: Salesforce's own public "PlatformCLI" (browser login), and "Local CLI", an
// app for JWT logins whose key pair is made at the first start, so that nobody needs a certificate of their own.

import { generateKeyPair, generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Store } from '../store.ts';
import type { OAuthApp } from './app.ts';

export type LocalCli = {
  clientId: string;
  /** PEM. */
  readonly privateKey: string;
  readonly publicKey: string;
};

type Keys = { privateKey: string; publicKey: string };

const keyOptions = {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const;

/**
 * The key pair is made once and kept: logins that a CLI has stored go on working after a restart. It is made when it is
 * first needed, because that takes longer than many a test.
 */
export function openLocalCli(store: Store): LocalCli {
  const table = keyTable(store);
  const keys = () => table.get('cli') ?? keep(store, generateKeyPairSync('rsa', keyOptions));
  return {
    clientId: 'LocalCLI',
    get privateKey() {
      return keys().privateKey;
    },
    get publicKey() {
      return keys().publicKey;
    },
  };
}

/** Makes the key pair ahead of time and beside other work. */
export async function prepareLocalCli(store: Store): Promise<void> {
  if (keyTable(store).get('cli') !== undefined) return;
  const made = await promisify(generateKeyPair)('rsa', keyOptions);
  if (keyTable(store).get('cli') === undefined) keep(store, made);
}

function keyTable(store: Store) {
  return store.table<Keys>('localCli');
}

function keep(store: Store, keys: Keys): Keys {
  keyTable(store).set('cli', keys);
  store.commit();
  return keys;
}

/** The private key as a file, readable by its owner only; returns the file's path. */
export function writeCliKey(cli: LocalCli, file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, cli.privateKey, { mode: 0o600 });
  // An older file keeps its mode when it is written again.
  chmodSync(file, 0o600);
  return file;
}

const common = {
  clientSecret: null,
  reach: 'everywhere',
  orgId: undefined,
  requirePkce: false,
  rotateRefreshTokens: false,
  blocked: false,
  isEnabled: true,
  refreshTokenPolicy: { kind: 'infinite' },
  clientCredentials: { enabled: false, runAs: null },
  introspectAllTokens: false,
} as const;

export function commandLineApps(cli: LocalCli): OAuthApp[] {
  return [
    {
      ...common,
      name: 'Salesforce CLI',
      clientId: 'PlatformCLI',
      callbackUrls: ['http://localhost:1717/OauthRedirect'],
      anyLocalPort: true,
      scopes: ['refresh_token', 'api', 'web', 'id'],
      certificate: null,
      permitted: { to: 'everybody' },
    },
    {
      ...common,
      name: 'Local CLI',
      clientId: cli.clientId,
      callbackUrls: ['http://localhost:1717/OauthRedirect'],
      anyLocalPort: true,
      scopes: ['refresh_token', 'api', 'web', 'id'],
      get certificate() {
        return cli.publicKey;
      },
      permitted: { to: 'everybody, approved beforehand' },
    },
  ];
}
