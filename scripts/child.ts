// Starts one of our own parts as a child process and waits until it says that it is ready.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export type Child = {
  readonly process: ChildProcess;
  /** Asks it to end (SIGTERM) and waits; after `timeoutMs` it is killed. */
  stop(timeoutMs?: number): Promise<void>;
  /** Resolves with the exit code once it has ended, for whatever reason. */
  readonly ended: Promise<number | null>;
};

export type ChildOptions = {
  args?: string[];
  env: Record<string, string | undefined>;
  /** Every line of its standard output; its standard error goes to ours unless `onErrorLine` is given. */
  onLine: (line: string) => void;
  onErrorLine?: (line: string) => void;
  /** What it sends over the channel to its parent. */
  onMessage?: (message: unknown) => void;
};

/**
 * Runs `node <file>`, file relative to the project's root. The open channel tells the child when this process is gone
 * (also after kill -9), and our parts end then, so that the next start finds its ports free.
 */
export function startChild(file: string, options: ChildOptions): Child {
  const child = spawn(process.execPath, [file, ...(options.args ?? [])], {
    cwd: root,
    env: options.env,
    stdio: ['ignore', 'pipe', options.onErrorLine === undefined ? 'inherit' : 'pipe', 'ipc'],
  });
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', options.onLine);
  if (child.stderr !== null && options.onErrorLine !== undefined) {
    createInterface({ input: child.stderr }).on('line', options.onErrorLine);
  }
  if (options.onMessage !== undefined) child.on('message', options.onMessage);
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => resolve(code));
    child.on('error', () => resolve(null));
  });
  return {
    process: child,
    ended,
    async stop(timeoutMs = 20_000) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
