// Trip 1, stage authorize: environment chosen → address at Salesforce the browser goes to. Checks the login host against
// the allow-list and stores the attempt that the callback must fit. Which OAuth app is used: choose-app.ts.
import { AppError } from '../errors.ts';
import { startAttempt } from './attempts.ts';
import type { AttemptOwner } from './attempts.ts';
import { chooseApp, usePresentApp } from './choose-app.ts';
import type { EnvironmentChoice } from './choose-app.ts';
import { allowedOrigin } from './login-hosts.ts';
import { authorizeUrl } from './oauth-client.ts';
import { ownProblem } from './oauth-errors.ts';
import type { ConnectionDeps } from './stages.ts';

/** Gives the address to log in at. Throws `bad_my_domain` and its kin, and `environment_not_available`. */
export async function authorizeAtSalesforce(
  deps: ConnectionDeps,
  owner: AttemptOwner & { adminLinkId: string | null },
  choice: EnvironmentChoice,
): Promise<string> {
  const { config } = deps;
  const chosen =
    choice.app?.use === 'present'
      ? await usePresentApp(deps, owner.workspaceId, choice)
      : chooseApp(config, choice);
  const { client } = chosen;
  if (allowedOrigin(config, client.loginOrigin) === null) {
    const { code, message, fix } = ownProblem('host_not_allowed');
    throw new AppError(code, message, { status: 400, fix });
  }
  const { workspaceId, sessionId, adminLinkId } = owner;
  const { state, verifier } = await startAttempt(deps, { workspaceId, sessionId, adminLinkId, ...chosen });
  const loginHint = await lastUsername(deps, workspaceId, client.loginOrigin);
  return authorizeUrl(config, client, { state, verifier, loginHint });
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
