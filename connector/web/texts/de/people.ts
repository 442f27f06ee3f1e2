// German: what the pages about people share.
import type { SameKeys } from '../catalogue.ts';
import type { people as english } from '../en/people.ts';

export const people: SameKeys<typeof english> = {
  roles: { owner: 'Inhaber', admin: 'Admin', viewer: 'Betrachter' },
  roleHints: {
    owner: 'Darf alles und bestimmt, wer Inhaber ist.',
    admin:
      'Richtet alles ein und betreibt es, lädt Personen ein und entfernt sie. Macht niemanden zum Inhaber.',
    viewer: 'Sieht alles, ändert nichts.',
  },
  viewerNote: 'Sie sind hier Betrachter: Sie können alles ansehen. Änderungen machen Inhaber und Admins.',
  loading: 'Wird geladen',
  fields: {
    name: 'Bitte geben Sie einen Namen ein.',
    email: 'Bitte geben Sie eine E-Mail-Adresse wie ana@example.com ein.',
    password:
      'Wählen Sie eines mit 10 bis 128 Zeichen, mindestens 5 davon verschieden, das nicht Ihre E-Mail-Adresse ist.',
    workspaceName: 'Bitte geben Sie den Namen Ihrer Firma ein.',
    wrongPassword: 'Das ist nicht Ihr Passwort.',
    code: 'Dieser Code stimmt nicht. Nehmen Sie den neuesten Ihrer Authenticator-App; die Uhr dieses Geräts muss richtig gehen.',
  },
  problems: {
    wrong_credentials: {
      what: 'E-Mail-Adresse oder Passwort ist falsch.',
      fix: 'Prüfen Sie beides und versuchen Sie es noch einmal.',
    },
    wrong_code: {
      what: 'Dieser Code stimmt nicht.',
      fix: 'Nehmen Sie den neuesten Code Ihrer Authenticator-App; die Uhr dieses Geräts muss richtig gehen. Ein Ersatzcode gilt einmal.',
    },
    wrong_password: {
      what: 'Das Passwort ist falsch.',
      fix: 'Geben Sie das Passwort ein, mit dem Sie sich anmelden.',
    },
    weak_password: { what: 'Bitte wählen Sie ein anderes Passwort.', fix: 'Es hat sich nichts geändert.' },
    bad_input: { what: 'Bitte berichtigen Sie die markierten Felder.', fix: 'Es hat sich nichts geändert.' },
    second_factor_over: {
      what: 'Diese Anmeldung hat zu lange gedauert oder hatte zu viele falsche Codes.',
      fix: 'Melden Sie sich noch einmal mit Ihrem Passwort an.',
    },
    second_factor_locked: {
      what: 'Zu viele falsche Codes.',
      fix: 'Warten Sie eine Viertelstunde und melden Sie sich dann noch einmal an.',
    },
    second_factor_is_on: {
      what: 'Der zweite Faktor ist schon eingeschaltet.',
      fix: 'Schalten Sie ihn zuerst aus, um ihn auf einem anderen Gerät einzurichten.',
    },
    second_factor_is_off: { what: 'Der zweite Faktor ist ausgeschaltet.', fix: 'Laden Sie die Seite neu.' },
    too_many_tries: {
      what: 'Zu viele Versuche in kurzer Zeit.',
      fix: 'Warten Sie eine Minute und versuchen Sie es dann noch einmal.',
    },
    sign_in_failed: {
      what: 'Die Anmeldung geht im Moment nicht.',
      fix: 'Versuchen Sie es gleich noch einmal. Bleibt es so, muss nachsehen, wer Bookbridge betreibt, ob die Datenbank läuft.',
    },
    single_sign_on_failed: {
      what: 'Die Anmeldung Ihrer Firma ist nicht erreichbar.',
      fix: 'Versuchen Sie es noch einmal. Bleibt es so, muss OIDC_ISSUER ansehen, wer Bookbridge betreibt.',
    },
    link_invalid: {
      what: 'Dieser Link ist nicht gültig.',
      fix: 'Prüfen Sie, ob die ganze Adresse kopiert wurde. Wenn ja, bitten Sie um einen neuen Link.',
    },
    link_used: {
      what: 'Dieser Link wurde schon benutzt.',
      fix: 'Waren Sie es, melden Sie sich an. Wenn nicht, bitten Sie um einen neuen Link und sagen Sie es der Person, von der Sie ihn haben.',
    },
    link_replaced: {
      what: 'Dieser Link wurde zurückgenommen oder durch einen neueren ersetzt.',
      fix: 'Benutzen Sie den neuesten, oder bitten Sie um einen.',
    },
    link_expired: { what: 'Dieser Link ist zu alt.', fix: 'Bitten Sie um einen neuen.' },
    owner_link_invalid: {
      what: 'Dieser Link ist nicht gültig.',
      fix: 'Benutzen Sie den neuesten Link, den Bookbridge beim Start ausgegeben hat: Jeder Start macht einen neuen.',
    },
    owner_link_used: {
      what: 'Dieser Link wurde schon benutzt: Das erste Konto gibt es.',
      fix: 'Melden Sie sich mit der damals gewählten E-Mail-Adresse und dem Passwort an.',
    },
    sign_in_first: {
      what: 'Diese Einladung ist für ein anderes Konto.',
      fix: 'Melden Sie sich mit dem genannten Konto an und öffnen Sie den Link noch einmal.',
    },
    not_allowed: {
      what: 'Ihre Rolle erlaubt das nicht.',
      fix: 'Bitten Sie einen Inhaber oder Admin, es zu tun oder Ihnen diese Rolle zu geben.',
    },
    last_owner: {
      what: 'Ein Arbeitsbereich braucht mindestens einen Inhaber.',
      fix: 'Machen Sie zuerst jemand anderen zum Inhaber.',
    },
    is_member: {
      what: 'Diese Person ist schon Mitglied.',
      fix: 'Ändern Sie die Rolle in der Liste der Mitglieder.',
    },
    not_found: {
      what: 'Das gibt es nicht mehr.',
      fix: 'Laden Sie die Seite neu, um zu sehen, wie es jetzt ist.',
    },
    unreachable: {
      what: 'Bookbridge hat nicht geantwortet.',
      fix: 'Prüfen Sie, ob es läuft und ob Sie online sind, und versuchen Sie es noch einmal.',
    },
  },
};
