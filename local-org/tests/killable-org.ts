// A local org as a process of its own on one data folder, to be killed in the middle of work and started again.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RunningLocalOrg } from '../local-org.ts';
import { callbackUrl, valueAt } from './sign-in.ts';

const mainFile = fileURLToPath(new URL('../main.ts', import.meta.url));

export type KillableOrg = RunningLocalOrg & { kill(): Promise<void> };

/** `whenStarted` gets a way to end the process at once, also for a test that fails before it has the org. */
export async function startKillableOrg(
  data: string,
  whenStarted: (kill: () => void) => void,
): Promise<KillableOrg> {
  const options = ['--port', '0', '--data', data, '--json', '--callback', callbackUrl];
  const child = spawn(process.execPath, [mainFile, ...options], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  whenStarted(() => void child.kill('SIGKILL'));
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  const started: unknown = JSON.parse(line);
  if (!isStarted(started)) throw new Error(`not what a started local org prints: ${line}`);
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { ...started, stop: kill, kill };
}

function isStarted(value: unknown): value is Omit<RunningLocalOrg, 'stop'> {
  return Array.isArray(valueAt(value, 'orgs')) && Array.isArray(valueAt(value, 'apps'));
}
