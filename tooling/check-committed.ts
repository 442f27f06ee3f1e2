// `npm run verify:files`: looks through every file that git knows. One line per problem.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { problemsIn } from './committed-files.ts';

const repository = resolve(import.meta.dirname, '..');

const paths = execFileSync('git', ['ls-files', '-z'], { cwd: repository, encoding: 'utf8' })
  .split('\0')
  // A file may be deleted and not yet committed as such.
  .filter((path) => path !== '' && existsSync(resolve(repository, path)));

const problems = paths.flatMap((path) =>
  problemsIn({ path, content: readFileSync(resolve(repository, path)) }).map(
    (problem) => `${path}: ${problem}`,
  ),
);
if (paths.length === 0) problems.push('git knows no file here');
for (const problem of problems) console.log(problem);
console.log(`${paths.length} committed files looked through`);
process.exitCode = problems.length === 0 ? 0 : 1;
