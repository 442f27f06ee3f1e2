// Runs the real, unmodified sf CLI of node_modules as a person would, but in a home folder of its own, with no host
// reachable but this computer. For tests and the benchmark; our own scripts never need the CLI.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'node_modules/@salesforce/cli/bin/run.js');
const guard = fileURLToPath(new URL('loopback-guard.cjs', import.meta.url));

export type SfRun = {
  command: string;
  code: number | null;
  stdout: string;
  stderr: string;
  /** What `--json` printed; undefined without it, or when it is not JSON. */
  json: unknown;
  ms: number;
};

export type SfRunOptions = {
  cwd?: string;
  env?: Record<string, string>;
  input?: string;
  /** The run is killed after this, and its Promise rejects. */
  timeoutMs?: number;
};

export type SfCli = {
  /** Its HOME and the parent of whatever a run needs; gone after close(). */
  folder: string;
  /** Runs `sf …args`. An exit code other than 0 is an answer, not an error. */
  run(args: readonly string[], options?: SfRunOptions): Promise<SfRun>;
  /** For another command that is to find the same logins, with no other host in reach either. */
  environment(): Record<string, string>;
  /** Connections to other hosts than this computer that runs tried since the last call; each one was refused. */
  forgetRefused(): string[];
  /** Ends what still runs and removes the folder. */
  close(): Promise<void>;
};

/** `folder`: keep HOME there from one SfCli to the next; without it there is a new one. */
export function openSfCli(folder = mkdtempSync(join(tmpdir(), 'bookbridge-sf-'))): SfCli {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const guardFile = join(folder, 'refused-connections.txt');
  const running = new Set<{ kill(): void; ended: Promise<unknown> }>();

  async function run(args: readonly string[], options: SfRunOptions = {}): Promise<SfRun> {
    const { cwd = folder, env = {}, input, timeoutMs = 120_000 } = options;
    const began = performance.now();
    const child = spawn(process.execPath, ['--no-deprecation', cli, ...args], {
      cwd,
      env: { ...environment(home, guardFile), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own, so that what the CLI starts can be ended with it.
      detached: process.platform !== 'win32',
    });
    const kill = (): void => {
      if (child.pid === undefined) return;
      try {
        if (process.platform === 'win32') child.kill('SIGKILL');
        else process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It ended in this moment.
      }
    };
    const ended = once(child, 'close');
    const entry = { kill, ended };
    running.add(entry);
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      kill();
    }, timeoutMs);
    try {
      await ended;
    } finally {
      clearTimeout(timer);
      running.delete(entry);
    }
    const command = `sf ${args.join(' ')}`;
    if (isLate) {
      throw new Error(`${command} did not end within ${timeoutMs / 1000} seconds.\n${stdout()}\n${stderr()}`);
    }
    return {
      command,
      code: child.exitCode,
      stdout: stdout(),
      stderr: stderr(),
      json: args.includes('--json') ? parseJson(stdout()) : undefined,
      ms: performance.now() - began,
    };
  }

  return {
    folder,
    run,
    environment: () => environment(home, guardFile),
    forgetRefused() {
      if (!existsSync(guardFile)) return [];
      const lines = readFileSync(guardFile, 'utf8').trim().split('\n');
      rmSync(guardFile);
      return lines;
    },
    async close() {
      const left = [...running];
      for (const entry of left) entry.kill();
      await Promise.all(left.map(({ ended }) => ended));
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Nothing of the person who runs this: no CLI settings, no proxies, no home folder. */
function environment(home: string, guardFile: string): Record<string, string> {
  const bin = join(root, 'node_modules/.bin');
  return {
    PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
    ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
    TMPDIR: tmpdir(),
    LANG: 'C.UTF-8',
    HOME: home,
    USERPROFILE: home,
    // Plain lines instead of redrawn ones.
    CI: 'true',
    NO_COLOR: '1',
    // Without these three a run starts background processes that look for updates and report its use.
    SF_DISABLE_AUTOUPDATE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_DISABLE_TELEMETRY: 'true',
    // http://localhost has no Lightning address to wait for; waiting for nothing would make its own name unknown too.
    SF_DOMAIN_RETRY: '0',
    SF_DISABLE_DNS_CHECK: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_CAPITALIZE_RECORD_TYPES: 'true',
    NODE_OPTIONS: `--require ${JSON.stringify(guard)}`,
    LOOPBACK_GUARD_FILE: guardFile,
  };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: string[] = [];
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
