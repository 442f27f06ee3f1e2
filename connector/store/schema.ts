// The tables as Kysely sees them. One place for column names; the migrations beside it make them so.
import type { AccountLinksTable, ApiKeysTable, AuditLogTable } from './people-tables.ts';
import type { Generated, Kysely } from 'kysely';
import type { Json, NullableTimestamp, Timestamp } from './column-types.ts';
import type { AdminLinksTable, InstallationJobsTable } from './connecting-tables.ts';
import type { CheckRunsTable, HourlyFiguresTable } from './figure-tables.ts';
import type { SetUpChangesTable, SetUpLooksTable, SetUpsTable } from './set-up-tables.ts';
import type { SourceImportsTable, SourceRefusalsTable, SourcesTable } from './source-tables.ts';

/** Names of settings of the installation: one row each in `settings`. */
export type SettingsTable = { name: string; value: Json<unknown>; updated_at: Timestamp };

export type ConnectionState = 'ready' | 'needs_attention' | 'reconnect' | 'disconnected';
export type OrgKind = 'production' | 'sandbox';
/** How tokens are got: by a login in the browser, by a signed assertion, or by the app's own secret. */
export type ConnectionFlow = 'web_server' | 'jwt_bearer' | 'client_credentials';
/** Which rights the API user is expected to have: an administrator's, or only those that bookings need. */
export type ConnectionMode = 'standard' | 'secure';

/** One row per workspace: its link to one org. Secrets are sealed (store/secrets.ts). */
export type ConnectionsTable = {
  id: string;
  workspace_id: string;
  state: ConnectionState;
  kind: OrgKind;
  /** Origin where the authorize and token calls go, e.g. https://test.salesforce.com. */
  login_origin: string;
  instance_origin: string;
  /** The identity URL of the API user, from Salesforce. */
  identity_url: string;
  org_id: string;
  org_name: string;
  user_id: string;
  username: string;
  display_name: string;
  edition: string;
  api_version: string;
  client_id: string;
  /** Null for an app that signs with a key. */
  client_secret_sealed: string | null;
  flow: Generated<ConnectionFlow>;
  mode: Generated<ConnectionMode>;
  app_scope: Generated<'global' | 'local'>;
  /** Of a JWT login; gone with a disconnect. */
  private_key_sealed: string | null;
  access_token_sealed: string | null;
  /** Only a login through the browser gives one. */
  refresh_token_sealed: string | null;
  /** Counts every token change; a refresh commits only on the generation it read. */
  token_generation: number;
  refreshed_at: NullableTimestamp;
  /** Set before a refresh call, cleared with its answer: still set means that an answer was lost. */
  refresh_started_at: NullableTimestamp;
  checks: Json<unknown>;
  checked_at: NullableTimestamp;
  problem: Json<unknown> | null;
  /** No Salesforce call for bookings before this moment (limits, 503). */
  paused_until: NullableTimestamp;
  /** A person paused it: bookings are accepted, nothing is written. */
  paused_by_user_at: NullableTimestamp;
  pause_reason: string | null;
  /** Pauses in a row: each 503 makes the next pause longer. */
  pause_count: Generated<number>;
  connected_at: Timestamp;
  disconnected_at: NullableTimestamp;
  updated_at: Timestamp;
};

export type AttemptStage = 'authorizing' | 'confirming' | 'saved' | 'failed';

/** One try to connect: state and verifier, single use, 10 minutes, bound to the browser session. */
export type ConnectionAttemptsTable = {
  id: string;
  workspace_id: string;
  /** SHA-256 of the `state` parameter. */
  state_hash: string;
  /** The sign-in session that started it, or the browser that opened an admin link. */
  session_id: string;
  /** Started through this link, by somebody who has no account here. */
  admin_link_id: string | null;
  stage: AttemptStage;
  kind: OrgKind;
  login_origin: string;
  mode: Generated<ConnectionMode>;
  app_scope: Generated<'global' | 'local'>;
  client_id: string;
  client_secret_sealed: string;
  verifier_sealed: string;
  /** Tokens and identity between callback and confirmation. */
  found_sealed: string | null;
  found: Json<unknown> | null;
  error: Json<unknown> | null;
  created_at: Timestamp;
  expires_at: Timestamp;
  /** When the callback took the state; a second callback with it is refused. */
  used_at: NullableTimestamp;
};

/** `held`: its source is paused; applied when it goes on. */
export type BookingEventState = 'received' | 'held' | 'applied' | 'ignored';

/** History: one row per message about a booking, also those that changed nothing. */
export type BookingEventsTable = {
  id: string;
  workspace_id: string;
  source_id: string;
  /** The source's event id, else the SHA-256 of the body. */
  event_key: string;
  type: string;
  state: BookingEventState;
  reason: string | null;
  booking_id: string | null;
  /** When the source says it happened. */
  occurred_at: Timestamp;
  received_at: Timestamp;
  body: Json<unknown>;
  /** The same in our words (bookings/booking.ts); null when it is not about a booking. */
  words: Json<unknown> | null;
  correlation_id: string;
};

export type BookingStatus =
  'requested' | 'scheduled' | 'rescheduled' | 'canceled' | 'rejected' | 'completed' | 'no_show';

/** `none`: nothing to write yet (requested); the rest as in docs/architecture.md. */
export type BookingSync = 'none' | 'pending' | 'claimed' | 'waiting' | 'parked' | 'done';

/** Present state, one row per booking. */
export type BookingsTable = {
  id: string;
  workspace_id: string;
  source_id: string;
  /** Booking_Key__c: fixed when the row is made. */
  booking_key: string;
  status: BookingStatus;
  /** Our words for the meeting and the person (bookings/booking.ts). */
  details: Json<unknown>;
  /** Source's own time of the newest event applied: an older event never overwrites it. */
  state_at: Timestamp;
  /** Counts every applied change; `written_version` is the one that is in the org. */
  version: number;
  written_version: number;
  sync: BookingSync;
  /** Due for a write from then on. */
  due_at: Timestamp;
  tries: number;
  problem: Json<unknown> | null;
  claim_token: string | null;
  /** Key of the process that holds the claim (an advisory lock shows whether it lives). */
  claimed_by: string | null;
  claimed_at: NullableTimestamp;
  /** Write_Number__c of the last claim and the version which that claim wrote. */
  write_number: number;
  attempted_version: number;
  /** Where it was written; later changes are never sent to another org. */
  org_id: string | null;
  person_type: 'Lead' | 'Contact' | null;
  person_id: string | null;
  event_record_id: string | null;
  booking_record_id: string | null;
  account_record_id: string | null;
  case_record_id: string | null;
  /** What the last write had to say (bookings/plan.ts, `Written`). */
  written: Json<unknown> | null;
  api_calls: number;
  /** Set when two bookings proved to be one: this one gave way to that one. */
  merged_into: string | null;
  /** The person's e-mail in lower case: bookings of one person are never written at the same time. */
  person_key: string | null;
  /** A write was sent and its end is not known (killed, timed out). */
  unsettled: Generated<boolean>;
  /** Whom the writes without a known end were for: a later message may have changed `person_key` since. */
  attempted_person_keys: Generated<string[]>;
  /** What the bookings page searches in. */
  search_text: string;
  /** Kept by the database: since when it is on its way, and when it last came to the org. */
  waiting_since: NullableTimestamp;
  written_at: NullableTimestamp;
  /** The last replay that took it up. */
  replay_id: string | null;
  received_at: Timestamp;
  updated_at: Timestamp;
};

/** Every id a source has used for a booking, in any order of arrival. */
export type BookingAliasesTable = {
  workspace_id: string;
  source_id: string;
  alias: string;
  booking_id: string;
  /** Of a meeting with several customers: the id that they share. */
  meeting: string | null;
};

/** Why it was decided so: the story of a booking, row by row. */
export type TrailTable = {
  id: Generated<string>;
  workspace_id: string;
  booking_id: string;
  at: Timestamp;
  stage: string;
  code: string;
  text: string;
  detail: Json<unknown> | null;
};

/** Which process works on which job of the queue: a dead process's job is ended by the next sweep. */
export type RunningSlicesTable = {
  job_id: string;
  workspace_id: string;
  process_key: string;
  started_at: Timestamp;
};

/** The next six belong to better-auth (accounts/auth.ts); only the columns that we touch ourselves. */
export type UsersTable = {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  twoFactorEnabled?: boolean | null;
  createdAt: Timestamp;
  updatedAt: Timestamp;
};

export type SignInMethodsTable = {
  id: string;
  userId: string;
  accountId: string;
  providerId: string;
  password: string | null;
  createdAt: Timestamp;
  updatedAt: Timestamp;
};

export type SessionsTable = {
  id: string;
  userId: string;
  token: string;
  expiresAt: Timestamp;
  createdAt: Timestamp;
  updatedAt: Timestamp;
  ipAddress: string | null;
  userAgent: string | null;
  activeWorkspaceId: string | null;
};

/** `lastRequest` in milliseconds since 1970; a bigint, so a string when read. */
export type RateLimitsTable = { id: string; key: string; count: number; lastRequest: string };

export type WorkspacesTable = { id: string; name: string; slug: string; createdAt: Timestamp };

export type WorkspaceMembersTable = {
  id: string;
  workspaceId: string;
  userId: string;
  role: string;
  createdAt: Timestamp;
};

export type Database = {
  account_links: AccountLinksTable;
  api_keys: ApiKeysTable;
  audit_log: AuditLogTable;
  settings: SettingsTable;
  connections: ConnectionsTable;
  connection_attempts: ConnectionAttemptsTable;
  admin_links: AdminLinksTable;
  installation_jobs: InstallationJobsTable;
  sources: SourcesTable;
  source_refusals: SourceRefusalsTable;
  source_imports: SourceImportsTable;
  booking_events: BookingEventsTable;
  bookings: BookingsTable;
  booking_aliases: BookingAliasesTable;
  trail: TrailTable;
  users: UsersTable;
  sign_in_methods: SignInMethodsTable;
  sessions: SessionsTable;
  rate_limits: RateLimitsTable;
  workspaces: WorkspacesTable;
  workspace_members: WorkspaceMembersTable;
  running_slices: RunningSlicesTable;
  set_ups: SetUpsTable;
  set_up_changes: SetUpChangesTable;
  set_up_looks: SetUpLooksTable;
  hourly_figures: HourlyFiguresTable;
  check_runs: CheckRunsTable;
};

export type Db = Kysely<Database>;
