// `npm run verify [-- step…]`: everything but the tests that must hold. All steps run, also when one fails; exit code
// 1 if any did. Writes "passed failed" to .cache/verify-count, from which .ci/run makes its closing line.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

type Step = { name: string; what: string; command: string[] };

const steps: Step[] = [
  {
    name: 'format',
    what: 'Prettier',
    command: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
  },
  {
    name: 'lint',
    what: 'oxlint with types, import directions, cycles',
    command: ['node_modules/oxlint/bin/oxlint'],
  },
  { name: 'types', what: 'TypeScript', command: ['node_modules/typescript/bin/tsc', '--noEmit'] },
  {
    name: 'web-types',
    what: 'TypeScript of the pages',
    command: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'connector/web'],
  },
  { name: 'metadata', what: 'the companion app', command: ['tooling/check-metadata.ts'] },
  { name: 'files', what: 'no machine paths, addresses or secrets', command: ['tooling/check-committed.ts'] },
];

const repository = resolve(import.meta.dirname, '..');

function run({ name, what, command }: Step): boolean {
  const startedAt = performance.now();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, command, {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NO_COLOR: '1' },
  });
  const passed = status === 0;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name.padEnd(9)} ${what} (${seconds} s)`);
  if (!passed)
    console.log(`${stdout}${stderr}${error ? String(error) : ''}`.trimEnd().replaceAll(/^/gm, '     '));
  return passed;
}

const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? steps : steps.filter(({ name }) => wanted.includes(name));
const passed = chosen.map(run).filter(Boolean).length;
const failed = chosen.length - passed;
mkdirSync(resolve(repository, '.cache'), { recursive: true });
writeFileSync(resolve(repository, '.cache/verify-count'), `${passed} ${failed} 0\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
