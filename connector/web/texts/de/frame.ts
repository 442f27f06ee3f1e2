// German: what surrounds every screen.
import type { SameKeys } from '../catalogue.ts';
import type { frame as english } from '../en/frame.ts';

export const frame: SameKeys<typeof english> = {
  skip: 'Zum Inhalt springen',
  main: 'Hauptnavigation',
  places: {
    setup: 'Einrichtung',
    bookings: 'Buchungen',
    health: 'Zustand',
    sources: 'Quellen',
    team: 'Team',
    settings: 'Einstellungen',
  },
  language: 'Sprache',
};
