// Signed assertions for the JWT bearer tests, made with a library of others, and the key pairs they need.

import { generateKeyPairSync } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import { valueAt } from './sign-in.ts';

export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export function newKeys() {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

export type Claims = { iss?: string; sub?: string; aud?: string; exp?: number };

export async function assertionOf(claims: Claims, privateKey: string, alg = 'RS256'): Promise<string> {
  const key = await importPKCS8(privateKey, alg);
  return new SignJWT({ ...claims }).setProtectedHeader({ alg }).sign(key);
}

export async function postForm(
  address: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams(fields), headers });
  const body: unknown = await response.json();
  return { status: response.status, body };
}

export const token = (host: string, fields: Record<string, string>) =>
  postForm(`${host}/services/oauth2/token`, fields);

/** An access token got with an assertion: of the local org's own app for the CLI, as whatever user. */
export async function cliToken(
  { clientId, privateKey }: { clientId: string; privateKey: string },
  origin: string,
  username: string,
): Promise<string> {
  const claims = { iss: clientId, sub: username, aud: origin, exp: Date.now() + 300 };
  const assertion = await assertionOf(claims, privateKey);
  const { body } = await token(origin, { grant_type: jwtBearer, assertion });
  return String(valueAt(body, 'access_token'));
}
