// Whose call it is: the session behind an access token in this org, and why it may not call. The REST, SOAP, Metadata
// and Tooling APIs ask here, so that all of them refuse alike.

import type { Calls } from '../calls.ts';
import type { Grants, Session } from '../oauth/grants.ts';
import { orgError } from '../org/errors.ts';
import type { OrgError } from '../org/errors.ts';
import { findSite } from '../site.ts';
import type { OrgSite } from '../site.ts';

/** Nothing when the token is unknown, dead or another org's, or when its user may not log in any more. */
export function findOrgSession(site: OrgSite, grants: Grants, token: string): Session | undefined {
  const session = grants.session(token);
  if (session === undefined || findSite([site], session.orgId) === undefined) return undefined;
  const user = site.org.user(session.userId);
  return user?.isActive === true && !user.isFrozen ? session : undefined;
}

export function refuseSession(
  site: OrgSite,
  calls: Calls,
  session: Session,
  api: 'REST' | 'SOAP',
): OrgError | undefined {
  const { org } = site;
  if (!session.scopes.some((scope) => scope === 'api' || scope === 'full')) {
    const message = `This session is not valid for use with the ${api === 'REST' ? 'REST API' : 'API'}`;
    return orgError(401, 'INVALID_SESSION_ID', message);
  }
  if (org.user(session.userId)?.apiEnabled !== true) {
    const message =
      api === 'REST'
        ? 'The REST API is not enabled for this Organization.'
        : 'API is not enabled for this Organization or Partner';
    return orgError(403, 'API_DISABLED_FOR_ORG', message);
  }
  return calls.usedToday(org.orgId) >= site.dailyApiRequests ? limitExceeded() : undefined;
}

export function invalidSession(): OrgError {
  return orgError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
}

export function limitExceeded(): OrgError {
  return orgError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
}
