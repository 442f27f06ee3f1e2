// What one origin answers, in order: OAuth and login everywhere, the REST API and record links at an org's origin, the
// control API and the record pages at the production login host. The one error handler is at the end.

import express from 'express';
import type { ErrorRequestHandler } from 'express';
import type { Calls } from './calls.ts';
import { controlRoutes } from './control.ts';
import type { Faults } from './faults.ts';
import type { MetadataSettings } from './metadata-jobs/metadata-settings.ts';
import type { OAuthParts } from './oauth/authorize.ts';
import { oauthRoutes } from './oauth/oauth-routes.ts';
import { html } from './pages/html.ts';
import { orgLinkRoutes } from './pages/org-links.ts';
import { recordRoutes } from './pages/record-pages.ts';
import { sendPage } from './pages/send-page.ts';
import { scimRoutes } from './people/scim.ts';
import { answerError, notImplemented } from './rest/answer.ts';
import { sendAnswer } from './rest/http.ts';
import { restRoutes } from './rest/rest-api.ts';
import { versionList } from './rest/versions.ts';
import { readPathAsSalesforce } from './request-url.ts';
import type { Hub } from './hub/hub.ts';
import type { Host } from './site.ts';
import type { Sites } from './sites.ts';
import { soapRoutes } from './soap/soap-routes.ts';
import type { ToolingResource } from './tooling/tooling-api.ts';

export type HostParts = OAuthParts & {
  faults: Faults;
  calls: Calls;
  hub: Hub;
  localOrigin: string;
  latencyMs: number;
  sites: Sites;
  metadata: MetadataSettings;
  toolingResources: ReadonlyMap<string, ToolingResource>;
};

export function hostApp(host: Host, parts: HostParts): express.Express {
  const { grants, faults, calls, metadata, toolingResources, now, localOrigin, sites } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');

  app.use(refuseForeignHosts);
  app.use((_request, _response, next) => {
    parts.hub.endExpired();
    next();
  });
  app.use(readPathAsSalesforce);
  if (parts.latencyMs > 0) app.use((_request, _response, next) => void setTimeout(next, parts.latencyMs));
  app.use(oauthRoutes(host, parts, (site) => `${localOrigin}/__local/${site.org.orgId}`));
  if (host.origin === localOrigin) {
    app.use(controlRoutes(faults, calls));
    app.use(recordRoutes(sites));
  }
  const [first] = host.sites;
  const site = host.type === 'my-domain' ? first : undefined;
  app.use(soapRoutes(host, site, { grants, faults, calls, metadata, now }));
  app.use(answerMissing);
  if (site !== undefined) {
    app.use(scimRoutes(site, parts));
    app.use(restRoutes(site, { grants, faults, calls, metadata, toolingResources, now }));
    app.use(orgLinkRoutes(site, localOrigin));
  } else {
    app.get('/services/data', (_request, response) => {
      response.json(versionList());
    });
  }
  app.use((_request, response) => {
    const body = html`<main class="card">
      <h1>URL No Longer Exists</h1>
      <p>You have attempted to reach a URL that no longer exists here.</p>
      <p><a href="/">Log in</a> or <a href="${localOrigin}/__local/">look at the records</a>.</p>
    </main>`;
    sendPage(response, 'Salesforce - Error', body, 404);
  });
  app.use(answerFault);
  return app;
}

// What Salesforce has at every host, without a session, and we have not.
const missingPaths =
  /^\/(services\/oauth2\/(device|register|registration|echo|customdomain)|services\/Soap|\.well-known\/|saml)/;

const answerMissing: express.RequestHandler = (request, response, next) => {
  if (!missingPaths.test(request.path)) next();
  else sendAnswer(response, answerError(notImplemented(request.method, request.originalUrl)));
};

/** A page elsewhere must not reach us through a name of its own that points to this computer. */
const refuseForeignHosts: express.RequestHandler = (request, response, next) => {
  if (['localhost', '127.0.0.1', '[::1]'].includes((request.headers.host ?? '').replace(/:\d+$/, ''))) next();
  else response.status(421).type('text/plain').send('The local org answers as localhost only.');
};

const answerFault: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    response.status(status).type('text/plain').send('The request could not be read.');
  } else sendAnswer(response, answerError(error));
};
