// One real PostgreSQL server for a whole Jest run: globalSetup starts it, the workers find it by an environment variable.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../log.ts';
import { startEmbeddedPostgres } from '../store/embedded-postgres.ts';

/** Folder of the server's socket. */
export const serverVariable = 'BOOKBRIDGE_TEST_SOCKET';

/** Folder for data folders of connectors; it goes with the run, also what a killed connector left in it. */
export const foldersVariable = 'BOOKBRIDGE_TEST_FOLDERS';

let stop: (() => Promise<void>) | null = null;

export async function startTestServer(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bookbridge-test-'));
  const server = await startEmbeddedPostgres(folder, createLog({ logLevel: 'warn' }), {
    max_connections: '400',
  });
  process.env[serverVariable] = server.connection.host;
  const folders = join(folder, 'connectors');
  await mkdir(folders, { mode: 0o711 });
  process.env[foldersVariable] = folders;
  stop = async () => {
    await server.stop({ evenIfUsed: true });
    await rm(folder, { recursive: true, force: true });
  };
}

export async function stopTestServer(): Promise<void> {
  await stop?.();
}
