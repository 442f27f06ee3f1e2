// The words for a booking's status (what the meeting is) and for where it stands on its way to Salesforce.
import type { BookingRow } from '../api.ts';
import type { Mark } from '../parts/state-word.tsx';
import type { Tone } from '../parts/tone.ts';

export const statusWords: Record<BookingRow['status'], string> = {
  requested: 'Requested',
  scheduled: 'Scheduled',
  rescheduled: 'Rescheduled',
  canceled: 'Canceled',
  rejected: 'Rejected',
  completed: 'Completed',
  no_show: 'No-show',
};

export const syncWords: Record<BookingRow['sync'], { word: string; tone: Tone; mark: Mark }> = {
  none: { word: 'Nothing to write', tone: 'quiet', mark: 'none' },
  pending: { word: 'Writing soon', tone: 'info', mark: 'working' },
  claimed: { word: 'Writing', tone: 'info', mark: 'working' },
  waiting: { word: 'Waiting', tone: 'warn', mark: 'waiting' },
  parked: { word: 'Parked', tone: 'bad', mark: 'attention' },
  done: { word: 'In Salesforce', tone: 'good', mark: 'done' },
};

export function isUnderWay(sync: BookingRow['sync']): boolean {
  return sync === 'pending' || sync === 'claimed';
}

/** What a record is called in a sentence; Salesforce's names of our own objects end in __c. */
export function recordWord(type: string): string {
  return type.replace(/__c$/, '').replaceAll('_', ' ');
}

export function titleWord(title: string): string {
  return title === '' ? 'Meeting without a title' : title;
}

export function personWord({ name, email }: BookingRow['person']): string {
  return name || email || 'Somebody without a name';
}
