// Trip 1, stage validate: a user and org that were identified → checks and the state they lead to. One API call; in secure
// mode at most three.
import type { Check } from '../checks/check.ts';
import { allRequiredPassed, runChecks } from '../checks/run-checks.ts';
import type { SalesforceClient } from '../salesforce/client.ts';
import type { ConnectionMode, OrgKind } from '../store/schema.ts';
import type { Validation } from './stages.ts';

/** Throws what the client throws: a check run that did not happen is no result. */
export async function validateConnection(
  client: SalesforceClient,
  chosenKind: OrgKind,
  mode: ConnectionMode,
): Promise<Validation> {
  const { checks } = await runChecks(client, chosenKind, mode);
  return judgeConnection(checks);
}

/** Required checks that are not passed hold bookings back; the problem names the first of them. */
export function judgeConnection(checks: Check[]): Validation {
  if (allRequiredPassed(checks)) return { state: 'ready', checks, problem: null };
  const open = checks.filter(
    ({ required, status }) => required && (status === 'fail' || status === 'unknown'),
  );
  // What failed is the cause; what could not be looked up is often only its consequence.
  const first = open.find(({ status }) => status === 'fail') ?? open[0];
  const rest = open.length - 1;
  const more =
    rest === 0 ? '' : rest === 1 ? ' One more check is not passed.' : ` ${rest} more checks are not passed.`;
  const problem = {
    code: `check_${first?.id ?? 'open'}`,
    message: `${first?.title ?? 'Checks'}: ${first?.found ?? 'not passed.'}${more} Bookings wait.`,
    fix: first?.fix?.text ?? 'See the list of checks.',
  };
  return { state: 'needs_attention', checks, problem };
}
