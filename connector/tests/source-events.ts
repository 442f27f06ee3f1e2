// Events as the tools send them: every key that they document, with values of our own. Only what a test is about is said.
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Message, ParsedEvent } from '../bookings/booking.ts';
import type { SourceKind } from '../store/source-tables.ts';
import { sourceReaders } from '../bookings/sources/source-readers.ts';

export const api = 'https://api.calendly.com';
export const invitee = (meeting: string, person: string): string =>
  `${api}/scheduled_events/${meeting}/invitees/${person}`;

/** One invitee of one meeting; `uri` is built from `meeting` and `person`. */
export function calendlyEvent(
  event: string,
  { meeting = 'M1', person = 'P1', day = 12, ...payload }: Record<string, unknown> = {},
  scheduled: Record<string, unknown> = {},
): Record<string, unknown> {
  const uri = invitee(String(meeting), String(person));
  const date = `2027-04-${String(day)}`;
  return {
    created_at: '2027-03-01T09:00:01.000000Z',
    created_by: `${api}/users/U0`,
    event,
    payload: {
      cancel_url: `https://calendly.com/cancellations/${String(person)}`,
      created_at: '2027-03-01T09:00:00.327602Z',
      email: 'noor@customer.example',
      event: `${api}/scheduled_events/${String(meeting)}`,
      first_name: null,
      last_name: null,
      name: 'Noor Haddad',
      new_invitee: null,
      old_invitee: null,
      questions_and_answers: [],
      reschedule_url: `https://calendly.com/reschedulings/${String(person)}`,
      rescheduled: false,
      routing_form_submission: null,
      scheduling_method: null,
      status: 'active',
      text_reminder_number: null,
      timezone: 'Europe/Vienna',
      tracking: {
        utm_campaign: null,
        utm_source: null,
        utm_medium: null,
        utm_content: null,
        utm_term: null,
        salesforce_uuid: null,
      },
      updated_at: '2027-03-01T09:00:00.341657Z',
      uri,
      ...payload,
      scheduled_event: {
        uri: `${api}/scheduled_events/${String(meeting)}`,
        name: 'Bike fitting',
        meeting_notes_plain: null,
        meeting_notes_html: null,
        status: event === 'invitee.canceled' ? 'canceled' : 'active',
        start_time: `${date}T14:00:00.000000Z`,
        end_time: `${date}T14:45:00.000000Z`,
        event_type: `${api}/event_types/T1`,
        location: { type: 'physical', location: '5 Wheel Lane', additional_info: '' },
        invitees_counter: { total: 1, active: 1, limit: 1 },
        created_at: '2027-03-01T09:00:00.327602Z',
        updated_at: '2027-03-01T09:00:00.341657Z',
        event_memberships: [
          { user: `${api}/users/U1`, user_email: 'robin@acme.example', user_name: 'Robin Rep' },
        ],
        event_guests: [],
        ...scheduled,
      },
    },
  };
}

export function onceHubEvent(
  type: string,
  data: Record<string, unknown> = {},
  envelope: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id: 'EVNT-7QF2M1XKLA',
    object: 'event',
    creation_time: '2027-03-01T09:00:01Z',
    type,
    api_version: 'v2',
    ...envelope,
    data: {
      object: 'booking',
      id: 'BKNG-7QF2M1XKLA01',
      tracking_id: '7QF20001',
      subject: 'Bike fitting',
      status: 'scheduled',
      in_trash: false,
      creation_time: '2027-03-01T09:00:00Z',
      starting_time: '2027-04-12T14:00:00Z',
      customer_timezone: 'Europe/Vienna',
      last_updated_time: '2027-03-01T09:00:00Z',
      duration_minutes: 45,
      virtual_conferencing: { join_url: 'https://meet.example.com/fit' },
      location_description: '5 Wheel Lane',
      rescheduled_booking_id: null,
      cancel_reschedule_information: null,
      attendees: ['robin@acme.example'],
      form_submission: {
        name: 'Noor Haddad',
        email: 'noor@customer.example',
        phone: null,
        mobile_phone: '+43-6605550100',
        note: 'A tall frame, please.',
        company: null,
        guests: [''],
        custom_fields: [{ name: 'Height', value: '1.92 m' }],
      },
      external_calendar: {
        type: 'google',
        name: 'robin@acme.example',
        id: 'robin@acme.example',
        event_id: 'e1',
      },
      ics_url: 'https://oncehub.com/api/bookings/ics/7qf2',
      booking_calendar: 'BKC-7QF2M1XK',
      cancel_url: 'https://oncehub.com/m/BKNG-7QF2M1XKLA01/cancel',
      reschedule_url: 'https://oncehub.com/m/BKNG-7QF2M1XKLA01',
      payment_information: null,
      custom_fields: [{ name: 'wheel_size', value: '29' }],
      owner: 'USR-7QF2M1X',
      conversation: null,
      cancel_reschedule_url: 'https://oncehub.com/m/BKNG-7QF2M1XKLA01',
      ...data,
    },
  };
}

/** An event of Cal.com about the booking `uid`. */
export function calComEvent(
  triggerEvent: string,
  payload: Record<string, unknown> = {},
  createdAt = '2027-03-01T09:00:00.000Z',
): Record<string, unknown> {
  return {
    triggerEvent,
    createdAt,
    payload: {
      uid: 'u1',
      bookerUrl: 'https://app.cal.example',
      title: 'Bike fitting between Robin Rep and Noor Haddad',
      type: 'bike-fitting',
      eventTypeId: 71,
      eventTitle: 'Bike fitting',
      startTime: '2027-04-12T14:00:00Z',
      endTime: '2027-04-12T14:45:00Z',
      organizer: { id: 1, name: 'Robin Rep', email: 'robin@acme.example', timeZone: 'Europe/Vienna' },
      attendees: [calComAttendee('noor@customer.example', 'Noor Haddad')],
      responses: {},
      userFieldsResponses: {},
      seatsPerTimeSlot: null,
      recurringEvent: null,
      location: 'integrations:daily',
      metadata: {},
      status: triggerEvent === 'BOOKING_CANCELLED' ? 'CANCELLED' : 'ACCEPTED',
      ...payload,
    },
  };
}

export function calComAttendee(email: string, name: string): Record<string, unknown> {
  return { email, name, firstName: '', lastName: '', timeZone: 'Europe/Vienna', language: { locale: 'de' } };
}

export function readAs(
  kind: SourceKind,
  body: unknown,
  recordIdParameter: string | null = null,
): ParsedEvent {
  return sourceReaders[kind].read(body, { headers: {}, recordIdParameter });
}

export function messageOf(event: ParsedEvent): Message {
  if ('message' in event) return event.message;
  throw new Error(`ignored: ${event.ignored.text}`);
}

/** The header that a tool with a timed signature sends. */
export function timedSignature(entry: 'v1' | 's', secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},${entry}=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** What lies under these keys of an event. */
export function partOf(event: unknown, ...keys: string[]): Record<string, unknown> {
  const [key, ...rest] = keys;
  const part = z.record(z.string(), z.unknown()).parse(event);
  return key === undefined ? part : partOf(part[key], ...rest);
}
