// The embedded server's files: its database, made once with initdb, and the folder of its socket.
import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { lastLines, readIfThere, runToEnd, serverPort, serverRole } from './postgres-process.ts';
import type { ServerUser } from './server-user.ts';

export type Server = {
  /** The data folder; the database's own folder in it. */
  home: string;
  folder: string;
  logFile: string;
  socketFolder: string;
  binaries: PostgresBinaries;
  user: ServerUser;
  log: Log;
};

/** A socket's path has at most 107 bytes; below a long data folder it moves to the folder for temporary files. */
export async function makeSocketFolder(dataFolder: string, user: ServerUser): Promise<string> {
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
export async function makeDatabaseFiles(server: Server): Promise<void> {
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

export function cannotStart(what: string, output: string): AppError {
  const shown = lastLines(output);
  return new AppError('database_not_started', shown ? `${what}: ${shown}` : `${what}.`, {
    fix: 'See database.log in the data folder, or set DATABASE_URL to a PostgreSQL server (13 or newer).',
  });
}
