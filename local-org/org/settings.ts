// What an org is started with.

import type { Store } from '../store.ts';

export type OrgKind = 'production' | 'sandbox';

export type OrgSettings = {
  orgId: string;
  name: string;
  kind: OrgKind;
  edition: string;
  /** Folder with the companion app's metadata; null = an org in which it is not installed. */
  forceApp: string | null;
  now: () => Date;
  store: Store;
  dailyApiRequests: number;
};
