// Login and logout of a browser at a login host or at an org's own origin.

import express from 'express';
import { html } from '../pages/html.ts';
import { loginPage } from '../pages/login-page.ts';
import { sendPage } from '../pages/send-page.ts';
import { urlOf } from '../request-url.ts';
import type { Host, OrgSite } from '../site.ts';
import { consentPath } from './authorize.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import { findUser } from './find-user.ts';
import { readForm } from './form.ts';

export function loginRoutes(
  host: Host,
  browserSessions: BrowserSessions,
  homeUrl: (site: OrgSite) => string,
) {
  const router = express.Router();

  router.get(['/', '/login'], (request, response) => {
    const query = urlOf(request).searchParams;
    const startUrl = safeStartUrl(query.get('startURL'));
    const session = browserSessions.find(host, request);
    // Somebody who is logged in and just opens the host sees the org; a flow that asks for a login always gets one.
    if (session !== undefined && startUrl === '') {
      response.redirect(302, homeUrl(session.site));
      return;
    }
    const username = query.get('un') ?? '';
    const user = query.has('fill') ? findUser(host, username)?.user : undefined;
    const form = { host, startUrl, username, password: user?.password ?? '', failed: false };
    sendPage(response, 'Login | Salesforce', loginPage(form));
  });

  router.post(['/', '/login'], express.urlencoded({ extended: false }), (request, response) => {
    const fields = readForm(request);
    const username = (fields.get('username') ?? '').trim();
    const startUrl = safeStartUrl(fields.get('startURL') ?? null);
    const found = findUser(host, username);
    const user = found?.site.org.checkPassword(username, fields.get('pw') ?? '');
    // A user who may use nothing but the API cannot open a page; an app that is being authorized is told so itself.
    const isShutOut = user?.apiOnly === true && !startUrl.startsWith(consentPath);
    if (found === undefined || user === undefined || !user.isActive || user.isFrozen || isShutOut) {
      const form = { host, startUrl, username, password: '', failed: true };
      sendPage(response, 'Login | Salesforce', loginPage(form));
      return;
    }
    browserSessions.open(host, found.site, user, response);
    response.redirect(302, startUrl === '' ? homeUrl(found.site) : startUrl);
  });

  router.get('/secur/logout.jsp', (request, response) => {
    browserSessions.close(host, request, response);
    sendPage(
      response,
      'Logged out | Salesforce',
      html`<main class="card">
        <h1>You're logged out</h1>
        <p>This browser has no open session here any more.</p>
        <p><a class="button" href="/">Log in</a></p>
      </main>`,
    );
  });

  return router;
}

/** Only an address on this same host: a login link must not lead elsewhere. */
function safeStartUrl(url: string | null): string {
  if (url === null || !url.startsWith('/')) return '';
  const base = 'http://same-host.invalid';
  return URL.canParse(url, base) && new URL(url, base).origin === base ? url : '';
}
