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
  connection: {
    connected: 'Verbunden mit {org}',
    paused: '{word}{waiting, plural, =0 {} other { (# warten)}}',
    needsYou: 'Braucht Sie{waiting, plural, =0 {} other { (# warten)}}',
    reconnect: 'Braucht Sie: neu verbinden{waiting, plural, =0 {} other { (# warten)}}',
    none: 'Nicht verbunden',
  },
  steps: {
    title: 'Nächster Schritt',
    titleDone: 'Die erste Buchung ist in Salesforce',
    done: 'erledigt',
    names: {
      connect: 'Einen API-Benutzer verbinden',
      source: 'Eine Quelle hinzufügen',
      sample: 'Eine Beispielbuchung senden',
      see: 'In der Org ansehen',
    },
    connect: 'Bookbridge braucht einen Salesforce-Benutzer, über den es arbeitet.',
    putRight:
      'Der API-Benutzer ist verbunden, aber etwas muss in Ordnung gebracht werden, bevor Buchungen geschrieben werden.',
    toSetup: 'Zur Einrichtung',
    source: 'Sagen Sie Bookbridge, welches Buchungswerkzeug die Buchungen sendet.',
    sample:
      'Senden Sie eine Beispielbuchung, wie Ihr Buchungswerkzeug es täte, und sehen Sie zu, wie sie ankommt.',
    toSources: 'Zu den Quellen',
    see: 'Sehen Sie sich Lead und Ereignis in {org} an.',
    theOrg: 'der Org',
    putAway: 'Diese Schritte ausblenden',
  },
  person: {
    account: 'Konto von {name}',
    signOut: 'Abmelden',
    workspace: 'Arbeitsbereich',
    appearance: 'Darstellung: {now}',
    changeAppearance: 'Darstellung: {now}. Ändern zu {next}',
    schemes: { auto: 'wie das System', light: 'hell', dark: 'dunkel' },
  },
  tryOut: {
    local: 'Diese Org ist lokal. Nichts verlässt diesen Computer.',
    records: 'Ihre Datensätze ansehen',
  },
  notFound: {
    title: 'Diese Seite gibt es nicht',
    lead: 'Die Adresse ist vielleicht vertippt oder aus einer anderen Version.',
    toSetup: 'Zur Einrichtung',
  },
  unreachable: {
    title: 'Bookbridge ist nicht erreichbar',
    what: 'Diese Seite konnte nicht geladen werden.',
  },
  tryAgain: 'Erneut versuchen',
  show: '{what} anzeigen',
  copy: {
    copy: 'Kopieren',
    copied: 'Kopiert',
    named: '{label} kopieren',
    done: '{label} kopiert',
    selected: '{label} ist markiert. Kopieren Sie mit der Tastatur.',
  },
  newTab: '(öffnet in einem neuen Tab)',
  unsaved: 'ungespeicherte Änderungen',
};
