// One check: a named question about a connection, with what was found and how to fix it. The form the API and the pages use.
import type { OrgKind } from '../store/schema.ts';
import { z } from 'zod';
import type { Facts, Looked } from './facts.ts';
import type { SetupLinks } from './setup-links.ts';

export const checkSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['pass', 'warn', 'fail', 'unknown']),
  found: z.string(),
  fix: z
    .object({ text: z.string(), href: z.string().optional(), linkLabel: z.string().optional() })
    .optional(),
  required: z.boolean(),
});
export type Check = z.infer<typeof checkSchema>;

export type Finding = Pick<Check, 'status' | 'found' | 'fix'>;

export type CheckInput = { facts: Facts; links: SetupLinks; chosenKind: OrgKind; instanceOrigin: string };

export type CheckDefinition = {
  id: string;
  title: string;
  /** A required check that is not passed keeps bookings waiting. */
  required: boolean;
  judge: (input: CheckInput) => Finding;
};

/** Judges a fact that was looked up; one that was not is unknown, never passed. */
export function judgeLooked<T>(fact: Looked<T>, judge: (value: T) => Finding): Finding {
  if (fact.ok) return judge(fact.value);
  return {
    status: 'unknown',
    found: `Could not be looked up: ${fact.why}`,
    fix: { text: 'Solve the other points first, then check again.' },
  };
}

export function pass(found: string): Finding {
  return { status: 'pass', found };
}
