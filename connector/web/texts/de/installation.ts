// German: phase 2, Installation.
import type { SameKeys } from '../catalogue.ts';
import type { installation as english } from '../en/installation.ts';

export const installation: SameKeys<typeof english> = {
  title: 'Installation',
  lead: 'Die Begleit-App hält die Buchungen in Salesforce. Drei Dinge machen sie vollständig; jedes wird jetzt in der Org nachgesehen.',
  loadFailed: 'Was die Org hat, konnte nicht nachgesehen werden.',
  notConnected: 'Erst einen API-Benutzer verbinden',
  notConnectedText: 'Durch ihn sieht Bookbridge in die Org.',
  toConnection: 'Zur API-Verbindung',
  lookAgain: 'Erneut nachsehen',
  lookedAgain: 'Erneut nachgesehen.',
  app: {
    title: 'Begleit-App',
    missing: 'Noch nicht in dieser Org. Ohne sie haben Buchungen keinen Platz.',
    maybeMissing:
      'Nicht da, oder für den API-Benutzer unsichtbar, weil sein Berechtigungssatz nicht zugewiesen ist.',
    current: 'Version {version}, die jetzige.',
    older: 'Version {version}. Version {ours} steht bereit.',
    olderUnknown: 'Eine frühe Version. Version {ours} steht bereit.',
    incomplete:
      'Version {version}, aber {count, plural, one {ein Feld fehlt} other {# Felder fehlen}} oder ist für den API-Benutzer unsichtbar: {fields}.',
    newer:
      'Version {version}, neuer als die {ours} dieses Bookbridge. Das geht; aktualisieren Sie Bookbridge bei Gelegenheit.',
    unknown: 'Sie ist da. Ihre Version zeigt sich, sobald der Berechtigungssatz zugewiesen ist.',
    state: {
      missing: 'Fehlt',
      current: 'Installiert',
      older: 'Neue Version bereit',
      newer: 'Installiert',
      unknown: 'Installiert',
    },
    install: 'Für mich installieren',
    upgrade: 'Neue Version ansehen',
    repair: 'Fehlendes installieren',
  },
  permissionSet: {
    title: 'Berechtigungssatz des API-Benutzers',
    assigned: '„Bookbridge API User“ ist {username} zugewiesen.',
    not_assigned:
      '„Bookbridge API User“ ist in der Org, aber {username} nicht zugewiesen: Felder der Buchungen bleiben für ihn unsichtbar.',
    not_deployed: 'Er kommt mit der Begleit-App.',
    unknown: '{username} nicht zugewiesen, soweit dieser Benutzer sehen kann.',
    state: {
      assigned: 'Zugewiesen',
      not_assigned: 'Nicht zugewiesen',
      not_deployed: 'Kommt mit der App',
      unknown: 'Nicht zugewiesen',
    },
    assign: 'Für mich zuweisen',
    byHand:
      'Dieser Benutzer darf keine Berechtigungssätze zuweisen. Im Setup: Zuweisungen verwalten → Zuweisung hinzufügen → {username}.',
    open: 'Berechtigungssatz öffnen',
  },
  layouts: {
    title: 'Seitenlayouts von Event',
    looking: 'Die Layouts werden nachgesehen. Salesforce braucht manchmal einige Sekunden.',
    complete:
      '{count, plural, one {Das Layout zeigt} other {Alle # Layouts zeigen}} Status und Grund einer Buchung.',
    incomplete:
      '{missing} von {count, plural, one {# Layout zeigt} other {# Layouts zeigen}} Status und Grund einer Buchung nicht. Buchungen gehen auch so; man sieht diese Felder nur nicht an einem Event.',
    none: 'Diese Org nennt kein Seitenlayout von Event. Sehen Sie im Setup nach, ob eines in Gebrauch ist.',
    unknown:
      'Dieser Benutzer darf Seitenlayouts nicht lesen. Fügen Sie im Setup „Booking Status“ und „Cancel/Reschedule Reason“ zum Event-Layout hinzu, wenn man sie sehen soll.',
    refused: 'Salesforce sagte: {message}',
    failed: 'Die Layouts konnten nicht nachgesehen werden.',
    afterApp: 'Nach der Begleit-App: ihre Felder kommen auf das Layout.',
    state: {
      complete: 'Zu sehen',
      incomplete: 'Freiwillig',
      none: 'Keines gefunden',
      unknown: 'Unbekannt',
      looking: 'Wird nachgesehen',
    },
    lacks: 'ohne {fields}',
    show: 'Änderung ansehen',
    showOf: 'Änderung an {name} ansehen',
    open: 'Seitenlayouts von Event öffnen',
  },
  fieldNames: {
    Booking_Status__c: 'Booking Status',
    Cancel_Reschedule_Reason__c: 'Cancel/Reschedule Reason',
  },
  cannot: {
    title: 'Über diesen API-Benutzer kann Bookbridge sie nicht installieren',
    no_right:
      '{username} darf keine Metadaten ändern, und im sicheren Modus soll er das auch nicht. Lassen Sie es den Salesforce-Admin tun, auf einem der Wege unten; diese Seite sieht es von selbst.',
    edition: 'Salesforce lässt diese Org die Metadata API nicht benutzen: {message}',
  },
  ways: {
    title: 'Andere Wege, sie zu installieren',
    cli: 'sf CLI',
    package: 'Paket',
    cliIntro:
      'Für den Salesforce-Admin, im Ordner von Bookbridge. Alles oder nichts: wenn eine Komponente abgelehnt wird, bleibt die Org, wie sie ist.',
    production:
      'In Produktion lassen Sie die Tests Ihrer Org mitlaufen: --test-level RunLocalTests anhängen.',
    steps: {
      log_in: '1. In der Org anmelden, als ihr Admin',
      check: '2. Ausprobieren: Salesforce prüft alles und behält nichts',
      deploy: '3. Einspielen',
      assign: '4. Dem API-Benutzer den Berechtigungssatz zuweisen',
    },
    packageIntro:
      'Salesforces eigene Installation, für alle, die dort Pakete installieren dürfen. Wählen Sie „Nur für Admins“: wer was sieht, sagen die Berechtigungssätze.',
    packageOpen: 'Installation öffnen',
  },
  job: {
    running: 'Wird installiert …',
    by: 'Von {by} begonnen, {when}.',
    leave: 'Sie können diese Seite verlassen; es geht weiter.',
    done: 'Installiert.',
    failed: 'Nicht installiert.',
    failedKept: 'Von dem Schritt, der misslang, hat Salesforce nichts behalten.',
    progress: '{done} von {total} Komponenten',
    progressLabel: 'Fortschritt: {step}',
    steps: { app: 'Begleit-App', permission_set: 'Berechtigungssatz', layout: 'Layout {name}' },
    states: {
      waiting: 'Wartet',
      running: 'Läuft',
      done: 'Fertig',
      failed: 'Misslungen',
      skipped: 'Nicht versucht',
    },
    components:
      '{created, plural, =0 {} one {1 neu} other {# neu}}{changed, plural, =0 {} one { 1 geändert} other { # geändert}}{unchanged, plural, =0 {} one { 1 wie zuvor} other { # wie zuvor}}',
    allComponents: 'Alle Komponenten',
    componentStates: { created: 'Neu', changed: 'Geändert', unchanged: 'Wie zuvor', failed: 'Abgelehnt' },
    salesforceSays: 'Salesforce sagt: {problem}',
    line: '(Zeile {line})',
    again: 'Noch einmal',
    notStarted: 'Die Installation konnte nicht beginnen.',
    lost: 'Der Fortschritt konnte nicht nachgesehen werden. Bei Salesforce geht es weiter.',
    refusals: {
      name_taken:
        'Etwas anderes in der Org trägt diesen Namen. Benennen Sie es dort um, oder entfernen Sie es, wenn es übrig geblieben ist.',
      type_differs:
        'Ein Feld dieses Namens ist da, mit anderem Typ. Salesforce ändert ihn nicht: benennen Sie das Feld in der Org um oder löschen Sie es.',
      reference_missing:
        'Es braucht etwas, das nicht in der Org ist, oft ein Standardobjekt, das dieser Edition fehlt.',
      limit_reached:
        'Die Org hat eine Grenze ihrer Edition erreicht. Entfernen Sie, was nicht mehr gebraucht wird, und versuchen Sie es noch einmal.',
      no_right:
        'Dem API-Benutzer fehlt ein Recht. Geben Sie es ihm, oder lassen Sie einen Admin mit der sf CLI installieren.',
      feature_missing:
        'Dieser Org fehlt die Funktion, die es braucht. Bitten Sie den Salesforce-Admin, sie einzuschalten.',
      license_needed:
        'Die Lizenz des Benutzers trägt diese Rechte nicht. Weisen Sie zuerst seine Berechtigungssatzlizenz zu.',
      other: 'Ändern Sie, was Salesforce nennt, und versuchen Sie es noch einmal.',
    },
  },
  preview: {
    title: 'Was sich ändern würde',
    looking: 'Wird mit der Org verglichen. Salesforce braucht manchmal einige Sekunden.',
    failed: 'Die Unterschiede konnten nicht nachgesehen werden.',
    nothing: 'Nichts würde sich ändern.',
    counts:
      '{added, plural, =0 {} one {1 Komponente ist neu. } other {# Komponenten sind neu. }}{changed, plural, =0 {} one {1 Komponente weicht ab. } other {# Komponenten weichen ab. }}{same, plural, =0 {} one {1 bleibt, wie sie ist.} other {# bleiben, wie sie sind.}}',
    added: 'Neu',
    changed: 'Ändert sich',
    element: 'Was',
    inOrg: 'In der Org',
    ours: 'Danach',
    absent: 'nicht da',
    removed: 'wird entfernt',
    more: '{count, plural, one {und 1 weitere} other {und # weitere}}',
    upgrade: 'Version {version} installieren',
    layoutTitle: 'Die Änderung am Layout „{name}“',
    layoutText:
      'Ein Abschnitt kommt hinzu, sonst ändert sich nichts. Das Layout gehört Ihrer Org, deshalb wird es nur geändert, wenn Sie es sagen.',
    newLine: 'neue Zeile',
    layoutGo: 'Dieses Layout ändern',
    cancel: 'So lassen, wie es ist',
  },
};
