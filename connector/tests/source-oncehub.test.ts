// Unit of the stage `intake`: what each event of OnceHub means in our words.
import { describe, expect, test } from '@jest/globals';
import { messageOf, onceHubEvent, readAs } from './source-events.ts';

const onceHub = (type: string, data = {}) => readAs('oncehub', onceHubEvent(type, data));

describe('OnceHub', () => {
  test.each([
    ['booking.scheduled', {}, 'scheduled'],
    ['booking.rescheduled', {}, 'rescheduled'],
    ['booking.canceled', {}, 'canceled'],
    ['booking.canceled_reschedule_requested', {}, 'canceled'],
    ['booking.canceled_then_rescheduled', { status: 'canceled' }, 'canceled'],
    [
      'booking.canceled_then_rescheduled',
      { status: 'scheduled', rescheduled_booking_id: 'BKNG-0' },
      'rescheduled',
    ],
    ['booking.reassigned', {}, 'updated'],
    ['booking.completed', {}, 'completed'],
    ['booking.no_show', {}, 'attendance'],
  ])('%s %j is %s', (type, data, change) => {
    expect(messageOf(onceHub(type, data)).change).toBe(change);
  });

  test('the booking, its end from its length, and who booked', () => {
    expect(onceHub('booking.scheduled')).toMatchObject({
      eventId: 'booking.scheduled EVNT-7QF2M1XKLA',
      occurredAt: new Date('2027-03-01T09:00:01Z'),
    });
    expect(messageOf(onceHub('booking.scheduled'))).toMatchObject({
      bookingId: 'BKNG-7QF2M1XKLA01',
      previousId: null,
      details: {
        start: '2027-04-12T14:00:00.000Z',
        end: '2027-04-12T14:45:00.000Z',
        timeZone: 'Europe/Vienna',
        title: 'Bike fitting',
        description: 'A tall frame, please.',
        joinUrl: 'https://meet.example.com/fit',
        person: {
          name: 'Noor Haddad',
          email: 'noor@customer.example',
          phone: '+43-6605550100',
          company: null,
        },
        host: { email: 'robin@acme.example' },
        guests: [],
        answers: [
          { label: 'Height', value: '1.92 m', key: 'Height' },
          { label: 'wheel_size', value: '29', key: 'wheel_size' },
        ],
        reason: null,
      },
    });
  });

  test.each([
    ['a new id that names the old one', { id: 'BKNG-2', rescheduled_booking_id: 'BKNG-1' }, 'BKNG-1'],
    ['the same id', { id: 'BKNG-1', rescheduled_booking_id: '' }, null],
    ['the same id, named again', { id: 'BKNG-1', rescheduled_booking_id: 'BKNG-1' }, null],
  ])('a move with %s', (_what, data, previousId) => {
    expect(messageOf(onceHub('booking.rescheduled', data)).previousId).toBe(previousId);
  });

  test('empty texts stand for nothing; the owner may be a whole user; a reason may lie in a list', () => {
    const data = {
      owner: { id: 'USR-1', object: 'user', first_name: 'Robin', last_name: '', email: 'rep@acme.example' },
      virtual_conferencing: { join_url: '' },
      location_description: '',
      form_submission: {
        name: 'Noor',
        email: 'noor@customer.example',
        phone: '',
        mobile_phone: '',
        note: '',
        company: '',
        guests: ['', 'kim@customer.example'],
        custom_fields: [],
      },
      custom_fields: [],
      cancel_reschedule_information: [{ reason: 'Train is late', actioned_by: 'customer' }],
      event_type: { id: 'ET-1', object: 'event_type', name: '15 minutes' },
    };
    expect(messageOf(onceHub('booking.canceled', data)).details).toMatchObject({
      joinUrl: null,
      location: null,
      description: null,
      host: { name: 'Robin', email: 'rep@acme.example' },
      person: { phone: null, company: null },
      guests: [{ email: 'kim@customer.example' }],
      eventType: { key: 'ET-1', name: '15 minutes' },
      reason: 'Train is late',
    });
    const blank = { reason: '', actioned_by: '', user_id: '' };
    expect(
      messageOf(onceHub('booking.scheduled', { cancel_reschedule_information: blank })).details?.reason,
    ).toBeNull();
  });

  test('a booking that a colleague made has no form: the other attendee booked', () => {
    const data = { form_submission: null, attendees: ['Robin@acme.example', 'noor@customer.example'] };
    expect(messageOf(onceHub('booking.scheduled', data)).details?.person).toMatchObject({
      email: 'noor@customer.example',
    });
  });

  test('record ids come in hidden fields, by whatever object', () => {
    const custom_fields = [
      { name: 'sosfLeadId', value: '00QWf000001abcdEAA' },
      { name: 'sosfCaseId', value: '500Wf000001abcd' },
      { name: 'sosfContactId', value: 'tampered' },
      { name: 'Newsletter', value: true },
    ];
    const data = { custom_fields, form_submission: null };
    expect(messageOf(onceHub('booking.scheduled', data)).details).toMatchObject({
      recordIds: ['00QWf000001abcdEAA', '500Wf000001abcd', 'tampered'],
      answers: [{ label: 'Newsletter', value: 'Yes' }],
    });
  });

  test('when it is reassigned, the calendar tells the host: the owner stays the first one', () => {
    const owner = { id: 'USR-1', email: 'first@acme.example', first_name: 'First', last_name: 'Owner' };
    expect(messageOf(onceHub('booking.reassigned', { owner })).details?.host).toEqual({
      name: null,
      email: 'robin@acme.example',
    });
    expect(messageOf(onceHub('booking.scheduled', { owner })).details?.host).toEqual({
      name: 'First Owner',
      email: 'first@acme.example',
    });
  });

  test('version 1 is refused with what to choose', () => {
    const data = { object: 'booking', tracking_id: '7QF20001', owner: 'Robin Rep', status: 'Scheduled' };
    expect(() =>
      readAs('oncehub', { ...onceHubEvent('booking.scheduled'), api_version: 'v1', data }),
    ).toThrow(expect.objectContaining({ status: 422, message: expect.stringContaining('v2') }));
  });

  test('a conversation is no booking', () => {
    expect(readAs('oncehub', { ...onceHubEvent('conversation.closed'), data: {} })).toMatchObject({
      ignored: { code: 'not_a_change' },
    });
  });
});
