// What a metadata rule is: a name, and a function that says how much it looked at and what is wrong.
// A rule that found nothing to look at has failed, because it would pass for the wrong reason.
import type { SourceTree } from './source-tree.ts';

export type Problem = { path: string; message: string };
export type Findings = { looked: string; count: number; problems: Problem[] };
export type Rule = { name: string; run: (tree: SourceTree) => Findings | Promise<Findings> };

export type RuleResult = { rule: string; looked: string; problems: Problem[] };

export async function runRule(rule: Rule, tree: SourceTree): Promise<RuleResult> {
  const { looked, count, problems } = await rule.run(tree);
  const nothing = count > 0 ? [] : [{ path: tree.folder, message: 'found nothing to look at' }];
  return { rule: rule.name, looked: `${count} ${looked}`, problems: [...nothing, ...problems] };
}
