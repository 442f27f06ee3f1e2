// Who calls.

import type { Api } from './access.ts';
import type { DuplicateHeader } from './duplicate-rules.ts';

/** `version` (`67.0`) shows in the urls of an answer. Tooling objects need `api`. */
export type Actor = { userId: string; version: string; api?: Api; duplicates?: DuplicateHeader };
