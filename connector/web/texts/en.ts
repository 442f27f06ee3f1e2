// English, the language that all others follow. One file per room of the pages; messages are ICU (plurals, numbers, dates).
import { frame } from './en/frame.ts';

export const en = { frame };
export type Catalogue = typeof en;
