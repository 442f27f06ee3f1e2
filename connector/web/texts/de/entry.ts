// German: before somebody is signed in.
import type { SameKeys } from '../catalogue.ts';
import type { entry as english } from '../en/entry.ts';

export const entry: SameKeys<typeof english> = {
  tryOut: 'Das ist der Probebetrieb. Nichts verlässt diesen Rechner.',
  email: 'E-Mail',
  password: 'Passwort',
  showPassword: 'Passwort',
  name: 'Ihr Name',
  passwordHint: 'Mindestens 10 Zeichen.',
  toSignIn: 'Zur Anmeldung',
  firstRun: {
    noOwner: 'Bookbridge hat noch keinen Inhaber',
    openLink: 'Öffnen Sie den Inhaber-Link.',
    openLinkText:
      'Er wurde dort ausgegeben, wo Bookbridge gestartet wurde, und wird bei jedem Start neu ausgegeben, bis er benutzt ist.',
    title: 'Willkommen bei Bookbridge',
    lead: 'Legen Sie Ihr Konto an und benennen Sie Ihren Arbeitsbereich. Danach wird Salesforce verbunden.',
    emailHint: 'Damit melden Sie sich an.',
    workspace: 'Arbeitsbereich',
    workspaceHint: 'Meist der Name Ihrer Firma.',
    submit: 'Arbeitsbereich anlegen',
  },
  signIn: {
    title: 'Anmelden',
    submit: 'Anmelden',
    forgot: 'Passwort vergessen?',
    or: 'oder',
    with: 'Mit {name} anmelden',
    ownerLinkUsed: 'Dieser Inhaber-Link wurde schon benutzt.',
    ownerLinkUsedText: 'Melden Sie sich mit dem Konto an, das damit angelegt wurde.',
    refused: {
      not_invited: {
        what: 'Sie stehen nicht auf der Liste derer, die auf diesem Weg hereinkommen.',
        fix: 'Bitten Sie einen Inhaber oder Admin um eine Einladung, oder wer Bookbridge betreibt, Sie aufzunehmen. Ihre Adresse muss bei der Anmeldung Ihrer Firma bestätigt sein.',
      },
      failed: {
        what: 'Die Anmeldung über Ihre Firma hat nicht geklappt.',
        fix: 'Versuchen Sie es noch einmal. Sie scheitert, wenn sie zu lange dauert, in zwei Tabs offen ist oder abgelehnt wurde.',
      },
      no_workspace: {
        what: 'Ihr Konto gehört zu keinem Arbeitsbereich.',
        fix: 'Wahrscheinlich wurden Sie aus dem letzten entfernt. Bitten Sie einen Inhaber oder Admin um eine Einladung.',
      },
    },
  },
  secondFactor: {
    title: 'Zweiter Faktor',
    lead: 'Ihr Passwort war richtig. Ihr Konto verlangt noch etwas.',
    code: 'Code Ihrer Authenticator-App',
    codeHint: 'Sechs Ziffern; er wechselt alle 30 Sekunden.',
    backupCode: 'Ersatzcode',
    backupCodeHint: 'Einer von denen, die Sie beim Einrichten aufbewahrt haben. Jeder gilt einmal.',
    trust: 'Auf diesem Gerät 30 Tage lang nicht fragen',
    submit: 'Anmelden',
    useBackup: 'Ich habe mein Gerät nicht: Ersatzcode benutzen',
    useApp: 'Code meiner Authenticator-App benutzen',
    other: 'Ein anderes Konto benutzen',
  },
  forgot: {
    title: 'Ein neues Passwort',
    lead: 'Geben Sie die E-Mail-Adresse ein, mit der Sie sich anmelden.',
    submit: 'Link schicken',
    sent: 'Wenn {email} hier ein Konto hat, ist eine Mail unterwegs.',
    sentText:
      'Ihr Link gilt einmal, 24 Stunden lang. Kommt nichts an, sehen Sie im Spam-Ordner nach, oder bitten Sie einen Inhaber oder Admin Ihres Arbeitsbereichs um einen Link.',
    noMail: 'Dieses Bookbridge verschickt keine Mails.',
    noMailText:
      'Bitten Sie einen Inhaber oder Admin Ihres Arbeitsbereichs: Unter Team können diese Ihnen einen Link für ein neues Passwort übergeben. Kommt niemand mehr hinein, kann einen auf dem Server machen, wer Bookbridge betreibt.',
    back: 'Zurück zur Anmeldung',
  },
  newPassword: {
    title: 'Neues Passwort wählen',
    lead: 'Für {email}. Alle, die mit diesem Konto angemeldet sind, werden dadurch abgemeldet.',
    label: 'Neues Passwort',
    submit: 'Neues Passwort speichern',
    done: 'Ihr neues Passwort ist gespeichert.',
    doneText:
      'Melden Sie sich damit an. Haben Sie einen zweiten Faktor, werden Sie wie bisher danach gefragt.',
    badLink: 'Dieser Link führt zu keinem neuen Passwort',
    ask: 'Um einen neuen Link bitten',
  },
  invitation: {
    title: '{workspace} beitreten',
    lead: '{by} lädt Sie in diesen Arbeitsbereich ein, als {role}.',
    what: 'Bookbridge schreibt die Buchungen eines Terminwerkzeugs in Salesforce.',
    make: 'Konto anlegen und beitreten',
    emailHint: 'Die Einladung gilt für diese Adresse.',
    signIn: 'Sie haben ein Konto mit {email}.',
    signInText: 'Melden Sie sich damit an; danach kommen Sie hierher zurück.',
    signInButton: 'Anmelden und beitreten',
    joinAs: 'Sie sind angemeldet als {email}.',
    joinButton: '{workspace} beitreten',
    wrongAccount: 'Sie sind angemeldet als {email}.',
    wrongAccountText:
      'Diese Einladung ist für {invited}. Melden Sie sich ab, dann kommen Sie hierher zurück.',
    signOut: 'Abmelden und weiter',
    badLink: 'Diese Einladung kann nicht benutzt werden',
  },
};
