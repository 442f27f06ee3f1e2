// What the OAuth server remembers: authorization codes, approvals, grants with their refresh token, access tokens.
// Tokens are kept as SHA-256 only. Everything is committed before it is handed out, so it survives a kill -9.

import { createHash, randomBytes } from 'node:crypto';
import { shortId } from '../site.ts';
import type { Store } from '../store.ts';

export type Code = {
  clientId: string;
  userId: string;
  orgId: string;
  redirectUri: string;
  scopes: string[];
  challenge: string | undefined;
  nonce?: string;
  expiresAt: number;
  used: boolean;
};
type Grant = {
  clientId: string;
  userId: string;
  orgId: string;
  scopes: string[];
  createdAt: number;
  lastUsedAt?: number;
};
/** Who approved which app, and where: a user has the same id in a sandbox as in production. */
type Approved = Pick<Grant, 'clientId' | 'userId' | 'orgId'>;
type RefreshToken = { grantId: string; used: boolean };
type AccessToken = Omit<Grant, 'createdAt'> & { grantId: string; issuedAt?: number; lastUsedAt: number };

export type Session = Pick<
  AccessToken,
  'clientId' | 'userId' | 'orgId' | 'scopes' | 'grantId' | 'issuedAt' | 'lastUsedAt'
>;
export type Issued = { accessToken: string; refreshToken: string | undefined; grant: Grant };

const codeLivesMs = 15 * 60_000;
/** The session timeout a new org has: an access token dies two hours after its last use. */
const sessionTimeoutMs = 2 * 3_600_000;
/** Salesforce keeps five approvals per user and app; the sixth pushes out the oldest. */
const grantsPerUserAndApp = 5;

export type Grants = ReturnType<typeof createGrants>;

export function createGrants(store: Store, now: () => Date) {
  const codes = store.table<Code>('codes');
  const approvals = store.table<string[]>('approvals');
  const grants = store.table<Grant>('grants');
  const refreshTokens = store.table<RefreshToken>('refreshTokens');
  const accessTokens = store.table<AccessToken>('accessTokens');

  function newAccessToken(grantId: string, grant: Grant): string {
    const token = `${shortId(grant.orgId)}!AQ${randomBytes(66).toString('base64url').replaceAll('-', '.')}`;
    const { clientId, userId, orgId, scopes } = grant;
    const time = now().getTime();
    accessTokens.set(hash(token), {
      clientId,
      userId,
      orgId,
      scopes,
      grantId,
      issuedAt: time,
      lastUsedAt: time,
    });
    return token;
  }

  function newRefreshToken(grantId: string): string {
    const token = `5Aep861${randomBytes(60).toString('base64url').replaceAll('-', '.')}`;
    refreshTokens.set(hash(token), { grantId, used: false });
    return token;
  }

  function dropGrant(grantId: string) {
    const grant = grants.get(grantId);
    grants.delete(grantId);
    for (const [key, token] of refreshTokens.entries()) {
      if (token.grantId === grantId) refreshTokens.delete(key);
    }
    for (const [key, token] of accessTokens.entries()) {
      if (token.grantId === grantId) accessTokens.delete(key);
    }
    // The approval lasts as long as something that was given for it.
    if (grant !== undefined && grantsOf(grant).length === 0) approvals.delete(approvalKey(grant));
  }

  function grantsOf(of: Approved): [string, Grant][] {
    const key = approvalKey(of);
    return [...grants.entries()].filter(([, grant]) => approvalKey(grant) === key);
  }

  function pushOutOldest(of: Approved) {
    const own = grantsOf(of).toSorted(([, a], [, b]) => a.createdAt - b.createdAt);
    for (const [grantId] of own.slice(0, Math.max(0, own.length - grantsPerUserAndApp))) dropGrant(grantId);
  }

  function newGrant({ clientId, userId, orgId, scopes }: Omit<Grant, 'createdAt' | 'lastUsedAt'>): Issued {
    const grantId = randomBytes(12).toString('hex');
    const grant = { clientId, userId, orgId, scopes, createdAt: now().getTime() };
    grants.set(grantId, grant);
    pushOutOldest(grant);
    const refreshToken = scopes.includes('refresh_token') ? newRefreshToken(grantId) : undefined;
    const accessToken = newAccessToken(grantId, grant);
    store.commit();
    return { accessToken, refreshToken, grant };
  }

  function sweep() {
    const deadline = now().getTime() - sessionTimeoutMs;
    for (const [key, token] of accessTokens.entries()) {
      if (token.lastUsedAt < deadline) accessTokens.delete(key);
    }
    for (const [key, code] of codes.entries()) {
      // A day longer than it lives: a late code is still told from one that never was.
      if (code.expiresAt + 86_400_000 < now().getTime()) codes.delete(key);
    }
  }

  return {
    approvedScopes: (of: Approved) => approvals.get(approvalKey(of)) ?? [],
    approve(of: Approved, scopes: string[]) {
      const key = approvalKey(of);
      approvals.set(key, [...new Set([...(approvals.get(key) ?? []), ...scopes])]);
      store.commit();
    },

    newCode(code: Omit<Code, 'expiresAt' | 'used'>): string {
      sweep();
      const text = `aPrx${randomBytes(36).toString('base64url').replaceAll('-', '.')}==`;
      codes.set(hash(text), { ...code, expiresAt: now().getTime() + codeLivesMs, used: false });
      store.commit();
      return text;
    },
    findCode(text: string): Code | undefined {
      return codes.get(hash(text));
    },
    isExpired: (code: Code) => code.used || code.expiresAt <= now().getTime(),

    /** Uses the code up and makes a grant; the caller has checked client, address and verifier. */
    redeem(text: string, code: Code): Issued {
      sweep();
      codes.set(hash(text), { ...code, used: true });
      return newGrant(code);
    },

    /** A grant that no person allowed in a browser: a user made over SCIM is approved for the app that made it. */
    grantDirectly: (of: Omit<Grant, 'createdAt' | 'lastUsedAt'>): Issued => newGrant(of),

    /** A session without a grant behind it: nothing to refresh, and it pushes out no approval. */
    openSession(of: Omit<Grant, 'createdAt' | 'lastUsedAt'>): Issued {
      sweep();
      const grant = { ...of, createdAt: now().getTime() };
      const accessToken = newAccessToken(randomBytes(12).toString('hex'), grant);
      store.commit();
      return { accessToken, refreshToken: undefined, grant };
    },

    findRefreshToken(text: string): { grantId: string; used: boolean; grant: Grant } | undefined {
      const token = refreshTokens.get(hash(text));
      const grant = token === undefined ? undefined : grants.get(token.grantId);
      return token === undefined || grant === undefined ? undefined : { ...token, grant };
    },
    refresh(text: string, grantId: string, grant: Grant, rotate: boolean): Issued {
      sweep();
      if (rotate) refreshTokens.set(hash(text), { grantId, used: true });
      grants.set(grantId, { ...grant, lastUsedAt: now().getTime() });
      const refreshToken = rotate ? newRefreshToken(grantId) : undefined;
      const accessToken = newAccessToken(grantId, grant);
      store.commit();
      return { accessToken, refreshToken, grant };
    },
    revokeGrant(grantId: string) {
      dropGrant(grantId);
      store.commit();
    },

    /** The session of an access token, or nothing when it is unknown, revoked or idle for too long. */
    session(accessToken: string): Session | undefined {
      const key = hash(accessToken);
      const token = accessTokens.get(key);
      const time = now().getTime();
      if (token === undefined || token.lastUsedAt + sessionTimeoutMs < time) return undefined;
      // Written back once a minute: the time of last use need not be exact, and every call would write.
      if (time - token.lastUsedAt > 60_000) accessTokens.set(key, { ...token, lastUsedAt: time });
      return token;
    },
    /** When the session of a token found by session() ends, if it is not used again. */
    sessionEndsAt: (session: Session) => session.lastUsedAt + sessionTimeoutMs,
    endSession(accessToken: string) {
      accessTokens.delete(hash(accessToken));
      store.commit();
    },
    /** The org is gone, and with it all that was ever given out for it. */
    forgetOrg(orgId: string) {
      for (const [grantId, grant] of grants.entries()) if (grant.orgId === orgId) dropGrant(grantId);
      for (const [key, token] of accessTokens.entries()) if (token.orgId === orgId) accessTokens.delete(key);
      for (const [key, code] of codes.entries()) if (code.orgId === orgId) codes.delete(key);
      for (const [key] of approvals.entries()) if (key.startsWith(`${orgId}|`)) approvals.delete(key);
      store.commit();
    },
  };
}

function approvalKey({ orgId, userId, clientId }: Approved): string {
  return `${orgId}|${userId}|${clientId}`;
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
