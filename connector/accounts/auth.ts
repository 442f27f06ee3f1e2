// Sign-in by better-auth: e-mail and password, sessions in our database, its organisations as our workspaces.
// Its own HTTP endpoints are not reachable from outside: our routes call those that we need (auth-call.ts).
import { betterAuth } from 'better-auth';
import { genericOAuth, organization, twoFactor } from 'better-auth/plugins';
import type { Config } from '../config.ts';
import { isLoopback } from '../config.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/schema.ts';
import { admitOnlyInvited, oidcProvider } from './oidc.ts';

export type Auth = ReturnType<typeof createAuth>;

/** Header in which our own code, and nobody else, tells the library the caller's address. */
export const callerHeader = 'x-bookbridge-caller';
export const authBasePath = '/internal/auth';
export const passwordLength = { least: 10, most: 128 };

type AuthDeps = { db: Db; config: Config; secret: string; log: Log };

/** `secret` signs the session cookies. */
export function createAuth(deps: AuthDeps) {
  return betterAuth(authOptions(deps));
}

/**
 * The same with the identity provider. A library of its own, made at the first use: it asks the provider for its addresses when
 * it starts, and a provider that does not answer must keep nobody from signing in by password.
 */
export function createSingleSignOn(deps: AuthDeps): (() => SingleSignOn) | null {
  const { oidc, publicUrl } = deps.config;
  if (oidc === null) return null;
  let made: SingleSignOn | undefined;
  return () => {
    const options = authOptions(deps);
    const provider = genericOAuth({ config: [oidcProvider(oidc, publicUrl)] });
    return (made ??= betterAuth({
      ...options,
      databaseHooks: { user: { create: admitOnlyInvited(deps.db, deps.config) } },
      plugins: [...options.plugins, provider],
    }));
  };
}

export type SingleSignOn = Pick<Auth, 'handler'>;

export function authOptions({ db, config, secret, log }: AuthDeps) {
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
      // Who has an account already may come in through the company's sign-in as well, when the provider has proven the address
      // (a "trusted" provider would not have to). Ours need no proof: nobody signs up here, an owner let each of them in.
      accountLinking: { enabled: true, requireLocalEmailVerified: false },
      encryptOAuthTokens: true,
    },
    verification: { modelName: 'verifications' },
    session: { modelName: 'sessions', expiresIn: 7 * 24 * 3600, updateAge: 24 * 3600 },
    rateLimit: {
      enabled: true,
      storage: 'database' as const,
      modelName: 'rate_limits',
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/sign-in/social': { window: 60, max: 30 },
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
