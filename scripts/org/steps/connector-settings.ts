// What the connector needs to know of this org, written into settings.env of the data folder (0600): the app, where it logs
// in, as whom, and the file of the private key. Nothing of it is printed.
import { readSettingsFile, writeSettings } from '../../../connector/settings-file.ts';
import { apiUsername, readUserDefinition } from '../api-user-definition.ts';
import { readSecret } from '../app-secret.ts';
import { readKeyPair } from '../key-pair.ts';
import { needsSecret } from './oauth-app.ts';
import { SetUpProblem } from '../problem.ts';
import { orgOf } from '../step.ts';
import type { Context, Step } from '../step.ts';
import type { TargetOrg } from '../target-org.ts';
import { userModeOf } from '../wish.ts';

export const connectorSettings: Step = {
  id: 'connector-settings',
  title: 'Connector settings',
  plan: (wish) => `write the connector’s settings into ${wish.dataFolder}/settings.env`,
  async isDone(context) {
    const changes = await changedSettings(context);
    const file = `${context.wish.dataFolder}/settings.env`;
    if (changes === null) return { state: 'open', detail: `write ${file}` };
    if (Object.keys(changes).length === 0) return { state: 'done', detail: file };
    return { state: 'open', detail: `write ${file}${replacedOrg(context)}` };
  },
  async do(context) {
    const replaced = replacedOrg(context);
    const changes = await changedSettings(context);
    if (changes === null) {
      throw new SetUpProblem(
        'key_missing',
        'The key of the OAuth app is not in the data folder.',
        'Run the same command again with --fix: the app gets a new certificate.',
      );
    }
    await writeSettings(context.wish.dataFolder, changes);
    return `${Object.keys(changes).length} settings in ${context.wish.dataFolder}/settings.env${replaced}`;
  },
  byHand: () => 'Set the variables that docs/operate.md lists.',
};

/** A scratch org takes the place of a sandbox. */
export function settingPrefix(org: TargetOrg): 'SALESFORCE_PRODUCTION' | 'SALESFORCE_SANDBOX' {
  return org.kind === 'production' ? 'SALESFORCE_PRODUCTION' : 'SALESFORCE_SANDBOX';
}

/** Null: the app is not there yet. */
async function changedSettings(context: Context): Promise<Record<string, string | null> | null> {
  const { wish } = context;
  const org = orgOf(context);
  const app = (await context.record()).values.app;
  const pair = await readKeyPair(wish.dataFolder, org.orgId);
  if (app === null || pair === null) return null;
  const prefix = settingPrefix(org);
  const isApiOnly = userModeOf(wish) === 'secure';
  const wanted: Record<string, string | null> = {
    [`${prefix}_CLIENT_ID`]: app.clientId,
    [`${prefix}_CLIENT_SECRET`]: needsSecret(wish) ? await readSecret(wish.dataFolder, org.orgId) : null,
    [`${prefix}_LOGIN_URL`]: org.instanceUrl,
    [`${prefix}_APP_SCOPE`]: 'local',
    [`${prefix}_FLOW`]: isApiOnly ? 'jwt_bearer' : 'web_server',
    [`${prefix}_MODE`]: wish.mode,
    [`${prefix}_USERNAME`]: apiUsername(await readUserDefinition(), wish, org.orgId),
    [`${prefix}_PRIVATE_KEY_FILE`]: pair.keyFile,
  };
  const present = readSettingsFile(wish.dataFolder)?.values ?? {};
  if (org.isLocal)
    wanted['SALESFORCE_LOCAL_ORIGINS'] = withOrigins(present['SALESFORCE_LOCAL_ORIGINS'], org.localOrigins);
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => (present[name] ?? null) !== value),
  );
}

function withOrigins(present: string | undefined, added: readonly string[]): string {
  const origins = (present ?? '').split(',').filter(Boolean);
  return [...new Set([...origins, ...added])].join(',');
}

function replacedOrg(context: Context): string {
  const org = orgOf(context);
  const present = readSettingsFile(context.wish.dataFolder)?.values[`${settingPrefix(org)}_LOGIN_URL`];
  return present === undefined || present === org.instanceUrl ? '' : `, in place of those for ${present}`;
}

/** After the org was deleted. True when there was something to take out. */
export async function removeSettings(dataFolder: string, org: TargetOrg): Promise<boolean> {
  const present = readSettingsFile(dataFolder)?.values ?? {};
  const prefix = settingPrefix(org);
  const changes: Record<string, string | null> = {};
  if (present[`${prefix}_LOGIN_URL`] === org.instanceUrl) {
    for (const name of Object.keys(present)) if (name.startsWith(`${prefix}_`)) changes[name] = null;
  }
  if (org.isLocal && present['SALESFORCE_LOCAL_ORIGINS'] !== undefined) {
    const others = present['SALESFORCE_LOCAL_ORIGINS']
      .split(',')
      .filter((origin) => origin !== org.instanceUrl);
    // A login host is of use only beside an org.
    const isUsed = Object.entries(present).some(
      ([name, value]) => name.endsWith('_LOGIN_URL') && changes[name] === undefined && others.includes(value),
    );
    changes['SALESFORCE_LOCAL_ORIGINS'] = isUsed ? others.join(',') : null;
  }
  if (Object.keys(changes).length === 0) return false;
  await writeSettings(dataFolder, changes);
  return true;
}
