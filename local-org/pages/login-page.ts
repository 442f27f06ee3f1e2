// The login page of a login host or of an org's My Domain, with the try-out's people under the form.

import type { OrgUser } from '../org/org.ts';
import type { Host } from '../site.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

export type LoginForm = {
  host: Host;
  startUrl: string;
  username: string;
  password: string;
  failed: boolean;
};

export const roleNames: Record<OrgUser['role'], string> = {
  'api-user': 'API user',
  admin: 'Administrator',
  standard: 'Sales rep',
};

export function loginPage(form: LoginForm): Html {
  const { host } = form;
  const where =
    host.type === 'my-domain' ? `${host.sites[0]?.org.name ?? 'Org'} (${host.kind})` : `${host.kind} login`;
  return html`<main class="card">
      <h1>Log in to Salesforce</h1>
      <p class="quiet">${where}</p>
      ${
        form.failed &&
        html`<p class="error" role="alert">
          Please check your username and password. If you still can't log in, contact your Salesforce
          administrator.
        </p>`
      }
      <form method="post" action="/" class="stack">
        <input type="hidden" name="startURL" value="${form.startUrl}" />
        <label for="username">Username</label>
        <input
          id="username"
          type="text"
          name="username"
          value="${form.username}"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required
          ${form.username === '' && { html: 'autofocus' }}
        />
        <label for="password">Password</label>
        <input
          id="password"
          type="password"
          name="pw"
          value="${form.password}"
          autocomplete="off"
          required
          ${form.username !== '' && { html: 'autofocus' }}
        />
        <button class="primary" type="submit" name="Login" value="Log In">Log In</button>
      </form>
    </main>
    <section class="wide" aria-label="People to try out">
      <h2>People of this local org</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>Who</th>
              <th>Username</th>
              <th>Password</th>
              <th></th>
            </tr>
          </thead>
          <tbody>
            ${host.sites.flatMap((site) =>
              site.org
                .users()
                .filter((user) => user.isActive)
                .map((user) => personRow(user, form)),
            )}
          </tbody>
        </table>
      </div>
    </section>`;
}

function personRow(user: OrgUser, form: LoginForm): Html {
  const fill = new URLSearchParams({ un: user.username, fill: '1', startURL: form.startUrl });
  return html`<tr>
    <td>${roleNames[user.role]}</td>
    <td><code>${user.username}</code></td>
    <td><code>${user.password}</code></td>
    <td><a href="/?${fill.toString()}" aria-label="Fill in ${user.username}">Fill in</a></td>
  </tr>`;
}
