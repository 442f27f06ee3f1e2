// The words for a booking's status (what the meeting is) and for where it stands on its way to Salesforce.
import type { Mark } from '../parts/state-word.tsx';
import type { Tone } from '../parts/tone.ts';
import { useTexts } from '../texts/texts.tsx';
import type { BookingRow } from './bookings-api.ts';

export const syncLooks: Record<BookingRow['sync'], { tone: Tone; mark: Mark }> = {
  none: { tone: 'quiet', mark: 'none' },
  pending: { tone: 'info', mark: 'working' },
  claimed: { tone: 'info', mark: 'working' },
  waiting: { tone: 'warn', mark: 'waiting' },
  parked: { tone: 'bad', mark: 'attention' },
  done: { tone: 'good', mark: 'done' },
};

export function isUnderWay(sync: BookingRow['sync']): boolean {
  return sync === 'pending' || sync === 'claimed';
}

/** What a record is called in a sentence; Salesforce's names of our own objects end in __c. */
export function recordWord(type: string): string {
  return type.replace(/__c$/, '').replaceAll('_', ' ');
}

/** What a booking is called that came without a title or a name. */
export function useNames() {
  const t = useTexts('bookings');
  return {
    title: (title: string) => (title === '' ? t('noTitle') : title),
    person: ({ name, email }: BookingRow['person']) => name || email || t('noName'),
  };
}

/** Problems that are the same for every booking are worded here; the others name what Salesforce said. */
const worded = [
  'not_connected',
  'reconnect_needed',
  'paused_by_user',
  'connection_needs_attention',
  'internal_error',
  'salesforce_unavailable',
  'salesforce_timeout',
  'salesforce_request_limit_exceeded',
] as const;

export function useProblemWords() {
  const t = useTexts('bookings');
  return (problem: { code: string; message: string; fix?: string | null | undefined }) => {
    const code = worded.find((each) => each === problem.code);
    return code === undefined
      ? { message: problem.message, fix: problem.fix ?? null, ours: false }
      : { message: t(`problems.${code}.message`), fix: t(`problems.${code}.fix`), ours: true };
  };
}
