// German; loaded only by those who read it.
import type { SameKeys } from './catalogue.ts';
import type { Catalogue } from './en.ts';
import { bookings } from './de/bookings.ts';
import { health } from './de/health.ts';
import { adminLink } from './de/admin-link.ts';
import { connection } from './de/connection.ts';
import { deeds } from './de/deeds.ts';
import { entry } from './de/entry.ts';
import { frame } from './de/frame.ts';
import { people } from './de/people.ts';
import { settings } from './de/settings.ts';
import { team } from './de/team.ts';
import { imports } from './de/imports.ts';
import { installation } from './de/installation.ts';
import { bookingFields } from './de/booking-fields.ts';
import { fields } from './de/fields.ts';
import { rules } from './de/rules.ts';
import { setup } from './de/setup.ts';
import { sources } from './de/sources.ts';
import { setUpProblems } from './de/set-up-problems.ts';
import { rehearsal } from './de/rehearsal.ts';
import { setUpHistory } from './de/set-up-history.ts';

export const de: SameKeys<Catalogue> = {
  adminLink,
  bookingFields,
  bookings,
  connection,
  deeds,
  entry,
  fields,
  frame,
  health,
  imports,
  installation,
  people,
  rehearsal,
  rules,
  settings,
  setup,
  setUpHistory,
  setUpProblems,
  sources,
  team,
};
