// Whether a required field is still without a value: by the connector's look at recent bookings for what is saved, by the row
// itself for what was changed since.
import type { SetUpDraft } from '../draft/draft.tsx';
import type { MappedObject, MappingRow } from '../set-up-document.ts';

export function isOpen(
  row: MappingRow | undefined,
  object: MappedObject,
  target: string,
  draft: Pick<SetUpDraft, 'lines' | 'answer'>,
): boolean {
  if (!row || !row.when.includes('booked')) return true;
  if (isChanged(object, target, draft)) return false;
  return draft.answer.problems.some(
    (problem) => problem.object === object && problem.field === target && problem.blocks,
  );
}

export function isChanged(object: MappedObject, target: string, draft: Pick<SetUpDraft, 'lines'>): boolean {
  return draft.lines.some(({ path }) => path === `fields.${object}.${target}`);
}
