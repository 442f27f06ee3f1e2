// The Salesforce user of a booking's host. Kept for an hour per org: hosts are few, bookings many, and people seldom change.
import { z } from 'zod';
import type { SalesforceClient } from '../salesforce/client.ts';
import { queryPath, soql } from '../salesforce/soql.ts';
import { matchHost, readUsers } from '../setup/hosts.ts';
import type { UserRow } from '../setup/hosts.ts';
import type { Rules } from '../setup/set-up-document.ts';

export type HostUsers = {
  /** The active user, or null. At most one API call, none while it is known. Throws what the client throws. */
  find(client: SalesforceClient, email: string | null, rules: Rules['hosts']): Promise<string | null>;
  /** After the org refused an owner. */
  forget(orgId: string): void;
};

const keptMs = 60 * 60 * 1000;
/** Who is nobody may be made in a minute: the admin sees the fallback and mends it. */
const unknownKeptMs = 5 * 60 * 1000;

export function createHostUsers(now: () => Date): HostUsers {
  const kept = new Map<string, { until: number; users: Promise<UserRow[]> }>();

  function remember(key: string, read: () => Promise<UserRow[]>): Promise<UserRow[]> {
    const present = kept.get(key);
    if (present && present.until > now().getTime()) return present.users;
    const users = read();
    const entry = { until: now().getTime() + keptMs, users };
    kept.set(key, entry);
    const settle = async (): Promise<void> => {
      try {
        if ((await users).length === 0) entry.until = now().getTime() + unknownKeptMs;
      } catch {
        // Whoever waits for it is told; the next one asks again.
        if (kept.get(key) === entry) kept.delete(key);
      }
    };
    void settle();
    return users;
  }

  return {
    async find(client, email, rules) {
      const address = email?.trim().toLowerCase() ?? '';
      if (address === '') return null;
      const table = new Map(rules.table.map((entry) => [entry.email.trim().toLowerCase(), entry]));
      const asked = rules.by.some((how) => how !== 'table');
      const listed = rules.by.includes('table') ? table.get(address) : undefined;
      if (listed) {
        // Somebody who was entered by hand may have left since.
        const key = `${client.orgId} id ${listed.userId}`;
        const users = await remember(key, () => readActiveUser(client, listed.userId));
        if (users.length > 0) return listed.userId;
      }
      if (!asked) return null;
      const users = await remember(`${client.orgId} ${address}`, () => readUsers(client, [address]));
      const match = matchHost(
        address,
        { ...rules, by: rules.by.filter((how) => how !== 'table') },
        table,
        users,
      );
      return match?.userId ?? null;
    },
    forget(orgId) {
      for (const key of kept.keys()) if (key.startsWith(`${orgId} `)) kept.delete(key);
    },
  };
}

const idBody = z.looseObject({
  records: z.array(z.looseObject({ Id: z.string(), Name: z.string(), Username: z.string() })),
});

async function readActiveUser(client: SalesforceClient, userId: string): Promise<UserRow[]> {
  const query = soql`SELECT Id, Name, Username FROM User WHERE Id = ${userId} AND IsActive = true`;
  const { body } = await client.request({ method: 'GET', path: queryPath(client.apiVersion, query) });
  return idBody.parse(body).records;
}
