// Trip 1, stage authorize: environment chosen → address at Salesforce the browser goes to. Picks the OAuth app, checks the
// login host against the allow-list and stores the attempt that the callback must fit.
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import type { OAuthApp } from '../oauth-app-settings.ts';
import type { ConnectionMode, OrgKind } from '../store/schema.ts';
import { startAttempt } from './attempts.ts';
import type { BrowserClient } from './attempts.ts';
import { allowedOrigin, isSharedLoginHost, kindOfHost, parseMyDomain } from './login-hosts.ts';
import { authorizeUrl } from './oauth-client.ts';
import { ownProblem } from './oauth-errors.ts';
import type { ConnectionDeps } from './stages.ts';

export type Environment = 'production' | 'sandbox' | 'my_domain';
export type EnvironmentChoice = { environment: Environment; myDomain?: string | undefined };

/** Gives the address to log in at. Throws `bad_my_domain` and its kin, and `environment_not_available`. */
export async function authorizeAtSalesforce(
  deps: ConnectionDeps,
  account: { workspaceId: string; sessionId: string },
  choice: EnvironmentChoice,
): Promise<string> {
  const { config } = deps;
  const chosen = chooseApp(config, choice);
  const { client } = chosen;
  if (allowedOrigin(config, client.loginOrigin) === null) {
    const { code, message, fix } = ownProblem('host_not_allowed');
    throw new AppError(code, message, { status: 400, fix });
  }
  const { state, verifier } = await startAttempt(deps, { ...account, ...chosen });
  const loginHint = await lastUsername(deps, account.workspaceId, client.loginOrigin);
  return authorizeUrl(config, client, { state, verifier, loginHint });
}

/** The app and login host for a choice, and the kind of org and user that are expected there. */
export function chooseApp(config: Config, choice: EnvironmentChoice): ChosenApp {
  const oauthApps = browserApps(config);
  if (choice.environment === 'my_domain') {
    const origin = parseMyDomain(config, choice.myDomain ?? '');
    const kind = kindAtMyDomain(config, origin);
    const app = oauthApps[kind] ?? oauthApps.production ?? oauthApps.sandbox;
    if (!app) throw notAvailable(whyUnavailable(config, 'my_domain'));
    return chosenApp(kind, app, origin);
  }
  const app = oauthApps[choice.environment];
  const reason = whyUnavailable(config, choice.environment);
  if (!app || reason !== null) throw notAvailable(reason);
  return chosenApp(choice.environment, app, app.loginOrigin);
}

type ChosenApp = {
  kind: OrgKind;
  mode: ConnectionMode;
  appScope: 'global' | 'local';
  client: BrowserClient;
};
type BrowserApp = OAuthApp & { clientSecret: string };

function chosenApp(
  kind: OrgKind,
  { clientId, clientSecret, scope, mode }: BrowserApp,
  loginOrigin: string,
): ChosenApp {
  return { kind, mode, appScope: scope, client: { clientId, clientSecret, loginOrigin } };
}

/** Apps that a person can log in with; the others log in by themselves (connect-unattended.ts). */
function browserApps({ oauthApps }: Config): { production: BrowserApp | null; sandbox: BrowserApp | null } {
  return { production: forBrowser(oauthApps.production), sandbox: forBrowser(oauthApps.sandbox) };
}

function forBrowser(app: OAuthApp | null): BrowserApp | null {
  if (app?.flow !== 'web_server' || app.clientSecret === null) return null;
  return { ...app, clientSecret: app.clientSecret };
}

/** Why an environment cannot be chosen, null when it can. */
export function whyUnavailable(config: Config, environment: Environment): string | null {
  const apps = browserApps(config);
  if (environment === 'my_domain') {
    return apps.production || apps.sandbox ? null : 'No OAuth app for a login in the browser is set up.';
  }
  const app = apps[environment];
  if (!app) return `No OAuth app for ${environment} orgs is set up.`;
  if (boundToSharedHost(app)) return 'The OAuth app belongs to one org: choose My Domain.';
  return null;
}

/** A local app is unknown at login. and test.salesforce.com: Salesforce answers OAUTH_EC_APP_NOT_FOUND there. */
function boundToSharedHost(app: OAuthApp): boolean {
  return app.scope === 'local' && isSharedLoginHost(app.loginOrigin);
}

/** A My Domain was not chosen by kind: its host says it, or the app that is set up for it; identify corrects it. */
function kindAtMyDomain({ oauthApps }: Config, origin: string): OrgKind {
  if (oauthApps.sandbox?.loginOrigin === origin) return 'sandbox';
  if (oauthApps.production?.loginOrigin === origin) return 'production';
  return kindOfHost(origin) ?? 'production';
}

async function lastUsername(
  { db }: ConnectionDeps,
  workspaceId: string,
  loginOrigin: string,
): Promise<string | null> {
  const last = await db
    .selectFrom('connections')
    .select('username')
    .where('workspace_id', '=', workspaceId)
    .where('login_origin', '=', loginOrigin)
    .executeTakeFirst();
  return last?.username ?? null;
}

function notAvailable(reason: string | null): AppError {
  return new AppError('environment_not_available', reason ?? 'This environment is not available.', {
    status: 400,
    fix: 'Choose another environment, or ask whoever runs Bookbridge to set up its OAuth app.',
  });
}

/** False for a My Domain that was typed in: there the org itself says what kind it is. */
export function choseKind({ oauthApps }: Config, attempt: { kind: OrgKind; login_origin: string }): boolean {
  return (
    isSharedLoginHost(attempt.login_origin) || oauthApps[attempt.kind]?.loginOrigin === attempt.login_origin
  );
}
