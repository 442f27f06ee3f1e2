// `npm run check:metadata`: checks the companion app without an org. One line per rule, then what is wrong.
// Usage: node check-metadata.ts [folder of Salesforce source, by default the repository's force-app]
import { resolve } from 'node:path';
import { conversionRule } from './metadata/conversion-rule.ts';
import { objectRule } from './metadata/object-rule.ts';
import { permissionRule } from './metadata/permission-rule.ts';
import { promiseRule } from './metadata/promise-rule.ts';
import { referenceRule } from './metadata/reference-rule.ts';
import { runRule } from './metadata/rule.ts';
import { secretRule } from './metadata/secret-rule.ts';
import { readSourceTree } from './metadata/source-tree.ts';
import { typeRule } from './metadata/type-rule.ts';

const rules = [typeRule, conversionRule, referenceRule, objectRule, permissionRule, promiseRule, secretRule];

const folder = resolve(process.argv[2] ?? resolve(import.meta.dirname, '../force-app'));
const tree = readSourceTree(folder);
let problems = 0;
for (const rule of rules) {
  const result = await runRule(rule, tree);
  problems += result.problems.length;
  console.log(`${result.problems.length === 0 ? 'ok  ' : 'FAIL'} ${result.rule.padEnd(12)} ${result.looked}`);
  for (const { path, message } of result.problems) console.log(`       ${path}: ${message}`);
}
process.exitCode = problems === 0 ? 0 : 1;
