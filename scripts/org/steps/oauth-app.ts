// The OAuth app: three files of an External Client App, or a Connected App where Salesforce still allows it. Key, secret
// and certificate are made here and kept before they are sent, so that a deploy whose answer was lost is simply repeated.
import { createHash, randomBytes } from 'node:crypto';
import { askForSecret, isSecretAccepted, keepSecret, readSecret, secretOf } from '../app-secret.ts';
import { datesOf, deployFolder, deployProblem, differenceOf, typesOf } from '../deploy.ts';
import { keyPairOf, readKeyPair } from '../key-pair.ts';
import { appComponents, withAppFolder } from '../oauth-app-files.ts';
import type { AppValues } from '../oauth-app-files.ts';
import { SetUpProblem } from '../problem.ts';
import { elementOf, retrieveComponent } from '../retrieve.ts';
import { orgOf } from '../step.ts';
import type { Context, Finding, Step } from '../step.ts';
import { nameOf } from '../target-org.ts';
import { userModeOf } from '../wish.ts';
import type { SetUpWish } from '../wish.ts';

export const oauthApp: Step = {
  id: 'oauth-app',
  title: 'OAuth app',
  plan: (wish) =>
    `deploy the ${kindName(wish)} Bookbridge with a new key and certificate (the private key stays in ${wish.dataFolder})`,
  isDone: findApp,
  async do(context) {
    const record = await context.record();
    const clientId =
      record.values.app?.clientId ?? (await presentKey(context)) ?? randomBytes(32).toString('hex');
    await record.change({ app: { clientId, kind: context.wish.app } });
    if ((await whatDiffers(context, clientId)) !== null) await sendApp(context, clientId);
    await settleSecret(context, clientId);
    return `${kindName(context.wish)} deployed, key ${clientId.slice(0, 6)}…`;
  },
  byHand: (context) =>
    `In ${orgOf(context).instanceUrl}/lightning/setup/ManageExternalClientApplication/home make an External Client App "Bookbridge" with callback ${callbackUrl(context.wish)}, scopes api, id and refresh_token, and the certificate from ${context.wish.dataFolder}/keys.`,
};

export function callbackUrl(wish: SetUpWish): string {
  return `${wish.publicUrl}/oauth/salesforce/callback`;
}

/** An API-only user logs in with the certificate alone. */
export function needsSecret(wish: SetUpWish): boolean {
  return userModeOf(wish) !== 'secure';
}

/** What the templates are filled with; `isApproved` switches a Connected App to its pre-authorised users. */
export async function appValues(context: Context, clientId: string, isApproved: boolean): Promise<AppValues> {
  const { wish } = context;
  const { orgId } = orgOf(context);
  const { certificate } = await keyPairOf(wish.dataFolder, orgId);
  return {
    CALLBACK_URL: callbackUrl(wish),
    CERTIFICATE: certificate.trim(),
    CONSUMER_KEY: clientId,
    CONSUMER_SECRET: needsSecret(wish) ? await secretOf(wish.dataFolder, orgId) : null,
    CONTACT_EMAIL: (await context.facts.staff()).admin.Email,
    ADMIN_APPROVED: String(isApproved),
    PERMISSION_SET: isApproved ? 'Bookbridge_App_Access' : null,
  };
}

/** Of everything that decides how the app behaves. */
export async function appHash(context: Context, clientId: string): Promise<string> {
  const { wish } = context;
  const { orgId } = orgOf(context);
  const pair = await readKeyPair(wish.dataFolder, orgId);
  // Not the secret itself: Salesforce takes a preset one at creation only, and a person may have copied another.
  const parts = [wish.app, clientId, callbackUrl(wish), pair?.certificate, needsSecret(wish)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

async function sendApp(context: Context, clientId: string): Promise<void> {
  const { wish } = context;
  const record = await context.record();
  const values = await appValues(context, clientId, false);
  const refused = await withAppFolder(
    wish.app,
    values,
    async (folder) => await deployFolder(orgOf(context), folder, wish.waitMinutes, context.progress),
  );
  if (refused !== null) throw deployProblem(`the ${kindName(wish)}`, refused, refusedFix(wish));
  // Its policy is a record of its own and may be new now.
  await record.setDeployed('policies', null);
  context.facts.forget();
  const dates = await datesOf(context.facts, appComponents[wish.app]);
  const hash = await appHash(context, clientId);
  await record.setDeployed('oauthApp', dates === null ? null : { hash, components: dates });
}

async function whatDiffers(context: Context, clientId: string): Promise<string | null> {
  const names = appComponents[context.wish.app];
  const inOrg = await context.facts.components(typesOf(names));
  const { deployed } = (await context.record()).values;
  return differenceOf(inOrg, names, await appHash(context, clientId), deployed.oauthApp);
}

async function findApp(context: Context): Promise<Finding> {
  const { wish } = context;
  const org = orgOf(context);
  const { values } = await context.record();
  const pair = await readKeyPair(wish.dataFolder, org.orgId);
  const names = appComponents[wish.app];
  const inOrg = await context.facts.components(typesOf(names));
  const isThere = names.some((name) => inOrg.has(name));
  const detail = (why: string): string => `deploy the ${kindName(wish)} (${why})`;
  if (isThere && (values.app === null || pair === null)) {
    const what = `${nameOf(org)} has an OAuth app Bookbridge already, but its private key is not in ${wish.dataFolder}.`;
    return {
      state: 'open',
      detail: detail('with a new certificate, because its private key is not here'),
      consent: {
        question: `${what} Give the app a new certificate? Whoever uses it now must then be set up again.`,
        refusal: new SetUpProblem(
          'app_exists',
          what,
          'Copy the keys folder and settings.env from where it was set up; or add --fix, which gives the app a new certificate: whoever uses it now must then be set up again.',
        ),
      },
    };
  }
  const clientId = values.app?.clientId ?? '';
  const difference = await whatDiffers(context, clientId);
  if (difference !== null) return { state: 'open', detail: detail(difference) };
  const secret = await readSecret(wish.dataFolder, org.orgId);
  if (needsSecret(wish) && !(values.secretWorks && secret !== null))
    return { state: 'open', detail: 'find out whether its secret was taken' };
  return { state: 'done', detail: `${kindName(wish)}, key ${clientId.slice(0, 6)}…` };
}

/** The key of an app that somebody else made; it can be set at creation only. */
async function presentKey(context: Context): Promise<string | null> {
  const names = appComponents[context.wish.app];
  const inOrg = await context.facts.components(typesOf(names));
  const holder = names.find(
    (name) => name.startsWith('ExtlClntAppGlobal') || name.startsWith('ConnectedApp'),
  );
  if (holder === undefined || !inOrg.has(holder)) return null;
  const [type = '', fullName = ''] = holder.split(':');
  return elementOf((await retrieveComponent(orgOf(context), type, fullName)).text, 'consumerKey');
}

const secretPolls = { everyMs: 5_000, times: 24 };

async function settleSecret(context: Context, clientId: string): Promise<void> {
  const record = await context.record();
  if (!needsSecret(context.wish)) return await record.change({ secretWorks: false });
  const { instanceUrl, orgId } = orgOf(context);
  const { dataFolder } = context.wish;
  let secret = await secretOf(dataFolder, orgId);
  let polls = 0;
  let isAsked = false;
  for (;;) {
    const answer = await isSecretAccepted(instanceUrl, clientId, secret);
    if (answer === 'yes') return await record.change({ secretWorks: true });
    if (answer === 'app unknown') {
      if (++polls > secretPolls.times) {
        throw new SetUpProblem(
          'app_not_known_yet',
          'Salesforce does not know the new app everywhere yet; this can take up to 30 minutes.',
          'Run the same command again later: it goes on where it stopped.',
        );
      }
      context.progress('waiting until Salesforce knows the new app');
      await new Promise((resolve) => setTimeout(resolve, secretPolls.everyMs));
      continue;
    }
    secret = await askForSecret(context, isAsked);
    isAsked = true;
    await keepSecret(dataFolder, orgId, secret);
  }
}

export function kindName(wish: SetUpWish): string {
  return wish.app === 'external' ? 'External Client App' : 'Connected App';
}

function refusedFix(wish: SetUpWish): string {
  return wish.app === 'connected'
    ? 'Salesforce no longer lets most orgs create Connected Apps: leave out --app connected to use an External Client App, or ask Salesforce Support to allow it.'
    : 'Change what this names, then run the same command again.';
}
