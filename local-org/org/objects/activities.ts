// Events and tasks: the times of an event, which persons and records an activity may belong to, what follows a task's
// status. Facts: object reference, Event and Task (v67, read 2026-11-23); where Salesforce's own text of an error is not
// known, README.md says so.

import { requiredMissing } from '../write/checks.ts';
import { isChanged, recordOf } from '../engine.ts';
import type { Draft } from '../engine.ts';
import { orgError } from '../errors.ts';
import { formatDatetime, parseDatetime } from '../values.ts';
import type { Value } from '../values.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export function prepareEvent(draft: Draft) {
  const { before, after } = draft;
  refuseRecurrence(draft);
  relate(draft);
  if (before === null) after['EventSubtype'] ??= 'Event';
  after['GroupEventType'] ??= '0';
  if (after['IsAllDayEvent'] === true) setWholeDays(draft);
  else setTimes(draft);
}

/** Start, end and duration of a timed event always agree; of the three, the request may leave one out. */
function setTimes(draft: Draft) {
  const { before, after, given } = draft;
  const startName =
    given.has('StartDateTime') || !given.has('ActivityDateTime') ? 'StartDateTime' : 'ActivityDateTime';
  const start = timeOf(after[startName]);
  if (start === undefined) throw requiredMissing(['StartDateTime']);
  const duration = numberOf(after['DurationInMinutes']);
  const end = timeOf(after['EndDateTime']);
  const givesEnd = given.has('EndDateTime') && end !== undefined;
  const givesDuration = given.has('DurationInMinutes') && duration !== undefined;
  if (before === null && !givesEnd && !givesDuration) throw requiredMissing(['EndDateTime']);
  // When only the start moves, the event keeps its length.
  const minutes = givesEnd ? (end - start) / minuteMs : (duration ?? 0);
  if (minutes < 0) {
    throw orgError(400, 'FIELD_INTEGRITY_EXCEPTION', 'Event duration can not be negative', ['EndDateTime']);
  }
  if (givesEnd && givesDuration && minutes !== duration) {
    throw orgError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'EndDateTime and DurationInMinutes do not agree', [
      'DurationInMinutes',
    ]);
  }
  write(draft, start, start + minutes * minuteMs, minutes);
  after['ActivityDateTime'] = formatDatetime(new Date(start));
}

/** An all-day event lasts from midnight (UTC) of its first day to midnight of its last one. */
function setWholeDays(draft: Draft) {
  const { after, given } = draft;
  const startText = given.has('ActivityDate') || !given.has('StartDateTime') ? after['ActivityDate'] : null;
  const start =
    typeof startText === 'string' ? Date.parse(`${startText}T00:00:00Z`) : timeOf(after['StartDateTime']);
  if (start === undefined) throw requiredMissing(['ActivityDate']);
  const midnight = start - (start % dayMs);
  const duration = given.has('DurationInMinutes') ? numberOf(after['DurationInMinutes']) : undefined;
  const end = given.has('EndDateTime') ? timeOf(after['EndDateTime']) : undefined;
  const days =
    duration !== undefined
      ? Math.max(1, Math.ceil(duration / (24 * 60)))
      : end !== undefined
        ? Math.max(1, Math.floor((end - midnight) / dayMs) + 1)
        : 1;
  write(draft, midnight, midnight + (days - 1) * dayMs, days * 24 * 60);
  after['ActivityDateTime'] = formatDatetime(new Date(midnight));
}

function write({ after }: Draft, start: number, end: number, minutes: number) {
  after['StartDateTime'] = formatDatetime(new Date(start));
  after['EndDateTime'] = formatDatetime(new Date(end));
  after['DurationInMinutes'] = minutes;
  after['ActivityDate'] = new Date(start).toISOString().slice(0, 10);
  after['EndDate'] = new Date(end).toISOString().slice(0, 10);
}

export function prepareTask(draft: Draft) {
  const { engine, before, after } = draft;
  refuseRecurrence(draft);
  relate(draft);
  if (before === null) after['TaskSubtype'] ??= 'Task';
  after['IsHighPriority'] = after['Priority'] === 'High';
  if (!isChanged(draft, 'Status')) return;
  const isClosed = after['Status'] === 'Completed';
  if (isClosed && before?.['IsClosed'] !== true) after['CompletedDateTime'] = formatDatetime(engine.now());
  if (!isClosed) after['CompletedDateTime'] = null;
  after['IsClosed'] = isClosed;
}

function relate(draft: Draft) {
  const { engine, after } = draft;
  const who = recordOf(engine, after['WhoId']);
  const what = recordOf(engine, after['WhatId']);
  if (who?.sObject.name === 'Lead' && what !== undefined) {
    throw orgError(400, 'FIELD_INTEGRITY_EXCEPTION', 'Related To ID: a lead excludes it', [
      'WhoId',
      'WhatId',
    ]);
  }
  // The account comes from what the activity is about, else from the contact.
  const account: Value =
    what?.sObject.name === 'Account'
      ? (what.record['Id'] ?? null)
      : what?.sObject.name === 'Opportunity'
        ? (what.record['AccountId'] ?? null)
        : who?.sObject.name === 'Contact'
          ? (who.record['AccountId'] ?? null)
          : null;
  after['AccountId'] = account;
}

/** A series would make further records; the org does not run that, and must not look as if it did. */
function refuseRecurrence({ sObject, after }: Draft) {
  if (after['IsRecurrence'] === true || (after['Recurrence2PatternText'] ?? null) !== null) {
    throw orgError(501, 'NOT_IMPLEMENTED', `The local org does not run recurrence of ${sObject.name}.`);
  }
}

function timeOf(value: Value | undefined): number | undefined {
  return typeof value === 'string' ? parseDatetime(value)?.getTime() : undefined;
}

function numberOf(value: Value | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
