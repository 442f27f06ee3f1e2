// English, the language that all others follow. One file per room of the pages; messages are ICU (plurals, numbers, dates).
import { frame } from './en/frame.ts';
import { bookingFields } from './en/booking-fields.ts';
import { fields } from './en/fields.ts';
import { rules } from './en/rules.ts';
import { setup } from './en/setup.ts';
import { setUpProblems } from './en/set-up-problems.ts';

export const en = { bookingFields, fields, frame, rules, setup, setUpProblems };
export type Catalogue = typeof en;
