// The first step when the org is there already: the CLI's login to it works.
import { SetUpProblem } from '../problem.ts';
import { orgOf } from '../step.ts';
import type { Context, Step } from '../step.ts';
import { nameOf, openOrg } from '../target-org.ts';
import type { TargetOrg } from '../target-org.ts';

export const existingOrg: Step = {
  id: 'org',
  title: 'Org',
  plan: () => 'use the org that the CLI is logged in to',
  async isDone(context) {
    const { org } = context.wish;
    context.org ??= await openOrg(org.kind === 'existing' ? org.org : null);
    return { state: 'done', detail: describeOrg(context.org) };
  },
  do: async (context) => describeOrg(orgOf(context)),
  byHand: () => 'sf org login web --alias NAME',
};

export function describeOrg(org: TargetOrg): string {
  const alias = org.alias === null ? '' : ` (${org.alias})`;
  return `${org.kind} org ${org.orgId}, ${org.username}${alias}`;
}

/** Production data is real: a person says yes, or has said so with --yes. */
export async function agreeToProduction(context: Context): Promise<void> {
  const org = orgOf(context);
  if (org.kind !== 'production' || context.wish.yes) return;
  const what = `${nameOf(org)} (${org.instanceUrl}) is a production org.`;
  if (context.ask.isPossible && (await context.ask.yes(`${what} Set it up for Bookbridge?`))) return;
  throw new SetUpProblem(
    'production_needs_yes',
    `${what} Nothing was changed.`,
    'Look at the plan with --dry-run, then add --yes.',
  );
}
