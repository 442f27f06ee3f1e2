// Who runs the embedded PostgreSQL: it refuses to run as root, so a root connector runs it as an unprivileged user.
import { accessSync, constants, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SpawnOptions } from 'node:child_process';
import { AppError } from '../errors.ts';

export type ServerUser = {
  /** Owner of the server's files; null: our own user. */
  owner: { uid: number; gid: number } | null;
  command(program: string, args: string[]): { program: string; args: string[]; options: SpawnOptions };
};

/** `nobody` on Linux; the number needs no entry in the list of users. */
const nobody = 65534;

/**
 * `paths` are what the server must reach: its programs and its data.
 * Below a folder that only root may enter (such as /root) it gets the right to pass, and nothing else of root's.
 */
export function chooseServerUser(paths: string[], isRoot = process.getuid?.() === 0): ServerUser {
  if (!isRoot) return { owner: null, command: (program, args) => ({ program, args, options: {} }) };
  const owner = { uid: nobody, gid: nobody };
  if (paths.every((path) => canEnterFoldersOf(path))) {
    return { owner, command: (program, args) => ({ program, args, options: owner }) };
  }
  const setpriv = findProgram('setpriv');
  if (!setpriv) {
    throw new AppError(
      'database_user_blocked',
      `The embedded PostgreSQL cannot run as root, and the unprivileged user ${nobody} cannot enter ${blockedFolder(paths)}.`,
      { fix: 'Start Bookbridge as a normal user, move the folder, or set DATABASE_URL.' },
    );
  }
  // access(2) ignores the capabilities of a user other than root unless no_setuid_fixup is set,
  // and PostgreSQL asks access(2) before it believes that its own program is there.
  const capabilities = '+dac_override,+dac_read_search';
  const drop = [
    `--reuid=${nobody}`,
    `--regid=${nobody}`,
    '--clear-groups',
    `--inh-caps=${capabilities}`,
    `--ambient-caps=${capabilities}`,
    '--securebits=+no_setuid_fixup',
  ];
  return {
    owner,
    command: (program, args) => ({ program: setpriv, args: [...drop, program, ...args], options: {} }),
  };
}

function blockedFolder(paths: string[]): string {
  return paths.flatMap(foldersAbove).find((folder) => !canEnter(folder)) ?? 'a folder above it';
}

function canEnterFoldersOf(path: string): boolean {
  return foldersAbove(path).every(canEnter);
}

function foldersAbove(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [parent] : [...foldersAbove(parent), parent];
}

function canEnter(folder: string): boolean {
  const { uid, gid, mode } = statSync(folder);
  const bit = uid === nobody ? 0o100 : gid === nobody ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}

function findProgram(name: string): string | null {
  return (
    ['/usr/bin', '/bin', '/usr/sbin', '/sbin'].map((folder) => join(folder, name)).find(isExecutable) ?? null
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
