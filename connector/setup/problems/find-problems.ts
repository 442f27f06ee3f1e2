// Everything about a set-up that does not fit the org or the bookings, in the order of the phases. Pure.
import type { SetUp } from '../set-up-document.ts';
import { findRuleProblems } from './creation-rules.ts';
import { findRowProblems } from './mapping-rows.ts';
import { findOwnerProblems } from './owner-rules.ts';
import type { Problem, Surroundings } from './problem.ts';
import { findRequiredProblems } from './required-fields.ts';

export function findProblems(setUp: SetUp, around: Surroundings): Problem[] {
  return [
    ...findRequiredProblems(setUp, around),
    ...findRowProblems(setUp, around),
    ...findRuleProblems(setUp, around),
    ...findOwnerProblems(setUp, around),
  ];
}

/** Salesforce would refuse it: not saved. What only misses a value is saved and shown. */
export function isRefused({ phase, blocks }: Problem): boolean {
  return blocks && phase !== 'field-validation';
}
