// For people without a Salesforce account: the Dev Hub is the production org of a local org that runs on this computer, and
// the CLI's stores get a login to it through the local org's own app "Local CLI".
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { SetUpProblem } from './problem.ts';
import { isOnThisComputer, stayLocal } from './stay-local.ts';
import { loadCore } from './target-org.ts';
import type { SetUpWish } from './wish.ts';

const clientId = 'LocalCLI';
/** Of the company that every new local org holds. */
const adminUsername = 'admin@acme.example';
export const localHubAlias = 'bookbridge-local-hub';

/** Returns the alias of the login. Throws SetUpProblem `local_org_not_running`, `local_org_key_missing`. */
export async function logInToLocalHub(wish: SetUpWish, say: (line: string) => void): Promise<string> {
  const url = wish.localOrgUrl ?? '';
  if (!isOnThisComputer(url)) {
    throw new SetUpProblem(
      'local_org_elsewhere',
      `${url} is not an address of this computer.`,
      'Give --local-org-url the login host that "npm run local-org" prints, for example http://localhost:3200.',
    );
  }
  stayLocal();
  await requireRunning(url);
  const keyFile = join(wish.dataFolder, 'local-org', 'cli.key');
  await access(keyFile).catch((cause: unknown) => {
    throw new SetUpProblem(
      'local_org_key_missing',
      `The local org’s key for the CLI is not at ${keyFile}.`,
      'Name the folder the local org was started with by --data or BOOKBRIDGE_DATA (the folder above its local-org folder).',
      cause,
    );
  });
  const core = await loadCore();
  const state = await core.StateAggregator.getInstance();
  if (state.aliases.getUsername(localHubAlias) === adminUsername && (await isSameHost(core, url)))
    return localHubAlias;
  await state.orgs.remove(adminUsername).catch(() => undefined);
  const login = await core.AuthInfo.create({
    username: adminUsername,
    oauth2Options: { clientId, privateKeyFile: keyFile, privateKey: keyFile, loginUrl: url },
  });
  await login.handleAliasAndDefaultSettings({
    alias: localHubAlias,
    setDefault: false,
    setDefaultDevHub: false,
  });
  say(`Logged the CLI in to the local org's Dev Hub as ${adminUsername} (alias ${localHubAlias})`);
  return localHubAlias;
}

async function isSameHost(core: Awaited<ReturnType<typeof loadCore>>, url: string): Promise<boolean> {
  const login = await core.AuthInfo.create({ username: adminUsername }).catch(() => null);
  return login?.getFields().loginUrl === url;
}

async function requireRunning(url: string): Promise<void> {
  try {
    const response = await fetch(`${url}/services/data`, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
  } catch (error) {
    throw new SetUpProblem(
      'local_org_not_running',
      `No local org answers at ${url}.`,
      'Start one in another terminal with "npm start" (with the connector) or "npm run local-org", then run the same command again.',
      error,
    );
  }
}
