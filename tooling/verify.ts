// `npm run verify [-- step…]`: everything but the tests that must hold. All steps run, also when one fails; exit code
// 1 if any did. Writes "passed failed" to .cache/verify-count, from which .ci/run makes its closing line.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runSteps } from './run-steps.ts';
import type { Step } from './run-steps.ts';

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

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0)
  throw new Error(
    `no step is called ${unknown.join(', ')}; there are ${steps.map(({ name }) => name).join(', ')}`,
  );

const chosen = wanted.length === 0 ? steps : steps.filter(({ name }) => wanted.includes(name));
const { passed, failed } = runSteps(chosen, {
  folder: repository,
  env: { ...process.env, NO_COLOR: '1' },
  say: (text) => console.log(text),
});
mkdirSync(resolve(repository, '.cache'), { recursive: true });
writeFileSync(resolve(repository, '.cache/verify-count'), `${passed} ${failed} 0\n`);
process.exitCode = failed === 0 ? 0 : 1;
