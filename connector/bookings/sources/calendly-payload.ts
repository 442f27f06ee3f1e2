// Reads an invitee with its meeting, as Calendly's webhooks and its API give it, into our words.
import { z } from 'zod';
import { noPerson, nothingMore, textOf } from '../booking.ts';
import type { BookingDetails, Person } from '../booking.ts';
import { namesRecord, recordIdsIn, sortLinkValues } from './link-values.ts';
import { instant, maxIdLength, webLink } from './source-reader.ts';

const anyText = z.unknown().optional().transform(textOf);
const address = z.string().min(1).max(maxIdLength);
const otherAddress = anyText.pipe(z.string().max(maxIdLength).nullable());
const someInstant = instant
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

export const meetingSchema = z
  .looseObject({
    uri: anyText,
    name: anyText,
    status: anyText,
    start_time: instant,
    end_time: instant,
    event_type: anyText,
    meeting_notes_plain: anyText,
    updated_at: someInstant,
    location: z
      .looseObject({ type: anyText, location: anyText, join_url: anyText, additional_info: anyText })
      .nullish()
      .catch(null),
    event_memberships: z
      .array(z.looseObject({ user_email: anyText, user_name: anyText }))
      .nullish()
      .catch(null),
    event_guests: z
      .array(z.looseObject({ email: anyText }))
      .nullish()
      .catch(null),
  })
  // Calendly's own examples end when they start.
  .refine((meeting) => meeting.end_time >= meeting.start_time, {
    path: ['end_time'],
    message: 'must not be before start_time',
  });

/** Without its meeting, as the API lists invitees. */
export const inviteeAloneSchema = z.looseObject({
  uri: address,
  name: anyText,
  first_name: anyText,
  last_name: anyText,
  email: anyText,
  status: anyText,
  timezone: anyText,
  created_at: someInstant,
  updated_at: someInstant,
  questions_and_answers: z
    .array(z.looseObject({ question: anyText, answer: anyText }))
    .nullish()
    .catch(null),
  text_reminder_number: anyText,
  tracking: z.record(z.string(), z.unknown()).nullish().catch(null),
  rescheduled: z
    .unknown()
    .optional()
    .transform((value) => value === true),
  old_invitee: otherAddress,
  new_invitee: otherAddress,
  cancel_url: anyText,
  reschedule_url: anyText,
  cancellation: z.looseObject({ reason: anyText, created_at: someInstant }).nullish().catch(null),
  no_show: z.looseObject({ uri: anyText, created_at: someInstant }).nullish().catch(null),
});

export const inviteeSchema = inviteeAloneSchema.extend({ scheduled_event: meetingSchema });
export type Invitee = z.infer<typeof inviteeSchema>;

export function detailsOf(invitee: Invitee, parameter: string | null): BookingDetails {
  const meeting = invitee.scheduled_event;
  const answers = (invitee.questions_and_answers ?? []).flatMap(({ question, answer }) =>
    question === null || answer === null ? [] : [{ label: question, value: answer, key: question }],
  );
  const link = sortLinkValues(invitee.tracking ?? {}, parameter);
  const named = answers.filter(({ label }) => namesRecord(label, parameter));
  const host = meeting.event_memberships?.[0];
  return {
    ...nothingMore,
    start: meeting.start_time,
    end: meeting.end_time,
    timeZone: invitee.timezone,
    title: meeting.name,
    description: meeting.meeting_notes_plain,
    location: placeOf(invitee),
    joinUrl: webLink(meeting.location?.join_url ?? null) ?? webLink(meeting.location?.location ?? null),
    rescheduleUrl: webLink(invitee.reschedule_url),
    cancelUrl: webLink(invitee.cancel_url),
    person: personOf(invitee, answers),
    host: host ? { name: host.user_name, email: host.user_email } : null,
    answers: answers.filter((answer) => !named.includes(answer)),
    eventType:
      meeting.event_type === null || meeting.name === null
        ? null
        : { key: lastPart(meeting.event_type), name: meeting.name },
    guests: (meeting.event_guests ?? []).flatMap(({ email }) =>
      email === null ? [] : [{ name: null, email }],
    ),
    utm: link.utm,
    hidden: link.hidden,
    recordIds: [...new Set([...link.recordIds, ...named.flatMap(({ value }) => recordIdsIn(value))])],
    reason: null,
  };
}

type Answer = { label: string; value: string };

function personOf(invitee: Invitee, answers: readonly Answer[]): Person {
  const { location } = invitee.scheduled_event;
  const answer = (label: RegExp): string | null =>
    answers.find((each) => label.test(each.label.trim()))?.value ?? null;
  return {
    ...noPerson,
    name: invitee.name,
    firstName: invitee.first_name,
    lastName: invitee.last_name,
    email: invitee.email,
    phone:
      invitee.text_reminder_number ??
      (location?.type === 'outbound_call' ? location.location : null) ??
      answer(/^(your |mobile |cell )?(phone|mobile|telephone|telefon)( ?(number|nummer))?\W*$/i),
    company: answer(/^(your )?(company|organi[sz]ation|firma|unternehmen)( name)?\W*$/i),
  };
}

const callTools: Record<string, string> = {
  zoom: 'Zoom',
  zoom_conference: 'Zoom',
  google_conference: 'Google Meet',
  microsoft_teams_conference: 'Microsoft Teams',
  gotomeeting: 'GoTo Meeting',
  gotomeeting_conference: 'GoTo Meeting',
  webex: 'Webex',
  webex_conference: 'Webex',
};

function placeOf({ scheduled_event: { location } }: Invitee): string | null {
  if (!location) return null;
  const tool = callTools[location.type ?? ''];
  if (tool !== undefined) return tool;
  const isCall = location.type === 'outbound_call' || location.type === 'inbound_call';
  if (isCall) return location.location === null ? 'Phone call' : `Phone call: ${location.location}`;
  return location.location;
}

/** The id at the end of an address of Calendly's API. */
export function lastPart(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}
