// Unit of the stage `intake`: what the documented events of each tool mean in our words. (Cal.com: trip2-cal-com.test.ts)
import { describe, expect, test } from '@jest/globals';
import {
  calComAttendee,
  calComEvent,
  calendlyEvent,
  invitee,
  messageOf,
  onceHubEvent,
  readAs,
} from './source-events.ts';

const calendly = (event: string, payload = {}, scheduled = {}) =>
  readAs('calendly', calendlyEvent(event, payload, scheduled));
const detailsOf = (payload = {}, scheduled = {}) =>
  messageOf(calendly('invitee.created', payload, scheduled)).details;

describe('Calendly', () => {
  test('an invitee is a booking, known by its address', () => {
    expect(calendly('invitee.created')).toMatchObject({
      type: 'invitee.created',
      eventId: `invitee.created ${invitee('M1', 'P1')}`,
      occurredAt: new Date('2027-03-01T09:00:00.327Z'),
      message: { change: 'scheduled', bookingId: invitee('M1', 'P1'), previousId: null },
    });
    expect(detailsOf()).toMatchObject({
      start: '2027-04-12T14:00:00.000Z',
      end: '2027-04-12T14:45:00.000Z',
      timeZone: 'Europe/Vienna',
      title: 'Bike fitting',
      location: '5 Wheel Lane',
      host: { name: 'Robin Rep', email: 'robin@acme.example' },
      person: { name: 'Noor Haddad', firstName: null, email: 'noor@customer.example' },
      eventType: { key: 'T1', name: 'Bike fitting' },
    });
  });

  test('a move is two messages that name each other, and neither cancels', () => {
    const cancellation = {
      canceled_by: 'Noor',
      canceler_type: 'invitee',
      reason: 'Rain',
      created_at: '2027-03-02T08:00:00.5Z',
    };
    const old = calendly('invitee.canceled', {
      rescheduled: true,
      new_invitee: invitee('M2', 'P2'),
      status: 'canceled',
      cancellation,
    });
    expect(old.occurredAt).toEqual(new Date('2027-03-02T08:00:00.500Z'));
    expect(messageOf(old)).toMatchObject({
      change: 'updated',
      bookingId: invitee('M1', 'P1'),
      nextId: invitee('M2', 'P2'),
      details: { reason: 'Rain' },
    });
    const next = calendly('invitee.created', {
      meeting: 'M2',
      person: 'P2',
      old_invitee: invitee('M1', 'P1'),
    });
    expect(messageOf(next)).toMatchObject({
      change: 'rescheduled',
      bookingId: invitee('M2', 'P2'),
      previousId: invitee('M1', 'P1'),
    });
  });

  test('a cancellation says why', () => {
    const cancellation = {
      canceled_by: 'Robin',
      canceler_type: 'host',
      reason: 'Ill',
      created_at: '2027-03-02T08:00:00Z',
    };
    const message = messageOf(calendly('invitee.canceled', { status: 'canceled', cancellation }));
    expect(message).toMatchObject({ change: 'canceled', details: { reason: 'Ill' } });
    expect(messageOf(calendly('invitee.canceled', { cancellation: null }))).toMatchObject({
      change: 'canceled',
      details: { reason: null },
    });
  });

  test('a no-show is marked and taken back, each mark once', () => {
    const no_show = {
      uri: 'https://api.calendly.com/invitee_no_shows/N1',
      created_at: '2027-04-12T15:00:00Z',
    };
    expect(calendly('invitee_no_show.created', { no_show })).toMatchObject({
      eventId: `invitee_no_show.created ${no_show.uri}`,
      occurredAt: new Date('2027-04-12T15:00:00Z'),
      message: { change: 'attendance', details: null, noShow: [{ email: null, noShow: true }] },
    });
    expect(messageOf(calendly('invitee_no_show.deleted', { no_show })).noShow).toEqual([
      { email: null, noShow: false },
    ]);
  });

  test('what came with the link: campaign and record id', () => {
    const tracking = {
      utm_source: 'ad',
      utm_medium: null,
      utm_campaign: 'spring',
      salesforce_uuid: '00QWf000001abcdEAA',
    };
    expect(detailsOf({ tracking })).toMatchObject({
      utm: { utm_source: 'ad', utm_campaign: 'spring' },
      recordIds: ['00QWf000001abcdEAA'],
    });
    expect(detailsOf({ tracking: { salesforce_uuid: 'not an id' } })?.recordIds).toEqual([]);
  });

  test('answers keep their question; phone and company are found in them', () => {
    const questions_and_answers = [
      { question: 'Company', answer: 'Haddad Bikes', position: 0 },
      { question: 'Phone number', answer: '+43 660 5550100', position: 1 },
      { question: 'Which days?', answer: 'Monday\nFriday', position: 2 },
      { question: 'crm_id', answer: '003Wf000001abcdEAA', position: 3 },
    ];
    const event = readAs('calendly', calendlyEvent('invitee.created', { questions_and_answers }), 'crm_id');
    expect(messageOf(event).details).toMatchObject({
      person: { company: 'Haddad Bikes', phone: '+43 660 5550100' },
      answers: [
        { label: 'Company', value: 'Haddad Bikes', key: 'Company' },
        { label: 'Phone number', value: '+43 660 5550100', key: 'Phone number' },
        { label: 'Which days?', value: 'Monday\nFriday', key: 'Which days?' },
      ],
      recordIds: ['003Wf000001abcdEAA'],
    });
  });

  test.each([
    [
      { type: 'zoom', status: 'pushed', join_url: 'https://zoom.example/1' },
      'Zoom',
      'https://zoom.example/1',
    ],
    [{ type: 'google_conference', status: 'processing' }, 'Google Meet', null],
    [{ type: 'outbound_call', location: '+43 1 5550' }, 'Phone call: +43 1 5550', null],
    [
      { type: 'custom', location: 'https://room.example/1' },
      'https://room.example/1',
      'https://room.example/1',
    ],
    [{ type: 'custom', location: 'javascript:alert(1)' }, 'javascript:alert(1)', null],
    [null, null, null],
  ])('a place %j', (location, place, joinUrl) => {
    expect(detailsOf({}, { location })).toMatchObject({ location: place, joinUrl });
  });

  test('guests and the phone of a call', () => {
    const event_guests = [{ email: 'kim@customer.example', created_at: '2027-03-01T09:00:00Z' }];
    const location = { type: 'outbound_call', location: '+43 1 5550' };
    expect(detailsOf({}, { event_guests, location })).toMatchObject({
      guests: [{ name: null, email: 'kim@customer.example' }],
      person: { phone: '+43 1 5550' },
    });
  });

  test.each([
    'routing_form_submission.created',
    'event_type.updated',
    'contact.created',
    'meeting_recap.created',
    'x.y',
  ])('%s is kept and ignored', (event) => {
    expect(readAs('calendly', { event, created_at: 'x', payload: { uri: 'u' } })).toMatchObject({
      type: event,
      ignored: { text: expect.stringMatching(/\.$/) },
    });
  });

  test('fields that older deliveries lack, and odd shapes, do no harm; a missing meeting is named', () => {
    const odd = {
      tracking: null,
      questions_and_answers: 'none',
      first_name: undefined,
      cancellation: 7,
      rescheduled: undefined,
    };
    expect(detailsOf(odd, { event_memberships: null, event_guests: undefined })).toMatchObject({
      host: null,
      answers: [],
    });
    const without = calendlyEvent('invitee.created', {}, { start_time: undefined });
    expect(() => readAs('calendly', without)).toThrow(
      expect.objectContaining({
        status: 422,
        fields: { 'payload.scheduled_event.start_time': 'is missing' },
      }),
    );
  });
});

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
      recordIds: ['00QWf000001abcdEAA', '500Wf000001abcd'],
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
