// All that OAuth and logging in answer at one host, in the order a flow meets it: authorize, token, what can be done
// with a token, who it belongs to, and the browser's own session.

import express from 'express';
import type { Faults } from '../faults.ts';
import type { Host, OrgSite } from '../site.ts';
import { authorizeRoutes } from './authorize.ts';
import type { OAuthParts } from './authorize.ts';
import { identityRoutes } from './identity.ts';
import { introspectRoutes } from './introspect.ts';
import { loginRoutes } from './login.ts';
import { openidRoutes } from './openid.ts';
import { revokeRoutes } from './revoke.ts';
import { singleAccessRoutes } from './single-access.ts';
import { tokenRoutes } from './token.ts';

/** `homeUrl`: where a browser goes that logged in for no other reason. */
export function oauthRoutes(
  host: Host,
  parts: OAuthParts & { faults: Faults },
  homeUrl: (site: OrgSite) => string,
): express.Router {
  const tokenParts = { host, ...parts };
  const router = express.Router();
  router.use(authorizeRoutes(host, parts));
  router.use(tokenRoutes(tokenParts));
  router.use(revokeRoutes(tokenParts));
  router.use(introspectRoutes(tokenParts));
  router.use(openidRoutes(host, parts.apps.signingKey));
  router.use(singleAccessRoutes(host, parts, homeUrl));
  router.use(identityRoutes(host, parts.grants));
  router.use(loginRoutes(host, parts.browserSessions, homeUrl));
  return router;
}
