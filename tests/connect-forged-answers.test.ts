// A login host that lies: answers no real Salesforce and no local org gives. The API user's token must reach no host that is
// not allowed, and nothing may be saved.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { field, openCallback, openWorld, readAttempt } from './connect-world.ts';
import type { Attempt, World } from './connect-world.ts';

const orgId = '00D000000000001AAA';
const userId = '005000000000001AAA';
const identity = {
  user_id: userId,
  organization_id: orgId,
  username: 'x@acme.example',
  display_name: 'X',
  user_type: 'STANDARD',
};

type Answers = {
  token: (login: string, evil: string) => Record<string, unknown>;
  identity: (request: IncomingMessage, response: ServerResponse, evil: string) => void;
  versions: unknown;
};

let world: World;
let login: Server;
let evil: Server;
let answers: Answers;
let seenByEvil: string[];
let seenByLogin: string[];

const usual: Answers = {
  token: (origin) => ({ instance_url: origin, id: `${origin}/id/${orgId}/${userId}`, refresh_token: 'r' }),
  identity: (_request, response) => send(response, identity),
  versions: [{ version: '67.0' }],
};

beforeAll(async () => {
  evil = createServer((request, response) => {
    seenByEvil.push(String(request.headers.authorization));
    send(response, identity);
  });
  await listen(evil);
  login = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    seenByLogin.push(pathname);
    if (pathname === '/services/oauth2/token') {
      send(response, {
        access_token: 'secret-token',
        token_type: 'Bearer',
        ...answers.token(originOf(login), originOf(evil)),
      });
    } else if (pathname.startsWith('/id/')) answers.identity(request, response, originOf(evil));
    else if (pathname === '/services/data') send(response, answers.versions);
    else response.writeHead(200).end();
  });
  await listen(login);
  world = await openWorld({
    environment: (org) => ({
      SALESFORCE_PRODUCTION_LOGIN_URL: originOf(login),
      SALESFORCE_LOCAL_ORIGINS: [originOf(login), ...Object.values(org.login)].join(','),
    }),
  });
}, 60_000);
beforeEach(() => {
  answers = usual;
  seenByEvil = [];
  seenByLogin = [];
});
afterAll(async () => {
  await world.close();
  for (const server of [login, evil]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function logInWith(changed: Partial<Answers>): Promise<Attempt> {
  answers = { ...usual, ...changed };
  const { body } = await world.browser.post('/api/connection/authorize', { environment: 'production' });
  const state = new URL(String(field(body, 'url'))).searchParams.get('state');
  const landing = await openCallback(
    world.browser,
    `${world.origin}/oauth/salesforce/callback?code=c&state=${state}`,
  );
  return readAttempt(world, landing);
}

describe('a token answer', () => {
  test.each<[string, string, Answers['token']]>([
    [
      'another instance',
      'host_not_allowed',
      (origin, other) => ({ ...usual.token(origin, other), instance_url: other }),
    ],
    [
      'another identity host',
      'host_not_allowed',
      (origin, other) => ({ ...usual.token(origin, other), id: `${other}/id/${orgId}/${userId}` }),
    ],
    [
      'no refresh token',
      'refresh_token_missing',
      (origin, other) => ({ ...usual.token(origin, other), refresh_token: undefined }),
    ],
    ['no instance', 'token_endpoint_unavailable', () => ({ refresh_token: 'r' })],
  ])('that names %s is refused with %s', async (_what, code, token) => {
    expect(await logInWith({ token })).toMatchObject({ stage: 'failed', error: { code } });
    expect(seenByEvil).toEqual([]);
    expect(seenByLogin.filter((path) => path.startsWith('/id/'))).toEqual([]);
  });
});

describe('an identity', () => {
  test.each([
    ['another user', { user_id: '005000000000002AAA' }],
    ['another org', { organization_id: '00D000000000002AAA' }],
  ])('of %s than the token is refused', async (_what, other) => {
    const attempt = await logInWith({
      identity: (_request, response) => send(response, { ...identity, ...other }),
    });
    expect(attempt).toMatchObject({ stage: 'failed', error: { code: 'identity_mismatch' } });
  });

  test('that is sent on elsewhere is asked for at the org itself, and the token goes nowhere else', async () => {
    const attempt = await logInWith({
      identity: (request, response, other) =>
        response.writeHead(302, { location: `${other}${request.url}` }).end(),
    });
    expect(attempt.stage).toBe('failed');
    expect(seenByEvil).toEqual([]);
    expect(seenByLogin.filter((path) => path.startsWith('/id/'))).toHaveLength(2);
  });
});

test('an org without our API version is refused', async () => {
  const attempt = await logInWith({ versions: [{ version: '66.0' }] });
  expect(attempt).toMatchObject({ stage: 'failed', error: { code: 'api_version_missing' } });
});

test('a login that is refused is revoked, and nothing of it reaches the log', async () => {
  await logInWith({ versions: [] });
  expect(seenByLogin.at(-1)).toBe('/services/oauth2/revoke');
  expect(world.log()).not.toContain('secret-token');
});

function send(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server is not listening.');
  return `http://localhost:${address.port}`;
}
