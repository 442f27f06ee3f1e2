// Converts a lead by a button on its page, as an administrator would in Salesforce: with a new account and contact, and
// an opportunity when asked for.

import express from 'express';
import { isOrgError } from '../org/errors.ts';
import type { Sites } from '../sites.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { ObjectInfo, Row } from './record-view.ts';
import { actorOf } from './record-view.ts';
import { sendPage } from './send-page.ts';
import type { View } from './view-parts.ts';
import { findView, recordUrl } from './view-parts.ts';

const convertedStatus = 'Closed - Converted';

export function conversionForm(view: View, info: ObjectInfo, row: Row, recordId: string): Html | undefined {
  if (info.name !== 'Lead' || row['IsConverted'] === true) return undefined;
  return html`<form method="post" action="${recordUrl('', view.site.org.orgId, 'Lead', recordId)}/convert">
    <label><input type="checkbox" name="opportunity" value="yes" /> with an opportunity</label>
    <p><button type="submit">Convert this lead</button></p>
  </form>`;
}

export function conversionRoutes(sites: Sites): express.Router {
  const router = express.Router();
  router.post(
    '/__local/:orgId/Lead/:recordId/convert',
    refuseOtherOrigins,
    express.urlencoded({ extended: false }),
    (request, response) => {
      const { orgId, recordId } = request.params;
      const view = findView(sites.list(), String(orgId));
      const admin = view?.site.org.users().find(({ role, isActive }) => role === 'admin' && isActive);
      if (view === undefined || admin === undefined) return sendRefusal(response, 'There is no such org.');
      const body: unknown = request.body;
      const wantsOpportunity = typeof body === 'object' && body !== null && 'opportunity' in body;
      const { org, store } = view.site;
      try {
        org.convertLead(actorOf(admin), {
          leadId: String(recordId),
          convertedStatus,
          doNotCreateOpportunity: !wantsOpportunity,
          overwriteLeadSource: false,
          bypassAccountDedupeCheck: true,
          bypassContactDedupeCheck: true,
        });
      } catch (error) {
        if (isOrgError(error)) return sendRefusal(response, `${error.errorCode}: ${error.message}`);
        throw error;
      }
      store.commit();
      return response.redirect(303, recordUrl('', org.orgId, 'Lead', String(recordId)));
    },
  );
  return router;
}

/** Only the page itself sends the form: another site in the same browser must not convert anything. */
const refuseOtherOrigins: express.RequestHandler = (request, response, next) => {
  const { origin, host, 'sec-fetch-site': from } = request.headers;
  // As these pages send no referrer, a browser names no origin either, but says whether it is the same.
  const isOwn =
    from === undefined ? origin === undefined || origin === `http://${host}` : from === 'same-origin';
  if (isOwn) next();
  else response.status(403).type('text/plain').send('The form comes from another site.');
};

function sendRefusal(response: express.Response, why: string): void {
  const body = html`<main class="card">
    <h1>Not converted</h1>
    <p class="error">${why}</p>
    <p><a href="/__local/">All orgs</a></p>
  </main>`;
  sendPage(response, 'Not converted', body, 409);
}
