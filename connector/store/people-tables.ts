// The tables around people that are ours: one-time links, API keys, and who did what.
import type { Json, NullableTimestamp, Timestamp } from './column-types.ts';

export type AccountLinkKind = 'invitation' | 'password_reset';

/** A link that works once: an invitation into a workspace, or a new password. Only the hash of its token is kept. */
export type AccountLinksTable = {
  id: string;
  kind: AccountLinkKind;
  token_hash: string;
  /** Of an invitation. */
  workspace_id: string | null;
  email: string;
  role: string | null;
  /** Of a password reset. */
  user_id: string | null;
  created_by_name: string;
  created_at: Timestamp;
  expires_at: Timestamp;
  used_at: NullableTimestamp;
  /** Taken back, or replaced by a newer one. */
  revoked_at: NullableTimestamp;
};

export type ApiKeysTable = {
  id: string;
  workspace_id: string;
  name: string;
  /** SHA-256 of the key: 256 random bits need no slow hash. */
  key_hash: string;
  /** Its first characters, by which people tell keys apart. */
  hint: string;
  role: string;
  created_by_name: string;
  created_at: Timestamp;
  expires_at: NullableTimestamp;
  last_used_at: NullableTimestamp;
  revoked_at: NullableTimestamp;
};

/** Who changed what, one row per request that changed something, and sign-ins. */
export type AuditLogTable = {
  id: string;
  /** Null: a person's own matter, such as a sign-in. */
  workspace_id: string | null;
  at: Timestamp;
  user_id: string | null;
  by_name: string;
  /** `POST /api/sources`, or a word such as `sign_in`. */
  action: string;
  /** Ids in the path, never bodies. */
  detail: Json<Record<string, string>>;
  address: string | null;
};
