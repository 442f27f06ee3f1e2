// Two things at once: what a check or a disconnect began with may be gone when it ends, and the newer login must stand.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { confirm, connect, login, openWorld, readConnection } from './connect-world.ts';
import type { World } from './connect-world.ts';
import { clearFaults, faultsLeft, plantFault } from './salesforce-side.ts';

let world: World;
let gate: Server;
let loginOrigin: string;
let revocation: { begin: () => void; end: Promise<void> } | undefined;
beforeAll(async () => {
  gate = await openGate();
  world = await openWorld({
    environment(org) {
      const address = gate.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      loginOrigin = org.login.production;
      const gateOrigin = `http://localhost:${port}`;
      const origins = [gateOrigin, loginOrigin, ...org.orgs.map(({ origin }) => origin)];
      return {
        SALESFORCE_PRODUCTION_LOGIN_URL: gateOrigin,
        SALESFORCE_SANDBOX_CLIENT_ID: '',
        SALESFORCE_SANDBOX_CLIENT_SECRET: '',
        SALESFORCE_SANDBOX_LOGIN_URL: '',
        SALESFORCE_LOCAL_ORIGINS: origins.join(','),
      };
    },
  });
});
beforeEach(() => clearFaults(world));
afterAll(async () => {
  await world.close();
  gate.closeAllConnections();
  await new Promise((resolve) => gate.close(resolve));
});

test('a check that was begun for another user does not judge the one connected meanwhile', async () => {
  await connect(world);
  const attempt = await login(world, { username: 'rep@acme.example' });
  await plantFault(world, { kind: 'slow', on: 'composite', delayMs: 1500 });
  const slowCheck = world.browser.post('/api/connection/check');
  await until(async () => (await faultsLeft(world)) === 0);
  expect(await confirm(world, attempt)).toMatchObject({ state: 'needs_attention' });
  world.wakes.length = 0;
  await slowCheck;
  expect(await readConnection(world)).toMatchObject({
    username: 'rep@acme.example',
    state: 'needs_attention',
  });
  expect(world.wakes).toEqual([]);
});

test('a login that is finished while the old one is being disconnected stays connected', async () => {
  await connect(world);
  const attempt = await login(world, { username: 'admin@acme.example' });
  const held = holdRevocation();
  const slowDisconnect = world.browser.post('/api/connection/disconnect');
  await held.begun;
  // Not awaited: replacing the old user revokes it too.
  const confirmed = confirm(world, attempt);
  await until(async () => (await readConnection(world)).username === 'admin@acme.example');
  held.release();
  await Promise.all([slowDisconnect, confirmed]);
  const connection = await readConnection(world);
  expect(connection).toMatchObject({ username: 'admin@acme.example', state: 'needs_attention' });
  const client = await world.clients.clientFor(connection.id);
  await expect(client.request({ method: 'GET', path: '/services/data/v67.0/limits' })).resolves.toMatchObject(
    { status: 200 },
  );
});

test('tokens that were sealed with a lost key can still be disconnected, and say how to revoke them', async () => {
  await connect(world);
  await world.database.db.updateTable('connections').set({ refresh_token_sealed: '00000000.AAAA' }).execute();
  expect(await world.browser.post('/api/connection/disconnect')).toMatchObject({
    status: 200,
    body: { connection: { state: 'disconnected', problem: { code: 'not_revoked' } } },
  });
});

/** Stands before the login host, and can keep a revocation waiting. */
async function openGate(): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = request.method === 'POST' ? await text(request) : undefined;
      if (request.url?.startsWith('/services/oauth2/revoke')) {
        revocation?.begin();
        await revocation?.end;
      }
      const answer = await fetch(new URL(request.url ?? '/', loginOrigin), {
        method: request.method ?? 'GET',
        headers: {
          cookie: request.headers.cookie ?? '',
          'content-type': request.headers['content-type'] ?? 'text/plain',
        },
        redirect: 'manual',
        ...(body !== undefined && { body }),
      });
      const headers = new Headers(answer.headers);
      headers.delete('content-length');
      response
        .setHeaders(headers)
        .writeHead(answer.status)
        .end(await answer.text());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return server;
}

function holdRevocation(): { begun: Promise<void>; release: () => void } {
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  revocation = { begin: begun.resolve, end: end.promise };
  return { begun: begun.promise, release: end.resolve };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It did not happen within 10 seconds.');
  }
}
