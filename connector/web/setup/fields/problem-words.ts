// What speaks against a row or a rule, in the reader's language, from the connector's code and values.
import { useTexts } from '../../texts/texts.tsx';
import { en } from '../../texts/en.ts';
import type { Problem } from '../setup-api.ts';
import { hasKey } from '../phases/phase-words.ts';

const { required_unsatisfied: reasons, ...simple } = en.setUpProblems;

export function useProblemWords(): (problem: Problem) => string {
  const t = useTexts('setUpProblems');
  return ({ code, values, field }) => {
    const told: Record<string, string | number> = { label: field ?? '' };
    for (const [name, value] of Object.entries(values)) if (value !== null) told[name] = String(value);
    if (code === 'required_unsatisfied') {
      const why = String(values['why']);
      return t(`required_unsatisfied.${hasKey(reasons, why) ? why : 'no_row'}`, told);
    }
    return hasKey(simple, code) ? t(code, told) : t('unknown', { code });
  };
}

/** Problems of one row; the most serious first. */
export function problemsOf(problems: readonly Problem[], object: string, field: string): Problem[] {
  return problems
    .filter((problem) => problem.object === object && problem.field === field)
    .toSorted((a, b) => Number(b.blocks) - Number(a.blocks));
}
