// OpenID Connect: the discovery document, the public keys, and the ID token that comes with the scope `openid`.

import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import express from 'express';
import type { Host } from '../site.ts';
import type { Store } from '../store.ts';

export type SigningKey = { keyId: string; readonly privateKey: string };

/** Made when it is first needed, which most local orgs never come to, and kept. */
export function openSigningKey(store: Store): SigningKey {
  const table = store.table<SigningKey>('signingKeys');
  const make = () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const made = { keyId: '240', privateKey };
    table.set('id-token', made);
    store.commit();
    return made;
  };
  return {
    keyId: '240',
    get privateKey() {
      return (table.get('id-token') ?? make()).privateKey;
    },
  };
}

export function openidRoutes(host: Host, key: SigningKey): express.Router {
  const router = express.Router();
  router.get('/.well-known/openid-configuration', (_request, response) => {
    response.json(configuration(host.origin));
  });
  router.get('/id/keys', (_request, response) => {
    const jwk = createPublicKey(createPrivateKey(key.privateKey)).export({ format: 'jwk' });
    response.json({ keys: [{ kty: 'RSA', n: jwk.n, e: jwk.e, alg: 'RS256', use: 'sig', kid: key.keyId }] });
  });
  return router;
}

/** Only what this server really has: endpoints it lacks are not announced. */
function configuration(origin: string) {
  const oauth = (name: string) => `${origin}/services/oauth2/${name}`;
  return {
    issuer: origin,
    authorization_endpoint: oauth('authorize'),
    token_endpoint: oauth('token'),
    revocation_endpoint: oauth('revoke'),
    userinfo_endpoint: oauth('userinfo'),
    jwks_uri: `${origin}/id/keys`,
    introspection_endpoint: oauth('introspect'),
    scopes_supported: ['api', 'email', 'full', 'id', 'openid', 'profile', 'refresh_token', 'web'],
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    display_values_supported: ['page', 'popup', 'touch'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'none'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: [
      'active',
      'email',
      'email_verified',
      'family_name',
      'given_name',
      'is_app_installed',
      'language',
      'locale',
      'name',
      'nickname',
      'organization_id',
      'photos',
      'picture',
      'preferred_username',
      'profile',
      'sub',
      'updated_at',
      'urls',
      'user_id',
      'user_type',
      'zoneinfo',
    ],
  };
}

const idTokenLivesSeconds = 120;

export function makeIdToken(
  about: {
    subject: string;
    issuer: string;
    clientId: string;
    accessToken: string;
    nonce: string | undefined;
  },
  key: SigningKey,
  now: Date,
): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const header = { typ: 'JWT', kid: key.keyId, alg: 'RS256' };
  const payload = {
    at_hash: createHash('sha256').update(about.accessToken).digest().subarray(0, 16).toString('base64url'),
    sub: about.subject,
    aud: about.clientId,
    iss: about.issuer,
    exp: seconds + idTokenLivesSeconds,
    iat: seconds,
    ...(about.nonce === undefined ? {} : { nonce: about.nonce }),
  };
  const text = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${sign('sha256', Buffer.from(text), key.privateKey).toString('base64url')}`;
}
