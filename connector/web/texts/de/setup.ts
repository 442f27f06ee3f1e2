// German: the frame of the five phases, the unsaved changes, and what is common to all phases.
import type { SameKeys } from '../catalogue.ts';
import type { setup as english } from '../en/setup.ts';

export const setup: SameKeys<typeof english> = {
  phases: 'Schritte der Einrichtung',
  phasesUnknown: 'Der Stand der Einrichtung konnte nicht gelesen werden.',
  tryAgain: 'Erneut versuchen',
  loading: 'Lädt',
  loadFailed: 'Die Einrichtung konnte nicht geladen werden.',
  orgUnread:
    'Was die Org hat, konnte nicht gelesen werden. Ihre Einstellungen bleiben; Felder stehen mit ihrem API-Namen da.',
  saved: 'Gespeichert.',
  historyLink: 'Verlauf, Export und Import',
  // With soft hyphens: five names stand side by side on a phone.
  names: {
    apiConnection: 'API-Verbindung',
    installation: 'Instal\u00adlation',
    fieldValidation: 'Feld\u00adprüfung',
    fieldMapping: 'Feld\u00adzuordnung',
    creationRules: 'Anlage\u00adregeln',
  },
  purposes: {
    apiConnection: 'Der eine Salesforce-Benutzer, über den Bookbridge schreibt.',
    installation:
      'Was Ihre Org braucht, um Buchungen zu zeigen: die App, ein Berechtigungssatz und Felder auf der Ereignisseite.',
    fieldValidation:
      'Jedes Feld, auf dem Salesforce besteht, bekommt einen Wert. So wird keine Buchung abgelehnt.',
    fieldMapping: 'Welcher Teil einer Buchung in welches Salesforce-Feld kommt.',
    creationRules: 'Was für eine Buchung angelegt oder geändert wird und wem es gehört.',
  },
  states: {
    done: 'Erledigt',
    open: 'Zu tun',
    blocked: 'Wartet auf einen früheren Schritt',
    broken: 'Braucht Sie',
  },
  stateTitles: {
    done: 'Erledigt',
    open: 'Es fehlt noch etwas',
    blocked: 'Ein früherer Schritt kommt zuerst',
    broken: 'Das war erledigt und ist es nicht mehr',
  },
  summary: {
    connected_as:
      'Verbunden als {username} · {total, plural, =0 {noch nicht geprüft} other {{passed} von {total} Prüfungen bestanden}}',
    not_connected: 'Nicht verbunden',
    connection_broken: 'Die Verbindung braucht Sie',
    installed: 'Begleit-App {version} ist in der Org',
    not_installed: 'Die Begleit-App ist nicht in der Org',
    required_satisfied:
      '{count, plural, =0 {Kein Pflichtfeld ist offen} one {Ein Pflichtfeld hat einen Wert} other {Alle # Pflichtfelder haben einen Wert}}',
    required_missing:
      '{count, plural, one {Ein Pflichtfeld hat keinen Wert} other {# Pflichtfelder haben keinen Wert}}',
    fields_mapped:
      '{count, plural, one {Ein Feld} other {# Felder}} in {objects, plural, one {einem Objekt} other {# Objekten}}',
    rules_set:
      'Neue Personen werden {unknownPerson, select, lead {Leads} contact {Kontakte} person_account {Personen-Accounts} other {nicht angelegt}}{case, select, always {, jede Buchung ein Kundenvorgang} other {}}{event, select, true {, jeder Termin ein Ereignis} other {}}',
  },
  missing: {
    not_connected: 'Kein API-Benutzer ist verbunden.',
    connection_needs_attention: 'Der API-Benutzer ist verbunden, aber eine Prüfung ist fehlgeschlagen.',
    reconnect: 'Salesforce hat den API-Benutzer abgemeldet.',
    connect_first: 'Dieser Schritt liest Ihre Org. Darum kommt der API-Benutzer zuerst.',
    app_missing: 'Die Begleit-App ist nicht in der Org.',
    app_older: 'Die Begleit-App in der Org ist älter als dieses Bookbridge.',
    permission_set_missing: 'Der API-Benutzer hat den Berechtigungssatz nicht.',
    layouts_missing:
      '{count, plural, one {Eine Ereignisseite zeigt} other {# Ereignisseiten zeigen}} die Buchungsfelder nicht.',
    required_unsatisfied:
      '{count, plural, one {Ein Pflichtfeld hat} other {# Pflichtfelder haben}} noch keinen Wert.',
    mapping_problems:
      '{count, plural, one {Ein Feld kann} other {# Felder können}} so nicht geschrieben werden.',
    rule_problems:
      '{count, plural, one {Eine Regel kann} other {# Regeln können}} in dieser Org nicht befolgt werden.',
    not_confirmed: 'Diesen Schritt hat noch niemand angesehen.',
  },
  who: {
    you: 'Das können Sie hier tun.',
    salesforce_admin: 'Das kann Ihr Salesforce-Admin beheben.',
  },
  toConnection: 'Zur API-Verbindung',
  next: 'Weiter: {name}',
  nextAnyway: 'Weiter zu {name}',
  toSources: 'Zu den Quellen',
  allDone: 'Alles eingerichtet: zu den Quellen',
  confirm: {
    title: 'Buchungen werden schon mit diesen Vorgaben geschrieben',
    fieldValidation: 'Jedes Pflichtfeld hat einen Wert. Sehen Sie es durch und sagen Sie, wenn es stimmt.',
    fieldMapping:
      'Damit beginnen die meisten. Sehen Sie es durch, ändern Sie, was Sie möchten, und sagen Sie, wenn es stimmt.',
    creationRules:
      'Damit beginnen die meisten. Sehen Sie es durch, ändern Sie, was Sie möchten, und sagen Sie, wenn es stimmt.',
    button: 'Stimmt so',
    done: 'Vermerkt.',
    failed: 'Es konnte nicht vermerkt werden: {why}',
  },
  draft: {
    label: 'Ungespeicherte Änderungen',
    count:
      '{count, plural, =0 {Keine ungespeicherte Änderung} one {Eine ungespeicherte Änderung} other {# ungespeicherte Änderungen}}',
    elsewhere: 'Wird zusammen mit Ihren Änderungen in den anderen Schritten gespeichert.',
    save: 'Speichern',
    saveAnyway: 'Trotzdem speichern',
    discard: 'Verwerfen',
    discardAll: 'Alle Änderungen verwerfen',
    keepEditing: 'Behalten',
    undo: 'Rückgängig: {what}',
    undone: 'Zurückgenommen.',
    failed: 'Nicht gespeichert: {why}',
    refused:
      '{count, plural, one {Eine Angabe} other {# Angaben}} würde Salesforce ablehnen. Es wurde nichts gespeichert.',
    show: 'Was sich ändert',
  },
  conflict: {
    title: '{by} hat die Einrichtung {when} geändert',
    titleUnknown: 'Jemand hat die Einrichtung {when} geändert',
    nothingLost: 'Ihre Änderungen sind hier noch da und noch nicht gespeichert. Nichts wurde überschrieben.',
    fits: 'Ihre Änderungen und die anderen betreffen Verschiedenes.',
    collides:
      '{count, plural, one {Eine Angabe haben} other {# Angaben haben}} beide geändert. Wählen Sie, was bleibt.',
    theirs: 'Was {by} geändert hat',
    theirsUnknown: 'Was geändert wurde',
    mine: 'Meine',
    allMine: 'Was Sie geändert haben',
    their: '{by}',
    theirUnknown: 'Die andere',
    both: 'Meine zusätzlich speichern',
    drop: 'Meine verwerfen, die anderen nehmen',
  },
  lines: {
    none: 'nichts',
    field: '{object} · {field}',
    override: 'Ausnahme für {name}',
    recordIdParameter: 'Name der Datensatz-ID in Buchungslinks',
    from: '<before></before> → <after></after>',
    fallback: '{source}, sonst „{value}“',
    fixed: 'immer „{value}“',
    ifEmpty: 'nur wenn leer',
    when: 'bei {moments}',
    yes: 'ja',
    no: 'nein',
    override_change: 'eigene Einstellungen',
    hosts: '{count, plural, =0 {keine} one {ein Gastgeber} other {# Gastgeber}}',
  },
};
