// The closing line and the exit code of .ci/run, with an npm that only leaves the counts that the real one would.
import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const script = resolve(import.meta.dirname, '../../.ci/run');

type Command = { counts?: string; exit: number };

/** Runs .ci/run with what `npm ci`, `npm test` and `npm run verify` would have left behind. */
function ci(commands: { ci?: number; test: Command; verify: Command }): {
  code: number | null;
  last: string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'bookbridge-ci-'));
  const leaves = (file: string, { counts, exit }: Command): string =>
    `${counts === undefined ? '' : `echo "${counts}" > .cache/${file}; `}exit ${exit}`;
  const npm = [
    '#!/usr/bin/env bash',
    'mkdir -p .cache',
    'case "$1" in',
    `  ci) exit ${commands.ci ?? 0} ;;`,
    `  test) ${leaves('test-count', commands.test)} ;;`,
    `  run) ${leaves('verify-count', commands.verify)} ;;`,
    'esac',
    '',
  ].join('\n');
  try {
    cpSync(script, join(folder, '.ci/run'));
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/npm'), npm, { mode: 0o755 });
    const { status, stdout } = spawnSync('bash', [join(folder, '.ci/run')], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` },
      input: '',
    });
    return { code: status, last: stdout.trimEnd().split('\n').at(-1) ?? '' };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const verified: Command = { counts: '6 0 0', exit: 0 };

test('adds up the tests and the steps of verify', () => {
  expect(ci({ test: { counts: '40 0 0', exit: 0 }, verify: verified })).toEqual({
    code: 0,
    last: '46 passed, 0 failed',
  });
});

test('names skipped tests', () => {
  expect(ci({ test: { counts: '40 0 2', exit: 0 }, verify: verified }).last).toBe(
    '46 passed, 0 failed, 2 skipped',
  );
});

test.each([
  ['a test fails', { test: { counts: '39 1 0', exit: 1 }, verify: verified }, '45 passed, 1 failed'],
  [
    'a step of verify fails',
    { test: { counts: '40 0 0', exit: 0 }, verify: { counts: '5 1 0', exit: 1 } },
    '45 passed, 1 failed',
  ],
  ['no test was run', { test: { counts: '0 0 0', exit: 0 }, verify: verified }, '6 passed, 1 failed'],
  ['the tests left no counts', { test: { exit: 0 }, verify: verified }, '6 passed, 1 failed'],
  [
    'the runner fails although every test passed',
    { test: { counts: '40 0 0', exit: 1 }, verify: verified },
    '46 passed, 1 failed',
  ],
  [
    'the installation fails',
    { ci: 1, test: { counts: '40 0 0', exit: 0 }, verify: verified },
    '6 passed, 1 failed',
  ],
])('fails when %s', (_, commands, last) => {
  expect(ci(commands)).toEqual({ code: 1, last });
});
