// The permission sets of the API user. "App Access" goes first: it is what lets the user in once the app admits
// pre-authorised users only.
import { z } from 'zod';
import { SetUpProblem } from '../problem.ts';
import { orgOf } from '../step.ts';
import type { Step } from '../step.ts';
import { apiVersion, nameOf } from '../target-org.ts';
import type { SetUpWish } from '../wish.ts';

export const accessSet = 'Bookbridge_App_Access';

export function wantedSets(wish: SetUpWish): string[] {
  return [
    accessSet,
    'Bookbridge_API_User',
    ...(wish.privateSharing ? ['Bookbridge_API_User_Private_Sharing'] : []),
  ];
}

export const permissionSets: Step = {
  id: 'permission-sets',
  title: 'Permission sets',
  plan: (wish) => `assign ${told(wantedSets(wish))}`,
  async isDone(context) {
    const wanted = wantedSets(context.wish);
    const { assigned } = await context.facts.user();
    const missing = wanted.filter((name) => !assigned.includes(name));
    if (missing.length === 0) return { state: 'done', detail: told(wanted) };
    return { state: 'open', detail: `assign ${told(missing)}` };
  },
  async do(context) {
    const org = orgOf(context);
    const { user, assigned, permissionSets: ids } = await context.facts.user();
    const missing = wantedSets(context.wish).filter((name) => !assigned.includes(name));
    const unknown = missing.filter((name) => ids[name] === undefined);
    if (unknown.length > 0) {
      throw new SetUpProblem(
        'permission_set_missing',
        `${nameOf(org)} does not have the permission set ${told(unknown)}.`,
        `Deploy the companion app (sf project deploy start --source-dir force-app --target-org ${org.username}), then run the same command again.`,
      );
    }
    if (user === null) throw new Error('The API user is gone.');
    const answer: unknown = await org.connection.request({
      method: 'POST',
      url: `/services/data/v${apiVersion}/composite/sobjects`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        allOrNone: false,
        records: missing.map((name) => ({
          attributes: { type: 'PermissionSetAssignment' },
          AssigneeId: user.id,
          PermissionSetId: ids[name],
        })),
      }),
    });
    requireAssigned(answer, missing);
    context.facts.forget();
    return `${told(missing)} assigned`;
  },
  byHand: (context) =>
    `sf org assign permset ${wantedSets(context.wish)
      .map((name) => `--name ${name}`)
      .join(' ')} --on-behalf-of API-USER --target-org ${orgOf(context).username}`,
};

const results = z.array(
  z.object({
    success: z.boolean(),
    errors: z.array(z.object({ statusCode: z.string(), message: z.string() })).default([]),
  }),
);

function requireAssigned(answer: unknown, names: string[]): void {
  for (const [index, { success, errors }] of results.parse(answer).entries()) {
    const [error] = errors;
    // Assigned before, and the answer was lost.
    if (success || error?.statusCode === 'DUPLICATE_VALUE') continue;
    throw new SetUpProblem(
      'permission_set_refused',
      `Salesforce refused to assign ${told([names[index] ?? ''])}: ${error?.message ?? 'no reason was given'} (${error?.statusCode ?? 'unknown'}).`,
      'The user licence of the API user may not allow these rights: use another user with --username, or see its licence in Setup, then run the same command again.',
    );
  }
}

/** Labels as a person sees them in Setup. */
function told(names: string[]): string {
  return names
    .map((name) => name.replace('API_User_Private', 'API_User:_Private').replaceAll('_', ' '))
    .join(', ');
}
