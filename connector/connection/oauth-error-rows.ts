// Data: every OAuth error that Salesforce or our own callback can end with: what happened, why it matters, what to do.
// Meanings: https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flow_errors.htm
import type { Retry } from '../errors.ts';

/** `retry` is for a refresh: `reconnect` only where Salesforce will not take this token again by itself. */
export type OAuthErrorRow = { what: string; why?: string; fix: string; retry?: Retry };

const nothingChanged = 'Nothing was connected or changed.';
const askOperator = 'Ask whoever runs Bookbridge';

/** At the callback, and on Salesforce's own error page (those never reach us: the page asks for the code). */
export const callbackRows: Record<string, OAuthErrorRow> = {
  access_denied: {
    what: 'Access was denied at Salesforce.',
    why: nothingChanged,
    fix: 'Connect again and press Allow.',
  },
  redirect_uri_mismatch: {
    what: 'The OAuth app does not know the address of this Bookbridge.',
    why: 'Salesforce sends nobody back to an address that is not registered.',
    fix: `${askOperator} to add PUBLIC_URL + /oauth/salesforce/callback to the app's callback URLs, exactly as it is.`,
  },
  redirect_uri_missing: {
    what: 'Salesforce was not told where to come back to.',
    fix: `${askOperator} to check PUBLIC_URL and the app's callback URLs.`,
  },
  invalid_client_id: {
    what: 'Salesforce does not know the OAuth app at this login address.',
    why: 'Without it nobody can connect.',
    fix: 'Choose the environment the app belongs to (Production, Sandbox or My Domain). If it is right, compare the consumer key in the settings with the one in Setup; a new app needs up to 10 minutes.',
  },
  app_not_installed: {
    what: 'The OAuth app is not installed in this org.',
    why: 'Since September 2025 Salesforce blocks apps that are not installed.',
    fix: 'Install the app: Setup → Connected Apps OAuth Usage → Install. Or let a user with "Approve Uninstalled Connected Apps" connect.',
  },
  invalid_scope: {
    what: 'The OAuth app may not grant what Bookbridge asks for.',
    fix: 'Add the scopes "Manage user data via APIs (api)", "Access the identity URL service (id)" and "Perform requests at any time (refresh_token)" to the app in Setup.',
  },
  invalid_request: {
    what: 'Salesforce did not accept the way Bookbridge asked.',
    fix: 'Connect again. If it stays so, ask whoever runs Bookbridge to look at the log: the app may demand a setting that is missing.',
  },
  unsupported_response_type: {
    what: 'The web server flow is switched off for the OAuth app.',
    fix: 'Switch on "Enable Authorization Code and Credentials Flow" or the web server flow in the app\'s OAuth settings.',
  },
  immediate_unsuccessful: {
    what: 'Salesforce wants the user to log in by hand.',
    fix: 'Connect again and log in as the API user.',
  },
  oauth_app_blocked: {
    what: 'An admin of the org has blocked the OAuth app.',
    why: 'While it is blocked no booking can be written.',
    fix: 'Setup → Connected Apps OAuth Usage → Unblock, then connect again.',
  },
  oauth_app_access_denied: {
    what: 'This user is not approved for the OAuth app.',
    why: 'The app admits only users that an admin has approved.',
    fix: "Assign the permission set or profile named in the app's policies to the API user, then connect again.",
  },
  oauth_ec_app_not_found: {
    what: 'The OAuth app does not exist in this org.',
    why: 'An app that is local to one org works only there and only through its My Domain; it is not copied to sandboxes.',
    fix: "Choose My Domain and enter the org's own address. For a packaged app, install the package in this org first.",
  },
  oauth_approval_error_generic: {
    what: 'Salesforce refused the approval without saying why.',
    why: 'Known causes: the user is API-only and cannot log in to pages; the app is not installed in the org; the app lacks a scope.',
    fix: 'Check the three: take "API Only User" from the user, install the app (Setup → Connected Apps OAuth Usage), add the scopes api, id and refresh_token. The end of the address of the error page may name the reason.',
  },
  inactive_user: {
    what: 'The user is inactive in Salesforce.',
    why: 'Bookings wait until the user can be used again.',
    fix: 'Activate the user in Setup → Users, then check again.',
    retry: 'reconnect',
  },
  inactive_org: {
    what: 'The org is locked, closed or suspended.',
    why: 'No booking can be written to it.',
    fix: 'Ask Salesforce to open the org, or connect another one.',
    retry: 'reconnect',
  },
  rate_limit_exceeded: {
    what: 'This user has logged in too often.',
    why: 'Salesforce allows a limited number of logins per user and hour.',
    fix: 'Wait an hour, then connect again. Look for another program that logs in as this user.',
    retry: 'later',
  },
  server_error: {
    what: 'Salesforce had an error of its own.',
    why: nothingChanged,
    fix: 'Connect again in a few minutes.',
    retry: 'later',
  },
  temporarily_unavailable: {
    what: 'Salesforce is not available at the moment.',
    why: nothingChanged,
    fix: 'Connect again in a few minutes.',
    retry: 'later',
  },
};

/** At the token endpoint, where the same words often mean something else. */
export const tokenRows: Record<string, OAuthErrorRow> = {
  invalid_grant: {
    what: 'Salesforce no longer accepts the connection of the API user.',
    why: 'It was revoked, expired, replaced by newer logins, or ended by a new password. Bookings wait.',
    fix: 'Connect the API user again; waiting bookings then go on.',
    retry: 'reconnect',
  },
  invalid_authorization_code: {
    what: 'The login could not be finished: its code was already used or too old.',
    why: nothingChanged,
    fix: 'Connect again, and press Allow within a few minutes.',
  },
  invalid_code_verifier: {
    what: 'The login could not be finished: its proof does not fit.',
    why: 'Somebody may have mixed up two logins. Nothing was connected or changed.',
    fix: 'Connect again, in one browser tab.',
  },
  login_restricted: {
    what: 'Salesforce does not let the API user in from this address or at this time.',
    why: 'Login IP ranges or login hours of the profile forbid it. Bookings wait.',
    fix: "Add Bookbridge's address to the login IP ranges of the profile, or widen its login hours; then check again.",
    retry: 'later',
  },
  not_approved: {
    what: 'The user has not approved the OAuth app.',
    fix: 'Connect the API user again and press Allow.',
    retry: 'reconnect',
  },
  user_locked: {
    what: 'The API user is frozen or locked in Salesforce.',
    why: 'Bookings wait until the user can be used again.',
    fix: 'Unfreeze or unlock the user in Setup → Users, then check again.',
    retry: 'reconnect',
  },
  wrong_flow_settings: {
    what: 'The OAuth app is not set up for this way of logging in.',
    fix: `${askOperator} to compare the OAuth settings of the app with the documentation.`,
    retry: 'reconnect',
  },
  invalid_client: {
    what: 'Salesforce does not accept the key or secret of the OAuth app.',
    why: 'Without them no login can be finished and no connection kept.',
    fix: `${askOperator} to compare the consumer key and secret in the settings with Setup → App Manager; then connect again.`,
    retry: 'reconnect',
  },
  invalid_app_access: {
    what: 'The user is not approved for the OAuth app.',
    why: 'The app admits only users that an admin has approved. Bookings wait.',
    fix: "Assign the permission set or profile named in the app's policies to the API user, then connect again.",
    retry: 'reconnect',
  },
  unsupported_grant_type: {
    what: 'The OAuth app does not allow this way of logging in.',
    fix: 'Switch on the authorization code flow and refresh tokens in the app, then connect again.',
    retry: 'reconnect',
  },
  server_error: {
    what: 'Salesforce had an error of its own when the login was to be finished.',
    why: 'A connection that exists stays as it is.',
    fix: 'Try again in a few minutes. status.salesforce.com shows known disturbances.',
    retry: 'later',
  },
  temporarily_unavailable: {
    what: 'Salesforce is not available at the moment.',
    why: 'A connection that exists stays as it is.',
    fix: 'Try again in a few minutes. status.salesforce.com shows known disturbances.',
    retry: 'later',
  },
  token_endpoint_unavailable: {
    what: 'Salesforce did not answer properly when the login was to be finished.',
    why: 'A connection that exists stays as it is.',
    fix: 'Try again in a few minutes. status.salesforce.com shows known disturbances.',
    retry: 'later',
  },
};

/** What our own callback, or a login without a browser, refuses before Salesforce is asked anything. */
export const ownRows: Record<string, OAuthErrorRow> = {
  state_missing: {
    what: 'This page was opened without a login that Bookbridge had started.',
    why: nothingChanged,
    fix: 'Start with "Connect an API user".',
  },
  state_unknown: {
    what: 'This login was not started by this Bookbridge.',
    why: 'It may be forged or very old, so it was not used. Nothing was connected or changed.',
    fix: 'Start again with "Connect an API user".',
  },
  state_of_another_session: {
    what: 'This login was started in another browser, or by somebody else.',
    why: 'It was not used. Nothing was connected or changed.',
    fix: 'Sign in to Bookbridge here and start again with "Connect an API user".',
  },
  state_used: {
    what: 'This login has already been used.',
    why: 'Each one works once. Nothing was changed this time.',
    fix: 'If the API user is not connected yet, start again.',
  },
  state_expired: {
    what: 'The login took longer than 10 minutes.',
    why: nothingChanged,
    fix: 'Start again with "Connect an API user".',
  },
  code_missing: {
    what: 'Salesforce came back without a code.',
    why: nothingChanged,
    fix: 'Start again with "Connect an API user".',
  },
  refresh_token_missing: {
    what: 'Salesforce gave no lasting permission.',
    why: 'Without a refresh token the connection would end with the first session.',
    fix: 'Add the scope "Perform requests at any time (refresh_token)" to the OAuth app and let its refresh token policy be "valid until revoked", then connect again.',
  },
  host_not_allowed: {
    what: 'The answer named a host that is not Salesforce.',
    why: "The API user's token is never sent to such a host. Nothing was connected or changed.",
    fix: `${askOperator} to check the login address in the settings. Government and China clouds are not supported.`,
  },
  identity_mismatch: {
    what: 'Salesforce named two different users for one login.',
    why: nothingChanged,
    fix: 'Start again with "Connect an API user".',
  },
  api_version_missing: {
    what: 'The org does not offer the API version that Bookbridge uses.',
    why: nothingChanged,
    fix: `${askOperator} to update Bookbridge.`,
  },
  login_not_finished: {
    what: 'Bookbridge could not finish the login because of an error of its own.',
    why: nothingChanged,
    fix: 'Connect again. If it stays so, look at the log for this moment.',
  },
  another_user_answered: {
    what: 'Salesforce answered for another user than the one that was asked for.',
    why: nothingChanged,
    fix: "Compare the username with the user that the OAuth app logs in (with client credentials: Run As in the app's policies), then try again.",
  },
  login_host_not_allowed: {
    what: 'The login address is not that of Salesforce.',
    why: 'Neither key nor secret is sent to such an address.',
    fix: "Use https://login.salesforce.com, https://test.salesforce.com or the org's My Domain, such as https://acme.my.salesforce.com.",
  },
  private_key_missing: {
    what: 'The file with the private key cannot be read.',
    why: 'Without it no login can be signed.',
    fix: 'Put the key there, or name another file in SALESFORCE_…_PRIVATE_KEY_FILE; this user must be allowed to read it.',
  },
  private_key_unreadable: {
    what: 'This is not a private key that can be read.',
    why: 'Without it no login can be signed.',
    fix: 'Give the whole PEM text, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----.',
  },
  private_key_is_certificate: {
    what: 'This is a certificate or a public key; a login is signed with the private key.',
    fix: 'Give the private key that the certificate was made with. The certificate itself belongs into the OAuth app in Salesforce.',
  },
  private_key_encrypted: {
    what: 'The private key is protected by a passphrase.',
    why: 'Bookbridge signs without a person who could enter it.',
    fix: 'Take the passphrase away: openssl pkcs8 -topk8 -nocrypt -in protected.key -out bookbridge.key. Bookbridge seals the key itself.',
  },
  private_key_not_rsa: {
    what: 'The private key is not an RSA key.',
    why: 'Salesforce checks such logins with RSA only.',
    fix: 'Make another key and certificate: openssl req -x509 -newkey rsa:2048 -nodes -days 730 -subj /CN=bookbridge -keyout bookbridge.key -out bookbridge.crt',
  },
  private_key_too_short: {
    what: 'The private key is shorter than 2048 bits.',
    why: 'Salesforce does not take its certificate.',
    fix: 'Make another key and certificate: openssl req -x509 -newkey rsa:2048 -nodes -days 730 -subj /CN=bookbridge -keyout bookbridge.key -out bookbridge.crt',
  },
  user_rejected: {
    what: 'You said that this is not the API user.',
    why: nothingChanged,
    fix: 'Log out of Salesforce, then connect again and log in as the API user.',
  },
};
