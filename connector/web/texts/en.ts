// English, the language that all others follow. One file per room of the pages; messages are ICU (plurals, numbers, dates).
import { bookings } from './en/bookings.ts';
import { health } from './en/health.ts';
import { adminLink } from './en/admin-link.ts';
import { connection } from './en/connection.ts';
import { deeds } from './en/deeds.ts';
import { entry } from './en/entry.ts';
import { frame } from './en/frame.ts';
import { people } from './en/people.ts';
import { settings } from './en/settings.ts';
import { team } from './en/team.ts';
import { imports } from './en/imports.ts';
import { installation } from './en/installation.ts';
import { bookingFields } from './en/booking-fields.ts';
import { fields } from './en/fields.ts';
import { rules } from './en/rules.ts';
import { setup } from './en/setup.ts';
import { sources } from './en/sources.ts';
import { setUpProblems } from './en/set-up-problems.ts';
import { rehearsal } from './en/rehearsal.ts';
import { setUpHistory } from './en/set-up-history.ts';

export const en = {
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
export type Catalogue = typeof en;
