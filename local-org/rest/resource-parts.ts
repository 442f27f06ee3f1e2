// What a resource may use beside the call itself.

import type { OrgSite } from '../site.ts';
import type { RestCall } from './answer.ts';
import type { Freshness } from './not-modified.ts';
import type { QueryPages } from './query-pages.ts';

export type ResourceParts = {
  site: OrgSite;
  userId: string;
  usedToday: () => number;
  /** For calls that count more than once: counts one more. */
  countCall: () => void;
  queryPages: QueryPages;
  freshness: Freshness;
  /** Called before a record is changed; throws when a row lock was ordered. */
  beforeWrite: (call: RestCall) => void;
};
