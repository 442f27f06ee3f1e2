// The other side of every command: the org seen through jsforce, which has nothing to do with the CLI's login, and the
// local org's count of API calls.
import { randomUUID } from 'node:crypto';
import { Connection } from 'jsforce';
import { SignJWT, importPKCS8 } from 'jose';
import type { RunningLocalOrg } from '../../local-org/local-org.ts';
import { at } from './sf.ts';

export type Rows = Record<string, unknown>[];

export type OrgSide = {
  connection: Connection;
  /** Rows of a query, without their attributes. */
  rows(soql: string): Promise<Rows>;
  toolingRows(soql: string): Promise<Rows>;
};

/** `origin`: where this user logs in; a login host or the org's own address. */
export async function lookAtOrg(org: RunningLocalOrg, username: string, origin: string): Promise<OrgSide> {
  const connection = new Connection({ loginUrl: origin, instanceUrl: origin, version: '67.0' });
  const key = await importPKCS8(org.cli.privateKey, 'RS256');
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(org.cli.clientId)
    .setSubject(username)
    .setAudience(origin)
    .setJti(randomUUID())
    .setExpirationTime('3m')
    .sign(key);
  await connection.authorize({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  return {
    connection,
    rows: async (soql) => plainRows((await connection.query(soql)).records),
    toolingRows: async (soql) => plainRows((await connection.tooling.query(soql)).records),
  };
}

function plainRows(records: Record<string, unknown>[]): Rows {
  return records.map(({ attributes: _attributes, ...row }) => row);
}

/** Counts from 0 again; count() gives the API calls since. */
export async function countCalls(org: RunningLocalOrg): Promise<() => Promise<number>> {
  const url = new URL('/__local/calls', org.login.production);
  await fetch(url, { method: 'DELETE' });
  return async () => Number(at(await (await fetch(url)).json(), 'total'));
}

/** The orgs' first users, by the kind of org and their role. */
export function firstAdmin(org: RunningLocalOrg, kind: 'production' | 'sandbox'): Admin {
  const found = org.orgs.find((candidate) => candidate.kind === kind);
  const user = found?.users.find(({ username }) => username.startsWith('admin@'));
  if (found === undefined || user === undefined) throw new Error(`The local org has no ${kind} admin.`);
  return { ...user, origin: found.origin, orgId: found.orgId };
}

export type Admin = { username: string; password: string; origin: string; orgId: string };
