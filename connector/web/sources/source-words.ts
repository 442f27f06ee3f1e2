// How the kinds of source are called.
import type { SourceKind } from '../api.ts';

export const kindNames: Record<SourceKind, string> = { 'cal-com': 'Cal.com', generic: 'Generic JSON' };
export const secretNames: Record<SourceKind, string> = { 'cal-com': 'Secret', generic: 'API key' };
