// Unit of the stage `intake`: what each event of Cal.com means in our words, and whose signature is taken.
import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { ParsedEvent } from '../bookings/booking.ts';
import { calCom } from '../bookings/sources/cal-com.ts';

const now = new Date('2026-03-01T09:00:00Z');
const readBody = (body: unknown): ParsedEvent => calCom.read(body, { headers: {}, recordIdParameter: null });

const attendee = {
  name: 'Gail Guest',
  email: 'gail@customer.example',
  firstName: '',
  lastName: '',
  timeZone: 'Europe/Berlin',
  language: { locale: 'de' },
};

function event(triggerEvent: string, payload: Record<string, unknown> = {}): unknown {
  return {
    triggerEvent,
    createdAt: '2026-03-01T09:00:00.000Z',
    payload: {
      uid: 'u2',
      title: 'Strategy session',
      startTime: '2026-04-01T09:00:00Z',
      endTime: '2026-04-01T09:30:00.000Z',
      organizer: { name: 'Robin Rep', email: 'robin@acme.example' },
      attendees: [attendee],
      responses: {},
      status: 'ACCEPTED',
      ...payload,
    },
  };
}

function messageOf(parsed: ParsedEvent) {
  if (!('message' in parsed)) throw new Error(`ignored: ${parsed.ignored.text}`);
  return parsed.message;
}

const read = (triggerEvent: string, payload?: Record<string, unknown>) =>
  messageOf(readBody(event(triggerEvent, payload)));
const personOf = (payload: Record<string, unknown>) => read('BOOKING_CREATED', payload).details?.person;

describe('what happened', () => {
  test.each([
    ['BOOKING_REQUESTED', 'requested'],
    ['BOOKING_PAYMENT_INITIATED', 'requested'],
    ['BOOKING_CREATED', 'scheduled'],
    ['BOOKING_PAID', 'scheduled'],
    ['BOOKING_RESCHEDULED', 'rescheduled'],
    ['BOOKING_CANCELLED', 'canceled'],
    ['BOOKING_REJECTED', 'rejected'],
    ['BOOKING_REASSIGNED', 'updated'],
    ['BOOKING_LOCATION_UPDATED', 'updated'],
  ])('%s is %s', (trigger, change) => {
    expect(read(trigger)).toMatchObject({ change, bookingId: 'u2' });
  });

  test('paid but still to be confirmed is only requested', () => {
    expect(read('BOOKING_PAID', { status: 'PENDING' }).change).toBe('requested');
  });

  test.each(['BOOKING_RESCHEDULED', 'BOOKING_REQUESTED'])('%s names the id before the move', (trigger) => {
    expect(read(trigger, { rescheduleUid: 'u1' }).previousId).toBe('u1');
  });

  test.each([
    'PING',
    'MEETING_STARTED',
    'INSTANT_MEETING',
    'INSTANT_MEETING_ACCEPTED',
    'AFTER_HOSTS_CAL_VIDEO_NO_SHOW',
    'FORM_SUBMITTED',
    'FORM_SUBMITTED_NO_EVENT',
    'OOO_CREATED',
    'RECORDING_READY',
    'RECORDING_TRANSCRIPTION_GENERATED',
    'WRONG_ASSIGNMENT_REPORT',
    'DELEGATION_CREDENTIAL_ERROR',
    'SOMETHING_NEW',
    'constructor',
  ])('%s is kept and ignored, with a reason', (triggerEvent) => {
    const parsed = readBody({ triggerEvent, createdAt: '2026-03-01T09:00:00Z', payload: {} });
    expect(parsed).toMatchObject({ type: triggerEvent, ignored: { text: expect.stringMatching(/\.$/) } });
  });

  test('an answer of a form that is called like our keys does no harm', () => {
    const parsed = readBody({
      uid: 'x',
      startTime: 'y',
      triggerEvent: 'FORM_SUBMITTED',
      createdAt: 'z',
      payload: { formId: '1' },
    });
    expect(parsed).toMatchObject({ ignored: { code: 'not_a_change' } });
  });
});

describe('MEETING_ENDED comes flat', () => {
  const flat = (status: string): unknown => ({
    triggerEvent: 'MEETING_ENDED',
    id: 100,
    uid: 'u2',
    fromReschedule: 'u1',
    createdAt: '2026-02-01T08:00:00.000Z',
    startTime: '2026-04-01T09:00:00.000Z',
    endTime: '2026-04-01T09:30:00.000Z',
    title: 'Strategy session',
    status,
    user: { name: 'Robin Rep', email: 'robin@acme.example' },
    attendees: [{ ...attendee, noShow: false }],
  });

  test('and happened when the meeting ended, not when it was booked', () => {
    const parsed = readBody(flat('ACCEPTED'));
    expect(parsed.occurredAt?.toISOString()).toBe('2026-04-01T09:30:00.000Z');
    expect(messageOf(parsed)).toMatchObject({
      change: 'completed',
      bookingId: 'u2',
      previousId: 'u1',
      details: { host: { name: 'Robin Rep' } },
    });
  });

  test('for a canceled meeting it means nothing', () => {
    expect(readBody(flat('CANCELLED'))).toMatchObject({ ignored: { code: 'not_a_change' } });
  });
});

describe('no-shows', () => {
  test('marked by hand: who, and taken back', () => {
    for (const noShow of [true, false]) {
      const parsed = readBody({
        triggerEvent: 'BOOKING_NO_SHOW_UPDATED',
        createdAt: '2026-04-01T10:00:00Z',
        payload: { bookingUid: 'u2', attendees: [{ email: 'gail@customer.example', noShow }] },
      });
      expect(messageOf(parsed)).toEqual({
        change: 'attendance',
        bookingId: 'u2',
        previousId: null,
        details: null,
        noShow: [{ email: 'gail@customer.example', noShow, attendee: 'gail@customer.example' }],
      });
    }
  });

  test('seen by Cal Video: the person who booked', () => {
    const parsed = readBody({
      triggerEvent: 'AFTER_GUESTS_CAL_VIDEO_NO_SHOW',
      createdAt: '2026-04-01T10:00:00Z',
      payload: { bookingUid: 'u2', attendees: [] },
    });
    expect(messageOf(parsed).noShow).toEqual([{ email: null, noShow: true }]);
  });
});

describe('the person', () => {
  test('an address that Cal.com invents for a phone booking is none', () => {
    const phoneOnly = { ...attendee, email: '12025550143@sms.cal.com', phoneNumber: '+12025550143' };
    expect(personOf({ attendees: [phoneOnly] })).toMatchObject({ email: null, phone: '+12025550143' });
  });

  test.each([
    ['the answer', { responses: { attendeePhoneNumber: { label: 'phone_number', value: '+49 30 1' } } }],
    ['the attendee', { attendees: [{ ...attendee, phoneNumber: '+49 30 1' }] }],
    ['the reminder', { smsReminderNumber: '+49 30 1' }],
  ])('a phone number is found in %s', (_where, payload) => {
    expect(personOf(payload)).toMatchObject({ phone: '+49 30 1' });
  });

  test('a name in parts, whole, or as an object in the answers', () => {
    expect(personOf({ attendees: [{ ...attendee, firstName: 'Gail', lastName: 'Guest' }] })).toMatchObject({
      firstName: 'Gail',
      lastName: 'Guest',
    });
    expect(personOf({})).toMatchObject({ name: 'Gail Guest', firstName: null, lastName: null });
    const answered = {
      name: { label: 'your_name', value: { firstName: 'Gail', lastName: 'Guest' } },
      email: { label: 'email', value: 'gail@customer.example' },
    };
    expect(personOf({ attendees: [], responses: answered })).toMatchObject({
      firstName: 'Gail',
      lastName: 'Guest',
      email: 'gail@customer.example',
    });
  });

  test('a company from a question, a record id from the link', () => {
    const responses = { company: { label: 'Company', value: 'Guest Ltd' } };
    const metadata = { salesforce_record_id: '00Q000000000001' };
    expect(read('BOOKING_CREATED', { responses, metadata }).details).toMatchObject({
      person: { company: 'Guest Ltd' },
      recordIds: ['00Q000000000001'],
    });
  });
});

describe('the meeting', () => {
  const detailsOf = (payload: Record<string, unknown>, trigger = 'BOOKING_CREATED') =>
    read(trigger, payload).details;

  test('its times are read from all three spellings', () => {
    for (const startTime of [
      '2026-04-01T09:00:00Z',
      '2026-04-01T09:00:00.000Z',
      '2026-04-01T11:00:00+02:00',
    ]) {
      expect(detailsOf({ startTime })?.start).toBe('2026-04-01T09:00:00.000Z');
    }
  });

  test.each([
    [
      { location: 'integrations:daily', metadata: { videoCallUrl: 'https://video.example/1' } },
      'Cal Video',
      'https://video.example/1',
    ],
    [
      { location: 'integrations:zoom', videoCallData: { type: 'zoom', url: 'https://zoom.example/1' } },
      'Video call',
      'https://zoom.example/1',
    ],
    [{ location: 'https://meet.example/1' }, 'https://meet.example/1', 'https://meet.example/1'],
    [
      {
        location: '12 Long Street',
        responses: { location: { label: 'location', value: { value: 'inPerson', optionValue: '' } } },
      },
      '12 Long Street',
      null,
    ],
    [{ location: '+49 30 1' }, '+49 30 1', null],
  ])('its place %#', (payload, location, joinUrl) => {
    expect(detailsOf(payload)).toMatchObject({ location, joinUrl });
  });

  test('answers are listed with readable labels, without what became a field of its own', () => {
    const responses = {
      name: { label: 'your_name', value: 'Gail Guest' },
      notes: { label: 'additional_notes', value: 'Bring the bike' },
      guests: { label: 'additional_guests', value: ['a@b.example', 'c@d.example'] },
      title: { label: 'what_is_this_meeting_about' },
      newsletter: { label: 'Newsletter?', value: true },
    };
    expect(detailsOf({ responses })?.answers).toEqual([
      { label: 'Additional notes', value: 'Bring the bike', key: 'notes' },
      { label: 'Newsletter?', value: 'Yes', key: 'newsletter' },
    ]);
  });

  test('the reason is the one of this event', () => {
    const responses = { rescheduleReason: { label: 'reason_for_reschedule', value: 'Train is late' } };
    expect(detailsOf({ responses, cancellationReason: 'Ill' }, 'BOOKING_CANCELLED')?.reason).toBe('Ill');
    expect(detailsOf({ responses }, 'BOOKING_RESCHEDULED')?.reason).toBe('Train is late');
    expect(detailsOf({ rejectionReason: 'No time' }, 'BOOKING_REJECTED')?.reason).toBe('No time');
    expect(detailsOf({ responses })?.reason).toBeNull();
  });

  test('shapes that changed over the years do no harm', () => {
    const odd = {
      responses: 'none',
      metadata: [],
      organizer: null,
      videoCallData: 'x',
      destinationCalendar: { id: 1 },
      customInputs: [],
    };
    expect(detailsOf(odd)).toMatchObject({ host: null, answers: [], joinUrl: null });
  });
});

describe('the signature', () => {
  const body = Buffer.from('{"triggerEvent":"PING"}');
  const sign = (secret: string): string => createHmac('sha256', secret).update(body).digest('hex');

  test('is the hex HMAC of the raw bytes', () => {
    expect(calCom.prove('secret', body, { 'x-cal-signature-256': sign('secret') }, now)).toBe('genuine');
    const headers = { 'x-cal-signature-256': sign('secret') };
    expect(calCom.prove('secret', Buffer.from(`${body.toString()} `), headers, now)).toBe('forged');
  });

  test('is never taken with an empty secret', () => {
    expect(calCom.prove('', body, { 'x-cal-signature-256': sign('') }, now)).toBe('forged');
  });

  test('of our own samples is right', () => {
    const person = {
      firstName: 'Ada',
      lastName: 'Sample',
      email: 'ada@example.com',
      phone: '+44',
      company: 'Sample Company',
    };
    const sample = calCom.sample('secret', {
      id: 's1',
      start: now,
      end: new Date(now.getTime() + 1),
      createdAt: now,
      person,
    });
    expect(calCom.prove('secret', Buffer.from(sample.body), sample.headers, now)).toBe('genuine');
    expect(messageOf(readBody(JSON.parse(sample.body)))).toMatchObject({
      bookingId: 's1',
      details: { person: { company: 'Sample Company', phone: '+44' } },
    });
  });
});
