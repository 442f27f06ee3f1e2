// The org that a command works on, logged in through the stores of the CLI (@salesforce/core reads and writes them).
import type * as Core from '@salesforce/core';
import type { Connection, Org } from '@salesforce/core';
import { z } from 'zod';
import { SetUpProblem } from './problem.ts';
import { isOnThisComputer, stayLocal } from './stay-local.ts';

export type OrgKind = 'production' | 'sandbox' | 'scratch';

export type TargetOrg = {
  orgId: string;
  username: string;
  alias: string | null;
  kind: OrgKind;
  /** The org's My Domain. */
  instanceUrl: string;
  isLocal: boolean;
  /** Of a local org: its own origin and that of its login host, which its identity URLs carry. Empty for a real one. */
  localOrigins: string[];
  org: Org;
  connection: Connection;
};

/** The version whose behaviour this project is written for; also that of the metadata. */
export const apiVersion = '67.0';

const organizationRow = z.object({
  Id: z.string(),
  IsSandbox: z.boolean(),
  TrialExpirationDate: z.string().nullable(),
});

/** Null: the CLI's target-org. Throws SetUpProblem `no_target_org`, and what @salesforce/core throws. */
export async function openOrg(aliasOrUsername: string | null): Promise<TargetOrg> {
  const core = await loadCore();
  let org: Org;
  try {
    org = await core.Org.create(aliasOrUsername === null ? {} : { aliasOrUsername });
  } catch (error) {
    if (aliasOrUsername !== null) throw error;
    throw new SetUpProblem(
      'no_target_org',
      'No org was named, and the CLI has no target-org.',
      'Add --target-org NAME (see "sf org list"), or set one with "sf config set target-org NAME".',
      error,
    );
  }
  const connection = org.getConnection();
  connection.setApiVersion(apiVersion);
  const username = org.getUsername() ?? '';
  const fields = connection.getAuthInfoFields();
  // A My Domain login of a local org: nothing of it is ever shown to Salesforce's own hosts.
  const isLocal = [fields.loginUrl, connection.instanceUrl].some((url) => isOnThisComputer(url ?? ''));
  if (isLocal) stayLocal();
  await requireReachable(connection.instanceUrl);
  const kind = await readKind(connection);
  const state = await core.StateAggregator.getInstance();
  return {
    orgId: kind.orgId,
    username,
    alias: state.aliases.get(username) ?? null,
    kind: kind.kind,
    instanceUrl: new URL(connection.instanceUrl).origin,
    isLocal,
    localOrigins: isLocal ? await readLocalOrigins(connection) : [],
    org,
    connection,
  };
}

/**
 * jsforce tries a GET for a quarter of a minute before it says that nobody is there, as with an org that was deleted. A look
 * of our own says so at once; it needs no login and is no API call.
 */
async function requireReachable(instanceUrl: string): Promise<void> {
  const response = await fetch(`${new URL(instanceUrl).origin}/services/data`, {
    signal: AbortSignal.timeout(20_000),
  });
  await response.arrayBuffer();
}

/** Asked of the org each time: what the CLI remembers may be of another day, and production must not be mistaken. */
async function readKind(connection: Connection): Promise<{ orgId: string; kind: OrgKind }> {
  const answer = await connection.query('SELECT Id, IsSandbox, TrialExpirationDate FROM Organization');
  const row = organizationRow.parse(answer.records[0]);
  if (!row.IsSandbox) return { orgId: row.Id, kind: 'production' };
  return { orgId: row.Id, kind: row.TrialExpirationDate === null ? 'sandbox' : 'scratch' };
}

const userInfo = z.object({ sub: z.string() });

async function readLocalOrigins(connection: Connection): Promise<string[]> {
  const { origin } = new URL(connection.instanceUrl);
  const answer = userInfo.parse(await connection.request(`${origin}/services/oauth2/userinfo`));
  const login = new URL(answer.sub).origin;
  return [...new Set([origin, login])].filter(isOnThisComputer);
}

let core: typeof Core | undefined;

/** Half a second to load: only for commands that reach an org. */
export async function loadCore(): Promise<typeof Core> {
  if (core !== undefined) return core;
  core = await import('@salesforce/core');
  // Without a listener, "Using insecure protocol" of a local org goes to the terminal.
  core.Lifecycle.getInstance().onWarning(async () => {});
  return core;
}

/** How a person calls it. */
export function nameOf(org: Pick<TargetOrg, 'alias' | 'username'>): string {
  return org.alias ?? org.username;
}
