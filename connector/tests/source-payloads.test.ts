// Unit of the stage `intake`: what Standard Webhooks and generic JSON mean in our words, and several customers of Cal.com.
// (The rest of Cal.com: trip2-cal-com.test.ts)
import { describe, expect, test } from '@jest/globals';
import { calComAttendee, calComEvent, messageOf, readAs } from './source-events.ts';

describe('Standard Webhooks', () => {
  const data = {
    id: 'b-1',
    start: '2027-04-12T14:00:00Z',
    end: '2027-04-12T14:45:00Z',
    person: { name: 'Noor Haddad', email: 'noor@customer.example' },
  };
  const envelope = { type: 'booking.scheduled', timestamp: '2027-03-01T09:00:00Z', data };

  test('carry a booking of ours as data; their id is the event', () => {
    const headers = { 'webhook-id': 'msg_1' };
    const event = readAs('standard-webhooks', envelope);
    expect(messageOf(event)).toMatchObject({ change: 'scheduled', bookingId: 'b-1' });
    expect(event.occurredAt).toEqual(new Date('2027-03-01T09:00:00Z'));
    expect(headers['webhook-id']).toBe('msg_1');
  });

  test('name what is missing where it stands', () => {
    expect(() => readAs('standard-webhooks', { ...envelope, data: { ...data, start: undefined } })).toThrow(
      expect.objectContaining({ status: 422, fields: { 'data.start': 'is missing' } }),
    );
  });

  test('about something else are ignored', () => {
    expect(readAs('standard-webhooks', { ...envelope, type: 'contact.created' })).toMatchObject({
      ignored: { code: 'unknown_type' },
    });
  });
});

describe('generic JSON', () => {
  const event = {
    type: 'scheduled',
    id: 'b-1',
    occurredAt: '2027-03-01T09:00:00Z',
    start: '2027-04-12T14:00:00Z',
    end: '2027-04-12T14:45:00Z',
    person: { name: 'Noor Haddad' },
  };
  const read = (more: Record<string, unknown>) => messageOf(readAs('generic', { ...event, ...more }, 'crm'));

  test('everything that a link carried', () => {
    const more = {
      utm: { source: 'ad', term: null },
      hidden: { plan: 'gold', seats: 3, crm: '001Wf000001abcd', utm_medium: 'mail' },
      recordIds: ['00QWf000001abcdEAA'],
      eventType: { id: 'fit', name: 'Bike fitting' },
      guests: [{ name: 'Kim', email: 'kim@customer.example' }],
      answers: [{ key: 'q1', label: 'Height?', value: '1.92 m' }],
    };
    expect(read(more).details).toMatchObject({
      utm: { utm_source: 'ad', utm_medium: 'mail' },
      hidden: { plan: 'gold', seats: '3' },
      recordIds: ['00QWf000001abcdEAA', '001Wf000001abcd'],
      eventType: { key: 'fit', name: 'Bike fitting' },
      guests: [{ name: 'Kim', email: 'kim@customer.example' }],
      answers: [{ key: 'q1', label: 'Height?', value: '1.92 m' }],
    });
  });

  test.each([
    ['no_show', 'attendance', [{ email: null, noShow: true }]],
    ['no_show_undone', 'attendance', [{ email: null, noShow: false }]],
    ['updated', 'updated', []],
  ])('%s', (type, change, noShow) => {
    expect(read({ type })).toMatchObject({ change, noShow });
  });

  test('one of several customers', () => {
    expect(read({ attendeeId: 'a-7' })).toMatchObject({ bookingId: 'b-1', attendee: 'a-7' });
  });
});

describe('Cal.com: several customers in one meeting', () => {
  const read = (trigger: string, payload: Record<string, unknown>) =>
    readAs('cal-com', calComEvent(trigger, payload));
  const seats = [
    calComAttendee('Noor@customer.example', 'Noor'),
    calComAttendee('kim@customer.example', 'Kim'),
  ];

  test('each seat is a booking of its own', () => {
    const event = read('BOOKING_CREATED', {
      seatsPerTimeSlot: 5,
      attendeeSeatId: 's1',
      attendees: seats.slice(0, 1),
    });
    expect(event).toMatchObject({
      message: { bookingId: 'u1', attendee: 'noor@customer.example', details: { guests: [] } },
    });
    expect(event).not.toHaveProperty('others');
  });

  test('a seat given up names the one who gave it up', () => {
    const attendees = [
      { ...calComAttendee('kim@customer.example', 'Kim'), bookingSeat: { id: 7, referenceUid: 's2' } },
    ];
    expect(messageOf(read('BOOKING_CANCELLED', { seatsPerTimeSlot: 5, attendees }))).toMatchObject({
      change: 'canceled',
      attendee: 'kim@customer.example',
      details: { person: { name: 'Kim' } },
    });
  });

  test('canceled for all: one message each', () => {
    const event = read('BOOKING_CANCELLED', { seatsPerTimeSlot: 5, attendees: seats });
    expect(event).toMatchObject({
      message: { attendee: 'noor@customer.example', details: { person: { name: 'Noor' } } },
      others: [{ attendee: 'kim@customer.example', details: { person: { name: 'Kim' } } }],
    });
  });

  test('without seats, the others are guests', () => {
    expect(messageOf(read('BOOKING_CREATED', { attendees: seats })).details?.guests).toEqual([
      { name: 'Kim', email: 'kim@customer.example' },
    ]);
  });

  test('a series that is canceled as a whole is noted', () => {
    const recurringEvent = { freq: 2, count: 3, interval: 1 };
    expect(messageOf(read('BOOKING_CANCELLED', { recurringEvent })).endsSeries).toBe(true);
    expect(messageOf(read('BOOKING_CREATED', { recurringEvent })).endsSeries).toBeUndefined();
    expect(messageOf(read('BOOKING_CANCELLED', {})).endsSeries).toBeUndefined();
  });

  test('values of the link, hidden questions, and what a payment put in their place', () => {
    const responses = {
      plan: { label: 'Plan', value: 'gold', isHidden: true },
      notes: { label: 'Notes', value: 'Hi', isHidden: false },
    };
    const metadata = {
      salesforce_record_id: '00QWf000001abcdEAA',
      utm_source: 'ad',
      partner: 'p1',
      videoCallUrl: 'https://v.example',
    };
    expect(messageOf(read('BOOKING_CREATED', { responses, metadata })).details).toMatchObject({
      hidden: { plan: 'gold', partner: 'p1' },
      utm: { utm_source: 'ad' },
      recordIds: ['00QWf000001abcdEAA'],
      answers: [{ key: 'notes', value: 'Hi' }],
      eventType: { key: '71', name: 'Bike fitting' },
    });
    expect(messageOf(read('BOOKING_PAID', { metadata: { externalId: 'pi_0' } })).details?.hidden).toEqual({});
  });
});
