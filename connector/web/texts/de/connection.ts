// German: phase 1, API connection, and the page of an admin link.
import type { SameKeys } from '../catalogue.ts';
import type { connection as english } from '../en/connection.ts';

export const connection: SameKeys<typeof english> = {
  title: 'API-Verbindung',
  loading: 'Wird geladen',
  loadFailed: 'Die Verbindung konnte nicht geladen werden.',
  kinds: { production: 'Produktion', sandbox: 'Sandbox' },
  flows: {
    web_server: 'Im Browser, einmal',
    jwt_bearer: 'Von selbst, mit einem Zertifikat',
    client_credentials: 'Von selbst, mit dem Geheimnis der OAuth-App',
  },
  modes: {
    standard: 'Die eines Administrators (Standardmodus)',
    secure: 'Nur was Buchungen brauchen (sicherer Modus)',
  },
  apps: {
    default: 'Die der Einstellungen',
    own: 'Eine eigene',
    local: 'eine eigene, nur dieser Org',
  },
  before: {
    title: 'API-Benutzer verbinden',
    lead: 'Der API-Benutzer ist der eine Salesforce-Benutzer, durch den Bookbridge arbeitet. Er schreibt jede Buchung, so braucht sonst niemand mehr Rechte.',
    disconnected: 'Von {org} getrennt.',
    last: 'Der letzte API-Benutzer war {username}. Einrichtung und Quellen sind noch da. {waiting, plural, =0 {} one {1 Buchung wartet und wird geschrieben, sobald wieder verbunden ist.} other {# Buchungen warten und werden geschrieben, sobald wieder verbunden ist.}}',
    returned: 'Sie waren bei Salesforce und kamen ohne Ergebnis zurück.',
    returnedText:
      'Wenn Salesforce einen Fehler zeigte, geben Sie unten seinen Code ein und lesen Sie, was er bedeutet. Sonst verbinden Sie noch einmal.',
    needs: 'Was der API-Benutzer braucht',
    where: 'Wo ist der API-Benutzer?',
    errorPage: 'Salesforce zeigte eine Fehlerseite?',
  },
  mode: {
    question: 'Welche Rechte soll der API-Benutzer haben?',
    secure: {
      title: 'Sicherer Modus',
      hint: 'Nur die Rechte, die Buchungen brauchen, jedes einzeln geprüft. Empfohlen.',
    },
    standard: {
      title: 'Standardmodus',
      hint: 'Ein Systemadministrator. Am schnellsten, und Bookbridge kann seine Begleit-App selbst installieren.',
    },
    tooMuch: 'Das gibt dem API-Benutzer mehr Rechte, als Buchungen brauchen.',
    passkey:
      'Salesforce fragt Administratoren bei der Anmeldung nach einem Passkey oder Sicherheitsschlüssel: halten Sie ihn bereit. Die Verbindung arbeitet danach ohne ihn.',
  },
  needs: {
    checked: 'Bookbridge prüft jeden dieser Punkte nach dem Verbinden.',
    secure: {
      user_license: {
        title: 'Benutzerlizenz „Salesforce“',
        detail:
          'Andere Lizenzen mit API gehen auch, solange sich dieser Benutzer auf den Seiten von Salesforce anmelden darf.',
      },
      least_rights: {
        title: 'Profil „Minimum Access - Salesforce“',
        detail:
          'Oder ein anderes mit wenigen Rechten. Ein Benutzer mit „API Only User“ kann sich nicht im Browser anmelden; wer Bookbridge betreibt, kann ihn mit einem Schlüssel verbinden.',
      },
      permission_set: {
        title: 'Berechtigungssatz „Bookbridge API User“',
        detail:
          'Er kommt mit der Begleit-App und enthält jedes Recht, das Buchungen brauchen, und kein anderes.',
      },
    },
    standard: {
      user_license: {
        title: 'Benutzerlizenz „Salesforce“',
        detail: 'Andere Lizenzen können keine Leads und Kundenvorgänge anlegen.',
      },
      user_profile: {
        title: 'Profil „Systemadministrator“',
        detail: 'Es enthält „API aktiviert“ und „Alle Daten modifizieren“.',
      },
      permission_set: {
        title: 'Berechtigungssatz „Bookbridge API User“',
        detail: 'Er kommt mit der Begleit-App und macht die Felder der Buchungen sichtbar.',
      },
    },
  },
  environments: {
    production: { title: 'Produktion', hint: 'Laufende Orgs und Developer-Edition-Orgs.' },
    sandbox: { title: 'Sandbox', hint: 'Sandboxes und Scratch-Orgs, um es erst auszuprobieren.' },
    my_domain: {
      title: 'My Domain',
      hint: 'Eine Org mit eigener Adresse wie acme.my.salesforce.com. Nötig, wenn die OAuth-App nur dieser Org gehört.',
    },
  },
  unavailable: {
    no_app: 'Dafür ist keine OAuth-App eingerichtet. Geben Sie unten eine eigene an.',
    local_app: 'Die OAuth-App gehört einer Org: wählen Sie My Domain.',
    own_local: 'Eine App, die einer Org gehört, geht nur über deren My Domain.',
  },
  myDomain: {
    label: 'Adresse der My Domain',
    description: 'In Salesforce: Setup → My Domain → Aktuelle My Domain-URL',
    missing: 'Geben Sie Ihre My Domain ein, zum Beispiel acme.my.salesforce.com.',
    not_an_address: 'Das ist keine Adresse. Geben Sie eine ein wie acme.my.salesforce.com.',
    lightning:
      'Das ist die Adresse einer Salesforce-Seite, nicht der Anmeldung. Nehmen Sie {name}.my.salesforce.com.',
    login_host: 'Das ist die allgemeine Anmeldung. Wählen Sie oben Produktion.',
    test_host: 'Das ist die allgemeine Anmeldung für Sandboxes. Wählen Sie oben Sandbox.',
    bad_my_domain:
      '{host} ist nicht die My Domain einer Salesforce-Org, deshalb wird niemand dorthin geschickt. Sie endet auf .my.salesforce.com; Setup → My Domain zeigt sie.',
  },
  own: {
    use: 'Eine eigene OAuth-App verwenden',
    none: 'Hier ist keine OAuth-App eingerichtet, geben Sie daher die Ihrer Org an.',
    intro:
      'Eine External Client App, die in Ihrer Org angelegt wurde, oder eine vorhandene Connected App. Schlüssel und Geheimnis werden versiegelt; niemand kann sie hier wieder lesen.',
    callback: 'Callback-URL für die App',
    scopes: 'Bereiche: „api“, „id“ und „refresh_token“. PKCE und Geheimnis verlangen.',
    clientId: 'Verbraucherschlüssel (Consumer Key)',
    clientSecret: 'Verbrauchergeheimnis (Consumer Secret)',
    where: 'In Salesforce: Setup → External Client App Manager → die App → Settings → OAuth Settings',
    scope: 'Wo gilt die App?',
    local: {
      title: 'Nur in dieser Org',
      hint: 'Eine External Client App, in der Org selbst angelegt. Anmeldung über My Domain.',
    },
    global: {
      title: 'In jeder Org',
      hint: 'Eine App aus einem Paket oder eine ältere Connected App. Anmeldung überall.',
    },
  },
  connect: 'API-Benutzer verbinden',
  connectAs: '{username} verbinden',
  note: 'Salesforce verlangt eine Anmeldung, auch wenn Sie schon angemeldet sind. Nehmen Sie den API-Benutzer, nicht Ihren eigenen.',
  noteTryOut: 'Beim Ausprobieren stehen Name und Passwort auf der Anmeldeseite.',
  noteUnattended:
    'Bookbridge meldet diesen Benutzer selbst an, wie es die Einstellungen sagen: niemand muss sich bei Salesforce anmelden.',
  notOpened: 'Salesforce konnte nicht geöffnet werden.',
  notConnected: 'Der API-Benutzer konnte nicht verbunden werden.',
  confirm: {
    title: 'Ist das der API-Benutzer?',
    lead: 'Sie haben sich bei Salesforce als {username} angemeldet. Noch ist nichts geändert.',
    untilNow: 'Bisher',
    needed: 'Was gebraucht wird',
    apiUser: 'Ein API-Benutzer',
    found: 'Eben angemeldet',
    org: 'Org',
    kind: 'Art',
    profile: 'Profil',
    license: 'Lizenz',
    against: 'Was gegen diesen Benutzer spricht',
    otherOrg: 'Das ist eine andere Org als bisher. Was schon geschrieben wurde, bleibt in der alten.',
    use: 'Diesen Benutzer nehmen',
    logOut: 'Bei Salesforce abmelden und noch einmal',
    useFailed: 'Dieser Benutzer konnte nicht verbunden werden.',
    logOutFailed: 'Die Abmeldung konnte nicht vorbereitet werden.',
    logOutTitle: 'Erst bei Salesforce abmelden',
    logOutLead:
      'Dieser Benutzer wurde nicht verbunden, und Bookbridge behält nichts von ihm. Salesforce kennt ihn in diesem Browser noch.',
    logOutLink: 'Bei Salesforce abmelden',
    logOutHint: 'Öffnet Salesforce in einem neuen Tab. Schließen Sie ihn danach.',
    comeBack: 'Kommen Sie hierher zurück und verbinden Sie noch einmal, als API-Benutzer.',
    again: 'Noch einmal verbinden',
  },
  failed: {
    title: 'Der API-Benutzer ist nicht verbunden',
    standing: 'Die Verbindung zu {org} als {username} ist wie zuvor.',
    none: 'Buchungen bleiben hier und werden geschrieben, sobald ein API-Benutzer verbunden ist.',
    noReason: 'Der Versuch endete ohne Angabe eines Grundes.',
    noAttempt: 'Salesforce schickte eine Antwort, die zu keinem Versuch passt.',
    tryAgain: 'Noch einmal',
    keep: 'Die jetzige Verbindung behalten',
    back: 'Zurück',
  },
  errorLinks: {
    user: 'API-Benutzer im Setup öffnen',
    app_usage: 'Connected Apps OAuth Usage öffnen',
    app_manager: 'External Client App Manager öffnen',
    my_domain: 'My Domain im Setup öffnen',
    login_history: 'Anmeldeverlauf öffnen',
  },
  errorCode: {
    intro:
      'Manche Fehler zeigt Salesforce auf einer eigenen Seite und schickt Sie nicht zurück. Geben Sie den Code ein, der dort steht; er kann auch am Ende der Adresse der Seite stehen.',
    label: 'Fehlercode',
    ask: 'Was bedeutet er?',
    failed: 'Dieser Code konnte nicht erklärt werden.',
  },
  connected: {
    connectedTo: 'Mit {org} verbunden',
    signedOut: 'Von Salesforce abgemeldet',
    notReady: 'Mit {org} verbunden, nicht bereit',
    announce: 'Mit {org} verbunden als {username}.',
    org: 'Org',
    kind: 'Art',
    orgId: 'Org-ID',
    login: 'Anmeldung',
    rights: 'Rechte',
    app: 'OAuth-App',
    since: 'Verbunden',
    another: 'Anderen Benutzer oder andere Org verbinden',
    anotherText: 'Die jetzige Verbindung bleibt, bis Sie die neue bestätigt haben.',
    attention:
      '{count, plural, =0 {Etwas muss in Ordnung gebracht werden, bevor Buchungen geschrieben werden.} one {Ein Punkt muss in Ordnung gebracht werden, bevor Buchungen geschrieben werden.} other {# Punkte müssen in Ordnung gebracht werden, bevor Buchungen geschrieben werden.}}',
    attentionText: '{checks}: die Liste unten sagt, wie. Danach erneut prüfen.',
    refused: 'Salesforce nimmt die Sitzung des API-Benutzers nicht mehr an.',
    reconnect: 'API-Benutzer neu verbinden',
    notOpenedBecause: 'Salesforce konnte nicht geöffnet werden: {why}',
    waiting:
      '{count, plural, =0 {Buchungen werden bis dahin angenommen und hier behalten; gerade wartet keine.} one {Buchungen sind hier sicher: 1 wartet und wird danach geschrieben.} other {Buchungen sind hier sicher: # warten und werden danach geschrieben.}}',
    toInstallation: 'Zur Installation',
  },
  unattended: {
    refused: 'Salesforce lässt den API-Benutzer nicht mehr ein.',
    useSettings: 'Die jetzigen Einstellungen verwenden',
    notTried: 'Es konnte nicht versucht werden: {why}',
  },
  checks: {
    none: 'Prüfungen',
    all: 'Alle {count} Prüfungen bestanden',
    failed: '{failed} von {count} Prüfungen nicht bestanden',
    some: '{passed} von {count} Prüfungen bestanden',
    again: 'Erneut prüfen',
    notRun: 'Die Prüfungen konnten nicht laufen.',
    checkedAt: 'Geprüft',
    open: 'In Setup öffnen',
    notRequired: ', nicht zwingend',
    status: { pass: 'Bestanden', warn: 'Warnung', fail: 'Nicht bestanden', unknown: 'Unbekannt' },
  },
  disconnect: {
    open: 'Trennen …',
    question: '{username} von {org} trennen?',
    go: '{username} trennen',
    stay: 'Verbunden bleiben',
    access:
      'Der Zugang wird bei Salesforce widerrufen, und die Tokens hier werden gelöscht. Um wieder zu verbinden, muss sich jemand als dieser Benutzer anmelden.',
    bookings:
      'Quellen und Buchungen bleiben. Neue Buchungen werden angenommen und warten hier; nach Salesforce wird nichts geschrieben, bis wieder verbunden ist.',
    failed: 'Die Verbindung wurde nicht getrennt.',
    announce: 'Von {org} getrennt.',
  },
};
