// German: the link for a Salesforce admin, where it is made and where it leads.
import type { SameKeys } from '../catalogue.ts';
import type { adminLink as english } from '../en/admin-link.ts';

export const adminLink: SameKeys<typeof english> = {
  title: 'Jemand anders verwaltet unser Salesforce',
  intro:
    'Schicken Sie einen Link. Wer ihn bekommt, verbindet den API-Benutzer ohne Konto hier und sieht sonst nichts von diesem Arbeitsbereich. Er gilt einmal, 24 Stunden lang.',
  make: 'Link erstellen',
  makeAnother: 'Neuen Link erstellen',
  label: 'Link für den Salesforce-Admin',
  onlyNow: 'Kopieren Sie ihn jetzt: er wird nur dieses eine Mal gezeigt. Ein neuer Link ersetzt ihn.',
  withdraw: 'Zurückziehen',
  withdrawn: 'Der Link wurde zurückgezogen.',
  made: 'Der Link ist bereit.',
  makeFailed: 'Der Link konnte nicht erstellt werden.',
  withdrawFailed: 'Der Link konnte nicht zurückgezogen werden.',
  states: {
    open: '{by} hat {when} einen Link erstellt. Er wurde noch nicht geöffnet und endet {ends}.',
    opened: '{by} hat {when} einen Link erstellt. Er wurde {opened} geöffnet und endet {ends}.',
    used: 'Verwendet {used}: {username} wurde verbunden. Der Link war von {by}.',
    expired: 'Der Link, den {by} {when} erstellt hat, ist zu alt. Niemand hat damit verbunden.',
    replaced: 'Der Link, den {by} {when} erstellt hat, wurde zurückgezogen. Niemand hat damit verbunden.',
  },
  page: {
    title: 'Einen API-Benutzer mit Bookbridge verbinden',
    lead: '{sentBy} von {workspace} bittet Sie, einen API-Benutzer Ihrer Salesforce-Org zu verbinden. Durch ihn schreibt Bookbridge Buchungen.',
    ends: 'Dieser Link gilt einmal und endet {ends}.',
    privacy:
      'Sie melden sich bei Salesforce selbst an; Bookbridge sieht das Passwort nie. Die Verbindung lässt sich in Salesforce jederzeit widerrufen.',
    tech: 'Im Setup unter Connected Apps OAuth Usage ist sie zu sehen und zu widerrufen.',
    loading: 'Wird geladen',
    loadFailed: 'Dieser Link konnte nicht nachgesehen werden.',
    thanks: 'Der API-Benutzer ist verbunden',
    thanksLead: '{username} von {org} ist für {workspace} verbunden. Sie können diese Seite schließen.',
    notReady: 'Verbunden, aber etwas ist offen',
    notReadyLead:
      '{username} von {org} ist für {workspace} verbunden. Einige Prüfungen sind noch nicht bestanden: die Liste sagt, was in Salesforce zu ändern ist.',
    unknown: 'Diesen Link gibt es hier nicht',
    unknownText:
      'Vergleichen Sie ihn Zeichen für Zeichen mit der Nachricht, in der er kam, oder bitten Sie um einen neuen.',
    used: 'Dieser Link wurde verwendet',
    usedText:
      'Jeder Link verbindet einmal. Soll ein anderer API-Benutzer verbunden werden, bitten Sie {sentBy} um einen neuen.',
    expired: 'Dieser Link ist älter als 24 Stunden',
    expiredText: 'Mit ihm wurde nichts verbunden. Bitten Sie {sentBy} um einen neuen.',
    replaced: 'Dieser Link wurde ersetzt oder zurückgezogen',
    replacedText: 'Nehmen Sie den neuesten Link, den Sie bekommen haben, oder bitten Sie {sentBy} um einen.',
  },
};
