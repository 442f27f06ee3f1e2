// Which OAuth app a login goes through, and at which host: the one of the settings, one that the connection brings with it,
// or the one it has already. Also why an environment cannot be chosen.
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import type { OAuthApp } from '../oauth-app-settings.ts';
import type { ConnectionMode, OrgKind } from '../store/schema.ts';
import type { BrowserClient } from './attempts.ts';
import { isSharedLoginHost, kindOfHost, parseMyDomain } from './login-hosts.ts';
import { openOAuthClient } from './sealed-tokens.ts';
import type { ConnectionDeps } from './stages.ts';

export type Environment = 'production' | 'sandbox' | 'my_domain';

/** An OAuth app that was made for this connection alone. A local one works in its own org only, at its My Domain. */
export type OwnApp = { clientId: string; clientSecret: string; scope: 'global' | 'local' };

export type EnvironmentChoice = {
  environment: Environment;
  myDomain?: string | undefined;
  /** Which rights the API user is expected to have; left out: as the settings, or the connection, say. */
  mode?: ConnectionMode | undefined;
  /** Left out: the app of the settings. */
  app?: { use: 'default' } | { use: 'present' } | ({ use: 'own' } & OwnApp) | undefined;
};

export type ChosenApp = {
  kind: OrgKind;
  mode: ConnectionMode;
  appScope: 'global' | 'local';
  client: BrowserClient;
};
type BrowserApp = OwnApp & { loginOrigin: string; mode: ConnectionMode };

const sharedHosts: Record<OrgKind, string> = {
  production: 'https://login.salesforce.com',
  sandbox: 'https://test.salesforce.com',
};

/** The app and login host for a choice, and the kind of org and user that are expected there. */
export function chooseApp(config: Config, choice: EnvironmentChoice): ChosenApp {
  if (choice.app?.use === 'own') return chooseOwnApp(config, choice, choice.app);
  const apps = browserApps(config);
  if (choice.environment === 'my_domain') {
    const origin = parseMyDomain(config, choice.myDomain ?? '');
    const kind = kindAtMyDomain(config, origin);
    const app = apps[kind] ?? apps.production ?? apps.sandbox;
    if (!app) throw notAvailable(whyUnavailable(config, 'my_domain'));
    return chosenApp(kind, app, origin, choice);
  }
  const app = apps[choice.environment];
  const reason = whyUnavailable(config, choice.environment);
  if (!app || reason !== null) throw notAvailable(reason);
  return chosenApp(choice.environment, app, app.loginOrigin, choice);
}

function chooseOwnApp(config: Config, choice: EnvironmentChoice, app: OwnApp): ChosenApp {
  const secureByDefault = { ...app, mode: 'secure' } as const;
  if (choice.environment === 'my_domain') {
    const origin = parseMyDomain(config, choice.myDomain ?? '');
    return chosenApp(kindAtMyDomain(config, origin), secureByDefault, origin, choice);
  }
  if (app.scope === 'local') {
    throw new AppError('local_app_needs_my_domain', whyUnavailableWords.local_app, {
      status: 400,
      fix: 'Choose My Domain and enter the address of the org that the app was made in.',
      fields: { environment: 'Choose My Domain.' },
    });
  }
  const kind = choice.environment;
  const settings = config.oauthApps[kind];
  // The settings of a try-out name the login host of the local org.
  const origin = settings?.scope === 'global' ? settings.loginOrigin : sharedHosts[kind];
  return chosenApp(kind, secureByDefault, origin, choice);
}

/** The app the workspace's connection has, also after a disconnect: for connecting the same org once more. */
export async function usePresentApp(
  { db, vault }: Pick<ConnectionDeps, 'db' | 'vault'>,
  workspaceId: string,
  { mode }: EnvironmentChoice,
): Promise<ChosenApp> {
  const row = await db
    .selectFrom('connections')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  const client = row?.flow === 'web_server' ? openOAuthClient(vault, row) : null;
  if (!row || !client?.clientSecret) throw notAvailable('no_app');
  return {
    kind: row.kind,
    mode: mode ?? row.mode,
    appScope: row.app_scope,
    client: { ...client, clientSecret: client.clientSecret },
  };
}

function chosenApp(
  kind: OrgKind,
  app: Omit<BrowserApp, 'loginOrigin'>,
  loginOrigin: string,
  { mode }: EnvironmentChoice,
): ChosenApp {
  const { clientId, clientSecret, scope } = app;
  return {
    kind,
    mode: mode ?? app.mode,
    appScope: scope,
    client: { clientId, clientSecret, loginOrigin },
  };
}

/** Apps that a person can log in with; the others log in by themselves (connect-unattended.ts). */
function browserApps({ oauthApps }: Config): { production: BrowserApp | null; sandbox: BrowserApp | null } {
  return { production: forBrowser(oauthApps.production), sandbox: forBrowser(oauthApps.sandbox) };
}

function forBrowser(app: OAuthApp | null): BrowserApp | null {
  if (app?.flow !== 'web_server' || app.clientSecret === null) return null;
  return { ...app, clientSecret: app.clientSecret };
}

/** `no_app`: none is set up for it. `local_app`: the one that is belongs to one org, unknown at the shared hosts. */
export type Unavailable = keyof typeof whyUnavailableWords;

export const whyUnavailableWords = {
  no_app: 'No OAuth app is set up for this.',
  local_app: 'The OAuth app belongs to one org: choose My Domain.',
} as const;

/** Why an environment cannot be chosen with the app of the settings, null when it can. */
export function whyUnavailable(config: Config, environment: Environment): Unavailable | null {
  const apps = browserApps(config);
  if (environment === 'my_domain') return apps.production || apps.sandbox ? null : 'no_app';
  const app = apps[environment];
  if (!app) return 'no_app';
  // A local app is unknown at login. and test.salesforce.com: Salesforce answers OAUTH_EC_APP_NOT_FOUND there.
  return app.scope === 'local' && isSharedLoginHost(app.loginOrigin) ? 'local_app' : null;
}

/** Which rights are expected when nobody chooses. */
export function usualMode({ oauthApps }: Config, environment: Environment): ConnectionMode {
  const app =
    environment === 'my_domain' ? (oauthApps.production ?? oauthApps.sandbox) : oauthApps[environment];
  return app?.mode ?? 'secure';
}

/** A My Domain was not chosen by kind: its host says it, or the app that is set up for it; identify corrects it. */
function kindAtMyDomain({ oauthApps }: Config, origin: string): OrgKind {
  if (oauthApps.sandbox?.loginOrigin === origin) return 'sandbox';
  if (oauthApps.production?.loginOrigin === origin) return 'production';
  return kindOfHost(origin) ?? 'production';
}

function notAvailable(reason: Unavailable | null): AppError {
  const message = reason === null ? 'This environment is not available.' : whyUnavailableWords[reason];
  return new AppError('environment_not_available', message, {
    status: 400,
    fix: 'Choose another environment, enter an OAuth app of your own, or ask whoever runs Bookbridge to set one up.',
  });
}

/** False for a My Domain that was typed in: there the org itself says what kind it is. */
export function choseKind({ oauthApps }: Config, attempt: { kind: OrgKind; login_origin: string }): boolean {
  return (
    isSharedLoginHost(attempt.login_origin) || oauthApps[attempt.kind]?.loginOrigin === attempt.login_origin
  );
}
