// A real PostgreSQL as a child process, for an installation without a database server: Unix socket only, fsync on.
// It outlives a killed connector on purpose: the next start adopts it instead of waiting for it to go away.
import { spawn } from 'node:child_process';
import { open, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { makeDataFolder } from './data-folder.ts';
import { findPostgres } from './postgres-binaries.ts';
import { cannotStart, makeDatabaseFiles, makeSocketFolder } from './postgres-files.ts';
import type { Server } from './postgres-files.ts';
import {
  ask,
  isAlive,
  isZombie,
  lastLines,
  pause,
  readIfThere,
  readLockFile,
  serverEnvironment,
  serverPort,
  serverRole,
} from './postgres-process.ts';
import { chooseServerUser } from './server-user.ts';

export type EmbeddedPostgres = {
  connection: { host: string; port: number; user: string; database: string };
  /** Stops the server; one that another process still uses keeps running unless `evenIfUsed`. */
  stop: (options?: { evenIfUsed: boolean }) => Promise<void>;
};

const pollMs = 30;
const watchMs = 1_000;
/** How long a lock file of a dead server may get in the way: its process may not have been reaped yet. */
const lockPatienceMs = 15_000;
const startPatienceMs = 120_000;
const stopPatienceMs = 20_000;
const leavePatienceMs = 3_000;

/** Throws AppError with one sentence and its fix when the folder cannot be written or the server does not start. */
export async function startEmbeddedPostgres(
  dataFolder: string,
  log: Log,
  settings: Record<string, string> = {},
): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') {
    throw new AppError('database_not_available', 'The embedded PostgreSQL needs Linux or macOS.', {
      fix: 'Set DATABASE_URL to a PostgreSQL server (13 or newer).',
    });
  }
  const home = await makeDataFolder(dataFolder);
  const folder = join(home, 'database');
  const binaries = await findPostgres(join(home, 'database-lib'));
  const user = chooseServerUser([binaries.postgres, folder]);
  const socketFolder = await makeSocketFolder(home, user);
  const server = { home, folder, logFile: join(home, 'database.log'), socketFolder, binaries, user, log };
  await makeDatabaseFiles(server);
  const host = await runServer(server, settings);
  await makeDatabase(host);
  const watch = watchServer(server, settings);
  return {
    connection: { host, port: serverPort, user: serverRole, database: serverRole },
    async stop(options) {
      await watch.end();
      await stopServer(server, host, options?.evenIfUsed ?? false);
    },
  };
}

/** A server that was killed under us (out of memory, by hand) is started again; connections and queue come back by themselves. */
function watchServer(server: Server, settings: Record<string, string>): { end: () => Promise<void> } {
  let mending: Promise<unknown> = Promise.resolve();
  const mend = async (): Promise<void> => {
    const lock = await readLockFile(server.folder);
    if (lock && isAlive(lock.pid) && !(await isZombie(lock.pid))) return;
    server.log.error('the database server is gone; starting it again');
    await runServer(server, settings);
  };
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    mending = mend()
      .catch((error: unknown) =>
        server.log.error({ err: error }, 'the database server cannot be started again yet'),
      )
      .finally(() => {
        isBusy = false;
      });
  }, watchMs);
  timer.unref();
  return {
    async end() {
      clearInterval(timer);
      await mending;
    },
  };
}

/** Returns the socket's folder of a server that answers: one that survived us, else a new one. */
async function runServer(server: Server, settings: Record<string, string>): Promise<string> {
  const deadline = Date.now() + lockPatienceMs;
  for (;;) {
    const survivor = await findSurvivor(server);
    if (survivor) {
      server.log.info({ pid: survivor.pid }, 'adopted the database server that was still running');
      return survivor.socketFolder;
    }
    // Another process that has just stopped the server took the folder away with it.
    await makeSocketFolder(server.home, server.user);
    const child = await launch(server, settings);
    const ended = await waitUntilReady(server.socketFolder, child);
    if (!ended) return server.socketFolder;
    const text = (await readIfThere(server.logFile)) ?? '';
    // Another process that starts at this moment writes into the same file, so the reason of ours may be gone from it: then the
    // server that holds the folder, or its being ready, tells as much.
    const isHeld =
      /lock file .* already exists|pre-existing shared memory|address already in use|create lock file .*No such file|ready to accept/i.test(
        text,
      ) || (await isServed(server));
    if (!isHeld || Date.now() > deadline) throw cannotStart('The embedded database does not start', text);
    server.log.warn({ output: lastLines(text) }, 'the last database server is not gone yet; trying again');
    await pause(500);
  }
}

async function isServed({ folder }: Server): Promise<boolean> {
  const lock = await readLockFile(folder);
  return lock !== null && isAlive(lock.pid);
}

async function findSurvivor(server: Server): Promise<{ pid: number; socketFolder: string } | null> {
  const deadline = Date.now() + lockPatienceMs;
  for (;;) {
    const lock = await readLockFile(server.folder);
    if (!lock || !isAlive(lock.pid)) return null;
    const answer = await ask(lock.socketFolder, 'postgres', `show data_directory`);
    if (answer === server.folder) return lock;
    // Not ours, or a dead one whose number was given to another process: PostgreSQL's own check has the last word.
    if (answer !== 'starting' || Date.now() > deadline) return null;
    await pause(pollMs);
  }
}

async function launch(server: Server, settings: Record<string, string>): Promise<{ exited: boolean }> {
  const all = {
    listen_addresses: '',
    unix_socket_directories: `"${server.socketFolder.replaceAll('"', '""')}"`,
    port: String(serverPort),
    shared_buffers: '64MB',
    timezone: 'UTC',
    log_checkpoints: 'off',
    // Its log would quote rows and statements otherwise, and in them people's data.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    ...settings,
  };
  const args = [
    '-D',
    server.folder,
    ...Object.entries(all).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ];
  const command = server.user.command(server.binaries.postgres, args);
  // A file and not a pipe: the server must be able to write after our death. Its own session: Ctrl-C is ours alone.
  const output = await open(server.logFile, 'w', 0o600);
  const child = spawn(command.program, command.args, {
    ...command.options,
    env: serverEnvironment(server.binaries.environment),
    stdio: ['ignore', output.fd, output.fd],
    detached: true,
  });
  const state = { exited: false };
  child.once('exit', (code, signal) => {
    state.exited = true;
    server.log.info({ exitCode: code, signal }, 'the database server ended');
  });
  child.once('error', (error) => {
    state.exited = true;
    server.log.error({ err: error }, 'the database server cannot be started');
  });
  child.unref();
  await output.close();
  return state;
}

async function waitUntilReady(socketFolder: string, child: { exited: boolean }): Promise<boolean> {
  const deadline = Date.now() + startPatienceMs;
  while (!child.exited) {
    const answer = await ask(socketFolder, 'postgres', 'show data_directory');
    if (answer !== null && answer !== 'starting') return false;
    if (Date.now() > deadline) throw cannotStart('The embedded database does not answer', '');
    await pause(pollMs);
  }
  return true;
}

async function makeDatabase(host: string): Promise<void> {
  const found = await ask(
    host,
    'postgres',
    `select datname from pg_database where datname = '${serverRole}'`,
  );
  if (found === serverRole) return;
  await ask(host, 'postgres', `create database ${serverRole}`).catch((error: unknown) => {
    // Another process that started with us was faster.
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
    if (code !== '42P04' && code !== '23505') throw error;
  });
}

async function stopServer(server: Server, host: string, evenIfUsed: boolean): Promise<void> {
  const others = await countOthers(host, evenIfUsed ? 0 : leavePatienceMs);
  const lock = await readLockFile(server.folder);
  // Without an answer the number in the lock file may be a stranger's by now.
  if (!lock || others === null) return;
  if (others !== '0' && !evenIfUsed) {
    server.log.info('the database server keeps running: another process uses it');
    return;
  }
  // SIGINT: fast shutdown. SIGQUIT: at once, with recovery at the next start.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(lock.pid, signal);
    const deadline = Date.now() + stopPatienceMs;
    while (Date.now() < deadline) {
      if (!isAlive(lock.pid)) return removeSocketFolder(server);
      // The lock file goes a moment before the process; one that nobody reaps stays in the list of processes for good.
      if (!(await readLockFile(server.folder)) && (await isZombie(lock.pid)))
        return removeSocketFolder(server);
      await pause(pollMs);
    }
  }
}

/** Asks again for a while: a connection that was closed a moment ago, ours above all, is still in the list on a busy machine. */
async function countOthers(host: string, patienceMs: number): Promise<string | null> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const others = await ask(
      host,
      'postgres',
      `select count(*)::text from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    if (others === '0' || others === null || Date.now() > deadline) return others;
    await pause(pollMs);
  }
}

/** It may lie in the folder for temporary files; the next start makes it anew. */
async function removeSocketFolder(server: Server): Promise<void> {
  await rmdir(server.socketFolder).catch(() => undefined);
}
