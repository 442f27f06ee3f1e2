// Hosts of this workspace's bookings and the Salesforce users whom they are matched to, also those who are matched to nobody.
import { sql } from 'kysely';
import { z } from 'zod';
import type { SalesforceClient } from '../salesforce/client.ts';
import { queryPath, soql } from '../salesforce/soql.ts';
import type { Db } from '../store/schema.ts';
import type { Rules } from './set-up-document.ts';

export type HostMatch = { how: Rules['hosts']['by'][number]; userId: string; userName: string };
export type HostView = { email: string; name: string | null; bookings: number; match: HostMatch | null };
export type SeenHost = Omit<HostView, 'match'>;

const most = 500;

/** Those with the most bookings first; addresses in lower case. */
export async function seenHosts(db: Db, workspaceId: string): Promise<SeenHost[]> {
  const { rows } = await sql<{ email: string; name: string | null; bookings: string }>`
    select lower(trim(details -> 'host' ->> 'email')) as email,
      (array_agg(details -> 'host' ->> 'name' order by received_at desc))[1] as name, count(*) as bookings
    from bookings
    where workspace_id = ${workspaceId} and trim(details -> 'host' ->> 'email') <> ''
    group by 1 order by 3 desc, 1 limit ${most}`.execute(db);
  return rows.map(({ email, name, bookings }) => ({ email, name, bookings: Number(bookings) }));
}

const userRow = z.looseObject({
  Id: z.string(),
  Name: z.string(),
  Username: z.string(),
  Email: z.string().nullish(),
  FederationIdentifier: z.string().nullish(),
});
export type UserRow = z.infer<typeof userRow>;
const usersBody = z.looseObject({ records: z.array(userRow) });

/** So many addresses three times over stay within what a query's address may be long. */
const perQuery = 60;

/** One API call for each 60 hosts. Throws what the client throws. */
export async function matchHosts(
  client: SalesforceClient,
  hosts: readonly SeenHost[],
  rules: Rules['hosts'],
): Promise<HostView[]> {
  const table = new Map(rules.table.map((entry) => [entry.email.trim().toLowerCase(), entry]));
  const emails = hosts.map(({ email }) => email);
  const asked = rules.by.some((how) => how !== 'table') ? emails : [];
  const users: UserRow[] = [];
  for (let from = 0; from < asked.length; from += perQuery)
    users.push(...(await readUsers(client, asked.slice(from, from + perQuery))));
  return hosts.map((host) => ({ ...host, match: matchHost(host.email, rules, table, users) }));
}

/** Active users who may be one of these hosts. One API call. */
export async function readUsers(client: SalesforceClient, emails: string[]): Promise<UserRow[]> {
  // Oldest first: of several users with one address, always the same is taken.
  const query = soql`SELECT Id, Name, Username, Email, FederationIdentifier FROM User
    WHERE IsActive = true AND UserType = 'Standard'
    AND (Email IN ${emails} OR Username IN ${emails} OR FederationIdentifier IN ${emails})
    ORDER BY CreatedDate LIMIT 2000`;
  const { body } = await client.request({ method: 'GET', path: queryPath(client.apiVersion, query) });
  return usersBody.parse(body).records;
}

/** `users`: those that readUsers gave for this host. */
export function matchHost(
  email: string,
  { by }: Rules['hosts'],
  table: ReadonlyMap<string, Rules['hosts']['table'][number]>,
  users: readonly UserRow[],
): HostMatch | null {
  const keyOf: Record<Exclude<HostMatch['how'], 'table'>, (user: UserRow) => string | null | undefined> = {
    email: (user) => user.Email,
    federation_id: (user) => user.FederationIdentifier,
    username: (user) => user.Username,
  };
  for (const how of by) {
    if (how === 'table') {
      const entry = table.get(email);
      if (entry) return { how, userId: entry.userId, userName: entry.userName };
      continue;
    }
    const user = users.find((one) => keyOf[how](one)?.toLowerCase() === email);
    if (user) return { how, userId: user.Id, userName: user.Name };
  }
  return null;
}
