// What speaks against a rule in this org, and why the last save was refused because of it.
import { useDraft } from '../draft/draft.tsx';
import { RowNotes } from '../fields/field-row.tsx';

/** `paths`: the rules that one sentence is about; for an exception also what lies below. */
export function RuleNotes({ paths }: { paths: readonly string[] }) {
  const { answer, lines, refused } = useDraft();
  const belongs = (field: string): boolean =>
    paths.some((path) => field === path || field.startsWith(`${path}.`));
  // Of what has been changed since, the connector has seen nothing yet.
  const isChanged = (field: string): boolean =>
    lines.some(({ path }) => field === path || field.startsWith(`${path}.`));
  const problems = answer.problems.filter(
    ({ phase, field }) => phase === 'creation-rules' && field && belongs(field) && !isChanged(field),
  );
  const [why] = Object.entries(refused).filter(([path]) => belongs(path));
  return <RowNotes problems={problems} refused={why?.[1]} />;
}
