// The other side in the tests of trip 1: an admin who changes the org through jsforce, faults, and the count of API calls.
import { Connection } from 'jsforce';
import { walkAuthorization } from '../local-org/browser-walk.ts';
import { adminApp, field, passwordOf } from './connect-world.ts';
import type { Kind, World } from './connect-world.ts';

/** jsforce with an admin's rights: the way an admin changes the org, and never the connector's own client. */
export async function adminOf(world: World, kind: Kind): Promise<Connection> {
  const app = world.org.apps.find(({ name }) => name === adminApp.name);
  const [redirectUri = ''] = adminApp.callbackUrls;
  const username = kind === 'sandbox' ? 'admin@acme.example.dev' : 'admin@acme.example';
  const authorize = new URL('/services/oauth2/authorize', world.org.login[kind]);
  authorize.search = new URLSearchParams({
    response_type: 'code',
    client_id: app?.clientId ?? '',
    redirect_uri: redirectUri,
  }).toString();
  const end = await walkAuthorization({
    authorizeUrl: authorize.href,
    username,
    password: passwordOf(world, username),
  });
  const code = new URL(end.callbackUrl ?? 'http://nowhere').searchParams.get('code') ?? '';
  const answer = await fetch(new URL('/services/oauth2/token', world.org.login[kind]), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: app?.clientId ?? '',
      client_secret: app?.clientSecret ?? '',
    }),
  });
  const tokens: unknown = await answer.json();
  return new Connection({
    instanceUrl: String(field(tokens, 'instance_url')),
    accessToken: String(field(tokens, 'access_token')),
    version: '67.0',
  });
}

export async function plantFault(world: World, fault: Record<string, unknown>): Promise<void> {
  const answer = await fetch(new URL('/__local/faults', world.org.login.production), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  if (answer.status !== 201) throw new Error(`The fault was not taken: ${await answer.text()}`);
}

export async function clearFaults(world: World): Promise<void> {
  await fetch(new URL('/__local/faults', world.org.login.production), { method: 'DELETE' });
}

/** Planted faults that no request has met yet. */
export async function faultsLeft(world: World): Promise<number> {
  const answer: unknown = await (await fetch(new URL('/__local/faults', world.org.login.production))).json();
  if (!Array.isArray(answer)) throw new Error('The local org gave no list of faults.');
  return answer.length;
}

/** API calls of Bookbridge's app that Salesforce would count. */
export async function countCalls(world: World): Promise<number> {
  const answer = await fetch(new URL('/__local/calls', world.org.login.production));
  const byClient = field(await answer.json(), 'byClient');
  const clientId = world.org.apps.find(({ name }) => name === 'Bookbridge')?.clientId ?? '';
  const own = typeof byClient === 'object' && byClient !== null ? field(byClient, clientId) : undefined;
  return own === undefined ? 0 : Number(field(own, 'total'));
}
