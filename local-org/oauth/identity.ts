// Who a token belongs to: the identity URL and userinfo.

import express from 'express';
import type { OrgUser } from '../org/org.ts';
import { integrationLicense } from '../org/seed/seed-profiles.ts';
import { urlOf } from '../request-url.ts';
import type { Host, OrgSite } from '../site.ts';
import { shortId } from '../site.ts';
import { newestVersion } from '../rest/versions.ts';
import { readAccess, refuse } from './bearer.ts';
import type { Grants } from './grants.ts';

export function identityRoutes(host: Host, grants: Grants): express.Router {
  const router = express.Router();

  router.all('/id/:orgId/:userId', (request, response) => {
    const access = readAccess(request, response, host, grants);
    if (access === undefined) return;
    const { site } = access;
    if (shortId(request.params.orgId) !== shortId(site.org.orgId)) {
      refuse(response, 'Wrong_Org');
      return;
    }
    const user = site.org.users().find((one) => shortId(one.id) === shortId(request.params.userId));
    if (user === undefined) {
      refuse(response, 'Bad_Id');
      return;
    }
    const version = urlOf(request).searchParams.get('version');
    response.json(identity(site, user, user.id === access.user.id, version));
  });

  router.all('/services/oauth2/userinfo', (request, response) => {
    const access = readAccess(request, response, host, grants);
    if (access !== undefined) response.json(userInfo(access.site, access.user));
  });

  return router;
}

function identity(site: OrgSite, user: OrgUser, asserted: boolean, version: string | null) {
  return {
    id: `${site.loginOrigin}/id/${site.org.orgId}/${user.id}`,
    asserted_user: asserted,
    user_id: user.id,
    organization_id: site.org.orgId,
    username: user.username,
    nick_name: user.nickname,
    display_name: user.name,
    email: user.email,
    email_verified: true,
    first_name: user.firstName,
    last_name: user.lastName,
    timezone: user.timeZone,
    photos: photos(site),
    addr_street: null,
    addr_city: null,
    addr_state: null,
    addr_country: null,
    addr_zip: null,
    mobile_phone: null,
    mobile_phone_verified: false,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    urls: urls(site, user, version),
    active: user.isActive,
    user_type: 'STANDARD',
    language: user.language,
    locale: user.locale,
    utcOffset: utcOffsetMs(user.timeZone),
    last_modified_date: lastModified(site, user),
    is_app_installed: true,
  };
}

function userInfo(site: OrgSite, user: OrgUser) {
  return {
    sub: `${site.loginOrigin}/id/${site.org.orgId}/${user.id}`,
    user_id: user.id,
    organization_id: site.org.orgId,
    preferred_username: user.username,
    nickname: user.nickname,
    name: user.name,
    email: user.email,
    email_verified: true,
    given_name: user.firstName,
    family_name: user.lastName,
    zoneinfo: user.timeZone,
    photos: photos(site),
    profile: `${site.origin}/${user.id}`,
    picture: photos(site).picture,
    address: {},
    is_salesforce_integration_user: user.licenseName === integrationLicense,
    urls: urls(site, user, null),
    active: user.isActive,
    user_type: 'STANDARD',
    language: user.language,
    locale: user.locale,
    utcOffset: utcOffsetMs(user.timeZone),
    updated_at: lastModified(site, user),
    is_app_installed: true,
  };
}

function photos(site: OrgSite) {
  return { picture: `${site.origin}/profilephoto/005/F`, thumbnail: `${site.origin}/profilephoto/005/T` };
}

function urls(site: OrgSite, user: OrgUser, asked: string | null) {
  const version = asked === null ? '{version}' : asked === 'latest' ? newestVersion : asked;
  const soap = (api: string) => `${site.origin}/services/Soap/${api}/${version}/${shortId(site.org.orgId)}`;
  const data = (path: string) => `${site.origin}/services/data/v${version}/${path}`;
  return {
    enterprise: soap('c'),
    metadata: soap('m'),
    partner: soap('u'),
    rest: data(''),
    sobjects: data('sobjects/'),
    search: data('search/'),
    query: data('query/'),
    recent: data('recent/'),
    tooling_soap: soap('T'),
    tooling_rest: data('tooling/'),
    profile: `${site.origin}/${user.id}`,
    feeds: data('chatter/feeds'),
    groups: data('chatter/groups'),
    users: data('chatter/users'),
    feed_items: data('chatter/feed-items'),
    feed_elements: data('chatter/feed-elements'),
    custom_domain: site.origin,
  };
}

/** The zone's offset without summer time, as Salesforce gives it: the smaller of January's and July's. */
function utcOffsetMs(timeZone: string): number {
  const offsets = ['2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z'].map((date) =>
    offsetAt(timeZone, new Date(date)),
  );
  return Math.min(...offsets);
}

function offsetAt(timeZone: string, date: Date): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    date,
  );
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function lastModified(site: OrgSite, user: OrgUser): string {
  const actor = { userId: user.id, version: newestVersion };
  const value = site.org.read(actor, 'User', user.id, ['LastModifiedDate'])['LastModifiedDate'];
  return typeof value === 'string' ? value.replace(/\.\d+\+0000$/, 'Z') : new Date(0).toISOString();
}
