// The Dev Hub as a client sees it: connections of other people's library, a scratch org's order, and waiting for what
// the hub makes. Nothing here waits longer than its deadline.

import jsforce from 'jsforce';
import type { Connection } from 'jsforce';
import type { RunningLocalOrg } from '../local-org.ts';
import { cliToken } from './assertions.ts';
import { valueAt } from './sign-in.ts';

export const cliCallback = 'http://localhost:1717/OauthRedirect';

/** What is needed of a running local org, also of one in another process. */
export type Place = Pick<RunningLocalOrg, 'orgs'> & { cli: { clientId: string; privateKey: string } };

export async function connect(running: Place, origin: string, username: string): Promise<Connection> {
  const accessToken = await cliToken(running.cli, origin, username);
  return new jsforce.Connection({ instanceUrl: origin, accessToken, version: '67.0' });
}

/** As the production org's administrator. */
export async function connectToHub(running: Place): Promise<Connection> {
  const [hub] = running.orgs;
  const admin = hub?.users.find(({ role }) => role === 'admin');
  return await connect(running, hub?.origin ?? '', admin?.username ?? '');
}

export function scratchOrder(running: Place, changes: Record<string, unknown> = {}) {
  return {
    OrgName: 'Acme Scratch',
    Edition: 'Developer',
    DurationDays: 7,
    ConnectedAppCallbackUrl: cliCallback,
    ConnectedAppConsumerKey: running.cli.clientId,
    ...changes,
  };
}

/** Asks until the answer is what is waited for. */
export async function until<T>(ask: () => Promise<T>, isIt: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export type Info = Record<string, unknown>;

export async function retrieve(hub: Connection, objectName: string, id: string): Promise<Info> {
  const record: unknown = await hub.sobject(objectName).retrieve(id);
  return typeof record === 'object' && record !== null ? { ...record } : {};
}

/** The id of the order; how it ends is another question. */
export async function orderScratch(
  hub: Connection,
  running: Place,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const answer: unknown = await hub.sobject('ScratchOrgInfo').create(scratchOrder(running, changes));
  return String(valueAt(answer, 'id'));
}

export async function finished(hub: Connection, infoId: string): Promise<Info> {
  return await until(
    async () => await retrieve(hub, 'ScratchOrgInfo', infoId),
    (info) => !['New', 'Creating'].includes(String(info['Status'])),
  );
}

/** Code and message with which a call is refused. */
export async function refusal(call: PromiseLike<unknown>): Promise<string> {
  try {
    const answer = await call;
    throw new Error(`not refused: ${JSON.stringify(answer)}`);
  } catch (error) {
    return `${String(valueAt(error, 'errorCode'))}: ${String(valueAt(error, 'message'))}`;
  }
}

/** True once nobody listens there any more. */
export async function isClosed(origin: string): Promise<boolean> {
  try {
    await fetch(`${origin}/services/data`);
    return false;
  } catch {
    return true;
  }
}
