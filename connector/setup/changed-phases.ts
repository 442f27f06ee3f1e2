// Which phases a change belongs to: who saves something there has looked at it.
import type { Describes } from '../salesforce/describe-cache.ts';
import { requiredFields } from './problems/required-fields.ts';
import type { ConfirmablePhase } from './read-set-up.ts';
import { compareSetUps } from './set-up-difference.ts';
import { mappedObjects } from './set-up-document.ts';
import type { SetUp } from './set-up-document.ts';

export function changedPhases(before: SetUp, after: SetUp, describes: Describes | null): ConfirmablePhase[] {
  const required = new Set(
    mappedObjects.flatMap((object) =>
      requiredFields(object, describes?.get(object)?.fields ?? new Map()).map(
        ({ name }) => `fields.${object}.${name}`,
      ),
    ),
  );
  const phases = compareSetUps(before, after).map(({ path }): ConfirmablePhase => {
    if (required.has(path)) return 'field-validation';
    return path.startsWith('fields.') ? 'field-mapping' : 'creation-rules';
  });
  return [...new Set(phases)];
}
