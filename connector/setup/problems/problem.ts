// One thing about a set-up that does not fit the org or the bookings. Codes and values; the pages make the sentences.
import type { Describes } from '../../salesforce/describe-cache.ts';
import { z } from 'zod';
import type { Coded } from '../fixed-values.ts';
import type { KnownOwners } from '../known-owners.ts';
import { confirmablePhases } from '../read-set-up.ts';
import type { ConfirmablePhase } from '../read-set-up.ts';
import type { SetUp } from '../set-up-document.ts';
import type { Seen } from '../seen-in-bookings.ts';

export const problemSchema = z.object({
  phase: z.enum(confirmablePhases),
  object: z.string().nullable(),
  /** API name of a field; for a rule its path in the document. */
  field: z.string().nullable(),
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Keeps the phase open; some bookings would be refused or parked. */
  blocks: z.boolean(),
});
export type Problem = z.infer<typeof problemSchema>;

/** What a set-up is compared with. Owners are null while nobody could ask for them. */
export type Surroundings = { describes: Describes; owners: KnownOwners | null; seen: Seen };

export type FindProblems = (setUp: SetUp, around: Surroundings) => Problem[];

export function problem(
  phase: ConfirmablePhase,
  object: string | null,
  field: string | null,
  { code, values }: Coded,
  blocks = true,
): Problem {
  return { phase, object, field, code, values, blocks };
}
