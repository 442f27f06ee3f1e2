// Reading and changing the rules of the draft.
import { useDraft } from '../draft/draft.tsx';
import type { Rules } from '../set-up-document.ts';

export function useRules() {
  const { setUp, change } = useDraft();
  const { rules } = setUp;
  const set = (part: Partial<Rules>, undo?: string): void =>
    change((present) => ({ ...present, rules: { ...present.rules, ...part } }), undo);
  return {
    rules,
    set,
    setMatch: (part: Partial<Rules['match']>) => set({ match: { ...rules.match, ...part } }),
    setLead: (part: Partial<Rules['lead']>) => set({ lead: { ...rules.lead, ...part } }),
    setContact: (part: Partial<Rules['contact']>) => set({ contact: { ...rules.contact, ...part } }),
    setAccount: (part: Partial<Rules['account']>) => set({ account: { ...rules.account, ...part } }),
    setCase: (part: Partial<Rules['case']>) => set({ case: { ...rules.case, ...part } }),
    setEvent: (part: Partial<Rules['event']>) => set({ event: { ...rules.event, ...part } }),
    setHosts: (part: Partial<Rules['hosts']>, undo?: string) =>
      set({ hosts: { ...rules.hosts, ...part } }, undo),
  };
}
