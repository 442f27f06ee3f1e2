// Unit of the stage `inbox`: messages fold into one state, the same for every order of arrival.
import { describe, expect, test } from '@jest/globals';
import { foldMessages } from '../bookings/state/booking-state.ts';
import type { TimedMessage } from '../bookings/state/booking-state.ts';
import { noPerson, nothingMore } from '../bookings/booking.ts';
import type { BookingDetails, Change, Message } from '../bookings/booking.ts';

const person = { ...noPerson, name: 'Gail Guest', email: 'Gail@customer.example' };

function details(hour: number, more: Partial<BookingDetails> = {}): BookingDetails {
  return {
    ...nothingMore,
    start: `2026-04-01T${String(hour).padStart(2, '0')}:00:00.000Z`,
    end: `2026-04-01T${String(hour).padStart(2, '0')}:30:00.000Z`,
    timeZone: null,
    title: 'Strategy session',
    description: null,
    location: null,
    joinUrl: null,
    rescheduleUrl: null,
    cancelUrl: null,
    person,
    host: null,
    answers: [],
    reason: null,
    ...more,
  };
}

function at(minute: number, change: Change, id: string, more: Partial<Message> = {}): TimedMessage {
  return {
    occurredAt: new Date(Date.UTC(2026, 2, 1, 9, minute)),
    message: { change, bookingId: id, previousId: null, details: details(9), noShow: [], ...more },
  };
}

const noShow = (email: string | null, is: boolean): Partial<Message> => ({
  details: null,
  noShow: [{ email, noShow: is }],
});

function orders<T>(list: readonly T[]): T[][] {
  return list.length < 2
    ? [[...list]]
    : list.flatMap((first, index) =>
        orders(list.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
      );
}

type Story = {
  messages: TimedMessage[];
  status: string;
  toWrite?: boolean;
  hour?: number;
  reason?: string | null;
};

const stories: Record<string, Story> = {
  'booked, moved under new ids twice': {
    messages: [
      at(0, 'scheduled', 'u1'),
      at(1, 'rescheduled', 'u2', { previousId: 'u1', details: details(11) }),
      at(2, 'rescheduled', 'u3', { previousId: 'u2', details: details(13, { reason: 'Later' }) }),
    ],
    status: 'rescheduled',
    hour: 13,
    reason: 'Later',
  },
  'a cancellation of the replaced id with a later time': {
    messages: [
      at(0, 'scheduled', 'u1'),
      at(1, 'rescheduled', 'u2', { previousId: 'u1', details: details(11) }),
      at(9, 'canceled', 'u1', { details: details(9, { reason: 'Moved' }) }),
    ],
    status: 'rescheduled',
    hour: 11,
    reason: null,
  },
  'canceled, because the host asks for another time, then moved': {
    messages: [
      at(0, 'scheduled', 'u1'),
      at(1, 'canceled', 'u1'),
      at(2, 'rescheduled', 'u2', { previousId: 'u1', details: details(11) }),
    ],
    status: 'rescheduled',
    hour: 11,
  },
  'a move that has to be confirmed': {
    messages: [
      at(0, 'scheduled', 'u1'),
      at(1, 'requested', 'u2', { previousId: 'u1', details: details(11) }),
      at(2, 'scheduled', 'u2', { details: details(11) }),
    ],
    status: 'rescheduled',
    hour: 11,
  },
  'a move that was only asked for': {
    messages: [
      at(0, 'scheduled', 'u1'),
      at(1, 'requested', 'u2', { previousId: 'u1', details: details(11) }),
    ],
    status: 'scheduled',
    hour: 9,
  },
  'a move that was refused': {
    messages: [
      at(0, 'scheduled', 'u1'),
      at(1, 'requested', 'u2', { previousId: 'u1' }),
      at(2, 'rejected', 'u2', { details: details(11, { reason: 'No time' }) }),
    ],
    status: 'canceled',
    reason: 'No time',
  },
  'asked for and refused': {
    messages: [at(0, 'requested', 'u1'), at(1, 'rejected', 'u1')],
    status: 'rejected',
    toWrite: false,
  },
  'asked for and withdrawn': {
    messages: [at(0, 'requested', 'u1'), at(1, 'canceled', 'u1')],
    status: 'canceled',
    toWrite: false,
  },
  'only a cancellation': { messages: [at(1, 'canceled', 'u1')], status: 'canceled', toWrite: true },
  'took place, and the person was there': {
    messages: [at(0, 'scheduled', 'u1'), at(5, 'completed', 'u1')],
    status: 'completed',
  },
  'took place without the person': {
    messages: [
      at(0, 'scheduled', 'u1'),
      at(4, 'attendance', 'u1', noShow('gail@CUSTOMER.example', true)),
      at(5, 'completed', 'u1'),
    ],
    status: 'no_show',
  },
  'marked absent by mistake': {
    messages: [
      at(0, 'scheduled', 'u1'),
      at(4, 'attendance', 'u1', noShow('gail@customer.example', true)),
      at(5, 'completed', 'u1'),
      at(6, 'attendance', 'u1', noShow('gail@customer.example', false)),
    ],
    status: 'completed',
  },
  'a guest was absent': {
    messages: [at(0, 'scheduled', 'u1'), at(4, 'attendance', 'u1', noShow('other@customer.example', true))],
    status: 'scheduled',
  },
  'canceled, and the time passed': {
    messages: [at(0, 'scheduled', 'u1'), at(1, 'canceled', 'u1'), at(5, 'completed', 'u1')],
    status: 'canceled',
  },
  'ids that name each other in a circle': {
    messages: [
      at(0, 'scheduled', 'u1', { previousId: 'u2' }),
      at(1, 'rescheduled', 'u2', { previousId: 'u1', details: details(11) }),
    ],
    status: 'rescheduled',
    hour: 11,
  },
};

describe.each(Object.entries(stories))(
  '%s',
  (_name, { messages, status, toWrite = true, hour = 9, reason = null }) => {
    test(`ends as ${status} in every order of arrival`, () => {
      for (const order of orders(messages)) {
        const state = foldMessages(order);
        const { start, reason: said } = state?.details ?? details(0);
        expect(state).toMatchObject({ status, toWrite });
        expect(new Date(start ?? '').getUTCHours()).toBe(hour);
        expect(said).toBe(reason);
      }
    });

    test('is not changed by a second copy of any message', () => {
      const once = foldMessages(messages);
      for (const copy of messages) expect(foldMessages([...messages, copy])).toEqual(once);
    });
  },
);

describe('details', () => {
  test('what a later message leaves out stays, but not the links of a meeting that was moved away', () => {
    const first = details(9, {
      joinUrl: 'https://meet.example/1',
      location: 'Room 1',
      answers: [{ label: 'a', value: 'b' }],
    });
    const canceled = foldMessages([
      at(0, 'scheduled', 'u1', { details: first }),
      at(1, 'canceled', 'u1', { details: details(9) }),
    ]);
    expect(canceled?.details).toMatchObject({ joinUrl: 'https://meet.example/1', location: 'Room 1' });
    const moved = foldMessages([
      at(0, 'scheduled', 'u1', { details: first }),
      at(1, 'rescheduled', 'u2', { previousId: 'u1', details: details(11) }),
    ]);
    expect(moved?.details).toMatchObject({
      joinUrl: null,
      location: null,
      answers: [{ label: 'a', value: 'b' }],
    });
  });

  test('another address is another person: nothing of the first sticks to it', () => {
    const first = details(9, { person: { ...person, phone: '+49 30 1', company: 'Guest Ltd' } });
    const second = details(9, { person: { ...noPerson, name: 'Omar', email: 'omar@customer.example' } });
    const state = foldMessages([
      at(0, 'scheduled', 'u1', { details: first }),
      at(1, 'updated', 'u1', { details: second }),
    ]);
    expect(state?.details.person).toEqual({ ...noPerson, name: 'Omar', email: 'omar@customer.example' });
  });

  test('without a message that says when, there is no state yet', () => {
    expect(foldMessages([at(0, 'attendance', 'u1', noShow(null, true))])).toBeNull();
    expect(foldMessages([])).toBeNull();
  });
});
