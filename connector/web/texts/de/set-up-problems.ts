// German: what speaks against a set-up in the connected org, by the connector's codes.
import type { SameKeys } from '../catalogue.ts';
import type { setUpProblems as english } from '../en/set-up-problems.ts';

export const setUpProblems: SameKeys<typeof english> = {
  required_unsatisfied: {
    no_row: '{label} ist Pflicht und hat keinen Wert.',
    not_when_booked: '{label} ist Pflicht, wird aber beim Buchen nicht geschrieben.',
    may_be_empty:
      '{label} ist Pflicht, und {missing} von {of} letzten Buchungen haben nichts dafür. Wählen Sie, was dann geschrieben wird.',
  },
  required_may_be_empty:
    '{label} ist Pflicht. Jede der letzten Buchungen hatte einen Wert, aber eine ohne bliebe stehen: wählen Sie, was dann geschrieben wird.',
  object_hidden: 'Der API-Benutzer sieht dieses Objekt nicht.',
  target_missing:
    'Dieses Feld gibt es in der Org nicht mehr. Entfernen Sie die Zeile oder wählen Sie ein anderes Feld.',
  target_not_writable:
    'Der API-Benutzer darf {label} nicht schreiben. Ihr Salesforce-Admin kann das Recht geben.',
  target_reserved: '{label} füllt Bookbridge selbst. Entfernen Sie die Zeile.',
  target_twice: '{label} wird zweimal gefüllt. Behalten Sie eine der Zeilen.',
  source_unknown: 'Keine Buchung kennt das Feld „{source}“.',
  type_incompatible: 'Ein Wert dieser Art passt nicht in {label}.',
  fixed_not_a_number: '„{value}“ ist keine Zahl.',
  fixed_not_a_date: '„{value}“ ist kein Datum.',
  fixed_not_a_date_time: '„{value}“ ist kein Datum mit Uhrzeit.',
  fixed_not_a_time: '„{value}“ ist keine Uhrzeit.',
  fixed_not_a_boolean: '„{value}“ ist weder Ja noch Nein.',
  fixed_not_an_email: '„{value}“ ist keine E-Mail-Adresse.',
  fixed_not_an_id: '„{value}“ ist keine Datensatz-ID.',
  fixed_too_long: 'Der Wert hat {length} Zeichen; {label} nimmt {most}.',
  fixed_too_many_digits: '„{value}“ hat mehr Stellen, als {label} nimmt.',
  value_not_in_picklist: '„{value}“ ist kein Wert von {label}.',
  seen_not_in_picklist: '„{value}“ kam in {count} von {of} letzten Buchungen und ist kein Wert von {label}.',
  controller_mismatch: '„{value}“ passt nicht zu „{controllerValue}“ in {controller}.',
  too_short: '{label} nimmt {most} Zeichen; der längste Wert zuletzt hatte {longest} und würde gekürzt.',
  lookup_object_wrong: '{label} kann kein {object} nennen.',
  lookup_field_missing: '{object} hat kein Feld {by}, nach dem ein Datensatz gefunden werden könnte.',
  lookup_field_not_unique:
    '{by} von {object} ist nicht eindeutig: es könnten mehrere Datensätze gemeint sein.',
  answer_not_seen: 'Keine der letzten Buchungen hatte diese Frage: „{source}“.',
  object_not_createable: 'Der API-Benutzer darf solche Datensätze nicht anlegen: {object}.',
  object_not_updateable: 'Der API-Benutzer darf solche Datensätze nicht ändern: {object}.',
  record_type_missing: 'Den Datensatztyp gibt es in der Org nicht mehr.',
  record_type_not_available: 'Der Datensatztyp {name} ist für den API-Benutzer nicht verfügbar.',
  owner_missing: '{name} gibt es in der Org nicht mehr. Wählen Sie jemand anderen.',
  owner_inactive: '{name} ist nicht mehr aktiv. Wählen Sie jemand anderen.',
  owner_not_possible: 'Diese Art von Inhaber hat Salesforce hier nicht.',
  queue_not_for_object: 'Die Queue {name} nimmt keine Datensätze dieser Art.',
  match_field_missing: 'Das Feld {name} gibt es in der Org nicht mehr.',
  match_field_unsuited: 'Nach dem Feld {name} kann dafür nicht gesucht werden.',
  match_nothing: 'Nach nichts wird gesucht, also gilt jede Person als unbekannt.',
  person_accounts_off: 'Die Org hat keine Personen-Accounts.',
  event_type_not_seen: 'Keine der letzten Buchungen ist von der Terminart {name}.',
  override_twice: 'Für {name} gibt es zwei Ausnahmen. Behalten Sie eine.',
  host_twice: '{email} steht zweimal in der Tabelle.',
  host_user_inactive: '{name}, gesetzt für {email}, ist nicht mehr aktiv.',
  host_user_missing: '{name}, gesetzt für {email}, gibt es in der Org nicht mehr.',
  unknown: 'Salesforce würde das ablehnen ({code}).',
};
