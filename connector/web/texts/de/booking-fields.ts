// German: what a booking knows, as the set-up offers it.
import type { SameKeys } from '../catalogue.ts';
import type { bookingFields as english } from '../en/booking-fields.ts';

export const bookingFields: SameKeys<typeof english> = {
  groups: {
    person: 'Person',
    meeting: 'Termin',
    host: 'Gastgeber',
    link: 'Buchungslink',
    booking: 'Buchung',
    answers: 'Fragen im Buchungsformular',
    hidden: 'Versteckte Felder',
  },
  person: {
    name: 'Name der Person',
    firstName: 'Vorname',
    lastName: 'Nachname',
    email: 'E-Mail der Person',
    phone: 'Telefon der Person',
    company: 'Firma der Person',
    companyWebsite: 'Website der Firma (aus der E-Mail-Adresse)',
    timeZone: 'Zeitzone der Person',
    state: 'Bundesland oder Provinz',
    country: 'Land',
  },
  meeting: {
    title: 'Titel des Termins',
    notes: 'Notizen',
    summary: 'Zusammenfassung mit allen Antworten und Links',
    start: 'Beginn',
    end: 'Ende',
    date: 'Datum',
    durationMinutes: 'Dauer in Minuten',
    timeZone: 'Zeitzone des Termins',
    location: 'Ort',
    place: 'Ort, sonst der Teilnahmelink',
    joinUrl: 'Teilnahmelink',
    rescheduleUrl: 'Link zum Verschieben',
    cancelUrl: 'Link zum Absagen',
    eventType: 'Terminart',
    guests: 'Gäste',
  },
  booking: {
    status: 'Status der Buchung',
    reason: 'Grund einer Änderung oder Absage',
    source: 'Name der Quelle',
    key: 'Buchungsschlüssel',
    isCanceled: 'Ist abgesagt',
  },
  host: {
    name: 'Name des Gastgebers',
    email: 'E-Mail des Gastgebers',
    userId: 'Gastgeber als Salesforce-Benutzer',
  },
  utm: {
    source: 'UTM-Quelle',
    medium: 'UTM-Medium',
    campaign: 'UTM-Kampagne',
    term: 'UTM-Begriff',
    content: 'UTM-Inhalt',
  },
};
