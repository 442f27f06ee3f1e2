// What somebody has changed in the set-up and not saved yet. It outlives leaving the screen and loading it again (kept in
// this tab), so that going back and forth between phases never loses anything.
import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { setUpDocument, type SetUp } from '../set-up-document.ts';

const draftSchema = z.object({
  workspaceId: z.string(),
  /** The revision that was changed, and the set-up as it was then. */
  revision: z.number(),
  base: setUpDocument,
  mine: setUpDocument,
  /** The last step that can be taken back, in words, and the set-up before it. */
  undo: z.object({ what: z.string(), before: setUpDocument }).nullable(),
});
export type Draft = z.infer<typeof draftSchema>;

const storageKey = 'bookbridge-set-up-draft';
const listeners = new Set<() => void>();
let draft: Draft | null = readStored();

export function useDraftOf(workspaceId: string): Draft | null {
  const present = useSyncExternalStore(subscribe, () => draft);
  return present?.workspaceId === workspaceId ? present : null;
}

export function keepDraft(next: Draft | null): void {
  draft = next;
  try {
    if (next) sessionStorage.setItem(storageKey, JSON.stringify(next));
    else sessionStorage.removeItem(storageKey);
  } catch {
    // A full or closed storage: then it lives only as long as this page.
  }
  for (const listener of listeners) listener();
}

/** With every change the whole set-up is a new value; the old one is never touched. */
export type Change = (setUp: SetUp) => SetUp;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readStored(): Draft | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null');
    return draftSchema.safeParse(stored).data ?? null;
  } catch {
    return null;
  }
}

// Closing the tab is the one way to lose it.
window.addEventListener('beforeunload', (event) => {
  if (draft) event.preventDefault();
});
