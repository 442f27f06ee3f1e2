// The set-up of a workspace as it is stored. What nobody has saved yet is the default, at revision 0.
import { z } from 'zod';
import type { Db } from '../store/schema.ts';
import { defaultSetUp } from './default-set-up.ts';
import { setUpSchema } from './set-up-document.ts';
import type { SetUp } from './set-up-document.ts';

/** The phases that are set, and not found out. */
export const confirmablePhases = ['field-validation', 'field-mapping', 'creation-rules'] as const;
export type ConfirmablePhase = (typeof confirmablePhases)[number];

/** When a phase was confirmed, ISO 8601; a phase that nobody has confirmed is absent. */
export type Confirmed = Partial<Record<ConfirmablePhase, string>>;
export const confirmedSchema = z.partialRecord(z.enum(confirmablePhases), z.string());

export type StoredSetUp = {
  revision: number;
  setUp: SetUp;
  confirmed: Confirmed;
  /** The org that it was made for; null: none was connected, or nothing is saved. */
  org: { id: string; name: string } | null;
  updatedAt: Date | null;
  updatedBy: string | null;
};

/** Costs one query and no API call. Throws when the stored document is of no known form, rather than writing by another. */
export async function readSetUp(db: Db, workspaceId: string): Promise<StoredSetUp> {
  const row = await db
    .selectFrom('set_ups')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (!row) {
    const nobody = { org: null, updatedAt: null, updatedBy: null };
    return { revision: 0, setUp: defaultSetUp(), confirmed: {}, ...nobody };
  }
  return {
    revision: row.revision,
    setUp: setUpSchema.parse(row.document),
    confirmed: confirmedSchema.parse(row.confirmed),
    org: row.org_id === null ? null : { id: row.org_id, name: row.org_name ?? row.org_id },
    updatedAt: row.updated_at,
    updatedBy: row.updated_by_name,
  };
}
