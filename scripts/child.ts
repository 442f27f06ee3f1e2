// Starts one of our own parts as a child process, and knows afterwards how it ended and what it said last.
import { type ChildProcess, spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const rememberedLines = 40;

export type Child = {
  readonly process: ChildProcess;
  /** Asks it to end (SIGTERM) and waits; after `timeoutMs` it is killed. */
  stop(timeoutMs?: number): Promise<void>;
  /** Resolves once it has ended, with its last words, or else a sentence on how it ended. */
  readonly ended: Promise<string>;
};

export type ChildOptions = {
  /** What a person calls it, as the beginning of a sentence. */
  name: string;
  /** Named when it ended without a word of its own. */
  logFile?: string;
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
    // A group of its own: Ctrl-C in a terminal reaches us alone, and we end the parts in their order. (On Windows this
    // would open a window.)
    detached: process.platform !== 'win32',
  });
  const said: string[] = [];
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', options.onLine);
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      if (said.length > rememberedLines) said.shift();
      options.onErrorLine?.(line);
    });
  }
  if (options.onMessage !== undefined) child.on('message', options.onMessage);
  const ended = new Promise<string>((resolve) => {
    child.on('close', (code, signal) => {
      const how = signal === null ? `exit code ${code}` : `killed by ${signal}`;
      const where = options.logFile === undefined ? '' : ` Its log is ${options.logFile}.`;
      resolve(lastWords(said) ?? `${options.name} ended by itself (${how}).${where}`);
    });
    child.on('error', (error) => resolve(`${options.name} could not be started: ${error.message}`));
  });
  return {
    process: child,
    ended,
    async stop(timeoutMs = 60_000) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** The plain text at the end of what it said (its log is JSON); the lines of a stack are for the log only. */
function lastWords(said: string[]): string | undefined {
  const lastOfLog = said.findLastIndex((line) => line.startsWith('{'));
  const words = said.slice(lastOfLog + 1).filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return words.length === 0 ? undefined : words.join('\n');
}
