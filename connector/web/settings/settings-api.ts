// What the connector answers about one's own account, API keys and the audit log, as schemas, and one function per endpoint.
import { z } from 'zod';
import { get, nothing, post, remove } from '../request.ts';

const account = z.object({
  account: z.object({
    name: z.string(),
    email: z.string(),
    hasSecondFactor: z.boolean(),
    hasPassword: z.boolean(),
  }),
});
export type OwnAccount = z.infer<typeof account>['account'];

const session = z.object({
  id: z.string(),
  isThis: z.boolean(),
  since: z.string(),
  lastSeenAt: z.string(),
  address: z.string().nullable(),
  /** The User-Agent header. */
  browser: z.string().nullable(),
});
export type SignedInSession = z.infer<typeof session>;

const begun = z.object({
  /** For the QR code; holds the secret. */
  uri: z.string(),
  secret: z.string(),
  backupCodes: z.array(z.string()),
});
export type SecondFactorBegun = z.infer<typeof begun>;

const apiKey = z.object({
  id: z.string(),
  name: z.string(),
  /** How the key begins. */
  hint: z.string(),
  role: z.enum(['admin', 'viewer']),
  by: z.string(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  isExpired: z.boolean(),
  lastUsedAt: z.string().nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

const logPage = z.object({
  entries: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      by: z.string(),
      action: z.string(),
      detail: z.record(z.string(), z.string()),
      address: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
});
export type LogEntry = z.infer<typeof logPage>['entries'][number];

export type NewApiKey = { name: string; role: 'admin' | 'viewer'; expiresInDays: number | null };

const part = encodeURIComponent;

export const settingsApi = {
  account: (signal?: AbortSignal) => get('/api/account', account, signal),
  changePassword: (input: { current: string; next: string }) => post('/api/account/password', nothing, input),
  sessions: (signal?: AbortSignal) =>
    get('/api/account/sessions', z.object({ sessions: z.array(session) }), signal),
  endSession: (id: string) => remove(`/api/account/sessions/${part(id)}`),
  endOtherSessions: () => post('/api/account/sessions/end-others', z.object({ ended: z.number() })),

  beginSecondFactor: (password: string) => post('/api/account/second-factor', begun, { password }),
  confirmSecondFactor: (code: string) => post('/api/account/second-factor/confirm', nothing, { code }),
  endSecondFactor: (password: string) => post('/api/account/second-factor/off', nothing, { password }),
  makeBackupCodes: (password: string) =>
    post('/api/account/second-factor/backup-codes', z.object({ backupCodes: z.array(z.string()) }), {
      password,
    }),

  apiKeys: (signal?: AbortSignal) =>
    get('/api/team/api-keys', z.object({ apiKeys: z.array(apiKey) }), signal),
  makeApiKey: (input: NewApiKey) => post('/api/team/api-keys', z.object({ apiKey, key: z.string() }), input),
  takeBackApiKey: (id: string) => remove(`/api/team/api-keys/${part(id)}`),

  auditLog: (before: string | null, signal?: AbortSignal) =>
    get(`/api/team/audit-log${before === null ? '' : `?before=${part(before)}`}`, logPage, signal),
};
