// Data: what Salesforce answers to a login without a browser (JWT bearer, client credentials), where the same words have another cause
// and another fix: nobody can press Allow or log in, something has to be changed.
// Meanings: https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flow_errors.htm
import type { OAuthErrorRow } from './oauth-error-rows.ts';

const noBookings = 'Without it no booking can be written.';

export const unattendedRows: Record<string, OAuthErrorRow> = {
  login_refused: {
    what: 'Salesforce refused the login of the API user without saying why.',
    why: noBookings,
    fix: "Look at this user's Login History in Setup, which names the reason; then try again.",
    retry: 'reconnect',
  },
  app_unknown_here: {
    what: 'Salesforce does not know the OAuth app at this login address.',
    why: noBookings,
    fix: "An app that is local to one org works only at that org's My Domain, and is not copied to sandboxes. Compare the consumer key with Setup; a new app needs up to 10 minutes.",
    retry: 'reconnect',
  },
  not_preauthorized: {
    what: 'The API user is not approved for the OAuth app beforehand.',
    why: 'Without a browser nobody is asked to allow it. Or there is no user with this name at this login address.',
    fix: 'In the app\'s policies choose "Admin approved users are pre-authorized", assign the permission set "Bookbridge App Access" to the user, and compare the username and the login address; then try again.',
    retry: 'reconnect',
  },
  refresh_scope_missing: {
    what: 'The OAuth app lacks the scope that a login by certificate needs.',
    why: noBookings,
    fix: 'Add the scope "Perform requests at any time (refresh_token)" to the app and pre-authorize the user for it; then try again.',
    retry: 'reconnect',
  },
  wrong_audience: {
    what: 'Salesforce says that the login was meant for another address.',
    why: 'A user logs in at the address of its own org: sandboxes and scratch orgs not at login.salesforce.com.',
    fix: "Set the login address to the org's My Domain, then try again.",
    retry: 'reconnect',
  },
  assertion_not_accepted: {
    what: "Salesforce does not accept the signature of Bookbridge's login.",
    why: 'The private key does not belong to the certificate of the OAuth app, or a later deployment of the app took its certificate away.',
    fix: "Upload the certificate that belongs to this private key in the app's OAuth settings, then try again. Or connect with the key that belongs to the present certificate.",
    retry: 'reconnect',
  },
  assertion_expired: {
    what: 'Salesforce says that the login came too late.',
    why: 'It is signed for 3 minutes: the clock of this machine is probably wrong.',
    fix: 'Let the machine of Bookbridge take its time from the network, then try again.',
    retry: 'later',
  },
  my_domain_needed: {
    what: 'Salesforce takes client credentials only at the My Domain of the org.',
    why: noBookings,
    fix: "Set the login address to the org's My Domain (acme.my.salesforce.com); then try again.",
    retry: 'reconnect',
  },
  no_run_as_user: {
    what: 'The OAuth app names no user to run as.',
    why: 'With client credentials the app itself says who the API user is.',
    fix: "Choose the API user as Run As in the app's policies (Client Credentials Flow), then try again.",
    retry: 'reconnect',
  },
  flow_not_enabled: {
    what: 'The OAuth app does not allow this way of logging in.',
    why: noBookings,
    fix: "Switch it on in the app's OAuth settings: JWT Bearer Flow with a certificate, or Client Credentials Flow with a user to run as. Then try again.",
    retry: 'reconnect',
  },
  invalid_client: {
    what: 'Salesforce does not accept the key or secret of the OAuth app.',
    why: 'Somebody may have made a new secret for the app. Bookings wait.',
    fix: 'Compare the consumer key and secret in the settings with Setup → App Manager, put the right ones there, and connect with them.',
    retry: 'reconnect',
  },
  invalid_app_access: {
    what: 'The API user is not approved for the OAuth app.',
    why: 'The app admits only users that an admin has approved. Bookings wait.',
    fix: 'Assign the permission set or profile named in the app\'s policies to the API user (Bookbridge brings the permission set "Bookbridge App Access"), then try again.',
    retry: 'reconnect',
  },
  oauth_app_blocked: {
    what: 'An admin of the org has blocked the OAuth app.',
    why: 'While it is blocked no booking can be written.',
    fix: 'Setup → Connected Apps OAuth Usage → Unblock, then try again.',
    retry: 'reconnect',
  },
  scope_missing: {
    what: 'The OAuth app may not grant what Bookbridge needs.',
    why: noBookings,
    fix: 'Add the scopes "Manage user data via APIs (api)" and "Access the identity URL service (id)" to the app in Setup, then try again.',
    retry: 'reconnect',
  },
  other_user_answers: {
    what: 'The OAuth app now logs in another user than the API user that was connected.',
    why: 'Nobody else writes bookings, so they wait.',
    fix: "Let the app log in the API user again (with client credentials: Run As in the app's policies; with a certificate: the username), then try again. Or connect the new user.",
    retry: 'reconnect',
  },
  invalid_request: {
    what: 'Salesforce did not accept the way Bookbridge asked.',
    why: noBookings,
    fix: 'Try again. If it stays so, ask whoever runs Bookbridge to look at the log: the app may demand a setting that is missing.',
    retry: 'later',
  },
  rate_limit_exceeded: {
    what: 'The API user has logged in too often.',
    why: 'Salesforce allows a limited number of logins per user and hour.',
    fix: 'Wait an hour: Bookbridge tries again by itself. Look for another program that logs in as this user.',
    retry: 'later',
  },
  salesforce_login_failed: {
    what: 'Salesforce refused the login of the API user with an error that Bookbridge does not know.',
    why: noBookings,
    fix: "Look for the time of this login in the user's Login History in Setup, which names the reason; then try again.",
  },
};

/**
 * What Salesforce says of an app or policy that is minutes old: whoever has just deployed it asks again.
 * Up to 30 minutes: https://help.salesforce.com/s/articleView?id=xcloud.external_client_apps.htm
 */
export const saidOfNewApps = [
  'app_unknown_here',
  'not_preauthorized',
  'invalid_app_access',
  'assertion_not_accepted',
] as const;
