// "4 minutes ago", with the exact time and zone on hover and on focus. Words refresh by themselves.
import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type Language, useLanguage } from '../texts/texts.tsx';

const momentFormat: Intl.DateTimeFormatOptions = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
};
const relativeOf: Record<Language, Intl.RelativeTimeFormat> = {
  en: new Intl.RelativeTimeFormat('en', { numeric: 'auto' }),
  de: new Intl.RelativeTimeFormat('de', { numeric: 'auto' }),
};
const exactOf: Record<Language, Intl.DateTimeFormat> = {
  en: new Intl.DateTimeFormat('en-GB', momentFormat),
  de: new Intl.DateTimeFormat('de', momentFormat),
};
const nearby: Record<Language, { soon: string; now: string }> = {
  en: { soon: 'in a moment', now: 'just now' },
  de: { soon: 'gleich', now: 'gerade eben' },
};

const steps: [limitSeconds: number, unitSeconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60 * 60, 60, 'minute'],
  [60 * 60 * 24, 60 * 60, 'hour'],
  [60 * 60 * 24 * 14, 60 * 60 * 24, 'day'],
  [60 * 60 * 24 * 60, 60 * 60 * 24 * 7, 'week'],
  [60 * 60 * 24 * 700, 60 * 60 * 24 * 30.44, 'month'],
  [Infinity, 60 * 60 * 24 * 365.25, 'year'],
];

export function tellRelative(at: Date, now: Date, language: Language = 'en'): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 45) return seconds > 5 ? nearby[language].soon : nearby[language].now;
  for (const [limit, size, unit] of steps) {
    if (distance < limit)
      return relativeOf[language].format(Math.round(seconds / size) || Math.sign(seconds), unit);
  }
  return exactOf[language].format(at);
}

export function tellExact(at: Date, language: Language = 'en'): string {
  return exactOf[language].format(at);
}

/** For a time inside a sentence: as it was when the sentence was shown. */
export function useRelativeTime(): (at: string) => string {
  const { language } = useLanguage();
  return (at) => tellRelative(new Date(at), new Date(), language);
}

export function RelativeTime({ at, lowercase = true }: { at: string; lowercase?: boolean }) {
  const { language } = useLanguage();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 15_000);
    return () => clearInterval(timer);
  }, []);
  const moment = new Date(at);
  const words = tellRelative(moment, now, language);
  return (
    <Tooltip label={tellExact(moment, language)} events={{ hover: true, focus: true, touch: true }} withArrow>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the exact time must also be reached without a mouse */}
      <time dateTime={at} tabIndex={0}>
        {lowercase ? words : words.charAt(0).toUpperCase() + words.slice(1)}
      </time>
    </Tooltip>
  );
}
