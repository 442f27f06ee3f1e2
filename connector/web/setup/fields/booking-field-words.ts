// Names of the booking's fields in the reader's language. Questions and hidden fields have the names that people gave them.
import { useTexts } from '../../texts/texts.tsx';
import type { BookingField } from '../setup-api.ts';
import { useBookingFields } from '../setup-queries.ts';
import { hasKey } from '../phases/phase-words.ts';

const known = {
  'person.name': 'person.name',
  'person.firstName': 'person.firstName',
  'person.lastName': 'person.lastName',
  'person.email': 'person.email',
  'person.phone': 'person.phone',
  'person.company': 'person.company',
  'person.companyWebsite': 'person.companyWebsite',
  'person.timeZone': 'person.timeZone',
  'person.state': 'person.state',
  'person.country': 'person.country',
  'meeting.title': 'meeting.title',
  'meeting.notes': 'meeting.notes',
  'meeting.summary': 'meeting.summary',
  'meeting.start': 'meeting.start',
  'meeting.end': 'meeting.end',
  'meeting.date': 'meeting.date',
  'meeting.durationMinutes': 'meeting.durationMinutes',
  'meeting.timeZone': 'meeting.timeZone',
  'meeting.location': 'meeting.location',
  'meeting.place': 'meeting.place',
  'meeting.joinUrl': 'meeting.joinUrl',
  'meeting.rescheduleUrl': 'meeting.rescheduleUrl',
  'meeting.cancelUrl': 'meeting.cancelUrl',
  'meeting.eventType': 'meeting.eventType',
  'meeting.guests': 'meeting.guests',
  'booking.status': 'booking.status',
  'booking.reason': 'booking.reason',
  'booking.source': 'booking.source',
  'booking.key': 'booking.key',
  'booking.isCanceled': 'booking.isCanceled',
  'host.name': 'host.name',
  'host.email': 'host.email',
  'host.userId': 'host.userId',
  'utm.source': 'utm.source',
  'utm.medium': 'utm.medium',
  'utm.campaign': 'utm.campaign',
  'utm.term': 'utm.term',
  'utm.content': 'utm.content',
} as const;

const groups = {
  person: 'groups.person',
  meeting: 'groups.meeting',
  host: 'groups.host',
  link: 'groups.link',
  booking: 'groups.booking',
  answers: 'groups.answers',
  hidden: 'groups.hidden',
} as const;

export function useBookingFieldWords() {
  const t = useTexts('bookingFields');
  const fields = useBookingFields().data?.fields ?? [];
  const find = (id: string): BookingField | undefined => fields.find((field) => field.id === id);
  return {
    find,
    tellField: (id: string): string => {
      if (hasKey(known, id)) return t(known[id]);
      return find(id)?.label ?? id.replace(/^(answer|hidden):/, '');
    },
    tellGroup: (field: Pick<BookingField, 'id' | 'group'>): string => {
      const group = field.id.startsWith('answer:')
        ? 'answers'
        : field.id.startsWith('hidden:')
          ? 'hidden'
          : field.group;
      return hasKey(groups, group) ? t(groups[group]) : group;
    },
  };
}
