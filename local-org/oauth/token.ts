// The token endpoint (code exchange and refresh) and revoke. Errors are objects {error, error_description} with status
// 400; the wordings are Salesforce's. There is no expires_in: a token lives as long as its session.

import { createHash, createHmac } from 'node:crypto';
import express from 'express';
import type { Request, Response } from 'express';
import { cutConnection, sendMaintenancePage, wait } from '../fault-pages.ts';
import type { Faults } from '../faults.ts';
import { urlOf } from '../request-url.ts';
import type { Host, OrgSite } from '../site.ts';
import { findSite } from '../site.ts';
import type { Apps, OAuthApp } from './apps.ts';
import { appWorksAt } from './apps.ts';
import { readForm } from './form.ts';
import type { Grants, Issued } from './grants.ts';

type Form = Map<string, string>;
type Answer = { issued: Issued; site: OrgSite } | TokenError;
type TokenError = { error: string; description: string };

// Salesforce has these grants, this stand-in does not.
const otherGrantTypes = new Set([
  'client_credentials',
  'device',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'hybrid_auth_code',
  'hybrid_refresh',
]);

export function tokenRoutes(host: Host, apps: Apps, grants: Grants, faults: Faults, now: () => Date) {
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: '1mb' });

  router.post('/services/oauth2/token', form, async (request, response) => {
    const fields = readForm(request);
    const grantType = fields.get('grant_type') ?? '';
    const orgId = orgOf(fields, grants);
    const { slow, hit } = faults.take({ resource: 'token', orgId, writes: true });
    if (slow !== undefined) await wait(slow.delayMs);
    if (hit?.kind === 'token_html' || hit?.kind === 'html_200') {
      sendMaintenancePage(response, 200);
    } else if (hit?.kind === 'html') {
      sendMaintenancePage(response, 503);
    } else if (hit?.kind === 'token_unavailable' || hit?.kind === 'unavailable') {
      response.status(503).type('text/plain').send('Service Unavailable');
    } else if (hit?.kind === 'token_invalid_grant') {
      sendError(response, { error: 'invalid_grant', description: 'expired access/refresh token' });
    } else if (hit?.kind === 'reset') {
      cutConnection(response);
    } else if (otherGrantTypes.has(grantType)) {
      sendNotImplemented(response, grantType);
    } else {
      const answer = answerToken(request, fields);
      if (hit?.kind === 'token_lost' || hit?.kind === 'timeout_after_commit') cutConnection(response);
      else if ('error' in answer) sendError(response, answer);
      else sendTokens(response, answer.issued, answer.site, apps, now);
    }
  });

  router.get('/services/oauth2/token', (_request, response) => {
    sendError(response, { error: 'invalid_request', description: 'must use HTTP POST' });
  });

  function answerToken(request: Request, fields: Form): Answer {
    const app = authenticate(request, fields);
    if ('error' in app) return app;
    const grantType = fields.get('grant_type');
    if (grantType === 'authorization_code') return exchangeCode(app, fields);
    if (grantType === 'refresh_token') return refresh(app, fields);
    // Username and password are switched off in a new org, and it does not say so.
    if (grantType === 'password') return { error: 'invalid_grant', description: 'authentication failure' };
    return { error: 'unsupported_grant_type', description: 'grant type not supported' };
  }

  function authenticate(request: Request, fields: Form): OAuthApp | TokenError {
    const basic = readBasic(request.headers.authorization);
    const app = apps.byClientId(basic?.clientId ?? fields.get('client_id') ?? '');
    if (app === undefined || !appWorksAt(app, host)) {
      return { error: 'invalid_client_id', description: 'client identifier invalid' };
    }
    if ((basic?.clientSecret ?? fields.get('client_secret')) !== app.clientSecret) {
      return { error: 'invalid_client', description: 'invalid client credentials' };
    }
    return app;
  }

  function exchangeCode(app: OAuthApp, fields: Form): Answer {
    const text = fields.get('code') ?? '';
    const code = grants.findCode(text);
    const site = code === undefined ? undefined : findSite(host.sites, code.orgId);
    if (code === undefined || site === undefined || code.clientId !== app.clientId) {
      return { error: 'invalid_grant', description: 'invalid authorization code' };
    }
    if (grants.isExpired(code)) return { error: 'invalid_grant', description: 'expired authorization code' };
    if (fields.get('redirect_uri') !== code.redirectUri) {
      return { error: 'redirect_uri_mismatch', description: 'redirect_uri must match configuration' };
    }
    if (code.challenge !== undefined && challengeOf(fields.get('code_verifier') ?? '') !== code.challenge) {
      return { error: 'invalid_grant', description: 'invalid code verifier' };
    }
    return refuseUser(site, code.userId) ?? { issued: grants.redeem(text, code), site };
  }

  function refresh(app: OAuthApp, fields: Form): Answer {
    const expired = { error: 'invalid_grant', description: 'expired access/refresh token' };
    const text = fields.get('refresh_token') ?? '';
    const found = grants.findRefreshToken(text);
    const site = found === undefined ? undefined : findSite(host.sites, found.grant.orgId);
    if (found === undefined || site === undefined || found.grant.clientId !== app.clientId) return expired;
    if (found.used) {
      // A rotated token that comes again may be stolen: the whole grant ends, the present tokens too.
      grants.revokeGrant(found.grantId);
      return expired;
    }
    const refusal = refuseUser(site, found.grant.userId);
    if (refusal !== undefined) return refusal;
    return { issued: grants.refresh(text, found.grantId, found.grant, app.rotateRefreshTokens), site };
  }

  const revoke = (request: Request, response: Response) => {
    const query = urlOf(request).searchParams;
    const token = readForm(request).get('token') ?? query.get('token') ?? '';
    const refreshToken = grants.findRefreshToken(token);
    const session = grants.session(token);
    if (refreshToken !== undefined && findSite(host.sites, refreshToken.grant.orgId) !== undefined) {
      grants.revokeGrant(refreshToken.grantId);
      response.status(200).end();
    } else if (session !== undefined && findSite(host.sites, session.orgId) !== undefined) {
      grants.endSession(token);
      response.status(200).end();
    } else {
      sendError(response, { error: 'invalid_token', description: 'invalid token' });
    }
  };
  router.post('/services/oauth2/revoke', form, revoke);
  router.get('/services/oauth2/revoke', revoke);

  return router;
}

function orgOf(fields: Form, grants: Grants): string | undefined {
  const code = grants.findCode(fields.get('code') ?? '');
  return code?.orgId ?? grants.findRefreshToken(fields.get('refresh_token') ?? '')?.grant.orgId;
}

function refuseUser(site: OrgSite, userId: string): TokenError | undefined {
  const user = site.org.user(userId);
  if (user === undefined || !user.isActive) return { error: 'inactive_user', description: 'inactive user' };
  if (user.isFrozen) return { error: 'invalid_grant', description: 'user is locked' };
  return undefined;
}

function sendTokens(response: Response, issued: Issued, site: OrgSite, apps: Apps, now: () => Date) {
  const { grant, accessToken, refreshToken } = issued;
  const id = `${site.loginOrigin}/id/${grant.orgId}/${grant.userId}`;
  const issuedAt = String(now().getTime());
  const secret = apps.byClientId(grant.clientId)?.clientSecret ?? '';
  response.setHeader('Cache-Control', 'no-cache, no-store');
  response.json({
    access_token: accessToken,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    signature: createHmac('sha256', secret)
      .update(id + issuedAt)
      .digest('base64'),
    scope: grant.scopes.join(' '),
    instance_url: site.origin,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  });
}

function sendError(response: Response, { error, description }: TokenError) {
  response.setHeader('Cache-Control', 'no-cache, no-store');
  response.status(400).json({ error, error_description: description });
}

function sendNotImplemented(response: Response, grantType: string) {
  const description = `The local org does not have grant_type=${grantType} of /services/oauth2/token`;
  response.status(501).json({ error: 'not_implemented', error_description: description });
}

function readBasic(header: string | undefined): { clientId: string; clientSecret: string } | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const at = text.indexOf(':');
  if (at < 0) return undefined;
  return { clientId: decodePart(text.slice(0, at)), clientSecret: decodePart(text.slice(at + 1)) };
}

// RFC 6749 §2.3.1 has both form-encoded; a client that sends them plain loses nothing, no key of ours holds a % or +.
function decodePart(text: string): string {
  return new URLSearchParams(`v=${text}`).get('v') ?? '';
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
