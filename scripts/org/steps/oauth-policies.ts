// Who may use the OAuth app, and how long: pre-authorised users only, refresh tokens for 30 idle days, IP ranges enforced.
// Salesforce makes the policy record itself, so it is read, changed and sent back; and only after the API user holds the
// access permission set, because from then on nobody else gets in.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { datesOf, deployFolder, deployProblem, differenceOf } from '../deploy.ts';
import { appValues, kindName } from './oauth-app.ts';
import { appName, withAppFolder, withTempFolder } from '../oauth-app-files.ts';
import { accessSet } from './permission-sets.ts';
import { SetUpProblem } from '../problem.ts';
import { retrieveComponent, withElements } from '../retrieve.ts';
import { orgOf } from '../step.ts';
import type { Context, Step } from '../step.ts';

export const policyType = 'ExtlClntAppOauthConfigurablePolicies';

/** A partner's app must keep to 30 idle days; `Infinite` is no longer taken. */
const policy = {
  commaSeparatedPermissionSet: accessSet,
  permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
  refreshTokenPolicyType: 'SpecificInactivity',
  refreshTokenValidityPeriod: '30',
  refreshTokenValidityUnit: 'Days',
  ipRelaxationPolicyType: 'Enforce',
} as const;

export const oauthPolicies: Step = {
  id: 'oauth-policies',
  title: 'OAuth policies',
  plan: () => 'admit pre-authorised users only, refresh tokens for 30 idle days',
  async isDone(context) {
    const { values } = await context.record();
    const names = await policyNames(context);
    const inOrg = await context.facts.components([typeOf(context)]);
    const isSet =
      names.length > 0 && differenceOf(inOrg, names, hashOf(context), values.deployed.policies) === null;
    if (isSet) return { state: 'done', detail: 'pre-authorised users only, 30 idle days' };
    return { state: 'open', detail: 'admit pre-authorised users only, refresh tokens for 30 idle days' };
  },
  async do(context) {
    const { assigned } = await context.facts.user();
    if (!assigned.includes(accessSet)) {
      throw new SetUpProblem(
        'access_not_assigned',
        'The API user does not hold Bookbridge App Access, so the app’s policy would lock it out.',
        'Run the same command again: it assigns the permission set first.',
      );
    }
    if (context.wish.app === 'connected') await approveConnectedApp(context);
    else await sendPolicy(context);
    context.facts.forget();
    const dates = await datesOf(context.facts, await policyNames(context));
    const record = await context.record();
    await record.setDeployed(
      'policies',
      dates === null ? null : { hash: hashOf(context), components: dates },
    );
    if (context.wish.app === 'connected') await keepAppDate(context, dates);
    return 'pre-authorised users only, refresh tokens for 30 idle days';
  },
  byHand: (context) =>
    `In ${orgOf(context).instanceUrl}/lightning/setup/ManageExternalClientApplication/home open Bookbridge, Policies: Permitted Users "Admin approved users are pre-authorized", permission set Bookbridge App Access, refresh token "Expire after 30 days of inactivity".`,
};

function typeOf(context: Context): string {
  return context.wish.app === 'external' ? policyType : 'ConnectedApp';
}

/** The org names the record (`Bookbridge_defaultPolicy`); a Connected App carries its policy itself. */
async function policyNames(context: Context): Promise<string[]> {
  const found = await context.facts.components([typeOf(context)]);
  return [...found.keys()].filter((name) =>
    context.wish.app === 'external'
      ? name.startsWith(`${policyType}:${appName}_`)
      : name === `ConnectedApp:${appName}`,
  );
}

function hashOf(context: Context): string {
  return createHash('sha256')
    .update(JSON.stringify([context.wish.app, policy]))
    .digest('hex');
}

async function sendPolicy(context: Context): Promise<void> {
  const org = orgOf(context);
  const [name] = await policyNames(context);
  if (name === undefined) {
    throw new SetUpProblem(
      'policy_missing',
      'The org has not made the policy record of the app Bookbridge yet.',
      'Wait a minute, then run the same command again.',
    );
  }
  const fullName = name.slice(name.indexOf(':') + 1);
  const { text } = await retrieveComponent(org, policyType, fullName);
  await withTempFolder(async (folder) => {
    const place = join(folder, 'extlClntAppOauthPolicies');
    await mkdir(place);
    await writeFile(join(place, `${fullName}.ecaOauthPlcy-meta.xml`), withElements(text, policy), {
      mode: 0o600,
    });
    await send(context, folder);
  });
}

async function approveConnectedApp(context: Context): Promise<void> {
  const clientId = (await context.record()).values.app?.clientId ?? '';
  const values = await appValues(context, clientId, true);
  await withAppFolder('connected', values, async (folder) => await send(context, folder));
}

/** Its policy has touched the app itself: without this the next run would take it for somebody’s change. */
async function keepAppDate(context: Context, dates: Record<string, string> | null): Promise<void> {
  const record = await context.record();
  const app = record.values.deployed.oauthApp;
  if (app !== undefined && dates !== null)
    await record.setDeployed('oauthApp', { ...app, components: dates });
}

async function send(context: Context, folder: string): Promise<void> {
  const refused = await deployFolder(orgOf(context), folder, context.wish.waitMinutes, context.progress);
  if (refused === null) return;
  throw deployProblem(
    `the policies of the ${kindName(context.wish)}`,
    refused,
    `Set them by hand (${oauthPolicies.byHand(context)}), or change what this names and run the same command again.`,
  );
}
