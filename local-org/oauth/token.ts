// The token endpoint: which flow is asked for, and what faults were ordered for it. There is no expires_in: a token
// lives as long as its session.

import { createHash } from 'node:crypto';
import express from 'express';
import type { Request } from 'express';
import { cutConnection, sendMaintenancePage, wait } from '../fault-pages.ts';
import { findSite } from '../site.ts';
import type { OrgSite } from '../site.ts';
import type { OAuthApp } from './app.ts';
import { grantToClient } from './client-credentials.ts';
import { readForm } from './form.ts';
import type { Grants } from './grants.ts';
import { grantByAssertion } from './jwt-bearer.ts';
import { isRefreshTokenOver } from './refresh-policy.ts';
import type { Form, TokenAnswer, TokenError, TokenParts } from './token-answer.ts';
import {
  authenticate,
  inactiveUser,
  invalidGrant,
  refuseAccess,
  refuseUser,
  sendError,
  sendTokens,
} from './token-answer.ts';

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

// Salesforce has these grants, this stand-in does not.
const otherGrantTypes = new Set([
  'device',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'hybrid_auth_code',
  'hybrid_refresh',
]);

export function tokenRoutes(parts: TokenParts) {
  const { grants, faults } = parts;
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: '1mb' });

  router.post('/services/oauth2/token', form, async (request, response) => {
    const fields = readForm(request);
    const grantType = fields.get('grant_type') ?? '';
    const { slow, hit } = faults.take({ resource: 'token', orgId: orgOf(fields, grants), writes: true });
    if (slow !== undefined) await wait(slow.delayMs);
    if (hit?.kind === 'token_html' || hit?.kind === 'html_200') {
      sendMaintenancePage(response, 200);
    } else if (hit?.kind === 'html') {
      sendMaintenancePage(response, 503);
    } else if (hit?.kind === 'token_unavailable' || hit?.kind === 'unavailable') {
      response.status(503).type('text/plain').send('Service Unavailable');
    } else if (hit?.kind === 'token_invalid_grant') {
      sendError(response, invalidGrant('expired access/refresh token'));
    } else if (hit?.kind === 'token_error') {
      sendError(response, { error: hit.error, description: hit.description });
    } else if (hit?.kind === 'reset') {
      cutConnection(response);
    } else if (otherGrantTypes.has(grantType)) {
      const description = `The local org does not have grant_type=${grantType} of /services/oauth2/token`;
      sendError(response, { error: 'not_implemented', description }, 501);
    } else {
      const answer = await answerToken(request, fields, parts);
      if (hit?.kind === 'token_lost' || hit?.kind === 'timeout_after_commit') cutConnection(response);
      else if ('error' in answer) sendError(response, answer);
      else sendTokens(response, answer, parts);
    }
  });

  router.get('/services/oauth2/token', (_request, response) => {
    sendError(response, { error: 'invalid_request', description: 'must use HTTP POST' });
  });

  return router;
}

async function answerToken(request: Request, fields: Form, parts: TokenParts): Promise<TokenAnswer> {
  const grantType = fields.get('grant_type');
  // The assertion itself says whose it is and proves it.
  if (grantType === jwtBearer) return grantByAssertion(fields, parts);
  const app = authenticate(request, fields, parts, orgOf(fields, parts.grants), (known) =>
    isSecretOptional(known, grantType),
  );
  if ('error' in app) return app;
  if (grantType === 'authorization_code') return exchangeCode(app, fields, parts);
  if (grantType === 'refresh_token') return refresh(app, fields, parts);
  if (grantType === 'client_credentials') return grantToClient(app, parts);
  // Username and password are switched off in a new org, and it does not say so.
  if (grantType === 'password') return invalidGrant('authentication failure');
  return { error: 'unsupported_grant_type', description: 'grant type not supported' };
}

/** For a code and for a refresh token an app may do without; who logs in as itself has nothing but the secret. */
function isSecretOptional(app: OAuthApp, grantType: string | undefined): boolean {
  if (grantType === 'authorization_code') return app.secretOptional === true;
  return grantType === 'refresh_token' && app.secretOptionalForRefresh === true;
}

function exchangeCode(app: OAuthApp, fields: Form, { grants, host }: TokenParts): TokenAnswer {
  const text = fields.get('code') ?? '';
  const code = grants.findCode(text);
  const site = code === undefined ? undefined : findSite(host.sites, code.orgId);
  if (code === undefined || site === undefined || code.clientId !== app.clientId) {
    return invalidGrant('invalid authorization code');
  }
  if (grants.isExpired(code)) return invalidGrant('expired authorization code');
  if (fields.get('redirect_uri') !== code.redirectUri) {
    return { error: 'redirect_uri_mismatch', description: 'redirect_uri must match configuration' };
  }
  // A code that was asked for without a challenge (a sign-up's) has no verifier to prove.
  if (code.challenge !== undefined && challengeOf(fields.get('code_verifier') ?? '') !== code.challenge) {
    return invalidGrant('invalid code verifier');
  }
  const refusal = refuse(app, site, code.userId);
  if (refusal !== undefined) return refusal;
  const { nonce } = code;
  return { issued: grants.redeem(text, code), site, app, ...(nonce === undefined ? {} : { nonce }) };
}

function refresh(app: OAuthApp, fields: Form, { grants, host, now }: TokenParts): TokenAnswer {
  const expired = invalidGrant('expired access/refresh token');
  const text = fields.get('refresh_token') ?? '';
  const found = grants.findRefreshToken(text);
  const site = found === undefined ? undefined : findSite(host.sites, found.grant.orgId);
  if (found === undefined || site === undefined || found.grant.clientId !== app.clientId) return expired;
  if (found.used) {
    // A rotated token that comes again may be stolen: the whole grant ends, the present tokens too.
    grants.revokeGrant(found.grantId);
    return expired;
  }
  const times = {
    createdAt: found.grant.createdAt,
    lastUsedAt: found.grant.lastUsedAt ?? found.grant.createdAt,
  };
  if (isRefreshTokenOver(app.refreshTokenPolicy, times, now().getTime())) return expired;
  const refusal = refuse(app, site, found.grant.userId);
  if (refusal !== undefined) return refusal;
  return { issued: grants.refresh(text, found.grantId, found.grant, app.rotateRefreshTokens), site, app };
}

/** What an administrator has taken away since the user was let in. */
function refuse(app: OAuthApp, site: OrgSite, userId: string): TokenError | undefined {
  const user = site.org.user(userId);
  return user === undefined ? inactiveUser : (refuseUser(user) ?? refuseAccess(app, user, site));
}

function orgOf(fields: Form, grants: Grants): string | undefined {
  const code = grants.findCode(fields.get('code') ?? '');
  return code?.orgId ?? grants.findRefreshToken(fields.get('refresh_token') ?? '')?.grant.orgId;
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
