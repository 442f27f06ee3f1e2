// Scopes have one name in metadata and another in OAuth.
// Metadata names: the list in Salesforce's own refusal, seen in a live org (API 67.0). OAuth names:
// https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_tokens_scopes.htm, read 2026-11-23

import { ComponentProblem } from './deploy-messages.ts';
import type { Place } from './xml-tree.ts';

const scopes: Record<string, string> = {
  Basic: 'id',
  OfflineAccess: 'offline_access',
  DataCloudUserClaims: 'user_claims',
  Email: 'email',
  Address: 'address',
  CDPSegment: 'cdp_segment_api',
  Chatbot: 'chatbot_api',
  CustomApplications: 'visualforce',
  Full: 'full',
  Profile: 'profile',
  CDP: 'cdp_api',
  CDPProfile: 'cdp_profile_api',
  RefreshToken: 'refresh_token',
  Phone: 'phone',
  PwdlessLogin: 'pwdless_login_api',
  Interaction: 'interaction_api',
  Pardot: 'pardot_api',
  CDPIngest: 'cdp_ingest_api',
  CDPIdentityResolution: 'cdp_identityresolution_api',
  CustomPermissions: 'custom_permissions',
  ForgotPassword: 'forgot_password',
  UserRegistration: 'user_registration_api',
  OpenID: 'openid',
  Chatter: 'chatter_api',
  Wave: 'wave_api',
  SFApiPlatform: 'sfap_api',
  SCRT: 'scrt_api',
  Web: 'web',
  EinsteinGPT: 'einstein_gpt_api',
  Lightning: 'lightning',
  Content: 'content',
  CDPCalculatedInsight: 'cdp_calculated_insight_api',
  Eclair: 'eclair_api',
  Api: 'api',
  MCP: 'mcp_api',
  CDPQuery: 'cdp_query_api',
};

export function oauthScope(name: string): string {
  return scopes[name] ?? name.toLowerCase();
}

export function refuseUnknownScopes(names: string[], place: Place | undefined) {
  const wrong = names.filter((name) => scopes[name] === undefined);
  if (wrong.length === 0 && names.length > 0) return;
  throw new ComponentProblem(
    `There's a problem with your scope(s): ${wrong.join(', ')}. Valid scopes: ${Object.keys(scopes).join(', ')}`,
    place,
  );
}
