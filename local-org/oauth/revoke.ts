// Ends a token: a refresh token with all that came from it, or one access token.

import express from 'express';
import type { Request, Response } from 'express';
import { urlOf } from '../request-url.ts';
import { findSite } from '../site.ts';
import { readForm } from './form.ts';
import { sendError } from './token-answer.ts';
import type { TokenParts } from './token-answer.ts';

export function revokeRoutes({ host, grants }: TokenParts): express.Router {
  const router = express.Router();
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
  router.post('/services/oauth2/revoke', express.urlencoded({ extended: false }), revoke);
  router.get('/services/oauth2/revoke', revoke);
  return router;
}
