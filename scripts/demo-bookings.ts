// The bookings of the demo: each person books once; some reschedule, some cancel, and every webhook comes twice.
import { createHmac, randomUUID } from 'node:crypto';

export type Source = { id: string; kind: 'cal-com' | 'generic'; address: string; secret: string };

/** One booking as it was sent: what must stand in the org at the end, once. */
export type SentBooking = {
  email: string;
  /** Start as it was last sent, ISO 8601 in UTC. */
  startsAt: string;
  status: 'Scheduled' | 'Rescheduled' | 'Canceled';
};

export type Delivery = { source: Source; body: Record<string, unknown> };

const firstNames = ['Ada', 'Bela', 'Chidi', 'Dana', 'Emre', 'Fumiko', 'Goran', 'Hanna'];

/** A new booking and what follows it (`none`, a new time, a cancellation), as its source would send it. */
export function bookingDeliveries(
  source: Source,
  number: number,
  follow: 'none' | 'reschedule' | 'cancel',
  now: Date,
): { booked: Delivery; followed: Delivery | null; expected: SentBooking } {
  const firstName = firstNames[number % firstNames.length] ?? 'Ada';
  const email = `${firstName.toLowerCase()}.${randomUUID().slice(0, 8)}@customer.example`;
  const start = new Date(Math.floor(now.getTime() / 60_000) * 60_000 + (number + 1) * 86_400_000);
  const later = new Date(start.getTime() + 2 * 3_600_000);
  const make = source.kind === 'cal-com' ? calComBodies : genericBodies;
  const bodies = make({ id: randomUUID(), number, firstName, email, start, later, now });
  return {
    booked: { source, body: bodies.booked },
    followed:
      follow === 'none' ? null : { source, body: follow === 'cancel' ? bodies.canceled : bodies.rescheduled },
    expected: {
      email,
      startsAt: (follow === 'reschedule' ? later : start).toISOString(),
      status: follow === 'none' ? 'Scheduled' : follow === 'cancel' ? 'Canceled' : 'Rescheduled',
    },
  };
}

type Facts = {
  id: string;
  number: number;
  firstName: string;
  email: string;
  start: Date;
  later: Date;
  now: Date;
};
type Bodies = Record<'booked' | 'rescheduled' | 'canceled', Record<string, unknown>>;

const halfHourMs = 30 * 60_000;

function genericBodies(facts: Facts): Bodies {
  const body = (type: string, start: Date, afterMs: number, more: Record<string, unknown> = {}) => ({
    id: facts.id,
    type,
    occurredAt: new Date(facts.now.getTime() + afterMs).toISOString(),
    title: `Intro call ${facts.number + 1}`,
    start: start.toISOString(),
    end: new Date(start.getTime() + halfHourMs).toISOString(),
    timeZone: 'Europe/Berlin',
    person: { firstName: facts.firstName, lastName: 'Example', email: facts.email, company: 'Customer Ltd' },
    host: { name: 'Rae Host', email: 'rae.host@acme.example' },
    ...more,
  });
  return {
    booked: body('scheduled', facts.start, 0),
    rescheduled: body('rescheduled', facts.later, 1000),
    canceled: body('canceled', facts.start, 1000, { reason: 'No longer needed' }),
  };
}

/** Field names: Cal.com's webhook guide, https://cal.com/docs/developing/guides/automation/webhooks (seen 2026-11). */
function calComBodies(facts: Facts): Bodies {
  const nextUid = randomUUID();
  const body = (
    triggerEvent: string,
    uid: string,
    start: Date,
    afterMs: number,
    more: Record<string, unknown> = {},
  ) => ({
    triggerEvent,
    createdAt: new Date(facts.now.getTime() + afterMs).toISOString(),
    payload: {
      uid,
      bookingId: 1000 + facts.number,
      type: 'intro-call',
      title: `Intro call between Host and ${facts.firstName}`,
      eventTitle: 'Intro call',
      startTime: start.toISOString(),
      endTime: new Date(start.getTime() + halfHourMs).toISOString(),
      organizer: { name: 'Rae Host', email: 'rae.host@acme.example', timeZone: 'Europe/Berlin' },
      attendees: [{ name: `${facts.firstName} Example`, email: facts.email, timeZone: 'Europe/Berlin' }],
      location: 'https://meet.example/intro',
      ...more,
    },
  });
  return {
    booked: body('BOOKING_CREATED', facts.id, facts.start, 0, { status: 'ACCEPTED' }),
    rescheduled: body('BOOKING_RESCHEDULED', nextUid, facts.later, 1000, {
      status: 'ACCEPTED',
      rescheduleUid: facts.id,
    }),
    canceled: body('BOOKING_CANCELLED', facts.id, facts.start, 1000, {
      status: 'CANCELLED',
      cancellationReason: 'No longer needed',
    }),
  };
}

/** Posts one webhook as its source does: signed, or with the API key. Throws unless it is acknowledged with 202. */
export async function deliver(delivery: Delivery): Promise<void> {
  const text = JSON.stringify(delivery.body);
  const { kind, secret, address } = delivery.source;
  const proof: Record<string, string> =
    kind === 'cal-com'
      ? { 'x-cal-signature-256': createHmac('sha256', secret).update(text).digest('hex') }
      : { authorization: `Bearer ${secret}` };
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...proof },
    body: text,
  });
  if (response.status !== 202)
    throw new Error(`The webhook answered ${response.status}: ${await response.text()}`);
}
