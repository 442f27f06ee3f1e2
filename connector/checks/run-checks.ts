// The lists of checks, one for each mode, and how they are run: facts first (standard: one API call, secure: at most three), then
// every check judges them.
// Shared by the wizard, by "Check again" and by whatever else wants to know whether a connection is right.
import type { SalesforceClient } from '../salesforce/client.ts';
import { isSalesforceError } from '../salesforce/errors.ts';
import type { ConnectionMode, OrgKind } from '../store/schema.ts';
import type { Check, CheckDefinition } from './check.ts';
import { companionChecks } from './companion-checks.ts';
import { orgChecks } from './org-checks.ts';
import { lookUpFacts, refusedFacts } from './org-facts.ts';
import type { Facts, Refusal } from './facts.ts';
import { rightChecks } from './right-checks.ts';
import { lookUpSecureFacts } from './secure-facts.ts';
import { secureOrgChecks, secureUserChecks } from './secure-user-checks.ts';
import { setupLinks } from './setup-links.ts';
import { sharingChecks } from './sharing-checks.ts';
import { userChecks } from './user-checks.ts';

export const checkLists: Record<ConnectionMode, readonly CheckDefinition[]> = {
  standard: [...userChecks, ...orgChecks, ...companionChecks],
  secure: [...secureUserChecks, ...secureOrgChecks, ...companionChecks, ...rightChecks, ...sharingChecks],
};

export type CheckRun = { checks: Check[]; facts: Facts };

/** Runs all checks; throws what the client throws, except that a user without the API is a finding. */
export async function runChecks(
  client: SalesforceClient,
  chosenKind: OrgKind,
  mode: ConnectionMode,
): Promise<CheckRun> {
  const facts = await factsOf(client, mode);
  return { facts, checks: judgeAll(facts, client.instanceOrigin, chosenKind, mode) };
}

/** The checks of a user whom Salesforce does not let in. */
export function judgeRefused(
  user: { userId: string; instanceOrigin: string },
  chosenKind: OrgKind,
  mode: ConnectionMode,
  refusal: Refusal,
): Check[] {
  return judgeAll(refusedFacts(user.userId, refusal), user.instanceOrigin, chosenKind, mode);
}

/** True when no required check failed or stayed unknown: only then may bookings be written. */
export function allRequiredPassed(checks: readonly Check[]): boolean {
  return checks.every(({ required, status }) => !required || status === 'pass' || status === 'warn');
}

async function factsOf(client: SalesforceClient, mode: ConnectionMode): Promise<Facts> {
  try {
    return mode === 'secure' ? await lookUpSecureFacts(client) : await lookUpFacts(client);
  } catch (error) {
    const disabled = ['API_DISABLED_FOR_ORG', 'API_CURRENTLY_DISABLED'];
    if (isSalesforceError(error) && disabled.includes(error.errorCode)) {
      return refusedFacts(client.userId, 'api_disabled');
    }
    throw error;
  }
}

function judgeAll(facts: Facts, instanceOrigin: string, chosenKind: OrgKind, mode: ConnectionMode): Check[] {
  const input = { facts, chosenKind, instanceOrigin, links: setupLinks(instanceOrigin) };
  return checkLists[mode].map(({ id, title, required, judge }) => ({ id, title, required, ...judge(input) }));
}
