// Every error Salesforce documents for its login ends in a sentence and a fix; only "never again" asks for a reconnect.
import { describe, expect, test } from '@jest/globals';
import {
  callbackProblem,
  problemByCode,
  tokenEndpointUnavailable,
  tokenProblem,
  unattendedProblem,
} from '../connection/oauth-errors.ts';
import { saidOfNewApps } from '../connection/unattended-error-rows.ts';

describe('errors at the callback', () => {
  const codes = [
    'access_denied',
    'redirect_uri_mismatch',
    'redirect_uri_missing',
    'invalid_client_id',
    'invalid_client',
    'invalid_scope',
    'invalid_request',
    'unsupported_response_type',
    'immediate_unsuccessful',
    'OAUTH_APP_BLOCKED',
    'OAUTH_APP_ACCESS_DENIED',
    'OAUTH_EC_APP_NOT_FOUND',
    'OAUTH_APPROVAL_ERROR_GENERIC',
    'inactive_user',
    'inactive_org',
    'rate_limit_exceeded',
  ];

  test.each(codes)('%s has its own sentence and fix', (code) => {
    const problem = callbackProblem(code);
    expect(problem.code).not.toBe('salesforce_login_failed');
    expect(problem.message).toMatch(/\.$/);
    expect(problem.fix).toMatch(/\.$/);
  });

  test('no two of them say the same', () => {
    const messages = codes
      .filter((code) => code !== 'invalid_client')
      .map((code) => callbackProblem(code).message);
    expect(new Set(messages).size).toBe(messages.length);
  });

  test('an app that is not installed is told apart by its description', () => {
    expect(callbackProblem('invalid_client', 'app must be installed into org').code).toBe(
      'app_not_installed',
    );
  });

  test('an unknown code is never repeated to the page', () => {
    const problem = callbackProblem('<script>alert(1)</script>');
    expect(problem.code).toBe('salesforce_login_failed');
    expect(JSON.stringify(problem)).not.toContain('script');
    expect(problemByCode('constructor').code).toBe('salesforce_login_failed');
    expect(problemByCode('__proto__').code).toBe('salesforce_login_failed');
  });

  test('a code read from an error page is found in any case', () => {
    expect(problemByCode('oauth_ec_app_not_found')).toEqual(problemByCode('OAUTH_EC_APP_NOT_FOUND'));
    expect(problemByCode('state_unknown').code).toBe('state_unknown');
  });
});

describe('errors at the token endpoint', () => {
  test.each([
    ['invalid_grant', 'expired access/refresh token', 'invalid_grant', 'reconnect'],
    ['invalid_grant', '', 'invalid_grant', 'reconnect'],
    ['invalid_grant', 'invalid authorization code', 'invalid_authorization_code', 'never'],
    ['invalid_grant', 'expired authorization code', 'invalid_authorization_code', 'never'],
    ['invalid_grant', 'invalid code verifier', 'invalid_code_verifier', 'never'],
    ['invalid_grant', 'ip restricted or invalid login hours', 'login_restricted', 'later'],
    ['invalid_grant', "user hasn't approved this consumer", 'not_approved', 'reconnect'],
    ['invalid_grant', 'inactive user', 'inactive_user', 'reconnect'],
    ['invalid_grant', 'user is locked', 'user_locked', 'reconnect'],
    ['invalid_grant', 'audience is invalid', 'wrong_flow_settings', 'reconnect'],
    ['inactive_user', '', 'inactive_user', 'reconnect'],
    ['inactive_org', '', 'inactive_org', 'reconnect'],
    ['invalid_client', '', 'invalid_client', 'reconnect'],
    ['invalid_client_id', '', 'invalid_client', 'reconnect'],
    ['invalid_client_credentials', '', 'invalid_client', 'reconnect'],
    ['invalid_app_access', '', 'invalid_app_access', 'reconnect'],
    ['invalid_scope', '', 'invalid_scope', 'never'],
    ['unsupported_grant_type', '', 'unsupported_grant_type', 'reconnect'],
    ['invalid_request', '', 'invalid_request', 'never'],
    ['rate_limit_exceeded', '', 'rate_limit_exceeded', 'later'],
    ['something_new', '', 'salesforce_login_failed', 'never'],
  ])('%s "%s" is %s, then %s', (error, description, code, retry) => {
    expect(tokenProblem(error, description)).toMatchObject({ code, retry });
  });

  test('no usable answer is tried again later and never ends a connection', () => {
    expect(tokenEndpointUnavailable()).toMatchObject({ code: 'token_endpoint_unavailable', retry: 'later' });
  });
});

describe('errors of a login without a browser', () => {
  const cases: ['jwt_bearer' | 'client_credentials', string, string, string, string][] = [
    ['jwt_bearer', 'invalid_grant', "user hasn't approved this consumer", 'not_preauthorized', 'reconnect'],
    [
      'jwt_bearer',
      'invalid_grant',
      'refresh_token scope is required and the connected app should be installed and preauthorized',
      'refresh_scope_missing',
      'reconnect',
    ],
    ['jwt_bearer', 'invalid_grant', 'audience is invalid', 'wrong_audience', 'reconnect'],
    ['jwt_bearer', 'invalid_grant', 'invalid assertion', 'assertion_not_accepted', 'reconnect'],
    ['jwt_bearer', 'invalid_grant', 'expired authorization code', 'assertion_expired', 'later'],
    ['jwt_bearer', 'invalid_client_id', 'client identifier invalid', 'app_unknown_here', 'reconnect'],
    ['jwt_bearer', 'invalid_client', 'app must be installed into org', 'app_unknown_here', 'reconnect'],
    [
      'jwt_bearer',
      'invalid_app_access',
      'user is not admin approved to access this app',
      'invalid_app_access',
      'reconnect',
    ],
    ['jwt_bearer', 'invalid_app_access', 'this app is blocked by admin', 'oauth_app_blocked', 'reconnect'],
    ['jwt_bearer', 'unsupported_grant_type', 'grant type not supported', 'flow_not_enabled', 'reconnect'],
    ['jwt_bearer', 'invalid_grant', 'something new', 'login_refused', 'reconnect'],
    ['jwt_bearer', 'invalid_grant', 'ip restricted', 'login_restricted', 'later'],
    ['jwt_bearer', 'invalid_grant', 'inactive user', 'inactive_user', 'reconnect'],
    [
      'client_credentials',
      'invalid_grant',
      'request not supported on this domain',
      'my_domain_needed',
      'reconnect',
    ],
    [
      'client_credentials',
      'invalid_grant',
      'no client credentials user enabled',
      'no_run_as_user',
      'reconnect',
    ],
    [
      'client_credentials',
      'invalid_grant',
      'client credentials flow not enabled',
      'flow_not_enabled',
      'reconnect',
    ],
    ['client_credentials', 'invalid_client', 'invalid client credentials', 'invalid_client', 'reconnect'],
    ['client_credentials', 'inactive_org', '', 'inactive_org', 'reconnect'],
  ];
  test.each(cases)('%s: %s "%s" is %s, then %s', (flow, error, description, code, retry) => {
    const problem = unattendedProblem(flow, error, description);
    expect(problem).toMatchObject({ code, retry });
    // Nobody can press Allow or log in here.
    expect(problem.fix).not.toMatch(/press Allow/);
    expect(problem.fix).toMatch(/\.$/);
  });

  // Answers of Salesforce to a JWT for an app that was just deployed, as public reports quote them:
  // https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flow_errors.htm (2026-11-23)
  test.each([
    ['invalid_client_id', 'client identifier invalid'],
    ['invalid_grant', "user hasn't approved this consumer"],
    ['invalid_grant', 'invalid assertion'],
    ['invalid_app_access', 'user is not admin approved to access this app'],
  ])('"%s: %s" may only mean that the app is new', (error, description) => {
    expect(saidOfNewApps).toContain(unattendedProblem('jwt_bearer', error, description).code);
  });
});
