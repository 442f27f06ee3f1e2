// Sign-in by better-auth: e-mail and password, sessions in our database, its organisations as our workspaces.
// Its own HTTP endpoints are not reachable from outside: our routes call those that we need (auth-call.ts).
import { betterAuth } from 'better-auth';
import { genericOAuth, organization, twoFactor } from 'better-auth/plugins';
import type { Config } from '../config.ts';
import { isLoopback } from '../config.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/schema.ts';
import { admitOnlyInvited, oidcProvider, oidcProviderId } from './oidc.ts';

export type Auth = ReturnType<typeof createAuth>;

/** Header in which our own code, and nobody else, tells the library the caller's address. */
export const callerHeader = 'x-bookbridge-caller';
export const authBasePath = '/internal/auth';
export const passwordLength = { least: 10, most: 128 };

/** `secret` signs the session cookies. */
export function createAuth(deps: { db: Db; config: Config; secret: string; log: Log }) {
  return betterAuth(authOptions(deps));
}

export function authOptions({
  db,
  config,
  secret,
  log,
}: {
  db: Db;
  config: Config;
  secret: string;
  log: Log;
}) {
  const publicUrl = new URL(config.publicUrl);
  return {
    appName: 'Bookbridge',
    baseURL: config.publicUrl,
    basePath: authBasePath,
    secret,
    database: { db, type: 'postgres' as const, transaction: true },
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      // Accounts come from the owner link or an invitation.
      disableSignUp: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
    },
    user: { modelName: 'users' },
    account: {
      modelName: 'sign_in_methods',
      // Who has an account already may come in through the company's sign-in as well: it vouches for the address.
      accountLinking: { enabled: true, trustedProviders: [oidcProviderId] },
      encryptOAuthTokens: true,
    },
    databaseHooks: { user: { create: admitOnlyInvited(db, config) } },
    verification: { modelName: 'verifications' },
    session: { modelName: 'sessions', expiresIn: 7 * 24 * 3600, updateAge: 24 * 3600 },
    rateLimit: {
      enabled: true,
      storage: 'database' as const,
      modelName: 'rate_limits',
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/two-factor/*': { window: 60, max: 10 },
        '/change-password': { window: 60, max: 10 },
      },
    },
    advanced: {
      useSecureCookies: publicUrl.protocol === 'https:',
      // All ports of one machine share a cookie jar: two connectors on it would sign each other's people out.
      cookiePrefix: isLoopback(publicUrl.hostname) ? `bookbridge-${publicUrl.port}` : 'bookbridge',
      ipAddress: { ipAddressHeaders: [callerHeader] },
    },
    logger: {
      level: 'warn' as const,
      // Only the message: the further arguments may hold rows and addresses.
      log: (level: string, message: string) =>
        level === 'error' ? log.error({ message }, 'sign-in') : log.warn({ message }, 'sign-in'),
    },
    plugins: [
      twoFactor({
        issuer: 'Bookbridge',
        schema: { twoFactor: { modelName: 'two_factors' } },
      }),
      ...(config.oidc === null
        ? []
        : [genericOAuth({ config: [oidcProvider(config.oidc, config.publicUrl)] })]),
      organization({
        allowUserToCreateOrganization: false,
        schema: {
          session: { fields: { activeOrganizationId: 'activeWorkspaceId' } },
          organization: { modelName: 'workspaces' },
          member: { modelName: 'workspace_members', fields: { organizationId: 'workspaceId' } },
          invitation: { modelName: 'workspace_invitations', fields: { organizationId: 'workspaceId' } },
        },
      }),
    ],
  };
}
