// Runs checks one after the other as processes of their own. All run, also when one fails; the output of a step is
// shown when it fails.
import { spawnSync } from 'node:child_process';

/** `command` is what Node runs: a file and its arguments. */
export type Step = { name: string; what: string; command: string[] };

type Surroundings = { folder: string; env: NodeJS.ProcessEnv; say: (text: string) => void };

export function runSteps(steps: Step[], surroundings: Surroundings): { passed: number; failed: number } {
  const passed = steps.filter((step) => runStep(step, surroundings)).length;
  return { passed, failed: steps.length - passed };
}

function runStep({ name, what, command }: Step, { folder, env, say }: Surroundings): boolean {
  const startedAt = performance.now();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, command, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env,
  });
  const passed = status === 0;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`${passed ? 'ok  ' : 'FAIL'} ${name.padEnd(9)} ${what} (${seconds} s)`);
  if (!passed) say(`${stdout}${stderr}${error ? String(error) : ''}`.trimEnd().replaceAll(/^/gm, '     '));
  return passed;
}
