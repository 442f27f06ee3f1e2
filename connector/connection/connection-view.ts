// What the pages see of a connection, an attempt and the choice of environments. No secret and no token leaves through here.
import { z } from 'zod';
import { checkSchema } from '../checks/check.ts';
import type { Check } from '../checks/check.ts';
import type { Config } from '../config.ts';
import type { OrgKind } from '../store/schema.ts';
import { errorOf, foundOf, problemSchema } from './attempts.ts';
import type { Attempt } from './attempts.ts';
import { whyUnavailable } from './authorize.ts';
import type { Environment } from './authorize.ts';
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
  connectedAt: string;
  checkedAt: string | null;
  checks: Check[];
  waitingBookings: number;
  problem?: Problem;
};

/** The workspace's connection, null when there never was one. */
export async function viewConnection(
  { db }: ConnectionDeps,
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
    connectedAt: row.connected_at.toISOString(),
    checkedAt: row.checked_at?.toISOString() ?? null,
    checks: z.array(checkSchema).parse(row.checks),
    waitingBookings: Number(waiting.count),
    ...(row.problem !== null && { problem: problemSchema.parse(row.problem) }),
  };
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
  error?: Problem;
};

export async function viewAttempt({ db }: ConnectionDeps, attempt: Attempt): Promise<AttemptView> {
  const found = foundOf(attempt);
  const error = errorOf(attempt);
  const previous =
    attempt.stage === 'confirming'
      ? await db
          .selectFrom('connections')
          .select(['username', 'org_name', 'org_id'])
          .where('workspace_id', '=', attempt.workspace_id)
          .executeTakeFirst()
      : undefined;
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
    ...(error && { error }),
  };
}

const environmentWords: readonly { id: Environment; title: string; hint: string }[] = [
  { id: 'production', title: 'Production', hint: 'Live orgs, and Developer Edition orgs.' },
  { id: 'sandbox', title: 'Sandbox', hint: 'Sandboxes and scratch orgs, to try it out first.' },
  {
    id: 'my_domain',
    title: 'My Domain',
    hint: 'An org with its own address, like acme.my.salesforce.com. Needed when its OAuth app belongs to this org alone.',
  },
];

export function viewEnvironments(
  config: Config,
): { id: Environment; title: string; hint: string; available: boolean; unavailableReason?: string }[] {
  return environmentWords.map((words) => {
    const reason = whyUnavailable(config, words.id);
    return { ...words, available: reason === null, ...(reason !== null && { unavailableReason: reason }) };
  });
}

/** What an API user must have, with the ids of the checks that look at it later. */
export const apiUserNeeds: readonly { id: string; title: string; detail: string }[] = [
  {
    id: 'user_license',
    title: 'User licence "Salesforce"',
    detail: 'Other licences cannot create records on Leads and Cases.',
  },
  {
    id: 'user_profile',
    title: 'Profile "System Administrator"',
    detail:
      'Salesforce asks such a user for a passkey or security key when it logs in. It has more rights than Bookbridge needs.',
  },
  {
    id: 'api_enabled',
    title: '"API Enabled" and "Modify All Data"',
    detail: 'Both are part of that profile.',
  },
  {
    id: 'permission_set',
    title: 'Permission set "Bookbridge API User"',
    detail: 'It comes with the companion app and makes the fields of bookings visible.',
  },
];
