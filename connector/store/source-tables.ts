// The tables of the scheduling tools: the sources themselves, what they were refused for, and what is imported from them.
import type { Generated } from 'kysely';
import type { Json, NullableTimestamp, Timestamp } from './column-types.ts';

export const sourceKinds = ['cal-com', 'calendly', 'oncehub', 'standard-webhooks', 'generic'] as const;
export type SourceKind = (typeof sourceKinds)[number];

export type SourcesTable = {
  id: string;
  workspace_id: string;
  kind: SourceKind;
  name: string;
  /** Signing secret or API key, sealed: the sample booking goes through the public door with it. */
  secret_sealed: string;
  created_at: Timestamp;
  removed_at: NullableTimestamp;
  last_event_at: NullableTimestamp;
  refused: Generated<number>;
  /** The tool makes the secret, and nobody has brought it here yet: every event is refused. */
  awaits_secret: Generated<boolean>;
  /** The secret before the last change, taken until the moment beside it. */
  previous_secret_sealed: string | null;
  previous_secret_until: NullableTimestamp;
  /** Since then its events are kept and not applied. */
  paused_at: NullableTimestamp;
  /** For asking the tool for its bookings, sealed; with it the tool's address and whose key it is. */
  api_key_sealed: string | null;
  api_base_url: string | null;
  api_account: string | null;
  /** When the bookings are compared with the tool's next; null without an API key. */
  reconcile_at: NullableTimestamp;
  /** What the last comparison found (bookings/sources/reconcile.ts). */
  reconciled: Json<unknown> | null;
};

/** Why a source's events were refused: one row per reason. */
export type SourceRefusalsTable = {
  source_id: string;
  code: string;
  message: string;
  fix: string | null;
  count: number;
  last_at: Timestamp;
};

/** Bookings read from a tool or a file: first shown, then filed one by one. */
export type SourceImportsTable = {
  id: string;
  workspace_id: string;
  source_id: string;
  kind: 'backfill' | 'file';
  state: 'reading' | 'previewed' | 'running' | 'done' | 'failed';
  file_name: string | null;
  preview: Json<unknown>;
  /** What will be filed, in order (bookings/sources/imports.ts). */
  messages: Json<unknown>;
  total: number;
  /** How many of them are filed. */
  position: Generated<number>;
  counts: Json<unknown>;
  problem: Json<unknown> | null;
  created_at: Timestamp;
  created_by_name: string;
  finished_at: NullableTimestamp;
  /** A running import belongs to one process until then. */
  lease_until: NullableTimestamp;
};
