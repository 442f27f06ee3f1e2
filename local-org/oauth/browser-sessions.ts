// The browser's open sessions. All ports of localhost share one cookie jar, so the names tell the places apart:
// sid_<org> is the session in an org, oid_<host> says which org a login host last logged in to.

import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { OrgUser } from '../org/org.ts';
import type { Host, OrgSite } from '../site.ts';
import { findSite, shortId } from '../site.ts';
import type { Store } from '../store.ts';

type StoredSession = { userId: string; orgId: string; loggedInAt: number };

export type BrowserSession = { site: OrgSite; user: OrgUser; loggedInAt: number; id: string };
export type BrowserSessions = ReturnType<typeof createBrowserSessions>;

export function createBrowserSessions(store: Store, now: () => Date) {
  const sessions = store.table<StoredSession>('browserSessions');

  function find(host: Host, request: Request): BrowserSession | undefined {
    const cookies = readCookies(request);
    const site = rememberedSite(host, cookies);
    const sid = site === undefined ? undefined : cookies.get(orgCookie(site.org.orgId));
    const stored = sid === undefined ? undefined : sessions.get(hash(sid));
    if (site === undefined || sid === undefined || stored?.orgId !== site.org.orgId) return undefined;
    const user = site.org.user(stored.userId);
    if (user === undefined || !user.isActive || user.isFrozen) return undefined;
    return { site, user, loggedInAt: stored.loggedInAt, id: hash(sid) };
  }

  return {
    find,
    open(host: Host, site: OrgSite, user: OrgUser, response: Response) {
      const sid = randomBytes(24).toString('base64url');
      const orgId = site.org.orgId;
      sessions.set(hash(sid), { userId: user.id, orgId, loggedInAt: now().getTime() });
      store.commit();
      setCookie(response, orgCookie(orgId), sid);
      if (host.type === 'login') setCookie(response, hostCookie(host), shortId(orgId));
    },
    close(host: Host, request: Request, response: Response) {
      const session = find(host, request);
      if (session === undefined) return;
      sessions.delete(session.id);
      store.commit();
      response.clearCookie(orgCookie(session.site.org.orgId), { path: '/' });
    },
    /** The org is gone. */
    forgetOrg(orgId: string) {
      for (const [key, session] of sessions.entries()) if (session.orgId === orgId) sessions.delete(key);
      store.commit();
    },
  };
}

function rememberedSite(host: Host, cookies: Map<string, string>): OrgSite | undefined {
  if (host.type === 'my-domain') return host.sites[0];
  const orgId = cookies.get(hostCookie(host));
  return orgId === undefined ? undefined : findSite(host.sites, orgId);
}

function orgCookie(orgId: string): string {
  return `sid_${shortId(orgId)}`;
}

function hostCookie(host: Host): string {
  return `oid_${host.kind}_${new URL(host.origin).port}`;
}

function setCookie(response: Response, name: string, value: string) {
  response.cookie(name, value, { httpOnly: true, sameSite: 'lax', path: '/' });
}

function readCookies(request: Request): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0) cookies.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  return cookies;
}

function hash(sid: string): string {
  return createHash('sha256').update(sid).digest('base64url');
}
