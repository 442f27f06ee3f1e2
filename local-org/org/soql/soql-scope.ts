// What every step of one query works with: who asks, the query, the object it starts from, and the user's calendar.

import type { Calendar } from './calendar.ts';
import { objectOf } from '../engine.ts';
import type { Reader } from '../read.ts';
import type { SObject } from '../schema/schema.ts';
import type { ParsedQuery } from './soql-query.ts';
import { localTime } from '../time-zone.ts';

export type Scope = {
  reader: Reader;
  query: ParsedQuery;
  root: SObject;
  /** Deleted records too: /queryAll. */
  allRows: boolean;
  calendar: () => Calendar;
};

/** Read from the records of user and organization when the first date asks for it. */
export function lazyCalendar(reader: Reader): () => Calendar {
  let known: Calendar | undefined;
  return () => (known ??= calendarOf(reader));
}

function calendarOf({ engine, rights }: Reader): Calendar {
  const user = engine.records.get(objectOf(engine, 'User'), rights.userId);
  const zone = String(user?.['TimeZoneSidKey'] ?? 'UTC');
  const [organization] = [...engine.records.all(objectOf(engine, 'Organization'))];
  return {
    zone,
    today: localTime(engine.now(), zone).date,
    firstWeekday: firstWeekdayOf(String(user?.['LocaleSidKey'] ?? 'en_US')),
    fiscalStart: Number(organization?.['FiscalYearStartMonth'] ?? 1),
  };
}

// Newer than the type definitions; Node 24 has it.
type LocaleWithWeek = Intl.Locale & { getWeekInfo?: () => { firstDay: number } };

/** Weeks start on the day the user's locale starts them. */
function firstWeekdayOf(localeKey: string): number {
  try {
    const locale: LocaleWithWeek = new Intl.Locale(localeKey.replaceAll('_', '-'));
    // 7 = Sunday.
    return (locale.getWeekInfo?.().firstDay ?? 7) % 7;
  } catch {
    return 0;
  }
}
