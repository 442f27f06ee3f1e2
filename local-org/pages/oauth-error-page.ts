// Salesforce's own error pages of the OAuth flow: what they say never reaches the app's callback.

import type { Html } from './html.ts';
import { html } from './html.ts';

/** The page of errors found before anybody logs in; it shows the bare parameters, as Salesforce's does. */
export function bareErrorPage(error: string, description: string): Html {
  return html`<main class="card">
    <p><code>error=${error}&amp;error_description=${encodeURIComponent(description)}</code></p>
  </main>`;
}

/** The page of errors found with the org at hand. */
export function oauthErrorPage(error: string, description: string): Html {
  return html`<main class="card">
    <h1>OAuth Error</h1>
    <p>
      We can't authorize you because of an OAuth error. For more information, contact your Salesforce
      administrator.
    </p>
    <p class="error">${error} : ${description}</p>
  </main>`;
}
