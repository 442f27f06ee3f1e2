// The page that asks whether the app may act for the user: Allow or Deny.

import type { OrgUser } from '../org/org.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

const scopeTexts: Record<string, string> = {
  id: 'Access the identity URL service',
  profile: 'Access the identity URL service',
  email: 'Access the identity URL service',
  api: 'Manage user data via APIs',
  refresh_token: 'Perform requests at any time',
  offline_access: 'Perform requests at any time',
  openid: 'Access unique user identifiers',
  web: 'Manage user data via Web browsers',
  full: 'Full access',
};

export function consentPage(form: {
  appName: string;
  scopes: string[];
  user: OrgUser;
  orgName: string;
  source: string;
  token: string;
}): Html {
  const texts = new Set(form.scopes.map((scope) => scopeTexts[scope] ?? scope));
  return html`<main class="card">
    <h1>Allow Access?</h1>
    <p><strong>${form.appName}</strong> is asking to:</p>
    <ul>
      ${[...texts].map((text) => html`<li>${text}</li>`)}
    </ul>
    <p>Do you want to allow access for <strong>${form.user.username}</strong> in ${form.orgName}?</p>
    <form method="post" action="/setup/secur/RemoteAccessAuthorizationPage.apexp">
      <input type="hidden" name="source" value="${form.source}" />
      <input type="hidden" name="token" value="${form.token}" />
      <div class="row">
        <button type="submit" name="cancel" value="Deny">Deny</button>
        <button class="primary" type="submit" name="save" value="Allow">Allow</button>
      </div>
    </form>
    <p class="quiet">Not you? <a href="/secur/logout.jsp">Log out</a> and start again.</p>
  </main>`;
}
