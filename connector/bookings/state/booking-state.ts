// Folds all messages about one booking into its present state. Pure, and the same for every order of arrival:
// that is what makes late, repeated and crossing messages harmless.
import { emailKey, noPerson, nothingMore, textOf } from '../booking.ts';
import type { BookingDetails, BookingState, Message, Person } from '../booking.ts';

export type TimedMessage = { message: Message; occurredAt: Date };

/**
 * The state that the messages (in order of arrival) describe, or null while none of them says when the meeting is.
 * Messages about an id that was replaced by a move come before those about its successor, whatever their time: so a
 * cancellation that belongs to a move never cancels, and a canceled booking that is moved comes alive again.
 */
export function foldMessages(messages: readonly TimedMessage[]): BookingState | null {
  const fold = startFold();
  for (const { message, occurredAt } of inOrder(messages)) {
    if (apply(fold, message)) fold.stateAt = occurredAt;
  }
  const { status, details, stateAt } = fold;
  if (!status || !details || !stateAt || details.start === null || details.end === null) return null;
  const toWrite = fold.confirmed || (status === 'canceled' && !fold.requested);
  if (status !== 'scheduled' && status !== 'rescheduled') return { status, details, toWrite, stateAt };
  const attended = fold.noShow.get(null) !== true && fold.noShow.get(emailKey(details.person.email)) !== true;
  return {
    status: attended ? (fold.completed ? 'completed' : status) : 'no_show',
    details,
    toWrite,
    stateAt,
  };
}

/** The ids that a message names: its own first. Where several customers share a meeting, each has ids of its own. */
export function idsOf(message: Message): string[] {
  const { attendee } = message;
  const meetings = meetingIdsOf(message);
  return attendee === undefined ? meetings : meetings.map((id) => `${id}#${attendee}`);
}

/** The same ids without the customer. */
export function meetingIdsOf({ bookingId, previousId, nextId }: Message): string[] {
  return [...new Set([bookingId, previousId, nextId ?? null])].filter((id) => id !== null);
}

/**
 * What a message about a whole meeting says to one of its several customers, or null when it is about others. Who it is,
 * and what he or she answered, is never taken from there: it may be another one's.
 */
export function messageFor(attendee: string, message: Message): Message | null {
  const noShow = message.noShow.filter((each) => each.attendee === undefined || each.attendee === attendee);
  if (message.change === 'attendance' && noShow.length === 0) return null;
  const { details } = message;
  return {
    ...message,
    attendee,
    details: details && {
      ...details,
      ...nothingMore,
      eventType: details.eventType,
      person: noPerson,
      answers: [],
    },
    noShow: noShow.map((each) => ({ email: null, noShow: each.noShow })),
  };
}

type Fold = {
  status: BookingState['status'] | null;
  details: BookingDetails | null;
  stateAt: Date | null;
  /** Id of the meeting that the details describe. */
  bookingId: string | null;
  requested: boolean;
  confirmed: boolean;
  completed: boolean;
  noShow: Map<string | null, boolean>;
  /** Why it was moved, told by the message that its next time comes in another one. */
  moveReason: string | null;
};

function startFold(): Fold {
  return {
    status: null,
    details: null,
    stateAt: null,
    bookingId: null,
    requested: false,
    confirmed: false,
    completed: false,
    noShow: new Map(),
    moveReason: null,
  };
}

/** True when the message counted. */
function apply(fold: Fold, message: Message): boolean {
  const moved = fold.confirmed && fold.bookingId !== message.bookingId;
  switch (message.change) {
    case 'requested':
      // A new time that is only asked for: the confirmed one stays in Salesforce until it is confirmed.
      fold.requested = true;
      if (fold.confirmed) return false;
      fold.status = 'requested';
      break;
    case 'scheduled':
    case 'rescheduled':
      fold.status =
        message.change === 'rescheduled' || moved || stays(fold, message) ? 'rescheduled' : 'scheduled';
      fold.confirmed = true;
      fold.completed = false;
      fold.noShow.clear();
      break;
    case 'canceled':
      fold.status = 'canceled';
      break;
    case 'rejected':
      // Refusing a move ends the meeting too: its time was given up when the move was asked for. The refused time never
      // was one, so only the reason is taken over.
      if (fold.confirmed && fold.details) {
        fold.status = 'canceled';
        fold.details = { ...fold.details, reason: message.details?.reason ?? null };
        return true;
      }
      fold.status = 'rejected';
      break;
    case 'completed':
      if (fold.status === 'canceled' || fold.status === 'rejected') return false;
      fold.completed = true;
      noteAttendance(fold, message);
      confirm(fold);
      break;
    case 'attendance':
      noteAttendance(fold, message);
      if (message.details) confirm(fold);
      break;
    case 'updated':
      if (message.details) confirm(fold);
      break;
  }
  if (message.details) fold.details = mergeDetails(fold, message, message.details);
  return true;
}

function noteAttendance(fold: Fold, message: Message): void {
  for (const { email, noShow } of message.noShow) fold.noShow.set(emailKey(email), noShow);
}

/** A copy of the first message after a move of the same id must not turn "rescheduled" back. */
function stays(fold: Fold, message: Message): boolean {
  return fold.status === 'rescheduled' && fold.bookingId === message.bookingId;
}

/** What took place, or was changed, was confirmed before, though that message never reached us. */
function confirm(fold: Fold): void {
  fold.confirmed = true;
  if (fold.status === null || fold.status === 'requested') fold.status = 'scheduled';
}

function mergeDetails(fold: Fold, message: Message, next: BookingDetails): BookingDetails {
  const { change, bookingId, nextId } = message;
  const before = fold.details;
  const same = fold.bookingId === bookingId;
  fold.bookingId = bookingId;
  // Why it will be moved belongs to the move, which is another message.
  if (nextId !== undefined) fold.moveReason = next.reason;
  if (before === null) return nextId === undefined ? next : { ...next, reason: null };
  const decides = change !== 'updated' && change !== 'attendance' && change !== 'completed';
  const staysThere = same && (next.location === null || next.location === before.location);
  return {
    start: next.start ?? before.start,
    end: next.end ?? before.end,
    timeZone: next.timeZone ?? before.timeZone,
    title: next.title ?? before.title,
    description: next.description ?? before.description,
    // Links and places of a meeting that was moved under another id are no longer true.
    location: next.location ?? (same ? before.location : null),
    joinUrl: next.joinUrl ?? (staysThere ? before.joinUrl : null),
    rescheduleUrl: next.rescheduleUrl ?? (same ? before.rescheduleUrl : null),
    cancelUrl: next.cancelUrl ?? (same ? before.cancelUrl : null),
    person: mergePerson(before.person, next.person),
    host: next.host ?? before.host,
    answers: next.answers.length > 0 ? next.answers : before.answers,
    eventType: next.eventType ?? before.eventType,
    guests: next.guests.length > 0 ? next.guests : before.guests,
    utm: { ...before.utm, ...next.utm },
    hidden: { ...before.hidden, ...next.hidden },
    recordIds: next.recordIds.length > 0 ? next.recordIds : before.recordIds,
    reason: decides
      ? (next.reason ?? (same ? null : fold.moveReason))
      : nextId === undefined
        ? (next.reason ?? before.reason)
        : before.reason,
  };
}

function mergePerson(before: Person, next: Person): Person {
  // Another address is another person: nothing of the first may stick to it.
  const same =
    next.email === null || before.email === null || emailKey(next.email) === emailKey(before.email);
  const { name, firstName, lastName, email, phone, company } = same ? before : noPerson;
  const renamed = textOf(next.name) !== null || textOf(next.lastName) !== null;
  return {
    name: renamed ? next.name : name,
    firstName: renamed ? next.firstName : firstName,
    lastName: renamed ? next.lastName : lastName,
    email: next.email ?? email,
    phone: next.phone ?? phone,
    company: next.company ?? company,
  };
}

function inOrder(messages: readonly TimedMessage[]): TimedMessage[] {
  const previousOf = new Map<string, string>();
  for (const { message } of messages) {
    if (message.previousId !== null && message.previousId !== message.bookingId) {
      previousOf.set(message.bookingId, message.previousId);
    }
    if (message.nextId !== undefined && message.nextId !== message.bookingId) {
      previousOf.set(message.nextId, message.bookingId);
    }
  }
  const moves = (id: string): number => {
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = previousOf.get(at))
      seen.add(at);
    return seen.size;
  };
  // Sorting is stable: messages of the same moment stay in the order of arrival, but nothing comes before it is booked.
  return messages
    .map((each) => ({ each, moves: moves(each.message.bookingId) }))
    .toSorted(
      (a, b) =>
        a.moves - b.moves ||
        a.each.occurredAt.getTime() - b.each.occurredAt.getTime() ||
        rankOf(a.each.message) - rankOf(b.each.message),
    )
    .map(({ each }) => each);
}

function rankOf({ change }: Message): number {
  return change === 'requested' || change === 'scheduled' ? 0 : 1;
}
