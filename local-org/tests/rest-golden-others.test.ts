// Two recorded answers of small endpoints: a tooling query (public API sample collection, API v42.0, 2018) and the
// OpenID configuration (a test fixture that quotes https://login.salesforce.com/.well-known/openid-configuration, 2019).

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, keysOf, rest, signIn, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
});
afterAll(() => running.stop());

test('puts size, locator and type around the rows of a tooling query, and tooling addresses into them', async () => {
  const admin = await signIn(running, { who: 'admin' });
  const path = '/services/data/v67.0/tooling/query?q=SELECT+Id+FROM+PermissionSet+LIMIT+1';
  const { body } = await rest(admin, path);
  expect(keysOf(body)).toEqual(['size', 'totalSize', 'done', 'queryLocator', 'entityTypeName', 'records']);
  const id = String(valueAt(body, 'records', 0, 'Id'));
  expect(body).toEqual({
    size: 1,
    totalSize: 1,
    done: true,
    queryLocator: null,
    entityTypeName: 'PermissionSet',
    records: [
      {
        attributes: {
          type: 'PermissionSet',
          url: `/services/data/v67.0/tooling/sobjects/PermissionSet/${id}`,
        },
        Id: id,
      },
    ],
  });
});

test('publishes the OpenID configuration with the recorded addresses below the login host', async () => {
  const host = running.login.production;
  const response = await fetch(`${host}/.well-known/openid-configuration`);
  const body: unknown = await response.json();
  expect(body).toMatchObject({
    issuer: host,
    authorization_endpoint: `${host}/services/oauth2/authorize`,
    token_endpoint: `${host}/services/oauth2/token`,
    revocation_endpoint: `${host}/services/oauth2/revoke`,
    userinfo_endpoint: `${host}/services/oauth2/userinfo`,
    jwks_uri: `${host}/id/keys`,
    introspection_endpoint: `${host}/services/oauth2/introspect`,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    display_values_supported: ['page', 'popup', 'touch'],
  });
});
