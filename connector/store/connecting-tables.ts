// The tables of connecting and installing, beside the connection itself.
import type { Json, NullableTimestamp, Timestamp } from './column-types.ts';

/** A link for a Salesforce admin, who connects without an account: one connection, 24 hours. Only its hash is kept. */
export type AdminLinksTable = {
  id: string;
  workspace_id: string;
  token_hash: string;
  created_by_name: string;
  created_at: Timestamp;
  expires_at: Timestamp;
  opened_at: NullableTimestamp;
  /** A newer link was made, or it was withdrawn. */
  replaced_at: NullableTimestamp;
  used_at: NullableTimestamp;
  /** The API user that was connected. */
  used_by_username: string | null;
  /** The browser it was used in, which may look at the checks afterwards. */
  used_session: string | null;
};

/** Putting the companion app into the org: goes on while nobody looks, and after a restart. */
export type InstallationJobsTable = {
  id: string;
  workspace_id: string;
  connection_id: string;
  state: 'running' | 'done' | 'failed';
  steps: Json<unknown>;
  /** Which differences the person had seen. */
  diff_id: string | null;
  started_by_name: string;
  started_at: Timestamp;
  /** Set while it is worked on: old means that the process is gone. */
  beat_at: Timestamp;
  ended_at: NullableTimestamp;
};
