// Starts the connector as people do, `node connector/main.ts` in a process of its own, and waits until it is ready.
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldersVariable } from './test-server.ts';

export type ConnectorOptions = {
  /** Left out: the embedded server in the data folder. */
  databaseUrl?: string;
  /** Left out: a fresh folder that `stop` removes. Give the same one to a second start to come back to the same data. */
  dataFolder?: string;
  /** Left out: chosen by the system. Give the last one to come back at the same address. */
  port?: number;
  /** More settings; they replace the defaults below. */
  environment?: Record<string, string>;
};

export type RunningConnector = {
  origin: string;
  port: number;
  pid: number;
  dataFolder: string;
  /** The link that the connector printed: of the first run, or of the sign-in page. */
  link: string;
  /** Everything printed for a person, and the structured log, up to now. */
  output: () => string;
  log: () => string;
  /** Asks it to end; resolves with its exit code. */
  stop: () => Promise<number | null>;
  /** kill -9: the data folder stays, and so does an embedded database server. */
  kill: () => Promise<void>;
  /** Closes the channel to it, as happens when its parent dies. */
  disconnect: () => void;
};

const startPatienceMs = 60_000;

/** Rejects with what the connector printed when it ends before it is ready. */
export async function startConnector(options: ConnectorOptions = {}): Promise<RunningConnector> {
  const folders = process.env[foldersVariable] ?? tmpdir();
  const ownFolder = options.dataFolder ? null : await mkdtemp(join(folders, 'bookbridge-connector-'));
  const dataFolder = options.dataFolder ?? ownFolder ?? '';
  const pages = await mkdtemp(join(folders, 'bookbridge-pages-'));
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>Bookbridge</title>');
  const environment = {
    PATH: process.env['PATH'] ?? '',
    PORT: String(options.port ?? 0),
    BOOKBRIDGE_DATA: dataFolder,
    BOOKBRIDGE_PAGES: pages,
    SALESFORCE_PRODUCTION_CLIENT_ID: 'client-id-for-tests',
    SALESFORCE_PRODUCTION_CLIENT_SECRET: 'client-secret-for-tests',
    LOG_LEVEL: 'debug',
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
    ...options.environment,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'main.ts')], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  let log = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text));
  // Not `close`: it never comes after `disconnect()`.
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const ended = Promise.all([exited, endOf(child.stdout), endOf(child.stderr)]).then(([code]) => code);
  const cleanUp = async (): Promise<void> => {
    await rm(pages, { recursive: true, force: true });
    if (ownFolder) await rm(ownFolder, { recursive: true, force: true });
  };

  const ready = await new Promise<{ origin: string; port: number; link: string }>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The connector is not ready.\n${output}${log}`)),
      startPatienceMs,
    );
    child.once('message', (message) => {
      clearTimeout(timer);
      if (isReady(message)) resolve(message);
      else reject(new Error('The connector sent something else than "ready".'));
    });
    void ended.then((code) => {
      clearTimeout(timer);
      return reject(new Error(`The connector ended with code ${code}.\n${output}${log}`));
    });
  }).catch(async (error: unknown) => {
    child.kill('SIGKILL');
    await ended;
    await cleanUp();
    throw error;
  });

  return {
    ...ready,
    pid: child.pid ?? 0,
    dataFolder,
    output: () => output,
    log: () => log,
    async stop() {
      child.kill('SIGTERM');
      const code = await ended;
      await cleanUp();
      return code;
    },
    disconnect: () => child.disconnect(),
    async kill() {
      child.kill('SIGKILL');
      await ended;
      await rm(pages, { recursive: true, force: true });
    },
  };
}

function isReady(message: unknown): message is { origin: string; port: number; link: string } {
  return typeof message === 'object' && message !== null && 'origin' in message && 'link' in message;
}

async function endOf(stream: Readable | null): Promise<void> {
  if (stream) await finished(stream);
}
