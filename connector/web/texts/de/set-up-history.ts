// German: history of the set-up, export and import, and carrying it over to another org.
import type { SameKeys } from '../catalogue.ts';
import type { setUpHistory as english } from '../en/set-up-history.ts';

export const setUpHistory: SameKeys<typeof english> = {
  title: 'Verlauf, Export und Import',
  lead: 'Jede Änderung der Einrichtung, mit wem und wann. Jede lässt sich zurückholen.',
  list: 'Änderungen',
  empty: 'Noch hat niemand die Vorgaben geändert. Jede gespeicherte Änderung erscheint hier.',
  failed: 'Der Verlauf konnte nicht geladen werden.',
  actions: {
    saved:
      '{by} hat {count, plural, =0 {die Einrichtung} one {eine Änderung} other {# Änderungen}} gespeichert',
    confirmed: '{by} hat einen Schritt durchgesehen',
    restored: '{by} hat eine frühere Einrichtung zurückgeholt',
    imported: '{by} hat eine Datei importiert',
    carried_over: '{by} hat die Einrichtung in eine andere Org mitgenommen',
    unknown: '{by} hat die Einrichtung geändert',
  },
  somebody: 'Jemand',
  now: 'so wie jetzt',
  show: 'Was sich geändert hat',
  restore: 'Zurückholen',
  restored: 'Die Einrichtung von {when} ist wieder da. Ab jetzt wird danach geschrieben.',
  undo: 'Rückgängig',
  undone: 'Die Einrichtung ist wieder wie zuvor.',
  restoreFailed: 'Sie konnte nicht zurückgeholt werden: {why}',
  unsaved:
    'Sie haben ungespeicherte Änderungen. Speichern oder verwerfen Sie sie zuerst in ihrem Schritt; dann lässt sich hier zurückholen oder importieren.',
  exportTitle: 'Mitnehmen',
  exportLead:
    'Die ganze Einrichtung als eine lesbare Datei: zum Aufheben, zum Vergleichen oder für einen anderen Arbeitsbereich. Ohne Passwörter und ohne Buchungen.',
  export: 'Einrichtung exportieren',
  importTitle: 'Datei importieren',
  importLead: 'Sie sehen, was sich ändern würde, bevor etwas gespeichert wird.',
  choose: 'Datei wählen',
  importing: 'Die Datei wird gelesen',
  importFailed: 'Diese Datei lässt sich nicht importieren.',
  from: 'Aus {org}, exportiert {when}',
  fromUnknown: 'Exportiert {when}',
  differences:
    '{count, plural, =0 {Die Datei ist gleich wie Ihre Einrichtung. Es gibt nichts zu importieren.} one {Eine Angabe würde sich ändern.} other {# Angaben würden sich ändern.}}',
  problems:
    '{count, plural, one {Eine Angabe passt nicht zu Ihrer Org. Sie wird übernommen und in ihrem Schritt markiert.} other {# Angaben passen nicht zu Ihrer Org. Sie werden übernommen und in ihren Schritten markiert.}}',
  skipped:
    '{count, plural, one {Ein Eintrag der Datei wurde nicht verstanden und bleibt weg: {names}} other {# Einträge der Datei wurden nicht verstanden und bleiben weg: {names}}}',
  import: 'Importieren',
  cancel: 'Abbrechen',
  imported: 'Importiert. Ab jetzt wird danach geschrieben.',
  carry: {
    title: 'Mitnehmen in die andere Org',
    lead: 'Sie haben die Org gewechselt. Von der Einrichtung geht nichts verloren; hier steht, was der neuen Org fehlt.',
    notice: 'Diese Einrichtung wurde für {from} gemacht. Jetzt sind Sie mit {to} verbunden.',
    noticeUnknown: 'Diese Einrichtung wurde für eine andere Org gemacht.',
    look: 'Sehen, was fehlt',
    nothing: 'Die neue Org hat alles, was die Einrichtung braucht.',
    count: '{count, plural, one {In {org} fehlt eine Sache} other {In {org} fehlen # Sachen}}',
    usedBy: 'Benutzt von {names}',
    usedByRules: 'Benutzt von den Anlageregeln',
    fixed: 'einem festen Wert',
    fix: 'Öffnen',
    accept: 'Die Einrichtung gilt jetzt für {org}',
    acceptLead: 'Wenn Sie fertig sind, sagen Sie es: dann verschwinden die Hinweise auf die frühere Org.',
    accepted: 'Vermerkt. Die Einrichtung gilt jetzt für diese Org.',
    elsewhere:
      '{upcoming, plural, =0 {Keine kommende Buchung wurde in die andere Org geschrieben.} one {Eine kommende Buchung wurde in die andere Org geschrieben.} other {# kommende Buchungen wurden in die andere Org geschrieben.}}',
    anew: '{count, plural, one {Auch in {org} schreiben} other {Alle # auch in {org} schreiben}}',
    anewDone: '{count, plural, one {Eine Buchung ist} other {# Buchungen sind}} auf dem Weg in die neue Org.',
    failed: 'Was der neuen Org fehlt, konnte nicht gelesen werden.',
    notSwitched: 'Die Einrichtung wurde für die verbundene Org gemacht. Es gibt nichts mitzunehmen.',
    unconnected: 'Keine Org ist verbunden. Sobald eine es ist, sehen Sie hier, was ihr fehlt.',
    actionFailed: 'Es ging nicht: {why}',
  },
};
