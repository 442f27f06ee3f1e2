// The steps of `npm run verify`: each is told with its result, and one failure hides none of the others.
import { expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { runSteps } from '../run-steps.ts';
import type { Step } from '../run-steps.ts';

const step = (name: string, script: string): Step => ({
  name,
  what: `step ${name}`,
  command: ['-e', script],
});

function run(...steps: Step[]): { passed: number; failed: number; told: string } {
  const told: string[] = [];
  const counts = runSteps(steps, { folder: tmpdir(), env: process.env, say: (text) => told.push(text) });
  return { ...counts, told: told.join('\n') };
}

test('runs the steps after one that failed, and counts both', () => {
  const { passed, failed, told } = run(step('bad', 'process.exit(2)'), step('good', ''));
  expect({ passed, failed }).toEqual({ passed: 1, failed: 1 });
  expect(told).toMatch(/^FAIL bad +step bad[^]*^ok {3}good +step good/m);
});

test('shows what a failed step said, and nothing of one that passed', () => {
  const say = 'console.log("on output"); console.error("on error");';
  expect(run(step('bad', `${say} process.exitCode = 1`)).told).toMatch(/on output\n +on error/);
  expect(run(step('good', say)).told).not.toContain('on output');
});

test('takes a step for failed that was killed or could not start', () => {
  expect(run(step('killed', 'process.kill(process.pid, "SIGKILL")')).failed).toBe(1);
  expect(run({ name: 'none', what: '', command: ['no-such-file.ts'] }).failed).toBe(1);
});
