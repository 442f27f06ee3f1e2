// Dates and times: from ISO 8601 or a plain date, in the booking's time zone where the text names none. Part of `map`.

type Parts = { year: number; month: number; day: number; time: string | null; zone: string | null };

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;
/** As German speakers write it; day and month of 03/04/2026 are in doubt, so that form is not read. */
const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;

function parseParts(text: string): Parts | null {
  const [, year, month, day, time, zone] = iso.exec(text.trim()) ?? [];
  if (year !== undefined)
    return checked({
      year: Number(year),
      month: Number(month),
      day: Number(day),
      time: time ?? null,
      zone: zone ?? null,
    });
  const [, dottedDay, dottedMonth, dottedYear] = dotted.exec(text.trim()) ?? [];
  if (dottedYear === undefined) return null;
  return checked({
    year: Number(dottedYear),
    month: Number(dottedMonth),
    day: Number(dottedDay),
    time: null,
    zone: null,
  });
}

/** Salesforce keeps years 1700 to 4000; the 31st of February is no day. */
function checked(parts: Parts): Parts | null {
  const { year, month, day } = parts;
  const date = new Date(Date.UTC(year, month - 1, day));
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isDay && year >= 1700 && year <= 4000 ? parts : null;
}

/** `YYYY-MM-DD`: of a moment, the day it is then in the time zone. */
export function parseDate(text: string, timeZone: string | null): string | null {
  const parts = parseParts(text);
  if (parts === null) return null;
  if (parts.zone === null) return dayOf(parts);
  const moment = instant(parts, timeZone);
  return moment && wallClock(moment, timeZone).slice(0, 10);
}

/** In UTC, with milliseconds and Z; a day alone begins at midnight in the time zone. */
export function parseDateTime(text: string, timeZone: string | null): string | null {
  const parts = parseParts(text);
  const moment = parts && instant(parts, timeZone);
  return moment === null ? null : moment.toISOString();
}

/** `HH:MM:SS.000Z`, which is how Salesforce writes a time of day. */
export function parseTime(text: string, timeZone: string | null): string | null {
  const [, hour, minute, second = '00'] =
    /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?Z?)?$/.exec(text.trim()) ?? [];
  if (hour !== undefined && minute !== undefined) {
    if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
    return `${hour.padStart(2, '0')}:${minute}:${second}.000Z`;
  }
  const parts = parseParts(text);
  if (parts === null || parts.time === null) return null;
  const moment = instant(parts, timeZone);
  return moment && `${wallClock(moment, timeZone).slice(11)}.000Z`;
}

function dayOf({ year, month, day }: Parts): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function instant(parts: Parts, timeZone: string | null): Date | null {
  const local = `${dayOf(parts)}T${parts.time ?? '00:00'}`;
  if (parts.zone !== null)
    return valid(new Date(`${local}${parts.zone.replace(/(\d{2})(\d{2})$/, '$1:$2')}`));
  const guess = valid(new Date(`${local}Z`));
  if (guess === null) return null;
  // The wall clock there, read as UTC, is off by the zone's offset; twice, because of changes of the clock near by.
  const offsetAt = (at: Date): number => Date.parse(`${wallClock(at, timeZone)}Z`) - at.getTime();
  const first = new Date(guess.getTime() - offsetAt(guess));
  return valid(new Date(guess.getTime() - offsetAt(first)));
}

function valid(date: Date): Date | null {
  return Number.isNaN(date.getTime()) ? null : date;
}

/** `YYYY-MM-DDTHH:MM:SS` on the clocks of the time zone; UTC when it is unknown. */
function wallClock(at: Date, timeZone: string | null): string {
  try {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: timeZone ?? 'UTC',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    return format.format(at).replace(' ', 'T');
  } catch {
    return at.toISOString().slice(0, 19);
  }
}
