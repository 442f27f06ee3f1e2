// Ids of deploys (0Af) and retrieves (09S), counted per org.

import { makeId } from '../org/ids.ts';
import type { OrgSite } from '../site.ts';

export function newJobId(site: OrgSite, keyPrefix: '0Af' | '09S'): { id: string; number: number } {
  const { org, store } = site;
  const counters = store.table<number>(`${org.orgId}/job-numbers`);
  const number = (counters.get(keyPrefix) ?? 0) + 1;
  counters.set(keyPrefix, number);
  return { id: makeId(keyPrefix, org.orgId, number), number };
}
