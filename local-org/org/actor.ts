// Who calls.

import type { Api } from './rights/access.ts';
import type { DuplicateHeader } from './write/duplicate-rules.ts';
import type { AutoAssign } from './write/assignment-rules.ts';

/** `version` (`67.0`) shows in the urls of an answer. Tooling objects need `api`. */
export type Actor = {
  userId: string;
  version: string;
  api?: Api;
  duplicates?: DuplicateHeader;
  autoAssign?: AutoAssign;
};
