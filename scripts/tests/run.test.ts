// How a command of ours starts: with its arguments on a new Node, with one clear sentence on an old one.
import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { oldNodeProblem } from '../node-version.mjs';

const repository = resolve(import.meta.dirname, '../..');

function run(nodeOptions: string[], args: string[]): { code: number | null; out: string; error: string } {
  const command = [...nodeOptions, 'scripts/run.mjs', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: repository,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, error: stderr };
}

function withCommand(text: string, work: (file: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'bookbridge-run-'));
  try {
    writeFileSync(join(folder, 'command.ts'), text);
    work(relative(repository, join(folder, 'command.ts')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('hands the arguments and the exit code on, and prints nothing of its own', () => {
  withCommand(
    'const rest: string[] = process.argv.slice(1);\nprocess.stdout.write(rest.slice(1).join(","));\nprocess.exitCode = 3;\n',
    (file) => {
      expect(run([], [file, '--once', '--json'])).toEqual({ code: 3, out: '--once,--json', error: '' });
    },
  );
});

test('says in one line what to do when Node cannot run TypeScript', () => {
  withCommand('process.stdout.write("started");\n', (file) => {
    const { code, out, error } = run(['--no-strip-types'], [file]);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(error.trim().split('\n')).toEqual([
      expect.stringContaining(`this is Node ${process.versions.node}`),
    ]);
  });
});

test('asks for the file when there is none', () => {
  expect(run([], []).error).toContain('Name the file to run');
});

test('names the version found and the one needed', () => {
  const old = { versions: { node: '20.20.2' }, features: { typescript: undefined } };
  expect(oldNodeProblem(old)).toMatch(/needs Node 22\.18 or newer and this is Node 20\.20\.2: install/);
  expect(
    oldNodeProblem({ versions: { node: '24.21.0' }, features: { typescript: 'strip' } }),
  ).toBeUndefined();
});
