// Where in the connected org's Setup an OAuth error is put right. Only known when an org is, or was, connected.
import { setupLinks } from '../checks/setup-links.ts';

export type ErrorLink = {
  place: 'user' | 'app_usage' | 'app_manager' | 'my_domain' | 'login_history';
  href: string;
};

const places: Record<string, ErrorLink['place']> = {
  inactive_user: 'user',
  user_locked: 'user',
  oauth_approval_error_generic: 'app_usage',
  oauth_app_blocked: 'app_usage',
  oauth_app_access_denied: 'app_manager',
  invalid_app_access: 'app_manager',
  not_approved: 'app_usage',
  not_preauthorized: 'app_manager',
  app_not_installed: 'app_usage',
  app_unknown_here: 'app_manager',
  redirect_uri_mismatch: 'app_manager',
  redirect_uri_missing: 'app_manager',
  invalid_client_id: 'app_manager',
  invalid_client: 'app_manager',
  invalid_scope: 'app_manager',
  scope_missing: 'app_manager',
  refresh_scope_missing: 'app_manager',
  refresh_token_missing: 'app_manager',
  unsupported_response_type: 'app_manager',
  unsupported_grant_type: 'app_manager',
  flow_not_enabled: 'app_manager',
  oauth_ec_app_not_found: 'my_domain',
  my_domain_needed: 'my_domain',
  login_restricted: 'login_history',
  rate_limit_exceeded: 'login_history',
  salesforce_login_failed: 'login_history',
  not_revoked: 'app_usage',
};

/** Null for an error that nothing in Setup puts right. */
export function linkForError(
  code: string,
  org: { instance_origin: string; user_id: string } | undefined,
): ErrorLink | null {
  const place = Object.hasOwn(places, code) ? places[code] : undefined;
  if (!place || !org) return null;
  const links = setupLinks(org.instance_origin);
  const hrefs: Record<ErrorLink['place'], string> = {
    user: links.user(org.user_id),
    app_usage: links.appUsage(),
    app_manager: links.appManager(),
    my_domain: links.myDomain(),
    login_history: links.loginHistory(),
  };
  return { place, href: hrefs[place] };
}
