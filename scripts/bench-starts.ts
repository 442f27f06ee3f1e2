// Seconds from `npm start` to the first page, in a copy of the sources: the first time (pages are built) and after that.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { withoutRealThings } from './try-out.ts';
import { until } from './until.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const workspaces = ['.', 'connector', 'local-org', 'scripts', 'tooling'];
const leftOut = /^(node_modules|\.cache|\.git|screens|\.bookbridge.*)$/;

/** Removes its copy at the end, also when `stopAsked` ends it before. */
export async function timeStarts(stopAsked: AbortSignal): Promise<{ first: number; after: number }> {
  const copy = mkdtempSync(join(tmpdir(), 'bookbridge-bench-'));
  try {
    // A copy, because the pages that are built lie beside the sources, and another start may be serving ours.
    cpSync(root, copy, { recursive: true, filter: (source) => !leftOut.test(basename(source)) });
    for (const workspace of workspaces) {
      const installed = join(root, workspace, 'node_modules');
      if (existsSync(installed)) symlinkSync(installed, join(copy, relative(root, installed)), 'junction');
    }
    const first = await timeStart(copy, stopAsked);
    return { first, after: await timeStart(copy, stopAsked) };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function timeStart(folder: string, stopAsked: AbortSignal): Promise<number> {
  stopAsked.throwIfAborted();
  const port = await freePort();
  const isWindows = process.platform === 'win32';
  const env = { ...withoutRealThings(process.env), PORT: String(port), LOCAL_ORG_PORT: '0' };
  const began = performance.now();
  const npm = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...env, BOOKBRIDGE_DATA: join(folder, '.bookbridge') },
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: isWindows,
    // A group of its own, to which Ctrl-C can be sent as a terminal does.
    detached: !isWindows,
  });
  try {
    await until('The first page', 120_000, async () => {
      stopAsked.throwIfAborted();
      if (npm.exitCode !== null) throw new Error(`The start ended with exit code ${npm.exitCode}.`);
      const response = await fetch(`http://localhost:${port}/sign-in`).catch(() => null);
      const page = response?.ok === true ? await response.text() : '';
      return page.includes('id="root"') ? page : null;
    });
    return (performance.now() - began) / 1000;
  } finally {
    if (npm.exitCode === null && npm.pid !== undefined) {
      if (isWindows) npm.kill();
      else process.kill(-npm.pid, 'SIGINT');
      await once(npm, 'close');
    }
  }
}
