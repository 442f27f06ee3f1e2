// What the stage `inbox` tells about a message, in plain sentences: the first lines of a booking's story.
import { isDeepStrictEqual } from 'node:util';
import type { BookingStatus } from '../../store/schema.ts';
import type { BookingDetails, BookingState } from '../booking.ts';

type Known = { status: BookingStatus; details: BookingDetails };

/** `before`: what was known of the booking until now. */
export function tellState(before: Known | null, { status, details, toWrite }: BookingState): string {
  const kept = toWrite ? '' : ' Nothing is written to Salesforce for now.';
  const reason = details.reason === null ? '' : ` Reason: ${shorten(details.reason)}`;
  const others = before?.status === status && before.details.start === details.start;
  const what = others ? tellChanges(before.details, details) : tellStatus(status, details);
  return `${what}${kept}${reason}`;
}

function tellStatus(status: BookingStatus, details: BookingDetails): string {
  const time = tellTime(details.start, details.timeZone);
  switch (status) {
    case 'requested':
      return `Asked for ${time}, not confirmed yet.`;
    case 'scheduled':
      return `Booked for ${time}.`;
    case 'rescheduled':
      return `Moved to ${time}.`;
    case 'canceled':
      return `Canceled; it was booked for ${time}.`;
    case 'rejected':
      return `Declined by the host; it was asked for ${time}.`;
    case 'completed':
      return `The meeting of ${time} took place.`;
    case 'no_show':
      return `The person did not come to the meeting of ${time}.`;
  }
}

const names: Partial<Record<keyof BookingDetails, string>> = {
  end: 'the end',
  timeZone: 'the time zone',
  title: 'the title',
  description: 'the description',
  location: 'the place',
  joinUrl: 'the link to join',
  person: 'the person',
  host: 'the host',
  answers: 'the answers',
};

function tellChanges(before: BookingDetails, now: BookingDetails): string {
  const changed = Object.entries(now).flatMap(([key, value]) => {
    const name = Object.entries(names).find(([field]) => field === key)?.[1];
    const old: unknown = Object.entries(before).find(([field]) => field === key)?.[1];
    return name === undefined || isDeepStrictEqual(old, value) ? [] : [name];
  });
  return changed.length === 0
    ? 'The scheduling tool sent more about it.'
    : `The scheduling tool changed ${changed.join(', ')}.`;
}

/** In the booking's own zone, e.g. "Thu, 5 Mar 2026, 10:00 (Europe/Berlin)"; in UTC when it names none that is known. */
export function tellTime(iso: string | null, timeZone: string | null): string {
  if (iso === null) return 'an unknown time';
  const zone = timeZone !== null && isZone(timeZone) ? timeZone : 'UTC';
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  });
  return `${format.format(new Date(iso))} (${zone})`;
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function shorten(text: string): string {
  return text.length <= 255 ? text : `${text.slice(0, 254).toWellFormed()}…`;
}
