// What the connector answers to the pages, as schemas, and one function per endpoint. Times are ISO 8601 strings.
import { z } from 'zod';
import { get, nothing, post } from './request.ts';

const errorLink = z.object({
  place: z.enum(['user', 'app_usage', 'app_manager', 'my_domain', 'login_history']),
  href: z.string(),
});
export const problem = z.object({
  code: z.string(),
  message: z.string(),
  fix: z.string().nullish(),
  /** Where in the org's Setup it is put right. */
  link: errorLink.nullish(),
});
export type Problem = z.infer<typeof problem>;

export const role = z.enum(['owner', 'admin', 'viewer']);
export type Role = z.infer<typeof role>;

const workspace = z.object({ id: z.string(), name: z.string() });
export const session = z.object({
  /** `second_factor`: the password was right, and a code is asked for; only sign-in answers so. */
  state: z.enum(['first_run', 'signed_out', 'signed_in', 'second_factor']),
  user: z.object({ name: z.string(), email: z.string() }).optional(),
  workspace: workspace.optional(),
  role: role.optional(),
  workspaces: z.array(workspace).optional(),
  singleSignOn: z.object({ name: z.string() }).optional(),
  tryOut: z.object({ localOrgUrl: z.string(), recordsUrl: z.string() }).nullable(),
});
export type Session = z.infer<typeof session>;

const check = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['pass', 'warn', 'fail', 'unknown']),
  found: z.string(),
  fix: z.object({ text: z.string(), href: z.string().nullish(), linkLabel: z.string().nullish() }).nullish(),
  required: z.boolean(),
});
export type Check = z.infer<typeof check>;

const orgKind = z.enum(['production', 'sandbox']);
export type OrgKind = z.infer<typeof orgKind>;

const connectionMode = z.enum(['standard', 'secure']);
export type ConnectionMode = z.infer<typeof connectionMode>;

export const connection = z.object({
  id: z.string(),
  state: z.enum(['ready', 'needs_attention', 'reconnect', 'disconnected']),
  kind: orgKind,
  orgId: z.string(),
  orgName: z.string(),
  instanceUrl: z.string(),
  username: z.string(),
  displayName: z.string(),
  edition: z.string(),
  flow: z.enum(['web_server', 'jwt_bearer', 'client_credentials']),
  mode: connectionMode,
  app: z.object({ clientId: z.string(), scope: z.enum(['global', 'local']), own: z.boolean() }),
  connectedAt: z.string(),
  checkedAt: z.string().nullable(),
  pausedByUserAt: z.string().nullable(),
  checks: z.array(check),
  waitingBookings: z.number(),
  problem: problem.nullish(),
});
export type Connection = z.infer<typeof connection>;

const environmentId = z.enum(['production', 'sandbox', 'my_domain']);
export type EnvironmentId = z.infer<typeof environmentId>;
export const environment = z.object({
  id: environmentId,
  available: z.boolean(),
  unavailable: z.enum(['no_app', 'local_app']).nullish(),
  /** Which rights are expected when nobody chooses. */
  mode: connectionMode,
  unattended: z.object({ username: z.string() }).nullish(),
});
export type Environment = z.infer<typeof environment>;

/** What somebody chose before going to Salesforce; without an app, the one of the settings is used. */
export type AuthorizeInput = {
  environment: EnvironmentId;
  myDomain?: string;
  mode?: ConnectionMode;
  app?:
    { use: 'present' } | { use: 'own'; clientId: string; clientSecret: string; scope: 'global' | 'local' };
};

const connectionPage = z.object({
  connection: connection.nullable(),
  environments: z.array(environment),
  /** To enter in an OAuth app of one's own. */
  callbackUrl: z.string(),
});
export type ConnectionPage = z.infer<typeof connectionPage>;
export const connectionAnswer = z.object({ connection });

export const attempt = z.object({
  id: z.string(),
  stage: z.enum(['started', 'confirming', 'saved', 'failed', 'rejected']).or(z.string()),
  found: z
    .object({
      username: z.string(),
      displayName: z.string(),
      orgName: z.string(),
      orgId: z.string(),
      kind: orgKind,
      edition: z.string(),
      profile: z.string().nullish(),
      license: z.string().nullish(),
    })
    .nullish(),
  previous: z.object({ username: z.string(), orgName: z.string(), orgId: z.string() }).nullish(),
  concerns: z.array(z.string()),
  error: problem.nullish(),
});
export type Attempt = z.infer<typeof attempt>;

export type FirstRun = {
  token: string;
  name: string;
  email: string;
  password: string;
  workspaceName: string;
};

const part = encodeURIComponent;

export const api = {
  session: (signal?: AbortSignal) => get('/api/session', session, signal),
  firstRun: (input: FirstRun) => post('/api/first-run', session, input),
  signIn: (input: { email: string; password: string }) => post('/api/sign-in', session, input),
  signOut: () => post('/api/sign-out', nothing),
  switchWorkspace: (workspaceId: string) => post('/api/session/workspace', session, { workspaceId }),

  connection: (signal?: AbortSignal) => get('/api/connection', connectionPage, signal),
  authorize: (input: AuthorizeInput) =>
    post('/api/connection/authorize', z.object({ url: z.string() }), input),
  connectUnattended: (kind: OrgKind) =>
    post('/api/connection/unattended', connectionAnswer, { environment: kind }),
  attempt: (id: string, signal?: AbortSignal) => get(`/api/connection/attempts/${part(id)}`, attempt, signal),
  confirmUser: (id: string) => post(`/api/connection/attempts/${part(id)}/confirm`, connectionAnswer),
  rejectUser: (id: string) =>
    post(`/api/connection/attempts/${part(id)}/reject`, z.object({ logoutUrl: z.string() })),
  explainError: (code: string, signal?: AbortSignal) =>
    get(`/api/connection/errors/${part(code)}`, z.object({ error: problem }), signal),
  checkAgain: () => post('/api/connection/check', connectionAnswer),
  disconnect: () => post('/api/connection/disconnect', connectionAnswer),
};
