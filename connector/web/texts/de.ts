// German; loaded only by those who read it.
import type { SameKeys } from './catalogue.ts';
import type { Catalogue } from './en.ts';
import { frame } from './de/frame.ts';

export const de: SameKeys<Catalogue> = { frame };
