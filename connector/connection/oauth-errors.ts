// Turns what Salesforce says at the callback or at the token endpoint into a problem a person can act on.
// Matched on `error`; the description's wording differs between releases and only picks a finer row (oauth-error-rows.ts).
import type { Retry } from '../errors.ts';
import type { ConnectionFlow } from '../store/schema.ts';
import { callbackRows, ownRows, tokenRows } from './oauth-error-rows.ts';
import type { OAuthErrorRow } from './oauth-error-rows.ts';
import type { Problem } from './stages.ts';
import { unattendedRows } from './unattended-error-rows.ts';

/** `retry: 'reconnect'` means that this token does not work again until a person acts. */
export type OAuthProblem = Problem & { retry: Retry };

const callbackNames = new Map([['invalid_client', 'invalid_client_id']]);
const tokenNames = new Map([
  ['invalid_client_id', 'invalid_client'],
  ['invalid_client_credentials', 'invalid_client'],
]);

/** For the `error` of a callback. A code that is not in the table is never repeated to the page. */
export function callbackProblem(error: string, description = ''): OAuthProblem {
  const code = error.toLowerCase();
  if (/must be installed/i.test(description)) return fromRows('app_not_installed', callbackRows);
  return fromRows(callbackNames.get(code) ?? code, callbackRows);
}

/** For the `error` of the token endpoint. */
export function tokenProblem(error: string, description = ''): OAuthProblem {
  const code = error.toLowerCase();
  const name =
    code === 'invalid_grant' ? finerGrant(description.toLowerCase()) : (tokenNames.get(code) ?? code);
  // Some words mean the same at both places and stand with the callback's.
  return fromRows(name, Object.hasOwn(tokenRows, name) ? tokenRows : callbackRows);
}

/** The same for a login without a browser, where the same words of Salesforce have another cause and another fix. */
export function unattendedProblem(
  flow: Exclude<ConnectionFlow, 'web_server'>,
  error: string,
  description = '',
): OAuthProblem {
  const code = error.toLowerCase();
  const words = description.toLowerCase();
  if (/must be installed|app_not_found/.test(words)) return fromRows('app_unknown_here', unattendedRows);
  if (code === 'invalid_client_id') return fromRows('app_unknown_here', unattendedRows);
  if (flow === 'jwt_bearer' && code === 'invalid_client') return fromRows('app_unknown_here', unattendedRows);
  if (/blocked by/.test(words)) return fromRows('oauth_app_blocked', unattendedRows);
  if (code === 'unsupported_grant_type') return fromRows('flow_not_enabled', unattendedRows);
  if (code === 'invalid_scope') return fromRows('scope_missing', unattendedRows);
  if (code !== 'invalid_grant') return byCode(tokenNames.get(code) ?? code);
  const hint = unattendedHints.find(([each]) => each.test(words))?.[1];
  if (hint !== undefined) return fromRows(hint, unattendedRows);
  const shared = finerGrant(words);
  return sharedGrants.has(shared)
    ? tokenProblem(error, description)
    : fromRows('login_refused', unattendedRows);
}

function byCode(name: string): OAuthProblem {
  if (Object.hasOwn(unattendedRows, name)) return fromRows(name, unattendedRows);
  const problem = tokenProblem(name);
  return problem === unknownProblem ? fromRows(problem.code, unattendedRows) : problem;
}

/** A renewal that Salesforce answered for somebody else: the name was given away, or the app runs as another user now. */
export function otherUserAnswers(): OAuthProblem {
  return fromRows('other_user_answers', unattendedRows);
}

/** For a token endpoint that gave no usable answer: 5xx, a page, a time-out, a cut connection. */
export function tokenEndpointUnavailable(): OAuthProblem {
  return fromRows('token_endpoint_unavailable', tokenRows);
}

/** For a refusal of our own callback, before or after Salesforce was asked. */
export function ownProblem(code: keyof typeof ownRows): OAuthProblem {
  return fromRows(code, ownRows);
}

/** For a code that a person read on Salesforce's error page, or that our callback put in the address. */
export function problemByCode(code: string): OAuthProblem {
  const name = code.toLowerCase();
  const found = [ownRows, callbackRows, tokenRows, unattendedRows].find((rows) => Object.hasOwn(rows, name));
  return found ? fromRows(name, found) : callbackProblem(code);
}

// Only these texts are read, lower-cased; anything else is the plain row.
const grantHints: readonly (readonly [RegExp, string])[] = [
  [/authorization code/, 'invalid_authorization_code'],
  [/verifier/, 'invalid_code_verifier'],
  [/ip restricted|login hours/, 'login_restricted'],
  [/hasn't approved|not approved/, 'not_approved'],
  [/inactive user|user is inactive/, 'inactive_user'],
  [/inactive org/, 'inactive_org'],
  [/locked|frozen/, 'user_locked'],
  [/assertion|audience|client credentials user/, 'wrong_flow_settings'],
];

// https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flow_errors.htm; "expired authorization code" is what an
// assertion that is too old gets.
const unattendedHints: readonly (readonly [RegExp, string])[] = [
  [/refresh_token scope is required/, 'refresh_scope_missing'],
  [/audience/, 'wrong_audience'],
  [/expired authorization code|expired assertion|assertion.*expired/, 'assertion_expired'],
  [/assertion|signature/, 'assertion_not_accepted'],
  [/hasn't approved|not approved/, 'not_preauthorized'],
  [/not supported on this domain/, 'my_domain_needed'],
  [/no client credentials user/, 'no_run_as_user'],
  [/no valid scopes/, 'scope_missing'],
  [/flow (is )?not enabled|flow is disabled/, 'flow_not_enabled'],
];
/** Hints of a refresh that mean the same without a browser. */
const sharedGrants = new Set(['login_restricted', 'inactive_user', 'inactive_org', 'user_locked']);

function finerGrant(description: string): string {
  return grantHints.find(([hint]) => hint.test(description))?.[1] ?? 'invalid_grant';
}

function fromRows(code: string, rows: Record<string, OAuthErrorRow>): OAuthProblem {
  // What a person typed may be the name of something every object has.
  const row = Object.hasOwn(rows, code) ? rows[code] : undefined;
  if (row === undefined) return unknownProblem;
  return {
    code,
    message: row.why === undefined ? row.what : `${row.what} ${row.why}`,
    fix: row.fix,
    retry: row.retry ?? 'never',
  };
}

const unknownProblem: OAuthProblem = {
  code: 'salesforce_login_failed',
  message:
    'Salesforce ended the login with an error that Bookbridge does not know. Nothing was connected or changed.',
  fix: "Connect again. If it stays so, look for the time of this login in the user's Login History in Setup.",
  retry: 'never',
};
