// The login page of a login host or of an org's My Domain, with the try-out's people under the form.

import type { OrgUser } from '../org/org.ts';
import type { Host, OrgSite } from '../site.ts';
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
    host.type === 'my-domain'
      ? `${host.sites[0]?.org.name ?? 'Org'} (${host.sites[0]?.label ?? host.kind})`
      : `${host.kind} login`;
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
    <section class="card" aria-label="People to try out">
      <h2>People of this local org</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Username and password</th>
          </tr>
        </thead>
        ${host.sites.map(
          (site) =>
            html`<tbody>
              ${
                host.sites.length > 1 &&
                html`<tr>
                  <th scope="rowgroup" colspan="2">${site.org.name} (${site.label})</th>
                </tr>`
              }
              ${peopleOf(site).map((user) => personRow(user, form))}
            </tbody>`,
        )}
      </table>
    </section>`;
}

const roleOrder: OrgUser['role'][] = ['api-user', 'admin', 'standard'];

function peopleOf(site: OrgSite): OrgUser[] {
  const people = site.org.users().filter((user) => user.isActive);
  return people.toSorted((a, b) => roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role));
}

function personRow(user: OrgUser, form: LoginForm): Html {
  const fill = new URLSearchParams({ un: user.username, fill: '1', startURL: form.startUrl });
  return html`<tr>
    <td>
      ${roleNames[user.role]}<br />
      <a href="/?${fill.toString()}" aria-label="Fill in ${user.username}">Fill in</a>
    </td>
    <td><code>${user.username}</code><br /><code>${user.password}</code></td>
  </tr>`;
}
