// The sentence: how the bookings are, what becomes of them, and the way to what can be done.
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { announce } from '../parts/announce.ts';
import { Notice } from '../parts/notice.tsx';
import { useRelativeTime } from '../parts/relative-time.tsx';
import { useTexts } from '../texts/texts.tsx';
import type { Health } from './health-api.ts';
import { useNextTry } from './next-try.ts';

const ways = {
  not_connected: ['toConnection', '/setup/api-connection'],
  reconnect: ['toConnection', '/setup/api-connection'],
  needs_attention: ['toConnection', '/setup/api-connection'],
  paused_by_user: ['toSources', '/sources'],
  limit: ['toBookings', '/bookings?state=waiting'],
  unavailable: ['toBookings', '/bookings?state=waiting'],
  parked: ['toBookings', '/bookings?state=parked'],
  late: ['toBookings', '/bookings?state=waiting'],
  on_their_way: ['toBookings', '/bookings?state=waiting'],
  all_written: null,
  nothing_yet: ['toSources', '/sources'],
} as const;

const ofPause = new Set<string>(['limit', 'unavailable']);
const ofAge = new Set<string>(['late', 'on_their_way']);
/** Sentences in whose title the number stands already. */
const ofNumber = new Set<string>(['on_their_way']);

export function HealthSentence({ sentence }: { sentence: Health['sentence'] }) {
  const t = useTexts('health');
  const tell = useRelativeTime();
  const tellNextTry = useNextTry();
  const { code, tone, waiting, parked, at } = sentence;
  const way = ways[code];
  const title = t(`sentence.${code}`, { waiting, parked });
  useAnnouncedChange(code, title);
  const more = [
    t(`more.${code}`),
    waiting > 0 && !ofNumber.has(code) && t('waitingMore', { waiting }),
    at !== null && code === 'all_written' && t('lastWritten', { when: tell(at) }),
    at !== null && ofAge.has(code) && t('oldest', { when: tell(at) }),
    at !== null && ofPause.has(code) && tellNextTry(at),
  ];
  return (
    <Notice
      tone={tone}
      title={title}
      actions={
        way && (
          <Button component={Link} to={way[1]} variant="default" size="sm">
            {t(way[0])}
          </Button>
        )
      }
    >
      <p>{more.filter(Boolean).join(' ')}</p>
    </Notice>
  );
}

/** Said when it becomes another sentence, and not with every minute that passes. */
function useAnnouncedChange(code: string, title: string): void {
  const before = useRef(code);
  useEffect(() => {
    if (before.current !== code) announce(title);
    before.current = code;
  }, [code, title]);
}
