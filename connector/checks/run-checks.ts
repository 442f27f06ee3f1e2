// The list of checks of standard mode and how it is run: one API call for the facts, then every check judges them.
// Shared by the wizard, by "Check again" and by whatever else wants to know whether a connection is right.
import type { SalesforceClient } from '../salesforce/client.ts';
import { isSalesforceError } from '../salesforce/errors.ts';
import type { OrgKind } from '../store/schema.ts';
import type { Check, CheckDefinition } from './check.ts';
import { companionChecks } from './companion-checks.ts';
import { orgChecks } from './org-checks.ts';
import { lookUpFacts, refusedFacts } from './org-facts.ts';
import type { Facts, Refusal } from './org-facts.ts';
import { setupLinks } from './setup-links.ts';
import { userChecks } from './user-checks.ts';

export const checkList: readonly CheckDefinition[] = [...userChecks, ...orgChecks, ...companionChecks];

export type CheckRun = { checks: Check[]; facts: Facts };

/** Runs all checks; throws what the client throws, except that a user without the API is a finding. */
export async function runChecks(client: SalesforceClient, chosenKind: OrgKind): Promise<CheckRun> {
  const facts = await factsOf(client);
  return { facts, checks: judgeAll(facts, client.instanceOrigin, chosenKind) };
}

/** The checks of a user whom Salesforce does not let in. */
export function judgeRefused(
  user: { userId: string; instanceOrigin: string },
  chosenKind: OrgKind,
  refusal: Refusal,
): Check[] {
  return judgeAll(refusedFacts(user.userId, refusal), user.instanceOrigin, chosenKind);
}

/** True when no required check failed or stayed unknown: only then may bookings be written. */
export function allRequiredPassed(checks: readonly Check[]): boolean {
  return checks.every(({ required, status }) => !required || status === 'pass' || status === 'warn');
}

async function factsOf(client: SalesforceClient): Promise<Facts> {
  try {
    return await lookUpFacts(client);
  } catch (error) {
    const disabled = ['API_DISABLED_FOR_ORG', 'API_CURRENTLY_DISABLED'];
    if (isSalesforceError(error) && disabled.includes(error.errorCode)) {
      return refusedFacts(client.userId, 'api_disabled');
    }
    throw error;
  }
}

function judgeAll(facts: Facts, instanceOrigin: string, chosenKind: OrgKind): Check[] {
  const input = { facts, chosenKind, links: setupLinks(instanceOrigin) };
  return checkList.map(({ id, title, required, judge }) => ({ id, title, required, ...judge(input) }));
}
