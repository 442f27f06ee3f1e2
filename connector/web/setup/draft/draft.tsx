// The set-up as the person at this screen has it: the saved one with the unsaved changes. Every phase reads and changes
// this; saving, undoing and another admin's changes are told by the bar at the bottom (save-bar.tsx).
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { announce } from '../../parts/announce.ts';
import { asApiError } from '../../request.ts';
import { useSaveSetUp } from '../setup-queries.ts';
import type { SetUpAnswer } from '../setup-api.ts';
import type { SetUp } from '../set-up-document.ts';
import { type Change, keepDraft, useDraftOf } from './draft-store.ts';
import { applyLines, diffSetUps, isSame, type Line, mergeSetUps, type Merge } from './set-up-diff.ts';

export type SetUpDraft = {
  answer: SetUpAnswer;
  setUp: SetUp;
  /** What is not saved yet. */
  lines: Line[];
  /** `undo`: what was done, in words, when it should be offered to take it back in one press. */
  change: (change: Change, undo?: string) => void;
  undo: { what: string; take: () => void } | null;
  discard: () => void;
  save: () => void;
  saving: boolean;
  /** Why the last save was refused, by the path of what was refused. */
  refused: Record<string, string>;
  saveError: Error | null;
  /** Somebody else has saved since these changes were begun. */
  merge: Merge | null;
  /** Saves my changes on top of theirs; of what both changed, the paths in `theirs` stay as they have them. */
  saveOnTop: (theirs: ReadonlySet<string>) => void;
};

const Context = createContext<SetUpDraft | null>(null);

/** Only below DraftProvider. */
export function useDraft(): SetUpDraft {
  const draft = useContext(Context);
  if (!draft) throw new Error('useDraft needs a DraftProvider above it.');
  return draft;
}

export function DraftProvider(props: {
  workspaceId: string;
  answer: SetUpAnswer;
  saved: string;
  children: ReactNode;
}) {
  const { workspaceId, answer } = props;
  const draft = useDraftOf(workspaceId);
  const saving = useSaveSetUp();
  const setUp = draft?.mine ?? answer.setUp;
  const base = draft?.base ?? answer.setUp;
  const lines = useMemo(() => diffSetUps(base, setUp), [base, setUp]);
  const merge = useMemo(
    () =>
      // What was saved a moment ago is in the answer before the draft is put away.
      draft && draft.revision < answer.revision && !isSame(draft.mine, answer.setUp)
        ? mergeSetUps(draft.base, draft.mine, answer.setUp)
        : null,
    [draft, answer],
  );

  const send = (revision: number, mine: SetUp): void => {
    saving.mutate(
      { revision, setUp: mine },
      {
        onSuccess: () => {
          keepDraft(null);
          announce(props.saved);
        },
      },
    );
  };
  const begin = draft ?? { workspaceId, revision: answer.revision, base: answer.setUp };
  const keep = (mine: SetUp, undo: { what: string; before: SetUp } | null): void => {
    if (saving.isError) saving.reset();
    keepDraft(
      isSame(mine, begin.base) && undo === null && begin.revision === answer.revision
        ? null
        : { ...begin, mine, undo },
    );
  };
  const error = saving.error ? asApiError(saving.error) : null;
  const value: SetUpDraft = {
    answer,
    setUp,
    lines,
    change: (change, what) => keep(change(setUp), what ? { what, before: setUp } : null),
    undo: draft?.undo ? { what: draft.undo.what, take: () => keep(draft.undo?.before ?? base, null) } : null,
    discard: () => {
      saving.reset();
      keepDraft(null);
    },
    save: () => send(draft?.revision ?? answer.revision, setUp),
    saving: saving.isPending,
    refused: error?.code === 'setup_refused' ? error.fields : {},
    saveError: saving.error,
    merge,
    saveOnTop: (theirs) => {
      const merged = applyLines(
        answer.setUp,
        (merge?.mine ?? []).filter(({ path }) => !theirs.has(path)),
      );
      keepDraft({ workspaceId, revision: answer.revision, base: answer.setUp, mine: merged, undo: null });
      send(answer.revision, merged);
    },
  };
  return <Context value={value}>{props.children}</Context>;
}
