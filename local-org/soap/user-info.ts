// What login and getUserInfo say about a user and its org.

import type { OrgUser } from '../org/org.ts';
import type { OrgSite } from '../site.ts';
import type { XmlValue } from './xml.ts';

export const sessionSeconds = 7_200;

export function userInfo(site: OrgSite, user: OrgUser): XmlValue {
  const { org } = site;
  const actor = { userId: user.id, version: '60.0' };
  const record = org.read(actor, 'User', user.id, ['ProfileId', 'UserType']);
  const text = (name: string) => (typeof record[name] === 'string' ? record[name] : null);
  return {
    accessibilityMode: false,
    chatterExternal: false,
    currencySymbol: '$',
    orgAttachmentFileSizeLimit: 26_214_400,
    orgDefaultCurrencyIsoCode: 'USD',
    orgDefaultCurrencyLocale: 'en_US',
    orgDisallowHtmlAttachments: false,
    orgHasPersonAccounts: false,
    organizationId: org.orgId,
    organizationMultiCurrency: false,
    organizationName: org.name,
    profileId: text('ProfileId'),
    roleId: null,
    sessionSecondsValid: sessionSeconds,
    userDefaultCurrencyIsoCode: null,
    userEmail: user.email,
    userFullName: user.name,
    userId: user.id,
    userLanguage: user.language,
    userLocale: user.locale,
    userName: user.username,
    userTimeZone: user.timeZone,
    userType: text('UserType') ?? 'Standard',
    userUiSkin: 'Theme3',
  };
}
