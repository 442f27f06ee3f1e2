// The two apps a command line logs in with: Salesforce's own public "PlatformCLI" (browser login), and "Local CLI", an
// app for JWT logins whose key pair is made at the first start, so that nobody needs a certificate of their own.

import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Store } from '../store.ts';
import type { OAuthApp } from './app.ts';

export type LocalCli = {
  clientId: string;
  /** PEM. */
  privateKey: string;
  publicKey: string;
};

/** The key pair is made once and kept: logins that a CLI has stored go on working after a restart. */
export function openLocalCli(store: Store): LocalCli {
  const table = store.table<LocalCli>('localCli');
  const known = table.get('cli');
  if (known !== undefined) return known;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const made = { clientId: 'LocalCLI', privateKey, publicKey };
  table.set('cli', made);
  store.commit();
  return made;
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
      certificate: cli.publicKey,
      permitted: { to: 'everybody, approved beforehand' },
    },
  ];
}
