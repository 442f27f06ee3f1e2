// The session behind a bearer token, outside the data API: a token that is not accepted gets status 403 and one word of
// plain text here, where the data API answers 401 and JSON.

import type { Request, Response } from 'express';
import type { OrgUser } from '../org/org-user.ts';
import type { Host, OrgSite } from '../site.ts';
import { findSite } from '../site.ts';
import type { Grants, Session } from './grants.ts';

export type Access = { site: OrgSite; user: OrgUser; session: Session };

/** Answers the request itself when there is no access. */
export function readAccess(
  request: Request,
  response: Response,
  host: Host,
  grants: Grants,
): Access | undefined {
  const token = bearerToken(request);
  if (token === undefined) {
    refuse(response, 'Missing_OAuth_Token');
    return undefined;
  }
  const access = findAccess(token, host, grants);
  if (access === undefined) refuse(response, 'Bad_OAuth_Token');
  return access;
}

export function findAccess(token: string, host: Host, grants: Grants): Access | undefined {
  const session = grants.session(token);
  const site = session === undefined ? undefined : findSite(host.sites, session.orgId);
  const user = session === undefined ? undefined : site?.org.user(session.userId);
  if (session === undefined || site === undefined || user === undefined) return undefined;
  return user.isActive && !user.isFrozen ? { site, user, session } : undefined;
}

export function bearerToken(request: Request): string | undefined {
  return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

export function refuse(response: Response, word: string) {
  response.status(403).type('text/plain').send(word);
}
