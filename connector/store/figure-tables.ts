// The tables behind the Health page: what happened hour by hour, and every run of the checks.
import type { Generated } from 'kysely';
import type { Json, Timestamp } from './column-types.ts';

/** One row per workspace and hour in which there was something to tell. */
export type HourlyFiguresTable = {
  workspace_id: string;
  /** Its beginning. */
  hour: Timestamp;
  /** Messages from the sources, and writes that Salesforce took. */
  received: Generated<number>;
  written: Generated<number>;
  /** The most bookings that were parked at one time, and the longest that one was waiting. */
  parked: Generated<number>;
  oldest_waiting_s: Generated<number>;
  /** Our own calls in this hour; and those of the whole org in 24 hours, as Salesforce said last. */
  api_calls: Generated<number>;
  org_used: number | null;
  org_max: number | null;
};

export type CheckRunsTable = {
  id: Generated<string>;
  workspace_id: string;
  at: Timestamp;
  /** The connection's state after them. */
  state: string;
  /** Per check: id, title, status. */
  checks: Json<unknown>;
};
