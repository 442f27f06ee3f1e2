// Who a token belongs to: the identity URL and userinfo, in shape and order as Salesforce answers them.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, getTokens, keysOf, orgOf, personOf, valueAt } from './sign-in.ts';

let running: RunningLocalOrg;
const urlNames =
  `enterprise metadata partner rest sobjects search query recent tooling_soap tooling_rest profile feeds
  groups users feed_items feed_elements custom_domain`.split(/\s+/);

beforeAll(async () => {
  running = await startLocalOrg({ callbackUrls: [callbackUrl] });
});
afterAll(() => running.stop());

// Shape and order: forcedotcom/SalesforceMobileSDK-iOS SalesforceSDKIdentityTests (2024-12)
test('answers the identity URL in the shape of Salesforce', async () => {
  const { body } = await getTokens(running);
  const person = personOf(running, 'api-user');
  const org = orgOf(running);
  const response = await fetch(body['id'] ?? '', {
    headers: { authorization: `Bearer ${body['access_token']}` },
  });
  const identity: unknown = await response.json();
  expect(keysOf(identity)).toEqual(
    `id asserted_user user_id organization_id username nick_name display_name email email_verified first_name last_name
     timezone photos addr_street addr_city addr_state addr_country addr_zip mobile_phone mobile_phone_verified
     is_lightning_login_user status urls active user_type language locale utcOffset last_modified_date
     is_app_installed`.split(/\s+/),
  );
  expect(identity).toMatchObject({
    id: body['id'],
    asserted_user: true,
    organization_id: org.orgId,
    username: person.username,
    user_type: 'STANDARD',
    last_modified_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    urls: {
      enterprise: `${org.origin}/services/Soap/c/{version}/${org.orgId.slice(0, 15)}`,
      rest: `${org.origin}/services/data/v{version}/`,
      custom_domain: org.origin,
    },
  });
  expect(keysOf(valueAt(identity, 'urls'))).toEqual(urlNames);
  expect(keysOf(valueAt(identity, 'photos'))).toEqual(['picture', 'thumbnail']);
  expect(valueAt(identity, 'status')).toEqual({ created_date: null, body: null });
  const latest = await fetch(`${body['id']}?version=latest`, {
    headers: { authorization: `Bearer ${body['access_token']}` },
  });
  expect(await latest.json()).toMatchObject({ urls: { rest: `${org.origin}/services/data/v67.0/` } });
});

test('answers userinfo in the shape of Salesforce', async () => {
  const { body } = await getTokens(running);
  const response = await fetch(`${orgOf(running).origin}/services/oauth2/userinfo`, {
    headers: { authorization: `Bearer ${body['access_token']}` },
  });
  const info: unknown = await response.json();
  expect(keysOf(info)).toEqual(
    `sub user_id organization_id preferred_username nickname name email email_verified given_name family_name zoneinfo
     photos profile picture address is_salesforce_integration_user urls active user_type language locale utcOffset updated_at
     is_app_installed`.split(/\s+/),
  );
  expect(keysOf(valueAt(info, 'urls'))).toEqual(urlNames);
  expect(info).toMatchObject({ sub: body['id'], organization_id: orgOf(running).orgId });
});

// https://help.salesforce.com/s/articleView?id=sf.remoteaccess_using_openid.htm (2026-11-23)
test('answers one word and 403 at the identity URL for a token it does not accept', async () => {
  const { body } = await getTokens(running);
  const get = async (url: string, token?: string) => {
    const response = await fetch(
      url,
      token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
    );
    return [response.status, await response.text()];
  };
  const id = body['id'] ?? '';
  expect(await get(id)).toEqual([403, 'Missing_OAuth_Token']);
  expect(await get(id, 'nonsense')).toEqual([403, 'Bad_OAuth_Token']);
  expect(await get(id.replace(/\/id\/00D\w{15}/, '/id/00D000000000000AAA'), body['access_token'])).toEqual([
    403,
    'Wrong_Org',
  ]);
  expect(await get(id.replace(/005\w{15}$/, '005000000000000AAA'), body['access_token'])).toEqual([
    403,
    'Bad_Id',
  ]);
});
