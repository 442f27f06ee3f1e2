// German; loaded only by those who read it.
import type { SameKeys } from './catalogue.ts';
import type { Catalogue } from './en.ts';
import { frame } from './de/frame.ts';
import { bookingFields } from './de/booking-fields.ts';
import { fields } from './de/fields.ts';
import { rules } from './de/rules.ts';
import { setup } from './de/setup.ts';
import { setUpProblems } from './de/set-up-problems.ts';

export const de: SameKeys<Catalogue> = { bookingFields, fields, frame, rules, setup, setUpProblems };
