// For tests: runs `npm run org` as a person would (a process of its own, the real file) with a home folder of its own, a
// local org beside it, and no host in reach but this computer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { FaultOrder } from '../../local-org/faults.ts';
import { startLocalOrg } from '../../local-org/local-org.ts';
import type { LocalOrgOptions, RunningLocalOrg } from '../../local-org/local-org.ts';
import { reportSchema } from '../org/report.ts';
import type { Report } from '../org/report.ts';

const runner = fileURLToPath(new URL('../run.mjs', import.meta.url));
const guard = fileURLToPath(new URL('../loopback-guard.cjs', import.meta.url));

export type OrgRun = { code: number | null; stdout: string; stderr: string; ms: number };

/** Which runs share a process; `start` and `run` always have one of their own. */
type HowRun = { oneProcess?: boolean };

export type OrgCommand = {
  /** Of the command (--data), with the local org's below it. */
  dataFolder: string;
  home: string;
  /** Their folder for temporary files. */
  temp: string;
  /** Of its processes. */
  env: Record<string, string>;
  org: RunningLocalOrg;
  run(args: readonly string[], env?: Record<string, string>): Promise<OrgRun>;
  /** The same with --json: the one object, read by its schema. */
  report(args: readonly string[], env?: Record<string, string>): Promise<OrgRun & { report: Report }>;
  /** `create --scratch` with the local org as Dev Hub. */
  create(args?: readonly string[]): Promise<OrgRun & { report: Report }>;
  /** For a run that is interrupted: resolves with what it printed once it has ended. */
  start(args: readonly string[]): {
    kill(signal: NodeJS.Signals): void;
    said: () => string;
    ended: Promise<OrgRun>;
  };
  fault(order: FaultOrder): Promise<void>;
  clearFaults(): Promise<void>;
  pendingFaults(): Promise<number>;
  countCalls<T>(work: () => Promise<T>): Promise<{ calls: number; result: T }>;
  /** Connections to hosts other than this computer; each was refused. */
  refusedConnections(): string[];
  close(): Promise<void>;
};

export async function openOrgCommand(
  options: Partial<LocalOrgOptions> = {},
  { oneProcess = false }: HowRun = {},
): Promise<OrgCommand> {
  const folder = mkdtempSync(join(tmpdir(), 'bookbridge-org-'));
  const dataFolder = join(folder, 'data');
  const home = join(folder, 'home');
  const guardFile = join(folder, 'refused.txt');
  const temp = join(folder, 'tmp');
  for (const each of [dataFolder, home, temp]) mkdirSync(each);
  const org = await startLocalOrg({ data: join(dataFolder, 'local-org'), callbackUrls: [], ...options });
  const { production } = org.login;

  const ownEnv = {
    PATH: process.env['PATH'] ?? '',
    TMPDIR: temp,
    HOME: home,
    USERPROFILE: home,
    CI: 'true',
    NO_COLOR: '1',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    BOOKBRIDGE_DATA: dataFolder,
    NODE_OPTIONS: `--require ${JSON.stringify(guard)}`,
    LOOPBACK_GUARD_FILE: guardFile,
  };
  const worker = oneProcess ? openWorker(folder, ownEnv) : null;

  function start(args: readonly string[], env: Record<string, string> = {}): ReturnType<OrgCommand['start']> {
    const began = performance.now();
    const child = spawn(process.execPath, [runner, 'scripts/org.ts', ...args], {
      // Not the repository: a project there may have its own settings of the CLI.
      cwd: folder,
      env: { ...ownEnv, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
    const ended = once(child, 'close').then(() => ({
      code: child.exitCode,
      stdout: stdout(),
      stderr: stderr(),
      ms: performance.now() - began,
    }));
    return { kill: (signal) => void child.kill(signal), said: stdout, ended };
  }

  const run: OrgCommand['run'] = async (args, env) => await start(args, env).ended;
  const report: OrgCommand['report'] = async (args, env) => {
    if (worker !== null) return await worker.report(args, env ?? {});
    const ran = await run([...args, '--json'], env);
    try {
      return { ...ran, report: reportSchema.parse(JSON.parse(ran.stdout)) };
    } catch (cause) {
      throw new Error(`Not one object: ${ran.stdout}\n${ran.stderr}`, { cause });
    }
  };
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${production}/__local/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.status === 204 ? null : await response.json();
  };
  return {
    dataFolder,
    home,
    temp,
    env: ownEnv,
    org,
    run,
    report,
    create: async (args = []) =>
      await report(['create', '--scratch', '--local-org-url', production, ...args]),
    start,
    fault: async (order) => void (await control('POST', 'faults', order)),
    clearFaults: async () => void (await control('DELETE', 'faults')),
    async pendingFaults() {
      const pending = await control('GET', 'faults');
      return Array.isArray(pending) ? pending.length : Number.NaN;
    },
    async countCalls(work) {
      await control('DELETE', 'calls');
      const result = await work();
      const counts: unknown = await control('GET', 'calls');
      const calls =
        typeof counts === 'object' && counts !== null && 'total' in counts
          ? Number(counts.total)
          : Number.NaN;
      return { calls, result };
    },
    refusedConnections: () =>
      existsSync(guardFile) ? readFileSync(guardFile, 'utf8').trim().split('\n') : [],
    async close() {
      await worker?.close();
      await org.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

type Worker = { report: OrgCommand['report']; close(): Promise<void> };

const answered = z.object({ code: z.number(), report: reportSchema });

function openWorker(cwd: string, env: Record<string, string>): Worker {
  const child = spawn(process.execPath, [runner, 'scripts/tests/org-worker.ts'], {
    cwd,
    env: { ...env, SF_DISABLE_LOG_FILE: 'true' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stderr = collect(child.stderr);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async report(args, given) {
      const began = performance.now();
      child.stdin.write(`${JSON.stringify({ args, env: given })}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error(`The process has ended: ${stderr()}`);
      const { code, report } = answered.parse(JSON.parse(line.value));
      return { code, report, stdout: line.value, stderr: stderr(), ms: performance.now() - began };
    },
    async close() {
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: string[] = [];
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
}
