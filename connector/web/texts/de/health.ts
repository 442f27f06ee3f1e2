// German: how the bookings are.
import type { SameKeys } from '../catalogue.ts';
import type { health as english } from '../en/health.ts';

export const health: SameKeys<typeof english> = {
  title: 'Zustand',
  loading: 'Wird geladen',
  loadFailed: 'Der Zustand der Buchungen konnte nicht geladen werden.',
  refreshFailed:
    'Der Zustand der Buchungen konnte nicht neu abgefragt werden. Was unten steht, kann veraltet sein.',
  sentence: {
    not_connected: 'Kein API-Benutzer ist verbunden.',
    reconnect: 'Salesforce hat den API-Benutzer abgemeldet.',
    needs_attention: 'Die Verbindung braucht Sie.',
    paused_by_user: 'Das Schreiben nach Salesforce ist angehalten.',
    limit: 'Die API-Aufrufe der Org sind verbraucht.',
    unavailable: 'Salesforce antwortet nicht.',
    parked: '{parked, plural, one {Eine Buchung wartet} other {# Buchungen warten}} auf eine Entscheidung.',
    late: 'Buchungen sind unterwegs, langsamer als sonst.',
    on_their_way:
      '{waiting, plural, one {Eine Buchung ist} other {# Buchungen sind}} auf dem Weg zu Salesforce.',
    all_written: 'Alle Buchungen sind in Salesforce.',
    nothing_yet: 'Noch ist keine Buchung angekommen.',
  },
  more: {
    not_connected: 'Buchungen werden hier aufbewahrt, bis einer verbunden ist.',
    reconnect: 'Buchungen sind hier sicher und werden geschrieben, sobald er wieder verbunden ist.',
    needs_attention: 'Buchungen sind hier sicher. Eine Prüfung nennt, was zu richten ist.',
    paused_by_user:
      'Jemand hier hat es angehalten. Buchungen werden angenommen und warten, bis es weitergeht.',
    limit: 'Buchungen sind hier sicher und werden geschrieben, sobald wieder Aufrufe frei sind.',
    unavailable: 'Buchungen sind hier sicher und werden geschrieben, sobald es zurück ist.',
    parked: 'Jede nennt das Feld und was zu tun ist.',
    late: 'Salesforce braucht länger; nichts geht verloren.',
    on_their_way: 'Das dauert meist Sekunden.',
    all_written: 'Nichts wartet.',
    nothing_yet: 'Fügen Sie eine Quelle hinzu und senden Sie eine Probebuchung.',
  },
  waitingMore: '{waiting, plural, one {Eine Buchung wartet.} other {# Buchungen warten.}}',
  lastWritten: 'Die letzte wurde {when} geschrieben.',
  oldest: 'Die älteste wartet seit {when}.',
  until: 'Nächster Versuch {when}.',
  toConnection: 'Zur API-Verbindung',
  toBookings: 'Diese Buchungen zeigen',
  toSources: 'Zu den Quellen',
  causes: {
    title: 'Was wartet, und warum',
    none: 'Nichts wartet, und nichts ist geparkt.',
    parked: '{count, plural, one {# Buchung geparkt} other {# Buchungen geparkt}}',
    waiting: '{count, plural, one {# Buchung wartet} other {# Buchungen warten}}',
    show: '{count, plural, one {Buchung} other {Buchungen}} zeigen',
    showNamed: '{count, plural, one {Buchung} other {Buchungen}} zeigen: {cause}',
  },
  charts: {
    bookings: 'Buchungen je Stunde',
    bookingsLead:
      'Die letzten 7 Tage: {received, plural, one {# Nachricht kam} other {# Nachrichten kamen}} an, {written, number} Mal wurde geschrieben. {parked, plural, =0 {Nichts war geparkt.} other {Höchstens {parked, number} waren zugleich geparkt.}}',
    age: 'Wie lange die älteste Buchung wartete',
    ageLead:
      'Am längsten in diesen 7 Tagen: {hours, plural, =0 {{minutes, plural, one {# Minute} other {# Minuten}}} other {{hours, number} Std. {minutes, number} Min.}}',
    api: 'API-Aufrufe',
    apiLead:
      'Bookbridge hat Salesforce in den letzten 24 Stunden {own, plural, one {# Mal} other {# Mal}} aufgerufen.',
    apiOrg:
      'Mit allen anderen Programmen zusammen hat die Org {used, number} von {max, number} Aufrufen für 24 Stunden verbraucht ({share, number, percent}).',
    apiShare: 'Anteil der verbrauchten API-Aufrufe der Org',
    apiOld: 'So sagte es Salesforce zuletzt in der Stunde ab {when}.',
    apiTight: 'Das sind fast alle.',
    apiUnknown: 'Salesforce hat noch nicht gesagt, wie viele Aufrufe die Org machen darf.',
    received: 'Angekommen',
    written: 'Geschrieben',
    parked: 'Geparkt',
    minutes: 'Minuten',
    own: 'Von Bookbridge',
    orgUsed: 'Von der Org in 24 Stunden',
    orgMax: 'Erlaubt',
    hour: 'Stunde',
    table: 'Dasselbe als Tabelle',
    tableOf: '{title}, als Tabelle',
    onlyBusy: 'Stunden, in denen nichts geschah, fehlen hier.',
    empty: 'In diesen 7 Tagen ist nichts geschehen.',
    ageEmpty: 'In diesen 7 Tagen musste keine Buchung eine Minute warten.',
    apiEmpty: 'In diesen 7 Tagen hat Bookbridge nichts aufgerufen.',
  },
  checks: {
    title: 'Prüfungen im Lauf der Zeit',
    lead: 'Was die Prüfungen der Verbindung ergeben haben, die neueste zuerst.',
    none: 'Die Verbindung wurde noch nicht geprüft.',
    allPassed: 'Alle {passed, number} Prüfungen bestanden',
    others: '{others, plural, one {# Prüfung} other {# Prüfungen}} von {all, number} nicht bestanden:',
    runs: '{runs, number} Mal dasselbe, zuerst',
  },
};
