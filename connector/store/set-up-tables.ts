// The tables of the set-up: what holds now, every change of it, and the last scheduled look at the org.
import type { Json, Timestamp } from './column-types.ts';

/** What a workspace has set in the phases; without a row, default-set-up.ts holds. */
export type SetUpsTable = {
  workspace_id: string;
  /** Counts every change: who saves names the one that was read. */
  revision: number;
  document: Json<unknown>;
  /** By phase: when somebody said that it is as it should be. */
  confirmed: Json<unknown>;
  /** The org that it was last saved or carried over for; null: saved while none was connected. */
  org_id: string | null;
  org_name: string | null;
  updated_at: Timestamp;
  updated_by: string | null;
  updated_by_name: string;
};

export type SetUpAction = 'saved' | 'confirmed' | 'restored' | 'imported' | 'carried_over';

/** Every change of a set-up, with the whole document as it was after it. */
export type SetUpChangesTable = {
  id: string;
  workspace_id: string;
  revision: number;
  at: Timestamp;
  by_user_id: string | null;
  by_name: string;
  action: SetUpAction;
  document: Json<unknown>;
  /** Lines of the difference (setup/set-up-difference.ts). */
  summary: Json<unknown>;
};

/** What the last scheduled look at the org's fields and rights found (setup/drift.ts). */
export type SetUpLooksTable = {
  workspace_id: string;
  org_id: string;
  looked_at: Timestamp;
  problems: Json<unknown>;
  other_syncs: Json<unknown>;
};
