// "Next try in 4 minutes". A moment that has just passed is one that comes at once: nobody tries in the past.
import { useRelativeTime } from '../parts/relative-time.tsx';
import { useTexts } from '../texts/texts.tsx';

const soonMs = 6_000;

export function useNextTry(): (at: string) => string {
  const t = useTexts('health');
  const tell = useRelativeTime();
  return (at) => {
    const next = Math.max(new Date(at).getTime(), Date.now() + soonMs);
    return t('until', { when: tell(new Date(next).toISOString()) });
  };
}
