// One real PostgreSQL server for a whole Jest run: globalSetup starts it, the workers find it by an environment variable.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../log.ts';
import { startEmbeddedPostgres } from '../store/embedded-postgres.ts';

/** Folder of the server's socket. */
export const serverVariable = 'BOOKBRIDGE_TEST_SOCKET';

/** Jest loads set-up and teardown apart, so what runs is kept where both can see it. */
const running = Symbol.for('bookbridge.test-server');

export async function startTestServer(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bookbridge-test-'));
  const server = await startEmbeddedPostgres(folder, createLog({ logLevel: 'warn' }), {
    max_connections: '400',
  });
  process.env[serverVariable] = server.connection.host;
  Reflect.set(globalThis, running, async () => {
    await server.stop({ evenIfUsed: true });
    await rm(folder, { recursive: true, force: true });
  });
}

export async function stopTestServer(): Promise<void> {
  const stop: unknown = Reflect.get(globalThis, running);
  if (typeof stop === 'function') await stop();
}
