// The SOAP call login(): username and password for a session. Salesforce ends it: gone from version 65.0 on, off in new
// orgs, and where it is on the user needs API access.
// https://help.salesforce.com/s/articleView?id=005132110&language=en_US&type=1 (2026-11-23); the text of the refusal as
// quoted in https://github.com/OpenFn/adaptors/issues/1715

import type { Grants } from '../oauth/grants.ts';
import { orgError } from '../org/errors.ts';
import type { Host } from '../site.ts';
import { shortId } from '../site.ts';
import { userInfo } from './user-info.ts';
import { textOf } from './xml.ts';
import type { XmlElement, XmlValue } from './xml.ts';

const lastVersion = 64;

/** Client id under which such sessions are counted: there is no OAuth app behind them. */
export const soapClientId = 'SOAP login';

export function answerLogin(
  host: Host,
  grants: Grants,
  soapLogin: boolean,
  args: XmlElement,
  version: string,
): XmlValue {
  if (Number.parseFloat(version) > lastVersion) {
    throw orgError(500, 'INVALID_OPERATION', `SOAP API login() is not available in API version ${version}.`);
  }
  const username = textOf(args, 'username') ?? '';
  const password = textOf(args, 'password') ?? '';
  const site = host.sites.find(({ org }) => org.userByUsername(username) !== undefined);
  const user = site?.org.checkPassword(username, password);
  if (site === undefined || user === undefined || !user.isActive || user.isFrozen) {
    throw orgError(500, 'INVALID_LOGIN', 'Invalid username, password, security token; or user locked out.');
  }
  if (!soapLogin) {
    throw orgError(
      500,
      'INVALID_OPERATION',
      'SOAP API login() is disabled by default in this org. Contact the org administrator to enable SOAP API login().',
    );
  }
  if (!user.apiEnabled) {
    throw orgError(500, 'API_DISABLED_FOR_ORG', 'API is not enabled for this Organization or Partner');
  }
  const { orgId, kind } = site.org;
  const issued = grants.openSession({ clientId: soapClientId, userId: user.id, orgId, scopes: ['full'] });
  const url = (api: string) => `${site.origin}/services/Soap/${api}/${version}/${shortId(orgId)}`;
  return {
    metadataServerUrl: url('m'),
    passwordExpired: false,
    sandbox: kind === 'sandbox',
    serverUrl: url('u'),
    sessionId: issued.accessToken,
    userId: user.id,
    userInfo: userInfo(site, user),
  };
}
