// One try to connect, as a row: what binds the callback to the browser that started it, and what was found since.
// The state is stored as a hash and taken once; whatever is secret is sealed for this workspace.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { ConnectionAttemptsTable, ConnectionMode, OrgKind } from '../store/schema.ts';
import type { GrantedTokens, OAuthClient } from './oauth-client.ts';
import { ownProblem } from './oauth-errors.ts';
import type { OAuthProblem } from './oauth-errors.ts';
import type { ConnectionDeps, Problem } from './stages.ts';

export type Attempt = Selectable<ConnectionAttemptsTable>;

export const attemptLifeMs = 10 * 60 * 1000;

export const secretPurpose = 'oauth client secret';
const verifierPurpose = 'pkce verifier';
const foundPurpose = 'tokens of an attempt';

/** What identify found, from Salesforce only. */
const foundSchema = z.object({
  orgId: z.string(),
  orgName: z.string(),
  kind: z.enum(['production', 'sandbox']),
  edition: z.string(),
  userId: z.string(),
  username: z.string(),
  displayName: z.string(),
  profile: z.string().nullable(),
  license: z.string().nullable(),
  concerns: z.array(z.string()),
  instanceOrigin: z.string(),
  identityUrl: z.string(),
  apiVersion: z.string(),
});
export type Found = z.infer<typeof foundSchema>;

const tokensSchema = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  instanceUrl: z.string(),
  identityUrl: z.string(),
});
/** The tokens of a login that is to become a connection: never without a refresh token. */
export type LoginTokens = GrantedTokens & { refreshToken: string };

/** Who started it: only the same browser session, in the same workspace, may go on with it. */
export type AttemptOwner = { workspaceId: string; sessionId: string };

export type NewAttempt = AttemptOwner & {
  kind: OrgKind;
  mode: ConnectionMode;
  appScope: 'global' | 'local';
  client: BrowserClient;
  /** The link it was started through, by somebody without an account. */
  adminLinkId: string | null;
};
/** The app of a login in the browser always has a secret. */
export type BrowserClient = OAuthClient & { clientSecret: string };

/** Stores a new attempt; gives the state and the verifier, which exist in clear only here and in the browser's address. */
export async function startAttempt(
  { db, vault, now }: ConnectionDeps,
  { workspaceId, sessionId, kind, mode, appScope, client, adminLinkId }: NewAttempt,
): Promise<{ id: string; state: string; verifier: string }> {
  const id = randomUUID();
  const state = randomBytes(32).toString('base64url');
  const verifier = randomBytes(48).toString('base64url');
  const createdAt = now();
  await db
    .insertInto('connection_attempts')
    .values({
      id,
      workspace_id: workspaceId,
      state_hash: hashState(state),
      session_id: sessionId,
      admin_link_id: adminLinkId,
      stage: 'authorizing',
      kind,
      mode,
      app_scope: appScope,
      login_origin: client.loginOrigin,
      client_id: client.clientId,
      client_secret_sealed: vault.seal(workspaceId, secretPurpose, client.clientSecret),
      verifier_sealed: vault.seal(workspaceId, verifierPurpose, verifier),
      created_at: createdAt,
      expires_at: new Date(createdAt.getTime() + attemptLifeMs),
    })
    .execute();
  return { id, state, verifier };
}

/** The attempt this state belongs to, taken for good; else why it may not be used. */
export type TakenState = { attempt: Attempt } | { refused: OAuthProblem; attemptId: string | null };

/**
 * Takes the state once: of two callbacks with it at the same moment only one goes on. A state of another session is left
 * as it is, so that nobody can spoil somebody else's login.
 */
export async function takeState(
  { db, now }: ConnectionDeps,
  state: string,
  owners: readonly AttemptOwner[],
): Promise<TakenState> {
  const attempt = await db
    .selectFrom('connection_attempts')
    .selectAll()
    .where('state_hash', '=', hashState(state))
    .executeTakeFirst();
  if (!attempt) return { refused: ownProblem('state_unknown'), attemptId: null };
  // The workspace too: somebody who was moved to another one meanwhile must not connect the old one.
  const isOurs = owners.some(
    ({ sessionId, workspaceId }) => attempt.session_id === sessionId && attempt.workspace_id === workspaceId,
  );
  if (!isOurs) {
    return { refused: ownProblem('state_of_another_session'), attemptId: null };
  }
  const taken = await db
    .updateTable('connection_attempts')
    .set({ used_at: now() })
    .where('id', '=', attempt.id)
    .where('used_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (!taken) return { refused: ownProblem('state_used'), attemptId: null };
  if (taken.expires_at <= now()) return { refused: ownProblem('state_expired'), attemptId: taken.id };
  return { attempt: taken };
}

export function clientOf({ vault }: ConnectionDeps, attempt: Attempt): OAuthClient {
  return {
    loginOrigin: attempt.login_origin,
    clientId: attempt.client_id,
    clientSecret: vault.open(attempt.workspace_id, secretPurpose, attempt.client_secret_sealed),
  };
}

export function verifierOf({ vault }: ConnectionDeps, attempt: Attempt): string {
  return vault.open(attempt.workspace_id, verifierPurpose, attempt.verifier_sealed);
}

export function tokensOf({ vault }: ConnectionDeps, attempt: Attempt): LoginTokens | null {
  if (attempt.found_sealed === null) return null;
  return tokensSchema.parse(JSON.parse(vault.open(attempt.workspace_id, foundPurpose, attempt.found_sealed)));
}

export function foundOf(attempt: Attempt): Found | null {
  return attempt.found === null ? null : foundSchema.parse(attempt.found);
}

export const problemSchema = z.object({ code: z.string(), message: z.string(), fix: z.string() });

export function errorOf(attempt: Attempt): Problem | null {
  return attempt.error === null ? null : problemSchema.parse(attempt.error);
}

/** Keeps what identify found until a person has said whether this is the API user; another 10 minutes for the answer. */
export async function holdForConfirmation(
  { db, vault, now }: ConnectionDeps,
  attempt: Attempt,
  found: Found,
  tokens: LoginTokens,
): Promise<void> {
  await db
    .updateTable('connection_attempts')
    .set({
      stage: 'confirming',
      found: JSON.stringify(found),
      found_sealed: vault.seal(attempt.workspace_id, foundPurpose, JSON.stringify(tokens)),
      expires_at: new Date(now().getTime() + attemptLifeMs),
    })
    .where('id', '=', attempt.id)
    .execute();
}

/** Ends the attempt with what went wrong; its tokens are dropped. False when it had ended before. */
export async function failAttempt({ db }: ConnectionDeps, id: string, problem: Problem): Promise<boolean> {
  const { code, message, fix } = problem;
  const failed = await db
    .updateTable('connection_attempts')
    .set({ stage: 'failed', error: JSON.stringify({ code, message, fix }), found_sealed: null })
    .where('id', '=', id)
    .where('stage', 'in', ['authorizing', 'confirming'])
    .returning('id')
    .executeTakeFirst();
  return failed !== undefined;
}

/** The attempt when this session of this workspace started it, else undefined. */
export async function findAttempt(
  { db }: ConnectionDeps,
  id: string,
  account: AttemptOwner,
): Promise<Attempt | undefined> {
  return db
    .selectFrom('connection_attempts')
    .selectAll()
    .where('id', '=', id)
    .where('workspace_id', '=', account.workspaceId)
    .where('session_id', '=', account.sessionId)
    .executeTakeFirst();
}

/** Attempts nobody finished: taken away here, so that their tokens can be revoked by the caller. */
export async function removeExpiredAttempts({ db, now }: ConnectionDeps): Promise<Attempt[]> {
  return db
    .deleteFrom('connection_attempts')
    .where('expires_at', '<', new Date(now().getTime() - attemptLifeMs))
    .returningAll()
    .execute();
}

function hashState(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}
