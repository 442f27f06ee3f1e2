// The periods that date literals name (LAST_WEEK, NEXT_N_MONTHS:3, THIS_FISCAL_YEAR …), as days of one user's calendar.
// https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_dateformats.htm

/** `firstWeekday`: 0 = Sunday; `fiscalStart`: 1 = January. */
export type Calendar = { zone: string; today: string; firstWeekday: number; fiscalStart: number };

/** From the first day up to, not including, the last. */
export type Period = { from: string; to: string };

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | 'FISCAL_QUARTER' | 'FISCAL_YEAR';

const named: Record<string, [unit: Unit, from: number, to: number]> = {
  YESTERDAY: ['DAY', -1, 0],
  TODAY: ['DAY', 0, 1],
  TOMORROW: ['DAY', 1, 2],
  // Today is the last of these days and comes on top of the number.
  LAST_90_DAYS: ['DAY', -90, 1],
  NEXT_90_DAYS: ['DAY', 1, 91],
};

/** `text`: TODAY, LAST_N_DAYS:5 …, in any case; undefined when it is no date literal. */
export function periodOf(text: string, calendar: Calendar): Period | undefined {
  const [name = '', count = ''] = text.toUpperCase().split(':');
  const steps = named[name] ?? stepsOf(name, Math.min(Number(count), mostSteps));
  if (steps === undefined) return undefined;
  const [unit, from, to] = steps;
  const start = startOfUnit(unit, calendar);
  return { from: move(unit, start, from), to: move(unit, start, to) };
}

function stepsOf(name: string, count: number): [unit: Unit, from: number, to: number] | undefined {
  const match =
    /^(?:(THIS|LAST|NEXT)_|(LAST_N|NEXT_N)_|N_)(DAY|WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)(S?)(_AGO)?$/.exec(
      name,
    );
  if (match === null) return undefined;
  const [, single, counted, word = '', , ago] = match;
  const unit = units.find((known) => known === word);
  if (unit === undefined) return undefined;
  if (single === 'THIS') return [unit, 0, 1];
  if (single === 'LAST') return [unit, -1, 0];
  if (single === 'NEXT') return [unit, 1, 2];
  // Days count today with the past; all longer units leave the present one out.
  if (counted === 'LAST_N') return [unit, -count, unit === 'DAY' ? 1 : 0];
  if (counted === 'NEXT_N') return [unit, 1, count + 1];
  return ago === undefined ? undefined : [unit, -count, -count + 1];
}

/** More than lies between the first and the last day a field can have, and few enough for any calendar. */
const mostSteps = 250_000;

const units: readonly Unit[] = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR', 'FISCAL_QUARTER', 'FISCAL_YEAR'];

function startOfUnit(unit: Unit, { today, firstWeekday, fiscalStart }: Calendar): string {
  const { year, month } = partsOf(today);
  switch (unit) {
    case 'DAY':
      return today;
    case 'WEEK':
      return addDays(today, -((weekdayOf(today) - firstWeekday + 7) % 7));
    case 'MONTH':
      return dateOf(year, month);
    case 'QUARTER':
      return dateOf(year, month - ((month - 1) % 3));
    case 'YEAR':
      return dateOf(year, 1);
    case 'FISCAL_QUARTER':
      return dateOf(year, month - ((month - fiscalStart + 12) % 3));
    case 'FISCAL_YEAR':
      return dateOf(year, month - ((month - fiscalStart + 12) % 12));
  }
}

const monthsIn = { MONTH: 1, QUARTER: 3, YEAR: 12, FISCAL_QUARTER: 3, FISCAL_YEAR: 12 };

function move(unit: Unit, date: string, count: number): string {
  if (unit === 'DAY') return addDays(date, count);
  if (unit === 'WEEK') return addDays(date, 7 * count);
  const { year, month } = partsOf(date);
  return dateOf(year, month + monthsIn[unit] * count);
}

/** Months beyond the year roll over. */
function dateOf(year: number, month: number): string {
  return dayOf(Date.UTC(year, month - 1, 1));
}

export function addDays(date: string, days: number): string {
  return dayOf(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000);
}

/** Within the days a field can have: 1700 to 4000. */
function dayOf(time: number): string {
  const bounded = Math.min(Math.max(time, Date.UTC(1700, 0, 1)), Date.UTC(4000, 11, 31));
  return new Date(bounded).toISOString().slice(0, 10);
}

export function partsOf(date: string): { year: number; month: number; day: number } {
  const [year, month, day] = date.split('-').map(Number);
  return { year: year ?? 0, month: month ?? 1, day: day ?? 1 };
}

/** 0 = Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}
