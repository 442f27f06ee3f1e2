// Links into an org's own pages, as Salesforce has them at My Domain: a record by its id, and Setup.

import express from 'express';
import { urlOf } from '../request-url.ts';
import type { OrgSite } from '../site.ts';
import { html } from './html.ts';
import { actorOf, defaultViewer, objectOfId } from './record-view.ts';
import { sendPage } from './send-page.ts';
import { recordUrl } from './view-parts.ts';

const idPattern = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

export function orgLinkRoutes(site: OrgSite, localOrigin: string): express.Router {
  const router = express.Router();
  const { org } = site;

  function toRecord(response: express.Response, recordId: string, next: () => void) {
    const viewer = defaultViewer(org);
    const sObject = viewer === undefined ? undefined : objectOfId(org, actorOf(viewer), recordId);
    if (!idPattern.test(recordId) || sObject === undefined) next();
    else response.redirect(302, recordUrl(localOrigin, org.orgId, sObject, recordId));
  }

  router.get('/lightning/r/:sObject/:recordId/view', (request, response, next) => {
    toRecord(response, request.params.recordId, next);
  });
  router.get('/lightning/r/:recordId/view', (request, response, next) => {
    toRecord(response, request.params.recordId, next);
  });
  router.get('/lightning/setup/*path', (request, response) => {
    const [page = '', ...rest] = request.params.path;
    const address = urlOf(request).searchParams.get('address');
    const body = html`<main class="card">
      <h1>Setup: ${spaced(page)}</h1>
      <p>
        In Salesforce this link opens the Setup page <strong>${spaced(page)}</strong> of ${org.name}
        (${org.kind}).
      </p>
      <p><code>${['/lightning/setup', page, ...rest].join('/')}</code></p>
      ${address !== null && html`<p>On it, the entry <code>${address}</code>.</p>`}
      <p class="quiet">
        The local org has no Setup pages. Its users and records are
        <a href="${localOrigin}/__local/${org.orgId}">here</a>.
      </p>
    </main>`;
    sendPage(response, `Setup: ${spaced(page)}`, body);
  });
  router.get('/lightning{/*path}', (_request, response) => {
    response.redirect(302, `${localOrigin}/__local/${org.orgId}`);
  });
  router.get('/:recordId', (request, response, next) => {
    toRecord(response, request.params.recordId, next);
  });
  return router;
}

/** `ManageUsers` → `Manage Users` */
function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2');
}
