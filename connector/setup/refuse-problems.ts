// Refuses what Salesforce would refuse, before Salesforce does, naming the field. What did not fit before this change is no
// reason: after a field was deleted in the org, everything else must still be changeable.
import { AppError } from '../errors.ts';
import { fieldKeyOf, tellProblem } from './problem-words.ts';
import { findProblems, isRefused } from './problems/find-problems.ts';
import type { Problem, Surroundings } from './problems/problem.ts';
import type { SetUp } from './set-up-document.ts';

/** Throws `setup_refused` (422). Nothing is known of the org: nothing is refused, it is looked at when it is connected. */
export function refuseProblems(before: SetUp, after: SetUp, around: Surroundings | null): void {
  if (!around) return;
  const known = new Set(findProblems(before, around).filter(isRefused).map(keyOf));
  const refused = findProblems(after, around).filter((one) => isRefused(one) && !known.has(keyOf(one)));
  if (refused.length === 0) return;
  const fields = Object.fromEntries(refused.map((one) => [fieldKeyOf(one), tellProblem(one)]));
  const count = Object.keys(fields).length;
  throw new AppError(
    'setup_refused',
    count === 1 ? 'Salesforce would refuse one of these.' : `Salesforce would refuse ${count} of these.`,
    { status: 422, fix: 'Put right what is marked. Nothing was saved.', fields },
  );
}

function keyOf({ object, field, code, values }: Problem): string {
  return JSON.stringify([object, field, code, values]);
}
