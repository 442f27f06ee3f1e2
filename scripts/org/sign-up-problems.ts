// Why a Dev Hub made no scratch org: its limits, and the error codes of ScratchOrgInfo.
// https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_scratch_orgs_error_codes.htm
import { z } from 'zod';
import { codesOf, SetUpProblem } from './problem.ts';
import { apiVersion, nameOf } from './target-org.ts';
import type { TargetOrg } from './target-org.ts';

const limitRow = z.object({ Max: z.number(), Remaining: z.number() });
const limitsSchema = z.object({ ActiveScratchOrgs: limitRow, DailyScratchOrgs: limitRow });

/** Null: it was something else. */
export async function limitProblem(error: unknown, hub: TargetOrg): Promise<SetUpProblem | null> {
  const codes = codesOf(error);
  if (codes.some((code) => ['HubOrgIsNotDevHubError', 'hubOrgIsNotDevHub', 'INVALID_TYPE'].includes(code))) {
    return new SetUpProblem(
      'not_a_dev_hub',
      `${nameOf(hub)} is not a Dev Hub.`,
      `Switch it on in ${hub.instanceUrl}/lightning/setup/DevHub/home, or name another org with --target-dev-hub.`,
      error,
    );
  }
  if (!codes.includes('LIMIT_EXCEEDED')) return null;
  const limits = limitsSchema.safeParse(await limitsOf(hub));
  if (limits.success && limits.data.ActiveScratchOrgs.Remaining > 0) {
    return new SetUpProblem(
      'daily_scratch_orgs_reached',
      `${nameOf(hub)} has made its ${limits.data.DailyScratchOrgs.Max} scratch orgs of today.`,
      'Use one that is there ("sf org list", then npm run org -- setup --target-org NAME), or wait until tomorrow.',
      error,
    );
  }
  const most = limits.success ? ` (${limits.data.ActiveScratchOrgs.Max})` : '';
  return new SetUpProblem(
    'active_scratch_orgs_reached',
    `${nameOf(hub)} has as many active scratch orgs as it may have${most}.`,
    'Delete one that nobody needs ("sf org list", then npm run org -- delete --target-org NAME), then run the same command again.',
    error,
  );
}

async function limitsOf(hub: TargetOrg): Promise<unknown> {
  try {
    return await hub.connection.request(`/services/data/v${apiVersion}/limits`);
  } catch {
    // Only for a better sentence.
    return null;
  }
}

const orderSchema = z.object({ Status: z.string(), ErrorCode: z.string().nullish() });

/** Null: Salesforce has not given up on this order. */
export async function signUpProblem(hub: TargetOrg, jobId: string): Promise<SetUpProblem | null> {
  const order = orderSchema.safeParse(
    await hub.connection
      .sobject('ScratchOrgInfo')
      .retrieve(jobId)
      .catch(() => null),
  );
  if (!order.success) return null;
  if (order.data.Status === 'Deleted') {
    return new SetUpProblem(
      'scratch_org_deleted',
      'The scratch org that was being made has been deleted.',
      'Run the same command again: it makes a new one.',
    );
  }
  if (order.data.Status !== 'Error') return null;
  const code = order.data.ErrorCode ?? 'without a code';
  const [what, fix] = reasons[code] ?? [
    'Salesforce could not make the scratch org',
    'Run the same command again; if it stays so, look the code up in Salesforce’s list of scratch org error codes',
  ];
  return new SetUpProblem('scratch_org_refused', `${what} (${code}).`, `${fix}.`);
}

const settingsFailure = z.object({
  data: z.object({
    details: z.object({
      componentFailures: z.preprocess(
        (given) => [given].flat(),
        z.array(z.object({ fullName: z.string(), problem: z.string() })).min(1),
      ),
    }),
  }),
});

/** The org is there, but does not take the settings of its definition. */
export function settingsProblem(
  error: unknown,
  wish: { alias: string; definitionFile: string },
): SetUpProblem {
  const told = settingsFailure.safeParse(error);
  const [first] = told.success ? told.data.data.details.componentFailures : [];
  const reason = first === undefined ? '' : `: ${first.fullName}: ${first.problem}`;
  return new SetUpProblem(
    'settings_refused',
    `The scratch org ${wish.alias} was made, but it refused the settings of its definition${reason}.`,
    `Change settings in ${wish.definitionFile}, delete the org (npm run org -- delete --target-org ${wish.alias}), then run the same command again.`,
    error,
  );
}

const again = 'Run the same command again';
const reasons: Record<string, readonly [what: string, fix: string]> = {
  'S-1006': [
    'Salesforce does not take the admin’s e-mail address',
    `Change adminEmail in the definition file. ${again}`,
  ],
  'S-2006': ['Salesforce does not take the country', `Change country in the definition file. ${again}`],
  'S-1017': [
    'The namespace is not linked to this Dev Hub',
    `Link it, or take namespace out of sfdx-project.json. ${again}`,
  ],
  'S-1018': ['Salesforce does not take the My Domain name', `Change it in the definition file. ${again}`],
  'S-1019': ['The My Domain name is taken', `Change it in the definition file. ${again}`],
  'S-1026': ['Salesforce does not take the namespace', `Change it in sfdx-project.json. ${again}`],
  'SH-0001': [
    'The source org does not share its shape with this Dev Hub',
    `Add the Dev Hub’s id in its Setup under Org Shape. ${again}`,
  ],
  'SH-0002': ['The source org has no shape', `Make one in its Setup under Org Shape. ${again}`],
  'SH-0003': [
    'The shape of the source org is too old',
    `Make it anew in its Setup under Org Shape. ${again}`,
  ],
  'T-0002': ['There is no such template or snapshot', `Change it in the definition file. ${again}`],
  'C-1007': ['The admin’s username is taken', `Take username out of the definition file. ${again}`],
  'C-1015': ['Salesforce could not register the org’s My Domain', again],
  'C-1016': [
    'Salesforce could not put the app of the Dev Hub’s login into the new org',
    `Log the CLI in to the Dev Hub with "sf org login web" instead of an app of your own. ${again}`,
  ],
  'C-1020': ['There is no such template', `Change it in the definition file. ${again}`],
  'C-1027': ['This template cannot be used', `Name an edition in the definition file instead. ${again}`],
  'S-9999': ['Salesforce’s sign-up service failed', again],
  'C-9999': ['Salesforce’s sign-up service failed', again],
};
