// Every error Salesforce documents for its login ends in a sentence and a fix; only "never again" asks for a reconnect.
import { describe, expect, test } from '@jest/globals';
import {
  callbackProblem,
  problemByCode,
  tokenEndpointUnavailable,
  tokenProblem,
} from '../connection/oauth-errors.ts';

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
