// "4 minutes ago", with the exact time and zone on hover and on focus. Words refresh by themselves.
import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

const steps: [limitSeconds: number, unitSeconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60 * 60, 60, 'minute'],
  [60 * 60 * 24, 60 * 60, 'hour'],
  [60 * 60 * 24 * 14, 60 * 60 * 24, 'day'],
  [60 * 60 * 24 * 60, 60 * 60 * 24 * 7, 'week'],
  [60 * 60 * 24 * 700, 60 * 60 * 24 * 30.44, 'month'],
  [Infinity, 60 * 60 * 24 * 365.25, 'year'],
];

export function tellRelative(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 45) return seconds > 5 ? 'in a moment' : 'just now';
  for (const [limit, size, unit] of steps) {
    if (distance < limit) return relative.format(Math.round(seconds / size) || Math.sign(seconds), unit);
  }
  return exact.format(at);
}

export function tellExact(at: Date): string {
  return exact.format(at);
}

export function RelativeTime({ at, lowercase = true }: { at: string; lowercase?: boolean }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 15_000);
    return () => clearInterval(timer);
  }, []);
  const moment = new Date(at);
  const words = tellRelative(moment, now);
  return (
    <Tooltip label={tellExact(moment)} events={{ hover: true, focus: true, touch: true }} withArrow>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the exact time must also be reached without a mouse */}
      <time dateTime={at} tabIndex={0}>
        {lowercase ? words : words.charAt(0).toUpperCase() + words.slice(1)}
      </time>
    </Tooltip>
  );
}
