// What can be chosen in a rule, in the reader's words.
import { useTexts } from '../../texts/texts.tsx';
import type { Rules } from '../set-up-document.ts';

type Options<Value extends string> = readonly { value: Value; label: string }[];
export type YesNo = 'yes' | 'no';

export function useRuleChoices() {
  const t = useTexts('rules');
  return {
    unknownPerson: (personAccounts: boolean): Options<Rules['unknownPerson']> =>
      (['lead', 'contact', ...(personAccounts ? (['person_account'] as const) : []), 'none'] as const).map(
        (value) => ({ value, label: t(`options.unknownPerson.${value}`) }),
      ),
    tie: (['latest', 'oldest', 'park'] as const).map((value) => ({
      value,
      label: t(`options.tie.${value}`),
    })),
    linkedRecordDiffers: (['link_only', 'trust', 'park'] as const).map((value) => ({
      value,
      label: t(`options.linkedRecordDiffers.${value}`),
    })),
    found: (['update', 'keep'] as const).map((value) => ({ value, label: t(`options.found.${value}`) })),
    accountMatch: (['domain', 'name', 'none'] as const).map((value) => ({
      value,
      label: t(`options.accountMatch.${value}`),
    })),
    createForContact: (['yes', 'no'] as const).map((value) => ({
      value,
      label: t(`options.createForContact.${value}`),
    })),
    caseCreate: (['never', 'always'] as const).map((value) => ({
      value,
      label: t(`options.caseCreate.${value}`),
    })),
    eventCreate: (['yes', 'no'] as const).map((value) => ({
      value,
      label: t(`options.eventCreate.${value}`),
    })),
    whenDeleted: (['create_again', 'park'] as const).map((value) => ({
      value,
      label: t(`options.whenDeleted.${value}`),
    })),
    duplicates: (['use_match', 'save_anyway', 'park'] as const).map((value) => ({
      value,
      label: t(`options.duplicates.${value}`),
    })),
    canceledBeforeWrite: (['write', 'skip'] as const).map((value) => ({
      value,
      label: t(`options.canceledBeforeWrite.${value}`),
    })),
    opportunity: (['yes', 'no'] as const).map((value) => ({
      value,
      label: t(`options.opportunity.${value}`),
    })),
  };
}

/** A choice that may also follow the general rules. */
export function orUsual<Value extends string>(
  options: Options<Value>,
  asUsual: string,
): Options<Value | 'usual'> {
  return [{ value: 'usual', label: asUsual }, ...options];
}

export const toYesNo = (value: boolean): YesNo => (value ? 'yes' : 'no');
