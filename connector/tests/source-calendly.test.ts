// Unit of the stage `intake`: what each event of Calendly means in our words.
import { describe, expect, test } from '@jest/globals';
import { calendlyEvent, invitee, messageOf, readAs } from './source-events.ts';

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
    expect(detailsOf({ tracking: { salesforce_uuid: null } })?.recordIds).toEqual([]);
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
