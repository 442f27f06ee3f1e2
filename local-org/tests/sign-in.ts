// Set-up of the tests: a running local org, and a jsforce Connection as one of its people, obtained through the login
// and consent pages like any other client's.

import { createHash, randomBytes } from 'node:crypto';
import jsforce from 'jsforce';
import { walkAuthorization } from '../browser-walk.ts';
import type { CookieJar, WalkEnd } from '../browser-walk.ts';
import type { RunningLocalOrg } from '../local-org.ts';

export const callbackUrl = 'http://localhost:3999/callback';

type Who = 'admin' | 'api-user' | 'standard';

export type SignIn = {
  kind?: 'production' | 'sandbox';
  who?: Who;
  /** Name of the OAuth app. */
  app?: string;
  /** Log in at the org's own origin instead of the login host. */
  myDomain?: boolean;
  scope?: string;
  prompt?: string;
  decision?: 'allow' | 'deny';
  state?: string;
  jar?: CookieJar;
};

export type Authorization = { end: WalkEnd; verifier: string; host: string };

export function orgOf(running: RunningLocalOrg, kind: 'production' | 'sandbox' = 'production') {
  const org = running.orgs.find((one) => one.kind === kind);
  if (org === undefined) throw new Error(`no ${kind} org`);
  return org;
}

export function appOf(running: RunningLocalOrg, name = 'Bookbridge') {
  const app = running.apps.find((one) => one.name === name);
  if (app === undefined) throw new Error(`no app ${name}`);
  return app;
}

export function personOf(running: RunningLocalOrg, who: Who, kind: 'production' | 'sandbox' = 'production') {
  const person = orgOf(running, kind).users.find((user) => user.role === who);
  if (person === undefined) throw new Error(`nobody is ${who}`);
  return person;
}

export function hostOf(running: RunningLocalOrg, order: SignIn): string {
  const kind = order.kind ?? 'production';
  return order.myDomain === true ? orgOf(running, kind).origin : running.login[kind];
}

export function authorizeUrl(running: RunningLocalOrg, order: SignIn, verifier: string): string {
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: appOf(running, order.app).clientId,
    redirect_uri: callbackUrl,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  if (order.state !== undefined) query.set('state', order.state);
  if (order.scope !== undefined) query.set('scope', order.scope);
  if (order.prompt !== undefined) query.set('prompt', order.prompt);
  return `${hostOf(running, order)}/services/oauth2/authorize?${query.toString()}`;
}

/** Walks login and consent; where it ended is the caller's to judge. */
export async function authorize(running: RunningLocalOrg, order: SignIn = {}): Promise<Authorization> {
  const verifier = randomBytes(48).toString('base64url');
  const { username, password } = personOf(running, order.who ?? 'api-user', order.kind);
  const end = await walkAuthorization({
    authorizeUrl: authorizeUrl(running, order, verifier),
    username,
    password,
    ...(order.decision === undefined ? {} : { decision: order.decision }),
    ...(order.jar === undefined ? {} : { jar: order.jar }),
  });
  return { end, verifier, host: hostOf(running, order) };
}

export function codeOf(end: WalkEnd): string {
  const code = end.callbackUrl === undefined ? null : new URL(end.callbackUrl).searchParams.get('code');
  if (code === null) throw new Error(`no code: ${JSON.stringify(end).slice(0, 500)}`);
  return code;
}

export type TokenAnswer = { status: number; body: Record<string, string> };

/** Posts to the token endpoint with the app's own key and secret, unless `fields` say otherwise. */
export async function postToken(
  running: RunningLocalOrg,
  host: string,
  fields: Record<string, string>,
  app?: string,
): Promise<TokenAnswer> {
  const { clientId, clientSecret } = appOf(running, app);
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields });
  const response = await fetch(`${host}/services/oauth2/token`, { method: 'POST', body });
  const parsed: unknown = JSON.parse(await response.text());
  return { status: response.status, body: textsOf(parsed) };
}

export async function getTokens(running: RunningLocalOrg, order: SignIn = {}): Promise<TokenAnswer> {
  const { end, verifier, host } = await authorize(running, order);
  const code = codeOf(end);
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: callbackUrl,
    code_verifier: verifier,
  };
  return postToken(running, host, fields, order.app);
}

/** A jsforce connection that works in the org as the person asked for (default: the API user). */
export async function signIn(running: RunningLocalOrg, order: SignIn = {}): Promise<jsforce.Connection> {
  const { body } = await getTokens(running, order);
  const { clientId, clientSecret } = appOf(running, order.app);
  const {
    access_token: accessToken = '',
    refresh_token: refreshToken,
    instance_url: instanceUrl = '',
  } = body;
  const loginUrl = hostOf(running, order);
  return new jsforce.Connection({
    instanceUrl,
    accessToken,
    version: '67.0',
    oauth2: { clientId, clientSecret, redirectUri: callbackUrl, loginUrl },
    ...(refreshToken === undefined ? {} : { refreshToken }),
  });
}

/** A plain request with a token, for what jsforce hides: status, headers, the body's exact text. */
export async function rest(
  connection: jsforce.Connection,
  path: string,
  init: { method?: string; body?: unknown; text?: string; headers?: Record<string, string> } = {},
) {
  const text = init.text ?? (init.body === undefined ? undefined : JSON.stringify(init.body));
  const response = await fetch(`${connection.instanceUrl}${path}`, {
    method: init.method ?? (text === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${connection.accessToken ?? ''}`,
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...init.headers,
    },
    ...(text === undefined ? {} : { body: text }),
  });
  const bodyText = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
  const body: unknown = isJson && bodyText !== '' ? JSON.parse(bodyText) : undefined;
  return { status: response.status, headers: response.headers, bodyText, body };
}

export async function orderFault(running: RunningLocalOrg, order: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${running.login.production}/__local/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  if (response.status !== 201) throw new Error(`fault refused: ${await response.text()}`);
}

/** Keys in their order: the order is part of what a golden answer pins. */
export function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** A value inside parsed JSON: `valueAt(body, 'graphs', 14)`. */
export function valueAt(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function textsOf(value: unknown): Record<string, string> {
  const texts: Record<string, string> = {};
  if (typeof value !== 'object' || value === null) return texts;
  for (const [key, text] of Object.entries(value)) if (typeof text === 'string') texts[key] = text;
  return texts;
}
