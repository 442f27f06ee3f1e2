// German: bookings that were made before, read from a tool or from a file.
import type { SameKeys } from '../catalogue.ts';
import type { imports as english } from '../en/imports.ts';

export const imports: SameKeys<typeof english> = {
  tool: {
    summary: 'Frühere Buchungen und verlorene Ereignisse',
    intro:
      'Mit einem API-Schlüssel von {tool} liest Bookbridge die kommenden Termine und vergleicht sie jede Stunde: ein verlorenes Ereignis kommt zurück, und ein stillschweigend abgesagter Termin wird auch in Salesforce abgesagt.',
    keyLabel: 'API-Schlüssel von {tool}',
    keyHint: {
      'cal-com': 'In Cal.com: Settings → Developer → API keys.',
      calendly: 'In Calendly: Integrations & apps → API and webhooks → Personal access tokens.',
      oncehub: 'In OnceHub: Account Integrations → APIs & Webhooks → Create API key.',
    },
    urlLabel: 'Adresse der API',
    urlHint: 'Nur für ein eigenes Cal.com, zum Beispiel https://api.cal.example.com',
    showKey: 'API-Schlüssel zeigen',
    save: 'Schlüssel prüfen und speichern',
    saved: 'Der API-Schlüssel funktioniert und ist gespeichert.',
    saveFailed: 'Der API-Schlüssel wurde nicht gespeichert.',
    isOf: 'Der API-Schlüssel gehört {account}.',
    isThere: 'Ein API-Schlüssel ist gespeichert.',
    at: 'Gefragt wird {url}.',
    remove: 'API-Schlüssel entfernen',
    removed: 'Der API-Schlüssel ist entfernt.',
    removeFailed: 'Der API-Schlüssel wurde nicht entfernt.',
    read: 'Kommende Buchungen lesen',
    readHint: 'Zeigt, was da ist. Geschrieben wird erst, wenn Sie es sagen.',
    compare: 'Jetzt vergleichen',
    compareAsked: 'Die Buchungen werden verglichen.',
    compared:
      'Verglichen {when}: {seen, plural, =0 {kein kommender Termin} one {# kommender Termin} other {# kommende Termine}}, {added} hinzugefügt, {changed} geändert, {canceled} abgesagt.',
    never: 'Noch nicht verglichen; das geschieht jede Stunde.',
    notVisible:
      '{count, plural, one {# hier bekannter Termin ist mit diesem API-Schlüssel nicht zu sehen und blieb, wie er ist.} other {# hier bekannte Termine sind mit diesem API-Schlüssel nicht zu sehen und blieben, wie sie sind.}}',
    compareFailed: 'Der letzte Vergleich hat nicht geklappt.',
    failed: 'Das hat nicht geklappt.',
  },
  file: {
    summary: 'Datei importieren',
    intro:
      'CSV mit einer Kopfzeile, oder JSON. Die erste Zeile nennt mindestens <code>id</code>, <code>start</code>, <code>end</code> und <code>name</code> oder <code>email</code>. Zeiten brauchen einen Abstand zu UTC oder Z, zum Beispiel 2027-05-06T09:00:00+02:00.',
    choose: 'Datei mit Buchungen (CSV oder JSON)',
    columns:
      'Bekannte Spalten: id, type, start, end, time zone, title, description, location, join url, name, first name, last name, email, phone, company, record ids, host name, host email, event type id, event type name, guests, reason sowie „answer: …“, „hidden: …“, „utm source“ und dergleichen.',
    read: 'Datei ansehen',
    readFailed: 'Die Datei wurde nicht gelesen.',
    noFile: 'Wählen Sie zuerst eine Datei.',
    tooLarge: 'Die Datei ist größer als 10 MB. Teilen Sie sie auf.',
  },
  preview: {
    reading: 'Wird gelesen …',
    title:
      '{total, plural, =0 {Nichts zu importieren} one {# Buchung zu importieren} other {# Buchungen zu importieren}}',
    counts: {
      new: '{count, plural, one {# ist neu} other {# sind neu}}',
      moved: '{count, plural, one {# wurde verschoben} other {# wurden verschoben}}',
      changed: '{count, plural, one {# wurde geändert} other {# wurden geändert}}',
      canceled: '{count, plural, one {# wurde abgesagt} other {# wurden abgesagt}}',
      confirmed: '{count, plural, one {# wurde bestätigt} other {# wurden bestätigt}}',
      same: '{count, plural, one {# ist schon bekannt} other {# sind schon bekannt}}',
    },
    what: {
      new: 'Neu',
      moved: 'Verschoben',
      changed: 'Geändert',
      canceled: 'Abgesagt',
      confirmed: 'Bestätigt',
      same: 'Bekannt',
    },
    columns: { what: 'Was', person: 'Person', meeting: 'Termin', time: 'Zeit' },
    caption: 'Buchungen, die importiert würden',
    more: 'Gezeigt werden die ersten {shown} von {total}.',
    isCut: 'Es sind mehr als 5.000. Der Rest lässt sich nach diesen importieren.',
    refusedTitle:
      '{count, plural, one {# Zeile kann nicht übernommen werden und bleibt weg} other {# Zeilen können nicht übernommen werden und bleiben weg}}',
    refusedLine: 'Zeile {line}: {field} {problem}',
    refusedMore: 'Gezeigt werden die ersten {shown} Fehler.',
    unused: 'Nicht benutzte Spalten: {columns}',
    start: '{total, plural, one {# Buchung} other {# Buchungen}} importieren',
    startRest: 'Die übrigen {total} importieren',
    cancel: 'Nicht importieren',
    startFailed: 'Der Import wurde nicht begonnen.',
    noPerson: 'Ohne Namen',
  },
  running: {
    title: 'Import läuft: {position} von {total}',
    paused: 'Diese Quelle ist angehalten: die Buchungen werden aufgehoben und beim Fortsetzen angewandt.',
  },
  done: {
    title: '{filed, plural, =0 {Nichts Neues} one {# Buchung importiert} other {# Buchungen importiert}}',
    same: '{same, plural, one {# war schon bekannt.} other {# waren schon bekannt.}}',
    link: 'Zu den Buchungen',
    close: 'Schließen',
  },
  failed: {
    title: 'Der Import ist nicht fertig geworden',
    position: '{position} von {total} wurden übernommen, der Rest nicht.',
  },
};
