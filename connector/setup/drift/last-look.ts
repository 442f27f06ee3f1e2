// What the last look at the connected org found. Every screen of the set-up that compares it with the org leaves its result here
// too; whatever is found for the first time is an alert in the log.
import { z } from 'zod';
import type { Db } from '../../store/schema.ts';
import { fieldKeyOf, tellProblem } from '../problem-words.ts';
import { problemSchema } from '../problems/problem.ts';
import type { Problem } from '../problems/problem.ts';
import type { SetUpDeps } from '../set-up-deps.ts';
import { otherSyncSchema } from './other-syncs.ts';
import type { OtherSync } from './other-syncs.ts';

export type LastLook = {
  problems: Problem[];
  /** Null: not looked for yet. */
  otherSyncs: OtherSync[] | null;
};

/** Null when this org has not been looked at yet. */
export async function readLastLook(db: Db, workspaceId: string, orgId: string): Promise<LastLook | null> {
  const row = await db
    .selectFrom('set_up_looks')
    .select(['problems', 'other_syncs', 'looked_at'])
    .where('workspace_id', '=', workspaceId)
    .where('org_id', '=', orgId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    problems: z.array(problemSchema).parse(row.problems),
    otherSyncs: row.looked_at.getTime() === 0 ? null : z.array(otherSyncSchema).parse(row.other_syncs),
  };
}

/** Keeps what blocks; what was not known before is told in the log, once. */
export async function noteProblems(
  { db, log }: Pick<SetUpDeps, 'db' | 'log'>,
  workspaceId: string,
  orgId: string,
  all: readonly Problem[],
): Promise<void> {
  const problems = all.filter(({ blocks }) => blocks);
  const before = await readLastLook(db, workspaceId, orgId);
  if (before && JSON.stringify(before.problems) === JSON.stringify(problems)) return;
  const row = { org_id: orgId, problems: JSON.stringify(problems) };
  await db
    .insertInto('set_up_looks')
    // Never looked at by the clock: that look, which asks for more, is still to come.
    .values({ workspace_id: workspaceId, ...row, looked_at: new Date(0), other_syncs: '[]' })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
    .execute();
  const known = new Set((before?.problems ?? []).map(keyOf));
  for (const one of problems.filter((found) => !known.has(keyOf(found))))
    log.error(
      { alert: 'set_up_drift', workspaceId, code: one.code, field: fieldKeyOf(one) },
      `the org does not fit the set-up: ${fieldKeyOf(one)}: ${tellProblem(one)}`,
    );
}

/** Without counts, which change with every booking. */
function keyOf({ object, field, code, values }: Problem): string {
  return JSON.stringify([object, field, code, values['why'] ?? null]);
}
