// `node scripts/run.mjs <file.ts> [arguments]`: runs a command of ours, or says in one sentence that Node is too old.
// The file is relative to the repository. Every npm script starts here.
import { fileURLToPath } from 'node:url';
import { oldNodeProblem } from './node-version.mjs';

const problem = oldNodeProblem();
const [node, , file] = process.argv;
if (problem !== undefined || file === undefined) {
  console.error(problem ?? 'Name the file to run, for example: node scripts/run.mjs scripts/start.ts');
  process.exitCode = 1;
} else {
  const target = new URL(`../${file}`, import.meta.url);
  // The command sees the arguments as if Node had been started with it.
  process.argv.splice(0, 3, node, fileURLToPath(target));
  await import(target.href);
}
