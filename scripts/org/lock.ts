// One set-up of an org at a time from here: two would each make a key for the same app. A file in the data folder names the
// process; one that has died holds nobody up.
import { rmSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { codesOf, SetUpProblem } from './problem.ts';

export type Lock = { release(): Promise<void> };

/** Throws SetUpProblem `already_running`. */
export async function takeLock(dataFolder: string, name: string): Promise<Lock> {
  const folder = join(dataFolder, 'orgs');
  const file = join(folder, `${encodeURIComponent(name)}.lock`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (let tries = 0; ; tries++) {
    try {
      await writeFile(file, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if (!codesOf(error).includes('EEXIST')) throw error;
      const holder = Number(await readFile(file, 'utf8').catch(() => ''));
      if (tries > 0 || isAlive(holder)) throw alreadyRunning(name, holder, file);
      await rm(file, { force: true });
    }
  }
  // Also when a second Ctrl-C ends the process in the middle.
  const remove = (): void => rmSync(file, { force: true });
  process.on('exit', remove);
  return {
    async release() {
      process.off('exit', remove);
      await rm(file, { force: true });
    },
  };
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, and is somebody else's.
    return codesOf(error).includes('EPERM');
  }
}

function alreadyRunning(name: string, pid: number, file: string): SetUpProblem {
  return new SetUpProblem(
    'already_running',
    `Another npm run org is setting up ${name} just now (process ${pid}).`,
    `Wait until it has ended, then run the same command again; if there is none, delete ${file}.`,
  );
}
