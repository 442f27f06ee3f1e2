// A real PostgreSQL as a child process, for an installation without a database server: Unix socket only, fsync on.
// It outlives a killed connector on purpose: the next start adopts it instead of waiting for it to go away.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { makeDataFolder } from './data-folder.ts';
import { findPostgres } from './postgres-binaries.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import {
  ask,
  isAlive,
  isZombie,
  pause,
  readIfThere,
  readLockFile,
  runToEnd,
  serverEnvironment,
  serverPort,
  serverRole,
} from './postgres-process.ts';
import { chooseServerUser } from './server-user.ts';
import type { ServerUser } from './server-user.ts';

export type EmbeddedPostgres = {
  connection: { host: string; port: number; user: string; database: string };
  /** Stops the server; one that another process still uses keeps running unless `evenIfUsed`. */
  stop: (options?: { evenIfUsed: boolean }) => Promise<void>;
};

const pollMs = 30;
/** How long a lock file of a dead server may get in the way: its process may not have been reaped yet. */
const lockPatienceMs = 15_000;
const startPatienceMs = 120_000;
const stopPatienceMs = 20_000;

type Server = {
  folder: string;
  logFile: string;
  socketFolder: string;
  binaries: PostgresBinaries;
  user: ServerUser;
  log: Log;
};

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
  const server = { folder, logFile: join(home, 'database.log'), socketFolder, binaries, user, log };
  await initialise(server);
  const host = await runServer(server, settings);
  await makeDatabase(host);
  return {
    connection: { host, port: serverPort, user: serverRole, database: serverRole },
    stop: (options) => stopServer(server, host, options?.evenIfUsed ?? false),
  };
}

/** A socket's path has at most 107 bytes; below a long data folder it moves to the folder for temporary files. */
async function makeSocketFolder(dataFolder: string, user: ServerUser): Promise<string> {
  const near = join(dataFolder, 'database-socket');
  const key = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12);
  const fits = Buffer.byteLength(join(near, `.s.PGSQL.${serverPort}`)) < 100;
  const folder = fits ? near : join(tmpdir(), `bookbridge-${key}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (user.owner) await chown(folder, user.owner.uid, user.owner.gid);
  const found = await lstat(folder);
  const owner = user.owner?.uid ?? process.getuid?.();
  // Somebody else could have made this folder in /tmp first and would hold the door to the database.
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0) {
    throw new AppError(
      'database_socket_unsafe',
      `The folder ${folder} belongs to somebody else or is open to others.`,
      {
        fix: 'Remove it, or set BOOKBRIDGE_DATA to a folder with a shorter path.',
      },
    );
  }
  return folder;
}

/** Made aside and renamed, so that a start that was interrupted half-way leaves nothing that looks like a database. */
async function initialise(server: Server): Promise<void> {
  const { folder, binaries, user, log } = server;
  const version = await readIfThere(join(folder, 'PG_VERSION'));
  if (version !== null) {
    if (version.trim() === binaries.majorVersion) return adoptFiles(server);
    throw new AppError(
      'database_other_version',
      `The data folder holds a database of PostgreSQL ${version.trim()}, and this Bookbridge brings ${binaries.majorVersion}.`,
      { fix: 'Restore a back-up into a new data folder, or start the Bookbridge version that made it.' },
    );
  }
  const fresh = `${folder}.new-${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  if (user.owner) await chown(fresh, user.owner.uid, user.owner.gid);
  log.info({ folder }, 'making the database');
  // Locale C: the machine's own locale may be missing, and comparisons must not differ between machines.
  // Trust: whoever may enter the 0700 folder of the socket owns the files anyway.
  const args = [
    '-D',
    fresh,
    '-U',
    serverRole,
    '--auth=trust',
    '--locale=C',
    '--encoding=UTF8',
    '--no-instructions',
  ];
  const command = user.command(binaries.initdb, args);
  const output = await runToEnd(command, binaries.environment);
  if (output.code !== 0) throw cannotStart('The embedded database cannot be made', output.text);
  try {
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if ((await readIfThere(join(folder, 'PG_VERSION'))) === null) throw error;
  }
}

/** Files from a start as another user, for instance before the connector was run as root. */
async function adoptFiles({ folder, user }: Server): Promise<void> {
  if (!user.owner || (await stat(folder)).uid === user.owner.uid) return;
  for (const entry of await readdir(folder, { recursive: true })) {
    await chown(join(folder, entry), user.owner.uid, user.owner.gid);
  }
  await chown(folder, user.owner.uid, user.owner.gid);
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
    const child = await launch(server, settings);
    const ended = await waitUntilReady(server.socketFolder, child);
    if (!ended) return server.socketFolder;
    const text = (await readIfThere(server.logFile)) ?? '';
    const isHeld = /lock file .* already exists|pre-existing shared memory|address already in use/i.test(
      text,
    );
    if (!isHeld || Date.now() > deadline) throw cannotStart('The embedded database does not start', text);
    server.log.warn({ output: lastLines(text) }, 'the last database server is not gone yet; trying again');
    await pause(500);
  }
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
  if (found !== serverRole) await ask(host, 'postgres', `create database ${serverRole}`);
}

async function stopServer(server: Server, host: string, evenIfUsed: boolean): Promise<void> {
  const others = await ask(
    host,
    'postgres',
    `select count(*)::text from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  const lock = await readLockFile(server.folder);
  if (!lock) return;
  if (others !== '0' && !evenIfUsed) {
    server.log.info('the database server keeps running: another process uses it');
    return;
  }
  // SIGINT: fast shutdown. SIGQUIT: at once, with recovery at the next start.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(lock.pid, signal);
    const deadline = Date.now() + stopPatienceMs;
    while (Date.now() < deadline) {
      if (!isAlive(lock.pid)) return;
      // The lock file goes a moment before the process; one that nobody reaps stays in the list of processes for good.
      if (!(await readLockFile(server.folder)) && (await isZombie(lock.pid))) return;
      await pause(pollMs);
    }
  }
}

function cannotStart(what: string, output: string): AppError {
  const shown = lastLines(output);
  return new AppError('database_not_started', shown ? `${what}: ${shown}` : `${what}.`, {
    fix: 'See database.log in the data folder, or set DATABASE_URL to a PostgreSQL server (13 or newer).',
  });
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-4).join(' / ');
}
