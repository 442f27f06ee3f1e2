// What the pages see of a connection, an attempt and the choice of environments. No secret and no token leaves through here.
import { z } from 'zod';
import { checkSchema } from '../checks/check.ts';
import type { Check } from '../checks/check.ts';
import type { Config } from '../config.ts';
import type { ConnectionFlow, ConnectionMode, OrgKind } from '../store/schema.ts';
import { readSetUpChecks } from '../setup/drift/set-up-checks.ts';
import { errorOf, foundOf, problemSchema } from './attempts.ts';
import type { Attempt } from './attempts.ts';
import { usualMode, whyUnavailable } from './choose-app.ts';
import type { Environment, Unavailable } from './choose-app.ts';
import { linkForError } from './error-links.ts';
import type { ErrorLink } from './error-links.ts';
import type { ConnectionRow } from './sealed-tokens.ts';
import type { ConnectionDeps, Problem } from './stages.ts';

export type ConnectionView = {
  id: string;
  state: ConnectionRow['state'];
  kind: OrgKind;
  orgId: string;
  orgName: string;
  instanceUrl: string;
  username: string;
  displayName: string;
  edition: string;
  flow: ConnectionFlow;
  mode: ConnectionMode;
  /** `own`: it is not the app of the settings. */
  app: { clientId: string; scope: 'global' | 'local'; own: boolean };
  connectedAt: string;
  checkedAt: string | null;
  /** Since then a person has paused it: bookings are accepted and nothing is written. */
  pausedByUserAt: string | null;
  checks: Check[];
  waitingBookings: number;
  problem?: Problem & { link?: ErrorLink };
};

/** The workspace's connection, null when there never was one. */
export async function viewConnection(
  { db, config }: ConnectionDeps,
  workspaceId: string,
): Promise<ConnectionView | null> {
  const row = await db
    .selectFrom('connections')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (!row) return null;
  const waiting = await db
    .selectFrom('bookings')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('sync', '=', 'waiting')
    .executeTakeFirstOrThrow();
  const org = { id: row.org_id, instanceOrigin: row.instance_origin };
  const ofSetUp = row.state === 'disconnected' ? [] : await readSetUpChecks(db, workspaceId, org);
  return {
    id: row.id,
    state: row.state,
    kind: row.kind,
    orgId: row.org_id,
    orgName: row.org_name,
    instanceUrl: row.instance_origin,
    username: row.username,
    displayName: row.display_name,
    edition: row.edition,
    flow: row.flow,
    mode: row.mode,
    app: { clientId: row.client_id, scope: row.app_scope, own: isOwnApp(config, row.client_id) },
    connectedAt: row.connected_at.toISOString(),
    checkedAt: row.checked_at?.toISOString() ?? null,
    pausedByUserAt: row.paused_by_user_at?.toISOString() ?? null,
    checks: [...z.array(checkSchema).parse(row.checks), ...ofSetUp],
    waitingBookings: Number(waiting.count),
    ...(row.problem !== null && { problem: withLink(problemSchema.parse(row.problem), row) }),
  };
}

/** With the place in the org's Setup where it is put right, if there is one. */
export function withLink(
  problem: Problem,
  org: { instance_origin: string; user_id: string } | undefined,
): Problem & { link?: ErrorLink } {
  const link = linkForError(problem.code, org);
  return link ? { ...problem, link } : problem;
}

function isOwnApp({ oauthApps }: Config, clientId: string): boolean {
  return ![oauthApps.production, oauthApps.sandbox].some((app) => app?.clientId === clientId);
}

export type AttemptView = {
  id: string;
  stage: Attempt['stage'];
  found?: {
    username: string;
    displayName: string;
    orgName: string;
    orgId: string;
    kind: OrgKind;
    edition: string;
    profile?: string;
    license?: string;
  };
  previous?: { username: string; orgName: string; orgId: string };
  concerns: string[];
  error?: Problem & { link?: ErrorLink };
};

export async function viewAttempt({ db }: ConnectionDeps, attempt: Attempt): Promise<AttemptView> {
  const found = foundOf(attempt);
  const error = errorOf(attempt);
  const org = await db
    .selectFrom('connections')
    .select(['username', 'org_name', 'org_id', 'instance_origin', 'user_id'])
    .where('workspace_id', '=', attempt.workspace_id)
    .executeTakeFirst();
  const previous = attempt.stage === 'confirming' ? org : undefined;
  return {
    id: attempt.id,
    stage: attempt.stage,
    ...(found && {
      found: {
        username: found.username,
        displayName: found.displayName,
        orgName: found.orgName,
        orgId: found.orgId,
        kind: found.kind,
        edition: found.edition,
        ...(found.profile !== null && { profile: found.profile }),
        ...(found.license !== null && { license: found.license }),
      },
    }),
    ...(previous && {
      previous: { username: previous.username, orgName: previous.org_name, orgId: previous.org_id },
    }),
    concerns: found?.concerns ?? [],
    ...(error && { error: withLink(error, org) }),
  };
}

const environments: readonly Environment[] = ['production', 'sandbox', 'my_domain'];

export type EnvironmentView = {
  id: Environment;
  /** With the OAuth app of the settings. With one of its own a connection may choose each. */
  available: boolean;
  unavailable?: Unavailable;
  /** Which rights are expected when nobody chooses. */
  mode: ConnectionMode;
  /** Set where Bookbridge logs in by itself: as whom. */
  unattended?: { username: string };
};

export function viewEnvironments(config: Config): EnvironmentView[] {
  return environments.map((id) => {
    const app = id === 'my_domain' ? null : config.oauthApps[id];
    if (app && app.flow !== 'web_server' && app.username !== null)
      return { id, mode: app.mode, available: true, unattended: { username: app.username } };
    const unavailable = whyUnavailable(config, id);
    return {
      id,
      mode: usualMode(config, id),
      available: unavailable === null,
      ...(unavailable !== null && { unavailable }),
    };
  });
}
