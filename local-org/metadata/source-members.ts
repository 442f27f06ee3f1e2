// Source tracking: one row per changed component, with a counter that only rises. Kept only where changes are tracked.

import { randomUUID } from 'node:crypto';
import type { Store } from '../store.ts';
import type { Change } from './deploy-work.ts';
import type { SourceMemberRow } from './org-metadata.ts';

export type SourceMembers = {
  note(changes: Change[], userId: string): void;
  rows(): SourceMemberRow[];
  reset(memberId: string, revisionCounter: number): void;
};

/** Changes of these are not reported on their own. */
const untracked = new Set(['CustomLabels', 'MatchingRules']);

export function openSourceMembers(settings: {
  store: Store;
  orgId: string;
  isTracked: boolean;
  now: () => Date;
}): SourceMembers {
  const { store, orgId, isTracked, now } = settings;
  const table = store.table<SourceMemberRow>(`${orgId}/source-members`);
  const counters = store.table<number>(`${orgId}/counters`);

  return {
    note(changes, userId) {
      if (!isTracked) return;
      for (const { type, fullName, what } of changes) {
        if (untracked.has(type)) continue;
        const key = `${type}/${fullName}`;
        const known = table.get(key);
        const revisionCounter = (counters.get('source-members') ?? 0) + 1;
        counters.set('source-members', revisionCounter);
        table.set(key, {
          memberIdOrName: known?.memberIdOrName ?? randomUUID().replaceAll('-', '').slice(0, 18),
          memberType: type,
          memberName: fullName,
          isNameObsolete: what === 'deleted',
          revisionCounter,
          // What was deleted and comes again is new.
          isNewMember: what === 'created' && (known === undefined || known.isNameObsolete),
          changedBy: userId,
          lastModifiedDate: now().toISOString(),
        });
      }
    },
    rows: () =>
      [...table.entries()].map(([, row]) => row).toSorted((a, b) => a.revisionCounter - b.revisionCounter),
    reset(memberId, revisionCounter) {
      for (const [key, row] of table.entries()) {
        if (row.memberIdOrName === memberId) table.set(key, { ...row, revisionCounter });
      }
    },
  };
}
